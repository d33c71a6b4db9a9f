"""Each row gets the record of its own study, whatever number the registry answers with."""

from __future__ import annotations

from typing import Any

import pytest

from regentrials.cli import main
from regentrials.registries import ctgov, ctis, euctr
from regentrials.registries.http import Client
from regentrials.registries.record import GarbledError
from tests.conftest import Copy
from tests.registries.constructed import EUCTR, ctis_trial
from tests.registries.reading import outcome_of, record_of
from tests.registries.runs import changes, contents, free, module, run, trial
from tests.registries.searched import study
from tests.registries.server import Reply, Server, as_json
from tests.registries.worlds import ClinicalTrials

OTHER = "NCT09999999"


def test_a_registry_that_gives_one_study_for_all_numbers_changes_nothing(
    copy: Copy, world: ClinicalTrials, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = as_json(study(OTHER, "Another study altogether"))
    server.first(lambda asked: stranger if asked.path.startswith("/studies/") else None)
    server.first(lambda asked: as_json({"studies": []}) if asked.path == "/studies" else None)
    before = contents(copy.folder)
    assert main(["refresh", str(copy.folder), "--write"]) == 3
    assert contents(copy.folder) == before
    told = [line for line in capsys.readouterr().out.splitlines() if OTHER in line]
    assert len(told) == 1 and f"and {len(world.records) - 1} more: " in told[0]


@pytest.mark.parametrize(
    ("module", "answer", "row"),
    [
        (ctgov, as_json(study(OTHER, "Another")), {"trial_id": "NCT00000001"}),
        (ctis, as_json(ctis_trial()), {"trial_id": "2023-500000-12-00"}),
        (
            euctr,
            Reply(EUCTR.format(status="Ongoing", title="Another", whole="")),
            {"trial_id": "2020-000001-12", "countries": "SE"},
        ),
    ],
    ids=["ctgov", "ctis", "euctr"],
)
def test_the_record_of_another_number_is_none(
    client: Client, server: Server, patterns: list[str], module: Any, answer: Reply, row: dict[str, str]
) -> None:
    server.first(lambda asked: None if asked.path == "/studies" else answer)
    outcome = outcome_of(module, client, patterns, **row)
    assert isinstance(outcome, GarbledError)
    assert "answers with another record, 20" in str(outcome) or OTHER in str(outcome)


def test_a_record_that_names_the_number_as_its_former_one_is_its_own(
    client: Client, server: Server, patterns: list[str]
) -> None:
    merged = as_json(study(OTHER, "Merged", nctIdAliases=["NCT00000001"]))
    server.first(lambda asked: merged if asked.path == "/studies/NCT00000001" else None)
    assert record_of(ctgov, client, patterns, trial_id="NCT00000001").trial_id == OTHER


def test_no_alias_takes_the_place_of_a_studys_own_record(client: Client, server: Server, patterns: list[str]) -> None:
    both = [study("NCT00000001", "Its own"), study(OTHER, "Another", nctIdAliases=["NCT00000001"])]
    server.first(lambda asked: as_json({"studies": both}) if asked.path == "/studies" else None)
    assert record_of(ctgov, client, patterns, trial_id="NCT00000001").values["title"] == "Its own"


def test_one_record_is_not_written_into_two_rows(copy: Copy, world: ClinicalTrials) -> None:
    kept = free(copy, secondary_ids="", status="recruiting")["trial_id"]
    lost = free(copy, secondary_ids="", status="completed")
    world.aliases[lost["trial_id"]] = kept
    del world.records[lost["trial_id"]]
    module(world, kept, "identificationModule").update(briefTitle="Renamed")
    result = run(copy, write=True)
    assert [change.trial_id for change in result.changes if change.applied] == [kept]
    assert (lost["trial_id"], "secondary_ids", "", kept) in changes(result), "it is still shown"
    assert trial(copy, lost["trial_id"]) == lost
    said = next(problem.message for problem in result.problems if problem.trial_id == lost["trial_id"])
    assert said == f"not written: the registry gives {kept}, as for {kept}; join the rows, if they are one study"


def test_a_record_is_not_written_into_another_row_when_its_own_could_not_be_read(
    copy: Copy, world: ClinicalTrials
) -> None:
    kept = free(copy, secondary_ids="", status="recruiting")
    lost = free(copy, secondary_ids="", status="completed")
    copy.change(
        "trials", lambda row: row.update(secondary_ids=kept["trial_id"]), lambda row: row["trial_id"] == "hPSCreg-120"
    )
    copy.change(
        "trials", lambda row: row.update(trial_id="NCT09999998"), lambda row: row["trial_id"] == kept["trial_id"]
    )
    world.aliases[lost["trial_id"]] = kept["trial_id"]
    del world.records[lost["trial_id"]]
    result = run(copy, write=True)
    assert trial(copy, lost["trial_id"]) == lost
    said = next(problem.message for problem in result.problems if problem.trial_id == lost["trial_id"])
    assert "as for hPSCreg-120" in said
