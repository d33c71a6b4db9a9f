"""What happened, in time order: to a product, in a trial, after a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from regentrials import fields
from regentrials.errors import UnknownNameError
from regentrials.lookup import Tables
from regentrials.package import AnyPackage, Row, chosen
from regentrials.views import NOT_BEGUN, status_word

Event = dict[str, str]

MILESTONES = {
    "start_date": "study starts",
    "primary_completion_date": "primary completion",
    "completion_date": "completion",
}
# Decisions that put an end to something: nothing becomes of them.
FINAL = ("refusal", "withdrawal", "hold_lifted")


def history(text: str, package: AnyPackage | None = None) -> pd.DataFrame:
    """What happened to a product, in time order.

    Args:
        text: a product's id, name or alias.
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        A DataFrame of text with the columns date (as precise as the source; blank where none is stated), event,
        where (codes of countries or of the jurisdiction, with ", " between), record_id. For dates to reckon with, at
        the start of the stated year, month or day: `pd.to_datetime(frame["date"], format="ISO8601")`.

    Raises:
        UnknownNameError: no product, or more than one record, goes by that name.
        RegenTrialsError: the name is blank, or no text.
    """
    tables = Tables(chosen(package))
    table, key = tables.find(text)
    if table != "products":
        product = tables[table][key].get("product_id")
        raise UnknownNameError("product", text, remedy=f"it is one of {table}" + (f", of {product}" if product else ""))
    columns = ["date", "event", "where", "record_id"]
    return pd.DataFrame(product_events(tables, key), columns=columns, dtype="string")


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by date, undated ones last; those of one date by record."""
    return sorted(events, key=lambda event: (event["date"] or "9", event["record_id"]))


def product_events(tables: Tables, product_id: str) -> list[Event]:
    """A product's trials and decisions, and what became of those that no later decision ended."""
    decisions = tables.decisions_of(product_id)
    followed = {row.get("follows_id", "") for row in decisions}
    found = [_trial_start(row) for row in tables.trials_of(product_id)]
    found += [_decision(tables, row) for row in decisions]
    return in_order([*found, *_ends(row for row in decisions if row["approval_id"] not in followed)])


def trial_events(tables: Tables, trial_id: str) -> list[Event]:
    """A trial's own dates, the decisions about it, and the studies that follow its participants."""
    row = tables["trials"][trial_id]
    found = [_event(row[column], text, "", trial_id) for column, text in MILESTONES.items() if row[column]]
    found += [_decision(tables, other) for other in tables["approvals"].values() if other["trial_id"] == trial_id]
    found += [_trial_start(other) for other in tables["trials"].values() if other["parent_trial_id"] == trial_id]
    return in_order(found)


def decision_events(tables: Tables, approval_id: str) -> list[Event]:
    """A product's decisions in the jurisdiction of one of them, and what became of each."""
    row = tables["approvals"][approval_id]
    same = [o for o in tables.decisions_of(row["product_id"]) if o["jurisdiction"] == row["jurisdiction"]]
    return in_order([*(_decision(tables, other) for other in same), *_ends(same)])


def _event(date: str, event: str, where: str, record_id: str) -> Event:
    return {"date": date, "event": event, "where": where, "record_id": record_id}


def _ends(decisions: Iterable[Row]) -> Iterator[Event]:
    """What became of decisions, where a document says when."""
    for row in decisions:
        if row["status_date"] and row["decision_type"] not in FINAL:
            text = f"now {status_word(row)}: {fields.readable(row['decision_type'])}"
            yield _event(row["status_date"], text, row["jurisdiction"], row["approval_id"])


def _trial_start(row: Row) -> Event:
    words = [row["study_type"], row["phase"], row["status"]]
    described = ", ".join(fields.readable(word) for word in words if word)
    where = row["countries"].replace(fields.SEPARATOR, ", ")
    begins = "study planned to start" if row["status"] in NOT_BEGUN else "study starts"
    return _event(row["start_date"], f"{begins} ({described})", where, row["trial_id"])


def _decision(tables: Tables, row: Row) -> Event:
    by = f", {tables.name_of('organizations', row['agency'])}" if row["agency"] else ""
    about = f": {row['indication']}" if row["indication"] else ""
    # A refusal that is "refused", or a withdrawal that "stands", tells nothing.
    status = "" if row["decision_type"] in FINAL else f" [{status_word(row)}]"
    text = f"{fields.readable(row['decision_type'])}{by}{about}{status}"
    return _event(row["decision_date"], text, row["jurisdiction"], row["approval_id"])
