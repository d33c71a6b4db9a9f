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
    assert similar(rows, "Parkinson") == ["pd", "psp"]
    # Two records of one name are both told.
    assert similar({"a": {"name": "Skin"}, "b": {"name": "Skin"}}, "skni") == ["a", "b"]


def test_an_unlikely_name_is_not_proposed() -> None:
    """A wrong proposal is worse than none: who follows it writes to another record."""
    rows = {"liver": {"name": "hepatoma"}, "als": {"name": "ALS"}, "sle": {"name": "sclerosis"}}
    assert [similar(rows, text) for text in ("teratoma", "ACS", "scoliosis")] == [[], [], []]
    # One letter of five may be a slip.
    assert similar({"xs228": {}}, "xs238") == ["xs228"]


def test_a_name_that_is_much_likelier_is_proposed_alone() -> None:
    rows = {"pd": {"name": "Parkinson disease"}, "psp": {"name": "Parkinsonism"}}
    assert similar(rows, "parkinsonim") == ["psp", "pd"]
    assert similar(rows, "parkinsn") == ["pd"]


def test_a_number_is_meant_with_or_without_its_zeros() -> None:
    rows: dict[str, dict[str, str]] = {f"claim-{number:03}": {} for number in range(1, 108)} | {"NCT00106976": {}}
    assert similar(rows, "claim-1") == similar(rows, "Claim-0001") == ["claim-001"]
    assert similar(rows, "claim-10") == ["claim-010"]
    assert similar(rows, "NCT106976") == ["NCT00106976"]
