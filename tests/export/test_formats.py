"""Every format is written whole or not at all, and holds what the tables hold."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

import regentrials as rt
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.export import export
from regentrials.package import DataPackage, opened
from regentrials.validation import validate
from tests import tiny
from tests.conftest import Copy


def test_csv_is_the_file_itself(tmp_path: Path, package: DataPackage) -> None:
    *tables, descriptor = rt.export(tmp_path, ["csv"])
    assert [file.stem for file in tables] == list(package.resources)
    for file in tables:
        assert file.read_bytes() == rt.path(file.stem).read_bytes()
    assert descriptor.name == "datapackage.json"


def test_exported_csv_is_a_data_package_again(tmp_path: Path, package: DataPackage) -> None:
    """With all that a reader needs: descriptions, version, date, licence."""
    rt.export(tmp_path / "one", ["csv"])
    found = opened(tmp_path / "one")
    assert validate(found) == []
    for name in ("version", "created", "licenses"):
        assert found.descriptor[name] == package.descriptor[name]
    assert found.resource("trials").fields == package.resource("trials").fields
    again = export(tmp_path / "two", ["csv"], found)
    assert all(file.read_bytes() == (tmp_path / "one" / file.name).read_bytes() for file in again)


def test_an_export_does_not_hide_that_a_table_was_cut_off(tmp_path: Path, copy: Copy) -> None:
    copy.write("discrepancies", copy.rows("discrepancies")[:-1])
    export(tmp_path / "out", ["csv"], copy.package)
    assert "row count" in {finding.rule for finding in validate(opened(tmp_path / "out"))}


def test_an_export_takes_no_other_packages_place(copy: Copy) -> None:
    descriptor = copy.folder / "datapackage.json"
    before = descriptor.read_bytes()
    with pytest.raises(RegenTrialsError, match="holds another data package"):
        export(copy.folder, ["csv"], copy.package)
    assert descriptor.read_bytes() == before
    assert not list(copy.folder.glob("*.csv"))
    assert len(export(copy.folder, ["jsonl"], copy.package)) == len(copy.package.resources)


def test_an_export_does_not_overwrite_a_packages_tables(copy: Copy) -> None:
    """`export --output data` in a copy of the repository would put the installed rows over the curator's."""
    copy.change("trials", lambda row: row.update(title="A correction"))
    before = (copy.folder / "data/trials.csv").read_bytes()
    with pytest.raises(RegenTrialsError, match="data holds the tables of the data package .*; name another folder"):
        rt.export(copy.folder / "data", ["csv"])
    assert (copy.folder / "data/trials.csv").read_bytes() == before
    assert not (copy.folder / "data/datapackage.json").exists()
    assert rt.export(copy.folder / "data", ["jsonl"]), "other names are in nobody's way"
    assert rt.export(copy.folder / "exports/csv", ["csv"])
    (copy.folder / "datapackage.json").write_text('{"resources": [{"name": "a", "data": []}]}', "utf-8")
    assert rt.export(copy.folder / "other", ["csv"]), "a descriptor above that is none of ours"


def test_json_lines(tmp_path: Path, package: DataPackage) -> None:
    files = rt.export(tmp_path, ["jsonl"])
    assert {file.stem for file in files} == set(package.resources)
    rows = [json.loads(line) for line in (tmp_path / "trials.jsonl").read_text("utf-8").splitlines()]
    for found, (_, row) in zip(rows, package.resource("trials").rows(), strict=True):
        assert found["source_ids"] == row["source_ids"].split(";")
        assert found["enrollment"] == (int(row["enrollment"]) if row["enrollment"] else None)
        assert found["start_date"] == (row["start_date"] or None)


WRONG = {
    ("enrollment", "twelve"): "a whole number",
    ("start_date", "2025-13"): "a day, month or year",
    ("phase", "phase_9"): "one of not_applicable, early_phase_1, phase_1,",
}


@pytest.mark.parametrize("form", ["jsonl", "parquet", "sqlite", "xlsx"])
@pytest.mark.parametrize(("column", "cell"), WRONG)
def test_a_wrong_cell_is_named_by_package_file_and_line(
    tmp_path: Path, copy: Copy, form: str, column: str, cell: str
) -> None:
    copy.change("trials", lambda row: row.update({column: cell}))
    place = re.escape(f"{copy.folder}/data/trials.csv:2 {column}: {cell!r} is not {WRONG[column, cell]}")
    with pytest.raises(RegenTrialsError, match=f"^{place}"):
        export(tmp_path / "out", [form], copy.package)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite", "xlsx"])
def test_a_package_that_states_little_is_exported(tmp_path: Path, form: str) -> None:
    """No licence, no definitions, no title."""
    assert export(tmp_path / "out", [form], tiny.make(tmp_path / "package"))


def test_a_failed_export_leaves_the_old_file(copy: Copy, tmp_path: Path) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    before = file.read_bytes()
    copy.change("trials", lambda row: row.update(title=""))
    with pytest.raises(RegenTrialsError, match="SQLite refuses the data"):
        export(tmp_path, ["sqlite"], copy.package)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob(".*")), "no temporary file is left"


def test_an_export_writes_all_formats_or_nothing(copy: Copy, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    before = {file: file.read_bytes() for file in export(old, ["csv"], copy.package)}
    copy.change("products", lambda row: row.update(name="Renamed"))
    copy.change("trials", lambda row: row.update(enrollment="many"))
    for folder in (old, new):
        with pytest.raises(RegenTrialsError, match="'many' is not"):
            export(folder, ["csv", "jsonl"], copy.package)
    assert {file: file.read_bytes() for file in old.iterdir()} == before, "no mixture of two versions"
    assert not new.exists()


@pytest.mark.parametrize(("name", "module"), [("parquet", "pyarrow"), ("xlsx", "openpyxl")])
def test_a_missing_extra_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RegenTrialsError, match=rf"{module} is not installed; run: pip install 'regentrials\[{name}\]'"):
        rt.export(tmp_path / "new", ["csv", name])
    assert not (tmp_path / "new").exists()


def test_a_folder_in_a_files_place_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "trials.csv").mkdir()
    with pytest.raises(RegenTrialsError, match="trials.csv can't be written"):
        rt.export(tmp_path, ["csv"])
    assert [path.name for path in tmp_path.iterdir()] == ["trials.csv"]


def test_unknown_format_lists_the_known_ones(tmp_path: Path) -> None:
    for unknown in (["sas"], ["csv", 5], None, ""):
        with pytest.raises(UnknownNameError, match="csv, jsonl"):
            rt.export(tmp_path, unknown)


@pytest.mark.parametrize("nothing", ["", None])
def test_an_export_needs_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing: str) -> None:
    """An unset variable in a script must not fill the folder that it is run in."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RegenTrialsError, match="is no folder; name the one for the files"):
        rt.export(nothing, "csv")
    assert list(tmp_path.iterdir()) == []


def test_one_format_may_be_named_alone_and_none_is_refused(tmp_path: Path) -> None:
    assert rt.export(tmp_path / "a", "jsonl") == rt.export(tmp_path / "a", ["jsonl"])
    with pytest.raises(RegenTrialsError, match="no export format"):
        rt.export(tmp_path / "b", [])
    assert not (tmp_path / "b").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RegenTrialsError, match="name another folder"):
        rt.export(tmp_path / "file" / "inside", ["csv"])
