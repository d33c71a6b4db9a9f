"""Each registry's records in the common form.

The records of ClinicalTrials.gov are real and cut. All others are constructed in the shape of real answers, with
invented facts, because their text may not be passed on.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from regentrials.package import DataPackage
from regentrials.registries import ctgov, ctis, euctr, ictrp, isrctn
from regentrials.registries.compare import fits
from regentrials.registries.countries import code
from regentrials.registries.http import Client
from regentrials.registries.record import GarbledError, Record, RegistryError, VanishedError
from regentrials.registries.snapshots import Snapshots
from tests.registries.server import Asked, Reply, Server, as_json

FIXTURES = Path(__file__).parent / "fixtures"
STUDIES = {
    study["protocolSection"]["identificationModule"]["nctId"]: study
    for study in json.loads((FIXTURES / "ctgov_v2.json").read_text("utf-8"))
}


@pytest.fixture
def patterns(package: DataPackage) -> list[str]:
    return list(package.resource("trials").fields["registry"]["idPatterns"].values())


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Client:
    return Client(Snapshots(tmp_path / "kept", "2026-11-22"))


def _outcome(module: Any, client: Client, patterns: list[str], **row: str) -> Record | RegistryError:
    ((_, outcome),) = module.records(client, [{"countries": "", **row}], patterns)
    assert isinstance(outcome, Record | RegistryError)
    return outcome


def _record(module: Any, client: Client, patterns: list[str], **row: str) -> Record:
    outcome = _outcome(module, client, patterns, **row)
    assert isinstance(outcome, Record), outcome
    return outcome


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
    assert "phase" not in ctgov.record(STUDIES["NCT05594173"]).values


def _ctis(**more: Any) -> dict[str, Any]:
    """Constructed in the shape of the portal's answer to /retrieve."""
    details = {
        "clinicalTrialIdentifiers": {
            "fullTitle": "A long title of an invented trial",
            "publicTitle": "An invented trial",
            "secondaryIdentifyingNumbers": {
                "nctNumber": {"number": "NCT01234567"},
                "additionalRegistries": [{"number": "jRCT2031230001", "otherRegistryName": "jRCT"}, {"number": "7,8"}],
            },
        },
        "trialInformation": {
            "trialCategory": {"trialPhase": "4"},
            "trialDuration": {"estimatedEndDate": "2027-02-01", "estimatedGlobalEndDate": "2028-03-01"},
        },
    }
    part = {
        "rowSubjectCount": 19,
        "rowCountriesInfo": [{"isoAlpha2Code": "US"}],
        "trialDetails": details,
        "products": [{"productName": "Invented cells", "productDictionaryInfo": {"activeSubstanceName": "INVENTED"}}],
        "sponsors": [{"primary": True, "organisation": {"name": "Invented Sponsor AB"}}],
    }
    return {
        "ctNumber": "2023-512345-12-00",
        "ctStatus": "a text that nobody has seen",
        "ctPublicStatusCode": 4,
        "startDateEU": "28/04/2024",
        "publishDate": "2025-08-20T03:46:14.147548867",
        "authorizedApplication": {
            "authorizedPartI": part,
            "authorizedPartsII": [{"recruitmentSubjectCount": 6}, {"recruitmentSubjectCount": 3}],
            "memberStatesConcerned": [{"mscName": "Sweden"}, {"mscName": "Greece"}],
            "eudraCt": {"isTransitioned": True, "eudraCtCode": "2019-001234-12"},
        },
        "events": {"trialEvents": [{"events": [{"notificationType": "START_OF_TRIAL", "date": "2024-04-28"}]}]},
        **more,
    }


def test_a_ctis_record(client: Client, server: Server, patterns: list[str]) -> None:
    server.answers.append(lambda asked: as_json(_ctis()) if asked.path == "/retrieve/2023-512345-12-00" else None)
    record = _record(ctis, client, patterns, trial_id="2023-512345-12-00")
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
    assert ctis.record(_ctis(ctPublicStatusCode=8)).values["status"] == "completed"
    assert ctis.record(_ctis(ctPublicStatusCode=8, events=early)).values["status"] == "terminated"
    assert ctis.record(_ctis(ctPublicStatusCode=13)).values["status"] == "13"


def test_the_phase_that_a_search_names_comes_before_the_code() -> None:
    named = _ctis(trialPhase="Phase II and Phase III (Integrated)")
    assert ctis.record(named).values["phase"] == "phase_2_3"


def test_a_ctis_search_is_paged(client: Client, server: Server) -> None:
    def answer(asked: Asked) -> Reply:
        page = asked.body["pagination"]["page"]
        return as_json({"pagination": {"totalPages": 3}, "data": [{"ctNumber": f"n{page}"}, {"ctNumber": "n1"}]})

    server.answers.append(answer)
    assert ctis.search(client, ["pluripotent", "iPSC"]) == ["n1", "n2", "n3"]
    assert server.asked[0].body["searchCriteria"] == {"containAny": "pluripotent, iPSC"}


def test_records_without_numbers_are_garbled() -> None:
    with pytest.raises(GarbledError):
        ctis.record({})
    with pytest.raises(GarbledError):
        euctr.parse("<html>sorry</html>")


# Constructed from the element names of converted samples; the raw XML itself was not at hand.
ISRCTN = """<?xml version="1.0" encoding="UTF-8"?>
<allTrials totalCount="2" xmlns="http://www.67bricks.com/isrctn">
 <fullTrial><trial><isrctn>00000001</isrctn></trial></fullTrial>
 <fullTrial><trial lastUpdated="2026-02-03T10:00:00.000Z" version="3"><isrctn>12345678</isrctn>
  <trialDescription><title>An invented
    trial</title><scientificTitle>A long title</scientificTitle></trialDescription>
  <externalRefs><eudraCTNumber>Nil known</eudraCTNumber><clinicalTrialsGovNumber>NCT01234567</clinicalTrialsGovNumber>
   <secondaryNumbers><secondaryNumber>2012-004260-22</secondaryNumber><secondaryNumber>Nil known</secondaryNumber>
   </secondaryNumbers></externalRefs>
  <trialDesign><primaryStudyDesign>Interventional</primaryStudyDesign>
   <secondaryStudyDesign>Randomised controlled trial</secondaryStudyDesign>
   <overallEndDate>2027-12-31T00:00:00.000Z</overallEndDate></trialDesign>
  <participants><recruitmentCountries><country>England</country><country>United Kingdom</country></recruitmentCountries>
   <targetEnrolment>40</targetEnrolment><totalFinalEnrolment>{final}</totalFinalEnrolment>
   <recruitmentStart>2025-01-10T00:00:00.000Z</recruitmentStart>
   <recruitmentEnd>2026-06-30T00:00:00.000Z</recruitmentEnd>
   <recruitmentStatusOverride>{override}</recruitmentStatusOverride></participants>
  <interventions><intervention><phase>{phase}</phase><drugNames>Invented cells</drugNames></intervention>
  </interventions>
 </trial></fullTrial>
</allTrials>"""


def _isrctn(final: str = "", override: str = "", phase: str = "Phase I/II", today: str = "2026-11-22") -> Record:
    trials = isrctn.parse(ISRCTN.format(final=final, override=override, phase=phase))
    return isrctn.record(trials[1], ["NCT\\d{8}", "\\d{4}-\\d{6}-\\d{2}"], date.fromisoformat(today))


def test_an_isrctn_record(client: Client, server: Server, patterns: list[str]) -> None:
    xml = ISRCTN.format(final="0", override="", phase="Phase I/II")
    server.answers.append(lambda asked: Reply(xml, kind="application/xml") if "12345678" in asked.params["q"] else None)
    record = _record(isrctn, client, patterns, trial_id="ISRCTN12345678")
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
    assert isinstance(_outcome(isrctn, client, patterns, trial_id="ISRCTN12345678"), VanishedError)


# Constructed in the shape of the register's text download.
EUCTR = """This file contains full details on each clinical trial selected for download.

Summary
EudraCT Number: 2020-001234-12
Sponsor's Protocol Code Number: INV-1
National Competent Authority: Sweden - MPA
Clinical Trial Type: EEA CTA
Trial Status: {status}
Date on which this record was first entered in the EudraCT database: 2023-01-17
Link: https://www.clinicaltrialsregister.eu/ctr-search/trial/2020-001234-12/SE/

A. Protocol Information
A.1 Member State Concerned: Sweden - MPA
A.2 EudraCT number: 2020-001234-12
A.3 Full title of the trial: A phase 1/2 trial of an
invented product
A.3 Full title of the trial (es): Un ensayo inventado
A.3.1 Title of the trial for lay people, in easily understood, i.e. non-technical, language: {title}
A.5.2 US NCT (ClinicalTrials.gov registry) number: NCT01234567

B. Sponsor Information
Sponsor 1
B.1.1 Name of Sponsor: Invented Sponsor AB
B.1.3.4\tCountry: Sweden
D.3.1 Product name: Invented cells
E.7.1 Human pharmacology (Phase I): Yes
E.7.1.1 First administration to humans: Yes
E.7.2 Therapeutic exploratory (Phase II): Yes
E.7.3 Therapeutic confirmatory (Phase III): No
E.7.4 Therapeutic use (Phase IV): No
E.8.1.1 Randomised: Yes
E.8.1.2 Open: No
E.8.1.4 Double blind: Yes
E.8.5 The trial involves multiple Member States: Yes
F.4.1 In the member state: 2
F.4.2.2 In the whole clinical trial: {whole}
P. End of Trial
P. End of Trial Status: Ongoing
"""


def _euctr(server: Server, **states: str) -> None:
    def answer(asked: Asked) -> Reply | None:
        country = asked.path.rsplit("/", 1)[1]
        if country not in states:
            return None
        text = EUCTR.format(status=states[country], title=f"An invented trial in {country}", whole="9")
        return Reply(text, kind="text/plain;charset=UTF-8")

    server.answers.append(answer)


def test_a_euctr_record_of_several_countries(client: Client, server: Server, patterns: list[str]) -> None:
    _euctr(server, SE="Completed", DE="Completed")
    record = _record(euctr, client, patterns, trial_id="2020-001234-12", countries="SE;DE;FR")
    assert record.values == {
        "title": "An invented trial in SE",
        "status": "completed",
        "phase": "phase_1_2",
        "enrollment": "9",
        "enrollment_type": "estimated",
        "allocation": "randomized",
        "masking": "double",
    }
    assert (record.sponsor, record.secondary_ids) == ("Invented Sponsor AB", ("NCT01234567",))
    assert server.paths() == [f"/rest/download/trial/2020-001234-12/{country}" for country in ("SE", "DE", "FR")]


def test_a_trial_that_goes_on_in_one_country_has_not_ended(client: Client, server: Server, patterns: list[str]) -> None:
    _euctr(server, SE="Completed", DE="Ongoing")
    assert "status" not in _record(euctr, client, patterns, trial_id="2020-001234-12", countries="SE;DE").values


def test_a_country_outside_europe_has_the_shared_record(client: Client, server: Server, patterns: list[str]) -> None:
    _euctr(server, **{"3rd": "Prematurely Ended"})
    record = _record(euctr, client, patterns, trial_id="2020-001234-12", countries="US")
    assert record.values["status"] == "terminated"


def test_a_euctr_row_needs_a_country_and_the_register_the_trial(
    client: Client, server: Server, patterns: list[str]
) -> None:
    assert "fill countries" in str(_outcome(euctr, client, patterns, trial_id="2020-001234-12"))
    gone = _outcome(euctr, client, patterns, trial_id="2020-001234-12", countries="SE")
    assert isinstance(gone, VanishedError)


def test_the_first_of_two_versions_and_languages_counts() -> None:
    text = EUCTR.format(status="A new word", title="", whole="") + EUCTR.format(status="Ongoing", title="", whole="")
    record = euctr.record(euctr.parse(text))
    assert record.values["status"] == "A new word"
    assert record.values["title"] == "A phase 1/2 trial of an invented product"
    assert "enrollment" not in record.values, "one country's part is not the whole"


def test_a_registry_that_is_down_is_not_asked_on_and_on(client: Client, server: Server, patterns: list[str]) -> None:
    server.answers.append(lambda _: Reply("", 503))
    rows = [{"trial_id": f"2023-51234{n}-12-00"} for n in range(6)]
    outcomes = list(ctis.records(client, rows, patterns))
    assert [trial_id for trial_id, _ in outcomes] == [row["trial_id"] for row in rows]
    assert len(set(server.paths())) == 2
    assert "not asked" in str(outcomes[-1][1])


# Constructed in the shape of the portal's export.
ICTRP = """<?xml version='1.0' encoding='UTF-8' ?>
<Trials_downloaded_from_ICTRP>
  <Trial><Export_date>11/09/2026 16:01:13</Export_date><TrialID>JPRN-jRCT2031230001
    </TrialID><Public_title>An invented trial of iPSC-derived cells   </Public_title>
    <Scientific_title></Scientific_title><Primary_sponsor>Invented University
    </Primary_sponsor><web_address>https://jrct.mhlw.go.jp/en-latest-detail/jRCT2031230001
    </web_address><Intervention>Invented cells&lt;br&gt;once</Intervention>
    <Secondary_ID>NCT01234567;EUCTR2019-001698-10-NL;U1111-1296-5487
    </Secondary_ID></Trial>
  <Trial><TrialID>EUCTR2021-000037-14-ES
    </TrialID><Public_title>One study</Public_title></Trial>
  <Trial><TrialID>EUCTR2021-000037-14-3RD
    </TrialID><Public_title>The same study elsewhere</Public_title></Trial>
  <Trial><TrialID>CTIS2023-507385-11-00
    </TrialID></Trial>
</Trials_downloaded_from_ICTRP>"""


def test_an_ictrp_export(tmp_path: Path, patterns: list[str]) -> None:
    file = tmp_path / "export.xml"
    file.write_text(ICTRP, encoding="utf-8")
    listings = ictrp.read(file, patterns)
    assert [listing.trial_id for listing in listings] == ["jRCT2031230001", "2021-000037-14", "2023-507385-11-00"]
    assert listings[0].secondary_ids == ("NCT01234567", "2019-001698-10")
    assert listings[0].interventions == "Invented cells once"
    assert listings[1].title == "One study"


@pytest.mark.parametrize(
    "text", [ICTRP[:300], "<Trials/>", "TrialID,Public title", '<!DOCTYPE a [<!ENTITY b "c">]><a/>']
)
def test_what_is_not_an_ictrp_export_is_refused(tmp_path: Path, patterns: list[str], text: str) -> None:
    file = tmp_path / "export.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match="export"):
        ictrp.read(file, patterns)
    with pytest.raises(RegistryError, match="can't be read"):
        ictrp.read(tmp_path / "missing.xml", patterns)
