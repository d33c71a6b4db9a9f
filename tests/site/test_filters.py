"""Claims are filtered by words, and links lead to what a filter hides."""

from __future__ import annotations

from typing import Any

import regentrials as rt
from tests.site.reading import open_page


def test_claims_are_filtered_by_words(page: Any, address: str) -> None:
    open_page(page, address, "claims/")
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
    open_page(page, address, "claims/")
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
    open_page(page, address, "sources/#biotechhunter-nct06976229")
    page.wait_for_url("**/sources/registry_copy/#biotechhunter-nct06976229")
