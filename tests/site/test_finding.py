"""Explore finds, sorts and counts places as people ask."""

from __future__ import annotations

from typing import Any

import pytest
from pages.found import held_in, names_of_places, regulators

import regentrials as rt
from regentrials import fields
from regentrials.countries import EU_MEMBERS
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from regentrials.views import AUTHORIZATIONS, STAGES
from tests.site.reading import open_page, shown_rows


def test_an_authorization_of_the_union_holds_in_its_members_and_nothing_else_does() -> None:
    for kind in AUTHORIZATIONS:
        assert held_in(kind, "EU")[0] == "European Union"
        assert {"Germany", "Croatia"} <= set(held_in(kind, "EU")) and len(held_in(kind, "EU")) == 1 + len(EU_MEMBERS)
        assert held_in(kind, "DE") == ["Germany"]
        assert "United Kingdom" not in held_in(kind, "EU")
    assert held_in("orphan_designation", "EU") == ["European Union"]


def test_places_are_found_by_code_and_written_names(package: DataPackage) -> None:
    assert {"US", "USA"} <= set(names_of_places(["US"]))
    assert {"ema", "ec"} <= set(regulators(Tables(package), "EU"))


@pytest.mark.parametrize("country", ["Germany", "Malta"])
def test_a_member_state_comes_with_the_authorizations_of_the_union(page: Any, address: str, country: str) -> None:
    """As `authorized` answers; a country that has only the Union's stands in the menus too."""
    standing = rt.authorized(country)
    assert (standing["jurisdiction"] == "EU").any()
    open_page(page, address, f"explore/?table=products&f.authorized_in={country}")
    assert shown_rows(page) == standing["product_id"].nunique()
    assert "European Union" in page.locator(".rt-scroll tbody").inner_text()
    kinds = "|".join(fields.readable(kind) for kind in AUTHORIZATIONS)
    open_page(page, address, f"explore/?table=approvals&f.jurisdiction={country}&f.status=in force&f.decision={kinds}")
    assert shown_rows(page) == len(standing)
    assert "European Union" in page.locator(".rt-scroll tbody").inner_text()


@pytest.mark.parametrize(
    ("words", "code"), [("FDA", "US"), ("USA", "US"), ("us", "US"), ("MHRA", "GB"), ("CH", "CH"), ("EMA", "EU")]
)
def test_decisions_are_found_by_how_people_call_regulators_and_countries(
    page: Any, address: str, words: str, code: str
) -> None:
    """A word of two letters is no part of another: "us" is not in autologous, nor does "CH" begin chondrocytes."""
    wanted = rt.load_approvals()["jurisdiction"].eq(code).sum()
    open_page(page, address, f"explore/?table=approvals&find={words}")
    assert wanted <= shown_rows(page) < wanted * 1.1


def test_little_words_narrow_nothing(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=approvals&find=CAR-T Japan")
    found = shown_rows(page)
    open_page(page, address, "explore/?table=approvals&find=CAR T in Japan")
    assert shown_rows(page) == found > 0


def test_an_apostrophe_is_one_however_it_is_typed(page: Any, address: str) -> None:
    open_page(page, address, "explore/?table=trials&find=Parkinson's")
    found = shown_rows(page)
    open_page(page, address, "explore/?table=trials&find=Parkinson’s")
    assert shown_rows(page) == found > 0


def _column(page: Any, name: str, sort: str) -> list[str]:
    values: list[str] = page.evaluate(
        "key => DataTable.tables({api: true}).rows({order: 'applied'}).data().toArray().map((row) => row[key] ?? '')",
        name,
    )
    assert f"sort={name}%3A{sort}" in page.url
    return list(map(str, values))


def _is_sorted(values: list[str], ranks: list[str], *, reverse: bool) -> bool:
    """Whether words stand by rank, and blanks after all of them."""
    stated = [value for value in values if value]
    in_order = stated == sorted(stated, key=ranks.index if ranks else None, reverse=reverse)
    return in_order and not any(values[len(stated) :]) and len(stated) < len(values)


@pytest.mark.parametrize("sort", ["asc", "desc"])
@pytest.mark.parametrize(("table", "key"), [("products", "stage"), ("trials", "phase"), ("trials", "start")])
def test_words_with_a_rank_sort_by_it_and_blanks_come_last(
    page: Any, address: str, package: DataPackage, table: str, key: str, sort: str
) -> None:
    phases = fields.words(package.resource("trials").fields["phase"])
    ranks = {"stage": list(STAGES), "phase": phases}.get(key, [])
    open_page(page, address, f"explore/?table={table}&sort={key}:{sort}")
    words = [fields.readable(word) for word in ranks]
    assert _is_sorted(_column(page, key, sort), words, reverse=sort == "desc")


@pytest.mark.parametrize("table", ["trials", "approvals", "products"])
def test_no_two_columns_have_one_name(page: Any, address: str, table: str) -> None:
    open_page(page, address, f"explore/?table={table}")
    titles = page.locator("details.rt-facet").last.locator("label").all_text_contents()
    assert len(set(titles)) == len(titles) > 5


def test_what_the_page_tells_is_told_with_the_table(page: Any, address: str) -> None:
    open_page(page, address, "explore/")
    assert page.get_by_text("The address of this page keeps your choice").is_visible()
    assert not page.get_by_text("Loading the table").count()
    # The rows' own count is announced; the rows are not, at each letter typed.
    assert page.locator("#rt-explore[aria-live], .rt-scroll[aria-live]").count() == 0
