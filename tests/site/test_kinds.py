"""The pages' lists of words have each word of its vocabulary: a new one does not fall into somebody else's heap."""

from __future__ import annotations

from pages import answers, blocks, charts, decisions, market, recruiting

from regentrials import fields
from regentrials.groups import group
from regentrials.package import DataPackage
from regentrials.views import STAGES

# Under the last heading of a jurisdiction's page stands what leads to a decision on the market.
ON_THE_WAY = ("permission", "designation", "hold")


def _words(package: DataPackage, table: str, column: str) -> list[str]:
    return fields.words(package.resource(table).fields[column])


def test_each_kind_of_decision_has_one_colour(package: DataPackage) -> None:
    listed = [word for words in charts.KINDS.values() for word in words]
    assert sorted(listed) == sorted(_words(package, "approvals", "decision_type"))


def test_each_kind_of_decision_has_its_heading(package: DataPackage) -> None:
    listed = [word for words in blocks.KINDS.values() for word in words]
    listed += [word for name in ON_THE_WAY for word in group("approvals", "decision_type", name)]
    assert sorted(listed) == sorted(_words(package, "approvals", "decision_type"))


def test_each_stage_has_its_step_in_the_pipeline() -> None:
    assert list(charts.STEPS) == list(STAGES)


def test_each_origin_has_its_colour(package: DataPackage) -> None:
    others = [word for words in charts.TISSUES.values() for word in words] + ["unknown"]
    pluripotent = group("products", "cell_origin", "pluripotent")
    assert sorted([*pluripotent, *others]) == sorted(_words(package, "products", "cell_origin"))
    assert {charts.tissue_of(word) for word in _words(package, "products", "cell_origin")} == set(
        charts.CHARTS["products"]["domain"]
    )


def test_each_status_of_an_authorization_has_its_place_and_what_stands_is_last(package: DataPackage) -> None:
    assert {*market.ORDER, "refused"} == set(_words(package, "approvals", "status"))
    assert market.ORDER[-1] == "in_force"


def test_of_each_decision_that_is_past_it_is_said_how_it_ended(package: DataPackage) -> None:
    """Without it, a page would say of an authorization that ended that the product may be sold."""
    assert {*decisions.FATE, "in_force", "refused"} == set(_words(package, "approvals", "status"))


def test_each_phase_has_its_column_beside_the_countries(package: DataPackage) -> None:
    listed = [phase for phases in answers.PHASES.values() for phase in phases]
    assert sorted(listed) == sorted(["", *_words(package, "trials", "phase")])


def test_a_trial_runs_has_ended_or_stopped(package: DataPackage) -> None:
    runs_or_stopped = {*group("trials", "status", "unfinished"), *answers.STOPPED}
    others = {"completed", "unknown", "available", "no_longer_available", "approved_for_marketing"}
    assert runs_or_stopped | others == set(_words(package, "trials", "status"))


def test_a_trial_whose_end_may_have_passed_is_one_that_its_record_does_not_call_over(package: DataPackage) -> None:
    today, planned = "2026-11-29", "2025-01"
    passed = [
        word
        for word in _words(package, "trials", "status")
        if recruiting.passed({"completion_date": planned, "status": word}, today)
    ]
    assert passed == ["not_yet_recruiting", "recruiting", "enrolling_by_invitation", "active_not_recruiting"]
