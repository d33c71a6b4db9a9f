"""A table that a spreadsheet has opened and saved: one failure says so, not one for each of its cells."""

from __future__ import annotations

from datetime import date

import pytest

from regentrials import fields
from regentrials.canonical import fix
from regentrials.cli import main
from regentrials.package import DataPackage
from regentrials.spreadsheet import DATE, rewritten
from regentrials.validation import validate
from tests.conftest import Copy

# How Excel and LibreOffice show a day and a month, by the language of the machine.
DAYS = ["%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%y", "%-m/%-d/%y", "%-d-%-m-%Y", "%Y/%-m/%-d"]


def _shown(cell: str, style: str) -> str:
    if len(cell) == 10:
        return date.fromisoformat(cell).strftime(style)
    return date.fromisoformat(f"{cell}-01").strftime("%b-%y") if len(cell) == 7 else cell


def _opened_and_saved(copy: Copy, table: str, style: str, limit: int = 10**6) -> int:
    """Rewrite the dates of a table's first rows as a spreadsheet shows them; how many cells that changed."""
    rows, changed = copy.rows(table), 0
    dates = [name for name, field in copy.package.resource(table).fields.items() if fields.is_date(field)]
    for row in rows:
        for name in dates:
            shown = _shown(row[name], style)
            if shown != row[name] and changed < limit:
                row[name], changed = shown, changed + 1
    copy.write(table, rows)
    return changed


@pytest.mark.parametrize("style", DAYS)
@pytest.mark.parametrize("table", ["trials", "approvals"])
def test_rewritten_dates_are_one_failure(copy: Copy, table: str, style: str) -> None:
    changed = _opened_and_saved(copy, table, style)
    assert changed > 100
    found = [finding for finding in validate(copy.package) if finding.rule not in ("hash-count", "byte-count")]
    assert [finding.file for finding in found] == [f"data/{table}.csv"], found[:3]
    assert found[0].line and found[0].value.endswith(f"and {changed - 1} more")
    assert "as text" in found[0].remedy


@pytest.mark.parametrize("cell", ["Jul-25", "Jul 25", "juil-25", "févr.-25", "août-2025", "2025年7月", "2025年7月2日"])
def test_months_are_known_in_the_languages_of_the_machines(cell: str) -> None:
    assert DATE.fullmatch(cell)


def test_what_a_date_should_be_is_no_rewritten_one(package: DataPackage) -> None:
    for resource in package.resources.values():
        assert rewritten(resource) is None
    assert not any(map(DATE.fullmatch, ("2025", "2025-07", "2025-07-02", "unknown", "not yet")))


@pytest.mark.parametrize("slips", [1, 2])
def test_a_slip_or_two_are_named_by_themselves(copy: Copy, slips: int) -> None:
    assert _opened_and_saved(copy, "approvals", DAYS[0], limit=slips) == slips
    findings = [finding for finding in copy.findings() if "pattern" in finding.rule]
    assert len(findings) == slips
    assert all(finding.column in ("decision_date", "status_date") and "/" in finding.value for finding in findings)


def test_three_of_a_column_are_a_programs_work(copy: Copy) -> None:
    rows = copy.rows("approvals")
    for row in [row for row in rows if len(row["decision_date"]) == 10][:3]:
        row["decision_date"] = _shown(row["decision_date"], DAYS[0])
    copy.write("approvals", rows)
    (found,) = copy.findings()
    assert found.column == "decision_date" and "a spreadsheet has rewritten the dates" in found.remedy


def test_truth_in_capitals_is_mended_by_fix(copy: Copy) -> None:
    file = copy.folder / "data/products.csv"
    before = file.read_bytes()
    file.write_bytes(before.replace(b",true,", b",TRUE,").replace(b",false,", b",FALSE,"))
    assert file.read_bytes() != before
    wrong = [finding for finding in copy.findings() if finding.column == "genetically_modified"]
    assert wrong and {finding.remedy for finding in wrong} == {"run: regentrials fix DIR"}
    fix(copy.folder)
    assert file.read_bytes() == before


def test_fix_leaves_rewritten_dates_alone(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    _opened_and_saved(copy, "trials", DAYS[0])
    before = {path: path.read_bytes() for path in copy.folder.rglob("*.*")}
    assert main(["fix", str(copy.folder)]) == 2
    said = capsys.readouterr().err
    assert "data/trials.csv:" in said and "as text" in said
    assert {path: path.read_bytes() for path in copy.folder.rglob("*.*")} == before
