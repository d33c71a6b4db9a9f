"""What frictionless checks: the raw text of the files against the descriptor and the Table Schemas."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from regentrials import fields
from regentrials.package import DESCRIPTOR, DataPackage, Resource
from regentrials.spreadsheet import TRUTH
from regentrials.validation.report import COUNT, FIX, Finding

REMEDIES = {
    "hash-count": COUNT,
    "byte-count": COUNT,
    "foreign-key": "add the row that it refers to, or correct the id",
    "primary-key": "give each row a key of its own",
    "unique-error": "give each row a value of its own",
    "constraint-error": "use a value that the schema allows",
    "type-error": "use a value of the column's type",
    "missing-cell": "give every row all its cells",
    "extra-cell": "quote the cells that contain commas",
    "blank-row": "remove the blank line",
    "incorrect-label": "use the schema's column names in the schema's order",
    "missing-label": "use the schema's column names in the schema's order",
    "extra-label": "use the schema's column names in the schema's order",
}


def check(package: DataPackage, lost: Collection[str] = ()) -> list[Finding]:
    """Run frictionless over a copy of the package's described files.

    Args:
        package: any data package; zip files and installed packages are copied out first.
        lost: the paths of tables to leave out; the others are then checked without their foreign keys.

    Returns:
        All failures, none cut.
    """
    with tempfile.TemporaryDirectory(prefix="regentrials-") as folder:
        _copy(package, Path(folder), lost)
        return list(_run(Path(folder), package))


def _copy(package: DataPackage, folder: Path, lost: Collection[str]) -> None:
    kept = [resource for resource in package.resources.values() if resource.path not in lost]
    entries = [_unlinked(resource) if lost else resource.entry for resource in kept]
    descriptor = {**package.descriptor, "resources": entries}
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), "utf-8")
    paths: list[str] = []
    for resource in kept:
        schema = resource.entry.get("schema")
        paths += [resource.path, *([schema] if isinstance(schema, str) else [])]
    for relative in paths:
        # Read first: a path that leaves the package is refused before a folder is made for it.
        content = package.read_bytes(relative)
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _unlinked(resource: Resource) -> dict[str, Any]:
    """A table's entry without its foreign keys, which can't be looked up while a table is lost."""
    schema = {name: value for name, value in resource.schema.items() if name != "foreignKeys"}
    return {**resource.entry, "schema": schema}


def _run(folder: Path, package: DataPackage) -> Iterator[Finding]:
    from frictionless import FrictionlessException, Package

    try:
        report = Package(str(folder / DESCRIPTOR)).validate(limit_errors=1_000_000)
    except FrictionlessException as refusal:
        # The refusal itself only says that there is one.
        for reason in refusal.reasons or [refusal.error]:
            yield Finding(DESCRIPTOR, None, "", "descriptor", _line(reason.note), "correct the descriptor")
        return
    for error in report.errors:
        yield Finding(DESCRIPTOR, None, "", error.type, _line(error.note), "correct the descriptor")
    described = {resource.path: resource.fields for resource in package.resources.values()}
    for task in report.tasks:
        for error in task.errors:
            yield _finding(str(task.place), error, described.get(str(task.place), {}))


def _finding(file: str, error: Any, described: Mapping[str, fields.Field]) -> Finding:
    columns = getattr(error, "field_name", "") or ",".join(getattr(error, "field_names", []) or [])
    value = getattr(error, "cell", None)
    if value is None:
        value = ", ".join(str(cell) for cell in getattr(error, "field_cells", []) or []) or error.note
    remedy = FIX if value in TRUTH else _advice(error, described.get(columns)) or REMEDIES.get(error.type, "correct it")
    return Finding(file, getattr(error, "row_number", None), columns, _rule(error), _line(str(value)), remedy)


def _advice(error: Any, field: fields.Field | None) -> str:
    """What to make of a cell that does not fit its column."""
    if field is None or error.type not in ("constraint-error", "type-error"):
        return ""
    return f"make it {fields.advised(field)}" if error.cell else "fill it"


def _rule(error: Any) -> str:
    if error.type == "constraint-error":
        # What it asks for stands in the remedy.
        name = error.note.split('"')[1]
        return f"{error.type}: {name}"
    return f"{error.type}: {_line(error.note)}" if error.type == "type-error" else str(error.type)


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else json.dumps(flat[:300])[1:-1] + "..."
