"""The row of sources that stands for a registry's record."""

from __future__ import annotations

import pytest

from regentrials.curation.document import Document, source_row
from regentrials.package import DataPackage, Row
from regentrials.registries import sources

NUMBER = "NCT09999999"
CELLS = {"title": "A record", "url": f"https://clinicaltrials.gov/study/{NUMBER}"}
KEY = "clinicaltrials-nct09999999"


@pytest.mark.parametrize(
    ("published", "dated"),
    [("2026-10-01", "2026-10-01"), ("2026-11-29", "2026-11-29"), ("2027-01-01", ""), ("", "")],
)
def test_a_day_after_the_reading_is_no_date_of_a_record(package: DataPackage, published: str, dated: str) -> None:
    rows: dict[str, Row] = {}
    assert sources.add(package, rows, NUMBER, CELLS, published, "2026-11-29") == KEY
    row = rows[KEY]
    assert (row["published_date"], row["accessed_date"], row["source_type"]) == (dated, "2026-11-29", "registry_record")


def test_a_known_address_is_renewed_and_keeps_its_id(package: DataPackage) -> None:
    rows: dict[str, Row] = {}
    sources.add(package, rows, NUMBER, CELLS, "2026-10-01", "2026-10-02")
    assert sources.add(package, rows, NUMBER, CELLS | {"title": "Another"}, "", "2026-11-29") == KEY
    assert list(rows) == [KEY]
    assert (rows[KEY]["title"], rows[KEY]["published_date"]) == ("A record", "2026-10-01")
    assert rows[KEY]["accessed_date"] == "2026-11-29"


@pytest.mark.parametrize(
    ("number", "url", "wanted"),
    [
        (NUMBER, CELLS["url"], ("clinicaltrials-nct09999999", "ClinicalTrials.gov")),
        ("ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678", ("isrctn-isrctn12345678", "ISRCTN registry")),
        ("jRCT2090220999", "https://jrct.mhlw.go.jp/en-latest-detail/jRCT2090220999", (None, "jRCT")),
    ],
)
def test_a_record_is_the_same_document_whoever_adds_it(
    package: DataPackage, number: str, url: str, wanted: tuple[str | None, str]
) -> None:
    """Its publisher is written as in the table, or as the schema calls the registry."""
    rows = package.resource("sources").by_key()
    refreshed = rows[sources.add(package, rows, number, {"title": "A", "url": url}, "", "2026-11-29")]
    entered = source_row(package, Document(url, source_type="registry_record"), number)
    same = ("source_id", "publisher", "source_type", "url")
    assert [refreshed[name] for name in same] == [entered[name] for name in same]
    assert (wanted[0] or refreshed["source_id"], refreshed["publisher"]) == (refreshed["source_id"], wanted[1])


def test_the_registrys_own_record_comes_first_and_once() -> None:
    assert sources.first("b;a;c", "a") == "a;b;c"
    assert sources.first("", "a") == "a"
