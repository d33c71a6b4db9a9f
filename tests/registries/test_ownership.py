"""What curators own or have set is reported; what the registry decides is read word by word."""

from __future__ import annotations

import pytest

from regentrials.registries.compare import OWNED
from tests.conftest import Copy
from tests.registries.runs import contents, free, module, run, trial
from tests.registries.worlds import ClinicalTrials


def test_what_a_curator_set_against_the_registry_is_only_reported(copy: Copy, world: ClinicalTrials) -> None:
    row = next(
        row
        for row in copy.rows("discrepancies")
        if row["table"] == "trials" and row["field"] == "enrollment" and row["record_id"] in world.records
    )
    trial_id = row["record_id"]
    module(world, trial_id, "designModule")["enrollmentInfo"] = {"count": 4321, "type": "ACTUAL"}
    module(world, trial_id, "identificationModule").update(briefTitle="Renamed")
    result = run(copy, write=True)
    applied = {change.field: change.applied for change in result.changes}
    assert (applied["enrollment"], applied["title"]) == (False, True)
    assert applied.get("enrollment_type") in (False, None), "the number's kind stays with the number"
    assert trial(copy, trial_id)["enrollment"] == row["recorded_value"]


def test_what_curators_own_is_only_reported(copy: Copy, world: ClinicalTrials) -> None:
    row = free(copy, countries="US", study_type="interventional")
    protocol = world.records[row["trial_id"]]["protocolSection"]
    protocol["sponsorCollaboratorsModule"]["leadSponsor"]["name"] = "Somebody Else Ltd."
    protocol["contactsLocationsModule"]["locations"].append({"country": "Japan"})
    protocol["identificationModule"]["secondaryIdInfos"] = [{"id": "2021-000001-11", "type": "EUDRACT_NUMBER"}]
    protocol["identificationModule"]["orgStudyIdInfo"] = {"id": "a protocol code"}
    protocol["designModule"]["studyType"] = "EXPANDED_ACCESS"
    before = contents(copy.folder)
    result = run(copy, write=True)
    assert {(c.field, c.new, c.applied) for c in result.changes} == {
        ("sponsor_id", "Somebody Else Ltd.", False),
        ("countries", "US;JP", False),
        ("secondary_ids", ";".join(filter(None, [row["secondary_ids"], "2021-000001-11"])), False),
        ("study_type", "expanded_access", False),
    }
    assert contents(copy.folder) == before


def test_no_curated_column_is_owned(copy: Copy) -> None:
    curated = {"trial_id", "registry", "secondary_ids", "product_id", "condition_id", "sponsor_id", "countries"}
    assert not curated & set(OWNED)
    assert set(OWNED) <= set(copy.package.resource("trials").fields)


def test_an_unknown_word_is_a_problem_and_the_other_fields_go_on(copy: Copy, world: ClinicalTrials) -> None:
    trial_id = free(copy, status="recruiting")["trial_id"]
    module(world, trial_id, "statusModule").update(overallStatus="WITHHELD", startDateStruct={"date": "2024-13"})
    module(world, trial_id, "identificationModule").update(briefTitle="Renamed")
    result = run(copy, write=True)
    messages = [problem.message for problem in result.problems if problem.trial_id == trial_id]
    assert [message.split(":")[0] for message in messages] == ["status", "start_date"]
    assert "'withheld'" in messages[0]
    assert [(c.field, c.applied) for c in result.changes] == [("title", True)]
    assert trial(copy, trial_id)["status"] == "recruiting"


@pytest.mark.parametrize("told", ["half a \ud83d letter", "lost \ufffd before it came"])
def test_a_broken_letter_is_a_problem_of_its_field_alone(copy: Copy, world: ClinicalTrials, told: str) -> None:
    bad, good = (free(copy, status=status)["trial_id"] for status in ("recruiting", "completed"))
    module(world, bad, "identificationModule").update(briefTitle=told)
    module(world, bad, "statusModule").update(overallStatus="SUSPENDED")
    module(world, good, "identificationModule").update(briefTitle="Renamed")
    result = run(copy, write=True)
    assert {(c.trial_id, c.field) for c in result.changes if c.applied} == {(bad, "status"), (good, "title")}
    said = next(problem.message for problem in result.problems if problem.trial_id == bad)
    assert said.startswith("title: ") and "\ufffd" in said


@pytest.mark.parametrize("day", ["2024", "2024-02", "2024-02-29"])
def test_dates_stay_as_precise_as_the_record(copy: Copy, world: ClinicalTrials, day: str) -> None:
    row = free(copy, status="completed")
    for name in ("startDateStruct", "primaryCompletionDateStruct", "completionDateStruct"):
        module(world, row["trial_id"], "statusModule")[name] = {"date": day}
    result = run(copy, write=True)
    assert {c.new for c in result.changes} == {day}
    assert trial(copy, row["trial_id"])["start_date"] == day
