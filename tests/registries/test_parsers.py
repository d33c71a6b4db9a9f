"""Each registry's records in the common form.

The records of ClinicalTrials.gov are real and cut. All others are constructed in the shape of real answers, with
invented facts, because their text may not be passed on.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from regentrials.countries import code
from regentrials.fields import fits
from regentrials.package import DataPackage
from regentrials.registries import ctgov, ctis, euctr, isrctn
from regentrials.registries.http import Client
from regentrials.registries.record import GarbledError, Record, VanishedError
from tests.registries.constructed import ISRCTN, ctis_trial
from tests.registries.reading import outcome_of, record_of
from tests.registries.server import Asked, Reply, Server, as_json

FIXTURES = Path(__file__).parent / "fixtures"
STUDIES = {
    study["protocolSection"]["identificationModule"]["nctId"]: study
    for study in json.loads((FIXTURES / "ctgov_v2.json").read_text("utf-8"))
}


def test_a_ctgov_record() -> None:
    record = ctgov.record(STUDIES["NCT03275402"])
    assert record.values == {
        "title": "131I-omburtamab Radioimmunotherapy for Neuroblastoma Central Nervous System/Leptomeningeal"
        " Metastases",
        "status": "terminated",
        "phase": "phase_2_3",
        "enrollment": "52",
        "enrollment_type": "actual",
        "start_date": "2018-12-11",
        "primary_completion_date": "2023-06-02",
        "completion_date": "2023-06-02",
        "allocation": "not_applicable",
        "masking": "none",
        "as_of": "2024-02-13",
    }
    assert (record.sponsor, record.study_type) == ("Y-mAbs Therapeutics", "interventional")
    assert [code(name) for name in record.countries] == ["US", "DK", "JP", "ES"]


def test_ctgov_records_of_older_shapes(package: DataPackage) -> None:
    columns = package.resource("trials").fields
    for study in STUDIES.values():
        values = ctgov.record(study).values
        assert all(fits(columns[name], value) for name, value in values.items())
    assert ctgov.record(STUDIES["NCT04207047"]).values["status"] == "unknown"
    assert ctgov.record(STUDIES["NCT00973089"]).values["start_date"] == "2010-05"
    assert ctgov.record(STUDIES["NCT00973089"]).values["enrollment"] == "0"
    assert ctgov.record(STUDIES["NCT05594173"]).values["phase"] == "not_applicable", "it is observational"


def test_a_ctis_record(client: Client, server: Server, patterns: list[str]) -> None:
    server.answers.append(lambda asked: as_json(ctis_trial()) if asked.path == "/retrieve/2023-512345-12-00" else None)
    record = record_of(ctis, client, patterns, trial_id="2023-512345-12-00")
    assert record.values == {
        "title": "An invented trial",
        "status": "recruiting",
        "phase": "phase_2",
        "enrollment": "28",
        "enrollment_type": "estimated",
        "start_date": "2024-04-28",
        "completion_date": "2028-03-01",
        "as_of": "2025-08-20",
    }
    assert record.secondary_ids == ("NCT01234567", "2019-001234-12", "jRCT2031230001")
    assert (record.sponsor, record.countries) == ("Invented Sponsor AB", ("Sweden", "Greece", "US"))


def test_an_early_end_is_told_by_the_events() -> None:
    early = {"trialEvents": [{"events": [{"notificationType": "EARLY_TERMINATION_OF_TRIAL", "date": "2025-01-01"}]}]}
    assert ctis.record(ctis_trial(ctPublicStatusCode=8)).values["status"] == "completed"
    assert ctis.record(ctis_trial(ctPublicStatusCode=8, events=early)).values["status"] == "terminated"
    assert ctis.record(ctis_trial(ctPublicStatusCode=13)).values["status"] == "13"


def test_one_part_of_a_ctis_trial_is_not_the_whole() -> None:
    """The participants of the rest of the world alone, without those of a member state, are no number of the trial."""
    trial = ctis_trial()
    assert ctis.record(trial).values["enrollment"] == "28"
    del trial["authorizedApplication"]["authorizedPartsII"]
    assert not {"enrollment", "enrollment_type"} & set(ctis.record(trial).values)


def test_the_phase_that_a_search_names_comes_before_the_code() -> None:
    named = ctis_trial(trialPhase="Phase II and Phase III (Integrated)")
    assert ctis.record(named).values["phase"] == "phase_2_3"


def test_a_ctis_search_is_paged(client: Client, server: Server) -> None:
    def answer(asked: Asked) -> Reply:
        page = asked.body["pagination"]["page"]
        return as_json({"pagination": {"totalPages": 3}, "data": [{"ctNumber": f"n{page}"}, {"ctNumber": "n1"}]})

    server.answers.append(answer)
    assert ctis.search(client, ["pluripotent", "iPSC"]) == ["n1", "n2", "n3"]
    assert server.asked[0].body["searchCriteria"] == {"containAny": "pluripotent, iPSC"}


def test_a_ctis_search_ends_with_what_it_says_not_with_its_total(client: Client, server: Server) -> None:
    def answer(asked: Asked) -> Reply:
        page = asked.body["pagination"]["page"]
        return as_json({"pagination": {"totalPages": 50_000}, "data": [{"ctNumber": "n1"}] if page == 1 else []})

    server.answers.append(answer)
    assert ctis.search(client, ["iPSC"]) == ["n1"]
    assert len(server.asked) == 2


def test_the_states_of_every_registry_are_words_of_the_table(package: DataPackage) -> None:
    words = set(package.resource("trials").fields["status"]["constraints"]["enum"])
    for states in (ctis.STATES, euctr.STATES, isrctn.OVERRIDES):
        assert set(states.values()) <= words
    assert not set(euctr.STATES) & set(euctr.SILENT)


def test_records_without_numbers_are_garbled() -> None:
    with pytest.raises(GarbledError):
        ctis.record({})
    with pytest.raises(GarbledError):
        euctr.parse("<html>sorry</html>")


def _isrctn(final: str = "", override: str = "", phase: str = "Phase I/II", today: str = "2026-11-22") -> Record:
    trials = isrctn.parse(ISRCTN.format(final=final, override=override, phase=phase))
    return isrctn.record(trials[1], ["NCT\\d{8}", "\\d{4}-\\d{6}-\\d{2}"], date.fromisoformat(today))


def test_an_isrctn_record(client: Client, server: Server, patterns: list[str]) -> None:
    xml = ISRCTN.format(final="0", override="", phase="Phase I/II")
    server.answers.append(lambda asked: Reply(xml, kind="application/xml") if "12345678" in asked.params["q"] else None)
    record = record_of(isrctn, client, patterns, trial_id="ISRCTN12345678")
    assert record.url == "https://www.isrctn.com/ISRCTN12345678"
    assert dict(record.values) | {"status": ""} == {
        "title": "An invented trial",
        "status": "",
        "phase": "phase_1_2",
        "enrollment": "40",
        "enrollment_type": "estimated",
        "start_date": "2025-01-10",
        "completion_date": "2027-12-31",
        "allocation": "randomized",
        "as_of": "2026-02-03",
    }
    assert record.secondary_ids == ("NCT01234567", "2012-004260-22")
    assert {code(name) for name in record.countries} == {"GB"}


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2024-12-31", "not_yet_recruiting"),
        ("2025-01-10", "recruiting"),
        ("2026-06-30", "active_not_recruiting"),
        ("2027-12-31", "completed"),
    ],
)
def test_isrctn_states_dates_and_the_status_follows(today: str, status: str) -> None:
    assert _isrctn(today=today).values["status"] == status


def test_isrctn_words_of_its_own() -> None:
    assert _isrctn(override="Stopped").values["status"] == "terminated"
    assert _isrctn(override="Paused").values["status"] == "Paused", "an unknown word is left for the comparison"
    assert (_isrctn(final="37").values["enrollment"], _isrctn(final="37").values["enrollment_type"]) == ("37", "actual")
    assert _isrctn(phase="Not Applicable").values["phase"] == "not_applicable"
    assert "phase" not in _isrctn(phase="Not Specified").values


@pytest.mark.parametrize("text", ["<html/>", "<allTrials", '<!DOCTYPE x [<!ENTITY a "b">]><allTrials/>', ""])
def test_what_is_not_isrctn_xml_is_garbled(text: str) -> None:
    with pytest.raises(GarbledError):
        isrctn.parse(text)


def test_an_isrctn_number_that_is_not_found_has_vanished(client: Client, server: Server, patterns: list[str]) -> None:
    empty = '<allTrials totalCount="0" xmlns="http://www.67bricks.com/isrctn"/>'
    server.answers.append(lambda _: Reply(empty, kind="application/xml"))
    assert isinstance(outcome_of(isrctn, client, patterns, trial_id="ISRCTN12345678"), VanishedError)
