"""`regentrials fix` mends the form and the counts of a data package, never a fact; all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from regentrials.cli import main
from regentrials.export import cells_text
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
