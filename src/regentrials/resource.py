"""One table of a data package: its entry in the descriptor, its schema and the raw text of its file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from regentrials.by_column import ByColumn
from regentrials.errors import FileError, RegenTrialsError
from regentrials.fields import is_field

if TYPE_CHECKING:
    from regentrials.package import DataPackage

Row = dict[str, str]

# Spreadsheets put one before UTF-8; it is read over, and `fix` takes it away.
BYTE_ORDER_MARK = "\ufeff"
# With what git begins the lines between which two branches differ.
CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


@dataclass(frozen=True)
class Resource:
    """One table of a package: its entry in the descriptor and its Table Schema."""

    package: DataPackage
    entry: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.entry["name"])

    @property
    def path(self) -> str:
        return str(self.entry["path"])

    @property
    def place(self) -> str:
        """The file as an error names it: which package's, and which file."""
        return f"{self.package.label}/{self.path}"

    @property
    def title(self) -> str:
        return str(self.entry.get("title", self.name))

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The table's Table Schema."""
        schema = self.entry.get("schema")
        if isinstance(schema, str):
            schema = self.package.read_json(schema)
        if not isinstance(schema, dict):
            raise RegenTrialsError(f"{self.package.label}: the table {self.name!r} has no schema; add one")
        return schema

    @cached_property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The table's fields by name, in order."""
        found = self.schema.get("fields")
        if not isinstance(found, list) or not all(is_field(field) for field in found):
            raise RegenTrialsError(
                f"{self.package.label}: the schema of {self.name} has no proper fields;"
                " give each a name, a type, constraints of text"
            )
        return ByColumn(((field["name"], field) for field in found), self.place)

    def need(self, columns: Iterable[str]) -> None:
        """Make sure that the table has these columns.

        Raises:
            RegenTrialsError: it lacks one; the message names it.
        """
        for column in columns:
            _ = self.fields[column]

    @property
    def key(self) -> str:
        """The name of the primary key's column."""
        key = self.schema.get("primaryKey")
        name = key[0] if isinstance(key, list) and len(key) == 1 else key
        if not isinstance(name, str) or name not in self.fields:
            raise RegenTrialsError(
                f"{self.package.label}: the schema of {self.name} has no primaryKey of one column;"
                " name one of its fields"
            )
        return name

    def text(self) -> str:
        """The CSV file's whole text, as it is."""
        return self.package.read_text(self.path)

    def _parsed(self) -> tuple[Sequence[int], list[list[str]]]:
        text = self.text().removeprefix(BYTE_ORDER_MARK)
        if not text:
            raise RegenTrialsError(f"{self.place} is empty; get a whole copy")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            self._check_header(next(reader, []))
            rows = list(reader)
        except csv.Error as error:
            wrong, remedy = f"is not readable as CSV ({error})", "mend the quotes, or get a whole copy"
            raise FileError(self.place, reader.line_num, wrong, remedy) from error
        simple = reader.line_num == len(rows) + 1
        lines = range(2, len(rows) + 2) if simple else _line_numbers(text)
        # First, as the last line of half a file lacks cells too.
        if not text.endswith(("\n", "\r")):
            remedy = "end the line, or get a whole copy if it is cut off"
            raise FileError(self.place, reader.line_num, "ends within a line", remedy)
        self._check_widths(lines, rows)
        return lines, rows

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The line number in the file and the raw cells of each row by column.

        Raises:
            RegenTrialsError: the file is not UTF-8 CSV with the schema's header.
        """
        lines, columns = self.columns
        for line, cells in zip(lines, zip(*columns.values(), strict=True), strict=True):
            yield line, ByColumn(zip(columns, cells, strict=True), self.place)

    @cached_property
    def columns(self) -> tuple[Sequence[int], Mapping[str, tuple[str, ...]]]:
        """The line number of every row, and every column's raw cells, as first read.

        Raises:
            RegenTrialsError: the file is not UTF-8 CSV with the schema's header.
        """
        lines, rows = self._parsed()
        columns = zip(*rows, strict=True) if rows else iter([()] * len(self.fields))
        return lines, ByColumn(zip(self.fields, columns, strict=True), self.place)

    def by_key(self) -> dict[str, Row]:
        """Every row by its key.

        Raises:
            RegenTrialsError: the file can't be read, two rows have one key, or one has none.
        """
        rows: dict[str, Row] = {}
        for line, row in self.rows():
            if not row[self.key]:
                raise RegenTrialsError(f"{self.place}:{line} {self.key} is blank; give the row its key, or remove it")
            if rows.setdefault(row[self.key], row) is not row:
                raise RegenTrialsError(
                    f"{self.place}:{line} {self.key}: {row[self.key]!r} is an earlier row's key; give each row its own"
                )
        return rows

    def _check_header(self, header: list[str]) -> None:
        expected = list(self.fields)
        if header == expected:
            return
        if _is_conflict(header):
            raise FileError(self.place, 1, *_misfit(header, len(expected)))
        for mark in ";\t":
            if mark.join(expected) == ",".join(header):
                raise FileError(self.place, 1, f"the cells are parted by {mark!r}", "save it with commas")
        wrong = {
            "missing": [name for name in expected if name not in header],
            "not in the schema": [name for name in dict.fromkeys(header) if name not in expected],
            "twice": [name for name, count in Counter(header).items() if count > 1],
        }
        told = [f"{what}: {', '.join(names)[:500]}" for what, names in wrong.items() if names]
        differs = f"the header differs from the schema ({'; '.join(told) or 'in another order'})"
        raise FileError(self.place, 1, differs, f"make it: {','.join(expected)}")

    def _check_widths(self, lines: Sequence[int], rows: list[list[str]]) -> None:
        width = len(self.fields)
        for position, cells in enumerate(rows):
            if len(cells) != width:
                raise FileError(self.place, lines[position], *_misfit(cells, width))


def _misfit(cells: list[str], width: int) -> tuple[str, str]:
    """What is wrong with a row of another width than the header's, and what to do."""
    if not cells:
        return "is a blank line", "remove it"
    if _is_conflict(cells):
        return "is git's mark of an unresolved merge", "settle which rows stay, and remove the marks"
    remedy = "quote the cells that contain commas" if len(cells) > width else "give the row all its cells"
    return f"has {len(cells)} cell{'s' if len(cells) > 1 else ''} where the header has {width}", remedy


def _is_conflict(cells: list[str]) -> bool:
    return bool(cells) and cells[0].startswith(CONFLICT)


def _line_numbers(text: str) -> list[int]:
    # Only where a cell holds a line end do rows and lines part.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [reader.line_num for _ in reader][1:]
