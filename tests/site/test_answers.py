"""The five answers on the site are those that the notebook's rules give."""

from __future__ import annotations

import re

import pytest
from pages import answers

import regentrials as rt
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


def test_the_time_to_authorization_lies_between_the_two_dates(tables: Tables) -> None:
    trials, decisions = rt.load_trials().set_index("trial_id"), rt.load_approvals().set_index("approval_id")
    rows = re.findall(r"\(trials/([\w-]+)\.md\).*#([\w-]+)\).* \| ([\d.]+) \|", answers.time_to_authorization(tables))
    assert len(rows) > 1
    for trial, decision, years in rows:
        days = (decisions["decision_date"][decision] - trials["start_date"][trial]).days
        assert float(years) == pytest.approx(days / 365.25, abs=0.1), trial


def test_every_product_of_a_stated_donor_is_counted_once(tables: Tables) -> None:
    market = rt.load_approvals().query("decision_type.str.endswith('marketing_authorization')")
    dated = market.dropna(subset="decision_date")["product_id"].unique()
    donors = rt.load_products().set_index("product_id").loc[dated, "donor_relation"]
    rows = re.findall(r"\| (\d+) \| (\d+) \| \d+% \|", answers.allogeneic(tables))
    assert sum(int(count) for count, _ in rows) == donors.isin(["allogeneic", "autologous"]).sum()
    assert sum(int(count) for _, count in rows) == (donors == "allogeneic").sum()


def test_a_trial_counts_in_each_of_its_countries(tables: Tables) -> None:
    counts = rt.load_trials()["countries"].explode().dropna().value_counts()
    rows = re.findall(r"\(jurisdictions/(\w+)\.md\) \| (\d+) \| (.*) \|", answers.by_country(tables))
    assert [int(count) for _, count, _ in rows] == counts.head(len(rows)).tolist()
    for code, count, phases in rows:
        assert int(count) == counts[code] == sum(map(int, re.findall(r"\d+", phases))), code


def test_firsts_and_stopped_trials_are_all_there(tables: Tables) -> None:
    claims = rt.load_claims()
    first = claims[claims["statement"].str.contains(r"\bfirst\b", case=False)]
    said = answers.firsts(tables)
    assert said.startswith(f"{len(first)} claims")
    assert said.count("claims.md#claim-") == (first["verdict"] == "supported").sum()
    ended = rt.load_trials()["status"].isin(["terminated", "withdrawn", "suspended"])
    assert answers.stopped(tables).count("(trials/") == ended.sum()


def test_the_page_asks_what_the_notebook_answers() -> None:
    asked = re.findall(r"^## .*", (ROOT / "docs/questions.md").read_text("utf-8"), re.MULTILINE)
    answered = re.findall(r'"## \d\.', (ROOT / "docs/questions.ipynb").read_text("utf-8"))
    assert len(asked) == len(answered) == 5
