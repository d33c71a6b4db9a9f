"""The site's own search brings the page that is meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.reading import open_page

RESULTS = ".md-search-result__item > .md-search-result__link"


def found(page: Any, text: str) -> list[str]:
    """The addresses that the site's own search shows first."""
    box = page.locator(".md-search__input")
    box.fill(text)
    # The theme reads the box when a key goes up.
    box.press("End")
    page.wait_for_selector(RESULTS)
    links = page.locator(RESULTS).evaluate_all("nodes => nodes.map(node => node.href)")
    return [link.split("?")[0] for link in links[:3]]


def test_search_finds_an_organization_by_the_name_that_people_use(page: Any, address: str) -> None:
    open_page(page, address, "")
    assert found(page, "Fate Therapeutics")[0] == f"{address}/organizations/fate-therapeutics/"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("CAR-T", "products/carvykti"),
        ("CAR-T approvals per country", "classes/car-t"),
        ("Poland", "jurisdictions/PL"),
        ("first iPSC therapy approved", "claims"),
        ("embryonic stem cell", "glossary"),
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
        ("hospital exemption", "approved"),
        ("hospital exemption Germany", "jurisdictions/DE"),
        ("approved in Brazil", "jurisdictions/BR"),
        ("what is RMAT", "approved"),
        ("What is an iPSC?", "glossary"),
        ("iPS cells", "glossary"),
        ("licence", "downloads"),
        ("license", "cite"),
        ("mistake", "contribute"),
        ("report an error", "contribute"),
        ("contact", "contribute"),
    ],
)
def test_search_brings_the_page_that_is_meant_among_the_first(page: Any, address: str, text: str, path: str) -> None:
    open_page(page, address, "")
    assert f"{address}/{path}/" in found(page, text)


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
    open_page(page, address, path="")
    assert found(page, text)[0] == f"{address}/{path}/"


def test_a_letter_at_the_end_is_a_word_not_the_beginning_of_one(page: Any, address: str) -> None:
    open_page(page, address, "")
    found(page, "CAR-T")
    counts = page.locator(".md-search-result__meta").inner_text()
    # Of nearly all thousand pages some word begins with a T.
    assert int("".join(filter(str.isdigit, counts))) < 500, counts
