"""What is told of a trial and of a decision, in time order."""

from __future__ import annotations

import re

import pytest

from regentrials.card import card
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from regentrials.timeline import decision_events, in_order, product_events, trial_events


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


def test_the_undated_stand_last_and_one_day_is_in_the_order_of_the_ids() -> None:
    events = [{"date": date, "record_id": key} for date, key in (("", "a"), ("2025-07", "c"), ("2025-07", "b"))]
    assert [event["record_id"] for event in in_order(events)] == ["b", "c", "a"]


def test_a_trials_own_dates_are_told_and_no_blank_ones(tables: Tables) -> None:
    for key, row in tables["trials"].items():
        own = [event["date"] for event in trial_events(tables, key) if event["record_id"] == key]
        dates = [row[name] for name in ("start_date", "primary_completion_date", "completion_date")]
        assert own == sorted(filter(None, dates)), key


def test_decisions_about_a_trial_and_its_follow_ups_are_told(tables: Tables) -> None:
    followers = [(row["approval_id"], row["trial_id"]) for row in tables["approvals"].values() if row["trial_id"]]
    followers += [(row["trial_id"], row["parent_trial_id"]) for row in tables["trials"].values()]
    for follower, trial in followers:
        if trial:
            assert follower in {event["record_id"] for event in trial_events(tables, trial)}, follower


def test_what_became_of_a_decision_is_told_with_those_of_its_jurisdiction_alone(tables: Tables) -> None:
    row = next(row for row in tables["approvals"].values() if row["status_date"])
    same = [o for o in tables.decisions_of(row["product_id"]) if o["jurisdiction"] == row["jurisdiction"]]
    assert len(same) < len(tables.decisions_of(row["product_id"]))
    events = decision_events(tables, row["approval_id"])
    assert {event["record_id"] for event in events} == {other["approval_id"] for other in same}
    assert (row["status_date"], row["approval_id"]) in [
        (event["date"], event["record_id"]) for event in events if event["event"].startswith("now ")
    ]


def test_what_became_of_a_product_is_told_once(tables: Tables) -> None:
    """By the decision that ended an earlier one, or, where there is none, by the date of the status."""
    decisions = tables["approvals"].values()
    followed = {row["follows_id"] for row in decisions}
    dated = [row for row in decisions if row["status_date"] and row["decision_type"] != "refusal"]
    assert 0 < sum(row["approval_id"] in followed for row in dated) < len(dated)
    for row in dated:
        told = [
            event["date"]
            for event in product_events(tables, row["product_id"])
            if event["record_id"] == row["approval_id"] and event["event"].startswith("now ")
        ]
        assert told == ([] if row["approval_id"] in followed else [row["status_date"]]), row["approval_id"]


def test_an_end_has_no_status_of_its_own(tables: Tables) -> None:
    """A refusal that is "refused", or a withdrawal that "stands", tells nothing."""
    ends = ("refusal", "withdrawal", "hold_lifted")
    for row in tables["approvals"].values():
        if row["decision_type"] in ends:
            events = product_events(tables, row["product_id"])
            (told,) = [event["event"] for event in events if event["record_id"] == row["approval_id"]]
            assert told.startswith(row["decision_type"].replace("_", " ")) and not told.endswith("]"), told


def test_a_decision_whose_authority_no_document_names_is_told_without_one(tables: Tables) -> None:
    row = next(row for row in tables["approvals"].values() if not row["agency"])
    told = next(e["event"] for e in decision_events(tables, row["approval_id"]) if e["record_id"] == row["approval_id"])
    assert told.startswith(f"{row['decision_type'].replace('_', ' ')}: {row['indication']} [")


def test_a_permission_to_try_is_never_told_as_in_force(tables: Tables) -> None:
    permissions = ("trial_authorization", "research_filing", "orphan_designation")
    rows = [row for row in tables["approvals"].values() if row["decision_type"] in permissions]
    ids = {row["approval_id"] for row in rows}
    told = [
        event["event"]
        for product in {row["product_id"] for row in rows}
        for event in product_events(tables, product)
        if event["record_id"] in ids and not event["event"].startswith("now ")
    ]
    assert len(told) == len(rows)
    assert any(event.endswith(" [stands]") for event in told) and any(event.endswith(" [ended]") for event in told)
    assert not any(event.endswith((" [in force]", " [expired]")) for event in told)


def test_the_card_of_a_decision_has_one_word_for_its_status(package: DataPackage, tables: Tables) -> None:
    rows = tables["approvals"].values()
    key = next(
        r["approval_id"] for r in rows if r["decision_type"] == "trial_authorization" and r["status"] == "expired"
    )
    shown = card(key, package)
    assert re.search(r"^Status +ended$", shown, re.MULTILINE)
