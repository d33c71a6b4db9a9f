"""Rules on evidence: every source is used, the best comes first, and every row of the lesser tables is used."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials.package import Row
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context


def references(context: Context, target: str) -> set[str]:
    """Every key of `target` that some column, list or not, refers to."""
    found: set[str] = set()
    for table, resource in context.package.resources.items():
        columns = [name for name, f in resource.fields.items() if f.get("refersTo", "").split(".")[0] == target]
        for _, row in context.rows(table):
            found.update(item for column in columns for item in context.items(row, column))
    return found


def every_row_is_used(context: Context) -> Iterator[Finding]:
    """Each source, product, organization and condition is used by a row."""
    claimed = {item for _, row in context.rows("claims") for item in context.items(row, "records")}
    for table in ("sources", "products", "organizations", "conditions"):
        key = context.package.resources[table].key
        used = references(context, table) | claimed
        for line, row in context.rows(table):
            if row[key] not in used:
                remedy = "remove the row, or name it where it belongs"
                yield context.finding(table, line, key, "used by a row", row[key], remedy)


def best_source_first(context: Context) -> Iterator[Finding]:
    """Sources stand in the order of their rank: regulator or registry, sponsor or paper, press, the rest."""
    ranks = context.package.resource("sources").fields["source_type"]["ranks"]

    def rank(source_id: str) -> int:
        source: Row = context.keys("sources").get(source_id, {})
        return int(ranks.get(source.get("source_type", ""), 0))

    for table, resource in context.package.resources.items():
        if "source_ids" not in resource.fields:
            continue
        for line, row in context.rows(table):
            found = [rank(item) for item in context.items(row, "source_ids")]
            if 0 not in found and found != sorted(found):
                remedy = "put regulators and registries first, then sponsors and papers, then the press"
                yield context.finding(table, line, "source_ids", "best source first", row["source_ids"], remedy)


RULES = (every_row_is_used, best_source_first)
