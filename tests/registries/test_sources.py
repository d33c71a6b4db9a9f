"""The row of sources that stands for a registry's record."""

from __future__ import annotations

import pytest

from regentrials.package import DataPackage, Row
from regentrials.registries import sources

CELLS = {"source_id": "registry-1", "title": "A record", "publisher": "A registry", "url": "https://example.org/1"}


@pytest.mark.parametrize(
    ("published", "dated"),
    [("2026-10-01", "2026-10-01"), ("2026-11-29", "2026-11-29"), ("2027-01-01", ""), ("", "")],
)
def test_a_day_after_the_reading_is_no_date_of_a_record(package: DataPackage, published: str, dated: str) -> None:
    rows: dict[str, Row] = {}
    assert sources.add(package, rows, CELLS, published, "2026-11-29") == "registry-1"
    row = rows["registry-1"]
    assert (row["published_date"], row["accessed_date"], row["source_type"]) == (dated, "2026-11-29", "registry_record")


def test_a_known_address_is_renewed_and_keeps_its_id(package: DataPackage) -> None:
    rows: dict[str, Row] = {}
    sources.add(package, rows, CELLS, "2026-10-01", "2026-10-02")
    assert (
        sources.add(package, rows, CELLS | {"source_id": "another", "title": "Another"}, "", "2026-11-29")
        == "registry-1"
    )
    assert list(rows) == ["registry-1"]
    assert (rows["registry-1"]["title"], rows["registry-1"]["published_date"]) == ("A record", "2026-10-01")
    assert rows["registry-1"]["accessed_date"] == "2026-11-29"


def test_the_registrys_own_record_comes_first_and_once() -> None:
    assert sources.first("b;a;c", "a") == "a;b;c"
    assert sources.first("", "a") == "a"
