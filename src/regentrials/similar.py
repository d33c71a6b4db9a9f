"""Which records are meant by a name that is nearly theirs."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from regentrials import fields
from regentrials.resource import Row

# How alike a misspelt name is to the one that was meant, of 1.
CLOSE = 0.72
# How many similar ids a message names.
SHOWN = 8


def similar(rows: Mapping[str, Row], key: str) -> list[str]:
    """The keys of rows whose key or name holds `key`, whatever its case, else of those spelt alike: at most eight."""
    wanted = key.strip().casefold()
    named = [(name.casefold(), found) for found, row in rows.items() for name in _names(found, row) if name]
    meant = {found for name, found in named if wanted and wanted in name}
    if not meant:
        alike = get_close_matches(wanted, {name for name, _ in named}, cutoff=CLOSE)
        meant = {found for name, found in named if name in alike}
    return sorted(meant)[:SHOWN]


def _names(key: str, row: Row) -> tuple[str, ...]:
    return (key, row.get("name", ""), *fields.split(row.get("aliases", "")))
