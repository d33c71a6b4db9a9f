"""ISRCTN: the XML of its query API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.etree import ElementTree

from regentrials.package import Row
from regentrials.registries.http import Client, Request, address
from regentrials.registries.record import (
    GarbledError,
    Outcome,
    Record,
    VanishedError,
    iso_date,
    line,
    one_by_one,
    other_ids,
    roman_phase,
    stated,
    xml_root,
)

REGISTRY = "isrctn"
SPACE = "{http://www.67bricks.com/isrctn}"
UNKNOWN = ("", "nil known", "not specified", "n/a")
OVERRIDES = {"stopped": "terminated", "suspended": "suspended"}
# A search by number also finds records that merely mention it.
LIMIT = "20"


def records(client: Client, rows: Iterable[Row], patterns: Sequence[str]) -> Iterator[Outcome]:
    """The records of trials, one request each. See `ctgov.records`."""
    return one_by_one(rows, lambda row: _retrieve(client, row["trial_id"], patterns))


def _retrieve(client: Client, trial_id: str, patterns: Sequence[str]) -> Record:
    for found in search(client, trial_id, patterns, LIMIT):
        if found.trial_id == trial_id:
            return found
    raise VanishedError(f"{address('ISRCTN')} has no record {trial_id}")


def search(client: Client, text: str, patterns: Sequence[str], limit: str = "1000") -> list[Record]:
    """The records that a text query finds.

    The registry answers a query with an unknown field with nothing at all, so plain words only.

    Raises:
        RegistryError: the registry could not be read.
    """
    request = Request(f"{address('ISRCTN')}/query/format/default", {"q": text, "limit": limit})
    trials = client.ask(request, parse).value
    return [record(trial, patterns) for trial in trials]


def parse(text: str) -> list[ElementTree.Element]:
    """The trials of an answer.

    Raises:
        GarbledError: the text is no such XML.
    """
    root = xml_root(text, f"{SPACE}allTrials")
    return root.findall(f"{SPACE}fullTrial/{SPACE}trial")


def _text(trial: ElementTree.Element, path: str) -> str:
    found = line(trial.findtext("/".join(SPACE + step for step in path.split("/"))))
    return "" if found.casefold() in UNKNOWN else found


def _all(trial: ElementTree.Element, path: str) -> list[str]:
    return [line(item.text) for item in trial.findall("/".join(SPACE + step for step in path.split("/")))]


def record(trial: ElementTree.Element, patterns: Sequence[str] = (), today: date | None = None) -> Record:
    """A trial in the common form.

    Args:
        trial: the element `trial`.
        patterns: the forms of registry numbers.
        today: the day for which the status is computed, as the registry states dates only; the real one unless given.

    Raises:
        GarbledError: it has no number.
    """
    digits = _text(trial, "isrctn")
    if not re.fullmatch(r"\d{8}", digits):
        raise GarbledError(f"a trial with the number {digits!r}")
    trial_id = f"ISRCTN{digits}"
    numbers = [_text(trial, f"externalRefs/{name}") for name in ("eudraCTNumber", "clinicalTrialsGovNumber")]
    numbers += _all(trial, "externalRefs/secondaryNumbers/secondaryNumber")
    return Record(
        trial_id=trial_id,
        registry=REGISTRY,
        url=f"https://www.isrctn.com/{trial_id}",
        values=_values(trial, today or date.today()),
        secondary_ids=other_ids(numbers, patterns, trial_id),
        countries=tuple(_all(trial, "participants/recruitmentCountries/country")),
        study_type=_text(trial, "trialDesign/primaryStudyDesign").lower(),
        texts=_texts(trial),
    )


def _values(trial: ElementTree.Element, today: date) -> dict[str, str]:
    final = _text(trial, "participants/totalFinalEnrolment")
    # Nought stands for not known.
    reached = final if final.strip("0") else ""
    planned = _text(trial, "participants/targetEnrolment")
    return stated(
        title=_text(trial, "trialDescription/title"),
        status=_status(trial, today.isoformat()),
        phase=_phase(_text(trial, "interventions/intervention/phase")),
        enrollment=reached or planned,
        enrollment_type="actual" if reached else "estimated" if planned else "",
        start_date=iso_date(_text(trial, "participants/recruitmentStart")),
        completion_date=iso_date(_text(trial, "trialDesign/overallEndDate")),
        allocation=_allocation(_text(trial, "trialDesign/secondaryStudyDesign")),
        # The samples lack attributes; this one is known from descriptions of the API. Without it the cell stays.
        as_of=iso_date(trial.get("lastUpdated", "")),
    )


def _status(trial: ElementTree.Element, today: str) -> str:
    override = _text(trial, "trialDesign/overallStatusOverride") or _text(
        trial, "participants/recruitmentStatusOverride"
    )
    if override:
        return OVERRIDES.get(override.casefold(), override)
    steps = (
        ("participants/recruitmentStart", "not_yet_recruiting"),
        ("participants/recruitmentEnd", "recruiting"),
        ("trialDesign/overallEndDate", "active_not_recruiting"),
    )
    days = [(iso_date(_text(trial, path)), word) for path, word in steps]
    if not all(day for day, _ in days):
        return ""
    return next((word for day, word in days if today < day), "completed")


def _phase(written: str) -> str:
    return "not_applicable" if written.casefold() == "not applicable" else roman_phase(written)


def _allocation(design: str) -> str:
    folded = design.casefold()
    if "randomised" not in folded:
        return ""
    return "non_randomized" if folded.startswith("non") else "randomized"


def _texts(trial: ElementTree.Element) -> dict[str, str]:
    title = _text(trial, "trialDescription/title"), _text(trial, "trialDescription/scientificTitle")
    return stated(
        title=" | ".join(part for part in title if part),
        interventions="; ".join(_all(trial, "interventions/intervention/drugNames")),
        summary=_text(trial, "trialDescription/studyHypothesis"),
    )
