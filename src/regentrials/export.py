"""Write the tables in other formats: CSV, JSON Lines, SQLite, Parquet, XLSX."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from regentrials import fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.package import DataPackage, Resource, Row, installed
from regentrials.tables import describe, read

# A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export(folder: str | Path, formats: Iterable[str], package: DataPackage | None = None) -> list[Path]:
    """Write every table in each of the formats.

    Args:
        folder: where the files go; made if it does not exist.
        formats: any of "csv", "jsonl", "sqlite", "parquet" (extra `parquet`), "xlsx" (extra `xlsx`).
        package: a data package; the installed one unless given.

    Returns:
        The files written: one a table for csv, jsonl and parquet; one in all for sqlite and xlsx.

    Raises:
        UnknownNameError: there is no such format.
        RegenTrialsError: the folder can't be written, or an extra is missing.
    """
    package = package or installed()
    writers = [_writer(name) for name in formats]
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegenTrialsError(f"{target} can't be made ({error.strerror}); name another folder") from None
    return [file for write in writers for file in write(target, package)]


def whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file whole or not at all: to a temporary file, flushed to disk, then renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def csv_text(rows: Iterable[Row], columns: Iterable[str]) -> str:
    """Rows as CSV in the project's canonical form: UTF-8, LF, quotes only where needed."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _each(folder: Path, package: DataPackage, suffix: str, content: Callable[[Resource], bytes]) -> list[Path]:
    return [
        whole(folder / f"{name}.{suffix}", partial(_write, content=content(resource)))
        for name, resource in package.resources.items()
    ]


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _csv(folder: Path, package: DataPackage) -> list[Path]:
    return _each(folder, package, "csv", lambda resource: resource.text().encode())


def typed_cell(field: fields.Field, cell: str) -> Any:
    """A raw cell as the JSON value that its column's type calls for; None for blank."""
    if fields.is_list(field):
        return list(fields.split(cell))
    if cell == "":
        return None
    if field["type"] == "integer":
        return int(cell)
    if field["type"] == "boolean":
        return cell == "true"
    return cell


def _json_lines(resource: Resource) -> bytes:
    rows = (
        {name: typed_cell(field, row[name]) for name, field in resource.fields.items()} for _, row in resource.rows()
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _jsonl(folder: Path, package: DataPackage) -> list[Path]:
    return _each(folder, package, "jsonl", _json_lines)


SQLITE_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def sqlite_table(resource: Resource) -> str:
    """The CREATE TABLE statement of a table: types, NOT NULL, vocabularies, primary and foreign keys."""
    lines = [_sqlite_column(name, field) for name, field in resource.fields.items()]
    lines.append(f"PRIMARY KEY ({_quoted(resource.key)})")
    for foreign in resource.schema.get("foreignKeys", []):
        column, reference = foreign["fields"][0], foreign["reference"]
        table = _quoted(reference["resource"] or resource.name)
        lines.append(f"FOREIGN KEY ({_quoted(column)}) REFERENCES {table} ({_quoted(reference['fields'][0])})")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quoted(resource.name)} (\n  {body}\n) STRICT"


def _sqlite_column(name: str, field: fields.Field) -> str:
    column = f"{_quoted(name)} {SQLITE_TYPES[field['type']]}"
    if fields.is_required(field):
        column += " NOT NULL"
    if fields.words(field):
        listed = ", ".join(f"'{word}'" for word in fields.words(field))
        column += f" CHECK ({_quoted(name)} IN ({listed}))"
    return column


SQLITE_VIEWS = """
CREATE VIEW list_items AS
  SELECT 'trials' AS "table", trial_id AS record_id, j.value AS source_id
    FROM trials, json_each('["' || replace(source_ids, ';', '","') || '"]') AS j
  UNION ALL SELECT 'approvals', approval_id, j.value
    FROM approvals, json_each('["' || replace(source_ids, ';', '","') || '"]') AS j
  UNION ALL SELECT 'products', product_id, j.value
    FROM products, json_each('["' || replace(source_ids, ';', '","') || '"]') AS j;
CREATE VIEW evidence AS
  SELECT i."table", i.record_id, s.* FROM list_items AS i JOIN sources AS s USING (source_id);
CREATE VIEW overview AS
  SELECT p.product_id, p.name, p.cell_origin, p.donor_relation, p.product_class, o.name AS developer,
    (SELECT count(*) FROM trials AS t WHERE t.product_id = p.product_id
      OR instr(';' || coalesce(t.other_product_ids, '') || ';', ';' || p.product_id || ';')) AS trials,
    (SELECT count(*) FROM approvals AS a WHERE a.product_id = p.product_id) AS decisions
  FROM products AS p LEFT JOIN organizations AS o ON o.organization_id = p.developer_id;
"""


def _sqlite_cell(field: fields.Field, cell: str) -> Any:
    value = None if cell == "" else cell
    return value if fields.is_list(field) else typed_cell(field, cell)


def write_sqlite(path: Path, package: DataPackage) -> None:
    """A SQLite database with keys, foreign keys, vocabularies, indexes and the views overview and evidence."""
    with closing(sqlite3.connect(path)) as base, base:
        for resource in package.resources.values():
            base.execute(sqlite_table(resource))
            marks = ", ".join("?" * len(resource.fields))
            rows = (
                [_sqlite_cell(field, row[name]) for name, field in resource.fields.items()]
                for _, row in resource.rows()
            )
            base.executemany(f"INSERT INTO {_quoted(resource.name)} VALUES ({marks})", rows)
            for foreign in resource.schema.get("foreignKeys", []):
                column = foreign["fields"][0]
                index = _quoted(f"{resource.name}_{column}")
                base.execute(f"CREATE INDEX {index} ON {_quoted(resource.name)} ({_quoted(column)})")
        base.executescript(SQLITE_VIEWS)


def _sqlite(folder: Path, package: DataPackage) -> list[Path]:
    return [whole(folder / "regentrials.sqlite", lambda path: write_sqlite(path, package))]


def _parquet_bytes(resource: Resource) -> bytes:
    out = io.BytesIO()
    read(resource).to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


def _parquet(folder: Path, package: DataPackage) -> list[Path]:
    _need("pyarrow", "parquet")
    return _each(folder, package, "parquet", _parquet_bytes)


def _sheet(resource: Resource) -> pd.DataFrame:
    rows = [
        {name: _spreadsheet_cell(field, row[name]) for name, field in resource.fields.items()}
        for _, row in resource.rows()
    ]
    return pd.DataFrame(rows, columns=list(resource.fields), dtype="object")


def _spreadsheet_cell(field: fields.Field, cell: str) -> Any:
    if fields.is_list(field) or field["type"] == "string":
        return cell or None
    return typed_cell(field, cell)


def _write_xlsx(path: Path, package: DataPackage) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, resource in package.resources.items():
            _sheet(resource).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 1))
        _dictionary(package).to_excel(writer, sheet_name="dictionary", index=False, freeze_panes=(1, 0))
        for sheet in writer.book.worksheets:
            for cells in sheet.iter_rows(min_row=2):
                for cell in cells:
                    # openpyxl guesses a formula from the first character; our cells never hold one.
                    if isinstance(cell.value, str):
                        cell.data_type = "s"
                        cell.quotePrefix = cell.value.startswith(FORMULA_STARTS)


def _dictionary(package: DataPackage) -> pd.DataFrame:
    described = [describe(name).assign(table=name) for name in package.resources]
    frame = pd.concat(described, ignore_index=True)
    frame["words"] = frame["words"].map(fields.SEPARATOR.join)
    return frame[["table", *frame.columns[:-1]]]


def _xlsx(folder: Path, package: DataPackage) -> list[Path]:
    _need("openpyxl", "xlsx")
    return [whole(folder / "regentrials.xlsx", lambda path: _write_xlsx(path, package))]


def _need(module: str, extra: str) -> None:
    try:
        __import__(module)
    except ImportError:
        raise RegenTrialsError(f"{module} is not installed; run: pip install 'regentrials[{extra}]'") from None


WRITERS: dict[str, Callable[[Path, DataPackage], list[Path]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "sqlite": _sqlite,
    "parquet": _parquet,
    "xlsx": _xlsx,
}


def _writer(name: str) -> Callable[[Path, DataPackage], list[Path]]:
    if name not in WRITERS:
        raise UnknownNameError("export format", name, WRITERS)
    return WRITERS[name]
