"""A readable card of one record: its facts, its history in time order, and every source."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from regentrials import fields
from regentrials.numbers import record_url
from regentrials.package import DataPackage, Row, installed
from regentrials.timeline import Event, decision_events, product_events, trial_events
from regentrials.views import Tables, areas, authorized_in, evidence, stage_of

WIDTH = 100
LABEL = 24
HISTORIES: dict[str, Callable[[Tables, str], list[Event]]] = {
    "products": product_events,
    "trials": trial_events,
    "approvals": decision_events,
}


def card(text: str, package: DataPackage | None = None) -> str:
    """The card of a record.

    Args:
        text: a record's id, name or alias.
        package: a data package; the installed one unless given.

    Returns:
        Text of several lines, at most 100 characters wide but for addresses.

    Raises:
        UnknownNameError: no record goes by that name.
    """
    package = package or installed()
    tables = Tables(package)
    table, key = tables.find(text)
    row = tables[table][key]
    parts = [_head(tables, table, key), *_facts(tables, table, row)]
    if table == "products":
        parts += _standing(tables, key)
    if table in HISTORIES:
        parts += ["", "History", *map(_event_line, HISTORIES[table](tables, key))]
    parts += list(_related(tables, table, key))
    parts += list(_evidence(key, package))
    return "\n".join(parts)


def _head(tables: Tables, table: str, key: str) -> str:
    title = f"{tables.name_of(table, key)}  ({table}: {key})"
    return f"{title}\n{'=' * min(len(title), WIDTH)}"


def _filled(text: str, first: str = "", then: str = "") -> str:
    # Addresses and names with hyphens stay whole.
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )


def _wrapped(label: str, value: str) -> str:
    return _filled(value, f"{label:<{LABEL}}", " " * LABEL)


def _facts(tables: Tables, table: str, row: Row) -> Iterator[str]:
    resource = tables.package.resource(table)
    # The head has the key and the name, the evidence has the sources.
    shown_elsewhere = {resource.key, "name", "title", "source_ids"}
    for name, field in resource.fields.items():
        value = row[name]
        if value and name not in shown_elsewhere:
            yield _wrapped(str(field["title"]), _readable(tables, field, value))


def _readable(tables: Tables, field: fields.Field, value: str) -> str:
    items = fields.split(value) if fields.is_list(field) else (value,)
    target = str(field.get("refersTo", "")).split(".")[0]
    if target:
        items = tuple(_named(tables, target, item) for item in items)
    if fields.words(field):
        items = tuple(fields.readable(item) for item in items)
    if field["type"] == "boolean":
        items = tuple({"true": "yes", "false": "no"}[item] for item in items)
    return ", ".join(items)


def _named(tables: Tables, table: str, key: str) -> str:
    name = tables.name_of(table, key)
    return key if name == key else f"{name} ({key})"


def _standing(tables: Tables, key: str) -> Iterator[str]:
    trials, decisions = tables.trials_of(key), tables.decisions_of(key)
    stage = stage_of(trials, decisions)
    if stage:
        yield _wrapped("Furthest stage", fields.readable(stage))
    if areas(tables, trials, decisions):
        yield _wrapped("Disease areas", ", ".join(areas(tables, trials, decisions)).replace("_", " "))
    yield _wrapped("Authorized in", ", ".join(authorized_in(decisions)) or "nowhere, as far as recorded")


def _event_line(event: Event) -> str:
    where = f"{event['where']}: " if event["where"] else ""
    line = f"  {event['date'] or 'no date':<12}{where}{event['event']}  ({event['record_id']})"
    return _filled(line, then=" " * 14)


def _related(tables: Tables, table: str, key: str) -> Iterator[str]:
    if table == "organizations":
        found = [row for row in tables["products"].values() if row["developer_id"] == key]
        yield from _listed("Products", [_named(tables, "products", row["product_id"]) for row in found])
        sponsored = [row for row in tables["trials"].values() if row["sponsor_id"] == key]
        yield from _listed("Trials", [_named(tables, "trials", row["trial_id"]) for row in sponsored])
    if table == "trials":
        yield from _listed("Records", [f"{number}: {url}" for number, url in _records(tables, key)])
        followed = [row for row in tables["trials"].values() if row["parent_trial_id"] == key]
        yield from _listed("Followed up in", [_named(tables, "trials", row["trial_id"]) for row in followed])
    if table == "conditions":
        studied = [row for row in tables["trials"].values() if key in tables.conditions_of(row)]
        yield from _listed("Trials", [_named(tables, "trials", row["trial_id"]) for row in studied])


def _records(tables: Tables, key: str) -> Iterator[tuple[str, str]]:
    for number in (key, *fields.split(tables["trials"][key]["secondary_ids"])):
        if url := record_url(tables.package, number):
            yield number, url


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", title, *(_filled(item, "  ", "      ") for item in items))


def _evidence(key: str, package: DataPackage) -> Iterator[str]:
    frame = evidence(key, package)
    for kind, title in (
        ("source", "Sources"),
        ("discrepancy", "Where sources disagree"),
        ("claim", "Claims"),
    ):
        rows = frame[frame["kind"] == kind]
        if len(rows):
            yield from ("", title)
        for row in rows.itertuples():
            rank = f"[{row.rank}] " if kind == "source" else ""
            yield _filled(f"{rank}{row.text}", "  ", "      ")
            yield f"      {row.url}"
