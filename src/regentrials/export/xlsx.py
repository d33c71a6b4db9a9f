"""The tables as one Excel workbook with a dictionary of columns and words, typed cells and no formula."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.export.archive import zipped
from regentrials.export.dictionary import COLUMNS, WORDS, columns, facts, words
from regentrials.export.text import converted, plain_cell
from regentrials.export.whole import put
from regentrials.lookup import Tables
from regentrials.named import Label, labels
from regentrials.package import DataPackage, Resource
from regentrials.spreadsheet import FORMULA_STARTS

# The format holds no more in a cell, and openpyxl would cut the rest off.
LONGEST = 32_767
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
# In characters.
NARROWEST, WIDEST = 9, 60
BOLD = Font(bold=True)


def _sheets(package: DataPackage) -> dict[str, list[list[Any]]]:
    """The rows of every sheet: a table each, then what describes them.

    Raises:
        RegenTrialsError: a table has a describing sheet's name, or a cell that the format can't hold.
    """
    tables = Tables(package)
    describing = {
        "dictionary": [list(COLUMNS), *_dictionary(tables)],
        "vocabulary": [list(WORDS), *words(package)],
        "about": [["fact", "value"], *([name, value] for name, value in facts(package).items() if value)],
    }
    if taken := describing.keys() & package.resources.keys():
        raise RegenTrialsError(f"{package.label}: XLSX has a sheet {min(taken)!r} of its own; rename the table")
    sheets = {table.name: _table(tables, table) for table in package.resources.values()} | describing
    for title, rows in sheets.items():
        _refuse(title, rows)
    return sheets


def _table(tables: Tables, table: Resource) -> list[list[Any]]:
    """A table's header and rows, with the names that its ids stand for beside them."""
    rows = [list(table.fields), *converted(table, plain_cell)]
    for label in labels(tables, table):
        place = rows[0].index(label.column) + 1
        for row, cell in zip(rows, [label.name, *map(fields.SEPARATOR.join, label.cells)], strict=True):
            row.insert(place, cell or None)
    return rows


def _dictionary(tables: Tables) -> list[list[Any]]:
    """The dictionary's rows in the order of the sheets' columns: those for names follow those for their ids."""
    rows = list(columns(tables.package))
    for table in tables.package.resources.values():
        for label in labels(tables, table):
            place = next(n for n, row in enumerate(rows, 1) if row[:2] == [table.name, label.column])
            rows.insert(place, _name_described(table, label))
    return rows


def _name_described(table: Resource, label: Label) -> list[Any]:
    kind = f"text: items separated by {fields.SEPARATOR}" if label.is_list else "text"
    meant = f"In this workbook only: what {label.column} stands for."
    known = {"table": table.name, "column": label.name, "type": kind, "description": meant}
    return [known.get(name) for name in COLUMNS]


def _refuse(title: str, rows: list[list[Any]]) -> None:
    """Raise for a cell that the format can't hold, before a half-written workbook is left behind."""
    for number, row in enumerate(rows, 1):
        for value in row:
            if isinstance(value, str) and len(value) > LONGEST:
                raise RegenTrialsError(f"{title}:{number} has a cell of {len(value)} characters, too long for XLSX")
            if isinstance(value, str) and ILLEGAL_CHARACTERS_RE.search(value):
                raise RegenTrialsError(f"{title}:{number} has control characters, which XLSX can't hold; correct it")


def _fill(sheet: Any, rows: list[list[Any]]) -> None:
    sheet.freeze_panes = "B2"
    # A write-only sheet takes its filter and widths before its rows.
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(rows[0]))}{len(rows)}"
    for number, column in enumerate(zip(*rows, strict=True), 1):
        longest = max(len(str(cell)) for cell in column if cell is not None)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, NARROWEST), WIDEST)
    for number, row in enumerate(rows, 1):
        cells = [_cell(sheet, value) for value in row]
        if number == 1:
            for cell in cells:
                cell.font = BOLD
        sheet.append(cells)


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # openpyxl guesses a formula from the first character; our cells never hold one.
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    return cell


def _workbook(package: DataPackage) -> bytes:
    about = facts(package)
    book = openpyxl.Workbook(write_only=True)
    book.properties.title = about["title"]
    book.properties.creator = about["name"]
    book.properties.version = about["version"]
    book.properties.description = about["description"]
    for title, rows in _sheets(package).items():
        _fill(book.create_sheet(title), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fixed(workbook: bytes, date: str) -> bytes:
    """The workbook with the package's date in place of the moment of writing."""
    stamp = rb"\g<1>" + f"{date}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: STAMP.sub(stamp, p) if name == "docProps/core.xml" else p for name, p in parts.items()})


def write_xlsx(folder: Path, package: DataPackage) -> list[Path]:
    """A workbook with a sheet a table, the data dictionary, the words' definitions and the package's facts.

    Beside a column of ids stand the names of the records, or the addresses of the documents.
    """
    return [put(folder / "regentrials.xlsx", _fixed(_workbook(package), package.date))]
