"""What a correction means for the discrepancies that hold the corrected cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, Row

# What a curator says on no document's word.
OWN_WORDS = ("notes", "source_ids")


def recorded(package: DataPackage, table: str, row: Row, source: Row | None) -> dict[str, Row]:
    """The discrepancies about a row, with its new cells and the document that states them.

    Args:
        package: the data package, with the row as it was.
        table: the row's table.
        row: the whole row as it will be.
        source: the document that states the new cells, as a row of `sources`.

    Returns:
        The changed rows of `discrepancies`, by key.

    Raises:
        RegenTrialsError: the new value is the one that a discrepancy records as the other: it is settled.
    """
    resource = package.resource(table)
    changed = {}
    for key, other in package.resource("discrepancies").by_key().items():
        if (other["table"], other["record_id"]) != (table, row[resource.key]):
            continue
        new = row[other["field"]]
        if new == other["recorded_value"]:
            continue
        if new == other["other_value"]:
            raise RegenTrialsError(
                f"{key} records {new!r} as what other documents say; remove that row, or swap its two sides"
            )
        document = source["source_id"] if source else other["recorded_source_id"]
        changed[key] = other | {"recorded_value": new, "recorded_source_id": document}
    return changed


def undisputed(package: DataPackage, table: str, key: str, cells: Mapping[str, str]) -> Iterator[str]:
    """What a curator has to decide on: each value that was replaced, and the documents that may state it still.

    Args:
        package: the data package, with the row as it was.
        table: the row's table.
        key: the row's id.
        cells: the new values by column.

    Yields:
        A line for each replaced value that no discrepancy is about; none for a row that is not there.
    """
    discrepancies = package.resource("discrepancies")
    if table not in fields.words(discrepancies.fields["table"]):
        return
    row = package.resource(table).by_key().get(key, {})
    known = {(other["table"], other["record_id"], other["field"]) for other in discrepancies.by_key().values()}
    for column, new in cells.items():
        old, documents = row.get(column, ""), ", ".join(fields.split(row.get("source_ids", "")))
        about_facts = column not in OWN_WORDS and (table, key, column) not in known
        if old and new and old != new and documents and about_facts:
            yield f"{column} was {old!r}; if any of {documents} says so still, add a row to discrepancies"
