"""The page of a jurisdiction."""

from __future__ import annotations

from collections import Counter

from pages import lists
from pages.blocks import UP, also, by_kind, front, newest_first
from pages.markup import link
from pages.names import other_names
from regentrials.countries import EU_MEMBERS
from regentrials.countries import name as country_name
from regentrials.lookup import Tables
from regentrials.package import Row


def jurisdiction(tables: Tables, code: str) -> str:
    """A jurisdiction: who decides there, and what was decided."""
    decisions = newest_first(row for row in tables["approvals"].values() if row["jurisdiction"] == code)
    names = other_names(tables, "jurisdictions", code)
    parts = [front(country_name(code), wide=True, up="Jurisdictions", names=names), also(names)]
    if code in EU_MEMBERS:
        parts.append(_eu_too(tables))
    parts.append(_agencies(tables, decisions))
    parts += by_kind(tables, decisions, place=False)
    return "\n\n".join(part for part in parts if part)


def _agencies(tables: Tables, decisions: list[Row]) -> str:
    counts = Counter(row["agency"] for row in decisions if row["agency"])
    names = [f"{link(tables, 'organizations', key, UP)} ({count})" for key, count in counts.most_common()]
    return f"Decisions by {', '.join(names)}." if names else ""


def _eu_too(tables: Tables) -> str:
    names = sorted(lists.standing_in(tables, "EU"), key=lambda key: tables.name_of("products", key).casefold())
    return (
        "**Authorizations of the [European Union](EU.md) hold here too**, beside what this page lists as the "
        f"country's own: {', '.join(link(tables, 'products', key, UP) for key in names)}."
    )
