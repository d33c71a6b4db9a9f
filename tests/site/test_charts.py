"""Charts and colours follow the reader."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.reading import open_page


def test_home_charts_are_drawn_when_seen(page: Any, address: str) -> None:
    open_page(page, address, "")
    for name in ("rt-pipeline", "rt-decisions"):
        page.locator(f"#{name}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#{name} svg")


def test_home_tables_are_folded_beside_their_charts(page: Any, address: str) -> None:
    open_page(page, address, "")
    assert page.locator("details").count() == 2
    assert page.locator("details[open]").count() == 0


def test_home_shows_tables_for_charts_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("details[open] table").count() == 2
    assert [line.is_visible() for line in page.locator("noscript p").all()] == [True, True]
    assert not any(holder.is_visible() for holder in page.locator(".rt-chart-holder").all())
    context.close()


@pytest.mark.parametrize("page", [(1280, "dark")], indirect=True)
def test_dark_mode_shows_the_arrows_that_lead_no_further(page: Any, address: str) -> None:
    open_page(page, address, "explore/")
    arrow = page.locator(".dt-paging-button.disabled").first
    assert arrow.evaluate("node => getComputedStyle(node).color") == "rgb(153, 153, 153)"


ARROW = """node => {
  const { borderTopColor, opacity } = getComputedStyle(node, "::after");
  return [borderTopColor === getComputedStyle(document.body).getPropertyValue("color"), Number(opacity)];
}"""


@pytest.mark.parametrize("page", [(1280, "light"), (1280, "dark")], indirect=True, ids=["light", "dark"])
def test_the_arrows_that_sort_have_the_colour_of_the_text(page: Any, address: str) -> None:
    open_page(page, address, "explore/")
    assert page.locator("th.dt-ordering-desc .dt-column-order").evaluate(ARROW) == [True, 1]
    for arrow in page.locator("th:not(.dt-ordering-desc) .dt-column-order").all():
        same, opacity = arrow.evaluate(ARROW)
        assert same and opacity > 0.4


@pytest.mark.parametrize("page", [(1280, "dark")], indirect=True)
def test_dark_mode_follows_the_reader(page: Any, address: str) -> None:
    open_page(page, address, "")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
