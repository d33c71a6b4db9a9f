"""ClinicalTrials.gov, API v2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from regentrials.package import Row
from regentrials.registries.http import Client, Request, address, json_object
from regentrials.registries.record import (
    GarbledError,
    Outcome,
    Record,
    RefusedError,
    RegistryError,
    UnreachableError,
    dicts,
    dig,
    line,
    listed,
    one_by_one,
    other_ids,
    phase,
    refuse_other,
    stated,
)

REGISTRY = "clinicaltrials_gov"
BATCH = 100
CRAWLS = 3
FIELDS = (
    "NCTId|NCTIdAlias|OrgStudyId|SecondaryId|BriefTitle|OfficialTitle|OverallStatus|StartDate|PrimaryCompletionDate"
    "|CompletionDate|LastUpdatePostDate|LeadSponsorName|LeadSponsorClass|ResponsiblePartyInvestigatorFullName|StudyType|Phase|DesignAllocation|DesignMasking"
    "|EnrollmentCount|EnrollmentType|LocationCountry"
)
TEXTS = "|InterventionName|InterventionOtherName|InterventionDescription|BriefSummary|Keyword"
# Private persons are not named in the tables; this is the name of the row that stands for them.
INDIVIDUAL = "A private person"
# What an observational record has no field for, and so can't state.
ARMS = dict.fromkeys(("phase", "allocation", "masking"), "not_applicable")
WORDS = {"na": "not_applicable", "NA": "not_applicable", "EARLY_PHASE1": "early_phase_1"}


def records(client: Client, rows: Iterable[Row], patterns: Sequence[str], more: str = "") -> Iterator[Outcome]:
    """The records of trials, up to a hundred a request.

    Args:
        client: the connection.
        rows: rows of the trials table.
        patterns: the forms of registry numbers.
        more: further fields to ask for, such as TEXTS.

    Yields:
        For each row its trial_id, with the record or the reason why there is none.
    """
    ids = [row["trial_id"] for row in rows]
    for start in range(0, len(ids), BATCH):
        yield from _batch(client, ids[start : start + BATCH], patterns, FIELDS + more)


def _batch(client: Client, ids: list[str], patterns: Sequence[str], asked: str) -> Iterator[Outcome]:
    try:
        found = _by_id(crawl(client, {"filter.ids": ",".join(ids), "fields": asked, "pageSize": str(BATCH)}))
    except UnreachableError as error:
        yield from ((trial_id, error) for trial_id in ids)
        return
    except RegistryError:
        # One number that the registry rejects must not hide the others.
        found = {}
    missing = [{"trial_id": trial_id} for trial_id in ids if trial_id not in found]
    for trial_id in ids:
        if trial_id in found:
            yield trial_id, record(found[trial_id], patterns)
    yield from one_by_one(missing, lambda row: record(single(client, row["trial_id"], asked), patterns))


def _by_id(studies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    # A study's own number last: no other's alias takes its place.
    by_alias = {alias: study for study in studies for alias in _aliases(study)}
    return by_alias | {_number(study): study for study in studies}


def _aliases(study: Mapping[str, Any]) -> list[str]:
    return [line(alias) for alias in listed(study, "protocolSection", "identificationModule", "nctIdAliases")]


def single(client: Client, trial_id: str, asked: str = FIELDS) -> dict[str, Any]:
    """One study; the registry redirects from the number of a merged record.

    Raises:
        RegistryError: it could not be read, or is of another study.
    """
    request = Request(f"{address('CTGOV')}/studies/{trial_id}", {"fields": asked})
    answer = client.ask(request, json_object)
    number = _number(answer.value)
    if trial_id not in _aliases(answer.value) and not urlsplit(answer.url).path.endswith(f"/{number}"):
        refuse_other(trial_id, number)
    return answer.value


def crawl(client: Client, params: Mapping[str, str]) -> list[dict[str, Any]]:
    """All studies of a query, page after page.

    Page tokens expire when the registry rebuilds its data; then all pages are asked for again, as pages of two
    versions don't fit together.

    Raises:
        RegistryError: a page could not be read.
    """
    for attempt in range(CRAWLS):
        try:
            return list(_pages(client, params, fresh=attempt > 0))
        except _ExpiredError:
            continue
    raise UnreachableError(f"{address('CTGOV')}/studies: the page tokens expired in {CRAWLS} crawls")


class _ExpiredError(RegistryError):
    pass


def _pages(client: Client, params: Mapping[str, str], fresh: bool) -> Iterator[dict[str, Any]]:
    token, seen = "", set[str]()
    while token not in seen:
        seen.add(token)
        request = Request(f"{address('CTGOV')}/studies", {**params, **({"pageToken": token} if token else {})})
        try:
            page = client.ask(request, _envelope, fresh).value
        except RefusedError as error:
            if token:
                raise _ExpiredError(str(error)) from None
            raise
        yield from page["studies"]
        token = line(page.get("nextPageToken"))
        if not token:
            return
    raise RefusedError(f"{address('CTGOV')}/studies gives the same page token twice")


def _envelope(text: str) -> dict[str, Any]:
    page = json_object(text)
    studies = page.get("studies")
    if not isinstance(studies, list):
        raise GarbledError("JSON without a list of studies")
    for study in studies:
        _number(study)
    return page


def _number(study: Mapping[str, Any]) -> str:
    number = line(dig(study, "protocolSection", "identificationModule", "nctId"))
    if not number:
        raise GarbledError("a study without its number")
    return number


def data_version(client: Client) -> str:
    """The day and time of the registry's data, which its terms ask to be stated; "" if it doesn't say."""
    try:
        answer = client.ask(Request(f"{address('CTGOV')}/version"), json_object)
    except RegistryError:
        return ""
    return line(answer.value.get("dataTimestamp"))


def record(study: Mapping[str, Any], patterns: Sequence[str] = ()) -> Record:
    """A study of API v2 in the common form.

    Raises:
        GarbledError: it has no number.
    """
    trial_id, protocol = _number(study), dig(study, "protocolSection")
    places = dicts(protocol, "contactsLocationsModule", "locations")
    return Record(
        trial_id=trial_id,
        registry=REGISTRY,
        url=f"https://clinicaltrials.gov/study/{trial_id}",
        values=_values(protocol),
        secondary_ids=other_ids(_other_texts(protocol), patterns, trial_id),
        sponsor=_sponsor(dig(protocol, "sponsorCollaboratorsModule")),
        countries=tuple(dict.fromkeys(line(place.get("country")) for place in places)),
        study_type=_study_type(protocol),
        texts=_texts(protocol),
    )


def _sponsor(module: Any) -> str:
    name = line(dig(module, "leadSponsor", "name"))
    # The class of a person is INDIV, but OTHER is frequent: then the investigator bears the sponsor's name.
    investigator = line(dig(module, "responsibleParty", "investigatorFullName"))
    is_person = dig(module, "leadSponsor", "class") == "INDIV" or (name and name == investigator)
    return INDIVIDUAL if is_person else name


def _study_type(protocol: Any) -> str:
    return line(dig(protocol, "designModule", "studyType")).lower()


def _values(protocol: Any) -> dict[str, str]:
    arms = ARMS if _study_type(protocol) == "observational" else {}
    return _told(protocol) | arms


def _told(protocol: Any) -> dict[str, str]:
    status, design = dig(protocol, "statusModule"), dig(protocol, "designModule")
    identity = dig(protocol, "identificationModule")
    return stated(
        title=dig(identity, "briefTitle") or dig(identity, "officialTitle"),
        status=_word(dig(status, "overallStatus")),
        phase=_phase(listed(design, "phases")),
        enrollment=dig(design, "enrollmentInfo", "count"),
        enrollment_type=_word(dig(design, "enrollmentInfo", "type")),
        start_date=dig(status, "startDateStruct", "date"),
        primary_completion_date=dig(status, "primaryCompletionDateStruct", "date"),
        completion_date=dig(status, "completionDateStruct", "date"),
        allocation=_word(dig(design, "designInfo", "allocation")),
        masking=_word(dig(design, "designInfo", "maskingInfo", "masking")),
        as_of=dig(status, "lastUpdatePostDateStruct", "date"),
    )


def _word(value: object) -> str:
    word = line(value).lower()
    return WORDS.get(word, word)


def _phase(phases: list[object]) -> str:
    found = [line(item) for item in phases]
    written = "/".join(found)
    return WORDS.get(written) or phase((item.removeprefix("PHASE") for item in found), written)


def _other_texts(protocol: Any) -> list[object]:
    texts = [dig(protocol, "identificationModule", "orgStudyIdInfo", "id")]
    return texts + [item.get("id") for item in dicts(protocol, "identificationModule", "secondaryIdInfos")]


def _texts(protocol: Any) -> dict[str, str]:
    identity = dig(protocol, "identificationModule")
    given = dicts(protocol, "armsInterventionsModule", "interventions")
    names = [name for item in given for name in (item.get("name"), *listed(item, "otherNames"))]
    told = [dig(protocol, "descriptionModule", "briefSummary"), *(item.get("description") for item in given)]
    return stated(
        title=f"{line(dig(identity, 'briefTitle'))} | {line(dig(identity, 'officialTitle'))}".strip(" |"),
        interventions="; ".join(line(name) for name in names),
        summary=" ".join(line(text) for text in told),
        keywords="; ".join(line(word) for word in listed(protocol, "conditionsModule", "keywords")),
    )
