"""Change the tables of a data package: all that follows from a change is written with it, or nothing is."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from regentrials.derived import derived
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text, whole
from regentrials.package import DESCRIPTOR, DataPackage, Row, opened
from regentrials.validation import rules
from regentrials.validation.report import Finding

COPIED = ("README.md", "CHANGELOG.md")


@dataclass(frozen=True)
class Draft:
    """A changed copy of a data package in a temporary folder.

    Attributes:
        folder: the temporary folder.
        target: the package's own folder.
        findings: the rules that the copy breaks and the package does not.
    """

    folder: Path
    target: Path
    findings: list[Finding]

    @property
    def package(self) -> DataPackage:
        return opened(self.folder)

    def install(self) -> list[Path]:
        """Put the changed files in place of the package's own; returns them.

        Raises:
            RegenTrialsError: the copy breaks a rule, or a file could not be written; then nothing has changed.
        """
        if self.findings:
            raise RegenTrialsError("nothing was written: " + "; ".join(str(finding) for finding in self.findings))
        changed = [
            path.relative_to(self.folder)
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and _content(path) != _content(self.target / path.relative_to(self.folder))
        ]
        replace_all(self.target, {str(path): (self.folder / path).read_bytes() for path in changed})
        return [self.target / path for path in changed]


@contextmanager
def draft(target: Path, tables: Mapping[str, Iterable[Row]], today: str) -> Iterator[Draft]:
    """A copy of a data package with other rows, its counts and derived files fresh.

    Args:
        target: the package's folder.
        tables: the new rows of some tables.
        today: the day of the change; the descriptor's date moves on to it, as no row may be newer than the package.
    """
    with tempfile.TemporaryDirectory(prefix="regentrials-") as name:
        folder = Path(name)
        _copy(target, folder)
        package = opened(folder)
        before = {_identity(finding) for finding in rules.check(opened(target))}
        for table, rows in tables.items():
            resource = package.resource(table)
            ordered = sorted(rows, key=lambda row: row[resource.key])
            _write(folder / resource.path, csv_text(ordered, resource.fields))
        _date(folder, max(today, package.date))
        for path, text in derived(opened(folder), folder).items():
            _write(folder / path, text)
        findings = [finding for finding in rules.check(opened(folder)) if _identity(finding) not in before]
        yield Draft(folder, target, findings)


def _copy(target: Path, folder: Path) -> None:
    package = opened(target)
    paths = [DESCRIPTOR, *(resource.path for resource in package.resources.values())]
    paths += [str(r.entry["schema"]) for r in package.resources.values() if isinstance(r.entry.get("schema"), str)]
    for path in [*paths, *(name for name in COPIED if (target / name).is_file())]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target / path, folder / path)


def _date(folder: Path, day: str) -> None:
    value = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    if not str(value["created"]).startswith(day):
        value["created"] = f"{day}T00:00:00Z"
        _write(folder / DESCRIPTOR, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    # Lines move when rows are added.
    return finding.file, finding.column, finding.rule, finding.value


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def replace_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write several files, each whole; where one fails, those before it get their old content back.

    Raises:
        RegenTrialsError: a file could not be written.
    """
    old = {name: _content(folder / name) for name in contents}
    done: list[str] = []
    try:
        for name, content in contents.items():
            done.append(name)
            whole(folder / name, partial(Path.write_bytes, data=content))
    except BaseException as error:
        for name in done:
            _restore(folder / name, old[name])
        if isinstance(error, OSError):
            raise RegenTrialsError(f"{folder / done[-1]} can't be written ({error.strerror})") from None
        raise
    _flush(folder)


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif _content(path) != content:
        whole(path, partial(Path.write_bytes, data=content))


def _flush(folder: Path) -> None:
    # A rename is on the disk only when its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
