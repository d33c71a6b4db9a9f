"""The page of a trial."""

from __future__ import annotations

from pages.blocks import UNSOUGHT, UP, cited, decision_table, fact_table, front, open_questions, trial_table
from pages.markup import source_lines, text
from pages.recruiting import beside_status
from regentrials import fields
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.numbers import record_url, registry_of
from regentrials.package import Row

SKIP = ("trial_id", "title", "source_ids", "notes")


def trial(tables: Tables, key: str) -> str:
    """A trial: what is tried in which condition, its facts, what was decided about it, what followed."""
    row = tables["trials"][key]
    parts = [front(title(tables, row), up="Trials", says=text(row["title"])), f"**{text(row['title'])}**"]
    parts += [_registered(tables, row), _facts(tables, row), text(row["notes"])]
    decided = [decision for decision in tables["approvals"].values() if decision["trial_id"] == key]
    if decided:
        parts.append("## Decisions about it\n\n" + decision_table(tables, decided, UP))
    followed = [other for other in tables["trials"].values() if other["parent_trial_id"] == key]
    if followed:
        parts.append("## Followed up in\n\n" + trial_table(tables, followed, UP))
    parts.append(open_questions(tables, [key]))
    parts.append(f"## Sources{UNSOUGHT}\n\n" + source_lines(tables, fields.split(row["source_ids"]), UP))
    parts.append(cited(tables, "Record", key))
    return "\n\n".join(part for part in parts if part)


def title(tables: Tables, row: Row) -> str:
    """What a list of pages shows: a number alone tells nobody which trial it is."""
    product = tables.name_of("products", row["product_id"])
    return f"{product}: {tables.name_of('conditions', row['condition_id'])} ({row['trial_id']})"


def _registered(tables: Tables, row: Row) -> str:
    numbers = (row["trial_id"], *fields.split(row["secondary_ids"]))
    links = [(registry_of(tables.package, number), number, record_url(tables.package, number)) for number in numbers]
    shown = [f"[{number}]({url}) ({word(registry)})" for registry, number, url in links if url]
    return f"Records: {', '.join(shown)}" if shown else ""


def _facts(tables: Tables, row: Row) -> str:
    # The link to the record names the registry.
    named = ["registry"] if record_url(tables.package, row["trial_id"]) else []
    beside = {"status": beside_status(row, tables.package.date)}
    return fact_table(tables, "trials", row, UP, (*SKIP, *named), beside)
