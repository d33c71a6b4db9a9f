"""What a record rests on, and what is disputed or claimed about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from regentrials import fields
from regentrials.lookup import Tables
from regentrials.package import AnyPackage, Row, chosen


def evidence(text: str, package: AnyPackage | None = None) -> pd.DataFrame:
    """Every source, discrepancy and claim behind a record.

    Args:
        text: a record's id, name or alias.
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        A DataFrame with the columns kind (source, discrepancy, claim), id, rank (of a source: 1 is best), text,
        url, record_id (of a product or a condition, discrepancies and claims about its trials and decisions count
        too; narrower conditions come with a condition).

    Raises:
        UnknownNameError: no record, or more than one, goes by that name.
        RegenTrialsError: the name is blank, or no text.
    """
    tables = Tables(chosen(package))
    table, key = tables.find(text)
    about = list(_about(tables, table, key))
    rows = [*_sources(tables, table, key), *_discrepancies(tables, about), *_claims(tables, about)]
    frame = pd.DataFrame(rows, columns=["kind", "id", "rank", "text", "url", "record_id"])
    return frame.astype(dict.fromkeys(frame.columns, "string") | {"rank": "Int64"})


def _about(tables: Tables, table: str, key: str) -> Iterator[tuple[str, str]]:
    """The table and key of a record, and of the trials and decisions of a product or a condition."""
    yield table, key
    if table == "products":
        yield from _keys(tables.trials_of(key), tables.decisions_of(key))
    if table == "conditions":
        yield from _keys(tables.trials_on(key), tables.decisions_on(key))


def _keys(trials: list[Row], decisions: list[Row]) -> Iterator[tuple[str, str]]:
    yield from (("trials", row["trial_id"]) for row in trials)
    yield from (("approvals", row["approval_id"]) for row in decisions)


def _sources(tables: Tables, table: str, key: str) -> Iterator[dict[str, object]]:
    for source_id in tables.source_ids(table, key):
        source = tables.row("sources", source_id)
        text = f"{source['title']}. {source['publisher']}"
        yield {
            "kind": "source",
            "id": source_id,
            "rank": tables.rank(source_id),
            "text": text,
            "url": source["url"],
            "record_id": key,
        }


def _discrepancies(tables: Tables, about: Sequence[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for row in tables["discrepancies"].values():
        if (row["table"], row["record_id"]) in about:
            text = f"{row['field']}: {row['recorded_value']}, not {row['other_value']}. {row['rationale']}"
            url = tables.row("sources", row["other_source_id"])["url"]
            yield _finding("discrepancy", row["discrepancy_id"], text, url, row["record_id"])


def _claims(tables: Tables, about: Sequence[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for row in tables["claims"].values():
        records = fields.split(row["records"])
        key = next((key for _, key in about if key in records), None)
        if key:
            text = f"{row['statement']} [{fields.readable(row['verdict'])}] {row['finding']}"
            url = tables.row("sources", row["stated_in"])["url"]
            yield _finding("claim", row["claim_id"], text, url, key)


def _finding(kind: str, key: str, text: str, url: str, record_id: str) -> dict[str, object]:
    return {"kind": kind, "id": key, "rank": None, "text": text, "url": url, "record_id": record_id}
