"""The lists: products, trials, conditions, jurisdictions and sources."""

from __future__ import annotations

from collections import defaultdict

from pages.blocks import UP, front, product_table, trial_table
from pages.markup import link, sentence, table
from pages.standing import ever_authorized, on_the_market
from regentrials.countries import EU_MEMBERS
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.views import authorized_in


def jurisdictions(tables: Tables) -> list[str]:
    return sorted({row["jurisdiction"] for row in tables["approvals"].values()}, key=country_name)


def products(tables: Tables) -> str:
    return front("Products", wide=True) + product_table(tables, tables["products"], UP)


def trials(tables: Tables) -> str:
    rows = sorted(tables["trials"].values(), key=lambda row: row["start_date"] or "0", reverse=True)
    intro = "Studies of cells made from human pluripotent stem cells, the latest start, planned or actual, first.\n\n"
    return front("Trials", wide=True) + intro + trial_table(tables, rows, UP)


def conditions(tables: Tables) -> str:
    by_area: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key, row in sorted(tables["conditions"].items(), key=lambda item: item[1]["name"]):
        trials, decisions = tables.trials_on(key), tables.decisions_on(key)
        by_area[row["area"]].append(
            (
                link(tables, "conditions", key, UP),
                link(tables, "conditions", row["broader_id"], UP) if row["broader_id"] else "",
                "; ".join(on_the_market(tables, decisions, UP)),
                str(len(trials) or ""),
                str(len(decisions) or ""),
            )
        )
    header = ("Condition", "Part of", "Authorized products", "Trials", "Decisions")
    parts = [f"## {sentence(word(area))}\n\n" + table(header, rows) for area, rows in sorted(by_area.items())]
    intro = (
        "Products, trials and decisions of a condition include those of the narrower ones, which are part of it.\n\n"
    )
    return front("Conditions", wide=True) + intro + "\n\n".join(parts)


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
        rows.append((f"[{country_name(code)}]({code}.md)", standing, str(len(market)), str(len(decisions))))
    intro = (
        "Products with an authorization in force, products ever authorized, and all decisions, as recorded. "
        "An authorization of the European Union holds in each member state, whose own row counts its own decisions."
        "\n\n"
    )
    header = ("Where", "In force", "Ever authorized", "Decisions")
    return front("Jurisdictions", wide=True) + intro + table(header, rows)
