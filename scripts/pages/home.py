"""The home page's parts: today's numbers, the pipeline, the newest decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

from pages.charts import STEPS
from pages.markup import counted, decision_link, link, table, text
from pages.standing import ever_authorized, on_the_market
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.views import AUTHORIZATIONS, PLURIPOTENT, areas, stage_of

NEWEST = 10
# On that day the European Union's authorizations became British ones by a general rule, without a decision on each.
CARRIED_OVER = ("GB", "2021-01-01")


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


def _pluripotent(tables: Tables) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Of each pluripotent-derived product the origin, the furthest stage (blank: none is known) and disease areas."""
    for key, product in tables["products"].items():
        if product["cell_origin"] in PLURIPOTENT:
            trials, decisions = tables.trials_of(key), tables.decisions_of(key)
            yield product["cell_origin"], stage_of(trials, decisions) or "", areas(tables, trials, decisions)


def furthest(tables: Tables) -> Counter[tuple[str, str, str]]:
    """How many pluripotent-derived products by disease area, furthest stage (blank: none is known) and origin."""
    return Counter((area, stage, origin) for origin, stage, found in _pluripotent(tables) for area in found)


def by_step(tables: Tables) -> dict[tuple[str, str, str], Counter[str]]:
    """The same where a stage is known, by disease area, step of the chart and origin: how many at which stage."""
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for (area, stage, origin), count in sorted(furthest(tables).items()):
        if stage:
            found.setdefault((area, STEPS[stage], origin), Counter())[stage] += count
    return found


def products_query(area: str, stages: Iterable[str], origins: Iterable[str]) -> str:
    """The query by which Explore shows the products of an area at some stages and of some origins."""
    chosen = {"area": [area], "stage": stages, "origin": origins}
    values = {f"f.{key}": "|".join(sorted({word(one) for one in wanted})) for key, wanted in chosen.items()}
    return "?" + urlencode({"table": "products", **values})


def pipeline(tables: Tables) -> str:
    """Pluripotent-derived products by disease area and furthest stage: what is drawn, the chart, and a table."""
    cells: dict[tuple[str, str], dict[str, Counter[str]]] = {}
    for (area, step, origin), stages in by_step(tables).items():
        cells.setdefault((area, step), {})[origin] = stages
    totals: Counter[str] = Counter()
    for (area, _), origins in cells.items():
        totals[area] += _total(origins)
    steps = [step for step in dict.fromkeys(STEPS.values()) if any(step == drawn for _, drawn in cells)]
    order = sorted(totals, key=lambda area: (-totals[area], area))
    rows = [(word(area), *(_cell(area, step, cells.get((area, step), {})) for step in steps)) for area in order]
    return _chart("rt-pipeline", _pipeline_note(tables), table(("Area", *steps), rows))


def _total(origins: Mapping[str, Counter[str]]) -> int:
    return sum(stages.total() for stages in origins.values())


def _cell(area: str, step: str, origins: Mapping[str, Counter[str]]) -> str:
    """A number of the table, which leads to its products."""
    if not origins:
        return ""
    query = products_query(area, (stage for stages in origins.values() for stage in stages), origins)
    count = _total(origins)
    return f'[{count}](explore.md{query}){{ aria-label="{word(area)}, {step}: {counted(count, "product")}" }}'


def _pipeline_note(tables: Tables) -> str:
    products = list(_pluripotent(tables))
    drawn = [found for _, stage, found in products if stage and found]
    several = sum(len(found) > 1 for found in drawn)
    return (
        f"{counted(len(drawn), 'product')} made from pluripotent cells, by disease area, origin of the cells and the "
        "furthest stage that they **ever** reached: what was stopped or withdrawn since is counted too. A product in "
        f"several areas stands in each ({several} do). {len(products) - len(drawn)} more have no known stage, and are "
        "not drawn."
    )


def decisions_by_year(tables: Tables) -> str:
    """Decisions by year and kind, and by which jurisdictions: what is drawn, the chart, and a table."""
    years: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for row in tables["approvals"].values():
        market, other = years.setdefault(row["decision_date"][:4], (Counter(), Counter()))
        (market if row["decision_type"] in AUTHORIZATIONS else other)[country_name(row["jurisdiction"])] += 1
    rows = [(year or "no date stated", *map(_counted, kinds)) for year, kinds in sorted(years.items(), reverse=True)]
    listed = table(("Year", "Marketing authorizations", "Other decisions"), rows)
    return _chart("rt-decisions", _decisions_note(tables), listed)


def _decisions_note(tables: Tables) -> str:
    decisions = list(tables["approvals"].values())
    undated = [row for row in decisions if not row["decision_date"]]
    market = ever_authorized(undated)
    carried = [row for row in decisions if (row["jurisdiction"], row["decision_date"]) == CARRIED_OVER]
    day, today = CARRIED_OVER[1], tables.package.date
    return (
        "Marketing authorizations of products made of human cells or tissue, and all other decisions, by jurisdiction. "
        f"{len(undated)} of the {len(decisions)} have no stated date ({len(market)} of them marketing authorizations), "
        f"and are not drawn. {len(carried)} of {day[:4]} are authorizations of the European Union that became British "
        f"ones on {text(day)} by a general rule. {today[:4]} is counted up to {text(today)}."
    )


def _counted(counts: Counter[str]) -> str:
    where = ", ".join(f"{place} {count}" for place, count in counts.most_common())
    return f"**{counts.total()}**: {where}" if counts else ""


# Without JavaScript there is no chart, and the table stands open.
FOLD = "<script>document.currentScript.previousElementSibling.open = false</script>"
UNDRAWN = "<noscript><p>The chart needs JavaScript; this table says the same.</p></noscript>"


def _chart(name: str, note: str, listed: str) -> str:
    return (
        f'{note}\n\n<figure class="rt-chart rt-chart-holder" id="{name}" data-root="."></figure>\n\n'
        f'{UNDRAWN}\n\n<details open markdown="1"><summary>The same as a table</summary>\n\n'
        f"{listed}\n\n</details>\n{FOLD}"
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
