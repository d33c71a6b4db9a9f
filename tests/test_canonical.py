"""`regentrials fix` mends the form and the counts of a data package, never a fact; all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.export import cells_text
from regentrials.rewrite import draft
from regentrials.validation import validate
from tests.conftest import Copy


def _contents(copy: Copy) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in copy.folder.rglob("*.*") if path.is_file()}


def test_order_line_ends_byte_order_mark_and_counts_are_mended(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    before = _contents(copy)
    file = copy.folder / "data/trials.csv"
    copy.write("trials", copy.rows("trials")[::-1])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert validate(copy.package)
    assert main(["fix", str(copy.folder)]) == 0
    assert capsys.readouterr().out == f"changed: {file}\n"
    assert _contents(copy) == before


def test_a_row_less_is_counted(copy: Copy) -> None:
    copy.write("claims", copy.rows("claims")[1:])
    assert "row count" in {finding.rule for finding in validate(copy.package)}
    assert main(["fix", str(copy.folder)]) == 0
    assert not {finding.rule for finding in validate(copy.package)} & {"row count", "byte-count", "hash-count"}
    assert copy.package.resource("claims").entry["rowCount"] == len(copy.rows("claims"))


def _cut(copy: Copy, table: str, rows: int) -> bytes:
    """Leave the first rows of a table's file alone, as a download does that ends at a line's end."""
    file = copy.folder / copy.package.resource(table).path
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[: 1 + rows]))
    return file.read_bytes()


@pytest.mark.parametrize("table", ["trials", "claims"])
def test_a_table_without_rows_is_not_counted(copy: Copy, capsys: pytest.CaptureFixture[str], table: str) -> None:
    _cut(copy, table, 0)
    before = _contents(copy)
    for more in ([], ["--shrink"]):
        assert main(["fix", *more, str(copy.folder)]) == 2
        assert f"data/{table}.csv has 0 rows where the descriptor states" in capsys.readouterr().err
    assert _contents(copy) == before
    (entry,) = (e for e in copy.package.descriptor["resources"] if e["name"] == table)
    file = copy.folder / "datapackage.json"
    stated = f'"rowCount": {entry["rowCount"]}'
    file.write_text(file.read_text("utf-8").replace(stated, '"rowCount": 0'), "utf-8")
    assert main(["fix", str(copy.folder)]) == 0, "what the message says"


def test_a_big_loss_has_to_be_meant(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    stated = len(copy.rows("claims"))
    _cut(copy, "claims", stated * 9 // 10 - 1)
    before = _contents(copy)
    assert main(["fix", str(copy.folder)]) == 2
    said = capsys.readouterr().err
    assert "get a whole copy" in said and "fix --shrink DIR" in said
    assert _contents(copy) == before
    assert main(["fix", "--shrink", str(copy.folder)]) == 0
    assert f"data/claims.csv: {stated} -> {stated * 9 // 10 - 1} rows\n" in capsys.readouterr().out


def test_every_other_count_that_changes_is_told(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    stated = len(copy.rows("claims"))
    copy.write("claims", copy.rows("claims")[1:])
    assert main(["fix", str(copy.folder)]) == 0
    assert capsys.readouterr().out.endswith(f"datapackage.json\ndata/claims.csv: {stated} -> {stated - 1} rows\n")


def test_a_loss_is_not_counted_by_another_verb(copy: Copy) -> None:
    cut = _cut(copy, "trials", 99)
    with (
        pytest.raises(RegenTrialsError, match="has 99 rows where the descriptor states"),
        draft(copy.package, {}, copy.package.date),
    ):
        pass
    assert (copy.folder / "data/trials.csv").read_bytes() == cut


def test_the_remedy_of_a_stale_count_asks_who_changed_the_table(copy: Copy) -> None:
    _cut(copy, "claims", 99)
    stale = [finding for finding in validate(copy.package) if finding.rule in ("row count", "byte-count", "hash-count")]
    assert {finding.rule for finding in stale} == {"row count", "byte-count", "hash-count"}
    assert {finding.remedy for finding in stale} == {
        "if you changed the table, run: regentrials fix DIR; if not, get a whole copy"
    }


@pytest.mark.parametrize(
    ("is_blank", "message"), [(True, "is blank; give the row its key"), (False, "is an earlier row's key")]
)
def test_a_row_without_a_key_of_its_own_is_refused(
    copy: Copy, capsys: pytest.CaptureFixture[str], is_blank: bool, message: str
) -> None:
    file = copy.folder / "data/excluded_trials.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    # What a spreadsheet leaves of a row that was cleared.
    cleared = b"," * (len(copy.package.resource("excluded_trials").fields) - 1) + b"\n"
    file.write_bytes(file.read_bytes() + (cleared if is_blank else lines[50]))
    before = _contents(copy)
    assert main(["fix", str(copy.folder)]) == 2
    said = capsys.readouterr().err
    assert f"data/excluded_trials.csv:{len(lines) + 1} registry_id" in said
    assert message in said
    assert _contents(copy) == before


def test_what_is_in_form_is_left_alone(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(copy.folder)]) == 0
    assert capsys.readouterr().out == f"nothing changed: {copy.folder} is in its canonical form\n"


def test_an_unreadable_table_is_named_and_nothing_written(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.write("claims", copy.rows("claims")[::-1])
    file = copy.folder / "data/trials.csv"
    file.write_bytes(file.read_bytes() + b'"open quote')
    before = _contents(copy)
    assert main(["fix", str(copy.folder)]) == 2
    assert "data/trials.csv" in capsys.readouterr().err
    assert _contents(copy) == before


@pytest.mark.usefixtures("full_disk")
def test_a_failed_write_changes_nothing(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    for table in ("claims", "trials"):
        copy.write(table, copy.rows(table)[::-1])
    before = _contents(copy)
    assert main(["fix", str(copy.folder)]) == 2
    assert "can't be written (No space left on device); nothing has changed" in capsys.readouterr().err
    assert _contents(copy) == before


def test_only_a_folder_is_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(tmp_path / "none")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_a_carriage_return_in_a_cell_is_quoted_and_breaks_no_row() -> None:
    assert cells_text([["a", "b"], ["1\r2", "3"], ["4", "5"]]) == 'a,b\n"1\r2","3"\n4,5\n'
