"""The page of a jurisdiction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from pages import lists
from pages.blocks import UNSOUGHT, UP, also, by_kind, cited, decision_table, front, newest_first, trial_table
from pages.markup import counted, link, plain, text
from pages.names import other_names
from pages.recruiting import OTHERS, SCOPED, recruiting, recruiting_first
from pages.standing import by_class
from regentrials.countries import EEA_ALONE, EU_MEMBERS
from regentrials.countries import name as country_name
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import authorized_in

COMPARED = Path(__file__).parents[2] / "docs/coverage.json"


def jurisdiction(tables: Tables, code: str) -> str:
    """A jurisdiction: what may be sold there, what was decided, and which trials have a site there."""
    decisions = newest_first(row for row in tables["approvals"].values() if row["jurisdiction"] == code)
    trials = lists.trials_in(tables, code)
    names, name = other_names(tables, "jurisdictions", code), country_name(code)
    sold = list(_may_be_sold(tables, code, decisions))
    says = plain(" ".join(sold).replace("\n- ", " ").replace("\n", " "))
    parts = [front(name, wide=True, up="Jurisdictions", names=names, says=says), also(names), *sold]
    parts += [_completeness(code), _agencies(tables, decisions), _trials_here(tables, name, trials)]
    parts += by_kind(tables, decisions, place=False)
    parts += _tables(tables, code, trials)
    parts.append(cited(tables, "Jurisdiction", code))
    return "\n\n".join(part for part in parts if part)


def _may_be_sold(tables: Tables, code: str, decisions: list[Row]) -> Iterator[str]:
    """What is authorized today, by class: first what holds there as in all of the Union, then the country's own."""
    own, since = "here", f", as far as recorded, as of {text(tables.package.date)}"
    if code in EU_MEMBERS:
        own = "by its own regulator"
        union = counted(len(lists.standing_in(tables, "EU")), "authorization")
        lead = f"**{union} of the [European Union](EU.md) hold here**{since}"
        yield _listed(lead, by_class(tables, _union(tables), UP))
    count = len(lists.standing_in(tables, code))
    lead = f"**{counted(count, 'product') if count else 'No product'} authorized {own}**{since}"
    yield _listed(lead, by_class(tables, decisions, UP))


def _listed(lead: str, lines: list[str]) -> str:
    return "\n".join([f"{lead}:\n", *(f"- {line}" for line in lines)]) if lines else f"{lead}."


def _union(tables: Tables) -> list[Row]:
    """The Union's authorizations in force."""
    rows = newest_first(row for row in tables["approvals"].values() if row["jurisdiction"] == "EU")
    return [row for row in rows if authorized_in([row])]


def _completeness(code: str) -> str:
    """Whether a list of the regulator's was compared; absence from the page says no more than that allows."""
    for entry in json.loads(COMPARED.read_text("utf-8")):
        if entry["jurisdiction"] == code and entry["counted"]:
            return (
                f'Another list, "{text(entry["list"])}", counts {entry["counted"]} products as of '
                f"{text(entry['as_of'])}: [Coverage]({UP}coverage.md) explains the difference. "
                "What came later may be missing here."
            )
    union = "the decisions of the [European Union](EU.md) with its own, most of which were not found. "
    repeated = f"{country_name(code)} repeats {union}" if code in EEA_ALONE else ""
    return (
        f"{repeated}No list of the regulator's own was compared, so that authorized "
        f"products may be missing here: see [Coverage]({UP}coverage.md)."
    )


def _agencies(tables: Tables, decisions: list[Row]) -> str:
    counts = Counter(row["agency"] for row in decisions if row["agency"])
    names = [f"{link(tables, 'organizations', key, UP)} ({count})" for key, count in counts.most_common()]
    unnamed = len(decisions) - counts.total()
    names += [f"an agency that no document read names ({unnamed})"] if unnamed else []
    return f"Decisions by {', '.join(names)}." if names else ""


def _trials_here(tables: Tables, name: str, trials: list[Row]) -> str:
    if not trials:
        return ""
    shown = f"{UP}explore.md?table=trials&f.countries={quote(name)}"
    lead = f"[Trials of {SCOPED} with sites here: {len(trials)}]({shown})"
    return recruiting(trials, tables.package.date, lead, f"{shown}&f.status=recruiting") + f"\n\n{OTHERS}"


def _tables(tables: Tables, code: str, trials: list[Row]) -> Iterator[str]:
    if code in EU_MEMBERS:
        yield f"## Authorizations of the European Union{UNSOUGHT}\n\n" + decision_table(
            tables, _union(tables), UP, place=False
        )
    if trials:
        yield f"## Trials with sites here{UNSOUGHT}\n\n" + trial_table(tables, recruiting_first(trials), UP)
