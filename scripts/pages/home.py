"""The home page's parts: today's numbers, the pipeline, the newest decisions."""

from __future__ import annotations

from collections import Counter

from pages.markup import decision_link, link, table
from pages.standing import ever_authorized, on_the_market
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.validation.rules.scope import PLURIPOTENT
from regentrials.views import AUTHORIZATIONS, STAGES, areas, stage_of

NEWEST = 10


def numbers(tables: Tables) -> str:
    """Today's numbers, each a link."""
    market = ever_authorized(tables["approvals"].values())
    standing = {row["product_id"] for row in market if row["status"] == "in_force"}
    cells = [
        (len(tables["trials"]), "trials of pluripotent-derived cells", "trials/"),
        (len(market), "marketing authorizations ever given to cell products", "authorizations/"),
        (len(standing), "products authorized somewhere today", "authorizations/#in_force"),
        (len(tables["approvals"]) - len(market), "other decisions", "jurisdictions/"),
        (len(tables["sources"]), "documents", "sources/"),
        (len(tables["claims"]), "claims checked", "claims/"),
    ]
    items = "".join(f"<a href='{where}'><b>{count:,}</b><span>{label}</span></a>" for count, label, where in cells)
    return f"<div class='rt-numbers'>{items}</div>\n\nVersion {tables.package.version}, {tables.package.date}."


def authorized(tables: Tables) -> str:
    """The pluripotent-derived products that may be sold anywhere: what most readers come to ask."""
    of_pluripotent = [
        row
        for row in tables["approvals"].values()
        if tables["products"][row["product_id"]]["cell_origin"] in PLURIPOTENT
    ]
    products = on_the_market(tables, of_pluripotent, "")
    named = "; ".join(products) or "none"
    return (
        f"**Made from pluripotent cells and authorized anywhere**, as recorded on {tables.package.date}: {named}. "
        "A trial that may start, or a designation, is [no authorization](approved.md), whatever the headline says."
    )


def furthest(tables: Tables) -> Counter[tuple[str, str, str]]:
    """How many pluripotent-derived products by disease area, furthest stage (blank: none is known) and origin."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for key, product in tables["products"].items():
        if product["cell_origin"] in PLURIPOTENT:
            trials, decisions = tables.trials_of(key), tables.decisions_of(key)
            stage = stage_of(trials, decisions) or ""
            counts.update((area, stage, product["cell_origin"]) for area in areas(tables, trials, decisions))
    return counts


def pipeline(tables: Tables) -> str:
    """Pluripotent-derived products by disease area and furthest stage."""
    counts: Counter[tuple[str, str]] = Counter()
    for (area, stage, _), count in furthest(tables).items():
        counts[area, stage] += count
    stages = [stage for stage in STAGES if any(counts[area, stage] for area, _ in counts)]
    order = sorted({area for area, _ in counts}, key=lambda area: (-sum(counts[area, stage] for stage in stages), area))
    rows = [(word(area), *(str(counts[area, stage] or "") for stage in stages)) for area in order]
    note = "Pluripotent-derived products by disease area and the furthest stage that they ever reached.\n\n"
    return _beside_chart(note + table(("Area", *(word(stage) for stage in stages)), rows))


def decisions_by_year(tables: Tables) -> str:
    """Decisions by year and kind: how many, and by which jurisdictions."""
    years: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for row in tables["approvals"].values():
        market, other = years.setdefault(row["decision_date"][:4], (Counter(), Counter()))
        (market if row["decision_type"] in AUTHORIZATIONS else other)[country_name(row["jurisdiction"])] += 1
    rows = [(year or "no date stated", *map(_counted, kinds)) for year, kinds in sorted(years.items(), reverse=True)]
    return _beside_chart(table(("Year", "Marketing authorizations", "Other decisions"), rows))


def _counted(counts: Counter[str]) -> str:
    where = ", ".join(f"{place} {count}" for place, count in counts.most_common())
    return f"**{counts.total()}**: {where}" if counts else ""


# Without JavaScript there is no chart, and the table stands open.
FOLD = "<script>document.currentScript.previousElementSibling.open = false</script>"
UNDRAWN = "<noscript><p>The chart needs JavaScript; this table says the same.</p></noscript>"


def _beside_chart(content: str) -> str:
    return (
        f'{UNDRAWN}\n\n<details open markdown="1"><summary>The same as a table</summary>\n\n'
        f"{content}\n\n</details>\n{FOLD}"
    )


def newest(tables: Tables) -> str:
    """The newest decisions."""
    dated = [row for row in tables["approvals"].values() if row["decision_date"]]
    rows = sorted(dated, key=lambda row: row["decision_date"], reverse=True)[:NEWEST]
    return table(
        ("Date", "Where", "Decision", "Product"),
        [
            (
                row["decision_date"],
                country_name(row["jurisdiction"]),
                decision_link(row, ""),
                link(tables, "products", row["product_id"], ""),
            )
            for row in rows
        ],
    )
