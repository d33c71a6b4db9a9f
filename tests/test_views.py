"""The joins agree with the tables."""

from __future__ import annotations

import pandas as pd
import pytest

import regentrials as rt
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.summary import summary
from regentrials.views import STAGES, stage_of
from tests.conftest import Copy


def test_overview_has_one_row_a_product() -> None:
    overview = rt.overview()
    assert overview["product_id"].tolist() == rt.load_products()["product_id"].tolist()
    assert overview["decisions"].sum() == len(rt.load_approvals())
    assert overview["furthest_stage"].cat.categories.tolist() == list(STAGES)


def test_overview_knows_what_is_authorized() -> None:
    overview = rt.overview().set_index("product_id")
    assert overview.loc["amchepry", "furthest_stage"] == "conditional_marketing_authorization"
    assert overview.loc["amchepry", "authorized_in"] == ("JP",)
    assert overview.loc["xs228", "authorized_in"] == ()


def test_only_a_trial_that_has_begun_is_a_stage() -> None:
    begun = {"phase": "phase_1", "status": "completed", "study_type": "interventional"}
    assert stage_of([begun], []) == "phase_1"
    assert stage_of([begun | {"status": "withdrawn"}], []) is None
    assert stage_of([begun, begun | {"phase": "phase_2", "status": "not_yet_recruiting"}], []) == "phase_1"
    assert stage_of([begun, begun | {"phase": "phase_3", "study_type": "long_term_follow_up"}], []) == "phase_1"


def test_withdrawn_authorizations_do_not_stand() -> None:
    decisions = rt.load_approvals()
    market = decisions["decision_type"].isin(STAGES[-2:])
    ended = decisions[market & (decisions["status"] != "in_force")]
    standing = decisions[market & (decisions["status"] == "in_force")]
    overview = rt.overview().set_index("product_id")
    for row in ended.itertuples():
        again = standing[(standing["product_id"] == row.product_id) & (standing["jurisdiction"] == row.jurisdiction)]
        assert (row.jurisdiction in overview.loc[row.product_id, "authorized_in"]) == bool(len(again))


def test_evidence_of_a_product_tells_of_its_trials_and_decisions() -> None:
    found = rt.evidence("XS228").set_index("id")
    assert found.loc["claim-001", "record_id"] in {*rt.load_trials()["trial_id"], *rt.load_approvals()["approval_id"]}
    assert "claim-001" not in set(rt.evidence("Amchepry")["id"])


def test_evidence_covers_every_source_of_a_record() -> None:
    trial = rt.load_trials().iloc[0]
    found = rt.evidence(trial["trial_id"])
    assert tuple(found.loc[found["kind"] == "source", "id"]) == trial["source_ids"]


def test_a_discrepancys_two_documents_are_its_evidence() -> None:
    row = rt.load_discrepancies().iloc[0]
    found = rt.evidence(row["discrepancy_id"])
    assert found["id"].tolist() == [row["recorded_source_id"], row["other_source_id"]]


def test_a_claims_own_document_is_part_of_its_evidence() -> None:
    claim = rt.load_claims().iloc[0]
    found = rt.evidence(claim["claim_id"])
    assert set(found.loc[found["kind"] == "source", "id"]) == {claim["stated_in"], *claim["source_ids"]}


def test_evidence_shows_discrepancies_and_claims() -> None:
    row = rt.load_discrepancies().iloc[0]
    assert row["discrepancy_id"] in rt.evidence(row["record_id"])["id"].tolist()
    claim = rt.load_claims().iloc[0]
    assert claim["claim_id"] in rt.evidence(claim["records"][0])["id"].tolist()


def test_history_is_in_time_order() -> None:
    history = rt.history("XS-228")
    dated = [date for date in history["date"] if date]
    assert dated == sorted(dated)
    assert set(history["record_id"]) >= {"NCT06976229", "xs228-us-orphan-designation"}


@pytest.mark.parametrize("name", ["xs228", "XS228", " xs-228 ", "NCT06976229", "nct06976229"])
def test_records_go_by_key_name_and_alias(name: str) -> None:
    assert isinstance(rt.evidence(name), pd.DataFrame)


def test_unknown_records_name_similar_ones() -> None:
    with pytest.raises(UnknownNameError, match="xs228"):
        rt.evidence("xs22")


@pytest.mark.parametrize(("name", "told"), [("NCT06976229", "trials, of xs228$"), ("fda", "organizations$")])
def test_history_of_another_record_says_whose_it_is(name: str, told: str) -> None:
    with pytest.raises(UnknownNameError, match=f"^there is no product '{name}'; it is one of {told}"):
        rt.history(name)


def test_suggestions_are_products_before_documents() -> None:
    with pytest.raises(UnknownNameError) as caught:
        rt.evidence("es")
    _, _, listed = str(caught.value).partition("there are: ")
    assert set(listed.split(", ")) <= set(rt.load_products()["product_id"])


def test_a_record_unlike_all_others_gets_a_remedy() -> None:
    with pytest.raises(UnknownNameError, match="^there is no record 'nope'; records go by id, name or alias"):
        rt.evidence("nope")


@pytest.mark.parametrize("name", [None, 6976229, ["XS228"], "", "  "])
def test_records_are_named_by_text(name: str) -> None:
    with pytest.raises(RegenTrialsError, match="names no record; give an id"):
        rt.evidence(name)


def test_the_summary_counts_a_trial_whose_phase_no_schema_knows(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(phase="phase_9"), lambda row: row["phase"] == "phase_1")
    text = summary(copy.package)
    lines = text[text.index("Trials by") : text.index("Newest")].splitlines()
    assert "ph9" in lines[1]
    assert sum(int(line.split()[-1]) for line in lines[2:] if line.strip()) == len(copy.rows("trials"))
