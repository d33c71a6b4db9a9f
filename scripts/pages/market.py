"""Every marketing authorization by what became of it: the list behind the number on the home page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pages.markup import counted, decision_link, link, sentence, table, text
from pages.standing import ever_authorized, not_sold
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS

# What ended comes first: it is the shorter list, and the harder one to find.
ORDER = ("withdrawn", "revoked", "suspended", "expired", "discontinued", "unknown", "superseded", "in_force")


def authorizations(tables: Tables) -> str:
    """Marketing authorizations by status: how many, then each one."""
    market = ever_authorized(tables["approvals"].values())
    definitions = tables.package.resource("approvals").fields["status"]["definitions"]
    groups = {status: [row for row in market if row["status"] == status] for status in (*ORDER, *definitions)}
    found = {status: rows for status, rows in groups.items() if rows}
    counts = [_counts(status, definitions[status], rows) for status, rows in found.items()]
    total = ("**All**", "", *_by_kind(market), str(len(market)))
    header = ("Status", "Meaning", *(sentence(word(kind)) for kind in AUTHORIZATIONS), "Together")
    shown = "|".join(word(kind) for kind in AUTHORIZATIONS)
    explore = f"Filter, sort and download them in [Explore](explore.md?table=approvals&f.decision={quote(shown)})."
    return "\n\n".join([table(header, [*counts, total]), explore, *_sections(tables, found)])


def _counts(status: str, meaning: str, rows: list[Row]) -> tuple[str, ...]:
    return (f"[{word(status)}](#{status})", text(meaning), *_by_kind(rows), str(len(rows)))


def _by_kind(rows: list[Row]) -> list[str]:
    return [str(sum(row["decision_type"] == kind for row in rows) or "") for kind in AUTHORIZATIONS]


def _sections(tables: Tables, groups: dict[str, list[Row]]) -> Iterator[str]:
    said = _said_later(tables)
    for status, rows in groups.items():
        products = counted(len({row["product_id"] for row in rows}), "product")
        yield f"## {sentence(word(status))} ({len(rows)}, of {products}) {{ #{status} }}"
        yield _standing(tables, rows) if status == "in_force" else _ended(tables, rows, said)


def _said_later(tables: Tables) -> dict[str, list[str]]:
    """The notes on the decisions that ended others, by the id of the one that ended."""
    said: dict[str, list[str]] = {}
    for row in tables["approvals"].values():
        said.setdefault(row["follows_id"], []).append(row["notes"])
    return said


def _standing(tables: Tables, rows: list[Row]) -> str:
    rows = sorted(rows, key=lambda row: (tables.name_of("products", row["product_id"]).casefold(), row["approval_id"]))
    cells = [
        (*_named(tables, row), row["decision_date"], decision_link(row, "") + _unsold(row), text(row["regulator_ref"]))
        for row in rows
    ]
    return table(("Product", "Where", "Authorized", "Decision", "Number"), cells)


def _unsold(row: Row) -> str:
    """What stands in a regulator's list and is not sold is in force, but nobody can get it."""
    return " (licensed, not marketed)" if not_sold([row]) else ""


def _ended(tables: Tables, rows: list[Row], said: Mapping[str, list[str]]) -> str:
    rows = sorted(rows, key=lambda row: row["status_date"], reverse=True)
    cells = [
        (*_named(tables, row), row["decision_date"], row["status_date"], decision_link(row, ""), text(_why(row, said)))
        for row in rows
    ]
    return table(("Product", "Where", "Authorized", "Status since", "Decision", "Notes"), cells)


def _named(tables: Tables, row: Row) -> tuple[str, str]:
    return link(tables, "products", row["product_id"], ""), country_name(row["jurisdiction"])


def _why(row: Row, said: Mapping[str, list[str]]) -> str:
    """The notes on the decision that ended it, where there is one, and its own."""
    return " ".join(notes for notes in (*said.get(row["approval_id"], ()), row["notes"]) if notes)
