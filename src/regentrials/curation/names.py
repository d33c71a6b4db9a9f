"""Records that are given by their names: their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from regentrials import fields
from regentrials.errors import UnknownNameError
from regentrials.lookup import Tables
from regentrials.package import DataPackage


def by_id(package: DataPackage, table: str, cells: Mapping[str, str]) -> dict[str, str]:
    """Cells whose names, aliases and other numbers of records are the records' ids.

    Args:
        package: the data package that the cells are for.
        table: the table that they are for.
        cells: values by column; what names no record, or more than one, stays as it is and is refused later.
    """
    described, tables = package.resource(table).fields, Tables(package)
    return {name: _ids(tables, described[name], cell) if name in described else cell for name, cell in cells.items()}


def understood(given: Mapping[str, str], cells: Mapping[str, str]) -> Iterator[str]:
    """A line for each cell in which a name became an id, so that a curator sees which record was meant."""
    for name, cell in cells.items():
        if cell != given[name]:
            yield f"{name}: {given[name]!r} is {cell}"


def _ids(tables: Tables, field: fields.Field, cell: str) -> str:
    targets = fields.targets(field)
    items = fields.split(cell) if fields.is_list(field) else (cell,)
    return fields.SEPARATOR.join(_id(tables, targets, item) for item in items)


def _id(tables: Tables, targets: Collection[str], text: str) -> str:
    if not text.strip() or any(text in tables[target] for target in targets):
        return text
    try:
        table, key = tables.find(text)
    except UnknownNameError:
        return text
    return key if table in targets else text
