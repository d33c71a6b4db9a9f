"""The SQLite database: keys, views, its dictionary, and what it refuses."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import regentrials as rt
from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.lookup import Tables
from regentrials.package import DataPackage
from tests.conftest import Copy


def test_sqlite_has_keys_views_and_every_cell(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, resource in package.resources.items():
            found = base.execute(f'SELECT * FROM "{name}"').fetchall()
            wanted = [tuple(row.values()) for _, row in resource.rows()]
            flags = {"false": 0, "true": 1}
            text = [tuple("" if c is None else str(c) for c in row) for row in found]
            assert text == [tuple(str(flags.get(c, c)) for c in row) for row in wanted]
        products = base.execute("SELECT count(*) FROM overview").fetchone()[0]
        assert products == len(rt.load_products())
        trial = rt.load_trials().iloc[0]
        evidence = base.execute("SELECT count(*) FROM evidence WHERE record_id = ?", [trial["trial_id"]])
        assert evidence.fetchone()[0] == len(trial["source_ids"])
        claim = rt.load_claims().iloc[0]
        cited = base.execute("SELECT source_id FROM evidence WHERE record_id = ?", [claim["claim_id"]]).fetchall()
        assert sorted(cited) == sorted((item,) for item in {claim["stated_in"], *claim["source_ids"]})


def test_sqlite_says_what_its_columns_and_words_are_and_whose(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        found = base.execute('SELECT "table", "column", description FROM _dictionary').fetchall()
        fields_of = [(name, f) for name, table in package.resources.items() for f in table.fields.values()]
        assert found == [(name, field["name"], field["description"]) for name, field in fields_of]
        bounds = base.execute("SELECT bounds FROM _dictionary WHERE bounds IS NOT NULL").fetchall()
        assert bounds == [(fields.bounds(field),) for _, field in fields_of if fields.bounds(field)] != []
        words = base.execute("SELECT definition FROM _vocabulary WHERE word = 'fast_track'").fetchall()
        assert words == [("The FDA's Fast Track status. Not an approval.",)]
        facts = base.execute("SELECT name, version, created, licence FROM _package").fetchall()
        assert facts == [("regentrials", package.version, package.descriptor["created"], "CC-BY-4.0")]


def test_sqlite_gives_the_evidence_in_pythons_order(tmp_path: Path, package: DataPackage) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        rows = base.execute('SELECT "table", record_id, position, source_id, rank FROM evidence').fetchall()
    found: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    for table, key, *document in rows:
        found.setdefault((table, key), []).append(tuple(document))
    tables = Tables(package)
    citing = {name for name, _ in found}
    assert citing == {"trials", "approvals", "products", "claims", "discrepancies", "excluded_trials"}
    for name in citing:
        for key in tables[name]:
            ids = tables.source_ids(name, key)
            assert found.get((name, key), []) == [(n, one, tables.rank(one)) for n, one in enumerate(ids, 1)]


def test_sqlites_overview_agrees_with_pythons(tmp_path: Path) -> None:
    (file,) = rt.export(tmp_path, ["sqlite"])
    with closing(sqlite3.connect(file)) as base:
        found = base.execute("SELECT product_id, trials, decisions, authorized_in FROM overview").fetchall()
    wanted = rt.overview()[["product_id", "trials", "decisions", "authorized_in"]].itertuples(index=False, name=None)
    assert found == [(*counts, ";".join(places) or None) for *counts, places in wanted]


def test_sqlite_names_the_line_of_a_second_row_of_one_key(copy: Copy, tmp_path: Path) -> None:
    rows = copy.rows("trials")
    copy.write("trials", [rows[0], *rows])
    with pytest.raises(RegenTrialsError, match="trials.csv:3 trial_id: .* is an earlier row's key"):
        rt.export(tmp_path, "sqlite", copy.package)


def test_sqlite_refuses_a_key_that_leads_nowhere(copy: Copy, tmp_path: Path) -> None:
    row = copy.change("trials", lambda row: row.update(sponsor_id="no-such-sponsor"))
    said = f"trials.csv:2 sponsor_id: 'no-such-sponsor', which {row['trial_id']} refers to, is no row of organizations"
    with pytest.raises(RegenTrialsError, match=said):
        rt.export(tmp_path, "sqlite", copy.package)
