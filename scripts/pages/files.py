"""The files to download, and the page's part that lists them."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pages.markup import table
from regentrials.export import export
from regentrials.package import DESCRIPTOR, DataPackage

FORMATS = {
    "csv": "CSV, one file a table",
    "jsonl": "JSON Lines, one file a table, lists as arrays",
    "parquet": "Parquet, one file a table, typed",
    "sqlite": "SQLite with keys, views and indexes",
    "xlsx": "Excel workbook with a dictionary sheet",
}
# A fixed time in the archive makes it the same byte for byte on every build.
EPOCH = (1980, 1, 1, 0, 0, 0)


def downloads(package: DataPackage) -> dict[str, bytes]:
    """Name and content of every file to download."""
    with tempfile.TemporaryDirectory(prefix="regentrials-site-") as folder:
        written = export(folder, FORMATS, package)
        found = {path.name: path.read_bytes() for path in written}
    found["regentrials.zip"] = _archive(package)
    sums = "".join(f"{hashlib.sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found))
    return {**found, "SHA256SUMS": sums.encode()}


def package_files(package: DataPackage) -> Iterator[str]:
    """The paths of a data package's own files."""
    yield DESCRIPTOR
    for resource in package.resources.values():
        yield resource.path
        yield str(resource.entry["schema"])


def _archive(package: DataPackage) -> bytes:
    with tempfile.TemporaryDirectory(prefix="regentrials-site-") as folder:
        path = Path(folder) / "regentrials.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(package_files(package)):
                archive.writestr(zipfile.ZipInfo(name, EPOCH), package.path(name).read_bytes(), zipfile.ZIP_DEFLATED)
        return path.read_bytes()


def listing(files: dict[str, bytes]) -> str:
    """The downloads as a table: everything at once first, then each table."""

    def size(name: str) -> str:
        kilobytes = len(files[name]) / 1000
        return f"{kilobytes:,.0f} kB" if kilobytes >= 1 else f"{len(files[name])} B"

    whole = [
        ("regentrials.zip", "The whole data package: CSV, schemas, descriptor"),
        ("regentrials.sqlite", FORMATS["sqlite"]),
        ("regentrials.xlsx", FORMATS["xlsx"]),
        ("SHA256SUMS", "Checksums"),
    ]
    rows = [(f"[{name}](downloads/{name})", meaning, size(name)) for name, meaning in whole]
    stems = [name.removesuffix(".csv") for name in files if name.endswith(".csv")]
    tables = [
        (
            f"`{stem}`",
            *(f"[{size(f'{stem}.{end}')}](downloads/{stem}.{end})" for end in ("csv", "jsonl", "parquet")),
        )
        for stem in stems
    ]
    return (
        table(("File", "What it is", "Size"), rows) + "\n\n" + table(("Table", "CSV", "JSON Lines", "Parquet"), tables)
    )
