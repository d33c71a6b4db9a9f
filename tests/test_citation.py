"""Citations carry what the descriptor says."""

from __future__ import annotations

import json

import pytest

import regentrials as rt
from regentrials.citation import STYLES
from regentrials.errors import RegenTrialsError, UnknownNameError
from tests.conftest import ROOT, Copy


@pytest.mark.parametrize("style", STYLES)
def test_every_style_names_title_and_version(style: str) -> None:
    text = rt.cite(style)
    assert text == rt.cite(style.upper())
    assert "RegenTrials: an open dataset" in text
    assert rt.__version__ in text


def test_csl_is_json() -> None:
    (item,) = json.loads(rt.cite("csl-json"))
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "RegenTrials contributors"}]


@pytest.mark.parametrize(("title", "cited"), [("A", "A."), ("A.", "A."), ("A?", "A?"), ("あ。", "あ。")])
def test_apa_ends_a_part_once(copy: Copy, title: str, cited: str) -> None:
    new = {"title": title, "publisher": "B Inc.", "published_date": "", "url": "https://a.org/1", "canonical_url": ""}
    key = copy.change("sources", lambda row: row.update(new, doi=""))["source_id"]
    assert rt.cite_sources(key, "apa", copy.package) == f"B Inc. (n.d.). {cited} https://a.org/1"


def test_a_document_is_dated_as_precisely_as_it_is(copy: Copy) -> None:
    for date, year, day in (("2025", "2025", "2025"), ("2025-07-02", "2025", "2025/07/02")):
        key = copy.change("sources", lambda row, date=date: row.update(published_date=date))["source_id"]
        assert f"\nPY  - {year}\nDA  - {day}\n" in rt.cite_sources(key, "ris", copy.package)
        (item,) = json.loads(rt.cite_sources(key, "csl-json", copy.package))
        assert item["issued"] == {"date-parts": [[int(part) for part in date.split("-")]]}


def test_the_dataset_is_dated_to_the_day() -> None:
    (item,) = json.loads(rt.cite("csl-json"))
    assert "-".join(f"{part:02d}" for part in item["issued"]["date-parts"][0]) == rt.open_package(ROOT).date


PUBLISHED = {
    "apa": "A B and C. (2026). D (Version 1) [Data set]. https://doi.org/10.5281/zenodo.1",
    "bibtex": "  author = {{A B and C}},\n  title = {{D}},\n  year = {2026},\n  version = {1},\n"
    "  doi = {10.5281/zenodo.1},\n  url = {https://example.org}\n}",
    "ris": "AU  - A B,\nAU  - C,\nTI  - D\nPY  - 2026\nDA  - 2026/01/02\nET  - 1\nDO  - 10.5281/zenodo.1\n"
    "UR  - https://example.org\nER  - ",
    "csl-json": '"DOI": "10.5281/zenodo.1"',
}


@pytest.mark.parametrize("style", STYLES)
def test_authors_doi_and_homepage_of_the_descriptor_are_cited(copy: Copy, style: str) -> None:
    file = copy.folder / "datapackage.json"
    stated = {"title": "D", "version": "1", "created": "2026-01-02", "homepage": "https://example.org"}
    stated |= {"id": "https://doi.org/10.5281/zenodo.1", "contributors": [{"title": "A B"}, {"title": "C"}]}
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | stated), "utf-8")
    assert PUBLISHED[style] in rt.cite(style, copy.package)


def test_bibtex_is_balanced() -> None:
    text = rt.cite("bibtex")
    assert text.startswith("@dataset{regentrials-")
    assert text.count("{") == text.count("}")


def test_bibtex_escapes_text_and_leaves_addresses(copy: Copy) -> None:
    text = {"title": "50% & {_~", "publisher": "A & B"}
    addresses = {"url": "https://example.org/a_b?c=%20&d#e", "doi": "10.1/a_b"}
    row = copy.change("sources", lambda row: row.update(text | addresses))
    found = rt.cite_sources([row["source_id"]], "bibtex", copy.package)
    assert r"title = {{50\% \& \textbraceleft{}\_\textasciitilde{}}}" in found
    assert r"author = {{A \& B}}" in found
    assert "url = {https://example.org/a_b?c=%20&d#e}" in found
    assert "doi = {10.1/a_b}" in found


def test_ris_ends_its_record() -> None:
    lines = rt.cite("ris").splitlines()
    assert lines[0] == "TY  - DATA"
    assert lines[-1] == "ER  - "
    assert rt.cite_sources("NCT06976229", "ris").startswith("TY  - ELEC\n"), "a page is no data set"


NOTES = {
    "apa": "https://copy.org/1 (Record: https://record.org/1_2)",
    "bibtex": "note = {Record: https://record.org/1\\_2}",
    "ris": "UR  - https://copy.org/1\nN1  - Record: https://record.org/1_2",
    "csl-json": '"note": "Record: https://record.org/1_2"',
}


@pytest.mark.parametrize("style", STYLES)
def test_the_page_that_was_read_is_cited_and_the_record_noted(copy: Copy, style: str) -> None:
    new = {"url": "https://copy.org/1", "canonical_url": "https://record.org/1_2"}
    key = copy.change("sources", lambda row: row.update(new))["source_id"]
    assert NOTES[style] in rt.cite_sources([key], style, copy.package)
    copy.change("sources", lambda row: row.update(canonical_url=row["url"]))
    assert "Record:" not in rt.cite_sources([key], style, copy.package)


def test_a_doi_is_noted_beside_the_page_that_was_read(copy: Copy) -> None:
    new = {"url": "https://copy.org/1", "canonical_url": "", "doi": "10.1/a"}
    key = copy.change("sources", lambda row: row.update(new))["source_id"]
    assert "https://copy.org/1 (Record: https://doi.org/10.1/a)" in rt.cite_sources([key], "apa", copy.package)


def test_sources_of_a_selection_stand_once_each() -> None:
    items = json.loads(rt.cite_sources(["XS228", "NCT06976229"], "csl-json"))
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids)) > 1


def test_a_claims_own_document_is_cited() -> None:
    claim = rt.load_claims().iloc[0]
    ids = [item["id"] for item in json.loads(rt.cite_sources([claim["claim_id"]], "csl-json"))]
    assert set(ids) == {claim["stated_in"], *claim["source_ids"]}


def test_a_single_record_may_stand_alone() -> None:
    products = rt.load_products()
    column = products.loc[products["product_id"] == "xs228", "product_id"]
    assert rt.cite_sources("XS228") == rt.cite_sources(["XS228"]) == rt.cite_sources(column)


def test_sources_of_no_record_are_refused() -> None:
    with pytest.raises(RegenTrialsError, match="no record is named"):
        rt.cite_sources([])


def test_a_record_that_names_no_document_is_refused() -> None:
    with pytest.raises(RegenTrialsError, match="fda, parkinson-disease names no document itself"):
        rt.cite_sources(["fda", "parkinson-disease"])


def test_unknown_style_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="apa"):
        rt.cite("vancouver")


def test_what_is_no_record_has_no_sources() -> None:
    with pytest.raises(RegenTrialsError, match="^5 names no record; give an id"):
        rt.cite_sources(5)
