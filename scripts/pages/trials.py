"""The page of a trial."""

from __future__ import annotations

from pages.blocks import (
    UNSOUGHT,
    UP,
    cited,
    decision_table,
    fact_table,
    front,
    newest_first,
    trial_table,
)
from pages.disagreements import open_questions
from pages.markup import source_lines, text
from pages.recruiting import beside_status
from regentrials import fields
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.numbers import record_url, registry_of
from regentrials.package import Row

SKIP = ("trial_id", "title", "source_ids", "notes")
EXPECTED = ("phase", "status", "enrollment", "start_date", "completion_date", "sponsor_id", "countries")


def trial(tables: Tables, key: str) -> str:
    """A trial: what is tried in which condition, its facts, what was decided about it, what followed."""
    row = tables["trials"][key]
    parts = [front(title(tables, row), up="Trials", says=text(row["title"])), f"**{text(row['title'])}**"]
    parts += [_registered(tables, row), _facts(tables, row), text(row["notes"])]
    decided = [decision for decision in tables["approvals"].values() if decision["trial_id"] == key]
    if decided:
        parts.append(f"## Decisions about it{UNSOUGHT}\n\n" + decision_table(tables, newest_first(decided), UP))
    followed = [other for other in tables["trials"].values() if other["parent_trial_id"] == key]
    if followed:
        parts.append(f"## Followed up in{UNSOUGHT}\n\n" + trial_table(tables, followed, UP))
    parts.append(open_questions(tables, [key]))
    parts.append(f"## Sources{UNSOUGHT}\n\n" + source_lines(tables, fields.split(row["source_ids"]), UP))
    parts.append(cited(tables, "Record", key))
    return "\n\n".join(part for part in parts if part)


def title(tables: Tables, row: Row) -> str:
    """What a list of pages shows: a number alone tells nobody which trial it is."""
    product, condition = (
        tables.name_of("products", row["product_id"]),
        tables.name_of("conditions", row["condition_id"]),
    )
    number = "no registry number found" if row["registry"] == "not_found" else row["trial_id"]
    return f"{product}: {condition} ({number})"


def _registered(tables: Tables, row: Row) -> str:
    numbers = (row["trial_id"], *fields.split(row["secondary_ids"]))
    links = [(registry_of(tables.package, number), number, record_url(tables.package, number)) for number in numbers]
    shown = [f"[{number}]({url}) ({word(registry)})" for registry, number, url in links if url]
    return f"Records: {', '.join(shown)}" if shown else ""


def _facts(tables: Tables, row: Row) -> str:
    # The link to the record names the registry.
    named = ["registry"] if record_url(tables.package, row["trial_id"]) else []
    beside = {"status": beside_status(row, tables.package.date)}
    return "\n\n".join([fact_table(tables, "trials", row, UP, (*SKIP, *named), beside), _untold(tables, row)])


def _untold(tables: Tables, row: Row) -> str:
    """What a reader expects of a trial and does not find: a fact that is missing is not one that is denied."""
    fields_of = tables.package.resource("trials").fields
    missing = [str(fields_of[name]["title"]).lower() for name in EXPECTED if not row[name]]
    return f"Not stated in the documents that were read: {', '.join(missing)}." if missing else ""
