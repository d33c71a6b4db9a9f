"""A release is the same on every run, and every file, opened by a foreign reader, holds what the CSV holds."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from make_release import release_files, write
from release_notes import breaking, notes

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, opened
from tests.conftest import ROOT, Copy

Cells = list[list[str]]


@pytest.fixture(scope="module")
def release(package: DataPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "files"
    write(folder, release_files(package))
    return folder


def test_two_runs_are_identical(release: Path, package: DataPackage, tmp_path: Path) -> None:
    """The second run is another process with another hash seed, another time zone and another moment."""
    command = [sys.executable, str(ROOT / "scripts/make_release.py"), "--output", str(tmp_path / "again")]
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'scripts'}", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=tmp_path)
    first = {path.name: path.read_bytes() for path in release.iterdir()}
    second = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_checksums_are_those_of_all_files(release: Path) -> None:
    lines = (release / "SHA256SUMS").read_text().splitlines()
    stated = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in release.iterdir() if p.name != "SHA256SUMS"}
    assert stated == found


def test_no_moment_and_no_machine_in_the_archives(release: Path) -> None:
    for file in [*release.glob("*.zip"), *release.glob("*.xlsx")]:
        with zipfile.ZipFile(file) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert not any(name.startswith("/") or ".." in name for name in archive.namelist())


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


def test_the_zip_holds_the_terms_and_how_to_cite(release: Path) -> None:
    (file,) = release.glob("*.zip")
    for name in ("CITATION.cff", "LICENSE-DATA"):
        assert zipfile.ZipFile(file).read(name) == (ROOT / name).read_bytes()


def test_the_zips_readme_names_its_tables_and_true_joins(release: Path) -> None:
    (file,) = release.glob("*.zip")
    archive = zipfile.ZipFile(file)
    said = archive.read("README.txt").decode()
    assert all(f"- {name}, key " in said for name in archive.namelist() if name.endswith(".csv"))
    joins = re.findall(r"^- (\w+)\.(\w+) = (.*)$", said, re.MULTILINE)
    assert len(joins) > 15
    assert {("claims", "records"), ("discrepancies", "record_id")} <= {(table, column) for table, column, _ in joins}
    for table, column, targets in joins:
        cells = pd.read_csv(archive.open(f"data/{table}.csv"), dtype=str)[column]
        found = set(cells.dropna().str.split(";").explode())
        for target, key in re.findall(r"(\w+)\.(\w+)", targets):
            found -= set(pd.read_csv(archive.open(f"data/{target}.csv"), dtype=str)[key])
        assert cells.any() and not found, f"README.txt: {table}.{column} is not {targets}: {found}"


def test_the_zip_is_a_valid_package(release: Path, package: DataPackage) -> None:
    from regentrials.diff import compare
    from regentrials.validation import validate

    (file,) = release.glob("*.zip")
    assert compare(package, opened(file)) == []
    assert validate(opened(file)) == []


def test_notes_say_what_changed_and_what_breaks(copy: Copy, package: DataPackage) -> None:
    copy.change("trials", lambda row: row.update(title="Another title"))
    schema = copy.folder / "schemas/trials.json"
    value = json.loads(schema.read_text("utf-8"))
    phase = next(field for field in value["fields"] if field["name"] == "phase")
    phase["constraints"]["enum"].append("phase_5")
    schema.write_text(json.dumps(value), "utf-8")
    assert list(breaking(copy.package, package)) == ["`trials.phase`: no longer a word: phase_5"]
    text = notes(package, copy.package)
    assert "Another title ->" in text
    assert "Breaking, since" in text


def test_a_type_that_changed_breaks_a_reader(copy: Copy, package: DataPackage) -> None:
    schema = copy.folder / "schemas/trials.json"
    value = json.loads(schema.read_text("utf-8"))
    next(field for field in value["fields"] if field["name"] == "enrollment")["type"] = "string"
    value["fields"].append({"name": "colour", "type": "string"})
    schema.write_text(json.dumps(value), "utf-8")
    copy.write("trials", [row | {"colour": ""} for _, row in package.resource("trials").rows()])
    assert list(breaking(copy.package, package)) == [
        "`trials.enrollment`: was string, is Int64",
        "`trials.colour`: the column is gone",
    ]
    assert "\n- Nothing.\n" in notes(package, package)


def test_a_key_that_is_gone_breaks_a_reader(copy: Copy, package: DataPackage) -> None:
    number = next(row["trial_id"] for row in copy.rows("trials") if "hPSCreg" in row["secondary_ids"])
    copy.change("trials", lambda row: row.update(trial_id="hPSCreg-999"), lambda row: row["trial_id"] == number)
    assert f"`trials`: no longer a key: {number}" in list(breaking(package, copy.package))
    copy.change("trials", lambda row: row.update(secondary_ids=number), lambda row: row["trial_id"] == "hPSCreg-999")
    assert f"`trials`: no longer a key: {number} (now hPSCreg-999)" in list(breaking(package, copy.package))


def test_a_release_of_a_broken_package_leaves_the_old_one(copy: Copy, tmp_path: Path) -> None:
    target = tmp_path / "dist"
    write(target, release_files(copy.package))
    before = (target / "SHA256SUMS").read_bytes()
    copy.change("trials", lambda row: row.update(phase="phase_9"))
    with pytest.raises(RegenTrialsError):
        write(target, release_files(copy.package))
    assert (target / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("years of work")
    with pytest.raises(RegenTrialsError, match="something else"):
        write(tmp_path / "out", {"SHA256SUMS": b""})
    assert (tmp_path / "out/thesis.txt").read_text() == "years of work"


def test_an_archive_is_read_back_in_its_order() -> None:
    from regentrials.export.archive import zipped

    with zipfile.ZipFile(io.BytesIO(zipped({"b": b"1", "a": b"2"}))) as archive:
        assert archive.namelist() == ["b", "a"]
