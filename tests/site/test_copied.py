"""A page copied from the repository leads to the site's pages, and to the forms where they have an address."""

from __future__ import annotations

import re

from pages import copied

from tests.conftest import ROOT


def test_whoever_wants_to_correct_a_fact_finds_the_forms() -> None:
    page = dict(copied.pages("https://repository.example"))["contribute.md"]
    linked = re.findall(r"https://repository\.example/issues/new\?template=([\w-]+\.yml)", page)
    assert set(linked) == {path.name for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")} - {"config.yml"}
    assert copied.NO_TRACKER not in page


def test_without_an_address_the_page_says_so() -> None:
    pages = dict(copied.pages(""))
    assert copied.NO_TRACKER in pages["contribute.md"]
    assert copied.NO_TRACKER not in pages["changelog.md"]
    assert "issues/new" not in pages["contribute.md"]


def test_paths_of_pages_are_links() -> None:
    page = dict(copied.pages(""))["contribute.md"]
    assert "[Methods](methods.md)" in page and "(downloads.md)" in page
    assert "`docs/" not in page
