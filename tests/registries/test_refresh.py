"""A refresh finds exactly what changed in the world, and writes what the registry decides."""

from __future__ import annotations

import json

import pytest

from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.registries import refresh
from regentrials.validation import rules, validate
from tests.conftest import Copy
from tests.registries.runs import LATER, TODAY, changes, contents, free, module, run, trial
from tests.registries.server import Server
from tests.registries.worlds import ClinicalTrials


def test_an_unchanged_world_is_an_empty_diff(copy: Copy, world: ClinicalTrials, server: Server) -> None:
    before = contents(copy.folder)
    result = run(copy, write=True)
    assert changes(result) == []
    assert {problem.trial_id for problem in result.problems} <= {
        row["trial_id"] for row in copy.rows("trials") if row["registry"] == "euctr"
    }
    assert contents(copy.folder) == before
    batches = [asked for asked in server.asked if asked.path == "/studies"]
    assert len(batches) == -(-len(world.records) // 100), "a hundred trials a request"


def test_a_changed_world_is_exactly_the_changes(copy: Copy, world: ClinicalTrials) -> None:
    ended = free(copy, status="recruiting", enrollment_type="estimated")["trial_id"]
    renamed = free(copy, status="completed")["trial_id"]
    old = trial(copy, ended)
    module(world, ended, "statusModule").update(overallStatus="TERMINATED")
    module(world, ended, "designModule")["enrollmentInfo"] = {"count": 3, "type": "ACTUAL"}
    module(world, renamed, "identificationModule").update(briefTitle="A new  title ")
    result = run(copy, write=True)
    wanted = [
        (ended, "enrollment", old["enrollment"], "3"),
        (ended, "enrollment_type", "estimated", "actual"),
        (ended, "status", "recruiting", "terminated"),
        (renamed, "title", _row_title(result, renamed), "A new title"),
    ]
    assert sorted(changes(result)) == sorted(wanted)
    assert all(change.applied for change in result.changes)
    assert (trial(copy, ended)["status"], trial(copy, renamed)["title"]) == ("terminated", "A new title")
    assert validate(copy.package) == []


def _row_title(result: refresh.Refresh, trial_id: str) -> str:
    return next(change.old for change in result.changes if change.trial_id == trial_id and change.field == "title")


def test_every_trial_changed_is_written_and_valid(copy: Copy, world: ClinicalTrials) -> None:
    """Every record has a new title and a later update; all is written but what is disputed, nothing else."""
    for trial_id in world.records:
        module(world, trial_id, "identificationModule").update(briefTitle=f"Another title of {trial_id}")
        module(world, trial_id, "statusModule")["lastUpdatePostDateStruct"] = {"date": LATER.isoformat()}
    before = {row["trial_id"]: row for row in copy.rows("trials")}
    result = run(copy, write=True, today=LATER)
    assert {(c.trial_id, c.field) for c in result.changes} == {
        (t, f) for t in world.records for f in ("title", "as_of")
    }
    disputed = {(row["record_id"], row["field"]) for row in copy.rows("discrepancies")}
    for row in copy.rows("trials"):
        changed = {name for name, cell in row.items() if cell != before[row["trial_id"]][name]}
        new = {"title", "as_of"} if row["trial_id"] in world.records else set()
        assert changed - {"source_ids"} == {name for name in new if (row["trial_id"], name) not in disputed}
    assert validate(copy.package) == []
    again = {(change.trial_id, change.field) for change in run(copy, write=True, today=LATER).changes}
    assert again <= disputed


def test_a_write_on_a_later_day_is_valid(copy: Copy, world: ClinicalTrials) -> None:
    """The package's date moves on with the sources that were read."""
    trial_id = free(copy, status="recruiting")["trial_id"]
    module(world, trial_id, "statusModule").update(
        overallStatus="COMPLETED", completionDateStruct={"date": LATER.isoformat()}
    )
    module(world, trial_id, "statusModule").pop("primaryCompletionDateStruct", None)
    copy.change("trials", lambda row: row.update(primary_completion_date=""), lambda row: row["trial_id"] == trial_id)
    result = run(copy, write=True, today=LATER)
    assert result.files
    assert copy.package.date == LATER.isoformat()
    assert rules.check(copy.package) == []


def test_the_source_row_is_the_record_itself(copy: Copy, world: ClinicalTrials) -> None:
    trial_id = free(copy, status="recruiting")["trial_id"]
    module(world, trial_id, "statusModule").update(overallStatus="COMPLETED")
    for name in ("startDateStruct", "primaryCompletionDateStruct", "completionDateStruct"):
        module(world, trial_id, "statusModule")[name] = {"date": "2026-01"}
    run(copy, write=True)
    first = trial(copy, trial_id)["source_ids"].split(";")[0]
    source = next(row for row in copy.rows("sources") if row["source_id"] == first)
    assert source["url"] == f"https://clinicaltrials.gov/study/{trial_id}"
    assert (source["source_type"], source["accessed_date"]) == ("registry_record", TODAY.isoformat())


def test_a_row_that_would_break_a_rule_is_held_back_alone(copy: Copy, world: ClinicalTrials) -> None:
    recruiting = [row for row in copy.rows("trials") if row["status"] == "recruiting"]
    bad, good = [row for row in recruiting if row["trial_id"] in world.records][:2]
    for row in (bad, good):
        module(world, row["trial_id"], "identificationModule").update(briefTitle="Renamed")
    module(world, bad["trial_id"], "statusModule").update(
        startDateStruct={"date": "2025-05"}, completionDateStruct={"date": "2020-01"}
    )
    result = run(copy, write=True)
    assert {c.trial_id for c in result.changes if c.applied} == {good["trial_id"]}
    assert any("dates in order" in p.message for p in result.problems if p.trial_id == bad["trial_id"])
    assert trial(copy, bad["trial_id"]) == bad
    assert rules.check(copy.package) == []


def test_a_record_that_is_silent_says_nothing(copy: Copy, world: ClinicalTrials) -> None:
    for record in world.records.values():
        record["protocolSection"] = {"identificationModule": record["protocolSection"]["identificationModule"]}
    assert changes(run(copy)) == []


def test_as_of_never_goes_back(copy: Copy, world: ClinicalTrials) -> None:
    for trial_id in world.records:
        module(world, trial_id, "statusModule")["lastUpdatePostDateStruct"] = {"date": "1999-01-01"}
    assert {c.old for c in run(copy).changes} <= {""}


def test_an_alias_is_followed_and_reported(copy: Copy, world: ClinicalTrials) -> None:
    trial_id = free(copy, secondary_ids="")["trial_id"]
    record = world.records.pop(trial_id)
    record["protocolSection"]["identificationModule"]["nctId"] = "NCT09999999"
    world.records["NCT09999999"] = record
    world.aliases[trial_id] = "NCT09999999"
    result = run(copy, write=True)
    assert changes(result) == [(trial_id, "secondary_ids", "", "NCT09999999")]
    assert not result.changes[0].applied


def test_a_vanished_record_is_a_problem_and_the_others_go_on(copy: Copy, world: ClinicalTrials) -> None:
    gone, renamed = list(world.records)[:2]
    del world.records[gone]
    module(world, renamed, "identificationModule").update(briefTitle="Renamed")
    result = run(copy)
    problem = next(problem for problem in result.problems if problem.trial_id == gone)
    assert "404" in problem.message
    assert [change.trial_id for change in result.changes] == [renamed]


def test_registries_that_must_not_be_crawled_are_noted_not_problems(copy: Copy, world: ClinicalTrials) -> None:
    result = run(copy)
    assert {"jrct", "chictr", "umin"} <= set(result.skipped)
    assert not {p.trial_id for p in result.problems} & {i for ids in result.skipped.values() for i in ids}
    assert "jrct" in refresh.note(result)
    assert "2026-11-20" in refresh.note(result)
    unnumbered = sum(row["registry"] == "not_found" for row in copy.rows("trials"))
    assert f"{unnumbered} trials have no number yet" in refresh.note(result)
    assert "not_found" not in refresh.note(result)


def test_a_registry_that_is_gone_is_one_line(
    copy: Copy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CTGOV", "CTIS", "ISRCTN", "EUCTR"):
        # Port 9 discards; nothing listens there.
        monkeypatch.setenv(f"REGENTRIALS_{name}_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("REGENTRIALS_RATE", "0")
    assert main(["refresh", str(copy.folder)]) == 3
    asked = [row["trial_id"] for row in copy.rows("trials") if row["registry"] == "clinicaltrials_gov"]
    lines = [line for line in capsys.readouterr().out.splitlines() if "/studies does not answer" in line]
    assert [line.split(": http")[0] for line in lines] == [f"{asked[0]} and {len(asked) - 1} more"]


@pytest.mark.usefixtures("full_disk")
def test_a_failed_write_leaves_every_file_as_it_was(copy: Copy, world: ClinicalTrials) -> None:
    module(world, next(iter(world.records)), "identificationModule").update(briefTitle="Renamed")
    before = contents(copy.folder)
    with pytest.raises(RegenTrialsError, match="No space left"):
        run(copy, write=True)
    assert contents(copy.folder) == before


def test_only_a_folder_can_be_written(copy: Copy, server: Server) -> None:
    with pytest.raises(RegenTrialsError, match="name its folder"):
        refresh.refresh(copy.package, None, write=True)


def test_command_prints_json_and_its_status_says_whether_all_was_read(
    copy: Copy, world: ClinicalTrials, capsys: pytest.CaptureFixture[str]
) -> None:
    copy.write("trials", [row for row in copy.rows("trials") if row["registry"] != "euctr"])
    trial_id = next(iter(world.records))
    module(world, trial_id, "identificationModule").update(briefTitle="Renamed")
    assert main(["refresh", str(copy.folder), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"changes", "problems"}
    assert set(printed["changes"][0]) == {"trial_id", "field", "old", "new", "source", "date", "applied"}
    assert printed["changes"][0]["applied"] is False
    del world.records[trial_id]
    assert main(["refresh", str(copy.folder), "--json"]) == 3
    assert [set(problem) for problem in json.loads(capsys.readouterr().out)["problems"]] == [{"trial_id", "message"}]
    assert main(["refresh", str(copy.folder)]) == 3
    assert f"{trial_id}:" in capsys.readouterr().out
