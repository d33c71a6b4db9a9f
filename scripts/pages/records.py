"""A page for every product, condition, jurisdiction and trial."""

from __future__ import annotations

import html
from collections.abc import Iterator

from pages import classes, conditions, jurisdictions, lists, organizations, sources
from pages.blocks import UNSOUGHT, UP, cited, fact_table, front, trial_table, unsought_words
from pages.decisions import decision
from pages.disagreements import open_questions
from pages.markup import link, slug, source_lines, text, trial_name
from pages.names import other_names
from pages.standing import ever_authorized, for_a_condition, places, where, where_not
from pages.trials import trial
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.timeline import product_events
from regentrials.views import EXEMPTIONS, EXTENSIONS, authorized_in, stage_of

APPROVED = f'What headlines call "approved" has [many meanings]({UP}approved.md).'


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
    yield from classes.pages(tables)
    yield from organizations.pages(tables)
    yield from sources.pages(tables)


def _product(tables: Tables, key: str) -> str:
    row = tables["products"][key]
    trials, decisions = tables.trials_of(key), tables.decisions_of(key)
    lead = " ".join(filter(None, (_lead(tables, trials, decisions), _past(decisions), _extended(tables, decisions))))
    says = f"{lead} Class: {word(row['product_class'])}; made from: {word(row['cell_origin'])}."
    parts = [front(row["name"], up="Products", names=other_names(tables, "products", key), says=says)]
    # Who searches for what was approved means these products, not all those that explain the word.
    parts.append(f"{lead} {APPROVED if ever_authorized(decisions) else unsought_words(APPROVED)}")
    parts.append(fact_table(tables, "products", row, UP, ("product_id", "name", "source_ids", "notes")))
    if row["notes"]:
        parts.append(text(row["notes"]))
    parts.append(f"## History{UNSOUGHT}\n\n" + _timeline(tables, key))
    if decisions:
        parts.append(f"## Decisions{UNSOUGHT}")
        parts += [decision(tables, row) for row in decisions]
    if trials:
        parts.append(f"## Trials{UNSOUGHT}\n\n" + trial_table(tables, trials, UP, product=False))
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
        places_now = where(decisions, UP, on_condition="on condition" if full else "")
        return f"**{start} {places_now}**, as of {tables.package.date}."
    past = ever_authorized(decisions)
    if exempt := [row for row in decisions if row["decision_type"] in EXEMPTIONS]:
        return f"**No marketing authorization{' in force' if past else ''}**; {_exempted(exempt)}"
    if any(row["status"] == "unknown" for row in past):
        once = ", ".join(sorted({country_name(row["jurisdiction"]) for row in past if row["status"] == "unknown"}))
        return f"**Once authorized in {once}**; whether it still is, no document that was read says."
    if past:
        return "**No authorization in force is recorded.**"
    stage = stage_of(trials, decisions)
    rung = f" Furthest stage reached: {word(stage)}." if stage else ""
    return f"**Not authorized anywhere**, as far as recorded.{rung}"


def _exempted(exempt: list[Row]) -> str:
    """Where hospitals may give a product, or might once."""
    if any(row["status"] == "in_force" for row in exempt):
        return f"permitted in hospitals of {_by_exemption(exempt, 'in_force')} by exemption."
    if any(row["status"] == "unknown" for row in exempt):
        once = f"once permitted in hospitals of {_by_exemption(exempt, 'unknown')} by exemption."
        return f"{once} Whether it still is, no document that was read says."
    return f"no longer permitted in hospitals of {_by_exemption(exempt)} by exemption."


def _by_exemption(exempt: list[Row], status: str = "") -> str:
    """The places of exemptions of a status; of any other, how and when they ended."""
    found = {row["jurisdiction"]: row for row in exempt if status in ("", row["status"])}
    ends = {code: "" if status else f" ({word(row['status'])} {row['status_date']})" for code, row in found.items()}
    return ", ".join(f"[{country_name(code)}]({UP}jurisdictions/{code}.md){ends[code]}" for code in sorted(found))


def _past(decisions: list[Row]) -> str:
    """Where an authorization is no more, or may not be: that it stands elsewhere is half of the answer."""
    past = where_not(decisions, UP)
    said = [f"No longer authorized or sold in {past['ended']}."] if "ended" in past else []
    said += [f"Suspended in {past['suspended']}."] if "suspended" in past else []
    if "unknown" in past and authorized_in(decisions):
        said.append(f"Whether it still is in {past['unknown']}, no document that was read says.")
    return " ".join(said)


def _extended(tables: Tables, decisions: list[Row]) -> str:
    """The further conditions for which it may be sold by a decision of its own, and where."""
    found: dict[str, list[Row]] = {}
    for row in for_a_condition(row for row in decisions if row["decision_type"] in EXTENSIONS):
        for condition in tables.conditions_of(row) if authorized_in([row]) else ():
            found.setdefault(condition, []).append(row)
    listed = [f"{link(tables, 'conditions', condition, UP)} in {where(rows)}" for condition, rows in found.items()]
    return f"Extended to further conditions, as far as recorded: {'; '.join(listed)}." if listed else ""


def _timeline(tables: Tables, key: str) -> str:
    lines = [
        f"<li><time>{event['date'] or 'no date stated'}</time>{html.escape(_place(event['where']))}"
        f"<a href='{_address(tables, event['record_id'])}'>{html.escape(event['event'])}</a>"
        f"{_named(tables, event['record_id'])}</li>"
        for event in product_events(tables, key)
    ]
    return "<ul class='rt-timeline'>\n" + "\n".join(lines) + "\n</ul>" if lines else "Nothing is recorded yet."


def _named(tables: Tables, key: str) -> str:
    """A trial's number and title, which tell it from the product's other trials."""
    row = tables["trials"].get(key)
    if row is None:
        return ""
    return f"<br><span class='rt-quiet'>{html.escape(trial_name(tables, row))}: {html.escape(row['title'])}</span>"


def _place(codes: str) -> str:
    return f"{', '.join(country_name(code) for code in codes.split(', '))}: " if codes else ""


def _address(tables: Tables, key: str) -> str:
    # Inside HTML, addresses are those of the built site.
    return f"../../trials/{slug(key)}/" if key in tables["trials"] else f"#{key}"
