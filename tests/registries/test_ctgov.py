"""ClinicalTrials.gov: the crawl survives what the registry does, and a record becomes the table's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regentrials.package import DataPackage
from regentrials.registries import ctgov
from regentrials.registries.http import Client
from regentrials.registries.record import GarbledError, Outcome, Record, RefusedError, UnreachableError, VanishedError
from regentrials.registries.snapshots import Snapshots
from tests.registries.server import Reply, Server
from tests.registries.worlds import ClinicalTrials, studies


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Client:
    return Client(Snapshots(tmp_path / "kept", "2026-11-22"))


@pytest.fixture
def paged(server: Server, package: DataPackage) -> ClinicalTrials:
    """Ten constructed records, three a page."""
    registry = ClinicalTrials(dict(list(studies(package).items())[:10]), page=3)
    server.answers.append(registry)
    return registry


def _read(client: Client, ids: list[str]) -> dict[str, Outcome]:
    outcomes = ctgov.records(client, ({"trial_id": number} for number in ids), [])
    return {trial_id: (trial_id, outcome) for trial_id, outcome in outcomes}


def _found(client: Client, ids: list[str]) -> list[str]:
    return [number for number, (_, outcome) in _read(client, ids).items() if isinstance(outcome, Record)]


def test_pages_are_followed_to_the_last(client: Client, paged: ClinicalTrials, server: Server) -> None:
    ids = list(paged.records)
    assert _found(client, ids) == ids
    assert len(server.asked) == 4


def test_an_expired_token_restarts_the_crawl(client: Client, paged: ClinicalTrials, server: Server) -> None:
    paged.expired.add("6")
    ids = list(paged.records)
    assert _found(client, ids) == ids
    assert [asked.params.get("pageToken") for asked in server.asked] == [None, "3", "6", None, "3", "6", "9"]


def test_tokens_that_always_expire_end_the_crawl(client: Client, paged: ClinicalTrials, server: Server) -> None:
    server.first(lambda asked: Reply("expired", 400, "text/plain") if "pageToken" in asked.params else None)
    with pytest.raises(UnreachableError, match="expired"):
        ctgov.crawl(client, {"pageSize": "3"})


def test_a_token_that_comes_twice_ends_the_crawl(client: Client, server: Server) -> None:
    server.first(lambda _: Reply('{"studies": [], "nextPageToken": "again"}'))
    with pytest.raises(RefusedError, match="twice"):
        ctgov.crawl(client, {})


def test_a_study_without_its_number_is_no_whole_answer(client: Client, server: Server) -> None:
    """It is asked for again, and the error names the address."""
    server.first(lambda _: Reply('{"studies": [{"protocolSection": {}}]}'))
    with pytest.raises(UnreachableError, match=r"/studies\b.* gives no whole answer \(a study without its number\)"):
        ctgov.crawl(client, {})
    assert len(server.asked) > 1


def test_one_rejected_number_does_not_hide_the_others(client: Client, paged: ClinicalTrials, server: Server) -> None:
    bad = Reply("`filter.ids` has an invalid value", 400, "text/plain")
    server.first(lambda asked: bad if "NCT0" in asked.params.get("filter.ids", "") else None)
    ids = [*paged.records, "NCT00000000"]
    outcomes = _read(client, ids)
    assert isinstance(outcomes["NCT00000000"][1], VanishedError)
    assert _found(client, ids) == list(paged.records)


def test_an_alias_inside_the_list_is_recognized(client: Client, paged: ClinicalTrials, server: Server) -> None:
    number, study = next(iter(paged.records.items()))
    study["protocolSection"]["identificationModule"]["nctIdAliases"] = ["NCT00000001"]
    outcome = _read(client, ["NCT00000001", number])["NCT00000001"][1]
    assert isinstance(outcome, Record)
    assert outcome.trial_id == number
    assert set(server.paths()) == {"/studies"}, "it is not asked for again"


def test_a_registry_that_is_down_is_a_problem_of_each_trial(client: Client, server: Server) -> None:
    server.first(lambda _: Reply("", 503))
    outcomes = _read(client, ["NCT00000001", "NCT00000002"])
    assert all(isinstance(outcome, UnreachableError) for _, outcome in outcomes.values())


def _study(**modules: Any) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, **modules}}


@pytest.mark.parametrize(
    ("phases", "word"),
    [
        (["NA"], "not_applicable"),
        (["EARLY_PHASE1"], "early_phase_1"),
        (["PHASE1"], "phase_1"),
        (["PHASE1", "PHASE2"], "phase_1_2"),
        (["PHASE2", "PHASE3"], "phase_2_3"),
        (["PHASE4"], "phase_4"),
        (["PHASE5"], "PHASE5"),
        ([], None),
        (None, None),
    ],
)
def test_phases(phases: object, word: str | None) -> None:
    assert ctgov.record(_study(designModule={"phases": phases})).values.get("phase") == word


def test_an_observational_record_has_no_phase_and_no_arms() -> None:
    values = ctgov.record(_study(designModule={"studyType": "OBSERVATIONAL"})).values
    assert {values[name] for name in ("phase", "allocation", "masking")} == {"not_applicable"}
    assert not ctgov.record(_study(designModule={"studyType": "INTERVENTIONAL"})).values


@pytest.mark.parametrize(
    "module",
    [
        {"leadSponsor": {"name": "Doe, John", "class": "INDIV"}},
        {
            "leadSponsor": {"name": "John Doe", "class": "OTHER"},
            "responsibleParty": {"type": "SPONSOR_INVESTIGATOR", "investigatorFullName": "John Doe"},
        },
    ],
)
def test_a_private_person_is_not_named(module: dict[str, Any], package: DataPackage) -> None:
    names = {row["organization_id"]: row["name"] for _, row in package.resource("organizations").rows()}
    told = ctgov.record(_study(sponsorCollaboratorsModule=module)).sponsor
    assert told == names["individual"], "the row that stands for every person"


def test_an_investigator_does_not_hide_the_sponsor() -> None:
    module = {"leadSponsor": {"name": "Invented Clinic"}, "responsibleParty": {"investigatorFullName": "John Doe"}}
    assert ctgov.record(_study(sponsorCollaboratorsModule=module)).sponsor == "Invented Clinic"


@pytest.mark.parametrize(
    "study", [{}, {"protocolSection": None}, {"protocolSection": {"identificationModule": {"nctId": None}}}]
)
def test_a_study_without_a_number_is_garbled(study: dict[str, Any]) -> None:
    with pytest.raises(GarbledError):
        ctgov.record(study)


def test_numbers_are_recognized_by_their_form(package: DataPackage) -> None:
    patterns = list(package.resource("trials").fields["registry"]["idPatterns"].values())
    identity = {
        "nctId": "NCT00000001",
        "orgStudyIdInfo": {"id": "2022-002568-62", "type": "EUDRACT_NUMBER"},
        "secondaryIdInfos": [{"id": " jRCT2043210001 "}, {"id": "protocol-7"}, {"id": "NCT00000001"}, {}],
    }
    record = ctgov.record({"protocolSection": {"identificationModule": identity}}, patterns)
    assert record.secondary_ids == ("2022-002568-62", "jRCT2043210001")
