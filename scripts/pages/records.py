"""A page for every product, condition, jurisdiction and trial."""

from __future__ import annotations

import html
from collections.abc import Iterator

from pages import conditions, jurisdictions, lists, organizations, sources
from pages.blocks import UNSOUGHT, UP, cited, fact_table, front, open_questions, trial_table
from pages.markup import dated_decision, sentence, slug, source_lines, text
from pages.names import other_names
from pages.standing import ever_authorized, places, where
from pages.trials import trial
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.timeline import product_events
from regentrials.views import stage_of


def pages(tables: Tables) -> Iterator[tuple[str, str]]:
    """The path and Markdown of every page about a record, and of the lists."""
    yield "products/index.md", lists.products(tables)
    yield "trials/index.md", lists.trials(tables)
    yield "conditions/index.md", lists.conditions(tables)
    yield "jurisdictions/index.md", lists.jurisdiction_list(tables)
    for key in tables["products"]:
        yield f"products/{key}.md", _product(tables, key)
    for key in tables["trials"]:
        yield f"trials/{slug(key)}.md", trial(tables, key)
    for key in tables["conditions"]:
        yield f"conditions/{key}.md", conditions.condition(tables, key)
    for code in lists.jurisdictions(tables):
        yield f"jurisdictions/{code}.md", jurisdictions.jurisdiction(tables, code)
    yield from organizations.pages(tables)
    yield from sources.pages(tables)


def _product(tables: Tables, key: str) -> str:
    row = tables["products"][key]
    trials, decisions = tables.trials_of(key), tables.decisions_of(key)
    lead = _lead(tables, trials, decisions)
    says = f"{lead} Class: {word(row['product_class'])}; made from: {word(row['cell_origin'])}."
    parts = [front(row["name"], up="Products", names=other_names(tables, "products", key), says=says), lead]
    parts.append(fact_table(tables, "products", row, UP, ("product_id", "name", "source_ids", "notes")))
    if row["notes"]:
        parts.append(text(row["notes"]))
    parts.append(f"## History{UNSOUGHT}\n\n" + _timeline(tables, key))
    if decisions:
        parts.append("## Decisions")
        parts += [_decision(tables, decision) for decision in decisions]
    if trials:
        parts.append("## Trials\n\n" + trial_table(tables, trials, UP))
    parts.append(open_questions(tables, [key, *_keys(trials, decisions)]))
    parts.append(f"## Sources on the product{UNSOUGHT}\n\n" + source_lines(tables, fields.split(row["source_ids"]), UP))
    parts.append(cited(tables, "Record", key))
    return "\n\n".join(part for part in parts if part)


def _keys(trials: list[Row], decisions: list[Row]) -> list[str]:
    return [row["trial_id"] for row in trials] + [row["approval_id"] for row in decisions]


def _lead(tables: Tables, trials: list[Row], decisions: list[Row]) -> str:
    full, conditional = places(decisions)
    if full or conditional:
        start = "Authorized in" if full else "Authorized, on condition, in"
        places_now = where(decisions, UP) if full else where(decisions, UP).replace(" (on condition)", "")
        return f"**{start} {places_now}**, as of {tables.package.date}."
    exempt = sorted({row["jurisdiction"] for row in decisions if row["decision_type"] == "hospital_exemption"})
    if exempt:
        allowed = ", ".join(f"[{country_name(code)}]({UP}jurisdictions/{code}.md)" for code in exempt)
        return f"**No marketing authorization**; permitted in hospitals of {allowed} by exemption."
    past = ever_authorized(decisions)
    if any(row["status"] == "unknown" for row in past):
        once = ", ".join(sorted({country_name(row["jurisdiction"]) for row in past if row["status"] == "unknown"}))
        return f"**Once authorized in {once}**; whether it still is, no document that was read says."
    if past:
        return "**No authorization in force is recorded**; there was one."
    stage = stage_of(trials, decisions)
    rung = f" Furthest stage reached: {word(stage)}." if stage else ""
    return f"**Not authorized anywhere**, as far as recorded.{rung}"


def _timeline(tables: Tables, key: str) -> str:
    lines = [
        f"<li><time>{event['date'] or 'no date stated'}</time>{html.escape(_place(event['where']))}"
        f"<a href='{_address(tables, event['record_id'])}'>{html.escape(event['event'])}</a></li>"
        for event in product_events(tables, key)
    ]
    return "<ul class='rt-timeline'>\n" + "\n".join(lines) + "\n</ul>" if lines else "Nothing is recorded yet."


def _place(codes: str) -> str:
    return f"{', '.join(country_name(code) for code in codes.split(', '))}: " if codes else ""


def _address(tables: Tables, key: str) -> str:
    # Inside HTML, addresses are those of the built site.
    return f"../../trials/{slug(key)}/" if key in tables["trials"] else f"#{key}"


def _decision(tables: Tables, row: Row) -> str:
    field = tables.package.resource("approvals").fields["decision_type"]
    title = f"{sentence(word(row['decision_type']))}, {country_name(row['jurisdiction'])}"
    skip = ("approval_id", "product_id", "jurisdiction", "decision_type", "source_ids", "notes")
    parts = [
        f"### {title} {{ #{row['approval_id']} }}",
        f"<span class='rt-quiet'>{text(field['definitions'][row['decision_type']])}</span>",
        fact_table(tables, "approvals", row, UP, skip),
        _followed(tables, row["approval_id"]),
        text(row["notes"]),
        source_lines(tables, fields.split(row["source_ids"]), UP),
    ]
    return "\n\n".join(part for part in parts if part)


def _followed(tables: Tables, key: str) -> str:
    later = [dated_decision(row, UP) for row in tables["approvals"].values() if row["follows_id"] == key]
    return f"Followed by {'; '.join(later)}." if later else ""
