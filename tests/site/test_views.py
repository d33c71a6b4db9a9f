"""What a reader of Explore chose is said, printed, kept and taken along."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import regentrials as rt
from regentrials.views import AUTHORIZATIONS
from tests.site.reading import open_page, shown_rows

VIEW = "table=approvals&f.product_class=CAR-T&f.status=in+force"


def _rows(site: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((site / f"explore/{table}.json").read_text("utf-8"))["rows"]
    return rows


def _cells(page: Any, title: str) -> list[str]:
    return [text.strip() for text in page.locator(f".rt-scroll td[data-label='{title}']").all_inner_texts()]


def test_a_sentence_says_what_is_shown(page: Any, address: str) -> None:
    total = len(rt.load_approvals())
    open_page(page, address, f"explore/?{VIEW}&find=Japan")
    shown = f"{shown_rows(page)} of {total} rows."
    said = page.locator(".rt-said")
    assert said.inner_text() == f"Decisions. Product class: CAR-T. Status: in force. Search: “Japan”. {shown}"
    page.get_by_role("button", name="Start over").click()
    page.get_by_text(f"Decisions. All {total} rows.").wait_for()


def test_a_download_is_named_after_the_choices(page: Any, address: str) -> None:
    open_page(page, address, f"explore/?{VIEW}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this view").click()
    assert download.value.suggested_filename == f"regentrials-{rt.__version__}-approvals-CAR-T-in-force.csv"


def test_paper_has_the_choices_and_all_rows_and_the_screen_its_page_again(page: Any, address: str) -> None:
    open_page(page, address, f"explore/?{VIEW}&page=2")
    rows, before = page.locator(".rt-scroll tbody tr"), page.locator(".dt-info").inner_text()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == shown_rows(page) > 50
    assert page.locator(".rt-said").is_visible() and not page.locator(".rt-take").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (rows.count(), page.locator(".dt-info").inner_text()) == (25, before)


def test_another_table_takes_the_choices_along_that_it_has(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=trials&f.condition=Type+1+diabetes&f.status=recruiting&find=islet")
    page.locator(".rt-tabs").get_by_text("Products").click()
    page.wait_for_selector("#rt-explore[data-ready]")
    assert page.locator(".rt-said").inner_text().startswith("Products. Conditions: Type 1 diabetes. Search: “islet”. ")
    assert shown_rows(page) and "recruiting" not in page.url


def test_back_leads_to_the_same_page_of_rows(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=products")
    page.locator(".dt-length select").select_option("10")
    page.locator(".dt-paging").get_by_role("link", name="3", exact=True).click()
    before = page.locator(".dt-info").inner_text()
    assert before.startswith("21 to 30 of ")
    page.locator(".rt-scroll tbody a").first.click()
    page.wait_for_url("**/products/**")
    page.go_back()
    page.wait_for_selector("#rt-explore[data-ready]")
    assert page.locator(".dt-info").inner_text() == before


@pytest.mark.parametrize("query", ["page=99", "page=0&len=7", "page=x&len=-1"])
def test_a_page_that_is_not_there_shows_rows_all_the_same(page: Any, address: str, query: str) -> None:
    open_page(page, address, f"explore/?table=products&f.product_class=MSC&{query}")
    assert page.locator(".rt-scroll tbody a").count()


def test_products_are_narrowed_to_a_condition_with_what_is_part_of_it(page: Any, address: str, site: Path) -> None:
    wanted = [row["name"] for row in _rows(site, "products") if "Leukaemia" in row["within"]]
    assert any("Leukaemia" not in row["condition"] for row in _rows(site, "products") if row["name"] in wanted)
    open_page(page, address, "explore/?table=products&f.condition=Leukaemia&len=100")
    assert sorted(_cells(page, "Name")) == sorted(wanted)


def test_what_is_authorized_nowhere_says_so_and_what_became_of_it(page: Any, address: str) -> None:
    decisions = rt.load_approvals()
    ever = decisions[decisions["decision_type"].isin(AUTHORIZATIONS)]
    gone = set(ever["product_id"]) - set(ever.loc[ever["status"] == "in_force", "product_id"])
    stages = "f.stage=marketing+authorization|conditional+marketing+authorization"
    open_page(page, address, f"explore/?table=products&f.authorized_in=nowhere|not+known&{stages}&len=100")
    cells = _cells(page, "Authorized in")
    assert len(cells) == len(gone)
    assert all(re.match("nowhere; once in |not known to be in force anywhere; once in ", cell) for cell in cells)
    open_page(page, address, f"explore/?table=products&f.authorized_in=not+known&{stages}&len=100")
    assert 0 < len(_cells(page, "Authorized in")) < len(cells)
    open_page(page, address, "explore/?table=products&find=XS228")
    assert _cells(page, "Authorized in") == ["nowhere"]


def test_plans_are_told_from_facts(page: Any, address: str) -> None:
    trials = rt.load_trials().set_index("trial_id")
    open_page(page, address, "explore/?table=trials&len=100")
    found = dict(
        zip(
            _cells(page, "Trial id"),
            zip(_cells(page, "Enrollment"), _cells(page, "Start date"), strict=True),
            strict=True,
        )
    )
    assert len(found) == 100
    for key, (people, start) in found.items():
        row = trials.loc[key]
        assert people.endswith("planned") == (row["enrollment_type"] == "estimated"), key
        if row["status"] == "not_yet_recruiting" and start:
            assert start.endswith("planned"), key
        if row["status"] == "completed":
            assert "planned" not in start, key
