"""The files to download, and the page's part that lists them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from pages.markup import table, text
from regentrials.export import export
from regentrials.export.archive import checksums, package_zip
from regentrials.lookup import Tables
from regentrials.package import DataPackage

FORMATS = {
    "csv": "CSV, one file a table",
    "jsonl": "JSON Lines, one file a table, lists as arrays",
    "parquet": "Parquet, one file a table, typed",
    "sqlite": "SQLite with keys, views, indexes and its dictionary",
    "xlsx": "Excel workbook with its dictionary, vocabulary and licence",
}


ROOT = Path(__file__).parents[2]
# What describes the tables to machines.
DESCRIBED = {
    "datapackage.json": "What goes with the CSV files: columns, words, version, licence (Frictionless Data Package)",
    "croissant.json": "The same for tools of machine learning (Croissant)",
    "dcat.jsonld": "The same for catalogues (DCAT)",
    "schema-org.jsonld": "The same for search engines (schema.org)",
}


def downloads(package: DataPackage) -> dict[str, bytes]:
    """Name and content of every file to download."""
    with tempfile.TemporaryDirectory(prefix="regentrials-site-") as folder:
        found = {path.name: path.read_bytes() for path in export(folder, FORMATS, package)}
        found |= {Path(path).name: Path(path).read_bytes() for path in WheelBuilder(str(ROOT)).build(directory=folder)}
    found |= {name: (ROOT / name).read_bytes() for name in DESCRIBED}
    found["regentrials.zip"] = package_zip(package)
    return {**found, "SHA256SUMS": checksums(found)}


def listing(files: dict[str, bytes], tables: Tables) -> str:
    """The downloads as a table: everything at once first, then each table."""

    def size(name: str) -> str:
        kilobytes = len(files[name]) / 1000
        return f"{kilobytes:,.0f}&nbsp;kB" if kilobytes >= 1 else f"{len(files[name])}&nbsp;B"

    whole = [
        ("regentrials.zip", "The whole data package: CSV, schemas, descriptor, README, licence, citation"),
        ("regentrials.sqlite", FORMATS["sqlite"]),
        ("regentrials.xlsx", FORMATS["xlsx"]),
        (_wheel(files), "The Python package with the data in it"),
        *DESCRIBED.items(),
        ("SHA256SUMS", "Checksums"),
    ]
    rows = [(f"[{name}](downloads/{name})", meaning, size(name)) for name, meaning in whole]
    each = [
        (
            f"[{name}](dictionary.md#{name})",
            text(str(resource.entry["description"])),
            f"{len(tables[name]):,}",
            *(f"[{name}.{end}](downloads/{name}.{end}) {size(f'{name}.{end}')}" for end in ("csv", "jsonl", "parquet")),
        )
        for name, resource in tables.package.resources.items()
    ]
    header = ("Table", "One row is", "Rows", "CSV", "JSON Lines", "Parquet")
    return table(("File", "What it is", "Size"), rows) + "\n\n" + table(header, each)


def install(files: dict[str, bytes]) -> str:
    """How to install the Python package that is among the downloads."""
    name = _wheel(files)
    return f"Download [{name}](downloads/{name}), and in its folder:\n\n```console\n$ pip install {name}\n```"


def _wheel(files: dict[str, bytes]) -> str:
    return next(name for name in files if name.endswith(".whl"))
