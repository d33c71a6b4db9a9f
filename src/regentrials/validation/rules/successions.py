"""Rules on decisions that end earlier ones."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context
from regentrials.validation.rules.dates import later

ENDINGS = ("hold_lifted", "withdrawal")
# What a decision can't be any more, once another has ended it or taken its place.
STANDING = ("in_force", "unknown")
# The rule that a decision breaks while the one that follows it is still to come.
UNFOLLOWED = "followed by a decision"


def endings_name_what_they_end(context: Context) -> Iterator[Finding]:
    """A hold that was lifted and an authorization or designation that ended are named by the decision that did it."""
    for line, kind, earlier in context.cells("approvals", "decision_type", "follows_id"):
        if kind in ENDINGS and not earlier:
            remedy = "name the decision that it ends; add that one if it has no row"
            yield context.finding("approvals", line, "follows_id", "names what it ends", "", remedy)


def superseded_are_followed(context: Context) -> Iterator[Finding]:
    """Whatever was superseded is named by the decision that took its place."""
    followed = context.distinct("approvals", "follows_id")
    for line, key, status in context.cells("approvals", "approval_id", "status"):
        if status == "superseded" and key not in followed:
            remedy = "name it in follows_id of the later decision, or correct the status"
            yield context.finding("approvals", line, "status", UNFOLLOWED, status, remedy)


def followers_fit(context: Context) -> Iterator[Finding]:
    """What follows a decision is about the same product in the same jurisdiction, is not older, and ended it."""
    for line, key, earlier_id in context.cells("approvals", "approval_id", "follows_id"):
        row, earlier = (context.row("approvals", name) for name in (key, earlier_id)) if earlier_id else (None, None)
        if row is None or earlier is None:
            continue
        one, other = earlier["decision_date"], row["decision_date"]
        wrong = (
            "a decision does not follow itself"
            if earlier["approval_id"] == row["approval_id"]
            else f"it is about {earlier['product_id']} in {earlier['jurisdiction']}"
            if any(earlier[name] != row[name] for name in ("product_id", "jurisdiction"))
            else f"it is of {one}: correct one of the dates, or follows_id"
            if one and other and later(one, other)
            else f"its status is {earlier['status']}: say there what became of it"
            if earlier["status"] in STANDING
            else ""
        )
        if wrong:
            yield context.finding("approvals", line, "follows_id", "follows a decision", row["follows_id"], wrong)


RULES = (endings_name_what_they_end, superseded_are_followed, followers_fit)
