"""Blocks that pages about records share: facts, tables of trials and decisions, disagreements."""

from __future__ import annotations

from pages.markup import decision_link, facts, link, organization, slug, table, text
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.package import Row
from regentrials.views import Tables

UP = "../"


def front(title: str, wide: bool = False) -> str:
    quoted = title.replace('"', "'")
    hide = "hide: [toc]\n" if wide else ""
    return f'---\ntitle: "{quoted}"\n{hide}---\n\n# {text(title)}\n\n'


def fact_table(tables: Tables, kind: str, row: Row, root: str, skip: tuple[str, ...]) -> str:
    lines = []
    for name, field in tables.package.resource(kind).fields.items():
        if row[name] and name not in skip:
            lines.append((str(field["title"]), _value(tables, field, row[name], root)))
    return facts(lines)


def _value(tables: Tables, field: fields.Field, value: str, root: str) -> str:
    items = fields.split(value) if fields.is_list(field) else (value,)
    target = str(field.get("refersTo", "")).split(".")[0]
    if target in ("products", "conditions", "trials"):
        return ", ".join(link(tables, target, item, root) for item in items)
    if target == "organizations":
        return ", ".join(organization(tables, item) for item in items)
    if fields.words(field):
        return _word(value, field["definitions"][value])
    if field["name"] == "countries":
        return ", ".join(country_name(item) for item in items)
    if field["type"] == "boolean":
        return {"true": "yes", "false": "no"}[value]
    return ", ".join(text(item) for item in items)


def _word(value: str, meaning: str) -> str:
    # "phase 3 (Phase 3.)" tells nothing.
    if meaning.rstrip(".").casefold() == word(value).casefold():
        return word(value)
    return f"{word(value)} <span class='rt-quiet'>({text(meaning)})</span>"


def trial_table(trials: list[Row], root: str) -> str:
    rows = [
        (
            f"[{row['trial_id']}]({root}trials/{slug(row['trial_id'])}.md)",
            text(row["title"]),
            word(row["phase"]),
            word(row["status"]),
            row["enrollment"],
            row["start_date"],
            ", ".join(fields.split(row["countries"])),
        )
        for row in trials
    ]
    return table(("Trial", "Title", "Phase", "Status", "People", "Start", "Countries"), rows)


def decision_table(tables: Tables, decisions: list[Row], root: str) -> str:
    rows = [
        (
            row["decision_date"],
            country_name(row["jurisdiction"]),
            link(tables, "products", row["product_id"], root),
            decision_link(row, root),
            text(row["indication"])
            or (link(tables, "conditions", row["condition_id"], root) if row["condition_id"] else ""),
            word(row["status"]),
        )
        for row in decisions
    ]
    return table(("Date", "Where", "Product", "Decision", "For", "Status"), rows)


def open_questions(tables: Tables, keys: list[str]) -> str:
    found = [row for row in tables["discrepancies"].values() if row["record_id"] in keys]
    if not found:
        return ""
    rows = [
        (
            text(tables.name_of(row["table"], row["record_id"])),
            word(row["field"]),
            text(row["recorded_value"]),
            f"[{text(row['other_value'])}]({tables['sources'][row['other_source_id']]['url']})",
            text(row["rationale"]),
        )
        for row in found
    ]
    return "## Where sources disagree\n\n" + table(("Record", "Field", "Recorded", "Elsewhere", "Why"), rows)
