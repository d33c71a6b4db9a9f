"""Citations carry what the descriptor says."""

from __future__ import annotations

import json

import pytest

import regentrials as rt
from regentrials.citation import STYLES
from regentrials.errors import UnknownNameError
from tests.conftest import Copy


@pytest.mark.parametrize("style", STYLES)
def test_every_style_names_title_and_version(style: str) -> None:
    text = rt.cite(style)
    assert "RegenTrials: an open dataset" in text
    assert rt.__version__ in text


def test_csl_is_json() -> None:
    (item,) = json.loads(rt.cite("csl-json"))
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "RegenTrials contributors"}]


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


def test_sources_of_a_selection_stand_once_each() -> None:
    items = json.loads(rt.cite_sources(["XS228", "NCT06976229"], "csl-json"))
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids)) > 1


def test_unknown_style_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="apa"):
        rt.cite("vancouver")
