"""The site as its reader sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import regentrials as rt
from tests.conftest import ROOT

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


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, scheme = getattr(request, "param", (1280, "light"))
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def _open(page: Any, address: str, path: str) -> list[str]:
    """Open a page; returns its console errors and its requests to other hosts."""
    problems: list[str] = []
    page.on("console", lambda m: problems.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("requestfailed", lambda r: problems.append(f"failed: {r.url}"))
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else problems.append(r.url))
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    if path.startswith("explore"):
        page.wait_for_selector("#rt-explore[data-ready]")
    return problems


@pytest.mark.parametrize("path", PAGES)
def test_page_renders_and_fits_a_phone(page: Any, address: str, path: str) -> None:
    """No console error, no request to another host, and at 390 pixels nothing is wider than the screen."""
    assert _open(page, address, path) == []
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
    _open(page, address, path)
    cells = page.locator("table[data-cards] td")
    assert cells.count()
    assert not cells.evaluate_all(OUTSIDE)
    assert page.locator("table[data-cards] td:not([data-label])").count() == 0


@pytest.mark.parametrize("page", [(360, "light")], indirect=True)
def test_paper_shows_tables_not_cards(page: Any, address: str) -> None:
    _open(page, address, "jurisdictions/JP/")
    page.emulate_media(media="print")
    assert page.locator("table[data-cards] tr").last.evaluate("node => getComputedStyle(node).display") == "table-row"


@pytest.mark.parametrize("page", [(718, "dark")], indirect=True)
@pytest.mark.parametrize("path", ["", "conditions/parkinson-disease/", "products/", "approved/"])
def test_paper_cuts_nothing_and_names_the_version(page: Any, address: str, path: str) -> None:
    _open(page, address, path)
    page.emulate_media(media="print")
    assert not page.locator("td").evaluate_all(OUTSIDE)
    line = page.get_by_text(f"RegenTrials {rt.__version__} of")
    assert line.is_visible()
    assert line.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"


AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("page", [(1280, "light"), (1280, "dark")], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("path", ["", "explore/", "products/xs228/", "claims/", "quality/", "dictionary/", "start/"])
def test_no_serious_accessibility_violation(page: Any, address: str, path: str) -> None:
    _open(page, address, path)
    page.add_script_tag(content=AXE)
    result = page.evaluate("axe.run()")
    serious = [
        " ".join(f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}".split())
        for violation in result["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"][:3]
    ]
    assert not serious, "\n".join(serious)


def _rows(page: Any) -> int:
    return int(page.evaluate("DataTable.tables({api: true}).rows({search: 'applied'}).count()"))


def test_explore_shows_every_row(page: Any, address: str) -> None:
    for table, rows in (
        ("trials", rt.load_trials()),
        ("approvals", rt.load_approvals()),
        ("products", rt.load_products()),
    ):
        _open(page, address, f"explore/?table={table}")
        assert _rows(page) == len(rows)


def test_explore_captions_its_table(page: Any, address: str) -> None:
    _open(page, address, "explore/?table=approvals")
    assert page.locator(".rt-scroll caption").text_content() == "Decisions"


def test_explore_filters_and_keeps_the_filter_in_the_address(page: Any, address: str) -> None:
    _open(page, address, "explore/?table=approvals")
    page.get_by_text("Jurisdiction", exact=True).first.click()
    page.get_by_role("checkbox", name="Japan").check()
    wanted = int((rt.load_approvals()["jurisdiction"] == "JP").sum())
    assert _rows(page) == wanted
    shared = page.url
    assert "f.jurisdiction=Japan" in shared
    page.goto("about:blank")
    _open(page, address, shared.removeprefix(address + "/"))
    assert _rows(page) == wanted


def test_explore_search_narrows_and_the_chart_follows(page: Any, address: str) -> None:
    _open(page, address, "explore/")
    before = page.locator(".rt-chart").inner_html()
    page.locator("input[type=search]").last.fill("XS228")
    page.wait_for_function("location.search.includes('find=XS228')")
    assert 0 < _rows(page) < len(rt.load_trials())
    assert page.locator(".rt-chart").inner_html() != before


def test_explore_view_downloads_as_csv(page: Any, address: str) -> None:
    _open(page, address, "explore/?table=products&find=zimislecel")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this view").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("name,origin")
    assert lines[0].endswith(",product_id,page")
    assert len(lines) == _rows(page) + 1
    assert any("imislecel" in line for line in lines)


def test_explore_has_one_menu_open_at_a_time_and_escape_closes_it(page: Any, address: str) -> None:
    _open(page, address, "explore/?table=approvals")
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
    _open(page, address, f"explore/?table=approvals&find={text}")
    assert _rows(page)
    assert "Amchepry" in page.locator(".rt-scroll tbody").inner_text()


@pytest.mark.parametrize("table", ["trials", "approvals"])
def test_explore_takes_narrower_conditions_with_a_broader_one(page: Any, address: str, table: str) -> None:
    _open(page, address, f"explore/?table={table}&f.condition=Leukaemia")
    assert _rows(page) == len(rt.load(table, condition="leukemia"))


def test_explore_finds_trials_by_an_alias_of_a_broader_condition(page: Any, address: str) -> None:
    _open(page, address, "explore/?table=trials&find=blood cancer")
    assert _rows(page) >= len(rt.load_trials("blood cancer"))


def test_explore_ignores_facets_that_it_does_not_have(page: Any, address: str) -> None:
    _open(page, address, "explore/?table=products&f.bogus=1")
    assert _rows(page) == len(rt.load_products())


def test_explore_works_with_the_keyboard_alone(page: Any, address: str) -> None:
    _open(page, address, "explore/")
    page.locator("summary", has_text="Cell origin").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function("location.search.includes('f.origin=')")
    assert _rows(page) < len(rt.load_trials())


def test_explore_rows_link_to_pages_that_exist(page: Any, address: str) -> None:
    for table in ("trials", "approvals", "products"):
        _open(page, address, f"explore/?table={table}")
        links = page.eval_on_selector_all(".rt-scroll tbody a", "nodes => nodes.map(n => n.href)")
        assert links
        for link in links[:12]:
            assert page.request.get(link).status == 200, link


RESULTS = ".md-search-result__item > .md-search-result__link"


def _found(page: Any, text: str) -> list[str]:
    """The addresses that the site's own search shows first."""
    box = page.locator(".md-search__input")
    box.fill(text)
    # The theme reads the box when a key goes up.
    box.press("End")
    page.wait_for_selector(RESULTS)
    links = page.locator(RESULTS).evaluate_all("nodes => nodes.map(node => node.href)")
    return [link.split("?")[0] for link in links[:3]]


def test_search_finds_an_organization_by_the_name_that_people_use(page: Any, address: str) -> None:
    _open(page, address, "")
    assert _found(page, "Fate Therapeutics")[0] == f"{address}/organizations/fate-therapeutics/"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("CAR-T", "products/tecartus"),
        ("UK", "jurisdictions/GB"),
        ("USA", "jurisdictions/US"),
        ("Turkey", "jurisdictions/TR"),
        ("FDA", "organizations/fda"),
        ("VX-880", "products/zimislecel"),
        ("DSP-1083", "products/amchepry"),
        ("Parkinson's disease", "conditions/parkinson-disease"),
        ("heart attack", "conditions/acute-myocardial-infarction"),
        ("spinal cord injury", "conditions/spinal-cord-injury"),
        ("AMD", "conditions/age-related-macular-degeneration"),
        ("blood cancer", "conditions/hematologic-malignancy"),
        ("type 1 diabetes", "conditions/type-1-diabetes"),
        ("is Amchepry approved in Japan", "products/amchepry"),
        ("what was approved for Parkinson's disease", "conditions/parkinson-disease"),
        ("is Kymriah approved in Japan", "products/kymriah"),
        ("T cell", "conditions/t-cell-acute-lymphoblastic-leukemia"),
        ("was the spinal cord iPSC therapy approved by the US and China?", "claims"),
        ("iPSC approved by the US and China", "claims"),
        ("NCT06974968", "trials/NCT06974968"),
        ("NCT01730716", "left-out"),
    ],
)
def test_search_brings_the_page_that_is_meant_among_the_first(page: Any, address: str, text: str, path: str) -> None:
    _open(page, address, "")
    assert f"{address}/{path}/" in _found(page, text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("leukemia", "conditions/leukemia"),
        ("Parkinson", "conditions/parkinson-disease"),
        ("macular degeneration", "conditions/macular-degeneration"),
        ("japan", "jurisdictions/JP"),
    ],
)
def test_search_brings_the_page_of_that_name_first(page: Any, address: str, text: str, path: str) -> None:
    _open(page, address, path="")
    assert _found(page, text)[0] == f"{address}/{path}/"


def test_claims_are_filtered_by_words(page: Any, address: str) -> None:
    _open(page, address, "claims/")
    claims = rt.load_claims()
    assert page.locator(".rt-claim:visible").count() == len(claims)
    page.locator(".rt-filter input").fill("Prochymal 2009")
    shown = page.locator(".rt-claim:visible")
    assert 0 < shown.count() < 10
    assert all(
        "Prochymal" in text and "2009" in text for text in shown.evaluate_all("all => all.map(e => e.textContent)")
    )
    assert page.locator(".rt-filter output").inner_text() == f"{shown.count()} of {len(claims)} claims"
    page.locator(".rt-filter input").fill("no such words anywhere")
    assert page.locator(".rt-group:visible").count() == 0
    page.locator(".rt-filter input").fill("")
    assert page.locator(".rt-claim:visible").count() == len(claims)


def test_a_link_leads_to_claims_that_the_words_left_out(page: Any, address: str) -> None:
    _open(page, address, "claims/")
    box, link = page.locator(".rt-filter input"), page.locator("article table a").last
    group = page.locator(str(link.get_attribute("href")))
    # The second time, the address is there already.
    for _ in range(2):
        box.fill("no such words anywhere")
        assert not group.is_visible()
        link.click()
        assert group.is_visible() and box.input_value() == ""
        page.wait_for_function("scrollY > 0")
    box.fill("no such words anywhere")
    first = rt.load_claims()["claim_id"].iloc[0]
    page.evaluate("id => { location.hash = id }", first)
    page.locator(f"#{first}").wait_for(state="visible")


def test_an_old_link_to_a_document_leads_to_its_entry(page: Any, address: str) -> None:
    _open(page, address, "sources/#biotechhunter-nct06976229")
    page.wait_for_url("**/sources/registry_copy/#biotechhunter-nct06976229")


def test_home_charts_are_drawn_when_seen(page: Any, address: str) -> None:
    _open(page, address, "")
    for name in ("rt-pipeline", "rt-decisions"):
        page.locator(f"#{name}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#{name} svg")


def test_home_tables_are_folded_beside_their_charts(page: Any, address: str) -> None:
    _open(page, address, "")
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
    _open(page, address, "explore/")
    arrow = page.locator(".dt-paging-button.disabled").first
    assert arrow.evaluate("node => getComputedStyle(node).color") == "rgb(153, 153, 153)"


@pytest.mark.parametrize("page", [(1280, "dark")], indirect=True)
def test_dark_mode_follows_the_reader(page: Any, address: str) -> None:
    _open(page, address, "")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
