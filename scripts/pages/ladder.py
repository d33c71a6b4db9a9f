"""What each kind of decision means, and who decided how many."""

from __future__ import annotations

from collections.abc import Collection

from pages.markup import decision_link, link, table, text
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import EXTENSIONS, STAGES


def ladder(tables: Tables) -> str:
    """Each kind of decision that is a rung, lowest first, and what widens the last; what it means; the newest of it."""
    return _listed(tables, [kind for kind in (*STAGES, *reversed(EXTENSIONS)) if kind in _meanings(tables)])


def not_rungs(tables: Tables) -> str:
    """The same of the other kinds that are recorded."""
    recorded = {row["decision_type"] for row in tables["approvals"].values()} - {*STAGES, *EXTENSIONS}
    return _listed(tables, [kind for kind in _meanings(tables) if kind in recorded])


def _meanings(tables: Tables) -> dict[str, str]:
    meanings: dict[str, str] = tables.package.resource("approvals").fields["decision_type"]["definitions"]
    return meanings


def _listed(tables: Tables, kinds: list[str]) -> str:
    meanings = _meanings(tables)
    rows = []
    for kind in kinds:
        found = [row for row in tables["approvals"].values() if row["decision_type"] == kind]
        newest = _example(tables, max(found, key=lambda row: row["decision_date"])) if found else ""
        rows.append((f"**{word(kind)}**", text(meanings[kind]), str(len(found)), newest))
    return table(("Word", "What it means", "Recorded", "Newest"), rows)


def _example(tables: Tables, row: Row) -> str:
    name = link(tables, "products", row["product_id"], "")
    return f"{name}, {country_name(row['jurisdiction'])} {text(row['decision_date'])}"


# What Europe's two bodies and Korea's two decide belongs together.
MATRIX = (("fda",), ("ec", "ema"), ("mhra",), ("mhlw",), ("pmda",), ("nmpa",), ("nhc",), ("mfds", "mohw-kr"))


def matrix(tables: Tables) -> str:
    """Decisions by kind and regulator: how many, and the newest of each."""
    rows = [(word(kind), *(_newest_of(tables, kind, agencies) for agencies in MATRIX)) for kind in _meanings(tables)]
    header = (", ".join(agency.removesuffix("-kr").upper() for agency in agencies) for agencies in MATRIX)
    return table(("Decision", *header), [row for row in rows if any(row[1:])])


def _newest_of(tables: Tables, kind: str, agencies: Collection[str]) -> str:
    decisions = tables["approvals"].values()
    found = [row for row in decisions if row["decision_type"] == kind and row["agency"] in agencies]
    if not found:
        return ""
    last = max(found, key=lambda row: row["decision_date"])
    return f"{len(found)}: {decision_link(last, '', text(tables.name_of('products', last['product_id'])))}"
