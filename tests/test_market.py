"""What may be sold in a country: its own authorizations, and the Union's where it is a member."""

from __future__ import annotations

import pandas as pd
import pytest

import regentrials as rt
from regentrials.countries import EU_MEMBERS
from regentrials.country_names import NAMES
from regentrials.errors import RegenTrialsError, UnknownNameError
from tests.conftest import Copy
from tests.running import run


def _of(place: str) -> set[str]:
    return set(rt.authorized(place)["jurisdiction"])


def test_the_unions_authorizations_hold_in_each_member_state_and_nowhere_else() -> None:
    union = set(rt.authorized("EU")["product_id"])
    assert len(union) > 10
    for code in EU_MEMBERS:
        assert union <= set(rt.authorized(code)["product_id"]), code
    assert _of("EU") == {"EU"}
    assert _of("DE") == {"DE", "EU"}
    # They decide for themselves.
    assert (_of("NO"), _of("UK")) == ({"NO"}, {"GB"})


def test_the_union_has_twenty_seven_members() -> None:
    assert len(set(EU_MEMBERS)) == len(EU_MEMBERS) == 27
    assert set(EU_MEMBERS) <= set(NAMES)
    assert not {"GB", "NO", "CH", "EU"} & set(EU_MEMBERS)


def test_it_agrees_with_the_overview() -> None:
    overview = rt.overview()
    places = sorted({place for places in overview["authorized_in"] for place in places} - set(EU_MEMBERS))
    assert len(places) > 10
    for place in places:
        listed = overview.loc[[place in places for places in overview["authorized_in"]], "product_id"]
        assert set(rt.authorized(place)["product_id"]) == set(listed), place


def test_only_an_authorization_in_force_counts(copy: Copy) -> None:
    row = copy.change(
        "approvals",
        lambda row: row.update(status="expired"),
        lambda row: (
            (row["jurisdiction"], row["product_id"]) == ("JP", "amchepry") and "marketing" in row["approval_id"]
        ),
    )
    assert row["approval_id"] in set(rt.authorized("JP")["approval_id"])
    assert row["approval_id"] not in set(rt.authorized("JP", copy.package)["approval_id"])
    types = set(rt.authorized("DE")["decision_type"])
    assert types == {"marketing_authorization", "conditional_marketing_authorization"}


def test_the_products_stand_in_the_order_of_their_names() -> None:
    names = rt.authorized("US")["product"].str.casefold().tolist()
    assert names == sorted(names) != []


@pytest.mark.parametrize("name", ["JP", "jp", "Japan", " japan "])
def test_a_place_goes_by_code_and_name(name: str) -> None:
    assert rt.authorized(name).equals(rt.authorized("JP"))


def test_nothing_recorded_is_an_empty_table_and_no_error() -> None:
    assert rt.authorized("Panama").empty


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Germny", "did you mean Germany"),
        ("korea", "did you mean North Korea, South Korea"),
        ("XX", "countries go by ISO 3166-1"),
    ],
)
def test_an_unknown_place_is_told(name: str, told: str) -> None:
    with pytest.raises(UnknownNameError, match=f"^there is no country '{name}'; {told}"):
        rt.authorized(name)
    with pytest.raises(RegenTrialsError, match="names no country"):
        rt.authorized("")


def test_the_command_lists_them_with_dates_as_long_as_they_are_known(
    capsys: pytest.CaptureFixture[str], copy: Copy
) -> None:
    def change(month: str) -> tuple[str, ...]:
        copy.change(
            "approvals",
            lambda row: row.update(decision_date=month),
            lambda row: (
                (row["jurisdiction"], row["product_id"]) == ("JP", "amchepry") and "marketing" in row["approval_id"]
            ),
        )
        status, out, _ = run(capsys, "authorized", "japan", "--dir", str(copy.folder))
        lines = out.splitlines()
        assert (status, len(lines)) == (0, len(rt.authorized("JP")))
        return tuple(next(line for line in lines if line.startswith("amchepry")).split())

    assert change("2026-03") == ("amchepry", "Amchepry", "JP", "2026-03", "conditional")
    assert change("2026") == ("amchepry", "Amchepry", "JP", "2026", "conditional")
    assert change("") == ("amchepry", "Amchepry", "JP", "conditional")


def test_the_command_names_a_country_of_several_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "authorized", "south", "korea")
    assert [line.split()[0] for line in out.splitlines()] == rt.authorized("KR")["product_id"].tolist()


def test_where_nothing_is_recorded_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert rt.authorized("NG").empty
    assert run(capsys, "authorized", "Nigeria") == (
        0,
        "No marketing authorization in force is recorded for Nigeria.\n",
        "",
    )


@pytest.mark.parametrize("place", ["Iceland", "Liechtenstein", "Norway"])
def test_where_the_unions_decisions_are_repeated_the_command_says_that_most_were_not_found(
    capsys: pytest.CaptureFixture[str], place: str
) -> None:
    told = f"\n{place} repeats the European Union's decisions with its own, most of which were not found.\n"
    assert run(capsys, "authorized", place)[1].endswith(told)
    assert "repeats" not in run(capsys, "authorized", "Switzerland")[1]


def test_a_country_mistyped_gets_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "authorized", "Nigerai")
    assert (status, out) == (2, "")
    assert "did you mean Nigeria" in err


def test_a_condition_brings_what_is_authorized_for_it_and_what_was_extended_to_it() -> None:
    found = rt.authorized("US", condition="CLL")
    assert found[["product_id", "decision_type"]].to_numpy().tolist() == [
        ["breyanzi", "conditional_indication_extension"]
    ]
    anywhere = rt.authorized(condition="follicular lymphoma")
    assert {"US", "EU", "CN"} < set(anywhere["jurisdiction"])
    lymphoma = rt.load_approvals("follicular lymphoma")
    assert set(anywhere["approval_id"]) <= set(lymphoma["approval_id"])
    # A country by itself is asked for its authorizations: an extension is no further one.
    assert not set(found["approval_id"]) & set(rt.authorized("US")["approval_id"])


def test_a_condition_brings_the_narrower_ones() -> None:
    assert set(rt.authorized("JP", condition="CLL")["approval_id"]) <= set(
        rt.authorized("JP", condition="leukemia")["approval_id"]
    )
    assert not rt.authorized("JP", condition="leukemia").empty


def test_neither_a_place_nor_a_condition_and_an_unknown_condition_are_told() -> None:
    with pytest.raises(RegenTrialsError, match="^name a country, a condition, or both"):
        rt.authorized()
    with pytest.raises(RegenTrialsError, match="names no condition"):
        rt.authorized("US", condition="")
    with pytest.raises(UnknownNameError, match="no condition 'flu'"):
        rt.authorized(condition="flu")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ((), "name a country, a condition, or both"),
        (("",), "'' names no country"),
        (("--condition", ""), "'' names no condition"),
        (("", "--condition", "CLL"), "'' names no country"),
    ],
)
def test_the_command_tells_which_of_the_two_is_missing(
    capsys: pytest.CaptureFixture[str], call: tuple[str, ...], told: str
) -> None:
    status, out, err = run(capsys, "authorized", *call)
    assert (status, out) == (2, "")
    assert err.startswith(f"regentrials: {told}")


def test_the_command_takes_a_condition(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "authorized", "--condition", "CLL")
    assert out.split() == ["breyanzi", "Breyanzi", "US", "2024-03-14", "conditional", "extension"]
    _, out, _ = run(capsys, "authorized", "japan", "--condition", "CLL")
    assert out == "No marketing authorization in force is recorded for Japan and Chronic lymphocytic leukaemia.\n"


def test_an_extension_is_told_from_an_authorization_and_stands_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "authorized", "US", "--condition", "lymphoma")
    lines = [line.split() for line in out.splitlines() if line.startswith("breyanzi")]
    assert [line[3:] for line in lines] == [
        ["2021-02-05"],
        ["2024-05-15", "conditional", "extension"],
        ["2024-05-30", "extension"],
        ["2025-12-04", "extension"],
    ]


def test_the_rows_of_a_product_stand_by_place_and_date() -> None:
    found = rt.authorized(condition="lymphoma")
    rows = list(zip(found["product"].str.casefold(), found["jurisdiction"], found["decision_date"], strict=True))
    assert len(set(found["product"])) < len(rows)
    dated = [row for row in rows if not pd.isna(row[2])]
    assert dated == sorted(dated)
