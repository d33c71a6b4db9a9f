"""Blocks that pages about records share: facts, tables of trials and decisions, disagreements."""

from __future__ import annotations

from pages.markup import decision_link, facts, link, organization, slug, table, text
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.package import Row
from regentrials.views import Tables

UP = "../"
# What a reader looks for by name comes before the pages that mention it.
BOOSTS = {"Products": 3, "Conditions": 3, "Jurisdictions": 2}


def front(title: str, wide: bool = False, up: str = "") -> str:
    """A page's head; a record's page leads `up` to its list and is in no navigation."""
    quoted = title.replace('"', "'")
    hidden = [*(["navigation"] if up else []), *(["toc"] if wide else [])]
    hide = f"hide: [{', '.join(hidden)}]\n" if hidden else ""
    rank = f"search:\n  boost: {BOOSTS[up]}\n" if up in BOOSTS else ""
    back = f"<span class='rt-up'>[{up}](index.md)</span>\n\n" if up else ""
    return f'---\ntitle: "{quoted}"\n{hide}{rank}---\n\n{back}# {text(title)}\n\n'


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
            ", ".join(country_name(code) for code in fields.split(row["countries"])),
        )
        for row in trials
    ]
    return table(("Trial", "Title", "Phase", "Status", "People", "Start", "Countries"), rows)


def decision_table(tables: Tables, decisions: list[Row], root: str, place: bool = True) -> str:
    """Decisions as a table; `place` is false where all are of one jurisdiction."""
    rows = [
        (
            row["decision_date"],
            *([country_name(row["jurisdiction"])] if place else []),
            link(tables, "products", row["product_id"], root),
            decision_link(row, root),
            text(row["indication"])
            or (link(tables, "conditions", row["condition_id"], root) if row["condition_id"] else ""),
            word(row["status"]),
        )
        for row in decisions
    ]
    header = ("Date", *(["Where"] if place else []), "Product", "Decision", "For", "Status")
    return table(header, rows)


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
