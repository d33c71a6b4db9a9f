"""What a correction means for the discrepancies that hold the corrected cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, Row

# What a curator says on no document's word.
OWN_WORDS = ("notes", "source_ids")
# What no document can be held against: the day of a reading is the curator's too.
UNDISPUTED = (*OWN_WORDS, "as_of")


def recorded(package: DataPackage, table: str, row: Row, source: Row | None, rationale: str) -> dict[str, Row]:
    """The discrepancies about a row, with its new cells, the document that states them, and the reason.

    A value that is replaced stays as what its document states, unless that is the one which states the new value. Where
    the new value is the one that a discrepancy records as the other, its two sides are swapped.

    Args:
        package: the data package, with the row as it was.
        table: the row's table.
        row: the whole row as it will be.
        source: the document that states the new cells, as a row of `sources`.
        rationale: why the new value is recorded.

    Returns:
        The changed and the new rows of `discrepancies`, by key.

    Raises:
        RegenTrialsError: a value that documents disagree on is replaced without a reason, or a reason is given for no
            such value; or a disagreement is over, so that its row has to go first.
    """
    rows = package.resource("discrepancies").by_key()
    changed: dict[str, Row] = {}
    disputes = {
        key: other
        for key, other in about(package, table, row[package.resource(table).key]).items()
        if row[other["field"]] != other["recorded_value"]
    }
    # Where a row is turned round, it keeps the old value for all.
    turned = {other["field"]: key for key, other in disputes.items() if _is_turned(other, row, source)}
    for key, other in disputes.items():
        new, first = row[other["field"]], turned.get(other["field"], "")
        _refuse(key, other, new, rationale)
        document = source["source_id"] if source else other["recorded_source_id"]
        told = {"recorded_value": new, "recorded_source_id": document, "rationale": rationale}
        stated = {"other_value": other["recorded_value"], "other_source_id": other["recorded_source_id"]}
        changed[key] = other | told
        if _is_turned(other, row, source):
            _refuse_agreement(key, other, document, first)
            changed[key] |= stated | {"recorded_source_id": other["other_source_id"]}
        elif not first and other["recorded_source_id"] not in ("", document):
            kept = _free(key, {**rows, **changed})
            changed[kept] = other | told | stated | {"discrepancy_id": kept}
            turned[other["field"]] = kept
    if rationale and not changed:
        raise RegenTrialsError("no discrepancy is about what changes: leave --rationale out")
    return changed


def _is_turned(other: Row, row: Row, source: Row | None) -> bool:
    """Whether the other side is right: its value, or what its own document says in the table's words."""
    named = source is not None and source["source_id"] == other["other_source_id"]
    return named or row[other["field"]] == other["other_value"]


def about(package: DataPackage, table: str, key: str) -> dict[str, Row]:
    """The discrepancies about a row, by key."""
    rows = package.resource("discrepancies").by_key()
    return {name: row for name, row in rows.items() if (row["table"], row["record_id"]) == (table, key)}


def _refuse(key: str, row: Row, new: str, rationale: str) -> None:
    if not new:
        raise RegenTrialsError(f"{key} is about the value that would go: regentrials remove discrepancies {key}")
    if not rationale:
        swapped = ", and the two sides are swapped" if new == row["other_value"] else ""
        raise RegenTrialsError(
            f"documents disagree on {row['field']}: {key} records {row['recorded_value']!r} of"
            f" {row['recorded_source_id'] or 'no document'}, as: {row['rationale']}"
            f" Say why {new!r} is better (--rationale TEXT); it takes the place of that{swapped}"
        )


def _refuse_agreement(key: str, row: Row, document: str, first: str) -> None:
    """Refuse to swap the sides of a row of which nothing would be left, or what another row would say as well."""
    if document == row["recorded_source_id"] or first != key:
        raise RegenTrialsError(f"{key} has nothing to disagree on any more: regentrials remove discrepancies {key}")


def _free(key: str, taken: Collection[str]) -> str:
    return next(name for number in count(2) if (name := f"{key}-{number}") not in taken)


def replaced(package: DataPackage, table: str, key: str, cells: Mapping[str, str]) -> Iterator[str]:
    """What a curator has to know of each value that was replaced: where it is kept, or who may state it still.

    Args:
        package: the data package, with the row as it was.
        table: the row's table.
        key: the row's id.
        cells: the new values by column.

    Yields:
        A line for each replaced value; none for a row that is not there.
    """
    if table not in fields.words(package.resource("discrepancies").fields["table"]):
        return
    row, disputed = package.resource(table).by_key().get(key, {}), about(package, table, key)
    for column, new in cells.items():
        old, documents = row.get(column, ""), ", ".join(fields.split(row.get("source_ids", "")))
        if not (old and new and old != new and documents) or column in UNDISPUTED:
            continue
        known = [name for name, other in disputed.items() if other["field"] == column]
        if known:
            yield f"{column} was {old!r}: read what the discrepancies say now, from {known[0]} on"
        else:
            yield f"{column} was {old!r}; if any of {documents} says so still, add a row to discrepancies"
