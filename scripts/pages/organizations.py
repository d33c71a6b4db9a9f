"""A page for every developer, sponsor and regulator, and their list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pages.blocks import UNSOUGHT, UP, by_kind, fact_table, front, newest_first, product_table, trial_table
from pages.markup import link, table, text
from pages.names import other_names
from pages.recruiting import recruiting_first
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row

Groups = dict[str, list[Row]]


def pages(tables: Tables) -> Iterator[tuple[str, str]]:
    """The path and Markdown of the list and of every organization's page."""
    products = _grouped(tables["products"].values(), "developer_id")
    trials = _grouped(tables["trials"].values(), "sponsor_id")
    decisions = _grouped(tables["approvals"].values(), "agency")
    yield "organizations/index.md", _list(tables, products, trials, decisions)
    for key in tables["organizations"]:
        yield f"organizations/{key}.md", _page(tables, key, products[key], trials[key], decisions[key])


def _grouped(rows: Iterable[Row], column: str) -> Groups:
    groups: Groups = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _list(tables: Tables, products: Groups, trials: Groups, decisions: Groups) -> str:
    rows = [
        (
            link(tables, "organizations", key, UP),
            word(row["organization_type"]),
            country_name(row["country"]),
            str(len(products[key]) or ""),
            str(len(trials[key]) or ""),
            str(len(decisions[key]) or ""),
        )
        for key, row in sorted(tables["organizations"].items(), key=lambda item: item[1]["name"].casefold())
    ]
    intro = "Who develops the products, sponsors the trials and takes the decisions.\n\n"
    header = ("Organization", "Type", "Country", "Products developed", "Trials sponsored", "Decisions taken")
    return front("Organizations", wide=True, says=intro.strip()) + intro + table(header, rows)


def _page(tables: Tables, key: str, products: list[Row], trials: list[Row], decisions: list[Row]) -> str:
    row = tables["organizations"][key]
    says = _said(row, {"products developed": products, "trials sponsored": trials, "decisions taken": decisions})
    parts = [front(row["name"], up="Organizations", names=other_names(tables, "organizations", key), says=says)]
    parts.append(fact_table(tables, "organizations", row, UP, ("name", "notes")))
    parts.append(text(row["notes"]))
    parts += by_kind(tables, newest_first(decisions), place=len({row["jurisdiction"] for row in decisions}) > 1)
    developed = {product["product_id"] for product in products}
    if developed:
        parts.append(f"## Products developed{UNSOUGHT}\n\n" + product_table(tables, developed, UP, developer=False))
    if trials:
        listed = trial_table(tables, recruiting_first(trials), UP, sponsor=False)
        parts.append(f"## Trials sponsored{UNSOUGHT}\n\n" + listed)
    others = [trial for trial in _trials_of(tables, developed) if trial["sponsor_id"] != key]
    if others:
        listed = trial_table(tables, recruiting_first(others), UP)
        parts.append(f"## Trials of its products that others sponsor{UNSOUGHT}\n\n" + listed)
    if not (products or trials or decisions):
        parts.append("No product, trial or decision is recorded under its name.")
    return "\n\n".join(part for part in parts if part)


def _said(row: Row, found: Groups) -> str:
    counts = ", ".join(f"{what} {len(rows)}" for what, rows in found.items() if rows)
    return f"{word(row['organization_type'])}, {country_name(row['country'])}. Recorded: {counts or 'the name alone'}."


def _trials_of(tables: Tables, products: set[str]) -> list[Row]:
    return [trial for trial in tables["trials"].values() if products.intersection(tables.products_of(trial))]
