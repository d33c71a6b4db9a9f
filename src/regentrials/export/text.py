"""The tables as CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from regentrials import fields
from regentrials.export.whole import each
from regentrials.package import DataPackage, Resource, Row
from regentrials.tables import checked


def csv_text(rows: Iterable[Row], columns: Iterable[str]) -> str:
    """Rows as CSV in the project's canonical form: UTF-8, LF, quotes only where needed."""
    names = list(columns)
    return cells_text([names, *([row[name] for name in names] for row in rows)])


def cells_text(cells: Sequence[Sequence[str]]) -> str:
    """The lines of a CSV file, the header first, in the project's canonical form."""
    text = _written(cells)
    if "\r" not in text:
        return text
    # Before Python 3.13 a carriage return in a cell gets no quotes and breaks the row.
    return "".join(_written([row], csv.QUOTE_ALL if "\r" in "".join(row) else csv.QUOTE_MINIMAL) for row in cells)


def _written(rows: Iterable[Sequence[str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows(rows)
    return out.getvalue()


def typed_cell(field: fields.Field, cell: str) -> Any:
    """A checked raw cell as the JSON value that its column's type calls for; None for blank."""
    if fields.is_list(field):
        return list(fields.split(cell))
    if cell == "":
        return None
    if field["type"] == "integer":
        return int(cell)
    if field["type"] == "number":
        return float(cell)
    return cell == "true" if field["type"] == "boolean" else cell


def plain_cell(field: fields.Field, cell: str) -> Any:
    """A checked raw cell for a format without lists: numbers and booleans typed, all else its text; None for blank."""
    return (cell or None) if fields.is_list(field) or field["type"] == "string" else typed_cell(field, cell)


def converted(resource: Resource, convert: Callable[[fields.Field, str], Any]) -> Iterator[list[Any]]:
    """The values of each row, in the order of the columns.

    Raises:
        RegenTrialsError: a cell is not of its column's type or vocabulary; package, file and line are named.
    """
    _, columns = checked(resource)
    for cells in zip(*columns.values(), strict=True):
        yield [convert(field, cell) for field, cell in zip(resource.fields.values(), cells, strict=True)]


def _json_lines(resource: Resource) -> bytes:
    rows = (dict(zip(resource.fields, values, strict=True)) for values in converted(resource, typed_cell))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def write_jsonl(folder: Path, package: DataPackage) -> list[Path]:
    """One JSON object a row: lists as arrays, blanks as null."""
    return each(folder, package, "jsonl", _json_lines)
