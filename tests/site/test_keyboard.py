"""The keyboard sees where it is, stops at what is there only, and pastes what runs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.reading import open_page

OUTLINE = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return [outlineStyle, outlineWidth];
}"""


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("explore/", "#rt-find"),
        ("explore/", "details.rt-facet input[type=checkbox]"),
        ("explore/", "details.rt-facet .rt-filter input"),
        ("explore/", ".dt-length select"),
        ("explore/", ".rt-tools button"),
        ("claims/", ".rt-filter input"),
        ("trials/", ".rt-filter input"),
        ("", ".rt-ask"),
        ("", ".md-tabs a"),
        ("", ".md-search__input"),
    ],
)
def test_what_has_the_focus_shows_it(page: Any, address: str, path: str, selector: str) -> None:
    open_page(page, address, path)
    node = page.locator(selector).first
    # By keyboard: a browser rings what was clicked only where it is typed in.
    page.keyboard.press("Tab")
    node.evaluate("node => { const menu = node.closest('details'); if (menu) menu.open = true; }")
    node.focus()
    assert page.evaluate(OUTLINE) == ["solid", "2px"]


@pytest.mark.parametrize("page", [(1280, "light"), (390, "light")], indirect=True, ids=["desk", "phone"])
def test_the_keyboard_stops_at_no_box_that_has_nothing_more_to_show(page: Any, address: str) -> None:
    open_page(page, address, "products/kymriah/")
    stops = page.locator(".md-typeset__scrollwrap[tabindex]")
    assert page.locator(".md-typeset__scrollwrap").count() > 5
    assert all(stops.evaluate_all("all => all.map(box => box.scrollWidth > box.clientWidth)"))
    assert page.locator(".md-search__output").get_attribute("inert") is not None


@pytest.mark.parametrize("page", [(660, "light")], indirect=True)
def test_a_table_that_scrolls_is_reached_under_its_name(page: Any, address: str) -> None:
    open_page(page, address, "trials/")
    box = page.get_by_role("region", name="Trials")
    assert box.get_attribute("tabindex") == "0"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(".md-typeset__scrollwrap:not([tabindex])").wait_for()
    assert box.count() == 0


def test_the_open_search_is_no_dead_end(page: Any, address: str) -> None:
    open_page(page, address, "")
    page.locator(".md-search__input").focus()
    page.locator(".md-search__output:not([inert])").wait_for()


def test_copied_commands_have_no_prompt(page: Any, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, address, "refresh/")
    block = page.locator("pre", has=page.locator(".gp")).first
    assert block.inner_text().startswith("$ regentrials")
    block.hover()
    block.locator("button").first.click()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(copied) > 1 and all(line.startswith("regentrials ") for line in copied)
