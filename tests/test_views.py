"""The joins agree with the tables."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import regentrials as rt
from regentrials import cli
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.lookup import Tables
from regentrials.package import DataPackage
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


def test_the_highest_rung_counts() -> None:
    trial = {"phase": "phase_3", "status": "completed", "study_type": "interventional"}
    assert stage_of([trial, trial | {"phase": "phase_1"}], [{"decision_type": "research_filing"}]) == "phase_3"
    assert stage_of([trial], [{"decision_type": "hospital_exemption"}]) == "hospital_exemption"


def test_a_trial_counts_for_each_of_its_products_and_conditions(copy: Copy) -> None:
    others = {"other_product_ids": "amchepry", "other_condition_ids": "macular-degeneration"}
    trial = copy.change("trials", lambda row: row.update(others), lambda row: row["product_id"] == "xs228")
    before, after = (rt.overview(package).set_index("product_id") for package in (None, copy.package))
    assert after.loc["amchepry", "trials"] == before.loc["amchepry", "trials"] + 1
    assert trial["trial_id"] in set(rt.history("amchepry", copy.package)["record_id"])
    assert "eye" not in before.loc["xs228", "areas"]
    assert "eye" in after.loc["xs228", "areas"]


def test_areas_and_jurisdictions_are_sorted() -> None:
    for column in ("areas", "authorized_in"):
        lists = rt.overview()[column]
        assert max(map(len, lists)) > 1
        assert all(list(items) == sorted(set(items)) for items in lists), column


def test_a_decision_alone_gives_a_product_an_area() -> None:
    overview = rt.overview().query("trials == 0").set_index("product_id")
    about = rt.load_approvals().dropna(subset="condition_id")
    decided = about.loc[about["product_id"].isin(overview.index), "product_id"]
    assert len(decided)
    assert all(overview.loc[product, "areas"] for product in decided)


def test_what_has_no_date_stands_last(copy: Copy) -> None:
    tables = Tables(copy.package)
    trial, decision = tables.trials_of("xs228")[0]["trial_id"], tables.decisions_of("xs228")[0]["approval_id"]
    copy.change("trials", lambda row: row.update(start_date=""), lambda row: row["trial_id"] == trial)
    copy.change("approvals", lambda row: row.update(decision_date=""), lambda row: row["approval_id"] == decision)
    tables = Tables(copy.package)
    assert tables.trials_of("xs228")[-1]["trial_id"] == trial
    assert tables.decisions_of("xs228")[-1]["approval_id"] == decision
    assert rt.history("xs228", copy.package)["record_id"].tolist()[-2:] == sorted([trial, decision])


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


def test_a_products_evidence_has_the_disagreements_about_its_decisions() -> None:
    about = rt.load_discrepancies().query("table == 'approvals'").iloc[0]
    product = rt.load_approvals().set_index("approval_id").loc[about["record_id"], "product_id"]
    assert about["discrepancy_id"] in set(rt.evidence(product)["id"])


def test_evidence_covers_every_source_of_a_record() -> None:
    trial = rt.load_trials().iloc[0]
    found = rt.evidence(trial["trial_id"])
    assert tuple(found.loc[found["kind"] == "source", "id"]) == trial["source_ids"]


def test_evidence_ranks_documents_by_their_kind() -> None:
    kinds = rt.load_sources().set_index("source_id")["source_type"]
    news = rt.load_trials()["source_ids"].map(lambda ids: kinds[list(ids)].isin(["news", "registry_record"]).all())
    trial = rt.load_trials()[news & (rt.load_trials()["source_ids"].map(len) > 1)].iloc[0]
    ranks = [1 if kinds[key] == "registry_record" else 3 for key in trial["source_ids"]]
    found = rt.evidence(trial["trial_id"])
    assert found.loc[found["kind"] == "source", "rank"].tolist() == ranks
    assert found.loc[found["kind"] != "source", "rank"].isna().all()


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
    found = rt.evidence(row["record_id"]).set_index("id")
    told = f"{row['field']}: {row['recorded_value']}, not {row['other_value']}. {row['rationale']}"
    assert found.loc[row["discrepancy_id"], "text"] == told
    claim = rt.load_claims().iloc[0]
    assert claim["claim_id"] in rt.evidence(claim["records"][0])["id"].tolist()


def test_history_is_in_time_order() -> None:
    history = rt.history("XS-228")
    dated = [date for date in history["date"] if date]
    assert dated == sorted(dated)
    assert set(history["record_id"]) >= {"NCT06976229", "xs228-us-orphan-designation"}


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("xs228", ("products", "xs228")),
        ("XS228", ("products", "xs228")),
        (" xs-228 ", ("products", "xs228")),
        ("nct06976229", ("trials", "NCT06976229")),
        ("CTR20252340", ("trials", "NCT06976229")),
        ("raguneprocel", ("products", "amchepry")),
        ("temcell hs", ("products", "temcel")),
    ],
)
def test_records_go_by_key_name_alias_and_other_number(package: DataPackage, name: str, record: str) -> None:
    assert Tables(package).find(name) == record


def test_a_name_of_two_records_is_not_guessed(copy: Copy) -> None:
    for product in ("xs228", "amchepry"):
        copy.change(
            "products", lambda row: row.update(aliases="Twin"), lambda row, key=product: row["product_id"] == key
        )
    with pytest.raises(UnknownNameError, match="^there is no single record 'twin'; there are: amchepry, xs228$"):
        rt.evidence("twin", copy.package)


@pytest.mark.parametrize(("name", "both"), [("Chondron", "chondron, chondron-regrow"), ("OSSRON", "ossgrow, ossron")])
def test_a_name_that_is_another_records_id_is_not_guessed(name: str, both: str) -> None:
    with pytest.raises(UnknownNameError, match=f"^there is no single record '{name}'; there are: {both}$"):
        rt.history(name)


def test_an_id_as_it_is_written_is_that_record(package: DataPackage) -> None:
    assert Tables(package).find("chondron") == ("products", "chondron")


def test_unknown_records_name_similar_ones() -> None:
    with pytest.raises(UnknownNameError, match="xs228"):
        rt.evidence("xs22")


@pytest.mark.parametrize(("name", "told"), [("NCT06976229", "trials, of xs228$"), ("fda", "organizations$")])
def test_history_of_another_record_says_whose_it_is(name: str, told: str) -> None:
    with pytest.raises(UnknownNameError, match=f"^there is no product '{name}'; it is one of {told}"):
        rt.history(name)


def test_suggestions_are_records_before_documents() -> None:
    assert not set(_meant("es")) & set(rt.load_sources()["source_id"])
    assert _meant("biotechhunter-nct0697622") == ["biotechhunter-nct06976229"]


def _meant(name: str) -> list[str]:
    """What the error of a name asks back, the likeliest first."""
    with pytest.raises(UnknownNameError) as caught:
        rt.evidence(name)
    return str(caught.value).partition("did you mean ")[2].removesuffix("?").split(", ")


@pytest.mark.parametrize(("word", "told"), [("CAR-T", 'product_class == "car_t"'), ("Phase 3", 'phase == "phase_3"')])
def test_a_word_of_a_vocabulary_is_told_from_a_record(word: str, told: str) -> None:
    with pytest.raises(UnknownNameError, match=re.escape(told)) as error:
        rt.evidence(word)
    # Both things that the message says work as they stand.
    command, _, code = str(error.value).partition("`regentrials ")[2].partition("`, or ")
    assert cli.main(command.split()) == 0
    assert len(eval(code, {"rt": rt}))


@pytest.mark.parametrize(("name", "meant"), [("Parkinsons", "parkinson-disease"), ("Kymria", "kymriah")])
def test_a_misspelt_name_brings_the_one_that_was_meant(name: str, meant: str) -> None:
    assert _meant(name)[0] == meant


def test_a_product_stands_for_its_decisions() -> None:
    assert _meant("kymria") == ["kymriah"]


def test_a_record_unlike_all_others_gets_a_remedy() -> None:
    with pytest.raises(UnknownNameError, match="^there is no record 'nope'; records go by id, name or alias"):
        rt.evidence("nope")


@pytest.mark.parametrize("name", [None, 6976229, ["XS228"], "", "  "])
def test_records_are_named_by_text(name: str) -> None:
    with pytest.raises(RegenTrialsError, match="names no record; give an id"):
        rt.evidence(name)


def test_every_frame_is_of_one_family_of_types() -> None:
    """Text is `string`, counts are `Int64`: frames can be joined whoever gave them."""
    frames = [rt.history("xs228"), rt.evidence("xs228"), rt.tables(), rt.describe("trials"), rt.overview()]
    found = {str(kind) for frame in frames for kind in frame.dtypes} - {"category"}
    assert found == {"string", "Int64", "boolean", "object"}
    lists = {name for frame in frames for name in frame.columns[frame.dtypes == "object"]}
    assert lists == {"words", "definitions", "areas", "authorized_in"}


def test_a_history_gives_dates_to_reckon_with() -> None:
    dates = pd.to_datetime(rt.history("xs228")["date"], format="ISO8601")
    assert dates.dt.year.min() == 2023
