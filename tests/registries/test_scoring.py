"""The rules tell studies of pluripotent-derived cells from records that only mention them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regentrials.package import DataPackage
from regentrials.registries.scoring import Score, Scorer, codes, is_distinctive, measure, strategy
from tests.conftest import Copy

RECORDS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "fixtures/classic_2022.json").read_text("utf-8")
)
FALSE = ("NCT01291329", "NCT02641769", "NCT03633565")


@pytest.mark.parametrize("number", RECORDS)
def test_six_true_and_three_false(package: DataPackage, number: str) -> None:
    scorer = Scorer(package)
    score = scorer.score(RECORDS[number])
    assert scorer.is_included(score) == (number not in FALSE), score


def test_the_words_alone_tell_most_of_them(package: DataPackage) -> None:
    """Without the products' names, which the tables could only know afterwards."""
    scorer = Scorer(package, codes=False)
    included = {number for number, texts in RECORDS.items() if scorer.is_included(scorer.score(texts))}
    assert included == set(RECORDS) - set(FALSE) - {"NCT04537351"}, "a record whose only hint is its keywords"


def test_the_rules_do_on_the_tables_what_they_are_said_to_do(package: DataPackage) -> None:
    words, names = measure(package)
    assert words.precision >= 0.9
    assert names.precision >= 0.9
    assert names.recall >= 0.75
    assert words.found + words.missed == len(list(package.resource("trials").rows()))
    assert "precision" in str(words)


def test_every_rule_can_be_met(package: DataPackage) -> None:
    scorer = Scorer(package)
    assert {rule["pattern"] for rule in strategy()["rules"]} <= set(scorer.patterns)
    score = scorer.score({"title": "Derivation of hESC Lines From Embryos"})
    assert score.rules == ("title names pluripotent cells", "title is about lines, banks or models")
    assert (score.points, scorer.suggestion(score)) == (0, "exclude")


def test_short_words_that_mean_other_things_are_not_searched_for(package: DataPackage) -> None:
    assert not any(is_distinctive(name) for name in ("STREAM", "HPLC", "M cells", "EHM", "NR1", "リハート"))
    assert not any(is_distinctive(name) for name in ("Reheat", "A1B", "A1B cells"))
    assert all(is_distinctive(name) for name in ("VX-880", "CAStem", "OpRegen", "iMSC", "Reheart", "zimislecel"))
    assert {"VX-880", "OpRegen"} <= set(codes(package))


def test_a_suggestion_begins_at_its_points(package: DataPackage) -> None:
    scorer = Scorer(package)
    include, look = scorer.strategy["include_from"], scorer.strategy["look_from"]
    points = (include, include - 1, look, look - 1)
    assert [scorer.suggestion(Score(n, ())) for n in points] == ["include", "look", "look", "exclude"]


def test_the_one_product_that_is_named(package: DataPackage) -> None:
    scorer = Scorer(package)
    assert scorer.product({"title": "A study of OPREGEN cells"}) == "opregen"
    assert scorer.product({"title": "VX-880 and OpRegen"}) == ""
    assert scorer.product({"title": "XVX-8801"}) == ""


def test_the_longest_name_is_read(copy: Copy) -> None:
    for product, alias in (("zimislecel", "VX-880"), ("opregen", "VX-880 Plus")):
        copy.change(
            "products", lambda row, a=alias: row.update(aliases=a), lambda row, k=product: row["product_id"] == k
        )
    assert Scorer(copy.package).product({"title": "VX-880 Plus in adults"}) == "opregen"
