"""Words about where a product may be sold never say more than its decisions."""

from __future__ import annotations

import re

import pytest
from pages.decisions import meaning
from pages.home import decisions_by_year, numbers
from pages.market import authorizations
from pages.markup import bars, table, text
from pages.records import _extended, _lead, _past
from pages.standing import places, where, where_not, where_now

from regentrials.countries import name as country_name
from regentrials.lookup import Tables
from regentrials.package import DataPackage, Row
from regentrials.views import status_word
from tests.conftest import Copy

FULL, CONDITIONAL = "marketing_authorization", "conditional_marketing_authorization"


def _decision(kind: str, jurisdiction: str, status: str = "in_force") -> Row:
    return {"decision_type": kind, "jurisdiction": jurisdiction, "status": status, "marketed": ""}


def test_a_full_authorization_hides_the_conditional_one_of_its_jurisdiction() -> None:
    decisions = [_decision(FULL, "US"), _decision(CONDITIONAL, "US"), _decision(CONDITIONAL, "JP")]
    decisions += [_decision(FULL, "CN"), _decision(FULL, "KR", "withdrawn"), _decision("refusal", "FR")]
    assert places(decisions) == (["CN", "US"], ["JP"])
    assert where(decisions) == "China, United States, Japan (on condition)"
    assert where(decisions[2:3], "../") == "[Japan](../jurisdictions/JP.md) (on condition)"


def test_what_is_licensed_and_not_sold_is_told_from_what_is_sold() -> None:
    unsold = _decision(FULL, "US") | {"marketed": "false"}
    assert where([unsold]) == "United States (licensed, not marketed)"
    assert where([unsold | {"decision_type": CONDITIONAL}]) == "United States (on condition; licensed, not marketed)"
    assert where([_decision(FULL, "US") | {"marketed": "true"}]) == "United States"


def test_the_three_american_licences_without_a_product_are_marked(package: DataPackage) -> None:
    tables = Tables(package)
    for product in ("carticel", "gintuit", "laviv"):
        assert "licensed, not marketed" in where(tables.decisions_of(product)), product


ENDED = _decision(FULL, "EU", "withdrawn") | {"status_date": "2024-12-13"}
PAST: list[tuple[list[Row], str, str]] = [
    ([_decision(FULL, "JP")], "Japan", ""),
    ([], "nowhere", ""),
    ([_decision("orphan_designation", "US")], "nowhere", ""),
    (
        [ENDED],
        "nowhere; once in European Union (withdrawn <time>2024-12-13</time>)",
        "No longer authorized or sold in [European Union](../jurisdictions/EU.md) (withdrawn <time>2024-12-13</time>).",
    ),
    ([_decision(FULL, "IN", "unknown")], "not known to be in force anywhere; once in India", ""),
    (
        [_decision(FULL, "JP"), ENDED, _decision(FULL, "IL", "unknown")],
        "Japan",
        "No longer authorized or sold in [European Union](../jurisdictions/EU.md) (withdrawn <time>2024-12-13</time>). "
        "Whether it still is in [Israel](../jurisdictions/IL.md), no document that was read says.",
    ),
    ([_decision(CONDITIONAL, "EU", "superseded"), _decision(FULL, "EU")], "European Union", ""),
]


@pytest.mark.parametrize(("decisions", "cell", "said"), PAST, ids=range(len(PAST)))
def test_an_authorization_that_ended_is_told_beside_those_that_stand(
    decisions: list[Row], cell: str, said: str
) -> None:
    assert where_now(decisions) == cell
    assert _past(decisions) == said


def test_no_place_is_both_authorized_and_ended(package: DataPackage) -> None:
    tables = Tables(package)
    for key in tables["products"]:
        decisions = tables.decisions_of(key)
        ended = ", ".join(where_not(decisions).values())
        assert not [code for part in places(decisions) for code in part if country_name(code) in ended.split(", ")], key


def test_extensions_are_told_by_condition(package: DataPackage) -> None:
    rows = [
        _decision(kind, place, status) | {"condition_id": "follicular-lymphoma", "other_condition_ids": ""}
        for kind, place, status in (
            ("indication_extension", "EU", "in_force"),
            ("conditional_indication_extension", "US", "in_force"),
            ("indication_extension", "JP", "withdrawn"),
            (FULL, "CH", "in_force"),
        )
    ]
    said = _extended(Tables(package), rows)
    assert said.endswith("follicular-lymphoma.md) in European Union, United States (on condition).")
    assert _extended(Tables(package), rows[2:]) == ""


@pytest.mark.parametrize(
    ("kind", "status", "date", "said"),
    [
        (FULL, "withdrawn", "2024-12", "A marketing authorization that was withdrawn (<time>2024-12</time>)."),
        ("indication_extension", "expired", "", "An indication extension that has expired."),
        (FULL, "in_force", "", "The product may be sold in the jurisdiction; no document"),
        ("orphan_designation", "withdrawn", "2020", "A status for products for rare diseases"),
    ],
)
def test_what_is_past_is_not_told_as_if_it_held(
    package: DataPackage, kind: str, status: str, date: str, said: str
) -> None:
    assert meaning(Tables(package), _decision(kind, "EU", status) | {"status_date": date}).startswith(said)


@pytest.mark.parametrize(
    ("kind", "status", "shown"),
    [
        (FULL, "in_force", "in force"),
        ("hospital_exemption", "expired", "expired"),
        ("orphan_designation", "in_force", "stands"),
        ("research_filing", "expired", "ended"),
        ("orphan_designation", "withdrawn", "withdrawn"),
    ],
)
def test_only_what_allows_treatment_is_in_force(kind: str, status: str, shown: str) -> None:
    assert status_word(_decision(kind, "US", status)) == shown


LEADS: list[tuple[list[Row], str]] = [
    ([_decision(FULL, "JP")], "**Authorized in [Japan](../jurisdictions/JP.md)**, as of "),
    ([_decision(CONDITIONAL, "JP")], "**Authorized, on condition, in [Japan](../jurisdictions/JP.md)**, as of "),
    (
        [_decision(CONDITIONAL, "JP"), _decision(FULL, "US")],
        "**Authorized in [United States](../jurisdictions/US.md), [Japan](../jurisdictions/JP.md) (on condition)**",
    ),
    (
        [_decision("hospital_exemption", "DE"), _decision(FULL, "EU", "withdrawn")],
        "**No marketing authorization in force**; permitted in hospitals of [Germany](../jurisdictions/DE.md) "
        "by exemption.",
    ),
    (
        [_decision(FULL, "KR", "unknown"), _decision(FULL, "EU", "withdrawn")],
        "**Once authorized in South Korea**; whether it still is, no document that was read says.",
    ),
    ([_decision(FULL, "EU", "withdrawn")], "**No authorization in force is recorded.**"),
    (
        [_decision("trial_authorization", "US")],
        "**Not authorized anywhere**, as far as recorded. Furthest stage reached: trial authorization.",
    ),
    ([], "**Not authorized anywhere**, as far as recorded."),
]


@pytest.mark.parametrize(("decisions", "lead"), LEADS, ids=range(len(LEADS)))
def test_a_products_first_line_says_what_its_decisions_say(
    package: DataPackage, decisions: list[Row], lead: str
) -> None:
    assert _lead(Tables(package), [], decisions).startswith(lead)


def test_years_count_every_decision_and_the_undated_too(copy: Copy) -> None:
    rows = copy.rows("approvals")[:3]
    for row, date, kind in zip(rows, ("2025-07", "", "2025"), (FULL, FULL, "rmat"), strict=True):
        row.update(decision_date=date, decision_type=kind, jurisdiction="US")
    copy.write("approvals", rows)
    lines = [line for line in decisions_by_year(Tables(copy.package)).splitlines() if line.startswith("| ")]
    assert lines[2:] == [
        "| 2025 | **1**: United States 1 | **1**: United States 1 |",
        "| no date stated | **1**: United States 1 |   |",
    ]


def test_every_authorization_is_listed_once_by_what_became_of_it(package: DataPackage) -> None:
    tables = Tables(package)
    market = {key: row for key, row in tables["approvals"].items() if row["decision_type"] in (FULL, CONDITIONAL)}
    page = authorizations(tables)
    sections = {part.split("{ #")[1].split(" }")[0]: part for part in page.split("## ")[1:]}
    assert set(sections) == {row["status"] for row in market.values()}
    for key, row in market.items():
        shown = [status for status, part in sections.items() if f"#{key})" in part]
        assert shown == [row["status"]], f"data/approvals.csv {key} status: listed under {shown}"
    standing = len({row["product_id"] for row in market.values() if row["status"] == "in_force"})
    assert f"({sum(row['status'] == 'in_force' for row in market.values())}, of {standing} products)" in page
    # The home page's two numbers are those of this list.
    assert f"<b>{len(market)}</b>" in numbers(tables) and f"<b>{standing}</b>" in numbers(tables)


def test_the_newest_end_comes_first(package: DataPackage) -> None:
    page = authorizations(Tables(package))
    for part in page.split("## ")[1:]:
        head, _, *rows = [line for line in part.splitlines() if line.startswith("|")]
        if "Status since" in head:
            since = [re.findall(r"<time>(.*?)</time>|^(\d{4})$", row.split(" | ")[3]) for row in rows]
            dates = ["".join(found[0]) if found else "" for found in since]
            assert dates == sorted(dates, reverse=True), part.splitlines()[0]


def test_an_ended_authorization_shows_what_the_decision_that_ended_it_says(copy: Copy) -> None:
    rows = [row for row in copy.rows("approvals") if row["approval_id"].startswith("provenge-eu-")]
    market, withdrawal = sorted(rows, key=lambda row: row["decision_type"])
    assert withdrawal["follows_id"] == market["approval_id"]
    withdrawal["notes"], market["notes"] = "By its holder.", "Conditional at first."
    copy.write("approvals", rows)
    assert "| By its holder. Conditional at first. |" in authorizations(Tables(copy.package))


def test_a_number_of_an_authorization_is_text_and_one_product_is_one(copy: Copy) -> None:
    row = next(row for row in copy.rows("approvals") if row["status"] == "in_force" and row["decision_type"] == FULL)
    copy.write("approvals", [row | {"regulator_ref": "A*1* | <b>"}])
    page = authorizations(Tables(copy.package))
    assert f"| {text('A*1* | <b>')} |" in page
    assert "## In force (1, of 1 product) {" in page


def test_a_cell_is_text_and_a_date_one_word() -> None:
    assert text("<b>a|b</b> *[x]_`") == "&lt;b&gt;a&#124;b&lt;/b&gt; &#42;&#91;x&#93;&#95;&#96;"
    assert table(("A", "B"), [("2025-07", "")]).splitlines()[-1] == "| <time>2025-07</time> |   |"
    assert text("Till 2025-07-02, from (2024-11).") == ("Till <time>2025-07-02</time>, from (<time>2024-11</time>).")
    for number in ("2015-002267-42", "https://a.org/2025-07-02/", "2025-13", "jRCT-2025-07", "1999-2004"):
        assert text(number) == number
    assert "width:0.0%" in bars([("a", -0.5, "?")])
