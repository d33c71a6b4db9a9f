"""The page of a condition."""

from __future__ import annotations

from urllib.parse import quote

from pages.blocks import UP, also, by_kind, fact_table, front, newest_first, trial_table
from pages.markup import link
from pages.names import other_names
from pages.standing import on_the_market
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import authorized_in


def condition(tables: Tables, key: str) -> str:
    """A condition: what may be sold for it, how many trials recruit, its decisions and trials."""
    row = tables["conditions"][key]
    trials, decisions = tables.trials_on(key), newest_first(tables.decisions_on(key))
    names = other_names(tables, "conditions", key)
    # Who types no more than "leukemia" means the broader term, whose word the narrower ones repeat in all their names.
    lift = 2 if tables.narrower(key) else 1
    parts = [front(row["name"], up="Conditions", names=names, lift=lift), also(names), _hierarchy(tables, key)]
    parts += [_may_be_sold(tables, key, decisions), _counted(tables, key, len(trials), len(decisions))]
    parts.append(_recruiting(row["name"], trials))
    parts.append(_same_area(tables, key))
    parts.append(fact_table(tables, "conditions", row, UP, ("condition_id", "name", "aliases", "broader_id")))
    parts += by_kind(tables, decisions)
    if trials:
        parts.append("## Trials\n\n" + trial_table(tables, trials, UP))
    return "\n\n".join(part for part in parts if part)


def _hierarchy(tables: Tables, key: str) -> str:
    lines = [
        (title, ", ".join(link(tables, "conditions", other, UP) for other in found))
        for title, found in (("Part of", tables.broader(key)), ("Narrower conditions", tables.narrower(key)))
    ]
    return "\n\n".join(f"{title}: {links}." for title, links in lines if links)


def _may_be_sold(tables: Tables, key: str, decisions: list[Row]) -> str:
    products = on_the_market(tables, decisions, UP)
    if not products:
        return f"**No product is authorized** for this condition, as far as recorded, as of {tables.package.date}."
    # What is authorized for a narrower condition may not be so for all that the broader one covers.
    what = " for it or a narrower condition" if tables.narrower(key) else ""
    lines = "\n".join(f"- {product}" for product in products)
    return f"**Authorized{what}**, as of {tables.package.date}:\n\n{lines}"


def _counted(tables: Tables, key: str, trials: int, decisions: int) -> str:
    too = ", narrower conditions included" if tables.narrower(key) else ""
    return f"Trials: {trials}, decisions: {decisions}{too}."


def _recruiting(name: str, trials: list[Row]) -> str:
    """How many trials recruit, and where to see them alone."""
    count = sum(row["status"] == "recruiting" for row in trials)
    if not count:
        return "No trial is recorded as recruiting." if trials else ""
    shown = f"{UP}explore.md?table=trials&f.condition={quote(name)}&f.status=recruiting"
    return (
        f"**Recruiting: [{count} of the trials]({shown})**, by the last copies of their records that were read. "
        "The registries, to which the trials' pages lead, say where the sites are and what has changed since."
    )


def _same_area(tables: Tables, key: str) -> str:
    # An authorization may be filed under a wider name of what the reader looks for, or one beside it.
    area = tables["conditions"][key]["area"]
    shown = {key, *tables.narrower(key)}
    others = [other for other, row in tables["conditions"].items() if row["area"] == area and other not in shown]
    sold = {row["condition_id"] for row in tables["approvals"].values() if authorized_in([row])}
    links = [link(tables, "conditions", other, UP) for other in others if other in sold]
    return f"Authorized products for other conditions of this area ({word(area)}): {', '.join(links)}." if links else ""
