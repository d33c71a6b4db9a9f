"""What the site's lists and figures count is what the tables hold."""

from __future__ import annotations

import re

import pytest
from pages import lists
from pages.ladder import MATRIX, ladder, matrix, not_rungs
from pages.quality import evidence, fill_by_registry, selection

from regentrials import fields
from regentrials.fields import readable
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from regentrials.views import EXTENSIONS, STAGES


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


def _rows(markdown: str) -> list[list[str]]:
    """The cells of each row of a page's tables, without heads and rules."""
    lines = [line for line in markdown.splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize("table", ["trials", "approvals", "products", "claims"])
def test_a_row_is_as_good_as_its_best_document(tables: Tables, table: str) -> None:
    (cells,) = [row for row in _rows(evidence(tables)) if row[0] == table]
    cited = [fields.split(row["source_ids"]) for row in tables[table].values()]
    best = [min(tables.rank(item) for item in ids) for ids in cited]
    assert cells[1] == str(len(cited))
    assert cells[2] == f"{sum(len(ids) > 1 for ids in cited) / len(cited):.0%}"
    assert cells[3:] == [f"{best.count(rank) / len(best):.0%}" for rank in (1, 2, 3, 4)]


def test_the_list_of_conditions_counts_narrower_ones_and_decisions(tables: Tables) -> None:
    shown = {re.findall(r"\(\.\./conditions/(.*)\.md\)", row[0])[0]: row for row in _conditions(tables)}
    assert set(shown) == set(tables["conditions"])
    for key, row in shown.items():
        trials, decisions = len(tables.trials_on(key)), len(tables.decisions_on(key))
        assert row[3:] == [str(trials or ""), str(decisions or "")], key
    assert int(shown["leukemia"][4]) > sum(r["condition_id"] == "leukemia" for r in tables["approvals"].values())


def _conditions(tables: Tables) -> list[list[str]]:
    return [row for row in _rows(lists.conditions(tables)) if "/conditions/" in row[0]]


def test_trials_are_counted_once_by_registry(tables: Tables) -> None:
    everything, *groups = (int(cell.split("(")[1][:-1]) for cell in _rows(fill_by_registry(tables))[0][1:])
    assert everything == sum(groups) == len(tables["trials"])


def test_the_ladder_shows_the_newest_of_each_kind(tables: Tables) -> None:
    for row in _rows(ladder(tables))[1:] + _rows(not_rungs(tables))[1:]:
        kind, count, example = row[0].strip("*"), row[2], row[3]
        found = [r for r in tables["approvals"].values() if readable(r["decision_type"]) == kind]
        assert int(count) == len(found), kind
        newest = max((r["decision_date"] for r in found), default="")
        assert f"<time>{newest}</time>" in example if len(newest) > 4 else newest in example, kind


def test_the_ladder_goes_up_and_what_is_no_rung_stands_apart(tables: Tables) -> None:
    rungs, others = ([row[0].strip("*") for row in _rows(part(tables))[1:]] for part in (ladder, not_rungs))
    decided = [stage for stage in STAGES if not stage.startswith(("phase", "early"))]
    assert rungs == [readable(stage) for stage in (*decided, *reversed(EXTENSIONS))]
    recorded = {readable(row["decision_type"]) for row in tables["approvals"].values()}
    assert set(others) == recorded - set(rungs)


def test_the_matrix_counts_and_links_the_newest(tables: Tables) -> None:
    dates = {key: row["decision_date"] for key, row in tables["approvals"].items()}
    cells = re.findall(r"(\d+): \[[^\]]*\]\(products/[^#]*#([^)]*)\)", matrix(tables))
    assert len(cells) > 20
    for count, key in cells:
        row = tables["approvals"][key]
        (beside,) = [agencies for agencies in MATRIX if row["agency"] in agencies]
        decided = {k: r for k, r in tables["approvals"].items() if r["decision_type"] == row["decision_type"]}
        peers = [k for k, r in decided.items() if r["agency"] in beside]
        assert int(count) == len(peers)
        assert dates[key] == max(dates[k] for k in peers), key


def test_the_records_identified_are_those_screened_and_their_doubles(tables: Tables) -> None:
    counts = [int(count) for count in re.findall(r"<span>(\d+)</span></div>", selection(tables))]
    identified, doubles, screened, left_out, included = counts
    assert identified == doubles + screened
    assert screened == left_out + included == len(tables["excluded_trials"]) + len(tables["trials"])
