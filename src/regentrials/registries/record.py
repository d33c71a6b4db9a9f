"""The common form into which every registry's record is brought."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from regentrials.errors import RegenTrialsError
from regentrials.package import Row
from regentrials.spelling import plain

# What stands for a letter that was lost on the way.
BROKEN = "\ufffd"
HALF = re.compile("[\ud800-\udfff]")


class RegistryError(RegenTrialsError):
    """A record, or a whole registry, could not be read."""


class UnreachableError(RegistryError):
    """The registry did not give a usable answer; asking again later may help."""


class RefusedError(RegistryError):
    """The registry answered that the request is wrong."""


class VanishedError(RegistryError):
    """The registry has no such record."""


class GarbledError(RegistryError):
    """The answer came, but is not what the registry gives when it is well."""


@dataclass(frozen=True)
class Record:
    """A study as one registry describes it, in the words of the trials table.

    Attributes:
        trial_id: the number under which the registry answers, which may not be the one asked for.
        registry: the registry's word in the trials table.
        url: the record's own address.
        values: column of the trials table -> cell. What the record does not state is absent; a word that has
            no counterpart stands as the registry wrote it, for the comparison to complain about.
        secondary_ids: numbers of the same study in other registries.
        sponsor: the lead sponsor's name.
        countries: names or codes of the countries of the sites.
        study_type: interventional, observational or expanded_access.
        texts: what a reader would judge the study by: title, interventions, summary, keywords.
    """

    trial_id: str
    registry: str
    url: str
    values: Mapping[str, str]
    secondary_ids: tuple[str, ...] = ()
    sponsor: str = ""
    countries: tuple[str, ...] = ()
    study_type: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


Outcome = tuple[str, Record | RegistryError]


def dig(value: Any, *path: str) -> Any:
    """The value at a path of keys, or None where any of it is missing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def listed(value: Any, *path: str) -> list[Any]:
    """The list at a path of keys; an empty one where there is none."""
    found = dig(value, *path)
    return found if isinstance(found, list) else []


def dicts(value: Any, *path: str) -> list[dict[str, Any]]:
    """The objects of the list at a path of keys."""
    return [item for item in listed(value, *path) if isinstance(item, dict)]


def line(value: object) -> str:
    """A text or a number as one line without superfluous blanks, nor letters that can't be seen; "" for all else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # Half a pair of UTF-16, as JSON can hold, is no letter, and no file takes it.
    return HALF.sub(BROKEN, plain(str(value)))


def stated(**values: object) -> dict[str, str]:
    """The values that say something, each as one line."""
    return {name: line(value) for name, value in values.items() if line(value)}


def refuse_other(asked: str, answered: str) -> None:
    """Make sure that a record is of the study that was asked for.

    Raises:
        GarbledError: it is another study's.
    """
    if answered != asked:
        raise GarbledError(f"the registry answers with another record, {answered}; look it up there")


def iso_date(text: str) -> str:
    """A day as registries write it, DD/MM/YYYY or with a time, as ISO 8601; anything else as it is."""
    if match := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text):
        return f"{match[3]}-{match[2]}-{match[1]}"
    return text[:10] if re.match(r"\d{4}-\d{2}-\d{2}T", text) else text


ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
PHASES = {"1": "phase_1", "12": "phase_1_2", "2": "phase_2", "23": "phase_2_3", "3": "phase_3", "4": "phase_4"}


def phase(digits: Iterable[str], written: str) -> str:
    """The table's word for the phases 1 to 4 that a record names; `written` where there is none."""
    return PHASES.get("".join(sorted(set(digits))), written)


def roman_phase(written: str) -> str:
    """The table's word for a phase in Roman numerals, such as "Phase II/III"."""
    numerals = re.findall(r"\b(iv|i{1,3})\b", written.casefold())
    return phase((ROMAN[numeral] for numeral in numerals), written)


def other_ids(texts: Iterable[object], patterns: Iterable[str], own: str) -> tuple[str, ...]:
    """Registry numbers among free texts, recognized by their form alone."""
    form = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    found = dict.fromkeys(line(text) for text in texts)
    return tuple(text for text in found if form.fullmatch(text) and text != own)


def xml_root(text: str, tag: str) -> ElementTree.Element:
    """The root of an XML text.

    Raises:
        GarbledError: the text is no XML whose root has that tag.
    """
    if "<!DOCTYPE" in text:
        raise GarbledError("XML with a document type, which registries don't send")
    try:
        # Without a document type there are no entities to expand.
        root = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError as error:
        raise GarbledError(f"broken XML ({error})") from None
    if root.tag != tag:
        raise GarbledError(f"XML with the root {root.tag}, not {tag}")
    return root


def one_by_one(rows: Iterable[Row], read: Callable[[Row], Record]) -> Iterator[Outcome]:
    """Read records that have to be asked for singly; a registry that is down is not asked on and on."""
    down: UnreachableError | None = None
    failures = 0
    for row in rows:
        if down and failures >= 2:
            yield row["trial_id"], UnreachableError(f"not asked, as the registry is down: {down}")
            continue
        try:
            yield row["trial_id"], read(row)
            failures = 0
        except RegistryError as error:
            down = error if isinstance(error, UnreachableError) else None
            failures = failures + 1 if down else 0
            yield row["trial_id"], error
