"""The two milestones that the dataset began with are complete."""

from __future__ import annotations

import regentrials as rt
from regentrials.package import DataPackage

STORY = 8


def test_the_story_is_checked_statement_by_statement(package: DataPackage) -> None:
    claims = package.resource("claims").by_key()
    story = [claims[f"claim-{number:03d}"] for number in range(1, STORY + 1)]
    # The second statement counts people, not records.
    missing = [row["claim_id"] for row in story if not row["records"] and row["claim_id"] != "claim-002"]
    assert not missing, f"these name no records that show it: {missing}"


def test_xellsmart_decisions_are_trial_authorizations_not_approvals() -> None:
    decisions = rt.load_approvals()
    found = decisions[decisions["product_id"].isin(["xs228", "xs411"])]
    kinds = set(found["decision_type"])
    assert {"trial_authorization", "orphan_designation"} <= kinds
    assert not kinds & {"marketing_authorization", "conditional_marketing_authorization"}
    injuries = found[(found["condition_id"] == "spinal-cord-injury")]
    assert set(injuries["agency"]) >= {"fda", "nmpa"}


def test_japan_decided_twice_on_6_march_2026() -> None:
    decisions = rt.load_approvals()
    found = decisions[
        (decisions["jurisdiction"] == "JP")
        & (decisions["decision_type"] == "conditional_marketing_authorization")
        & (decisions["decision_date"] == "2026-03-06")
    ]
    assert set(found["product_id"]) == {"amchepry", "reheart"}
    trials = set(rt.load_trials()["product_id"])
    assert {"amchepry", "reheart"} <= trials, "the trials behind both are rows"


def test_everybody_in_the_story_has_a_row() -> None:
    claims = rt.load_claims().set_index("claim_id")
    records = {item for number in range(1, STORY + 1) for item in claims.loc[f"claim-{number:03d}", "records"]}
    wanted = {
        *("xellsmart", "fda", "nmpa", "shanghai-east-hospital", "third-affiliated-hospital-sun-yat-sen-university"),
        *("beijing-tiantan-hospital", "huashan-hospital", "peking-university-third-hospital"),
    }
    assert wanted <= records & set(rt.load_organizations()["organization_id"])
