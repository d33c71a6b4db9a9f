"""Change the tables of a data package: the tables, their sources and the counts are all written, or nothing is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from regentrials.canonical import fix
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.export.archive import package_files
from regentrials.export.together import content, replace_all
from regentrials.export.whole import put
from regentrials.package import DESCRIPTOR, DataPackage, Row, opened
from regentrials.recount import json_text
from regentrials.spreadsheet import refuse_rewritten
from regentrials.validation import rules
from regentrials.validation.report import Finding


@dataclass(frozen=True)
class Draft:
    """A changed copy of a data package in a temporary folder.

    Attributes:
        folder: the temporary folder.
        target: the package's own folder.
        findings: the rules that the copy breaks and the package does not.
        before: what each of the package's files held when it was copied, by path.
    """

    folder: Path
    target: Path
    findings: list[Finding]
    before: Mapping[str, bytes]

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
        for path, text in self.before.items():
            if content(self.target / path) != text:
                raise RegenTrialsError(f"nothing was written: {self.target / path} was changed meanwhile; run it again")
        changed = [
            path.relative_to(self.folder)
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and content(path) != content(self.target / path.relative_to(self.folder))
        ]
        replace_all(self.target, {str(path): (self.folder / path).read_bytes() for path in changed})
        return [self.target / path for path in changed]


@contextmanager
def draft(target: Path, tables: Mapping[str, Iterable[Row]], today: str) -> Iterator[Draft]:
    """A copy of a data package with other rows and fresh counts.

    Args:
        target: the package's folder.
        tables: the new rows of some tables.
        today: the day of the change; the descriptor's date moves on to it, as no row may be newer than the package.
    """
    refuse_rewritten(opened(target))
    with tempfile.TemporaryDirectory(prefix="regentrials-") as name:
        folder = Path(name)
        copied = _copy(target, folder)
        package = opened(folder)
        before = {_identity(finding) for finding in rules.check(opened(target))}
        for table, rows in tables.items():
            resource = package.resource(table)
            put(folder / resource.path, csv_text(rows, resource.fields).encode())
        _date(folder, max(today, package.date))
        fix(folder)
        findings = [finding for finding in rules.check(opened(folder)) if _identity(finding) not in before]
        yield Draft(folder, target, findings, copied)


def _copy(target: Path, folder: Path) -> dict[str, bytes]:
    copied = {path: (target / path).read_bytes() for path in package_files(opened(target))}
    for path, text in copied.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    return copied


def _date(folder: Path, day: str) -> None:
    value = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    if not str(value["created"]).startswith(day):
        value["created"] = f"{day}T00:00:00Z"
        put(folder / DESCRIPTOR, json_text(value).encode())


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    # Lines move when rows are added.
    return finding.file, finding.column, finding.rule, finding.value
