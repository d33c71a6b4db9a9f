"""Explore's menus fit the screen, and close when the reader goes on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.reading import open_page

WIDTHS = [(390, "light"), (720, "light"), (1024, "light"), (1280, "light")]


@pytest.mark.parametrize("page", WIDTHS, indirect=True, ids=lambda shape: str(shape[0]))
@pytest.mark.parametrize("table", ["trials", "approvals", "products"])
def test_no_menu_opens_off_the_screen(page: Any, address: str, table: str) -> None:
    open_page(page, address, f"explore/?table={table}")
    for menu in page.locator("details.rt-facet").all():
        menu.locator("summary").click()
        # Where it opens too far right, it is moved as soon as it is open.
        page.wait_for_timeout(50)
        assert menu.get_attribute("open") is not None, "the menu opened before it covered this one"
        box = menu.locator("> div").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"], menu.inner_text()[:20]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_menu_closes_when_the_keyboard_leaves_it(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=products")
    menu = page.locator("details.rt-facet", has_text="Donor relation").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    choices = menu.locator("input").count()
    for _ in range(choices):
        page.keyboard.press("Tab")
        assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.textContent").startswith("Disease area")


def test_a_click_on_the_words_of_a_choice_leaves_the_menu_open(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=products")
    menu = page.locator("details.rt-facet", has_text="Donor relation").first
    menu.locator("summary").click()
    menu.locator("label").first.click()
    menu.locator("label").last.click()
    assert menu.locator("input:checked").count() == 2
    assert menu.get_attribute("open") is not None


def test_a_choice_that_no_row_has_can_be_taken_back(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=products&f.origin=moon+dust")
    page.locator("summary", has_text="Cell origin: moon dust").click()
    page.get_by_role("checkbox", name="moon dust").uncheck()
    page.wait_for_function("!location.search.includes('moon')")
    assert page.locator(".rt-scroll tbody a").count()
