"""A row that goes, unless another one names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from regentrials import fields
from regentrials.curation.rename import named_tables
from regentrials.curation.rows import PENDING
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, opened_folder
from regentrials.rewrite import draft
from regentrials.similar import known_row


def remove(place: str | Path, table: str, key: str) -> list[Path]:
    """Remove a row from a data package's folder.

    Its documents stay: `regentrials validate` names those that no other row uses.

    Args:
        place: a data package's folder.
        table: the table's name.
        key: the row's id.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: the row is unknown, or another row names it, or a file can't be written; nothing is written.
    """
    package = opened_folder(place)
    resource = package.resource(table)
    known_row(resource, key)
    if found := list(dict.fromkeys(_naming(package, table, key))):
        raise RegenTrialsError(f"{key} is named by {', '.join(found)}: change or remove those first")
    kept = [row for other, row in resource.by_key().items() if other != key]
    with draft(package, {table: kept}, package.date) as changed:
        return changed.install(PENDING)


def _naming(package: DataPackage, table: str, key: str) -> Iterator[str]:
    """The other rows that name a row, with their tables."""
    for resource in package.resources.values():
        for other, row in resource.by_key().items():
            for name, cell in row.items():
                if table in named_tables(resource, row, name) and key in fields.items(resource.fields[name], cell):
                    yield f"{other} ({resource.name})"
