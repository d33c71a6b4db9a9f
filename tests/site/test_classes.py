"""A class's page counts and shows what its products' decisions say, each place once."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from pages import classes

import regentrials as rt
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from regentrials.views import AUTHORIZATIONS


@pytest.fixture(scope="module")
def pages(package: DataPackage) -> dict[str, str]:
    return dict(classes.pages(Tables(package)))


def _decisions(kind: str) -> pd.DataFrame:
    """The marketing authorizations of one class of products."""
    found = rt.load_approvals().merge(rt.load_products()[["product_id", "product_class"]])
    return found[found["decision_type"].isin(AUTHORIZATIONS) & (found["product_class"] == kind)]


@pytest.mark.parametrize("kind", ["car_t", "hsc_gene_therapy", "msc"])
def test_each_place_is_counted_once(pages: dict[str, str], kind: str) -> None:
    decisions = _decisions(kind)
    counted = pages[f"classes/{classes.slug(kind)}.md"].split("## By jurisdiction")[1].split("## By product")[0]
    shown = dict(re.findall(r"^\| \[[^\]]*\]\(\.\./jurisdictions/(\w+)\.md\) \| (.*) \|$", counted, re.MULTILINE))
    standing = decisions[decisions["status"] == "in_force"].groupby("jurisdiction")["product_id"].nunique()
    for code, ever in decisions.groupby("jurisdiction")["product_id"].nunique().items():
        first, *_, last = shown.pop(str(code)).split(" | ")
        assert (int(first), int(last)) == (standing.get(code, 0), ever), code
    assert not shown


def test_the_lead_counts_products_and_places(pages: dict[str, str]) -> None:
    standing = _decisions("car_t").query("status == 'in_force'")
    products, places = standing["product_id"].nunique(), standing["jurisdiction"].nunique()
    said = f"**{products} CAR-T products are authorized today, in {places} jurisdictions**, as far as recorded"
    assert said in pages["classes/car-t.md"]


def test_every_authorization_has_a_cell_that_says_how_it_stands(pages: dict[str, str]) -> None:
    matrix = pages["classes/car-t.md"].split("## By product and jurisdiction")[1]
    for row in _decisions("car_t").query("status != 'superseded'").itertuples():
        (cell,) = re.findall(rf"\| \[[^\]]*\]\([^)]*#{row.approval_id}\)([^|]*) \|", matrix)
        conditional = row.decision_type.startswith("conditional") and row.status == "in_force"
        assert ("on condition" in cell) == conditional, row.approval_id
        assert row.status == "in_force" or str(row.status) in cell, row.approval_id


def test_classes_with_several_authorizations_have_a_page(pages: dict[str, str]) -> None:
    decisions = rt.load_approvals().merge(rt.load_products()[["product_id", "product_class"]])
    market = decisions[decisions["decision_type"].isin(AUTHORIZATIONS)]["product_class"].value_counts()
    wanted = {f"classes/{classes.slug(str(kind))}.md" for kind, count in market.items() if count > 1}
    assert wanted == set(pages) - {"classes/index.md"}
