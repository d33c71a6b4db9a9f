"""The Explore page does with constructed rows what it says, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

COLUMNS = (("name", "Name"), ("aliases", "Other names"), ("areas", "Areas"), ("trials", "Trials"))
WORDS = {"areas": {"eye": "eye", "skin": "skin_and_hair"}}
ROWS = (
    {"name": "=1+1", "aliases": ["=2", "x, y"], "areas": ["eye", "skin"], "trials": -1, "year": 2024},
    {"name": '<b>"bold"</b>', "aliases": [], "areas": ["eye"], "trials": 10, "year": 2026},
    {"name": "Plain", "aliases": [], "areas": ["skin"], "trials": 3, "year": 2026, "link": "products/xs228/"},
    {"name": "Late", "aliases": [], "areas": [], "trials": 2, "year": 2025},
)
DATA: dict[str, Any] = {
    "version": "2026.1.0",
    "columns": [
        {"key": key, "title": title, "head": f"the_{key}", "words": WORDS.get(key, {}), "link": "", "look": "dt-left"}
        for key, title in COLUMNS
    ],
    "facets": [{"key": "areas", "title": "Areas"}, {"key": "year", "title": "Year"}],
    "chart": {"x": "year", "fill": "name", "domain": [row["name"] for row in ROWS], "title": "Rows"},
    "shared": {},
    "order": "trials:desc",
    "hidden": ["aliases"],
    "rows": ROWS,
}


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose table of products is constructed."""
    context = browser.new_context()
    context.route("**/explore/products.json", lambda route: route.fulfill(json=DATA))
    yield context.new_page()
    context.close()


def _open(page: Any, address: str, query: str = "") -> None:
    page.goto(f"{address}/explore/?table=products{query}")
    page.wait_for_selector("#rt-explore[data-ready]")


def _names(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".rt-scroll tbody td:first-child").all_inner_texts()]


def _download(page: Any) -> list[str]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this view").click()
    text: str = download.value.path().read_text("utf-8")
    # By this mark a spreadsheet knows UTF-8.
    assert text.startswith("\ufeff")
    return text[1:].splitlines()


def _menu(page: Any, title: str) -> Any:
    menu = page.locator("details.rt-facet", has=page.locator("summary", has_text=title))
    menu.locator("summary").click()
    return menu


def _choices(menu: Any) -> list[str]:
    return [text.strip() for text in menu.locator("label:visible").all_inner_texts()]


def test_a_download_is_the_view_and_no_formula(page: Any, address: str) -> None:
    _open(page, address)
    assert _download(page) == [
        "the_name,the_areas,the_trials,page",
        '"<b>""bold""</b>",eye,10,',
        f"Plain,skin_and_hair,3,{address}/products/xs228/",
        "Late,,2,",
        "'=1+1,eye;skin_and_hair,-1,",
    ]
    _open(page, address, "&hide=&find=%3D2")
    assert _download(page) == [
        "the_name,the_aliases,the_areas,the_trials,page",
        "'=1+1,\"'=2;x, y\",eye;skin_and_hair,-1,",
    ]


def test_a_download_holds_the_key_though_the_view_hides_it(page: Any, address: str) -> None:
    page.context.route("**/explore/products.json", lambda route: route.fulfill(json=DATA | {"key": "aliases"}))
    _open(page, address, "&find=Plain")
    assert _download(page) == [
        "the_name,the_aliases,the_areas,the_trials,page",
        f"Plain,,skin_and_hair,3,{address}/products/xs228/",
    ]


def test_markup_in_a_cell_is_text(page: Any, address: str) -> None:
    _open(page, address)
    assert _names(page) == ['<b>"bold"</b>', "Plain", "Late", "=1+1"]
    assert page.locator(".rt-scroll tbody b").count() == 0


def test_a_facet_finds_every_item_of_a_list_until_it_is_unticked(page: Any, address: str) -> None:
    _open(page, address)
    box = _menu(page, "Areas").get_by_role("checkbox", name="eye")
    box.check()
    assert _names(page) == ['<b>"bold"</b>', "=1+1"]
    assert "f.areas=eye" in page.url
    box.uncheck()
    assert len(_names(page)) == len(ROWS)
    assert "f.areas" not in page.url


def test_facets_stand_by_count_and_years_by_year(page: Any, address: str) -> None:
    _open(page, address)
    assert _choices(_menu(page, "Areas")) == ["eye 2", "skin 2", "not stated 1"]
    assert _choices(_menu(page, "Year")) == ["2026 2", "2025 1", "2024 1"]


def test_a_menu_counts_what_the_other_menus_and_the_search_leave(page: Any, address: str) -> None:
    _open(page, address, "&f.areas=eye&f.year=2026")
    assert _choices(_menu(page, "Areas")) == ["eye 1", "skin 1", "not stated 0"]
    assert _choices(_menu(page, "Year")) == ["2026 1", "2025 0", "2024 1"]
    _open(page, address, "&find=Late")
    assert _choices(_menu(page, "Areas")) == ["eye 0", "skin 0", "not stated 1"]


def test_what_is_not_stated_can_be_chosen(page: Any, address: str) -> None:
    _open(page, address)
    _menu(page, "Areas").get_by_role("checkbox", name="not stated").check()
    assert _names(page) == ["Late"]
    assert "f.areas=not+stated" in page.url


def test_a_long_menu_has_a_box_to_type_in(page: Any, address: str) -> None:
    rows = [{"name": f"N{number}", "aliases": [], "areas": [f"Area {number}"], "trials": 1} for number in range(21)]
    page.context.route("**/explore/products.json", lambda route: route.fulfill(json=DATA | {"rows": rows}))
    _open(page, address)
    menu = _menu(page, "Areas")
    menu.get_by_role("textbox", name="Find in Areas").fill("area 2")
    assert _choices(menu) == ["Area 2 1", "Area 20 1"]
    assert _menu(page, "Year").get_by_role("textbox").count() == 0


def test_chosen_columns_are_kept_in_the_address(page: Any, address: str) -> None:
    _open(page, address)
    assert "hide=" not in page.url
    menu = _menu(page, "Columns")
    menu.get_by_role("checkbox", name="Other names").check()
    menu.get_by_role("checkbox", name="Areas").uncheck()
    assert "hide=areas" in page.url
    page.reload()
    page.wait_for_selector("#rt-explore[data-ready]")
    assert _download(page)[0] == "the_name,the_aliases,the_trials,page"


def test_an_address_sorts_and_a_wrong_one_sorts_as_ever(page: Any, address: str) -> None:
    _open(page, address, "&sort=trials:asc")
    assert _names(page) == ["=1+1", "Late", "Plain", '<b>"bold"</b>']
    _open(page, address, "&sort=colour:asc")
    assert _names(page) == ['<b>"bold"</b>', "Plain", "Late", "=1+1"]
    page.goto(f"{address}/explore/?table=toString")
    page.wait_for_selector("#rt-explore[data-ready]")
    assert page.locator(".rt-tabs [aria-current]").inner_text() == "Trials"


@pytest.mark.parametrize(("find", "button"), [("Plain", "Start over"), ("nowhere", "Show all rows")])
def test_a_reader_gets_back_to_all_rows(page: Any, address: str, find: str, button: str) -> None:
    _open(page, address, f"&find={find}&f.areas=skin")
    assert len(_names(page)) == 1
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/explore/?table=products&sort=trials*")
    assert len(_names(page)) == len(ROWS)


def test_no_rows_have_no_chart(page: Any, address: str) -> None:
    _open(page, address)
    page.wait_for_selector(".rt-chart svg")
    page.locator("input[type=search]").last.fill("nowhere")
    page.locator(".rt-chart svg").first.wait_for(state="detached")


def test_the_table_does_not_wait_for_the_chart(page: Any, address: str) -> None:
    page.route("**/plot.umd.min.js", lambda route: route.abort())
    _open(page, address)
    assert len(_names(page)) == len(ROWS)
    page.get_by_text("The chart could not be drawn").wait_for()


def test_escape_gives_the_keyboard_back_to_the_menus_name(page: Any, address: str) -> None:
    _open(page, address)
    _menu(page, "Areas").get_by_role("checkbox", name="eye").check()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent").startswith("Areas")


def test_data_that_cannot_be_read_is_one_clear_message(page: Any, address: str) -> None:
    page.route("**/explore/products.json", lambda route: route.fulfill(status=404, body=json.dumps({})))
    page.goto(f"{address}/explore/?table=products")
    told = page.get_by_role("alert")
    assert told.inner_text() == "Explore could not start: the data could not be read (404); reload the page"
