"""A curator's decisions in the sheet of a search become rows, all or none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.registries import review
from regentrials.registries.discover import discover
from regentrials.spreadsheet import FORMULA_STARTS
from regentrials.validation import rules, validate
from tests.conftest import Copy
from tests.registries.runs import TODAY
from tests.registries.searched import numbers, study
from tests.registries.server import Reply, Server, as_json


@pytest.fixture
def sheet(copy: Copy, registries: Server, tmp_path: Path) -> Path:
    found = discover(copy.package, today=TODAY)
    return review.write(tmp_path / "review", copy.package, found, TODAY)[0]


def _decide(sheet: Path, **decisions: dict[str, str]) -> None:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(decisions.get(row["registry_id"], {}))
    sheet.write_text(csv_text(rows, review.COLUMNS), encoding="utf-8", newline="")


INCLUDE = {"decision": "include", "condition_id": "type-1-diabetes"}


def test_the_sheet_suggests_and_the_page_can_be_read(sheet: Path) -> None:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = {row["registry_id"]: row for row in csv.DictReader(file)}
    new = rows["NCT09000001"]
    assert (new["decision"], new["product_id"], new["sponsor_id"]) == ("", "zimislecel", "vertex-pharmaceuticals")
    assert (new["suggestion"], rows["NCT09000002"]["suggestion"]) == ("include", "look")
    page = sheet.with_suffix(".html").read_text("utf-8")
    assert "Biobank &lt;b&gt;of&lt;/b&gt;" in page
    assert "precision" in page


def test_decisions_become_rows_and_the_package_is_valid(copy: Copy, sheet: Path, registries: Server) -> None:
    _decide(
        sheet,
        NCT09000001=INCLUDE,
        NCT09000002={"decision": "Exclude", "reason": "biobanking", "notes": "A bank of lines."},
    )
    review.apply(copy.folder, sheet, TODAY)
    trial = next(row for row in copy.rows("trials") if row["trial_id"] == "NCT09000001")
    wanted = {"product_id": "zimislecel", "phase": "phase_1", "status": "recruiting", "as_of": "2026-10-01"}
    assert {name: trial[name] for name in wanted} == wanted
    excluded = next(row for row in copy.rows("excluded_trials") if row["registry_id"] == "NCT09000002")
    assert (excluded["reason"], excluded["notes"]) == ("biobanking", "A bank of lines.")
    source = next(row for row in copy.rows("sources") if row["source_id"] == trial["source_ids"])
    assert source["url"] == "https://clinicaltrials.gov/study/NCT09000001"
    assert validate(copy.package) == []
    assert not {"NCT09000001", "NCT09000002"} & set(numbers(discover(copy.package, today=TODAY)))


def test_no_text_of_a_stranger_is_a_formula(copy: Copy, registries: Server, tmp_path: Path) -> None:
    titles = {"NCT09000007": '=HYPERLINK("http://example.org","iPSC")', "NCT09000008": "'=iPSC", "NCT09000009": "@iPSC"}
    strange = [study(number, title) for number, title in titles.items()]
    registries.first(lambda asked: as_json({"studies": strange}) if "query.term" in asked.params else None)
    sheet = review.write(tmp_path / "sheet", copy.package, discover(copy.package, today=TODAY), TODAY)[0]
    for row in _rows(sheet).values():
        assert not [cell for cell in row.values() if cell.startswith(FORMULA_STARTS) and not cell[1:].isdigit()]
    assert {_rows(sheet)[number]["title"] for number in titles} == {f"'{title}" for title in titles.values()}
    _decide(sheet, **{number: {"decision": "exclude", "reason": "biobanking"} for number in titles})
    review.write(sheet.parent, copy.package, discover(copy.package, today=TODAY), TODAY)
    kept = {row["registry_id"]: row["title"] for row in review.worked_on(sheet.parent)}
    assert kept == titles, "read back as the registry wrote them"


def test_a_sheet_without_decisions_changes_nothing(copy: Copy, sheet: Path) -> None:
    assert review.apply(copy.folder, sheet, TODAY) == []
    assert rules.check(copy.package) == []


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ({"decision": "maybe"}, "write include or exclude"),
        ({"decision": "include"}, "condition_id is blank"),
        ({**INCLUDE, "product_id": "no-such"}, "'no-such' is no row of products"),
        ({**INCLUDE, "status": "paused"}, "'paused' does not fit"),
        ({**INCLUDE, "parent_trial_id": "NCT00000000"}, "is no row of trials"),
        ({**INCLUDE, "product_id": "abecma"}, "pluripotent origin"),
        ({"decision": "exclude"}, "reason is blank"),
        ({"decision": "exclude", "reason": "dull"}, "'dull' does not fit"),
    ],
)
def test_a_decision_that_lacks_something_changes_nothing(
    copy: Copy, sheet: Path, decision: dict[str, str], message: str
) -> None:
    before = {path: path.read_bytes() for path in copy.folder.rglob("*") if path.is_file()}
    _decide(sheet, NCT09000001=decision, NCT09000002={"decision": "exclude", "reason": "biobanking"})
    with pytest.raises(RegenTrialsError, match=message):
        review.apply(copy.folder, sheet, TODAY)
    assert {path: path.read_bytes() for path in before} == before


def test_what_is_no_sheet_is_refused(copy: Copy, tmp_path: Path) -> None:
    with pytest.raises(RegenTrialsError, match="can't be read"):
        review.apply(copy.folder, tmp_path / "missing.csv", TODAY)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(RegenTrialsError, match="it lacks decision"):
        review.apply(copy.folder, tmp_path / "other.csv", TODAY)


def _rows(sheet: Path) -> dict[str, dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return {row["registry_id"]: row for row in csv.DictReader(file)}


def test_a_second_search_keeps_what_a_curator_wrote(copy: Copy, sheet: Path) -> None:
    found = discover(copy.package, today=TODAY)
    gone = {"registry_id": "NCT09000009", "decision": "exclude", "reason": "biobanking"}
    _decide(sheet, NCT09000001={**INCLUDE, "title": "A title that I corrected"}, NCT09000002={**gone, "notes": "Mine."})
    written = _rows(sheet)
    review.write(sheet.parent, copy.package, found, TODAY)
    rows = _rows(sheet)
    assert rows["NCT09000001"] == written["NCT09000001"]
    assert rows["NCT09000009"] == written["NCT09000009"], "a decided study that was not found again"
    assert rows["NCT09000002"]["decision"] == "", "a study that was not decided on is fresh"


def test_decisions_that_are_rows_of_a_table_leave_the_sheet(copy: Copy, sheet: Path) -> None:
    _decide(sheet, NCT09000001=INCLUDE)
    review.apply(copy.folder, sheet, TODAY)
    review.write(sheet.parent, copy.package, discover(copy.package, today=TODAY), TODAY)
    assert "NCT09000001" not in _rows(sheet)


def test_a_search_that_read_nothing_leaves_the_sheet_alone(copy: Copy, sheet: Path, registries: Server) -> None:
    before = sheet.read_bytes()
    registries.first(lambda _: Reply("", 404))
    command = ["discover", str(copy.folder), "--output"]
    assert main([*command, str(sheet.parent)]) == 3
    assert main([*command, str(sheet.parent / "new")]) == 3
    assert sheet.read_bytes() == before
    assert not (sheet.parent / "new").exists()


def test_another_file_in_the_sheets_place_is_not_overwritten(
    copy: Copy, registries: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "review.csv").write_text("a;b\n", encoding="utf-8")
    assert main(["discover", str(copy.folder), "--output", str(tmp_path)]) == 2
    assert "review.csv is no review sheet" in capsys.readouterr().err
    assert (tmp_path / "review.csv").read_text("utf-8") == "a;b\n"
    assert registries.asked == [], "refused before anything is read"


def test_command(copy: Copy, registries: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out"
    assert main(["discover", str(copy.folder), "--output", str(output)]) == 0
    printed = capsys.readouterr().out
    assert "titles, words alone: precision" in printed
    assert "5 in neither table" in printed
    assert "is also registered as 2021-000001-11" in printed
    assert main(["discover", str(copy.folder), "--apply", str(output / "review.csv")]) == 0
    assert main(["discover", str(copy.folder), "--apply", str(output / "review.html")]) == 2
