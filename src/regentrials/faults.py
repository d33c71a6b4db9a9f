"""What is wrong with a row before it stands in a table: cells missing or that don't fit, rows that there aren't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regentrials import fields, references
from regentrials.package import DataPackage, Row
from regentrials.similar import similar


def faults(package: DataPackage, table: str, row: Row, added: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    """Each cell of a row that its column does not take, with the remedy.

    Args:
        package: the data package that the row is for.
        table: the row's table.
        row: the whole row.
        added: rows, by table and key, that come with it and may be named too.
    """
    for name, field in package.resource(table).fields.items():
        if not row[name]:
            if fields.is_required(field):
                yield f"{name} is blank; fill it"
        # A name that was meant for an id seldom has an id's form: it is looked for before the form is.
        elif unknown := list(_unknown(package, field, row[name], added)):
            yield from (f"{name}: {message}" for message in unknown)
        elif row[name].strip() not in ("", row[name]):
            yield f"{name}: {row[name]!r} begins or ends with a blank; take it off"
        elif not fields.fits(field, row[name]):
            yield f"{name}: {row[name]!r} does not fit; make it {fields.advised(field)}{_told(field)}"
        elif other := _same(package, table, name, row):
            yield f"{name}: {row[name]!r} is that of {other} already; use that row"


def _told(field: fields.Field) -> str:
    return f" ({field['description']})" if field.get("description") else ""


def _same(package: DataPackage, table: str, name: str, row: Row) -> str:
    """The key of another row with the same cell, in a column whose cells are unique."""
    resource = package.resource(table)
    if not resource.fields[name].get("constraints", {}).get("unique") or name == resource.key:
        return ""
    rows = resource.by_key().items()
    return next((key for key, other in rows if other[name] == row[name] and key != row[resource.key]), "")


def _unknown(
    package: DataPackage, field: fields.Field, cell: str, added: Mapping[str, Mapping[str, Row]]
) -> Iterator[str]:
    targets = references.tables(field)
    if not targets:
        return
    known: dict[str, Row] = {}
    for table in targets:
        known |= {**package.resource(table).by_key(), **added.get(table, {})}
    for key in fields.items(field, cell):
        # A blank item is a fault of form.
        if key.strip() and key not in known:
            alike = similar(known, key)
            meant = f"; did you mean {', '.join(alike)}?" if alike else "; add it there first"
            yield f"{key!r} is no row of {' or '.join(targets)}{meant}"
