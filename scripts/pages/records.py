"""A page for every product, condition, jurisdiction and trial, and their lists."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator

from pages.markup import (
    decision_link,
    facts,
    link,
    organization,
    slug,
    source_lines,
    table,
    text,
)
from regentrials import fields
from regentrials.citation import cite
from regentrials.fields import readable as word
from regentrials.package import Row
from regentrials.timeline import product_events
from regentrials.views import AUTHORIZATIONS, Tables, authorized_in, stage_of

UP = "../"
COUNTRY_NAMES = {
    "AE": "United Arab Emirates",
    "AU": "Australia",
    "BH": "Bahrain",
    "BR": "Brazil",
    "CA": "Canada",
    "CH": "Switzerland",
    "CN": "China",
    "DE": "Germany",
    "DK": "Denmark",
    "ES": "Spain",
    "EU": "European Union",
    "FR": "France",
    "GB": "United Kingdom",
    "HK": "Hong Kong",
    "IL": "Israel",
    "IN": "India",
    "IR": "Iran",
    "IT": "Italy",
    "JP": "Japan",
    "KR": "South Korea",
    "MY": "Malaysia",
    "NZ": "New Zealand",
    "RU": "Russia",
    "SA": "Saudi Arabia",
    "SE": "Sweden",
    "SG": "Singapore",
    "TH": "Thailand",
    "TR": "Türkiye",
    "TW": "Taiwan",
    "US": "United States",
}


def country(code: str) -> str:
    return COUNTRY_NAMES.get(code, code)


def pages(tables: Tables) -> Iterator[tuple[str, str]]:
    """The path and Markdown of every page about a record, and of the lists."""
    yield "products/index.md", _product_list(tables)
    yield "trials/index.md", _trial_list(tables)
    yield "conditions/index.md", _condition_list(tables)
    yield "jurisdictions/index.md", _jurisdiction_list(tables)
    yield "sources.md", _sources(tables)
    for key in tables["products"]:
        yield f"products/{key}.md", _product(tables, key)
    for key in tables["trials"]:
        yield f"trials/{slug(key)}.md", _trial(tables, key)
    for key in tables["conditions"]:
        yield f"conditions/{key}.md", _condition(tables, key)
    for code in jurisdictions(tables):
        yield f"jurisdictions/{code}.md", _jurisdiction(tables, code)


def jurisdictions(tables: Tables) -> list[str]:
    return sorted({row["jurisdiction"] for row in tables["approvals"].values()}, key=country)


def _front(title: str, wide: bool = False) -> str:
    quoted = title.replace('"', "'")
    hide = "hide: [toc]\n" if wide else ""
    return f'---\ntitle: "{quoted}"\n{hide}---\n\n# {text(title)}\n\n'


def _facts(tables: Tables, kind: str, row: Row, root: str, skip: tuple[str, ...]) -> str:
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
        return f"{word(value)} <span class='rt-quiet'>({text(field['definitions'][value])})</span>"
    if field["name"] == "countries":
        return ", ".join(country(item) for item in items)
    if field["type"] == "boolean":
        return {"true": "yes", "false": "no"}[value]
    return ", ".join(text(item) for item in items)


def _product_list(tables: Tables) -> str:
    rows = []
    for key, row in sorted(tables["products"].items(), key=lambda item: item[1]["name"].casefold()):
        trials, decisions = tables.trials_of(key), tables.decisions_of(key)
        rows.append(
            (
                link(tables, "products", key, UP),
                word(row["cell_origin"]),
                word(row["product_class"]),
                organization(tables, row["developer_id"]),
                word(stage_of(trials, decisions) or ""),
                ", ".join(authorized_in(decisions)),
                str(len(trials) or ""),
            )
        )
    header = ("Product", "Made from", "Class", "Developer", "Furthest stage", "Authorized in", "Trials")
    return _front("Products", wide=True) + table(header, rows)


def _product(tables: Tables, key: str) -> str:
    row = tables["products"][key]
    trials, decisions = tables.trials_of(key), tables.decisions_of(key)
    parts = [_front(row["name"]), _lead(tables, trials, decisions)]
    parts.append(_facts(tables, "products", row, UP, ("product_id", "name", "source_ids", "notes")))
    if row["notes"]:
        parts.append(text(row["notes"]))
    parts.append("## History\n\n" + _timeline(tables, key))
    if decisions:
        parts.append("## Decisions")
        parts += [_decision(tables, decision) for decision in decisions]
    if trials:
        parts.append("## Trials\n\n" + _trial_table(trials, UP))
    parts.append(_open_questions(tables, [key, *_keys(trials, decisions)]))
    parts.append("## Sources on the product\n\n" + source_lines(tables, fields.split(row["source_ids"]), UP))
    parts.append(f"## Cite\n\n{text(cite('apa', tables.package))} Record: `{key}`.")
    return "\n\n".join(part for part in parts if part)


def _keys(trials: list[Row], decisions: list[Row]) -> list[str]:
    return [row["trial_id"] for row in trials] + [row["approval_id"] for row in decisions]


def _lead(tables: Tables, trials: list[Row], decisions: list[Row]) -> str:
    standing = authorized_in(decisions)
    stage = stage_of(trials, decisions)
    if standing:
        where = ", ".join(f"[{country(code)}]({UP}jurisdictions/{code}.md)" for code in standing)
        return f"**Authorized in {where}**, as of {tables.package.date}."
    if any(decision["decision_type"] in AUTHORIZATIONS for decision in decisions):
        return "**No authorization in force is recorded**; there was one."
    rung = f" Furthest stage reached: {word(stage)}." if stage else ""
    return f"**Not authorized anywhere**, as far as recorded.{rung}"


def _timeline(tables: Tables, key: str) -> str:
    lines = []
    for event in product_events(tables, key):
        where = f"{', '.join(country(c) for c in event['where'].split(', '))}: " if event["where"] else ""
        lines.append(
            f"<li><time>{event['date'] or 'no date stated'}</time>"
            f"{html.escape(where)}{html.escape(event['event'])}</li>"
        )
    return "<ul class='rt-timeline'>\n" + "\n".join(lines) + "\n</ul>" if lines else "Nothing is recorded yet."


def _decision(tables: Tables, row: Row) -> str:
    field = tables.package.resource("approvals").fields["decision_type"]
    title = f"{word(row['decision_type']).capitalize()}, {country(row['jurisdiction'])}"
    skip = ("approval_id", "product_id", "jurisdiction", "decision_type", "source_ids", "notes")
    parts = [
        f"### {title} {{ #{row['approval_id']} }}",
        f"<span class='rt-quiet'>{text(field['definitions'][row['decision_type']])}</span>",
        _facts(tables, "approvals", row, UP, skip),
        text(row["notes"]),
        source_lines(tables, fields.split(row["source_ids"]), UP),
    ]
    return "\n\n".join(part for part in parts if part)


def _trial_table(trials: list[Row], root: str) -> str:
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


def _trial_list(tables: Tables) -> str:
    rows = sorted(tables["trials"].values(), key=lambda row: row["start_date"] or "0", reverse=True)
    intro = "Studies of cells made from human pluripotent stem cells, the latest start first.\n\n"
    return _front("Trials", wide=True) + intro + _trial_table(rows, UP)


def _trial(tables: Tables, key: str) -> str:
    row = tables["trials"][key]
    skip = ("trial_id", "title", "source_ids", "notes")
    parts = [
        _front(key),
        f"**{text(row['title'])}**",
        _facts(tables, "trials", row, UP, skip),
        text(row["notes"]),
    ]
    decided = [decision for decision in tables["approvals"].values() if decision["trial_id"] == key]
    if decided:
        parts.append("## Decisions about it\n\n" + _decision_table(tables, decided, UP))
    followed = [other for other in tables["trials"].values() if other["parent_trial_id"] == key]
    if followed:
        parts.append("## Followed up in\n\n" + _trial_table(followed, UP))
    parts.append(_open_questions(tables, [key]))
    parts.append("## Sources\n\n" + source_lines(tables, fields.split(row["source_ids"]), UP))
    return "\n\n".join(part for part in parts if part)


def _decision_table(tables: Tables, decisions: list[Row], root: str) -> str:
    rows = [
        (
            row["decision_date"],
            country(row["jurisdiction"]),
            link(tables, "products", row["product_id"], root),
            decision_link(row, root),
            text(row["indication"])
            or (link(tables, "conditions", row["condition_id"], root) if row["condition_id"] else ""),
            word(row["status"]),
        )
        for row in decisions
    ]
    return table(("Date", "Where", "Product", "Decision", "For", "Status"), rows)


def _open_questions(tables: Tables, keys: list[str]) -> str:
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


def _condition_list(tables: Tables) -> str:
    by_area: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key, row in sorted(tables["conditions"].items(), key=lambda item: item[1]["name"]):
        trials = [trial for trial in tables["trials"].values() if key in tables.conditions_of(trial)]
        decisions = [decision for decision in tables["approvals"].values() if decision["condition_id"] == key]
        by_area[row["area"]].append(
            (link(tables, "conditions", key, UP), str(len(trials) or ""), str(len(decisions) or ""))
        )
    parts = [
        f"## {word(area).capitalize()}\n\n" + table(("Condition", "Trials", "Decisions"), rows)
        for area, rows in sorted(by_area.items())
    ]
    return _front("Conditions") + "\n\n".join(parts)


def _condition(tables: Tables, key: str) -> str:
    row = tables["conditions"][key]
    parts = [_front(row["name"]), _facts(tables, "conditions", row, UP, ("condition_id", "name"))]
    decisions = [decision for decision in tables["approvals"].values() if decision["condition_id"] == key]
    if decisions:
        ordered = sorted(decisions, key=lambda decision: decision["decision_date"], reverse=True)
        parts.append("## Decisions\n\n" + _decision_table(tables, ordered, UP))
    trials = [trial for trial in tables["trials"].values() if key in tables.conditions_of(trial)]
    if trials:
        parts.append("## Trials\n\n" + _trial_table(trials, UP))
    return "\n\n".join(parts)


def _jurisdiction_list(tables: Tables) -> str:
    rows = []
    for code in jurisdictions(tables):
        decisions = [row for row in tables["approvals"].values() if row["jurisdiction"] == code]
        market = {row["product_id"] for row in decisions if row["decision_type"] in AUTHORIZATIONS}
        standing = {
            row["product_id"]
            for row in decisions
            if row["decision_type"] in AUTHORIZATIONS and row["status"] == "in_force"
        }
        rows.append((f"[{country(code)}]({code}.md)", str(len(standing)), str(len(market)), str(len(decisions))))
    intro = "Products with an authorization in force, products ever authorized, and all decisions, as recorded.\n\n"
    return (
        _front("Jurisdictions", wide=True) + intro + table(("Where", "In force", "Ever authorized", "Decisions"), rows)
    )


def _jurisdiction(tables: Tables, code: str) -> str:
    decisions = sorted(
        (row for row in tables["approvals"].values() if row["jurisdiction"] == code),
        key=lambda row: row["decision_date"],
        reverse=True,
    )
    market = [row for row in decisions if row["decision_type"] in AUTHORIZATIONS]
    ended = [row for row in decisions if row["decision_type"] in ("refusal", "withdrawal")]
    rest = [row for row in decisions if row not in market and row not in ended]
    parts = [_front(country(code), wide=True)]
    for title, rows in (
        ("Marketing authorizations", market),
        ("Refusals and ends of authorizations", ended),
        ("Decisions on the way, pluripotent-derived products", rest),
    ):
        if rows:
            parts.append(f"## {title}\n\n" + _decision_table(tables, rows, UP))
    return "\n\n".join(parts)


def _sources(tables: Tables) -> str:
    lines = [
        f"<p id='{row['source_id']}'><b>{row['source_id']}</b> "
        f"<a href='{html.escape(row['url'], quote=True)}'>{html.escape(row['title'])}</a> "
        f"{html.escape(row['publisher'])}{', ' + row['published_date'] if row['published_date'] else ''} "
        f"<span class='rt-quiet'>({word(row['source_type'])}, read {row['accessed_date']})</span></p>"
        for row in tables["sources"].values()
    ]
    return "---\ntitle: Sources\nsearch:\n  exclude: true\n---\n\n# Sources\n\n" + "\n".join(lines)
