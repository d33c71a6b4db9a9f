"""Where a row's former id still stands: in what curators wrote, and in the ids of disagreements about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regentrials.package import DataPackage

# What curators write in their own words; a document's title and address are its own.
PROSE = ("notes", "rationale", "finding")


def mentions(package: DataPackage, old: str) -> Iterator[str]:
    """A line for each cell that still says a former id, and for each disagreement that is named after it.

    Args:
        package: the data package, in which every cell that refers to the row names its new id.
        old: the former id.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    for table, resource in package.resources.items():
        for key, row in resource.by_key().items():
            for name in row.keys() & set(PROSE):
                if word.search(row[name]):
                    yield f"{key} ({table}) still says {old} in its {name}: regentrials set {table} {key} {name}=..."
    for key, row in package.resource("discrepancies").by_key().items():
        # Another record's id may begin like the former one.
        if key.startswith(f"{old.lower()}-") and not key.startswith(f"{row['record_id'].lower()}-"):
            yield f"{key} (discrepancies) is still named after {old}: regentrials rename discrepancies {key} ..."
