"""The page Explore as its reader uses it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import regentrials as rt
from tests.site.reading import open_page, shown_rows


def test_explore_shows_every_row(page: Any, address: str) -> None:
    for table, rows in (
        ("trials", rt.load_trials()),
        ("approvals", rt.load_approvals()),
        ("products", rt.load_products()),
    ):
        open_page(page, address, f"explore/?table={table}")
        assert shown_rows(page) == len(rows)


def test_explore_captions_its_table(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=approvals")
    assert page.locator(".rt-scroll caption").text_content() == "Decisions"


def test_explore_filters_and_keeps_the_filter_in_the_address(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=approvals")
    page.get_by_text("Jurisdiction", exact=True).first.click()
    page.get_by_role("checkbox", name="Japan").check()
    wanted = int((rt.load_approvals()["jurisdiction"] == "JP").sum())
    assert shown_rows(page) == wanted
    shared = page.url
    assert "f.jurisdiction=Japan" in shared
    page.goto("about:blank")
    open_page(page, address, shared.removeprefix(address + "/"))
    assert shown_rows(page) == wanted


def test_explore_search_narrows_and_the_chart_follows(page: Any, address: str) -> None:
    open_page(page, address, "explore/")
    page.wait_for_selector(".rt-chart svg")
    before = page.locator(".rt-chart").inner_html()
    page.locator("input[type=search]").last.fill("XS228")
    page.wait_for_function("location.search.includes('find=XS228')")
    assert 0 < shown_rows(page) < len(rt.load_trials())
    page.wait_for_function("before => document.querySelector('.rt-chart').innerHTML !== before", arg=before)


def test_the_chart_is_one_picture_and_counts_whole_rows(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=approvals&f.jurisdiction=Malta&f.status=in force")
    chart = page.get_by_role("img", name="Decisions by year and kind")
    chart.wait_for()
    ticks = chart.locator("[aria-label='y-axis tick label'] text").all_text_contents()
    assert {"0", "1", "2"} <= set(ticks)
    # Some ticks have no number, as there is no room; none is half a row.
    assert all(tick.isdigit() for tick in set(ticks) - {""})


def test_explore_view_downloads_as_csv(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=products&find=zimislecel")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this view").click()
    assert rt.__version__ in download.value.suggested_filename
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("name,cell_origin")
    assert lines[0].endswith(",product_id,page")
    assert len(lines) == shown_rows(page) + 1
    assert any("imislecel" in line for line in lines)


def test_a_downloaded_view_fits_the_dataset(page: Any, address: str) -> None:
    """Heads and words are those of the data dictionary: a view can be joined to the tables, and filtered alike."""
    open_page(page, address, "explore/?table=approvals&find=FDA")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this view").click()
    view = pd.read_csv(download.value.path(), dtype="string", keep_default_na=False).set_index("approval_id")
    data = pd.read_csv(rt.path("approvals"), dtype="string", keep_default_na=False).set_index("approval_id")
    shared = [column for column in view.columns if column in data.columns]
    assert {"decision_date", "decision_type", "jurisdiction", "product_id", "status"} <= set(shared)
    without_names = view["indication"].eq(data.loc[view.index, "indication"])
    assert view.loc[without_names, shared].equals(data.loc[view.index[without_names], shared])
    assert without_names.any()


def test_a_copied_link_is_the_address(page: Any, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, address, "explore/?table=approvals&f.jurisdiction=Japan")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_explore_has_one_menu_open_at_a_time_and_escape_closes_it(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=approvals")
    menus = page.locator("details.rt-facet")
    menus.nth(0).locator("summary").click()
    menus.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.rt-facet[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("details.rt-facet[open]").count() == 0
    menus.nth(0).locator("summary").click()
    page.get_by_role("heading", name="Explore").click()
    assert page.locator("details.rt-facet[open]").count() == 0


@pytest.mark.parametrize("text", ["アムシェプリ", "DSP-1083", "raguneprocel", "Sumitomo"])
def test_explore_finds_decisions_by_any_name_of_the_product(page: Any, address: str, text: str) -> None:
    open_page(page, address, f"explore/?table=approvals&find={text}")
    assert shown_rows(page)
    assert "Amchepry" in page.locator(".rt-scroll tbody").inner_text()


@pytest.mark.parametrize("table", ["trials", "approvals"])
def test_explore_takes_narrower_conditions_with_a_broader_one(page: Any, address: str, table: str) -> None:
    open_page(page, address, f"explore/?table={table}&f.condition=Leukaemia")
    assert shown_rows(page) == len(rt.load(table, condition="leukemia"))


def test_explore_finds_trials_by_an_alias_of_a_broader_condition(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=trials&find=blood cancer")
    assert shown_rows(page) >= len(rt.load_trials("blood cancer"))


def test_explore_ignores_facets_that_it_does_not_have(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=products&f.bogus=1")
    assert shown_rows(page) == len(rt.load_products())


def test_explore_works_with_the_keyboard_alone(page: Any, address: str) -> None:
    open_page(page, address, "explore/")
    page.locator("summary", has_text="Cell origin").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("location.search.includes('f.origin=')")
    assert shown_rows(page) < len(rt.load_trials())


def test_explore_rows_link_to_pages_that_exist(page: Any, address: str) -> None:
    for table in ("trials", "approvals", "products"):
        open_page(page, address, f"explore/?table={table}")
        links = page.eval_on_selector_all(".rt-scroll tbody a", "nodes => nodes.map(n => n.href)")
        assert links
        for link in links[:12]:
            assert page.request.get(link).status == 200, link
