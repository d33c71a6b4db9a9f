"""The review sheet and its page hold what a curator needs, and nothing that is not ours to pass on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from regentrials.curation.document import source_id
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.registries import review
from regentrials.registries.discover import Candidate, Discovery
from regentrials.registries.record import Record
from regentrials.registries.scoring import Score, Scorer
from tests.conftest import Copy
from tests.registries.runs import TODAY, contents


def _sheet_of(folder: Path, **cells: str) -> Path:
    """A sheet with one row, as Excel saves it: a byte order mark first."""
    sheet = folder / "one.csv"
    sheet.write_text("\ufeff" + csv_text([dict.fromkeys(review.COLUMNS, "") | cells], review.COLUMNS), "utf-8")
    return sheet


INDIAN = {
    "decision": "exclude",
    "reason": "not_pluripotent",
    "registry_id": "CTRI/2099/01/000001",
    "registry": "ctri",
    "found_as": "A title that is not ours to pass on",
    "url": "https://ctri.nic.in/record",
    "read_on": (TODAY - timedelta(days=3)).isoformat(),
}


def test_a_study_of_a_registry_that_is_not_read_has_the_curators_title(copy: Copy, tmp_path: Path) -> None:
    with pytest.raises(RegenTrialsError, match="title is blank; fill it"):
        review.apply(copy.folder, _sheet_of(tmp_path, **INDIAN), TODAY)
    review.apply(copy.folder, _sheet_of(tmp_path, **INDIAN, title="My title"), TODAY)
    row = copy.package.resource("excluded_trials").by_key()["CTRI/2099/01/000001"]
    assert (row["title"], row["source_ids"]) == ("My title", source_id(INDIAN["url"], INDIAN["registry_id"]))
    source = copy.package.resource("sources").by_key()[row["source_ids"]]
    assert source["publisher"] == "Clinical Trials Registry - India"
    assert source["accessed_date"] == INDIAN["read_on"]


INCLUDED = INDIAN | {
    "decision": "include",
    "title": "My title",
    "product_id": "xs228",
    "condition_id": "ischemic-stroke",
    "study_type": "interventional",
}


@pytest.mark.parametrize(
    ("cells", "place"),
    [(INDIAN | {"title": "My title"}, "excluded_trials"), (INCLUDED, "trials, as CTRI/2099/01/000001")],
    ids=["excluded", "included"],
)
def test_a_sheet_is_applied_once(copy: Copy, tmp_path: Path, cells: dict[str, str], place: str) -> None:
    """A second time, it would write its rows a second time."""
    sheet = _sheet_of(tmp_path, **cells)
    assert review.apply(copy.folder, sheet, TODAY)
    before = contents(copy.folder)
    with pytest.raises(RegenTrialsError, match=rf"one.csv:2 CTRI/2099/01/000001 stands in {place}, already: blank"):
        review.apply(copy.folder, sheet, TODAY)
    assert contents(copy.folder) == before


def test_a_sheet_names_a_study_once_and_under_no_secondary_number(copy: Copy, tmp_path: Path) -> None:
    sheet = _sheet_of(tmp_path, **INDIAN, title="My title")
    sheet.write_text(sheet.read_text("utf-8") + sheet.read_text("utf-8").split("\n", 1)[1], "utf-8")
    with pytest.raises(RegenTrialsError, match=r"one.csv:3 CTRI/2099/01/000001 stands in excluded_trials, already"):
        review.apply(copy.folder, sheet, TODAY)
    row = next(row for row in copy.rows("trials") if row["secondary_ids"])
    other = row["secondary_ids"].split(";")[0]
    with pytest.raises(RegenTrialsError, match=rf"{other} stands in trials, as {row['trial_id']}, already"):
        review.apply(copy.folder, _sheet_of(tmp_path, **INDIAN | {"registry_id": other, "title": "t"}), TODAY)


def test_only_an_address_of_the_web_is_a_link(copy: Copy) -> None:
    row = dict.fromkeys(review.COLUMNS, "") | {"registry_id": "NCT1"}
    for url, is_link in (("https://a.org/?a=1&b=2", True), ("javascript:alert(1)", False)):
        page = review.page(copy.package, Discovery(), [row | {"url": url}])
        assert ("<a href" in page) == is_link
        assert url not in page


def test_a_long_title_is_cut(copy: Copy) -> None:
    record = Record("NCT1", "clinicaltrials_gov", "https://a.org", {}, texts={"title": "x" * 999})
    row = review.sheet_row(copy.package, Scorer(copy.package), Candidate(record, Score(0, ())), "2026-11-22")
    assert len(row["found_as"]) == review.LONGEST
    assert set(row) == set(review.COLUMNS)
