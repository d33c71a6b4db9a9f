"""A country's page answers what may be sold there today, by class, and how complete the answer is."""

from __future__ import annotations

import json
import re

import pytest
from pages import jurisdictions, lists
from pages.markup import with_page

import regentrials as rt
from regentrials import fields
from regentrials.countries import EU_MEMBERS
from regentrials.fields import readable
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


def _led(page: str) -> list[str]:
    """The products that the page's lead names, before its first table."""
    return re.findall(r"\(\.\./products/([\w-]+)\.md\)", page.split("\n## ", maxsplit=1)[0])


@pytest.mark.parametrize("code", ["BR", "CH", "DE", "EU", "FR", "IT", "JP", "US"])
def test_the_lead_names_what_the_package_says_is_authorized(tables: Tables, code: str) -> None:
    page = jurisdictions.jurisdiction(tables, code)
    assert sorted(_led(page)) == sorted(rt.authorized(code)["product_id"])
    assert f"as of <time>{tables.package.date}</time>" in page.split("\n## ")[0]


def test_no_member_state_begins_with_what_its_own_regulator_did_not(tables: Tables) -> None:
    """Who reads no further than the first line of Italy's page learns that products are authorized there."""
    page = jurisdictions.jurisdiction(tables, "IT")
    assert "No product authorized by its own regulator" in page
    assert page.index("hold here**") < page.index("No product authorized by its own regulator")


def test_the_lead_groups_products_by_class(tables: Tables) -> None:
    (line,) = [line for line in jurisdictions.jurisdiction(tables, "BR").splitlines() if line.startswith("- CAR-T: ")]
    standing = rt.authorized("BR").merge(rt.load_products(), on="product_id").query("product_class == 'car_t'")
    assert _led(line) == list(standing["product_id"])


def test_a_condition_of_an_authorization_stands_beside_its_product(tables: Tables) -> None:
    kinds = rt.authorized("JP").groupby("product_id")["decision_type"].agg(set)
    page = jurisdictions.jurisdiction(tables, "JP").split("\n## ")[0]
    for key, found in kinds.items():
        assert (f"({f'../products/{key}.md'}) (on condition)" in page) == ("marketing_authorization" not in found), key


def test_a_country_says_how_complete_its_list_is(tables: Tables) -> None:
    compared = {
        entry["jurisdiction"]: entry
        for entry in json.loads((ROOT / "docs/coverage.json").read_text("utf-8"))
        if entry["counted"]
    }
    assert "GB" not in compared and "US" in compared
    for code in lists.jurisdictions(tables):
        lead = jurisdictions.jurisdiction(tables, code).split("\n## ")[0]
        assert "(../coverage.md)" in lead, code
        assert ("No list of the regulator's own was compared" in lead) == (code not in compared), code
        if code in compared:
            assert f"counts {compared[code]['counted']} products" in lead, code


def test_a_member_state_shows_the_unions_decisions_with_class_and_date(tables: Tables) -> None:
    section = jurisdictions.jurisdiction(tables, "DE").split("## Authorizations of the European Union")[1]
    standing = [
        row for row in tables["approvals"].values() if row["approval_id"] in set(rt.authorized("EU")["approval_id"])
    ]
    for row in standing:
        (line,) = [line for line in section.splitlines() if f"#{row['approval_id']})" in line]
        assert row["decision_date"] in line
        assert f"| {readable(tables['products'][row['product_id']]['product_class'])} |" in line
    for code in ("EU", "GB", "JP"):
        assert "## Authorizations of the European Union" not in jurisdictions.jurisdiction(tables, code)
    assert "IT" in EU_MEMBERS and "## Authorizations of the European Union" in jurisdictions.jurisdiction(tables, "IT")


def test_a_member_state_without_a_decision_of_its_own_has_a_page(tables: Tables) -> None:
    """Else who searches for Poland learns nothing of what may be sold there."""
    decided = {row["jurisdiction"] for row in tables["approvals"].values()}
    (code, *_) = [code for code in EU_MEMBERS if code not in decided]
    assert sorted(_led(jurisdictions.jurisdiction(tables, code))) == sorted(rt.authorized("EU")["product_id"])


@pytest.mark.parametrize("code", ["DE", "EU", "GB", "NO", "US"])
def test_the_decisions_of_agencies_add_up(tables: Tables, code: str) -> None:
    page = jurisdictions.jurisdiction(tables, code)
    (said,) = [line for line in page.splitlines() if line.startswith("Decisions by ")]
    found = [row for row in tables["approvals"].values() if row["jurisdiction"] == code]
    assert sum(map(int, re.findall(r"\((\d+)\)", said))) == len(found)


def test_each_country_with_a_decision_or_a_trial_has_a_page(tables: Tables) -> None:
    codes = {row["jurisdiction"] for row in tables["approvals"].values()}
    codes |= {code for row in tables["trials"].values() for code in fields.split(row["countries"])}
    codes |= set(EU_MEMBERS)
    assert with_page(tables) == codes == set(lists.jurisdictions(tables))
    listed = lists.jurisdiction_list(tables)
    assert all(f"({code}.md)" in listed for code in codes)
