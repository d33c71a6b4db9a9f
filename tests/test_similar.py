"""A name that is nearly a record's brings that record."""

from __future__ import annotations

from regentrials.similar import similar


def test_similar_ids_are_few() -> None:
    rows: dict[str, dict[str, str]] = {f"cell-{number}": {} for number in range(9, -1, -1)}
    assert similar(rows, "CELL") == [f"cell-{number}" for number in range(8)]
    assert similar({"pd": {"name": "Parkinson disease"}, "als": {"name": "ALS"}}, "parkinson") == ["pd"]
    assert similar(rows, "tissue") == similar(rows, " ") == []


def test_a_misspelt_name_or_alias_brings_the_ids_that_were_meant() -> None:
    rows = {"pd": {"name": "Parkinson disease", "aliases": "shaking palsy"}, "als": {"name": "ALS"}}
    assert similar(rows, "Parkinson disaese") == similar(rows, "shaking") == similar(rows, "Shaking plasy") == ["pd"]
    # What holds the text as a word of its own comes before a longer one.
    rows["psp"] = {"name": "Parkinsonism"}
    assert similar(rows, "Parkinson") == similar(rows, "parkinsn") == ["pd", "psp"]
    # Two records of one name are both told.
    assert similar({"a": {"name": "Skin"}, "b": {"name": "Skin"}}, "skni") == ["a", "b"]
