"""The European Union's Clinical Trials Information System: the JSON that its public portal uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from regentrials.package import Row
from regentrials.registries.http import Client, Request, address, json_object
from regentrials.registries.record import (
    GarbledError,
    Outcome,
    Record,
    dicts,
    dig,
    iso_date,
    line,
    one_by_one,
    other_ids,
    phase,
    refuse_other,
    roman_phase,
    stated,
)

REGISTRY = "ctis"
PAGE = 100
# The portal numbers the states of a trial; an early end is told apart by the trial's events.
STATES = {
    "1": "not_yet_recruiting",
    "2": "not_yet_recruiting",
    "3": "recruiting",
    "4": "recruiting",
    "5": "active_not_recruiting",
    "6": "suspended",
    "7": "suspended",
    "8": "completed",
    "9": "withdrawn",
    "10": "terminated",
    "11": "withdrawn",
    "12": "withdrawn",
}
# Only 4 was seen in a record. The others are the portal's documented order, not confirmed by a record: correct them
# here when one is read. 11 (phases III and IV) has no word in the table and is reported.
PHASE_CODES = {"1": "1", "2": "1", "3": "1", "4": "2", "5": "3", "6": "4", "7": "12", "8": "12", "9": "12", "10": "23"}


def records(client: Client, rows: Iterable[Row], patterns: Sequence[str]) -> Iterator[Outcome]:
    """The records of trials, one request each. See `ctgov.records`."""
    return one_by_one(rows, lambda row: retrieve(client, row["trial_id"], patterns))


def retrieve(client: Client, trial_id: str, patterns: Sequence[str]) -> Record:
    """One trial's record.

    Raises:
        RegistryError: it could not be read, or is of another study.
    """
    found = record(client.ask(Request(f"{address('CTIS')}/retrieve/{trial_id}"), json_object).value, patterns)
    refuse_other(trial_id, found.trial_id)
    return found


def search(client: Client, words: Sequence[str]) -> list[str]:
    """The numbers of the trials that contain any of the words.

    Raises:
        RegistryError: a page could not be read.
    """
    found: list[str] = []
    page, pages = 1, 1
    while page <= pages:
        body = {
            "pagination": {"page": page, "size": PAGE},
            "sort": {"property": "decisionDate", "direction": "DESC"},
            "searchCriteria": {"containAny": ", ".join(words)},
        }
        answer = client.ask(Request(f"{address('CTIS')}/search", body=body), _envelope).value
        numbers = [line(row.get("ctNumber")) for row in answer["data"] if isinstance(row, dict)]
        # The total that is stated may be wrong: a page that says nothing new is the last.
        if not set(numbers) - {"", *found}:
            break
        found += numbers
        total = dig(answer, "pagination", "totalPages")
        pages, page = (total if isinstance(total, int) else 1), page + 1
    return list(dict.fromkeys(number for number in found if number))


def _envelope(text: str) -> dict[str, Any]:
    page = json_object(text)
    if not isinstance(page.get("data"), list):
        raise GarbledError("JSON without data")
    return page


def record(trial: Mapping[str, Any], patterns: Sequence[str] = ()) -> Record:
    """A trial of the portal in the common form.

    Raises:
        GarbledError: it has no number.
    """
    trial_id = line(trial.get("ctNumber"))
    if not trial_id:
        raise GarbledError("a trial without its number")
    part = dig(trial, "authorizedApplication", "authorizedPartI")
    identity = dig(part, "trialDetails", "clinicalTrialIdentifiers")
    sponsors = [item for item in dicts(part, "sponsors") if item.get("primary")]
    return Record(
        trial_id=trial_id,
        registry=REGISTRY,
        url=f"https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT={trial_id}",
        values=_values(trial, part, identity),
        secondary_ids=other_ids(_other_texts(trial, identity), patterns, trial_id),
        sponsor=line(dig(sponsors[0], "organisation", "name")) if sponsors else "",
        countries=_countries(trial, part),
        study_type="interventional",
        texts=_texts(part, identity),
    )


def _values(trial: Mapping[str, Any], part: Any, identity: Any) -> dict[str, str]:
    information = dig(part, "trialDetails", "trialInformation")
    enrollment = _enrollment(trial, part)
    duration = dig(information, "trialDuration")
    return stated(
        title=dig(identity, "publicTitle") or dig(identity, "fullTitle"),
        status=_status(trial),
        phase=_phase(trial, line(dig(information, "trialCategory", "trialPhase"))),
        enrollment=enrollment,
        enrollment_type="estimated" if enrollment else "",
        start_date=iso_date(line(trial.get("startDateEU"))) or _first_start(trial),
        completion_date=dig(duration, "estimatedGlobalEndDate") or dig(duration, "estimatedEndDate"),
        as_of=iso_date(line(trial.get("publishDate"))),
    )


def _events(trial: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for state in dicts(trial, "events", "trialEvents"):
        yield from dicts(state, "events")


def _status(trial: Mapping[str, Any]) -> str:
    code = line(trial.get("ctPublicStatusCode") or trial.get("ctStatus"))
    word = STATES.get(code, code)
    early = any("EARLY" in line(event.get("notificationType")) for event in _events(trial))
    return "terminated" if word == "completed" and early else word


def _first_start(trial: Mapping[str, Any]) -> str:
    days = [line(e.get("date")) for e in _events(trial) if e.get("notificationType") == "START_OF_TRIAL"]
    return min((day for day in days if day), default="")


def _phase(trial: Mapping[str, Any], code: str) -> str:
    # The row of a search names the phase; the record itself has a code.
    if named := line(trial.get("trialPhase")):
        return roman_phase(named)
    return phase(PHASE_CODES.get(code, ""), code)


def _enrollment(trial: Mapping[str, Any], part: Any) -> int | None:
    """Participants planned: those of each member state, and those of the rest of the world."""
    parts = dicts(trial, "authorizedApplication", "authorizedPartsII")
    counts = [dig(part, "rowSubjectCount"), *(item.get("recruitmentSubjectCount") for item in parts)]
    known = [count for count in counts if isinstance(count, int)]
    return sum(known) if parts and sum(known) else None


def _other_texts(trial: Mapping[str, Any], identity: Any) -> list[object]:
    numbers = dig(identity, "secondaryIdentifyingNumbers")
    texts = [dig(numbers, "nctNumber", "number"), dig(trial, "authorizedApplication", "eudraCt", "eudraCtCode")]
    return texts + [item.get("number") for item in dicts(numbers, "additionalRegistries")]


def _countries(trial: Mapping[str, Any], part: Any) -> tuple[str, ...]:
    inside = [item.get("mscName") for item in dicts(trial, "authorizedApplication", "memberStatesConcerned")]
    outside = [item.get("isoAlpha2Code") for item in dicts(part, "rowCountriesInfo")]
    return tuple(dict.fromkeys(line(name) for name in inside + outside))


def _texts(part: Any, identity: Any) -> dict[str, str]:
    products = [
        name
        for item in dicts(part, "products")
        for name in (item.get("productName"), dig(item, "productDictionaryInfo", "activeSubstanceName"))
    ]
    objective = dig(part, "trialDetails", "trialInformation", "trialObjective", "mainObjective")
    return stated(
        title=f"{line(dig(identity, 'publicTitle'))} | {line(dig(identity, 'fullTitle'))}".strip(" |"),
        interventions="; ".join(dict.fromkeys(line(name) for name in products if name)),
        summary=objective,
    )
