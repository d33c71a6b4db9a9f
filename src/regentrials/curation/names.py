"""Records and places that are given by their names: their ids and codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from regentrials import fields, references
from regentrials.countries import PLACES, code
from regentrials.errors import UnknownNameError
from regentrials.lookup import Tables
from regentrials.package import DataPackage


def by_id(package: DataPackage, table: str, cells: Mapping[str, str]) -> dict[str, str]:
    """Cells whose names, aliases and other numbers of records are the records' ids, and names of places their codes.

    Args:
        package: the data package that the cells are for.
        table: the table that they are for.
        cells: values by column; what names no record, or more than one, stays as it is and is refused later.
    """
    described, tables = package.resource(table).fields, Tables(package)
    known = {name: cell for name, cell in cells.items() if name in described}
    places = {name: _codes(described[name], cell) for name, cell in known.items() if (table, name) in PLACES}
    records = {name: _ids(tables, described[name], cell) for name, cell in known.items() if name not in places}
    return {**cells, **records, **places}


def row_id(package: DataPackage, table: str, text: str) -> str:
    """The id of the row of a table that a text names; what names none, or more than one, stays and is refused later."""
    return _id(Tables(package), (package.resource(table).name,), text)


def understood(given: Mapping[str, str], cells: Mapping[str, str]) -> Iterator[str]:
    """A line for each cell in which a name became an id, so that a curator sees which record was meant."""
    for name, cell in cells.items():
        if cell != given[name]:
            yield f"{name}: {given[name]!r} is {cell}"


def _codes(field: fields.Field, cell: str) -> str:
    return fields.SEPARATOR.join(code(item) or item for item in fields.items(field, cell))


def _ids(tables: Tables, field: fields.Field, cell: str) -> str:
    targets = references.tables(field)
    return fields.SEPARATOR.join(_id(tables, targets, item) for item in fields.items(field, cell))


def _id(tables: Tables, targets: Collection[str], text: str) -> str:
    if not text.strip() or any(text in tables[target] for target in targets):
        return text
    try:
        return tables.find(text, targets)[1]
    except UnknownNameError:
        return text
