"""An export file of the WHO's ICTRP portal that the user downloaded.

Its terms forbid republication, so no fact is taken from it: it only says which numbers to look at in the registries
themselves, and which numbers belong to one study.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from regentrials.registries.record import GarbledError, RegistryError, line, other_ids, xml_root

ROOT = "Trials_downloaded_from_ICTRP"
PREFIXES = re.compile(r"^(?:JPRN-|CTIS(?=20)|EUCTR)")
EUDRACT = re.compile(r"^(\d{4}-\d{6}-\d{2})-(?:[A-Z]{2}|3RD)$", re.IGNORECASE)


@dataclass(frozen=True)
class Listing:
    """One row of the export: the source registry's number, other numbers of the study, and what to judge it by."""

    trial_id: str
    url: str
    title: str
    interventions: str
    sponsor: str
    secondary_ids: tuple[str, ...]


def number(written: str) -> str:
    """A number without what ICTRP adds to it: a network's prefix, a country at the end."""
    bare = PREFIXES.sub("", line(written))
    match = EUDRACT.match(bare)
    return match[1] if match else bare


def read(file: Path, patterns: Sequence[str]) -> list[Listing]:
    """The studies of an export, one a number: the register of the EU lists a study once a country.

    Raises:
        RegistryError: the file is no such export.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{file} can't be read ({error}); name the XML file that the portal exported") from None
    try:
        listings = list(_listings(xml_root(text, ROOT), patterns))
    except GarbledError as error:
        raise RegistryError(f"{file}: {error}; export the search as XML") from None
    return list({listing.trial_id: listing for listing in reversed(listings)}.values())[::-1]


def _listings(root: ElementTree.Element, patterns: Sequence[str]) -> Iterator[Listing]:
    for trial in root.iter("Trial"):
        trial_id = number(trial.findtext("TrialID") or "")
        if not trial_id:
            continue
        numbers = (number(item) for item in (trial.findtext("Secondary_ID") or "").split(";"))
        titles = (line(trial.findtext(name)) for name in ("Public_title", "Scientific_title"))
        yield Listing(
            trial_id=trial_id,
            url=line(trial.findtext("web_address")),
            title=" | ".join(dict.fromkeys(title for title in titles if title)),
            interventions=line((trial.findtext("Intervention") or "").replace("<br>", " ")),
            sponsor=line(trial.findtext("Primary_sponsor")),
            secondary_ids=other_ids(numbers, patterns, trial_id),
        )
