"""Rules on what refers to what, beyond the foreign keys that frictionless checks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from regentrials import fields, references
from regentrials.numbers import example
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context

# What a decision is about, and where a trial names more of it.
ABOUT = {"product_id": "other_product_ids", "condition_id": "other_condition_ids"}


def list_items_exist(context: Context) -> Iterator[Finding]:
    """Each item of a list column is a key of a table that the column refers to."""
    for table, column, field in context.columns("list"):
        targets = references.tables(field)
        if not targets:
            continue
        known = {key for target in targets for key in context.keys(target)}
        unknown = context.distinct(table, column) - known
        for line, cell in context.cells(table, column) if unknown else ():
            for item in fields.split(cell):
                if item in unknown:
                    places = " or ".join(targets)
                    remedy = f"add it to {places}, or correct the id"
                    yield context.finding(table, line, column, f"key of {places}", item, remedy)


def list_items_differ(context: Context) -> Iterator[Finding]:
    """No item stands twice in one cell."""
    for table, column, _ in context.columns("list"):
        for line, cell in context.cells(table, column):
            found = fields.split(cell)
            # A count takes time, and hardly a list needs one.
            counts = Counter(found) if len(set(found)) < len(found) else {}
            for item, count in counts.items():
                if count > 1:
                    yield context.finding(table, line, column, "items differ", item, "name it once")


def secondary_ids_are_free(context: Context) -> Iterator[Finding]:
    """A study is one row: no secondary id is a row's own id, or a secondary id of two rows."""
    owners: dict[str, str] = {}
    known = context.keys("trials")
    for line, trial_id, cell in context.cells("trials", "trial_id", "secondary_ids"):
        for item in fields.split(cell):
            other = item if item in known else owners.setdefault(item, trial_id)
            if other != trial_id or item == trial_id:
                remedy = f"the row {other} has it too: merge the rows, or correct the id"
                yield context.finding("trials", line, "secondary_ids", "one row a study", item, remedy)


def registry_fits(context: Context) -> Iterator[Finding]:
    """trial_id has the form of the numbers that its registry gives."""
    patterns = context.package.resource("trials").fields["registry"]["idPatterns"]
    for line, trial_id, registry in context.cells("trials", "trial_id", "registry"):
        pattern = patterns.get(registry, "")
        if not re.fullmatch(pattern, trial_id):
            remedy = f"a number of {registry} looks like {example(context.package, registry)}"
            yield context.finding("trials", line, "trial_id", "number of its registry", trial_id, remedy)


def parents(context: Context) -> Iterator[Finding]:
    """Only follow-up, access and observation have a parent, and the parent gives the cells, of a common product."""
    for line, trial_id, parent_id in context.cells("trials", "trial_id", "parent_trial_id"):
        row, parent = context.row("trials", trial_id), context.row("trials", parent_id) if parent_id else None
        if row is None or parent is None:
            continue
        products = {row["product_id"], *fields.split(row["other_product_ids"])}
        theirs = {parent["product_id"], *fields.split(parent["other_product_ids"])}
        wrong = (
            "an interventional study has no parent"
            if row["study_type"] == "interventional"
            else "a follow-up study is no parent"
            if parent["study_type"] == "long_term_follow_up"
            else "parent and child share no product"
            if not products & theirs
            else ""
        )
        if wrong:
            yield context.finding("trials", line, "parent_trial_id", "parent of the right kind", parent_id, wrong)


def decisions_fit_their_trial(context: Context) -> Iterator[Finding]:
    """The trial of a decision gives the product, and for the condition, that the decision is about."""
    for column, others in ABOUT.items():
        named = context.cells("trials", "trial_id", column, others)
        about = {trial_id: {first, *fields.split(more)} for _, trial_id, first, more in named}
        for line, trial_id, value in context.cells("approvals", "trial_id", column):
            if trial_id and value and value not in about.get(trial_id, {value}):
                remedy = f"{trial_id} is about {', '.join(sorted(about[trial_id]))}: correct trial_id or {column}"
                yield context.finding("approvals", line, column, "fits its trial", value, remedy)


def decisions_are_named_by_what_they_decide(context: Context) -> Iterator[Finding]:
    """A decision's id begins with its product and its jurisdiction."""
    for line, key, product_id, place in context.cells("approvals", "approval_id", "product_id", "jurisdiction"):
        start = f"{product_id}-{place.lower()}-"
        if not key.startswith(start):
            remedy = f"make it begin with {start} (regentrials rename)"
            yield context.finding("approvals", line, "approval_id", "id of its decision", key, remedy)


def discrepancies_hold(context: Context) -> Iterator[Finding]:
    """A discrepancy names a record and a column that exist, and the value that the table holds."""
    tables = context.package.resources
    for line, row in context.rows("discrepancies"):
        record = context.row(row["table"], row["record_id"]) if row["table"] in tables else None
        if record is None:
            remedy = f"name a key of {row['table']}"
            yield context.finding("discrepancies", line, "record_id", "key of its table", row["record_id"], remedy)
        elif row["field"] not in record:
            remedy = f"name a column of {row['table']}"
            yield context.finding("discrepancies", line, "field", "column of its table", row["field"], remedy)
        elif record[row["field"]] != row["recorded_value"]:
            remedy = f"the table holds {record[row['field']]!r}: correct one of the two"
            yield context.finding(
                "discrepancies", line, "recorded_value", "the recorded value", row["recorded_value"], remedy
            )


def discrepancies_differ(context: Context) -> Iterator[Finding]:
    """The two values of a discrepancy differ."""
    for line, row in context.rows("discrepancies"):
        if row["recorded_value"] == row["other_value"]:
            yield context.finding(
                "discrepancies", line, "other_value", "values differ", row["other_value"], "remove the row"
            )


def recorded_values_are_sourced(context: Context) -> Iterator[Finding]:
    """The source of a discrepancy's recorded value is a source of the record."""
    for line, row in context.rows("discrepancies"):
        record = context.row(row["table"], row["record_id"]) if row["table"] in context.package.resources else None
        source_id = row["recorded_source_id"]
        if record is None or "source_ids" not in record:
            continue
        if source_id and source_id not in fields.split(record["source_ids"]):
            remedy = f"add it to source_ids of {row['record_id']} in {row['table']}, or name one that stands there"
            yield context.finding(
                "discrepancies", line, "recorded_source_id", "a source of the record", source_id, remedy
            )


RULES = (
    list_items_exist,
    list_items_differ,
    secondary_ids_are_free,
    registry_fits,
    parents,
    decisions_fit_their_trial,
    decisions_are_named_by_what_they_decide,
    discrepancies_hold,
    discrepancies_differ,
    recorded_values_are_sourced,
)
