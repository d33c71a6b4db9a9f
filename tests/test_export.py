"""Exports, opened by foreign readers, hold what the CSV holds."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pyarrow import parquet

import regentrials as rt
from regentrials import fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.export import export
from regentrials.lookup import Tables
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


def test_json_lines(tmp_path: Path, package: DataPackage) -> None:
    files = rt.export(tmp_path, ["jsonl"])
    assert {file.stem for file in files} == set(package.resources)
    rows = [json.loads(line) for line in (tmp_path / "trials.jsonl").read_text("utf-8").splitlines()]
    for found, (_, row) in zip(rows, package.resource("trials").rows(), strict=True):
        assert found["source_ids"] == row["source_ids"].split(";")
        assert found["enrollment"] == (int(row["enrollment"]) if row["enrollment"] else None)
        assert found["start_date"] == (row["start_date"] or None)


def test_sqlite_has_keys_views_and_every_cell(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, resource in package.resources.items():
            found = base.execute(f'SELECT * FROM "{name}"').fetchall()
            wanted = [tuple(row.values()) for _, row in resource.rows()]
            flags = {"false": 0, "true": 1}
            text = [tuple("" if c is None else str(c) for c in row) for row in found]
            assert text == [tuple(str(flags.get(c, c)) for c in row) for row in wanted]
        products = base.execute("SELECT count(*) FROM overview").fetchone()[0]
        assert products == len(rt.load_products())
        trial = rt.load_trials().iloc[0]
        evidence = base.execute("SELECT count(*) FROM evidence WHERE record_id = ?", [trial["trial_id"]])
        assert evidence.fetchone()[0] == len(trial["source_ids"])
        claim = rt.load_claims().iloc[0]
        cited = base.execute("SELECT source_id FROM evidence WHERE record_id = ?", [claim["claim_id"]]).fetchall()
        assert sorted(cited) == sorted((item,) for item in {claim["stated_in"], *claim["source_ids"]})


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


def test_parquet_gives_the_loaded_frame(tmp_path: Path) -> None:
    rt.export(tmp_path, ["parquet"])
    found = pd.read_parquet(tmp_path / "trials.parquet")
    wanted = rt.load_trials()
    assert list(found.columns) == list(wanted.columns)
    assert found["trial_id"].tolist() == wanted["trial_id"].tolist()
    assert [tuple(cell) for cell in found["source_ids"]] == wanted["source_ids"].tolist()
    assert found["start_date"].tolist() == wanted["start_date"].tolist()


def test_parquet_says_what_its_columns_are_and_whose(tmp_path: Path, package: DataPackage) -> None:
    rt.export(tmp_path, ["parquet"])
    for name, table in package.resources.items():
        found = parquet.read_schema(tmp_path / f"{name}.parquet")
        for column, field in table.fields.items():
            assert found.field(column).metadata[b"description"].decode() == field["description"]
        assert found.metadata[b"version"].decode() == package.version
        assert found.metadata[b"licence"] == b"CC-BY-4.0"
    phase = parquet.read_schema(tmp_path / "trials.parquet").field("phase")
    assert json.loads(phase.metadata[b"definitions"])["phase_4"] == "Phase 4, after authorization."


def test_sqlite_says_what_its_columns_and_words_are_and_whose(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        found = base.execute('SELECT "table", "column", description FROM _dictionary').fetchall()
        fields_of = [(name, f) for name, table in package.resources.items() for f in table.fields.values()]
        assert found == [(name, field["name"], field["description"]) for name, field in fields_of]
        words = base.execute("SELECT definition FROM _vocabulary WHERE word = 'fast_track'").fetchall()
        assert words == [("The FDA's Fast Track status. Not an approval.",)]
        facts = base.execute("SELECT name, version, created, licence FROM _package").fetchall()
        assert facts == [("regentrials", package.version, package.descriptor["created"], "CC-BY-4.0")]


def test_sqlite_gives_the_evidence_in_pythons_order(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        rows = base.execute('SELECT "table", record_id, position, source_id, rank FROM evidence').fetchall()
    found: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for table, key, *document in rows:
        found.setdefault((table, key), []).append(tuple(document))
    tables = Tables(package)
    citing = {name for name, _ in found}
    assert citing == {"trials", "approvals", "products", "claims", "discrepancies", "excluded_trials"}
    for name in citing:
        for key in tables[name]:
            ids = tables.source_ids(name, key)
            assert found.get((name, key), []) == [(n, one, tables.rank(one)) for n, one in enumerate(ids, 1)]


def test_sqlites_overview_agrees_with_pythons(tmp_path: Path) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        found = base.execute("SELECT product_id, trials, decisions, authorized_in FROM overview").fetchall()
    wanted = rt.overview()[["product_id", "trials", "decisions", "authorized_in"]].itertuples(index=False, name=None)
    assert found == [(*counts, ";".join(places) or None) for *counts, places in wanted]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite", "xlsx"])
def test_a_package_that_states_little_is_exported(tmp_path: Path, form: str) -> None:
    """No licence, no definitions, no title."""
    assert export(tmp_path / "out", [form], tiny.make(tmp_path / "package"))


def test_xlsx_has_typed_cells_and_no_formulas(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [*package.resources, "dictionary", "vocabulary", "about"]
    sheet = book["trials"]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == len(rt.load_trials()) + 1
    column = rows[0].index("enrollment")
    assert {type(row[column]) for row in rows[1:]} <= {int, type(None)}
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_xlsx_says_what_every_word_means(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["xlsx"])
    head, *rows = openpyxl.load_workbook(file)["vocabulary"].iter_rows(values_only=True)
    assert head == ("table", "column", "word", "definition")
    wanted = {
        (table.name, name, word, field["definitions"][word])
        for table in package.resources.values()
        for name, field in table.fields.items()
        for word in fields.words(field)
    }
    assert set(rows) == wanted


def test_xlsx_says_whose_it_is_and_what_its_columns_hold(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(file)
    about = dict(book["about"].iter_rows(min_row=2, values_only=True))
    assert (about["version"], about["licence"]) == (package.version, "CC-BY-4.0")
    assert (book.properties.title, book.properties.creator) == (package.descriptor["title"], "regentrials")
    head, *rows = book["dictionary"].iter_rows(values_only=True)
    entries = {(row[0], row[1]): dict(zip(head, row, strict=True)) for row in rows}
    title = package.resource("trials").fields["title"]
    assert entries["trials", "title"]["description"] == title["description"]
    types = {name: entries["trials", name]["type"] for name in ("start_date", "countries", "enrollment", "phase")}
    assert types == {
        "start_date": "date as text: YYYY, YYYY-MM or YYYY-MM-DD",
        "countries": "text: items separated by ;",
        "enrollment": "whole number",
        "phase": "text: one of the words, lowest first",
    }


def test_xlsx_filters_every_sheet_and_is_wide_enough(tmp_path: Path) -> None:
    (file,) = rt.export(tmp_path, ["xlsx"])
    for sheet in openpyxl.load_workbook(file).worksheets:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "B2"
    assert openpyxl.load_workbook(file)["trials"].column_dimensions["D"].width == 60


def test_a_table_takes_no_describing_sheets_place(tmp_path: Path) -> None:
    described = tiny.descriptor()
    described["resources"][1]["name"] = "about"
    with pytest.raises(RegenTrialsError, match="XLSX has a sheet 'about' of its own"):
        export(tmp_path / "out", ["xlsx"], tiny.make(tmp_path / "package", described=described))


def test_a_cell_that_looks_like_a_formula_stays_text(copy: Copy, tmp_path: Path) -> None:
    copy.change("trials", lambda row: row.update(title='=HYPERLINK("http://example.org")'))
    (file,) = export(tmp_path, ["xlsx"], copy.package)
    cell = openpyxl.load_workbook(file)["trials"]["D2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://example.org")')


def test_a_failed_export_leaves_the_old_file(copy: Copy, tmp_path: Path) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    before = file.read_bytes()
    copy.change("trials", lambda row: row.update(title=""))
    with pytest.raises(RegenTrialsError, match="SQLite refuses the data"):
        export(tmp_path, ["sqlite"], copy.package)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob(".*")), "no temporary file is left"


def test_sqlite_refuses_a_key_that_leads_nowhere(copy: Copy, tmp_path: Path) -> None:
    row = copy.change("trials", lambda row: row.update(sponsor_id="no-such-sponsor"))
    said = f"trials.csv:2 sponsor_id: 'no-such-sponsor', which {row['trial_id']} refers to, is no row of organizations"
    with pytest.raises(RegenTrialsError, match=said):
        rt.export(tmp_path, "sqlite", copy.package)


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
    with pytest.raises(UnknownNameError, match="csv, jsonl"):
        rt.export(tmp_path, ["sas"])


def test_one_format_may_be_named_alone_and_none_is_refused(tmp_path: Path) -> None:
    assert rt.export(tmp_path / "a", "jsonl") == rt.export(tmp_path / "a", ["jsonl"])
    with pytest.raises(RegenTrialsError, match="no export format"):
        rt.export(tmp_path / "b", [])
    assert not (tmp_path / "b").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RegenTrialsError, match="name another folder"):
        rt.export(tmp_path / "file" / "inside", ["csv"])
