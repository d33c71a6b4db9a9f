"""Constructed registries: records in the shape of ClinicalTrials.gov's API v2, built from rows of the trials table.

No record here is the registry's own: each states what the table holds, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from regentrials import fields
from regentrials.country_names import NAMES
from regentrials.package import DataPackage, Row
from tests.registries.server import Asked, Reply, as_json

ALLOCATIONS = {"not_applicable": "NA"}
MASKINGS = {"not_applicable": ""}
PHASES = {"not_applicable": ["NA"], "early_phase_1": ["EARLY_PHASE1"]}


def _blank(value: Any) -> bool:
    return value in ("", [], {}, None)


def filled(value: Any) -> Any:
    """The value without its blank parts."""
    if isinstance(value, dict):
        kept = {name: filled(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if not _blank(part)}
    return [filled(part) for part in value] if isinstance(value, list) else value


def _phases(word: str) -> list[str]:
    return PHASES.get(word) or [f"PHASE{digit}" for digit in re.findall(r"\d", word)]


def _study_type(row: Row) -> str:
    if row["study_type"] != "long_term_follow_up":
        return row["study_type"].upper()
    return "OBSERVATIONAL" if row["masking"] == "not_applicable" else "INTERVENTIONAL"


def study(row: Row, sponsor: str) -> dict[str, Any]:
    """A record that says what a row says."""
    allocation = ALLOCATIONS.get(row["allocation"], row["allocation"].upper())
    masking = MASKINGS.get(row["masking"], row["masking"].upper())
    ids = [{"id": number} for number in fields.split(row["secondary_ids"])]
    value = {
        "identificationModule": {
            "nctId": row["trial_id"],
            "briefTitle": row["title"],
            "secondaryIdInfos": ids,
        },
        "statusModule": {
            "overallStatus": row["status"].upper(),
            "startDateStruct": {"date": row["start_date"]},
            "primaryCompletionDateStruct": {"date": row["primary_completion_date"]},
            "completionDateStruct": {"date": row["completion_date"]},
            "lastUpdatePostDateStruct": {"date": row["as_of"]},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": sponsor}},
        "designModule": {
            "studyType": _study_type(row),
            "phases": _phases(row["phase"]),
            "designInfo": {"allocation": allocation, "maskingInfo": {"masking": masking}},
            "enrollmentInfo": {
                "count": int(row["enrollment"]) if row["enrollment"] else None,
                "type": row["enrollment_type"].upper(),
            },
        },
        "contactsLocationsModule": {
            "locations": [{"country": NAMES[code]} for code in fields.split(row["countries"])],
        },
    }
    return {"protocolSection": filled(value)}


def studies(package: DataPackage) -> dict[str, dict[str, Any]]:
    """A record for every trial of a package that ClinicalTrials.gov has numbered."""
    names = {row["organization_id"]: row["name"] for _, row in package.resource("organizations").rows()}
    rows = (row for _, row in package.resource("trials").rows())
    ours = [row for row in rows if row["registry"] == "clinicaltrials_gov"]
    return {row["trial_id"]: study(row, names.get(row["sponsor_id"], "")) for row in ours}


class ClinicalTrials:
    """The parts of API v2 that are used here: version, a list by numbers with pages, one study, aliases."""

    def __init__(self, records: dict[str, dict[str, Any]], page: int = 1000) -> None:
        self.records = records
        self.page = page
        self.aliases: dict[str, str] = {}
        self.expired: set[str] = set()

    def __call__(self, asked: Asked) -> Reply | None:
        if asked.path == "/version":
            return as_json({"apiVersion": "2.0.5", "dataTimestamp": "2026-11-20T09:00:04"})
        if asked.path == "/studies":
            return self._list(asked)
        if asked.path.startswith("/studies/"):
            return self._one(asked.path.removeprefix("/studies/"))
        return None

    def _list(self, asked: Asked) -> Reply:
        token = asked.params.get("pageToken", "0")
        if token in self.expired:
            self.expired.clear()
            return Reply("The pageToken is no longer valid", 400, "text/plain")
        wanted = self._wanted(asked)
        start = int(token)
        page = min(self.page, int(asked.params.get("pageSize", "10")))
        body: dict[str, Any] = {"studies": wanted[start : start + page]}
        if start + page < len(wanted):
            body["nextPageToken"] = str(start + page)
        return as_json(body)

    def _wanted(self, asked: Asked) -> list[dict[str, Any]]:
        ids: Iterable[str] = self.records
        if "filter.ids" in asked.params:
            ids = asked.params["filter.ids"].split(",")
        return [self.records[number] for number in ids if number in self.records]

    def _one(self, number: str) -> Reply:
        if number in self.aliases:
            return Reply("", 301, headers={"Location": f"/studies/{self.aliases[number]}"})
        if number in self.records:
            return as_json(self.records[number])
        return Reply(f"NCT number {number} not found", 404, "text/plain")
