"""The page of a condition."""

from __future__ import annotations

from urllib.parse import quote

from pages.blocks import (
    UNSOUGHT,
    UP,
    also,
    by_kind,
    cited,
    fact_table,
    front,
    newest_first,
    product_table,
    trial_table,
    unsought,
)
from pages.markup import counted, link
from pages.names import other_names
from pages.recruiting import OTHERS, SCOPE, SCOPED, recruiting, recruiting_first, sites
from pages.standing import ever_authorized, for_a_condition, on_the_market, standing
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import authorized_in

TITLED = ("condition_id", "name", "aliases", "broader_id")
# More are folded: they are beside the question.
FEW = 5
# An authorization is mostly recorded with its first indication.
LATER = (
    '<span data-search-exclude="true">Extensions of an authorization to further conditions are recorded as far as they '
    f"were found, so that some may be missing: see [Coverage]({UP}coverage.md), and what the regulator's own label "
    "says today.</span>"
)
ON_CONDITION = (
    f'<span data-search-exclude="true">"On condition" means that [more evidence has to follow]({UP}approved.md).</span>'
)


def condition(tables: Tables, key: str) -> str:
    """A condition: what may be sold for it and which trials recruit, then its decisions, and its codes last."""
    row = tables["conditions"][key]
    trials, decisions = recruiting_first(tables.trials_on(key)), newest_first(tables.decisions_on(key))
    parts = [_head(tables, key, trials, decisions), also(other_names(tables, "conditions", key))]
    parts += [_hierarchy(tables, key), _may_be_sold(tables, key, decisions)]
    parts += [_recruiting(tables, key, trials), _same_area(tables, key)]
    parts.append(_products(tables, trials, decisions))
    if trials:
        parts.append(f"## Trials of {SCOPE} {{ #trials data-search-exclude }}\n\n" + trial_table(tables, trials, UP))
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
    says += f"Products recorded as authorized for it: {sold or 'none'}"
    return front(name, wide=True, up="Conditions", names=names, lift=lift, says=says)


def _hierarchy(tables: Tables, key: str) -> str:
    lines = [
        (title, ", ".join(link(tables, "conditions", other, UP) for other in found))
        for title, found in (("Part of", tables.broader(key)), ("Narrower conditions", tables.narrower(key)))
    ]
    return "\n\n".join(f"{title}: {links}." for title, links in lines if links)


def _may_be_sold(tables: Tables, key: str, decisions: list[Row]) -> str:
    products = on_the_market(tables, for_a_condition(decisions), UP, described=True)
    # What is authorized for a narrower condition may not be so for all that the broader one covers.
    what = "it or a narrower condition" if tables.narrower(key) else "it" if products else "this condition"
    if not products:
        return f"{_none(tables, what, for_a_condition(decisions))} {LATER}"
    lines = "\n".join(f"- {product}" for product in products)
    explained = f"\n\n{ON_CONDITION}" if any("on condition" in product for product in products) else ""
    return f"**Authorized for {what}, by the indications recorded**:\n\n{lines}{explained}\n\n{LATER}"


def _none(tables: Tables, what: str, decisions: list[Row]) -> str:
    past = {row["product_id"] for row in ever_authorized(decisions)}
    if not past:
        return f"**No authorization for {what} is recorded.**"
    once = ", ".join(link(tables, "products", key, UP) for key in sorted(past))
    return f"**No authorization for {what} is recorded as in force.** Once authorized: {once}."


def _products(tables: Tables, trials: list[Row], decisions: list[Row]) -> str:
    found = {key for row in trials for key in tables.products_of(row)} | {row["product_id"] for row in decisions}
    if not found:
        return ""
    listed = product_table(tables, found, UP, furthest_first=True)
    said = "Those tried in it, and those on which something was decided. Stage and places are those for any condition."
    return f"## Products{UNSOUGHT}\n\n{said}\n\n{listed}"


def _recruiting(tables: Tables, key: str, trials: list[Row]) -> str:
    too = ", narrower conditions included" if tables.narrower(key) else ""
    name = quote(tables.name_of("conditions", key))
    shown = f"{UP}explore.md?table=trials&f.condition={name}&f.status=recruiting"
    lead = f"Trials of {SCOPED}: {len(trials)}{too}"
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
    if not links:
        return ""
    lead = f"Other conditions of this area ({word(area)}) with an authorized product"
    named = f"{', '.join(links)}."
    if len(links) <= FEW:
        return f"{lead}: {named}"
    return unsought(f"<summary>{lead}: {len(links)}</summary>\n\n{named}", "details")
