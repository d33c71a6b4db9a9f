"""`regentrials remove` takes a row out of its table, unless another row names it."""

from __future__ import annotations

import pytest

from regentrials.cli import main
from regentrials.validation import validate
from tests.conftest import Copy
from tests.curation.writing import files


def _remove(copy: Copy, table: str, key: str) -> int:
    return main(["remove", table, key, "--dir", str(copy.folder)])


def test_a_row_is_gone_and_the_rest_is_counted(copy: Copy) -> None:
    first, *others = copy.rows("discrepancies")
    assert _remove(copy, "discrepancies", first["discrepancy_id"]) == 0
    assert copy.rows("discrepancies") == others
    # What it alone rested on is for the curator to remove, or to use.
    assert {finding.rule for finding in validate(copy.package)} <= {"used by a row"}


@pytest.mark.parametrize(
    ("table", "key", "namer"),
    [
        ("trials", "NCT06976229", "(claims)"),
        ("products", "XS228", "xs228-us-orphan-designation (approvals)"),
        ("sources", "biotechhunter-nct06976229", "NCT06976229 (trials)"),
    ],
)
def test_a_row_that_is_named_stays(
    copy: Copy, capsys: pytest.CaptureFixture[str], table: str, key: str, namer: str
) -> None:
    before = files(copy)
    assert _remove(copy, table, key) == 2
    said = capsys.readouterr().err
    assert namer in said and "change or remove those first" in said
    assert files(copy) == before


def test_a_record_with_a_discrepancy_stays(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    disputed = next(row for row in copy.rows("discrepancies") if row["table"] == "trials")
    assert _remove(copy, "trials", disputed["record_id"]) == 2
    assert f"{disputed['discrepancy_id']} (discrepancies)" in capsys.readouterr().err


def test_an_unknown_row_is_met_with_those_that_were_meant(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert _remove(copy, "trials", "NCT0697622") == 2
    assert "did you mean NCT06976229?" in capsys.readouterr().err
