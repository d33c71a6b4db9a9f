"""Words of a vocabulary that belong together, by the schemas of the installed data."""

from __future__ import annotations

from regentrials.package import installed

_TABLES = installed().resources


def group(table: str, column: str, name: str) -> tuple[str, ...]:
    """The words that a column's schema puts under one name, in its order: those that are `pluripotent`."""
    return tuple(_TABLES[table].fields[column]["groups"][name])
