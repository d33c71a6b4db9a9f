"""Every country has a name: none is told that it does not exist."""

from __future__ import annotations

import pytest
from babel import Locale

from regentrials import countries
from regentrials.country_names import NAMES
from regentrials.errors import UnknownNameError

# What the Unicode list of regions has beyond ISO 3166-1: parts of countries, groups of them, codes for tests.
NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def _regions() -> dict[str, str]:
    regions = Locale("en").territories
    return {
        code: name for code, name in regions.items() if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    }


def test_every_code_has_a_name_and_no_other_has() -> None:
    assert set(NAMES) == set(_regions())
    assert len(NAMES) == 249 + len({"EU"})


def test_no_name_is_of_two_places() -> None:
    assert len({name.casefold() for name in NAMES.values()}) == len(NAMES)
    assert not set(countries.ALIASES) & set(NAMES.values())
    assert set(countries.ALIASES.values()) <= set(NAMES)


def test_a_country_is_found_by_code_and_name() -> None:
    for code, name in NAMES.items():
        assert {countries.find(text) for text in (code, code.lower(), name, name.upper())} == {code}, code
        assert countries.code(name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Moldova, Republic of", "MD"), ("Viet Nam", "VN"), ("Congo", "CG"), ("uk", "GB"), ("Korea, Republic of", "KR")],
)
def test_a_country_is_found_by_the_name_that_a_registry_writes(text: str, code: str) -> None:
    assert countries.find(text) == code


def test_a_place_that_is_none_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="there is no country 'Atlantis'"):
        countries.find("Atlantis")
