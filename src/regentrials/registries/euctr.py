"""The EU Clinical Trials Register: its text download, one record a trial and country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from regentrials import fields
from regentrials.countries import EU_REGISTER
from regentrials.package import Row
from regentrials.registries.http import Client, Request, address
from regentrials.registries.record import (
    GarbledError,
    Outcome,
    Record,
    RefusedError,
    VanishedError,
    line,
    one_by_one,
    other_ids,
    phase,
    refuse_other,
    stated,
)

REGISTRY = "euctr"
# "Ongoing" only says that the trial is permitted and not ended; the table's words want to know more. Only it was
# seen in a record: the other words are those of the register's search form.
STATES = {
    "Completed": "completed",
    "Prematurely Ended": "terminated",
    "Temporarily Halted": "suspended",
    "Suspended by CA": "suspended",
    "Not Authorised": "withdrawn",
    "Prohibited by CA": "withdrawn",
}
SILENT = ("Ongoing", "Restarted", "Trial now transitioned", "GB - no longer in EU/EEA")
PHASES = {"1": "E.7.1 ", "2": "E.7.2 ", "3": "E.7.3 ", "4": "E.7.4 "}
MASKING = {"E.8.1.2 ": "none", "E.8.1.3 ": "single", "E.8.1.4 ": "double"}
HEAD = (
    "EudraCT Number:|Sponsor's Protocol Code Number:|National Competent Authority:|Clinical Trial Type:|Trial Status:"
    "|Date on which this record|Link:"
)
ENTRY = re.compile(rf"^(?=[A-Z]\.[0-9. ]|{HEAD})", re.MULTILINE)


def records(client: Client, rows: Iterable[Row], patterns: Sequence[str]) -> Iterator[Outcome]:
    """The records of trials, one request for each of the row's countries. See `ctgov.records`."""
    return one_by_one(rows, lambda row: _retrieve(client, row, patterns))


def _retrieve(client: Client, row: Row, patterns: Sequence[str]) -> Record:
    countries = fields.split(row["countries"])
    if not countries:
        raise RefusedError("the register gives a record by country, and the row has none; fill countries")
    found = []
    for country in countries:
        # The register spells out the European countries alone; all others share one record.
        place = country if country in EU_REGISTER else "3rd"
        request = Request(f"{address('EUCTR')}/rest/download/trial/{row['trial_id']}/{place}")
        try:
            found.append(record(client.ask(request, parse).value, patterns))
        except VanishedError:
            continue
        refuse_other(row["trial_id"], found[-1].trial_id)
    if not found:
        raise VanishedError(f"{address('EUCTR')} has no record {row['trial_id']} for {row['countries']}")
    return merged(found)


def parse(text: str) -> list[tuple[str, str]]:
    """The entries of a download, label and value, in order.

    Raises:
        GarbledError: the text is no such download.
    """
    if "EudraCT Number:" not in text:
        raise GarbledError("a text without a EudraCT number")
    # Two versions for one country follow each other; the first is the current one.
    first = text.split("EudraCT Number:")[1]
    pieces = ENTRY.split(f"EudraCT Number:{first}")
    return [_entry(piece) for piece in pieces if ":" in piece]


def _entry(piece: str) -> tuple[str, str]:
    label, _, value = piece.replace("\t", " ").partition(":")
    return line(label), line(value)


def _first(entries: Sequence[tuple[str, str]], start: str) -> str:
    """The value of the first entry whose label starts so; repeats in other languages come later."""
    return next((value for label, value in entries if f"{label} ".startswith(start)), "")


def _yes(entries: Sequence[tuple[str, str]], start: str) -> bool:
    return _first(entries, start) == "Yes"


def record(entries: Sequence[tuple[str, str]], patterns: Sequence[str] = ()) -> Record:
    """One country's download in the common form."""
    trial_id = _first(entries, "EudraCT Number ")
    authority = _first(entries, "National Competent Authority ")
    numbers = [value for label, value in entries if label.startswith("A.5")]
    return Record(
        trial_id=trial_id,
        registry=REGISTRY,
        url=f"https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:{trial_id}",
        values=_values(entries),
        secondary_ids=other_ids(numbers, patterns, trial_id),
        sponsor=_first(entries, "B.1.1 "),
        countries=(authority.split(" - ")[0],),
        study_type="interventional",
        texts=_texts(entries),
    )


def _values(entries: Sequence[tuple[str, str]]) -> dict[str, str]:
    state = _first(entries, "Trial Status ")
    enrollment = _enrollment(entries)
    masking = next((word for start, word in MASKING.items() if _yes(entries, start)), "")
    return stated(
        title=_first(entries, "A.3.1 ") or _first(entries, "A.3 "),
        status="" if state in SILENT else STATES.get(state, state),
        phase=phase((digit for digit, start in PHASES.items() if _yes(entries, start)), ""),
        enrollment=enrollment,
        enrollment_type="estimated" if enrollment else "",
        allocation="randomized" if _yes(entries, "E.8.1.1 ") else "",
        masking=masking,
    )


def _enrollment(entries: Sequence[tuple[str, str]]) -> str:
    # A trial in several countries that states only its own part says nothing about the whole.
    whole = _first(entries, "F.4.2.2 ")
    return whole if whole or _yes(entries, "E.8.5 ") else _first(entries, "F.4.1 ")


def merged(parts: Sequence[Record]) -> Record:
    """The records of several countries as one: a value holds where all that state it agree."""
    values: dict[str, str] = {}
    for name in dict.fromkeys(name for part in parts for name in part.values):
        found = {part.values.get(name, "") for part in parts}
        # A trial has ended when it has ended everywhere.
        wanted = found if name == "status" else found - {""}
        if len(wanted) == 1:
            values[name] = wanted.pop()
    if parts[0].values.get("title"):
        values["title"] = parts[0].values["title"]
    if "enrollment" not in values:
        values.pop("enrollment_type", None)
    first = parts[0]
    return Record(
        trial_id=first.trial_id,
        registry=REGISTRY,
        url=first.url,
        values=stated(**values),
        secondary_ids=tuple(dict.fromkeys(number for part in parts for number in part.secondary_ids)),
        sponsor=first.sponsor,
        # Each download is one that was asked for: its country can't tell the table anything new.
        countries=(),
        study_type=first.study_type,
        texts=first.texts,
    )


def _texts(entries: Sequence[tuple[str, str]]) -> dict[str, str]:
    products = [value for label, value in entries if label.startswith(("D.3.1 ", "D.3.2 ", "D.3.9.3 "))]
    return stated(
        title=f"{_first(entries, 'A.3 ')} | {_first(entries, 'A.3.1 ')}".strip(" |"),
        interventions="; ".join(dict.fromkeys(value for value in products if value)),
    )
