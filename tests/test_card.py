"""A card tells what the tables hold of its record and around it."""

from __future__ import annotations

import pytest

from regentrials.card import card
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from tests.conftest import Copy

WIDE = 1000


def _section(text: str, title: str) -> list[str]:
    """The lines under a title, up to the next blank one."""
    lines = text.split("\n")
    start = lines.index(title) + 1
    return [line.strip() for line in lines[start : [*lines, ""].index("", start)]]


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


def test_a_product_says_how_far_it_came_and_where_it_may_be_sold() -> None:
    text = card("amchepry", width=WIDE)
    assert "\nFurthest stage          conditional marketing authorization\n" in text
    assert "\nDisease areas           nervous system\n" in text
    assert "\nAuthorized in           JP\n" in text
    assert "\nAuthorized in           nowhere, as far as recorded\n" in card("xs228", width=WIDE)


def test_only_a_list_is_parted_at_its_semicolons(tables: Tables) -> None:
    key, row = next((key, row) for key, row in tables["products"].items() if ";" in row["notes"] and row["aliases"])
    text = card(key, width=WIDE)
    assert row["notes"] in text and row["aliases"].replace(";", ", ") in text


def test_flags_are_words(tables: Tables) -> None:
    for flag, word in (("true", "yes"), ("false", "no")):
        key = next(key for key, row in tables["products"].items() if row["genetically_modified"] == flag)
        assert f"\nGenetically modified    {word}\n" in card(key, width=WIDE)


def test_an_organization_lists_its_products_and_trials(tables: Tables) -> None:
    text = card("xellsmart", width=WIDE)
    products = [key for key, row in tables["products"].items() if row["developer_id"] == "xellsmart"]
    assert [line.split("(")[-1] for line in _section(text, "Products")] == [f"{key})" for key in products]
    trials = [key for key, row in tables["trials"].items() if row["sponsor_id"] == "xellsmart"]
    assert [line.split("(")[-1] for line in _section(text, "Trials")] == [f"{key})" for key in trials]


def test_a_condition_lists_its_trials_and_decisions(tables: Tables) -> None:
    text = card("parkinson-disease", width=WIDE)
    for title, keys in (
        ("Trials", [row["trial_id"] for row in tables.trials_on("parkinson-disease")]),
        ("Decisions", [row["approval_id"] for row in tables.decisions_on("parkinson-disease")]),
    ):
        lines = _section(text, f"{title}, narrower conditions included")
        assert [line.split("(")[-1] for line in lines] == [f"{key})" for key in keys], title


def test_a_column_without_a_title_goes_by_its_name(copy: Copy) -> None:
    copy.undescribe("products")
    assert "\ncell_origin             iPSC\n" in card("amchepry", copy.package, WIDE)


def test_a_trial_lists_its_records_and_follow_ups(tables: Tables) -> None:
    key = next(row["parent_trial_id"] for row in tables["trials"].values() if row["parent_trial_id"].startswith("NCT"))
    text = card(key, width=WIDE)
    assert _section(text, "Records")[0] == f"{key}: https://clinicaltrials.gov/study/{key}"
    children = [child for child, row in tables["trials"].items() if row["parent_trial_id"] == key]
    assert [line.split("(")[-1] for line in _section(text, "Followed up in")] == [f"{child})" for child in children]


def test_sources_are_ranked_and_disagreements_and_claims_have_their_place(tables: Tables) -> None:
    row = next(iter(tables["discrepancies"].values()))
    text = card(row["record_id"], width=WIDE)
    assert _section(text, "Sources")[0].startswith("[1] ")
    assert _section(text, "Where sources disagree")[0].startswith(f"{row['field']}: {row['recorded_value']}, not ")
    assert "[" in _section(card("xs228", width=WIDE), "Claims")[0]


def test_a_disagreement_or_claim_names_the_record_that_it_is_about_unless_that_is_the_cards_own(
    tables: Tables,
) -> None:
    """A product has several trials: whose phase is disputed?"""
    row = next(row for row in tables["discrepancies"].values() if row["table"] == "trials")
    product = tables["trials"][row["record_id"]]["product_id"]
    ends = f"{row['rationale']} ({row['record_id']})"
    assert any(line.endswith(ends) for line in _section(card(product, width=WIDE), "Where sources disagree"))
    assert f"({row['record_id']})" not in "".join(
        _section(card(row["record_id"], width=WIDE), "Where sources disagree")
    )
    claims = [line for line in _section(card("parkinson-disease", width=WIDE), "Claims") if line.endswith(")")]
    assert claims and not any(line.endswith("(parkinson-disease)") for line in claims)
