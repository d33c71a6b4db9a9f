"""Whoever is lost, reads a word that says nothing, or finds a mistake, is helped on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from docs_hook import ENTRY

from tests.conftest import ROOT
from tests.site.conftest import PUBLISHED
from tests.site.reading import open_page

# On home, in its text or in the tables beside its charts.
UNUSUAL = ("pluripotent", "iPSC", "marketing authorization", "CAR-T", "on condition", "filed or cleared", "designation")

# The path of the site on its host.
ROOTED = urlsplit(PUBLISHED).path


def _article(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8").split("<article")[1].split("</article>")[0]


@pytest.mark.parametrize("word", UNUSUAL)
def test_home_explains_its_unusual_words(site: Path, word: str) -> None:
    assert re.search(rf'<abbr title="[^"]{{20,}}">{word}</abbr>', _article(site, ".")), word


def test_no_word_is_explained_twice() -> None:
    entries = ENTRY.findall((ROOT / "docs/glossary.md").read_text("utf-8"))
    words = [word.casefold() for spellings, _ in entries for word in dict.fromkeys(spellings.lower().split(", "))]
    assert len(words) == len(set(words)) > 20


def test_every_page_says_where_a_mistake_is_corrected(site: Path) -> None:
    for page in site.rglob("index.html"):
        links = re.findall(r'<p class="rt-correct[^>]*>.*?</p>', page.read_text("utf-8"), re.DOTALL)
        assert len(links) == 1, page
        (target,) = re.findall(r'href="([^"]*)"', links[0])
        assert (page.parent / target).resolve() == (site / "contribute").resolve(), page


def test_a_repository_with_an_address_gets_reports_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/some.md").write_text("# Some", "utf-8")
    theme = f"theme: {{name: material, custom_dir: {ROOT / 'overrides'}}}"
    repository = 'extra: {repository: !ENV [REGENTRIALS_REPO_URL, ""]}'
    (tmp_path / "mkdocs.yml").write_text(f"site_name: S\n{theme}\n{repository}\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    environment = os.environ | {"REGENTRIALS_REPO_URL": "https://repository.example"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    page = (tmp_path / "site/some/index.html").read_text("utf-8")
    form = "https://repository.example/issues/new?template=correct-a-fact.yml"
    assert f'{form}&amp;record=some"' in page
    assert (ROOT / ".github/ISSUE_TEMPLATE/correct-a-fact.yml").is_file()


def test_a_wrong_address_is_answered_with_the_lists(site: Path) -> None:
    article = (site / "404.html").read_text("utf-8").split("<article")[1].split("</article>")[0]
    links = [link.removeprefix(ROOTED) for link in re.findall(r'href="([^"]*)"', article)]
    assert {"products/", "trials/", "conditions/", "jurisdictions/"} <= set(links)
    assert all((site / link / "index.html").is_file() for link in links)
    assert "search" in article


def test_a_wrong_address_stays_within_the_site(site: Path) -> None:
    """The page is shown at any address, so that its links name the site's whole path."""
    found = re.findall(r'(?:href|src)="(?!https?:|#|data:)([^"]*)"', (site / "404.html").read_text("utf-8"))
    assert len(found) > 20
    assert [link for link in found if not link.startswith(ROOTED)] == []


def test_search_engines_are_told_of_every_page(site: Path) -> None:
    told = set(re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8")))
    pages = {page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")}
    assert {f"{PUBLISHED}{page}/" if page != "." else PUBLISHED for page in pages} == told


def test_the_sites_mark_is_its_own(site: Path) -> None:
    text = (site / "products/xs228/index.html").read_text("utf-8")
    (mark,) = re.findall(r'<link rel="icon" href="([^"]*)"', text)
    assert (site / "products/xs228" / mark).resolve() == (site / "assets/favicon.svg").resolve()


INSIDE = """() => {
  const { left, right } = document.activeElement.getBoundingClientRect();
  return right > 0 && left < innerWidth;
}"""


@pytest.mark.parametrize("page", [(390, "light")], indirect=True)
def test_the_keyboard_opens_the_menu_of_a_phone_and_stops_at_nothing_of_the_closed_one(page: Any, address: str) -> None:
    open_page(page, address, "")
    shut = page.locator(".md-sidebar--primary[inert]")
    assert shut.count() == 1
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert shut.count() == 0 and page.evaluate(INSIDE)
    page.keyboard.press("Escape")
    assert shut.count() == 1
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Menu"


@pytest.mark.parametrize("page", [(390, "light")], indirect=True)
def test_the_menu_of_a_phone_leads_from_any_page_to_any_list(page: Any, address: str) -> None:
    open_page(page, address, "products/xs228/")
    page.get_by_role("button", name="Menu").click()
    page.locator(".md-sidebar--primary label").get_by_text("Look up").first.click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="Trials", exact=True).click()
    page.wait_for_url(f"{address}/trials/")


def test_a_wide_screen_shows_its_menu_to_the_keyboard(page: Any, address: str) -> None:
    open_page(page, address, "methods/")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.locator(".md-sidebar--primary[inert]").count() == 0


@pytest.mark.parametrize("page", [(718, "light")], indirect=True)
def test_paper_names_the_address_of_each_document(page: Any, address: str) -> None:
    open_page(page, address, "products/amchepry/")
    page.emulate_media(media="print")
    shown = page.locator("article li > a[href^=http]").first
    address_shown = shown.evaluate("node => getComputedStyle(node, '::after').content")
    assert shown.get_attribute("href") in address_shown
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
