"""The lists: products, trials, conditions and jurisdictions."""

from __future__ import annotations

from collections import defaultdict

from pages.blocks import UP, front, in_explore, product_table, trial_table
from pages.markup import link, sentence, table, with_page
from pages.recruiting import OTHERS, SCOPE
from pages.standing import ever_authorized, for_a_condition, on_the_market
from regentrials import fields
from regentrials.countries import EU_MEMBERS
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import authorized_in


def jurisdictions(tables: Tables) -> list[str]:
    return sorted(with_page(tables), key=country_name)


def products(tables: Tables) -> str:
    intro = (
        "Products made from pluripotent stem cells, and those of other cells that a regulator authorized, exempted or "
        f"refused. {OTHERS}"
    )
    head = front("Products", wide=True, says=intro)
    parts = [intro, in_explore("table=products"), product_table(tables, tables["products"], UP)]
    return head + "\n\n".join(parts)


def trials(tables: Tables) -> str:
    rows = sorted(tables["trials"].values(), key=lambda row: row["start_date"] or "0", reverse=True)
    intro = f"Trials of {SCOPE}, the latest start, planned or actual, first. {OTHERS}"
    head = front("Trials", wide=True, says=intro)
    return head + "\n\n".join([intro, in_explore("table=trials"), trial_table(tables, rows, UP, product=False)])


def trials_in(tables: Tables, code: str) -> list[Row]:
    """The trials with a site in a country."""
    return [row for row in tables["trials"].values() if code in fields.split(row["countries"])]


def conditions(tables: Tables) -> str:
    by_area: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key, row in sorted(tables["conditions"].items(), key=lambda item: item[1]["name"]):
        trials, decisions = tables.trials_on(key), tables.decisions_on(key)
        by_area[row["area"]].append(
            (
                link(tables, "conditions", key, UP),
                link(tables, "conditions", row["broader_id"], UP) if row["broader_id"] else "",
                "; ".join(on_the_market(tables, for_a_condition(decisions), UP)),
                str(len(trials) or ""),
                str(len(decisions) or ""),
            )
        )
    header = ("Condition", "Part of", "Authorized products", "Trials", "Decisions")
    parts = [f"## {sentence(word(area))}\n\n" + table(header, rows) for area, rows in sorted(by_area.items())]
    intro = (
        "Products, trials and decisions of a condition include those of the narrower ones, which are part of it. "
        "Products are those authorized for it by the indications recorded; some later extensions of these may be "
        f"missing (see [Coverage]({UP}coverage.md)). "
        f"The trials are those of {SCOPE}. {OTHERS}"
    )
    return front("Conditions", wide=True, says=intro) + "\n\n".join([intro, *parts])


def standing_in(tables: Tables, code: str) -> set[str]:
    """The products with a marketing authorization in force there."""
    rows = [row for row in tables["approvals"].values() if row["jurisdiction"] == code]
    return {row["product_id"] for row in rows if authorized_in([row])}


def jurisdiction_list(tables: Tables) -> str:
    rows = []
    union = len(standing_in(tables, "EU"))
    for code in jurisdictions(tables):
        decisions = [row for row in tables["approvals"].values() if row["jurisdiction"] == code]
        market = {row["product_id"] for row in ever_authorized(decisions)}
        standing = str(len(standing_in(tables, code))) + (f" (+ {union} of the EU)" if code in EU_MEMBERS else "")
        counts = (str(len(market)), str(len(decisions)), str(len(trials_in(tables, code)) or ""))
        rows.append((f"[{country_name(code)}]({code}.md)", standing, *counts))
    intro = (
        "Products with an authorization in force, products ever authorized, and all decisions, as recorded. "
        "An authorization of the European Union holds in each member state, whose own row counts its own decisions. "
        f"Trials are those of {SCOPE} with a site there. How complete this is stands in [Coverage]({UP}coverage.md)."
    )
    header = ("Where", "In force", "Ever authorized", "Decisions", "Trials")
    return front("Jurisdictions", wide=True, says=intro) + f"{intro}\n\n" + table(header, rows)
