"""Registry numbers: each belongs to one registry, and leads to its record where that has an address."""

import re

import pytest

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.numbers import record_url, registry_of
from regentrials.package import installed

KNOWN = [
    ("NCT06976229", "clinicaltrials_gov", "https://clinicaltrials.gov/study/NCT06976229"),
    ("jRCT2090220384", "jrct", "https://jrct.mhlw.go.jp/en-latest-detail/jRCT2090220384"),
    ("unnumbered-oztx-410-kyoto", "not_found", ""),
    ("hPSCreg-39", "hpscreg", "https://hpscreg.eu/browse/trial/39"),
    (
        "2021-001366-38",
        "euctr",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2021-001366-38",
    ),
    ("ChiCTR-OCB-15007054", "chictr", ""),
]


@pytest.mark.parametrize(("number", "registry", "url"), KNOWN)
def test_a_number_names_its_registry_and_record(number: str, registry: str, url: str) -> None:
    assert registry_of(installed(), number) == registry
    assert record_url(installed(), number) == url


@pytest.mark.parametrize("number", ["", "NCT1", "NCT069762299", "hPSCreg-", "unnumbered-", "unnumbered-XS228", "XS228"])
def test_what_no_registry_gives_is_refused(number: str) -> None:
    with pytest.raises(RegenTrialsError, match=re.escape(repr(number))):
        registry_of(installed(), number)


@pytest.mark.parametrize(("number", "alike"), [("nct06976229", "NCT01217008"), ("drks00000001", "DRKS\\d{8}")])
def test_capitals_are_shown_by_a_number_or_else_by_the_pattern(number: str, alike: str) -> None:
    with pytest.raises(RegenTrialsError, match=re.escape(f"write it like {alike}")):
        registry_of(installed(), number)


def test_every_number_in_the_data_is_of_one_registry() -> None:
    package = installed()
    patterns = package.resource("trials").fields["registry"]["idPatterns"]
    rows = package.resource("trials").by_key().values()
    numbers = [number for row in rows for number in (row["trial_id"], *fields.split(row["secondary_ids"]))]
    assert len(numbers) > len(rows)
    for number in numbers:
        found = [registry for registry, pattern in patterns.items() if re.fullmatch(pattern, number)]
        assert len(found) == 1, f"data/trials.csv {number}: of {found}; tell the patterns in schemas/trials.json apart"
