"""The tables as one Excel workbook with a dictionary of columns and words, typed cells and no formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.export.archive import zipped
from regentrials.export.text import converted, plain_cell
from regentrials.export.whole import put
from regentrials.package import DataPackage

# A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The format holds no more in a cell, and openpyxl would cut the rest off.
LONGEST = 32_767
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
BOLD = Font(bold=True)


def _dictionary(package: DataPackage) -> Iterator[list[Any]]:
    entries = [(name, fields.entry(f)) for name, r in package.resources.items() for f in r.fields.values()]
    for _, entry in entries:
        # The sheet beside has them, a row a word.
        del entry["definitions"]
    yield ["table", *(entries[0][1] if entries else ())]
    for name, entry in entries:
        yield [name, *(fields.SEPARATOR.join(v) if isinstance(v, tuple) else v for v in entry.values())]


def _vocabulary(package: DataPackage) -> Iterator[list[Any]]:
    yield ["table", "column", "word", "definition"]
    for table in package.resources.values():
        for name, field in table.fields.items():
            meanings = fields.definitions(field)
            yield from ([table.name, name, word, meanings.get(word)] for word in fields.words(field))


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
    tables = package.resources.values()
    sheets = {table.name: [list(table.fields), *converted(table, plain_cell)] for table in tables}
    sheets["dictionary"] = list(_dictionary(package))
    sheets["vocabulary"] = list(_vocabulary(package))
    for title, rows in sheets.items():
        _refuse(title, rows)
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
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
    """A workbook with a sheet a table, the data dictionary and the words' definitions."""
    return [put(folder / "regentrials.xlsx", _fixed(_workbook(package), package.date))]
