"""Which records are meant by a name that is nearly theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from regentrials import fields
from regentrials.errors import UnknownNameError
from regentrials.resource import Resource, Row
from regentrials.spelling import folded

# How alike a misspelt name is to the one that was meant, of 1: of five letters one is wrong, of four too.
CLOSE = 0.8
CLOSE_OF_FEW = 0.75
FEW = 4
# How many similar ids a message names.
SHOWN = 8
# One that is that much less alike than the likeliest was not meant.
SPREAD = 0.1
PARTS = re.compile(r"[\s-]+")
ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def known_row(resource: Resource, key: str) -> Row:
    """A table's row by its key.

    Raises:
        UnknownNameError: there is none; the message names those that may be meant.
    """
    rows = resource.by_key()
    if key not in rows:
        raise UnknownNameError(f"row of {resource.name}", key, remedy=f"see {resource.path}", meant=similar(rows, key))
    return rows[key]


def similar(rows: Mapping[str, Row], key: str) -> list[str]:
    """The keys of rows that may be meant by `key`, as in `meant`."""
    return meant(((name, found) for found, row in rows.items() for name in _names(found, row)), key)


def meant(named: Iterable[tuple[str, str]], text: str) -> list[str]:
    """What may be meant by a text that is nobody's name.

    Args:
        named: names, each with what it is the name of.
        text: what was asked for, in small letters or capitals.

    Returns:
        At most eight of the named, the likeliest first: those that differ in the zeros before a number only, else
        those whose name holds the text, else those spelt alike.
    """
    wanted = folded(text)
    if not wanted:
        return []
    known = [(folded(name), found) for name, found in named if name]
    holding = [(name, found) for name, found in known if wanted in name]
    holding = [(name, found) for name, found in known if _bare(name) == _bare(wanted)] or holding
    likeness: dict[str, tuple[float, float]] = {}
    for name, found in holding or known:
        likeness[found] = max(likeness.get(found, (0, 0)), _likeness(wanted, name))
    least = 0 if holding else max(_close(wanted), max(likeness.values(), default=(0, 0))[0] - SPREAD)
    likely = [found for found, (part, _) in likeness.items() if part >= least]
    return sorted(likely, key=lambda found: (*(-degree for degree in likeness[found]), len(found), found))[:SHOWN]


def _bare(text: str) -> str:
    """The text with its numbers as people say them: claim-001 is claim-1."""
    return ZEROS.sub("", text)


def _close(wanted: str) -> float:
    return CLOSE if len(wanted) > FEW else CLOSE_OF_FEW


def _likeness(wanted: str, name: str) -> tuple[float, float]:
    """From 0 to 1: how alike the likest words of a name are to what was wanted, as many in a row; and the whole."""
    words = PARTS.split(name)
    size = len(PARTS.split(wanted))
    runs = {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}
    # A matcher that compares many names keeps what it knows of the second.
    matcher = SequenceMatcher(b=wanted)
    whole = _ratio(matcher, name)
    return max([whole, *(_ratio(matcher, run) for run in runs)]), whole


def _ratio(matcher: SequenceMatcher[str], text: str) -> float:
    matcher.set_seq1(text)
    # The bounds are cheap, and most names are far off.
    unlike = matcher.real_quick_ratio() < CLOSE_OF_FEW or matcher.quick_ratio() < CLOSE_OF_FEW
    return 0 if unlike else matcher.ratio()


def _names(key: str, row: Row) -> tuple[str, ...]:
    return (key, row.get("name", ""), *fields.split(row.get("aliases", "")))
