"""What a row of a curator must not hold: each is one error with the place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from regentrials import fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.package import DataPackage, Resource, Row

# How many similar ids an error names.
SHOWN = 8


def refuse_columns(resource: Resource, columns: Iterable[str]) -> None:
    """Columns that the table does not have."""
    for name in columns:
        if name not in resource.fields:
            raise UnknownNameError(f"column of {resource.name}", name, resource.fields)


def refuse_wrong(resource: Resource, row: Row) -> None:
    """Cells that are missing, or that their column does not take."""
    missing = [name for name, field in resource.fields.items() if fields.is_required(field) and not row[name]]
    if missing:
        raise RegenTrialsError(
            f"{resource.place}: a row needs {', '.join(missing)} too; see: regentrials describe {resource.name}"
        )
    for name, field in resource.fields.items():
        pattern = field.get("constraints", {}).get("pattern", ".*")
        if fields.wrong_cells(field, [row[name]]):
            raise RegenTrialsError(f"{resource.place} {name}: {row[name]!r} is not {fields.wanted(field)}")
        if row[name] and not re.fullmatch(pattern, row[name]):
            meaning = field.get("description", "")
            raise RegenTrialsError(f"{resource.place} {name}: {row[name]!r} does not fit {pattern} ({meaning})")


def refuse_unknown(package: DataPackage, resource: Resource, row: Row, added: Mapping[str, Row]) -> None:
    """Ids of rows that there are not, neither in the package nor among the added ones."""
    for name, field in resource.fields.items():
        if "refersTo" not in field or not row[name]:
            continue
        table, _, column = field["refersTo"].partition(".")
        rows = package.resource(table).by_key()
        for key in fields.split(row[name]) if fields.is_list(field) else (row[name],):
            if key not in rows and key != added.get(table, {}).get(column):
                raise UnknownNameError(f"row of {table}", key, _similar(rows, key), f"see data/{table}.csv")


def _similar(rows: Mapping[str, Row], key: str) -> list[str]:
    return sorted(k for k, row in rows.items() if key.casefold() in f"{k} {row.get('name', '')}".casefold())[:SHOWN]
