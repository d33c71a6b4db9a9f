"""Change the tables of a data package: the tables, their sources and the counts are all written, or nothing is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from regentrials.canonical import refuse_unfit, renewed
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.export.archive import package_files
from regentrials.export.together import content, replace_all
from regentrials.export.whole import put
from regentrials.lock import locked
from regentrials.package import DESCRIPTOR, DataPackage, Row, opened
from regentrials.recount import json_text
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

    def install(self, but: Collection[str] = ()) -> list[Path]:
        """Put the changed files in place of the package's own; returns them.

        Args:
            but: rules that may be broken, as a row that is still to come will mend them.

        Raises:
            RegenTrialsError: the copy breaks a rule, somebody else writes, or a file could not be written; then
                nothing has changed.
        """
        if broken := [str(finding) for finding in self.findings if finding.rule not in but]:
            raise RegenTrialsError("nothing was written: " + "; ".join(broken))
        now = {path: (self.folder / path).read_bytes() for path in sorted(self.before)}
        changed = {path: text for path, text in now.items() if text != self.before[path]}
        if changed:
            with locked(self.target):
                self._refuse_other_changes()
                replace_all(self.target, changed)
        return [self.target / path for path in changed]

    def _refuse_other_changes(self) -> None:
        for path, text in self.before.items():
            if content(self.target / path) != text:
                raise _changed(str(self.target / path))


def _changed(place: str) -> RegenTrialsError:
    return RegenTrialsError(f"nothing was written: {place} was changed meanwhile; run it again")


@contextmanager
def draft(package: DataPackage, tables: Mapping[str, Iterable[Row]], today: str) -> Iterator[Draft]:
    """A copy of a data package with other rows and fresh counts.

    Args:
        package: the data package in its folder, as it was read to make the rows.
        tables: the new rows of some tables.
        today: the day of the change; the descriptor's date moves on to it, as no row may be newer than the package.

    Raises:
        RegenTrialsError: a table can't be read, was changed since it was read, or new counts would make what is wrong
            with it look meant.
    """
    refuse_unfit(package)
    with tempfile.TemporaryDirectory(prefix="regentrials-") as name:
        folder = Path(name)
        copied = _copy(package, folder)
        old = opened(folder)
        _refuse_older(package, old)
        before = {_identity(finding) for finding in rules.check(package)}
        for table, rows in tables.items():
            resource = old.resource(table)
            put(folder / resource.path, csv_text(rows, resource.fields).encode())
        _date(folder, max(today, old.date))
        replace_all(folder, renewed(opened(folder)))
        findings = [finding for finding in rules.check(opened(folder)) if _identity(finding) not in before]
        yield Draft(folder, Path(str(package.root)), findings, copied)


def _copy(package: DataPackage, folder: Path) -> dict[str, bytes]:
    copied = {path: package.read_bytes(path) for path in package_files(package)}
    for path, text in copied.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    return copied


def _refuse_older(package: DataPackage, now: DataPackage) -> None:
    # A package keeps the rows that it has read: those that somebody wrote since are not among them.
    for name, resource in package.resources.items():
        if dict(resource.columns[1]) != dict(now.resource(name).columns[1]):
            raise _changed(resource.place)


def _date(folder: Path, day: str) -> None:
    value = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    if not str(value["created"]).startswith(day):
        value["created"] = f"{day}T00:00:00Z"
        put(folder / DESCRIPTOR, json_text(value).encode())


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    # Lines move when rows are added.
    return finding.file, finding.column, finding.rule, finding.value
