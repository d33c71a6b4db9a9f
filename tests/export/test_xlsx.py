"""The workbook: typed cells, names and meanings, no formulas."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import regentrials as rt
from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.export import export
from regentrials.package import DataPackage
from tests import tiny
from tests.conftest import Copy


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
