"""`regentrials new` writes a canonical row with its document and the id that follows from its cells."""

from __future__ import annotations

from datetime import date

import pytest

from regentrials.canonical import canonical_text
from regentrials.curation.document import source_id
from regentrials.validation import validate
from tests.conftest import Copy
from tests.curation.writing import NEW, NEWS, URL, described, new_trial, row_of, write


def test_the_row_is_valid_canonical_and_sourced(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_trial(copy) == 0
    assert capsys.readouterr().out.count("changed: ") == 3
    row = row_of(copy, "trials", NEW)
    assert (row["registry"], row["title"], row["phase"]) == ("clinicaltrials_gov", "A study, with a comma", "")
    source = row_of(copy, "sources", row["source_ids"])
    assert (source["source_id"], source["url"]) == ("clinicaltrials-nct09999999", URL)
    assert source["canonical_url"] == "", "the record itself is no copy"
    assert source["accessed_date"] == date.today().isoformat()
    for table in ("trials", "sources"):
        resource = copy.package.resource(table)
        assert resource.text() == canonical_text(resource)
    assert [str(finding) for finding in validate(copy.package)] == []


def test_records_go_by_their_names(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    parent = next(row for row in copy.rows("trials") if row["secondary_ids"])
    product = row_of(copy, "products", parent["product_id"])["name"]
    given = {
        "product_id": product.upper(),
        "condition_id": "ALS",
        "other_condition_ids": "Parkinson's disease;spinal cord injury",
        "sponsor_id": "fate therapeutics",
        "countries": "United States of America;UK;JP",
        "parent_trial_id": parent["secondary_ids"].split(";")[0],
    }
    assert new_trial(copy, study_type="long_term_follow_up", **given) == 0
    row = row_of(copy, "trials", NEW)
    assert {name: row[name] for name in given} == {
        "product_id": parent["product_id"],
        "condition_id": "amyotrophic-lateral-sclerosis",
        "other_condition_ids": "parkinson-disease;spinal-cord-injury",
        "sponsor_id": "fate-therapeutics",
        "countries": "US;GB;JP",
        "parent_trial_id": parent["trial_id"],
    }
    # Who writes a name sees which record was taken.
    said = capsys.readouterr().out.splitlines()
    assert {f"{name}: {cell!r} is {row[name]}" for name, cell in given.items()} == set(said[: len(given)])


def test_a_name_of_another_kind_of_record_is_no_id(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_trial(copy, product_id="Fate Therapeutics") == 2
    assert "product_id: 'Fate Therapeutics'" in capsys.readouterr().err


def test_a_decision_is_named_by_what_it_decides(copy: Copy) -> None:
    known = copy.rows("approvals")[0]
    cells = {"product_id": known["product_id"], "jurisdiction": "NZ", "agency": "medsafe", "status": "in_force"}
    cells |= {"decision_type": "marketing_authorization", "decision_date": "2025-07", "date_basis": "announcement"}
    key = f"{known['product_id']}-nz-marketing-authorization"
    assert write(copy, "new", "approvals", cells, "--source", NEWS, *described()) == 0
    assert row_of(copy, "approvals", key)["source_ids"] == source_id(NEWS)
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_second_decision_of_a_kind_is_told_apart_by_its_condition(copy: Copy) -> None:
    known = next(row for row in copy.rows("approvals") if row["approval_id"].endswith("-us-orphan-designation"))
    same = {name: known[name] for name in ("product_id", "jurisdiction", "agency", "decision_type", "status")}
    others = (row["condition_id"] for row in copy.rows("conditions"))
    condition = next(key for key in others if key != known["condition_id"])
    assert write(copy, "new", "approvals", same | {"condition_id": condition}, "--source", NEWS, *described()) == 0
    assert row_of(copy, "approvals", f"{known['approval_id']}-{condition}")


def test_a_discrepancy_is_named_by_what_it_is_about(copy: Copy) -> None:
    trial = next(row for row in copy.rows("trials") if row["title"] and row["source_ids"].count(";"))
    recorded, other = trial["source_ids"].split(";")[:2]
    cells = {"table": "trials", "record_id": trial["trial_id"], "field": "title", "recorded_value": trial["title"]}
    cells |= {"recorded_source_id": recorded, "other_value": "x=y", "other_source_id": other, "rationale": "A test."}
    assert write(copy, "new", "discrepancies", cells) == 0
    assert row_of(copy, "discrepancies", f"{trial['trial_id'].lower()}-title")["other_value"] == "x=y"


def test_an_organization_may_come_before_its_trial(copy: Copy) -> None:
    cells = {"organization_id": "a-hospital", "name": "A Hospital", "organization_type": "hospital", "country": "FR"}
    assert write(copy, "new", "organizations", cells) == 0
    assert row_of(copy, "organizations", "a-hospital")["country"] == "FR"
    assert [finding.rule for finding in validate(copy.package)] == ["used by a row"]
    assert new_trial(copy, sponsor_id="a-hospital") == 0
    assert [str(finding) for finding in validate(copy.package)] == []


def test_an_end_and_what_follows_it_are_written_one_after_the_other(copy: Copy) -> None:
    kind = "conditional_marketing_authorization"
    first = next(row for row in copy.rows("approvals") if row["decision_type"] == kind and row["status"] == "in_force")
    options = ("--source", NEWS, *described())
    assert write(copy, "set", "approvals", {"status": "superseded"}, *options, key=first["approval_id"]) == 0
    assert [finding.rule for finding in validate(copy.package)] == ["followed by a decision"]
    same = {name: first[name] for name in ("product_id", "jurisdiction", "agency")}
    cells = {"decision_type": "marketing_authorization", "status": "in_force", "follows_id": first["approval_id"]}
    assert write(copy, "new", "approvals", same | cells, "--source", NEWS) == 0
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_claim_gets_the_next_number(copy: Copy) -> None:
    last = copy.rows("claims")[-1]
    cells = {name: last[name] for name in ("statement", "stated_in", "verdict", "finding")} | {"records": "XS228;fda"}
    number = int(last["claim_id"].removeprefix("claim-")) + 1
    assert write(copy, "new", "claims", cells, "--source", NEWS, *described()) == 0
    row = row_of(copy, "claims", f"claim-{number:03}")
    assert (row["source_ids"], row["records"]) == (source_id(NEWS), "xs228;fda")


def test_a_claims_record_may_be_of_several_tables_but_not_of_any(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    records = {"records": "XS228;Parkinson disaese"}
    assert write(copy, "set", "claims", records, "--source", NEWS, *described(), key="claim-001") == 2
    assert "'Parkinson disaese' is no row of trials or approvals or products or organ" in capsys.readouterr().err


def test_a_discrepancys_document_is_the_other_one(copy: Copy) -> None:
    trial = next(row for row in copy.rows("trials") if row["phase"] == "phase_1")
    cells = {"table": "trials", "record_id": trial["trial_id"], "field": "phase", "recorded_value": "phase_1"}
    cells |= {"recorded_source_id": trial["source_ids"].split(";")[0], "other_value": "phase 9", "rationale": "Older."}
    assert write(copy, "new", "discrepancies", cells, "--source", NEWS, *described()) == 0
    row = row_of(copy, "discrepancies", f"{trial['trial_id'].lower()}-phase")
    assert row["other_source_id"] == source_id(NEWS)
