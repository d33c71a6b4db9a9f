"""A readable card of one record: its facts, its history in time order, and every source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from regentrials import fields, references
from regentrials.grounds import evidence
from regentrials.lookup import Tables
from regentrials.numbers import record_url
from regentrials.package import AnyPackage, DataPackage, Row, chosen
from regentrials.paragraph import WIDTH, filled
from regentrials.timeline import Event, decision_events, product_events, trial_events
from regentrials.views import areas, authorized_in, stage_of, status_word

LABEL = 24
HISTORIES: dict[str, Callable[[Tables, str], list[Event]]] = {
    "products": product_events,
    "trials": trial_events,
    "approvals": decision_events,
}


@dataclass(frozen=True)
class Line:
    """A line of a card before it is folded: its text, what stands before it, and before what is folded."""

    text: str
    first: str = ""
    then: str = ""


def card(text: str, package: AnyPackage | None = None, width: int = WIDTH) -> str:
    """The card of a record.

    Args:
        text: a record's id, name or alias.
        package: a data package, or its folder or zip; the installed one unless given.
        width: in characters.

    Returns:
        Text of several lines, at most that wide but for addresses.

    Raises:
        UnknownNameError: no record, or more than one, goes by that name.
        RegenTrialsError: the name is blank, or no text.
    """
    package = chosen(package)
    tables = Tables(package)
    table, key = tables.find(text)
    row = tables[table][key]
    head = filled(f"{tables.name_of(table, key)}  ({table}: {key})", width)
    lines = [*_facts(tables, table, row)]
    if table == "products":
        lines += _standing(tables, key)
    if table in HISTORIES:
        lines += [Line(""), Line("History"), *map(_event_line, HISTORIES[table](tables, key))]
    lines += _related(tables, table, key)
    lines += _evidence(key, package)
    rule = "=" * max(map(len, head.split("\n")))
    return "\n".join([head, rule, *(filled(line.text, width, line.first, line.then) for line in lines)])


def _labelled(label: str, value: str) -> Line:
    return Line(value, f"{label:<{LABEL}}", " " * LABEL)


def _facts(tables: Tables, table: str, row: Row) -> Iterator[Line]:
    resource = tables.package.resource(table)
    # The head has the key and the name, the evidence has the sources.
    shown_elsewhere = {resource.key, "name", "title", "source_ids"}
    for name, field in resource.fields.items():
        value = row[name]
        if value and name not in shown_elsewhere:
            is_status = (table, name) == ("approvals", "status")
            shown = status_word(row) if is_status else _readable(tables, field, value)
            yield _labelled(str(field.get("title", name)), shown)


def _readable(tables: Tables, field: fields.Field, value: str) -> str:
    items = fields.items(field, value)
    target = references.table(field)
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


def _standing(tables: Tables, key: str) -> Iterator[Line]:
    trials, decisions = tables.trials_of(key), tables.decisions_of(key)
    stage = stage_of(trials, decisions)
    if stage:
        yield _labelled("Furthest stage", fields.readable(stage))
    if areas(tables, trials, decisions):
        yield _labelled("Disease areas", ", ".join(areas(tables, trials, decisions)).replace("_", " "))
    yield _labelled("Authorized in", ", ".join(authorized_in(decisions)) or "nowhere, as far as recorded")


def _event_line(event: Event) -> Line:
    where = f"{event['where']}: " if event["where"] else ""
    date = f"  {event['date'] or 'no date':<12}"
    return Line(f"{where}{event['event']}  ({event['record_id']})", date, " " * len(date))


def _related(tables: Tables, table: str, key: str) -> Iterator[Line]:
    if table == "organizations":
        found = [row for row in tables["products"].values() if row["developer_id"] == key]
        yield from _listed("Products", [_named(tables, "products", row["product_id"]) for row in found])
        sponsored = [row for row in tables["trials"].values() if row["sponsor_id"] == key]
        yield from _listed("Trials", [_named(tables, "trials", row["trial_id"]) for row in sponsored])
    if table == "trials":
        yield from _listed("Records", [f"{number}: {url}" for number, url in _records(tables, key)])
        followed = [row for row in tables["trials"].values() if row["parent_trial_id"] == key]
        yield from _listed("Followed up in", [_named(tables, "trials", row["trial_id"]) for row in followed])
    if table == "approvals":
        later = [row["approval_id"] for row in tables["approvals"].values() if row.get("follows_id") == key]
        yield from _listed("Followed by", later)
    if table == "conditions":
        yield from _on(tables, key)


def _on(tables: Tables, key: str) -> Iterator[Line]:
    narrower = tables.narrower(key)
    too = ", narrower conditions included" if narrower else ""
    yield from _listed("Narrower conditions", [_named(tables, "conditions", other) for other in narrower])
    yield from _listed(f"Trials{too}", [_named(tables, "trials", row["trial_id"]) for row in tables.trials_on(key)])
    yield from _listed(f"Decisions{too}", [_decided(tables, row) for row in tables.decisions_on(key)])


def _decided(tables: Tables, row: Row) -> str:
    what = f"{fields.readable(row['decision_type'])}: {tables.name_of('products', row['product_id'])}"
    return f"{row['decision_date'] or 'no date'}  {row['jurisdiction']}  {what} ({row['approval_id']})"


def _records(tables: Tables, key: str) -> Iterator[tuple[str, str]]:
    for number in (key, *fields.split(tables["trials"][key]["secondary_ids"])):
        if url := record_url(tables.package, number):
            yield number, url


def _listed(title: str, items: list[str]) -> Iterator[Line]:
    if items:
        yield from (Line(""), Line(title), *(Line(item, "  ", "      ") for item in items))


def _evidence(key: str, package: DataPackage) -> Iterator[Line]:
    frame = evidence(key, package)
    for kind, title in (
        ("source", "Sources"),
        ("discrepancy", "Where sources disagree"),
        ("claim", "Claims"),
    ):
        rows = frame[frame["kind"] == kind]
        if len(rows):
            yield from (Line(""), Line(title))
        for row in rows.itertuples():
            rank = f"[{row.rank}] " if kind == "source" else ""
            about = f" ({row.record_id})" if row.record_id != key else ""
            yield Line(f"{rank}{row.text}{about}", "  ", "      ")
            yield Line(str(row.url), "      ")
