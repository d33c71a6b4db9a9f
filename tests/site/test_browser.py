"""Every kind of page as its reader sees it: on a phone, on paper, through a screen reader."""

from __future__ import annotations

from typing import Any

import pytest

import regentrials as rt
from tests.conftest import ROOT
from tests.site.reading import open_page

PAGES = [
    "",
    "explore/",
    "explore/?table=approvals",
    "explore/?table=products",
    "products/",
    "products/xs228/",
    "products/kymriah/",
    "trials/",
    "trials/NCT06976229/",
    "conditions/",
    "conditions/parkinson-disease/",
    "jurisdictions/",
    "jurisdictions/JP/",
    "organizations/",
    "organizations/fda/",
    "organizations/fate-therapeutics/",
    "approved/",
    "glossary/",
    "claims/",
    "authorizations/",
    "left-out/",
    "sources/",
    "sources/registry_record/",
    "methods/",
    "quality/",
    "coverage/",
    "dictionary/",
    "start/",
    "downloads/",
    "reference/",
    "cite/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_renders_and_fits_a_phone(page: Any, address: str, path: str) -> None:
    """No console error, no request to another host, and at 390 pixels nothing is wider than the screen."""
    assert open_page(page, address, path) == []
    assert page.locator("h1").count() >= 1
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(150)
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{path} is {wider} px wider than the phone"


OUTSIDE = """nodes => nodes.filter(node => {
  const { left, right, width } = node.getBoundingClientRect();
  return width && (left < 0 || right > innerWidth);
}).map(node => node.textContent)"""


@pytest.mark.parametrize("page", [(360, "light")], indirect=True)
@pytest.mark.parametrize(
    "path", ["jurisdictions/JP/", "conditions/parkinson-disease/", "products/", "trials/", "explore/"]
)
def test_a_phone_shows_all_cells_of_a_row_with_their_names(page: Any, address: str, path: str) -> None:
    open_page(page, address, path)
    cells = page.locator("table[data-cards] td")
    assert cells.count()
    assert not cells.evaluate_all(OUTSIDE)
    assert page.locator("table[data-cards] td:not([data-label])").count() == 0


@pytest.mark.parametrize("page", [(360, "light")], indirect=True)
def test_paper_shows_tables_not_cards(page: Any, address: str) -> None:
    open_page(page, address, "jurisdictions/JP/")
    page.emulate_media(media="print")
    assert page.locator("table[data-cards] tr").last.evaluate("node => getComputedStyle(node).display") == "table-row"


@pytest.mark.parametrize("page", [(718, "dark")], indirect=True)
@pytest.mark.parametrize("path", ["", "conditions/parkinson-disease/", "products/", "approved/"])
def test_paper_cuts_nothing_and_names_the_version(page: Any, address: str, path: str) -> None:
    open_page(page, address, path)
    page.emulate_media(media="print")
    assert not page.locator("td").evaluate_all(OUTSIDE)
    line = page.get_by_text(f"RegenTrials {rt.__version__} of")
    assert line.is_visible()
    assert line.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("page", [(718, "light")], indirect=True)
def test_paper_shows_what_explore_shows_and_none_of_its_tools(page: Any, address: str) -> None:
    open_page(page, address, "explore/")
    page.emulate_media(media="print")
    for tool in (".rt-tools", ".rt-tabs", ".rt-facet input", ".dt-search", ".dt-length", ".dt-paging"):
        assert not page.locator(tool).first.is_visible(), tool
    assert page.locator(".rt-scroll td").first.is_visible() and page.locator(".rt-chart svg").first.is_visible()
    assert not page.locator(".rt-scroll :is(td, th)").evaluate_all(OUTSIDE)


@pytest.mark.parametrize("page", [(718, "light")], indirect=True)
def test_paper_has_no_search(page: Any, address: str) -> None:
    open_page(page, address, "")
    assert page.locator(".rt-ask").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".rt-ask").is_visible()


@pytest.mark.parametrize("page", [(718, "light"), (718, "dark")], indirect=True)
def test_paper_shows_the_licence_in_black(page: Any, address: str) -> None:
    open_page(page, address, "jurisdictions/NZ/")
    page.emulate_media(media="print")
    for link in page.locator(".md-copyright a").all():
        assert link.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)", link.inner_text()


AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("page", [(1280, "light"), (1280, "dark")], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["", "explore/", "products/xs228/", "approved/", "claims/", "quality/", "dictionary/", "start/", "reference/"],
)
def test_no_accessibility_violation(page: Any, address: str, path: str) -> None:
    open_page(page, address, path)
    for chart in page.locator("#rt-pipeline, #rt-decisions").all():
        chart.scroll_into_view_if_needed()
        chart.locator("svg[aria-label]").wait_for()
    page.add_script_tag(content=AXE)
    result = page.evaluate("axe.run()")
    found = [
        " ".join(f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}".split())
        for violation in result["violations"]
        for node in violation["nodes"][:3]
    ]
    assert not found, "\n".join(found)


BROKEN_DATES = """node => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    for (const match of walker.currentNode.data.matchAll(/(?<![\\w\\/.-])\\d{4}-\\d{2}(-\\d{2})?(?![\\w\\/-])/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, match.index);
      range.setEnd(walker.currentNode, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size > 1) found.push(match[0]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("page", [(390, "light"), (768, "light")], indirect=True, ids=["phone", "tablet"])
@pytest.mark.parametrize("path", ["approved/", "authorizations/", "products/kymriah/", "trials/", "claims/"])
def test_no_date_breaks_at_its_hyphens(page: Any, address: str, path: str) -> None:
    open_page(page, address, path)
    assert page.locator("article").evaluate(BROKEN_DATES) == []
