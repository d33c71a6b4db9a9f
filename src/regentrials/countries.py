"""Countries: ISO 3166-1 alpha-2 codes, the names shown to readers, and the names that registries write."""

from __future__ import annotations

import re

from regentrials.country_names import NAMES
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.similar import meant
from regentrials.spelling import folded

EU_MEMBERS = (
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
)
# Of the European Economic Area, but not of the Union: each decides anew what the Union has decided.
EEA_ALONE = ("IS", "LI", "NO")
# The European Economic Area and the United Kingdom, for which the EU register has records of their own.
EU_REGISTER = (*EU_MEMBERS, "GB", *EEA_ALONE)
# First as people write them, then as registries and ISO 3166-1 do.
ALIASES = {
    "Great Britain": "GB",
    "UK": "GB",
    "US": "US",
    "USA": "US",
    "Bolivia, Plurinational State of": "BO",
    "Brunei Darussalam": "BN",
    "Congo": "CG",
    "Congo, The Democratic Republic of the": "CD",
    "Czech Republic": "CZ",
    "England": "GB",
    "Holy See (Vatican City State)": "VA",
    "Iran, Islamic Republic of": "IR",
    "Korea, Democratic People's Republic of": "KP",
    "Korea, Republic of": "KR",
    "Lao People's Democratic Republic": "LA",
    "Macau": "MO",
    "Micronesia, Federated States of": "FM",
    "Moldova, Republic of": "MD",
    "Northern Ireland": "GB",
    "Palestine, State of": "PS",
    "Russian Federation": "RU",
    "Scotland": "GB",
    "Syrian Arab Republic": "SY",
    "Tanzania, United Republic of": "TZ",
    "Turkey": "TR",
    "Turkey (Türkiye)": "TR",
    "United States of America": "US",
    "Venezuela, Bolivarian Republic of": "VE",
    "Viet Nam": "VN",
    "Virgin Islands, British": "VG",
    "Virgin Islands, U.S.": "VI",
    "Wales": "GB",
}
# The columns that hold codes of places.
PLACES = (("trials", "countries"), ("approvals", "jurisdiction"), ("organizations", "country"))
# Those of them in which the European Union is one: it decides, but no site of a study lies in it.
WITH_UNION = (("approvals", "jurisdiction"), ("organizations", "country"))
CODES = {name: code for code, name in NAMES.items()} | ALIASES
# As people type: a code, a name or another name, in small letters or capitals.
TYPED = {folded(text): code for text, code in [*CODES.items(), *((code, code) for code in NAMES)]}


def written(code: str) -> list[str]:
    """Other names under which registries and readers know a country."""
    return sorted(alias for alias, other in ALIASES.items() if other == code)


def name(code: str) -> str:
    """A country's name; a code that is not in the list stays as it is."""
    return NAMES.get(code, code)


def code(name: str) -> str:
    """The code of a country's name; a code stays as it is, "" for a name that is not in the list."""
    return CODES.get(name) or (name if re.fullmatch(r"[A-Z]{2}", name) else "")


def find(text: str) -> str:
    """The code of a country that `text` names: a code, a name or another name, in small letters or capitals.

    Raises:
        UnknownNameError: no country of the list goes by that name; the message names similar ones.
        RegenTrialsError: it is blank, or no text.
    """
    if not isinstance(text, str) or not text.strip():
        raise RegenTrialsError(f"{text!r} names no country; give a code or a name, e.g. JP or Japan")
    code = TYPED.get(folded(text))
    if code is None:
        remedy = "countries go by ISO 3166-1 alpha-2 codes and English names, e.g. JP or Japan"
        likely = meant(((typed, NAMES[code]) for typed, code in CODES.items()), text)
        raise UnknownNameError("country", text, remedy=remedy, meant=likely)
    return code
