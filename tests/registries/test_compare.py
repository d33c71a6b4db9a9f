"""What of a record differs from a row, told without a registry."""

from __future__ import annotations

import pytest

from regentrials.package import DataPackage, Row
from regentrials.registries.compare import Comparer, names_match
from regentrials.registries.record import Record, line

DAY = "2026-11-22"


@pytest.fixture(scope="module")
def row(package: DataPackage) -> Row:
    """A trial as the table could have it."""
    columns = package.resource("trials").fields
    return dict.fromkeys(columns, "") | {"trial_id": "NCT09999999", "study_type": "interventional"}


def _changes(package: DataPackage, row: Row, told: Row, **record: object) -> list[tuple[str, str, str]]:
    url = "https://clinicaltrials.gov/study/NCT09999999"
    answer = Record("NCT09999999", "clinicaltrials_gov", url, told, **record)  # type: ignore[arg-type]
    return [(change.field, change.new, change.date) for change in Comparer(package, DAY).compare(row, answer).changes]


def test_a_change_bears_the_records_day_else_the_day_of_reading(package: DataPackage, row: Row) -> None:
    assert _changes(package, row, {"title": "A"}) == [("title", "A", DAY)]
    told = {"title": "A", "as_of": "2026-10-01"}
    assert _changes(package, row | {"as_of": "2026-10-01"}, told) == [("title", "A", "2026-10-01")]


def test_a_formula_for_a_title_leaves_the_cell_alone(package: DataPackage, row: Row) -> None:
    """A table with one is refused whole: no other record could be written."""
    told = {"title": "=HYPERLINK(1)", "status": "completed"}
    assert _changes(package, row | {"title": "A"}, told) == [("status", "completed", DAY)]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (" a\u00a0 b\u200b\u202e\ue000 ", "a b"),
        ("a\u200cb", "ab"),
        ("زیست\u200cبازساختی", "زیست\u200cبازساختی"),
        ("Sjo\u0308gren", "Sjögren"),
        ("a\ud800b", "a\ufffdb"),
        ({"a": 1}, ""),
    ],
)
def test_a_records_text_is_such_as_the_tables_take(given: object, text: str) -> None:
    assert line(given) == text


@pytest.mark.parametrize(
    ("old", "new", "is_newer"),
    [
        ("2026", "2026-05", True),
        ("2026-05", "2026", False),
        ("2026-05", "2026-06-01", True),
        ("2026-05", "2025", False),
    ],
)
def test_as_of_moves_on_or_becomes_more_exact(
    package: DataPackage, row: Row, old: str, new: str, is_newer: bool
) -> None:
    assert bool(_changes(package, row | {"as_of": old}, {"as_of": new})) == is_newer


def test_a_kind_of_number_is_told_where_there_is_a_number(package: DataPackage, row: Row) -> None:
    told = {"enrollment_type": "actual"}
    assert _changes(package, row, told) == []
    assert _changes(package, row | {"enrollment": "12"}, told) == [("enrollment_type", "actual", DAY)]


def test_a_country_that_nobody_knows_hides_no_other(package: DataPackage, row: Row) -> None:
    assert _changes(package, row, {}, countries=("Japan", "Atlantis")) == []
    assert _changes(package, row, {}, countries=("Japan", "Germany", "Japan")) == [("countries", "JP;DE", DAY)]
    assert _changes(package, row | {"countries": "DE;JP"}, {}, countries=("Japan", "Germany")) == []


@pytest.mark.parametrize(
    ("table", "record", "differs"),
    [
        ("long_term_follow_up", "interventional", False),
        ("long_term_follow_up", "observational", False),
        ("observational", "interventional", True),
        ("expanded_access", "observational", True),
        ("observational", "", False),
    ],
)
def test_a_follow_up_is_either_kind_to_a_registry(
    package: DataPackage, row: Row, table: str, record: str, differs: bool
) -> None:
    assert bool(_changes(package, row | {"study_type": table}, {}, study_type=record)) == differs


@pytest.mark.parametrize(
    ("known", "name", "match"),
    [
        ({"name": "Vertex Pharmaceuticals"}, "VERTEX Pharmaceuticals, Inc.", True),
        ({"name": "X", "aliases": "Cell Cure;Cell Cure Ltd"}, "Cell Cure Limited", True),
        ({"name": "Vertex Pharmaceuticals"}, "Vertex", False),
        ({"name": "The Company"}, "Inc.", False),
        ({}, "Inc.", False),
    ],
)
def test_company_forms_and_points_are_no_part_of_a_name(known: Row, name: str, match: bool) -> None:
    assert names_match(known, name) == match


def test_the_kind_stays_with_a_number_that_a_curator_set_against_the_registry(package: DataPackage) -> None:
    rows = package.resource("discrepancies").by_key().values()
    key = next(row["record_id"] for row in rows if (row["table"], row["field"]) == ("trials", "enrollment"))
    row = package.resource("trials").by_key()[key]
    other = {"estimated": "actual"}.get(row["enrollment_type"], "estimated")
    record = Record(key, row["registry"], "https://example.org", {"enrollment_type": other})
    found = Comparer(package, DAY).compare(row, record)
    assert [change.field for change in found.changes] == ["enrollment_type"]
    assert found.writable() == []
