"""A wrong id is met with the ids that were meant."""

from __future__ import annotations

from regentrials.faults import faults, similar
from regentrials.package import DataPackage


def test_similar_ids_are_sorted_and_few() -> None:
    rows: dict[str, dict[str, str]] = {f"cell-{number}": {} for number in range(9, -1, -1)}
    assert similar(rows, "CELL") == [f"cell-{number}" for number in range(8)]
    assert similar({"pd": {"name": "Parkinson disease"}, "als": {"name": "ALS"}}, "parkinson") == ["pd"]
    assert similar(rows, "tissue") == []


def test_each_unknown_item_of_a_list_is_named_and_what_comes_along_is_known(package: DataPackage) -> None:
    row = next(iter(package.resource("trials").by_key().values()))
    known = row["source_ids"].split(";")[0]
    wrong = row | {"source_ids": f"new-one;{known};no-such-document"}
    told = list(faults(package, "trials", wrong, {"sources": {"new-one": {}}}))
    assert told == ["source_ids: 'no-such-document' is no row of sources; add it there first"]
