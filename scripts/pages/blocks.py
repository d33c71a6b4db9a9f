"""Blocks that pages about records share: facts, tables of trials and decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from pages.markup import (
    country,
    dated_decision,
    decision_link,
    facts,
    link,
    organization,
    page_of,
    plain,
    table,
    text,
    trial_name,
)
from pages.previews import shortened
from pages.recruiting import people, start, status
from pages.standing import where_now
from regentrials import fields, references
from regentrials.citation import cite
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.groups import group
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS, EXEMPTIONS, EXTENSIONS, PLURIPOTENT, STAGES, stage_of, status_word

UP = "../"
NOTHING: Mapping[str, str] = MappingProxyType({})
# What repeats other pages, or is looked for on the page itself, is not in the site's search.
UNSOUGHT = " { data-search-exclude }"
# By these nobody looks for a record; all of them together are a third of the index.
UNSOUGHT_FACTS = (
    *("agency", "decision_date", "date_basis", "status_date", "follows_id", "trial_id", "parent_trial_id"),
    *("allocation", "masking", "enrollment", "enrollment_type", "start_date", "primary_completion_date"),
    *("completion_date", "as_of", "study_type", "donor_relation", "cell_type_id", "genetically_modified"),
    *("mondo_id", "mesh_id", "ror_id", "registry"),
)
# The headings under which decisions stand, and what stands there.
KINDS = {
    "Marketing authorizations": AUTHORIZATIONS,
    "Extensions of authorizations to further conditions": EXTENSIONS,
    "Hospital exemptions and the like, which are not marketing authorizations": EXEMPTIONS,
    "Refusals and ends of authorizations": group("approvals", "decision_type", "refusal_or_end"),
}
ON_THE_WAY = "Decisions on the way, pluripotent-derived products"
# What a reader looks for by name comes before the pages that mention it.
BOOSTS = {"Products": 3, "Conditions": 3, "Jurisdictions": 2, "Classes": 2}


def front(
    title: str, wide: bool = False, up: str = "", names: Sequence[str] = (), lift: int = 1, says: str = ""
) -> str:
    """A page's head; a record's page leads `up` to its list, is in no navigation, and goes by `names` too.

    `lift` brings it before the pages beside it in the search; `says` is what a link to it shows elsewhere.
    """
    quoted = title.replace('"', "'")
    hidden = [*(["navigation"] if up else []), *(["toc"] if wide else [])]
    hide = f"hide: [{', '.join(hidden)}]\n" if hidden else ""
    rank = f"search:\n  boost: {BOOSTS[up] * lift}\n" if up in BOOSTS else ""
    tags = f"tags: {json.dumps(names, ensure_ascii=False)}\n" if names else ""
    said = shortened(f"{title.rstrip('.')}: {plain(says)}")
    about = f"description: {json.dumps(said, ensure_ascii=False)}\n" if says else ""
    back = f'<span class="rt-up" data-search-exclude="true">[{up}](index.md)</span>\n\n' if up else ""
    return f'---\ntitle: "{quoted}"\n{hide}{rank}{tags}{about}---\n\n{back}# {text(title)}\n\n'


def unsought(markdown: str, tag: str = "div") -> str:
    """A part of a page that is not in the site's search."""
    return f'<{tag} data-search-exclude="true" markdown="1">\n\n{markdown}\n\n</{tag}>'


def also(names: Sequence[str]) -> str:
    """The other names of what a page is about."""
    return f"<span class='rt-quiet'>Also called {text(', '.join(names))}.</span>" if names else ""


def fact_table(
    tables: Tables,
    kind: str,
    row: Row,
    root: str,
    skip: Sequence[str],
    beside: Mapping[str, str] = NOTHING,
) -> str:
    """A record's facts without those of the columns `skip`; what is said `beside` one follows it."""
    lines = []
    for name, field in tables.package.resource(kind).fields.items():
        if row[name] and name not in skip:
            value = _value(tables, field, row, root) + beside.get(name, "")
            lines.append((str(field["title"]), unsought_words(value) if name in UNSOUGHT_FACTS else value))
    return facts(lines)


def unsought_words(markdown: str) -> str:
    """Part of a line that is not in the site's search."""
    return f'<span data-search-exclude="true">{markdown}</span>'


def _value(tables: Tables, field: fields.Field, row: Row, root: str) -> str:
    value = row[str(field["name"])]
    items = fields.items(field, value)
    target = references.table(field)
    if target in ("products", "conditions", "trials", "organizations"):
        return ", ".join(link(tables, target, item, root) for item in items)
    if target == "approvals":
        return dated_decision(tables["approvals"][value], root)
    if field["name"] in ("country", "countries"):
        return ", ".join(country(tables, item, root) for item in items)
    if fields.words(field):
        # A permission is not "in force": see `status_word`.
        shown = status_word(row) if field["name"] == "status" and "decision_type" in row else word(value)
        return _word(shown, field["definitions"][value])
    return ", ".join(_plain(field, item) for item in items)


def _plain(field: fields.Field, item: str) -> str:
    if field["type"] == "boolean":
        return {"true": "yes", "false": "no"}[item]
    if "recordUrl" in field:
        return f"[{text(item)}]({field['recordUrl'].format(id=item)})"
    return f"<{item}>" if item.startswith("https://") else text(item)


def _word(shown: str, meaning: str) -> str:
    # "phase 3 (Phase 3.)" and "company (A company.)" tell nothing.
    if meaning.rstrip(".").casefold().removeprefix("a ") == shown.casefold():
        return shown
    return f"{shown} <span class='rt-quiet' data-search-exclude='true'>({text(meaning)})</span>"


def product_table(
    tables: Tables, keys: Iterable[str], root: str, developer: bool = True, furthest_first: bool = False
) -> str:
    """Products as a table, by name unless `furthest_first`; `developer` is false where all are of one developer."""
    rows = []
    for key in sorted(
        keys, key=lambda key: (furthest_first and -_rung(tables, key), tables.name_of("products", key).casefold())
    ):
        row, trials, decisions = tables["products"][key], tables.trials_of(key), tables.decisions_of(key)
        rows.append(
            (
                link(tables, "products", key, root),
                where_now(decisions),
                word(stage_of(trials, decisions) or ""),
                _trials_counted(row, trials),
                word(row["cell_origin"]),
                word(row["product_class"]),
                *([organization(tables, row["developer_id"], root)] if developer else []),
            )
        )
    header = ("Product", "Authorized in", "Furthest stage ever", "Trials", "Made from", "Class")
    return table((*header, *(["Developer"] if developer else [])), rows)


def _rung(tables: Tables, key: str) -> int:
    """How far up the ladder a product came; 0 where no stage is known."""
    stage = stage_of(tables.trials_of(key), tables.decisions_of(key))
    return STAGES.index(stage) + 1 if stage else 0


def _trials_counted(product: Row, trials: list[Row]) -> str:
    # A blank would say that there are none.
    if product["cell_origin"] not in PLURIPOTENT:
        return "<span class='rt-quiet'>not counted</span>"
    return str(len(trials) or "")


def trial_table(tables: Tables, trials: list[Row], root: str, sponsor: bool = True, product: bool = True) -> str:
    """Trials as a table; `sponsor` or `product` is false where all are of one."""
    today = tables.package.date
    rows = [
        (
            f"[{text(trial_name(tables, row, short=True))}]({page_of('trials', row['trial_id'], root)})",
            text(row["title"]),
            *([_given(tables, row, root)] if product else []),
            word(row["phase"]),
            status(row, today),
            people(row),
            start(row, today),
            *([organization(tables, row["sponsor_id"], root)] if sponsor else []),
            ", ".join(country_name(code) for code in fields.split(row["countries"])),
        )
        for row in trials
    ]
    named = ("Trial", "Title", *(["Product"] if product else []))
    header = (*named, "Phase", "Status (as of)", "People", "Start", *(["Sponsor"] if sponsor else []), "Countries")
    return table(header, rows)


def _given(tables: Tables, trial: Row, root: str) -> str:
    return ", ".join(link(tables, "products", key, root) for key in tables.products_of(trial))


def decision_table(tables: Tables, decisions: list[Row], root: str, place: bool = True) -> str:
    """Decisions as a table; `place` is false where all are of one jurisdiction."""
    rows = [
        (
            row["decision_date"],
            *([country_name(row["jurisdiction"])] if place else []),
            link(tables, "products", row["product_id"], root),
            word(tables["products"][row["product_id"]]["product_class"]),
            decision_link(row, root),
            text(row["indication"])
            or (link(tables, "conditions", row["condition_id"], root) if row["condition_id"] else ""),
            status_word(row),
        )
        for row in decisions
    ]
    header = ("Date", *(["Where"] if place else []), "Product", "Class", "Decision", "For (as recorded)", "Status")
    return table(header, rows)


def newest_first(decisions: Iterable[Row]) -> list[Row]:
    return sorted(decisions, key=lambda row: row["decision_date"], reverse=True)


def by_kind(tables: Tables, decisions: list[Row], place: bool = True) -> Iterator[str]:
    """Tables of decisions, those that put a product on the market first; `place` is false where all are of one place.

    Of one place it is asked which kinds of decisions there are; of the others the products' pages tell.
    """
    groups: dict[str, list[Row]] = {title: [] for title in (*KINDS, ON_THE_WAY)}
    for row in decisions:
        kind = row["decision_type"]
        groups[next((title for title, kinds in KINDS.items() if kind in kinds), ON_THE_WAY)].append(row)
    for title, rows in groups.items():
        if rows:
            yield f"## {title}{UNSOUGHT if place else ''}\n\n" + unsought(decision_table(tables, rows, UP, place))


def cited(tables: Tables, what: str, key: str) -> str:
    """How to cite a page of the dataset: each has it, and the search for "cite" means the page about it."""
    return f"## Cite{UNSOUGHT}\n\n{text(cite('apa', tables.package))} {what}: `{key}`."


def in_explore(query: str) -> str:
    """Where a long list can be cut down to what is looked for."""
    return f"Filter, sort and download this list in [Explore]({UP}explore.md?{query})."
