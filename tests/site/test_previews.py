"""What a link shows elsewhere is true, names its page and ends in one full stop."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from pages.blocks import front
from pages.markup import plain
from pages.previews import LENGTH, description, shortened

KINDS = ("products", "trials", "conditions", "jurisdictions", "organizations", "sources")


def test_a_list_belongs_to_what_a_page_says() -> None:
    told = description("A", "<p>Authorized:</p><ul><li>Abecma</li><li><p>Carvykti</p></li></ul><p>Trials: 0.</p>")
    assert told == "Authorized: Abecma Carvykti Trials: 0."


def test_a_title_with_a_full_stop_has_only_one() -> None:
    assert description("Example, Inc.", "<table></table>") == "What RegenTrials has recorded of Example, Inc."


def test_a_long_text_is_cut_at_a_word() -> None:
    told = unescape(shortened("word " * 60))
    assert len(told) <= LENGTH + 2
    assert told.endswith("word …")


def test_a_description_can_stand_in_an_attribute() -> None:
    assert "A: &lt;b&gt; &amp; &quot;C&quot;" in front("A", says='&lt;b&gt; & "C"')


@pytest.fixture(scope="module")
def described(site: Path) -> dict[str, tuple[str, str]]:
    """The title and description of every page about a record, and of every list."""
    found = {}
    for path in (path for kind in KINDS for path in site.glob(f"{kind}/**/index.html")):
        page = path.read_text("utf-8")
        title = re.findall(r"<title>(.*?) - RegenTrials</title>", page)[0]
        said = re.findall('<meta name="description" content="([^"]*)">', page)[0]
        found[str(path.relative_to(site))] = (unescape(title), unescape(said))
    return found


def test_every_record_is_described_by_its_own_name(described: dict[str, tuple[str, str]]) -> None:
    unnamed = [path for path, (title, said) in described.items() if not said.startswith(title.rstrip(".")[:100])]
    assert not unnamed
    said = [said for _, said in described.values()]
    assert len(set(said)) == len(said)
    assert not [text for text in said if ".." in text or len(text) < 50]


def test_a_condition_is_described_by_what_is_authorized(described: dict[str, tuple[str, str]]) -> None:
    assert "Amchepry" in described["conditions/parkinson-disease/index.html"][1]
    assert "authorized for it: none" in described["conditions/lupus-nephritis/index.html"][1]


def test_markup_of_the_page_is_no_part_of_a_description() -> None:
    said = "**Two** of [Japan](../jurisdictions/JP.md), as of <time>2026-11-29</time>, &lt;b&gt;"
    assert plain(said) == "Two of Japan, as of 2026-11-29, <b>"
