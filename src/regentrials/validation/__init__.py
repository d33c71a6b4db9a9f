"""Check a data package: frictionless on the text, pandera on the frames, then the rules between tables."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials.citable import unstated
from regentrials.errors import FileError, RegenTrialsError
from regentrials.package import DESCRIPTOR, DataPackage, Resource, installed
from regentrials.spreadsheet import REMEDY, rewritten
from regentrials.validation.report import Finding


def validate(package: DataPackage) -> list[Finding]:
    """All failures of a data package.

    Args:
        package: the data package to check.

    Returns:
        Every failure found, sorted by place; an empty list for a valid package.

    Raises:
        RegenTrialsError: the extra `validate` is not installed, or the descriptor can't be read.
    """
    try:
        from regentrials.validation import frames, rules, shape
    except ImportError as error:
        raise RegenTrialsError(f"{error.name} is not installed; run: pip install 'regentrials[validate]'") from None
    unreadable = _unreadable(package)
    if unreadable:
        lost = {finding.file for finding in unreadable}
        return sorted([*unreadable, *_elsewhere(package, lost)], key=_place)
    findings = shape.check(package)
    # A stale hash says nothing about the text: a table that is being edited is still looked at.
    broken = {finding.file for finding in findings if finding.rule not in ("hash-count", "byte-count")}
    for resource in package.resources.values():
        # A table whose text is broken does not load; frictionless has said where and why.
        if resource.path not in broken:
            findings += frames.check(resource)
    uncited = list(_uncited(package))
    missing = list(_missing(package))
    findings += uncited + missing
    # The rules are about this dataset's tables and its day: without them there is nothing to hold a rule against.
    if not missing and "created" not in {finding.column for finding in uncited}:
        findings += rules.check(package)
    return sorted(findings, key=_place)


def _elsewhere(package: DataPackage, lost: set[str]) -> Iterator[Finding]:
    """What is wrong with the text of the other tables; keys can't be looked up while a table is lost."""
    from regentrials.validation import shape

    yield from shape.check(package, lost)


def _uncited(package: DataPackage) -> Iterator[Finding]:
    for key, remedy in unstated(package):
        yield Finding(DESCRIPTOR, None, key, "can be cited", str(package.descriptor.get(key, "")), remedy)


def _missing(package: DataPackage) -> Iterator[Finding]:
    """The tables and columns that every version has, and this package has not."""
    for name, resource in installed().resources.items():
        if name not in package.resources:
            yield Finding(DESCRIPTOR, None, "resources", "has the table", name, "add the table")
            continue
        for column in resource.fields:
            if column not in package.resources[name].fields:
                yield Finding(package.resources[name].path, 1, column, "has the column", column, "add the column")


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    return (finding.file, finding.line or 0, finding.column, finding.rule, finding.value)


def _unreadable(package: DataPackage) -> list[Finding]:
    findings = []
    if not package.resources:
        remedy = "list the tables under resources"
        findings.append(Finding(DESCRIPTOR, None, "resources", "tables", "no tables", remedy))
    for resource in package.resources.values():
        try:
            findings += _rewritten(resource)
        except FileError as error:
            findings.append(Finding(resource.path, error.line, "", "readable", error.wrong, error.remedy))
        except RegenTrialsError as error:
            findings.append(Finding(resource.path, None, "", "readable", str(error), "mend the file"))
    return findings


def _rewritten(resource: Resource) -> list[Finding]:
    found = rewritten(resource)
    if not found:
        return []
    rule = "dates as the document states them"
    return [Finding(resource.path, found.line, found.columns, rule, found.cells, REMEDY)]
