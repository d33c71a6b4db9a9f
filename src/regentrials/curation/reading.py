"""The day of a registry's copy, which does not move by itself when a cell is read anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from regentrials.curation.document import of_address
from regentrials.package import DataPackage
from regentrials.registries.compare import OWNED

KINDS = ("registry_record", "registry_copy")


def left_behind(package: DataPackage, table: str, key: str, changed: Collection[str], url: str) -> Iterator[str]:
    """A line where what a registry decides was read anew in its record, and `as_of` was not.

    Args:
        package: the data package, with the row as it is now.
        table: the row's table.
        key: the row's id.
        changed: the columns that were given.
        url: the address of the document.
    """
    source = of_address(package.resource("sources").by_key(), url) if table == "trials" and url else None
    if source and source["source_type"] in KINDS and "as_of" not in changed and set(changed) & set(OWNED):
        day = package.resource("trials").by_key()[key]["as_of"] or "blank"
        yield f"as_of is still {day}, as if the record had said so then; give as_of=... with the day of what you read"
