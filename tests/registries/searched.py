"""What the registries answer to a search, constructed: new studies, known ones, and one that was left out."""

from __future__ import annotations

from typing import Any

from regentrials.registries.discover import Discovery
from tests.conftest import Copy
from tests.registries.constructed import ISRCTN, ctis_trial
from tests.registries.server import Asked, Reply, Server, as_json


def study(number: str, title: str, **identity: Any) -> dict[str, Any]:
    """Constructed in the shape of API v2."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": title, **identity},
            "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-10-01"}},
            "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1"]},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Vertex Pharmaceuticals Incorporated"}},
            "armsInterventionsModule": {"interventions": [{"name": "VX-880", "description": "Islets from hPSC"}]},
        }
    }


NEW = study("NCT09000001", "VX-880 in another disease")
BANK = study("NCT09000002", "Biobank <b>of</b> iPSC lines")
BANK["protocolSection"]["armsInterventionsModule"] = {}


def answer_searches(server: Server, copy: Copy) -> None:
    """All registries at once; constructed."""
    known = copy.rows("trials")
    old = next(row["trial_id"] for row in known if row["registry"] == "clinicaltrials_gov" and not row["secondary_ids"])
    excluded = copy.rows("excluded_trials")[0]["registry_id"]
    linked = study(old, "A known trial", secondaryIdInfos=[{"id": "2021-000001-11"}])
    studies = [NEW, BANK, linked, study(excluded, "A known exclusion")]

    def answer(asked: Asked) -> Reply | None:
        if asked.path == "/studies":
            return as_json({"studies": studies if "query.term" in asked.params else []})
        if asked.path == "/search":
            return as_json({"pagination": {"totalPages": 1}, "data": [{"ctNumber": "2023-512345-12-00"}]})
        if asked.path.startswith("/retrieve/"):
            return as_json(ctis_trial())
        if asked.path == "/query/format/default":
            return Reply(ISRCTN.format(final="", override="", phase=""), kind="application/xml")
        return None

    server.answers.append(answer)


def numbers(discovery: Discovery) -> list[str]:
    """The numbers of what was found, the most likely first."""
    return [candidate.record.trial_id for candidate in discovery.candidates]
