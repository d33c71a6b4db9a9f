"""The review sheet and its page hold what a curator needs, and nothing that is not ours to pass on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.registries import review
from regentrials.registries.discover import Candidate, Discovery
from regentrials.registries.record import Record
from regentrials.registries.scoring import Score, Scorer
from tests.conftest import Copy
from tests.registries.runs import TODAY


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
    assert (row["title"], row["source_ids"]) == ("My title", "ctri-ctri-2099-01-000001")
    source = copy.package.resource("sources").by_key()[row["source_ids"]]
    assert source["publisher"] == "Clinical Trials Registry - India"
    assert source["accessed_date"] == INDIAN["read_on"]


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
