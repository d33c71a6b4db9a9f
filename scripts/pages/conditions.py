"""The page of a condition."""

from __future__ import annotations

from urllib.parse import quote

from pages.blocks import UNSOUGHT, UP, also, by_kind, cited, fact_table, front, newest_first, trial_table
from pages.markup import counted, link
from pages.names import other_names
from pages.recruiting import OTHERS, SCOPE, recruiting, recruiting_first, sites
from pages.standing import for_a_condition, on_the_market, standing
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import authorized_in

TITLED = ("condition_id", "name", "aliases", "broader_id")


def condition(tables: Tables, key: str) -> str:
    """A condition: what may be sold for it and which trials recruit, then its decisions, and its codes last."""
    row = tables["conditions"][key]
    trials, decisions = recruiting_first(tables.trials_on(key)), newest_first(tables.decisions_on(key))
    parts = [_head(tables, key, trials, decisions), also(other_names(tables, "conditions", key))]
    parts += [_hierarchy(tables, key), _may_be_sold(tables, key, decisions)]
    parts += [_recruiting(tables, key, trials), _same_area(tables, key)]
    if trials:
        parts.append(f"## Trials of {SCOPE} {{ #trials }}\n\n" + trial_table(tables, trials, UP))
    parts += by_kind(tables, decisions)
    parts.append(f"## Area and codes{UNSOUGHT}\n\n" + fact_table(tables, "conditions", row, UP, TITLED))
    parts.append(cited(tables, "Record", key))
    return "\n\n".join(part for part in parts if part)


def _head(tables: Tables, key: str, trials: list[Row], decisions: list[Row]) -> str:
    # Who types no more than "leukemia" means the broader term, whose word the narrower ones repeat in all their names.
    lift = 2 if tables.narrower(key) else 1
    name, names = tables.name_of("conditions", key), other_names(tables, "conditions", key)
    sold = ", ".join(tables.name_of("products", product) for product, _ in standing(tables, for_a_condition(decisions)))
    says = f"{counted(len(decisions), 'decision')}, {counted(len(trials), 'trial')} of pluripotent-derived cells. "
    says += f"Authorized as of {tables.package.date}: {sold or 'nothing, as far as recorded'}"
    return front(name, up="Conditions", names=names, lift=lift, says=says)


def _hierarchy(tables: Tables, key: str) -> str:
    lines = [
        (title, ", ".join(link(tables, "conditions", other, UP) for other in found))
        for title, found in (("Part of", tables.broader(key)), ("Narrower conditions", tables.narrower(key)))
    ]
    return "\n\n".join(f"{title}: {links}." for title, links in lines if links)


def _may_be_sold(tables: Tables, key: str, decisions: list[Row]) -> str:
    products = on_the_market(tables, for_a_condition(decisions), UP)
    if not products:
        return f"**No product is authorized** for this condition, as far as recorded, as of {tables.package.date}."
    # What is authorized for a narrower condition may not be so for all that the broader one covers.
    what = " for it or a narrower condition" if tables.narrower(key) else ""
    lines = "\n".join(f"- {product}" for product in products)
    return f"**Authorized{what}**, as of {tables.package.date}:\n\n{lines}"


def _recruiting(tables: Tables, key: str, trials: list[Row]) -> str:
    too = ", narrower conditions included" if tables.narrower(key) else ""
    name = quote(tables.name_of("conditions", key))
    shown = f"{UP}explore.md?table=trials&f.condition={name}&f.status=recruiting"
    lead = f"Trials of {SCOPE}: {len(trials)}{too}"
    parts = [recruiting(trials, tables.package.date, lead, shown), sites(tables, trials, UP), OTHERS]
    return "\n\n".join(part for part in parts if part)


def _same_area(tables: Tables, key: str) -> str:
    # An authorization may be filed under a wider name of what the reader looks for, or one beside it.
    area = tables["conditions"][key]["area"]
    shown = {key, *tables.narrower(key)}
    others = [other for other, row in tables["conditions"].items() if row["area"] == area and other not in shown]
    standing = [row for row in tables["approvals"].values() if authorized_in(for_a_condition([row]))]
    sold = {about for row in standing for about in tables.conditions_of(row)}
    links = [link(tables, "conditions", other, UP) for other in others if other in sold]
    return f"Authorized products for other conditions of this area ({word(area)}): {', '.join(links)}." if links else ""
