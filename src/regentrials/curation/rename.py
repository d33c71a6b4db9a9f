"""Another id for a row, as when a study gets its registry's number: every cell that refers to it follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from regentrials import fields, references
from regentrials.curation.document import Document, source_row
from regentrials.curation.rows import PENDING, refuse_faults, refuse_known_study, sourced
from regentrials.errors import RegenTrialsError
from regentrials.numbers import registry_of
from regentrials.package import DataPackage, Resource, Row, opened_folder
from regentrials.rewrite import draft
from regentrials.similar import known_row

# Table and old id -> new id.
Names = dict[tuple[str, str], str]

# The registry of ids that are ours: they give way to the number, and nobody looks for them afterwards.
OURS = "not_found"


def rename(place: str | Path, table: str, old: str, new: str, document: Document | None = None) -> list[Path]:
    """Give a row another id, in its own table and wherever it is named.

    A trial's former number stays as a secondary one, and its registry follows the new one. A product's decisions,
    whose ids begin with its own, get another with it.

    Args:
        place: a data package's folder.
        table: the table's name.
        old: the row's id.
        new: the id that it gets.
        document: the document that states a trial's number; it joins the row's sources.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: the row is unknown, the new id is taken or does not fit, a trial's number has no document,
            or a file can't be written; nothing is written.
    """
    package = opened_folder(place)
    row = _row(package, table, old, new)
    tables = {name: resource.by_key() for name, resource in package.resources.items()}
    day = package.date
    if table == "trials":
        row = row | _numbered(package, row, old, new)
        if not document:
            raise RegenTrialsError(f"no document, no value: name the one that states {new} (--source URL)")
    if document:
        source = source_row(package, document, new if table == "trials" else "")
        refuse_faults(package, {"sources": {source["source_id"]: source}})
        row, day = sourced(package, table, row, source), min(source["accessed_date"], date.today().isoformat())
        tables["sources"] = tables["sources"] | {source["source_id"]: source}
    tables[table] = {new if key == old else key: row if key == old else other for key, other in tables[table].items()}
    names = {(table, old): new, **(_decisions(tables["approvals"], old, new) if table == "products" else {})}
    followed = {
        name: [_follow(package.resource(name), cells, names) for cells in rows.values()]
        for name, rows in tables.items()
    }
    with draft(package, followed, day) as changed:
        return changed.install(PENDING)


def _row(package: DataPackage, table: str, old: str, new: str) -> Row:
    """The row under its new id."""
    resource = package.resource(table)
    row = known_row(resource, old)
    field = resource.fields[resource.key]
    if not fields.fits(field, new):
        raise RegenTrialsError(f"{new!r} is no {resource.key}; make it like {field['example']!r}")
    if new in resource.by_key():
        raise RegenTrialsError(f"{new} is a row of {table} already: what both hold has to be joined by hand")
    return row | {resource.key: new}


def _numbered(package: DataPackage, row: Row, old: str, new: str) -> Row:
    registry = registry_of(package, new)
    refuse_known_study(package, new, itself=old)
    former = [] if registry_of(package, old) == OURS else [old]
    others = [number for number in fields.split(row["secondary_ids"]) if number != new]
    return {"registry": registry, "secondary_ids": fields.SEPARATOR.join(dict.fromkeys([*former, *others]))}


def _decisions(rows: Mapping[str, Row], old: str, new: str) -> Names:
    """The ids of a product's decisions, which begin with its own."""
    own = {key: f"{old}-{row['jurisdiction'].lower()}-" for key, row in rows.items() if row["product_id"] == old}
    return {("approvals", key): new + key.removeprefix(old) for key, start in own.items() if key.startswith(start)}


def _follow(resource: Resource, row: Row, names: Names) -> Row:
    """The row with the new ids in each cell that names an old one."""
    return {name: _renamed(resource, row, name, names) for name in row}


def _renamed(resource: Resource, row: Row, name: str, names: Names) -> str:
    tables = (resource.name,) if name == resource.key else named_tables(resource, row, name)
    if not tables:
        return row[name]
    items = fields.items(resource.fields[name], row[name])
    found = (next((names[to, item] for to in tables if (to, item) in names), item) for item in items)
    return fields.SEPARATOR.join(found)


def named_tables(resource: Resource, row: Row, name: str) -> tuple[str, ...]:
    """The tables whose rows a cell may name; a discrepancy says in a cell of its own which table its record is of."""
    if (resource.name, name) == ("discrepancies", "record_id"):
        return (row["table"],)
    return references.tables(resource.fields[name])
