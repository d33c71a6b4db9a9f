"""Where a product may be sold today, in words that never round a condition up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pages.markup import link, sentence
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS, EXTENSIONS, authorized_in

FULL = AUTHORIZATIONS[-1]


def for_a_condition(decisions: Iterable[Row]) -> list[Row]:
    """The decisions about one condition, where an extension to it is as good as an authorization for it."""
    meant = dict(zip(EXTENSIONS, AUTHORIZATIONS, strict=True))
    return [{**row, "decision_type": meant.get(row["decision_type"], row["decision_type"])} for row in decisions]


def ever_authorized(decisions: Iterable[Row]) -> list[Row]:
    return [row for row in decisions if row["decision_type"] in AUTHORIZATIONS]


def places(decisions: list[Row]) -> tuple[list[str], list[str]]:
    """Jurisdictions with a full authorization in force, and those with a conditional one alone, by name."""
    full = set(authorized_in([row for row in decisions if row["decision_type"] == FULL]))
    conditional = set(authorized_in(decisions)) - full
    return sorted(full, key=country_name), sorted(conditional, key=country_name)


def where(decisions: list[Row], root: str | None = None) -> str:
    """The places as words: `Japan (on condition)`; links to their pages if `root` is given."""
    full, conditional = places(decisions)
    words = [_place(code, root) for code in full]
    words += [f"{_place(code, root)} (on condition)" for code in conditional]
    return ", ".join(words)


def _place(code: str, root: str | None) -> str:
    return country_name(code) if root is None else f"[{country_name(code)}]({root}jurisdictions/{code}.md)"


def on_the_market(tables: Tables, decisions: Iterable[Row], root: str) -> list[str]:
    """Each product with an authorization in force among `decisions`, and where."""
    found = standing(tables, decisions)
    return [f"{link(tables, 'products', key, root)}: {where(rows, root)}" for key, rows in found]


def by_class(tables: Tables, decisions: Iterable[Row], root: str) -> list[str]:
    """The same for the decisions of one jurisdiction, a line for each class of products, the largest first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, rows in standing(tables, decisions):
        condition = "" if places(rows)[0] else " (on condition)"
        groups[tables["products"][key]["product_class"]].append(link(tables, "products", key, root) + condition)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [f"{sentence(word(kind))}: {', '.join(names)}" for kind, names in ordered]


def standing(tables: Tables, decisions: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Each product with an authorization in force among `decisions`, with its own ones."""
    by_product: dict[str, list[Row]] = {}
    for row in decisions:
        by_product.setdefault(row["product_id"], []).append(row)
    found = [(key, rows) for key, rows in by_product.items() if authorized_in(rows)]
    return sorted(found, key=lambda item: tables.name_of("products", item[0]).casefold())
