"""A chart can be read on a phone, compared between its bars, followed to its rows, and taken."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

import regentrials as rt
from tests.site.reading import open_page, shown_rows

# Of each bar the colours from the bottom up, as their places in the palette.
STACKS = """chart => {
  const bars = {};
  for (const rect of chart.querySelectorAll("g[aria-label=bar] rect")) {
    const { left, top } = rect.getBoundingClientRect();
    const panel = rect.parentNode.getAttribute("transform");
    const [, colour] = rect.getAttribute("fill").match(/colour-(\\d)/);
    (bars[`${panel} ${Math.round(left)}`] ??= []).push([top, Number(colour)]);
  }
  return Object.values(bars).map(bar => bar.sort((a, b) => b[0] - a[0]).map(([, colour]) => colour));
}"""


def _home_chart(page: Any, address: str, name: str) -> Any:
    open_page(page, address, "")
    holder = page.locator(f"#{name}")
    holder.scroll_into_view_if_needed()
    page.wait_for_selector(f"#{name} svg[aria-label]")
    return holder


def _explore_chart(page: Any, address: str, query: str) -> Any:
    open_page(page, address, f"explore/?{query}")
    page.wait_for_selector(".rt-chart svg[aria-label]")
    return page.locator(".rt-chart")


def _taken(page: Any, holder: Any) -> tuple[str, str]:
    with page.expect_download() as download:
        holder.get_by_role("button", name="Download as SVG").click()
    return download.value.suggested_filename, download.value.path().read_text("utf-8")


def _pipeline(site: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((site / "explore/home.json").read_text("utf-8"))["pipeline"]
    return rows


@pytest.mark.parametrize("table", ["home", "approvals", "products", "products&f.product_class=MSC"])
def test_a_colour_has_one_place_in_all_bars(page: Any, address: str, table: str) -> None:
    chart = (
        _home_chart(page, address, "rt-decisions")
        if table == "home"
        else _explore_chart(page, address, f"table={table}")
    )
    stacks = chart.evaluate(STACKS)
    assert any(len(stack) > 2 for stack in stacks)
    assert [stack for stack in stacks if stack != sorted(stack)] == []


@pytest.mark.parametrize("page", [(390, "light"), (1440, "light")], indirect=True, ids=["phone", "desk"])
def test_the_pipeline_shows_each_origin_once_and_wide_enough(page: Any, address: str, site: Path) -> None:
    """Stages that are drawn together are one bar: a seam would say that there are two groups."""
    bars = _home_chart(page, address, "rt-pipeline").locator("g[aria-label=bar] rect")
    assert bars.count() == len(_pipeline(site))
    assert min(bars.evaluate_all("all => all.map(bar => bar.getBoundingClientRect().width)")) > 4


def test_another_height_keeps_a_chart_and_another_width_redraws_it(page: Any, address: str) -> None:
    holder = _home_chart(page, address, "rt-pipeline")
    svg = holder.locator("svg[aria-label]")
    svg.evaluate("node => { node.dataset.old = true }")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.wait_for_timeout(300)
    assert svg.get_attribute("data-old")
    page.set_viewport_size({"width": 700, "height": 700})
    page.wait_for_selector("#rt-pipeline svg[aria-label]:not([data-old])")


def test_few_bars_stay_bars_and_one_of_one_colour_is_not_drawn(page: Any, address: str) -> None:
    chart = _explore_chart(page, address, "table=products&f.product_class=MSC")
    assert chart.locator("g[aria-label=bar] rect").first.evaluate("bar => bar.getBoundingClientRect().width") < 160
    page.get_by_text("Cell origin").first.click()
    page.get_by_role("checkbox", name="iPSC").check()
    page.wait_for_selector(".rt-chart svg[aria-label]", state="detached")
    assert shown_rows(page) > 1


def test_a_bar_leads_to_the_products_that_it_counts(page: Any, address: str, site: Path) -> None:
    row = max(_pipeline(site), key=lambda row: (len(row["stages"]), row["products"]))
    assert len(row["stages"]) > 1
    links = _home_chart(page, address, "rt-pipeline").locator("g[aria-label=bar] a")
    targets = links.evaluate_all("all => all.map(link => link.href.baseVal)")
    assert f"./{row['link']}" in targets
    open_page(page, address, row["link"])
    assert shown_rows(page) == row["products"]


def test_a_number_of_the_table_leads_to_the_products_that_it_counts(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    products = json.loads((site / "explore/products.json").read_text("utf-8"))["rows"]
    links = re.findall(r'<a aria-label="[^"]*" href="explore/\?([^"]*f\.stage[^"]*)">(\d+)</a>', home)
    assert len(links) > 20
    for query, count in links:
        (_, table), *filters = parse_qsl(unescape(query), strict_parsing=True)
        wanted = {key.removeprefix("f."): set(values.split("|")) for key, values in filters}
        found = [row for row in products if all(_has(row[key], values) for key, values in wanted.items())]
        assert (table, len(found)) == ("products", int(count)), query


def _has(cell: Any, values: set[str]) -> bool:
    return bool(values & set(cell if isinstance(cell, list) else [cell]))


def test_a_taken_chart_says_what_it_shows_and_whose_it_is(page: Any, address: str) -> None:
    chart = _explore_chart(page, address, "table=approvals&f.product_class=CAR-T&f.status=in+force")
    name, picture = _taken(page, chart)
    assert name == f"regentrials-{rt.__version__}-approvals-CAR-T-in-force.svg"
    for said in ("Decisions by year and kind", "Product class: CAR-T. Status: in force.", rt.__version__, "CC BY 4.0"):
        assert said in re.sub(r"</text><text[^>]*>", " ", picture), said
    assert "marketing authorization</text>" in picture, "the legend"
    page.goto(f"data:image/svg+xml,{picture.replace('%', '%25').replace('#', '%23')}")
    assert page.locator("svg rect").count() > 5, "a file by itself"


@pytest.mark.parametrize("page", [(1280, "dark")], indirect=True)
def test_a_taken_chart_is_for_white_paper_and_its_links_lead_back(page: Any, address: str) -> None:
    holder = _home_chart(page, address, "rt-pipeline")
    _, picture = _taken(page, holder)
    assert "var(" not in picture and 'fill="#085DD1"' in picture
    assert set(re.findall(r' href="(.*?)\?', picture)) == {f"{address}/explore/"}
    assert "furthest stage that they ever reached" in re.sub(r"</text><text[^>]*>", " ", picture)
