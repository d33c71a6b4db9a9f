"""Every file of a release, opened by a foreign reader, holds what the CSV holds."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from regentrials import fields
from regentrials.package import DataPackage


def _sqlite(release: Path, table: str) -> Iterator[dict[str, Any]]:
    with closing(sqlite3.connect(release / "regentrials.sqlite")) as base:
        base.row_factory = sqlite3.Row
        yield from (dict(row) for row in base.execute(f'SELECT * FROM "{table}"'))


def _json_lines(release: Path, table: str) -> Iterator[dict[str, Any]]:
    with (release / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as file:
        yield from (json.loads(line) for line in file)


def _openpyxl(release: Path, table: str) -> Iterator[dict[str, Any]]:
    book = openpyxl.load_workbook(release / "regentrials.xlsx", read_only=True)
    head, *rows = book[table].iter_rows(values_only=True)
    # Blanks at the end of a row are not stored.
    yield from (dict(zip_longest(head, row)) for row in rows)


def _pyarrow(release: Path, table: str) -> Iterator[dict[str, Any]]:
    parquet = pytest.importorskip("pyarrow.parquet")
    yield from parquet.read_table(release / f"{table}.parquet").to_pylist()


def _polars(release: Path, table: str) -> Iterator[dict[str, Any]]:
    polars = pytest.importorskip("polars", reason="polars is not installed: its reading of Parquet was not tried")
    yield from polars.read_parquet(release / f"{table}.parquet").iter_rows(named=True)


def _polars_json(release: Path, table: str) -> Iterator[dict[str, Any]]:
    polars = pytest.importorskip("polars", reason="polars is not installed: its reading of JSON Lines was not tried")
    yield from polars.read_ndjson(release / f"{table}.jsonl", infer_schema_length=None).iter_rows(named=True)


def _duckdb(release: Path, table: str) -> Iterator[dict[str, Any]]:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: its reading of Parquet was not tried")
    found = duckdb.sql(f"SELECT * FROM read_parquet('{release / table}.parquet')")
    yield from (dict(zip(found.columns, row, strict=True)) for row in found.fetchall())


def _frictionless(release: Path, table: str) -> Iterator[dict[str, Any]]:
    frictionless = pytest.importorskip("frictionless")
    folder = release.parent / "unzipped"
    if not folder.exists():
        shutil.unpack_archive(next(iter(release.glob("*.zip"))), folder)
    resource = frictionless.Package(str(folder / "datapackage.json")).get_resource(table)
    yield from (row.to_dict() for row in resource.read_rows())


READERS: dict[str, Callable[[Path, str], Iterator[dict[str, Any]]]] = {
    "sqlite3": _sqlite,
    "json": _json_lines,
    "openpyxl": _openpyxl,
    "pyarrow": _pyarrow,
    "polars, Parquet": _polars,
    "polars, JSON Lines": _polars_json,
    "DuckDB": _duckdb,
    "frictionless": _frictionless,
}


def _as_text(field: fields.Field, row: dict[str, Any]) -> str:
    """What a foreign reader gave for a cell, as the CSV would write it."""
    value = row[field["name"]]
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ";".join(value)
    if field["type"] == "boolean":
        return str(bool(value)).lower()
    if fields.is_date(field) and not isinstance(value, str):
        # A typed date carries its precision in the column beside it.
        length = {"year": 4, "month": 7, "day": 10}[row[f"{field['name']}_precision"]]
        return value.isoformat()[:length]
    return str(value)


@pytest.mark.parametrize("reader", READERS)
def test_every_cell_as_foreign_readers_see_it(release: Path, package: DataPackage, reader: str) -> None:
    compared = 0
    for name, resource in package.resources.items():
        found = list(READERS[reader](release, name))
        wanted = [row for _, row in resource.rows()]
        assert len(found) == len(wanted), name
        for position, (one, other) in enumerate(zip(found, wanted, strict=True)):
            for column, field in resource.fields.items():
                assert _as_text(field, one) == other[column], (name, position, column)
                compared += 1
    print(f"{reader}: {compared} cells agree with the CSV")


def test_sqlite_has_keys_indexes_and_views(release: Path, package: DataPackage) -> None:
    with closing(sqlite3.connect(release / "regentrials.sqlite")) as base:
        kinds = base.execute("SELECT type, name FROM sqlite_schema").fetchall()
        assert {("view", "overview"), ("view", "evidence")} <= set(kinds)
        for name, resource in package.resources.items():
            wanted = {key["fields"][0] for key in resource.schema.get("foreignKeys", [])}
            assert {row[3] for row in base.execute(f'PRAGMA foreign_key_list("{name}")')} == wanted
            assert {("index", f"{name}_{column}") for column in wanted} <= set(kinds)
            assert [r[1] for r in base.execute(f'PRAGMA table_info("{name}")') if r[5]] == [resource.key]


def test_datasette_serves_the_database(release: Path) -> None:
    app = pytest.importorskip("datasette.app", reason="datasette is not installed: the database was not served")

    async def ask() -> list[dict[str, Any]]:
        found = await app.Datasette([str(release / "regentrials.sqlite")]).client.get(
            "/regentrials/overview.json?_shape=array"
        )
        return found.json()  # type: ignore[no-any-return]

    assert asyncio.run(ask())[0]["product_id"]
