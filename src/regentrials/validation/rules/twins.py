"""Rules on what is entered twice: a decision, a name, a document, a publisher."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from regentrials import fields
from regentrials.addresses import plain
from regentrials.package import Row
from regentrials.spelling import folded
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context

# A decision is told from others by these, and by its date.
DECISION = ("product_id", "jurisdiction", "decision_type", "condition_id")
# Of two decisions on one day, what tells that they are two.
NUMBERS = ("regulator_ref", "trial_id")
# What a record goes by, in the tables whose records go by names.
NAMED = {
    "conditions": ("name", "aliases"),
    "products": ("name", "aliases", "inn", "brand_names"),
    "organizations": ("name", "aliases"),
}
NAME = "means one record"


def decisions_differ(context: Context) -> Iterator[Finding]:
    """A decision is one row: two on one product, place, kind and condition differ by date or number, or follow."""
    seen: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for line, row in context.rows("approvals"):
        known = seen[tuple(row[name] for name in DECISION)]
        twin = next((other["approval_id"] for other in known if _same(other, row)), "")
        if twin:
            remedy = f"{twin} is that decision: keep one row, or give the dates or numbers that tell the two apart"
            yield context.finding("approvals", line, "approval_id", "one row a decision", row["approval_id"], remedy)
        known.append(row)


def _same(one: Row, other: Row) -> bool:
    dates = one["decision_date"], other["decision_date"]
    length = min(map(len, dates))
    # A day is within its month; no date is like another row's no date only.
    together = dates[0][:length] == dates[1][:length] and (length > 0 or dates[0] == dates[1])
    apart = any(one[name] and other[name] and one[name] != other[name] for name in NUMBERS)
    follows = one["approval_id"] == other["follows_id"] or other["approval_id"] == one["follows_id"]
    return together and not apart and not follows


def names_mean_one_record(context: Context) -> Iterator[Finding]:
    """A name of a condition, product or organization, however it is spelt, means this one of them only."""
    for table, columns in NAMED.items():
        owners, shared = {folded(key): key for key in context.keys(table)}, _shared(context, table)
        for line, key, *cells in context.cells(table, context.package.resources[table].key, *columns):
            own: set[str] = set()
            for column, text in _names(columns, cells):
                name = folded(text)
                other = owners.setdefault(name, key)
                if other != key and name not in shared.get(key, ()):
                    remedy = f"{other} goes by it too: leave it to one, or add it to sharedNames in the schema"
                    yield context.finding(table, line, column, NAME, text, remedy)
                # A brand may be the name.
                elif column == "aliases" and name in own:
                    yield context.finding(table, line, column, NAME, text, "name it once")
                own.add(name)


def _shared(context: Context, table: str) -> dict[str, set[str]]:
    """Which names a record truly bears though another goes by them: the schema says so of each."""
    stated = context.package.resources[table].fields["aliases"].get("sharedNames", {})
    return {key: set(map(folded, names)) for key, names in stated.items()}


def _names(columns: Iterable[str], cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    for column, cell in zip(columns, cells, strict=True):
        yield from ((column, name) for name in fields.split(cell))


def addresses_differ(context: Context) -> Iterator[Finding]:
    """A document is one row of sources: its address with www., or with http, is the same document."""
    seen: dict[str, str] = {}
    for line, key, url in context.cells("sources", "source_id", "url"):
        other = seen.setdefault(plain(url), key)
        if other != key:
            remedy = f"{other} is that document: name it instead, and remove this row"
            yield context.finding("sources", line, "url", "one row a document", url, remedy)


def publishers_are_spelt_alike(context: Context) -> Iterator[Finding]:
    """A publisher is written one way, so that two documents of it count as one witness."""
    counts = Counter(cell for _, cell in context.cells("sources", "publisher"))
    usual: dict[str, str] = {}
    for spelling, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        usual.setdefault(folded(spelling), spelling)
    for line, cell in context.cells("sources", "publisher"):
        wanted = usual[folded(cell)]
        if cell != wanted:
            remedy = f"{counts[wanted]} rows have {wanted!r}: write it that way, here or there"
            yield context.finding("sources", line, "publisher", "one spelling", cell, remedy)


RULES = (decisions_differ, names_mean_one_record, addresses_differ, publishers_are_spelt_alike)
