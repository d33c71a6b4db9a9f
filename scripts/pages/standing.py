"""Where a product may be sold today, in words that never round a condition up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pages.markup import link, sentence, text
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS, EXTENSIONS, authorized_in

FULL = AUTHORIZATIONS[-1]
# The status of an authorization under which nothing is sold any more.
ENDED = ("withdrawn", "revoked", "expired", "discontinued")


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


def not_sold(decisions: Iterable[Row]) -> set[str]:
    """Jurisdictions where the product is licensed, but not marketed."""
    rows = [row for row in ever_authorized(decisions) if authorized_in([row])]
    unsold = {row["jurisdiction"] for row in rows if row["marketed"] == "false"}
    return unsold - {row["jurisdiction"] for row in rows if row["marketed"] != "false"}


def where(decisions: list[Row], root: str | None = None, on_condition: str = "on condition") -> str:
    """The places as words: `Japan (on condition)`; links to their pages if `root` is given."""
    full, conditional = places(decisions)
    unsold = dict.fromkeys(not_sold(decisions), "licensed, not marketed")
    said = [_place(code, root, (unsold.get(code),)) for code in full]
    said += [_place(code, root, (on_condition, unsold.get(code))) for code in conditional]
    return ", ".join(said)


def _place(code: str, root: str | None, remarks: Iterable[str | None] = ()) -> str:
    named = country_name(code) if root is None else f"[{country_name(code)}]({root}jurisdictions/{code}.md)"
    said = "; ".join(filter(None, remarks))
    return f"{named} ({said})" if said else named


def where_not(decisions: list[Row], root: str | None = None) -> dict[str, str]:
    """The places where an authorization was given that no longer is in force, by what is known of its end.

    The keys are "ended", "suspended" and "unknown"; the values are words, as those of `where`.
    """
    latest = _latest_by_place(row for row in ever_authorized(decisions) if row["status"] != "superseded")
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(set(latest) - set(authorized_in(decisions)), key=country_name):
        status, date = latest[code]["status"], text(latest[code].get("status_date", ""))
        group = "ended" if status in ENDED else status
        found[group].append(_place(code, root, (f"{word(status)} {date}".strip(),) if group == "ended" else ()))
    return {group: ", ".join(names) for group, names in found.items()}


def _latest_by_place(decisions: Iterable[Row]) -> dict[str, Row]:
    ordered = sorted(decisions, key=lambda row: row.get("decision_date", ""))
    return {row["jurisdiction"]: row for row in ordered}


def where_now(decisions: list[Row]) -> str:
    """The places for a cell of a table, where a blank would be read as "everywhere it was asked for"."""
    if here := where(decisions):
        return here
    past = where_not(decisions)
    if unsure := ", ".join(past[group] for group in ("suspended", "unknown") if group in past):
        return f"not known to be in force anywhere; once in {', '.join(filter(None, (unsure, past.get('ended'))))}"
    return f"nowhere; once in {past['ended']}" if past else "nowhere"


def about(tables: Tables, key: str) -> str:
    """What a product is: its class, what it is made from, and whose cells these are, as far as known."""
    row = tables["products"][key]
    origin = {"unknown": "", "perinatal": "perinatal tissue", "fetal": "fetal tissue"}
    made = origin.get(row["cell_origin"], word(row["cell_origin"]))
    donor = {"autologous": "the patient's own", "allogeneic": "a donor's"}.get(row["donor_relation"], "")
    return ", ".join(filter(None, (word(row["product_class"]), made and f"made from {made}", donor)))


def on_the_market(tables: Tables, decisions: Iterable[Row], root: str, described: bool = False) -> list[str]:
    """Each product with an authorization in force among `decisions`, `described` if asked for, and where."""
    return [
        f"{link(tables, 'products', key, root)}{f' ({about(tables, key)})' if described else ''}: {where(rows, root)}"
        for key, rows in standing(tables, decisions)
    ]


def by_class(tables: Tables, decisions: Iterable[Row], root: str) -> list[str]:
    """The same for the decisions of one jurisdiction, a line for each class of products, the largest first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, rows in standing(tables, decisions):
        remarks = ([] if places(rows)[0] else ["on condition"]) + (["licensed, not marketed"] if not_sold(rows) else [])
        remark = f" ({'; '.join(remarks)})" if remarks else ""
        groups[tables["products"][key]["product_class"]].append(link(tables, "products", key, root) + remark)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [f"{sentence(word(kind))}: {', '.join(names)}" for kind, names in ordered]


def standing(tables: Tables, decisions: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Each product with an authorization in force among `decisions`, with its own ones."""
    by_product: dict[str, list[Row]] = {}
    for row in decisions:
        by_product.setdefault(row["product_id"], []).append(row)
    found = [(key, rows) for key, rows in by_product.items() if authorized_in(rows)]
    return sorted(found, key=lambda item: tables.name_of("products", item[0]).casefold())
