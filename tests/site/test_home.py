"""Home answers at once: a search, questions with their answers, and charts that say what they leave out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pages import home

from regentrials.lookup import Tables
from regentrials.package import DataPackage
from tests.site.reading import open_page

QUESTIONS = "p:has(.rt-ask) + ul a"


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


@pytest.mark.parametrize("page", [(390, "light"), (1280, "dark")], indirect=True, ids=["phone", "desk"])
def test_a_visible_button_opens_the_search(page: Any, address: str) -> None:
    open_page(page, address, "")
    page.locator(".rt-ask").click()
    page.keyboard.type("Kymriah")
    page.wait_for_selector(".md-search-result__item a[href*='products/kymriah']")


def test_each_question_leads_to_its_answer(page: Any, address: str) -> None:
    open_page(page, address, "")
    links = page.locator(QUESTIONS).evaluate_all("all => all.map(a => a.href)")
    assert len(links) == 5
    for link in links:
        open_page(page, address, link.removeprefix(f"{address}/"))
        if "/explore/" in link:
            assert re.match(r"1 to [1-9]\d* of ", page.locator(".dt-info").inner_text()), link
        elif "#" in link:
            assert page.locator(f"[id='{link.partition('#')[2]}']").is_visible(), link


def test_the_questions_need_no_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(QUESTIONS).count() == 5
    assert not page.locator(".rt-ask").is_visible(), "a button that does nothing is no search"
    context.close()


def test_each_chart_says_what_it_leaves_out(tables: Tables) -> None:
    undated = [row for row in tables["approvals"].values() if not row["decision_date"]]
    assert f" {len(undated)} of the {len(tables['approvals'])} have no stated date" in home.decisions_by_year(tables)
    drawn, several, left_out = map(int, re.findall(r"(\d+) (?:products|do\)|more)", home.pipeline(tables))[:3])
    placed = home.furthest(tables)
    stands = sum(count for (_, stage, _), count in placed.items() if stage)
    assert drawn < stands and several <= stands - drawn
    pluripotent = [row for row in tables["products"].values() if row["cell_origin"] in home.PLURIPOTENT]
    assert drawn + left_out == len(pluripotent)


def test_the_chart_of_decisions_explains_its_peak_and_its_last_year(tables: Tables) -> None:
    said = home.decisions_by_year(tables)
    assert re.search(r"[1-9]\d* of 2021 are authorizations of the European Union", said)
    assert f"{tables.package.date[:4]} is counted up to <time>{tables.package.date}</time>" in said


def test_the_pipeline_as_a_table_has_the_steps_of_the_chart_and_no_blank_row(tables: Tables) -> None:
    head, _, *rows = [line for line in home.pipeline(tables).splitlines() if line.startswith("|")]
    steps = {home.STEPS[stage] for _, stage, _ in home.furthest(tables) if stage}
    assert set(head.strip("| ").split(" | ")[1:]) == steps
    assert all(re.search(r"\d", row) for row in rows)


# Of all numbers and bars: which lie on another.
OVERLAPPING = """chart => {
  const box = node => node.getBoundingClientRect();
  const all = (group, kind) => [...chart.querySelectorAll(`g[aria-label=${group}] ${kind}`)].map(box);
  const numbers = all("text", "text"), bars = all("bar", "rect");
  const shared = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]);
  const meet = (a, b) => a !== b && shared(a, b, "left", "right") > 1 && shared(a, b, "top", "bottom") > 2;
  return [numbers.length, numbers.filter(one => [...numbers, ...bars].some(other => meet(one, other))).length];
}"""


@pytest.mark.parametrize("page", [(width, "light") for width in (390, 600, 820, 1440)], indirect=True)
def test_no_number_of_the_pipeline_lies_on_a_bar_or_a_number(page: Any, address: str) -> None:
    open_page(page, address, "")
    page.locator("#rt-pipeline").scroll_into_view_if_needed()
    page.wait_for_selector("#rt-pipeline svg g[aria-label=text]")
    count, overlapping = page.locator("#rt-pipeline").evaluate(OVERLAPPING)
    assert count > 20
    assert overlapping == 0
