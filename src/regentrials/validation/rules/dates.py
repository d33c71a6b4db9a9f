"""Rules on dates: in order, and none in the future but plans."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials import fields
from regentrials.partial_date import is_partial_date
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context

ORDERED = {
    "trials": (
        ("start_date", "primary_completion_date"),
        ("primary_completion_date", "completion_date"),
        ("start_date", "completion_date"),
    ),
    "approvals": (("decision_date", "status_date"),),
    "sources": (("published_date", "accessed_date"),),
}
PLANNED = ("start_date", "primary_completion_date", "completion_date")


def later(one: str, other: str) -> bool:
    """Whether `one` is after `other` as far as the coarser of the two tells; a text that is no date tells nothing."""
    if not (is_partial_date(one) and is_partial_date(other)):
        return False
    length = min(len(one), len(other))
    return one[:length] > other[:length]


def in_order(context: Context) -> Iterator[Finding]:
    """What comes first has the earlier date."""
    for table, pairs in ORDERED.items():
        for first, second in pairs:
            for line, one, other in context.cells(table, first, second):
                if one and other and later(one, other):
                    remedy = f"{second} is {other}: correct one of the two"
                    yield context.finding(table, line, first, "dates in order", one, remedy)


def not_in_the_future(context: Context) -> Iterator[Finding]:
    """No date is after the package's own, but plans of trials that are not completed."""
    today = context.package.date
    for table, column, _ in context.columns("partial_date"):
        if not any(later(cell, today) for cell in context.distinct(table, column)):
            continue
        may_be_plan = table == "trials" and column in PLANNED
        for line, cell, status in context.cells(table, column, "status" if may_be_plan else column):
            if cell and later(cell, today) and not (may_be_plan and status != "completed"):
                remedy = f"the package's date is {today}: correct the date{', or the status' if may_be_plan else ''}"
                yield context.finding(table, line, column, "not in the future", cell, remedy)


def copies_are_read_afterwards(context: Context) -> Iterator[Finding]:
    """The day of a registry's copy is not after the last day on which a document of the row was read."""
    read = {key: day for _, key, day in context.cells("sources", "source_id", "accessed_date")}
    for line, day, cell in context.cells("trials", "as_of", "source_ids"):
        last = max((read.get(item, "") for item in fields.split(cell)), default="")
        if day and last and later(day, last):
            remedy = f"its documents were last read on {last}: correct as_of, or name the copy that states it"
            yield context.finding("trials", line, "as_of", "read afterwards", day, remedy)


RULES = (in_order, not_in_the_future, copies_are_read_afterwards)
