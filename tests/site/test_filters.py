"""Claims are filtered by words, and links lead to what a filter hides."""

from __future__ import annotations

from typing import Any

import pytest

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


@pytest.mark.parametrize("page", [(390, "light"), (1280, "light")], indirect=True, ids=["phone", "desk"])
@pytest.mark.parametrize(
    ("path", "words", "entries"),
    [
        ("trials/", "Parkinson phase 1", "table[data-cards] tbody tr"),
        ("products/", "kymriah", "table[data-cards] tbody tr"),
        ("conditions/", "lymphoma", "table[data-cards] tbody tr"),
        ("jurisdictions/US/", "rmat", "table[data-cards] tbody tr"),
        ("left-out/", "exosomes", "article h3"),
        ("sources/news/", "approved", "article > p[id]"),
    ],
)
def test_a_long_list_is_filtered_by_words(page: Any, address: str, path: str, words: str, entries: str) -> None:
    open_page(page, address, path)
    visible = page.locator(f":is({entries}):visible")
    total = visible.count()
    page.get_by_label("Find in this list").fill(words)
    assert 0 < visible.count() < total
    assert page.locator(".rt-filter output").inner_text() == f"{visible.count()} of {total}"
    if not entries.endswith("h3"):
        assert all(word in text.lower() for text in visible.all_text_contents() for word in words.lower().split())
    page.get_by_label("Find in this list").fill("no such words anywhere")
    assert visible.count() == 0
    page.get_by_label("Find in this list").fill("")
    assert visible.count() == total


def test_a_heading_goes_with_its_last_entry_and_what_is_no_list_stays(page: Any, address: str) -> None:
    open_page(page, address, "conditions/parkinson-disease/")
    page.get_by_label("Find in this list").fill("Amchepry")
    headings = page.locator("article h2:visible").all_inner_texts()
    assert any("Marketing" in text for text in headings) and any("codes" in text for text in headings)
    page.get_by_label("Find in this list").fill("no such words anywhere")
    headings = page.locator("article h2:visible").all_inner_texts()
    assert not any("Marketing" in text for text in headings) and any("codes" in text for text in headings)


@pytest.mark.parametrize("path", ["methods/", "products/xs228/", "quality/", "explore/"])
def test_what_is_no_long_list_has_no_box(page: Any, address: str, path: str) -> None:
    open_page(page, address, path)
    assert page.get_by_label("Find in this list").count() == 0
