"""A copy of the data package that tests may break."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from make_release import release_files, write

from regentrials.export import csv_text, together
from regentrials.package import DataPackage, Row, installed, opened
from regentrials.validation import validate
from regentrials.validation.report import Finding

ROOT = Path(__file__).parents[1]

# An example that takes long on a busy machine is no failure: tests are never timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass
class Copy:
    """A data package in a temporary folder, and ways to change its tables."""

    folder: Path

    @property
    def package(self) -> DataPackage:
        return opened(self.folder)

    def rows(self, table: str) -> list[Row]:
        return [row for _, row in self.package.resource(table).rows()]

    def write(self, table: str, rows: list[Row]) -> None:
        resource = self.package.resource(table)
        (self.folder / resource.path).write_text(csv_text(rows, resource.fields), encoding="utf-8", newline="")

    def change(self, table: str, edit: Callable[[Row], object], where: Callable[[Row], object] = bool) -> Row:
        """Edit the first row for which `where` holds; returns it."""
        rows = self.rows(table)
        row = next(row for row in rows if where(row))
        edit(row)
        self.write(table, rows)
        return row

    def undescribe(self, table: str) -> None:
        """Take out of a schema what it need not say of its columns."""
        file = self.folder / "schemas" / f"{table}.json"
        schema = json.loads(file.read_text("utf-8"))
        for field in schema["fields"]:
            del field["title"], field["description"]
        file.write_text(json.dumps(schema), "utf-8")

    def findings(self) -> list[Finding]:
        """All failures but the descriptor's stale hashes, which every edit causes."""
        stale = ("hash-count", "byte-count", "row count")
        return [finding for finding in validate(self.package) if finding.rule not in stale]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    folder = tmp_path / "package"
    folder.mkdir()
    shutil.copy(ROOT / "datapackage.json", folder)
    for part in ("data", "schemas"):
        shutil.copytree(ROOT / part, folder / part)
    return Copy(folder)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of the files that are written together finds no room."""
    put, calls = together.put, []

    def fail_second(path: Path, new: bytes) -> Path:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return put(path, new)

    monkeypatch.setattr(together, "put", fail_second)


@pytest.fixture(scope="session")
def package() -> DataPackage:
    return installed()


@pytest.fixture(scope="session")
def release(package: DataPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the files of a release."""
    folder = tmp_path_factory.mktemp("release") / "files"
    write(folder, release_files(package))
    return folder
