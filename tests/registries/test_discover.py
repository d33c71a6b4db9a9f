"""A search finds what the tables lack, and says how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from regentrials.registries import review, scoring
from regentrials.registries.discover import discover
from regentrials.registries.scoring import Scorer
from tests.conftest import Copy
from tests.registries.constructed import ICTRP
from tests.registries.runs import TODAY
from tests.registries.searched import NEW, numbers, study
from tests.registries.server import Reply, Server, as_json


def test_what_the_tables_have_is_not_found_again(copy: Copy, registries: Server) -> None:
    found = discover(copy.package, today=TODAY)
    assert found.problems == []
    assert set(numbers(found)) == {
        "NCT09000001",
        "NCT09000002",
        "2023-512345-12-00",
        "ISRCTN12345678",
        "ISRCTN00000001",
    }
    assert numbers(found)[0] == "NCT09000001", "the most likely first"
    assert list(found.linked.values()) == [{"2021-000001-11"}]


def test_products_sponsors_and_words_are_all_asked_for(copy: Copy, registries: Server) -> None:
    discover(copy.package, today=TODAY)
    asked = [item.params for item in registries.asked if item.path == "/studies"]
    assert any('"VX-880"' in params.get("query.intr", "") for params in asked)
    assert any('"ViaCyte"' in params.get("query.spons", "") for params in asked)
    assert max(len(str(params)) for params in asked) < 4000, "an address that servers accept"


def test_records_of_equal_points_stand_by_their_numbers(copy: Copy, registries: Server) -> None:
    twins = [study("NCT09000007", NEW["protocolSection"]["identificationModule"]["briefTitle"]), NEW]
    registries.first(lambda asked: as_json({"studies": twins}) if "query.term" in asked.params else None)
    found = numbers(discover(copy.package, today=TODAY))
    assert [number for number in found if number.startswith("NCT")] == ["NCT09000001", "NCT09000007"]


def test_another_number_of_an_excluded_study_is_nobodys_to_add(copy: Copy, registries: Server) -> None:
    excluded = study(copy.rows("excluded_trials")[0]["registry_id"], "Out", secondaryIdInfos=[{"id": "2021-000009-11"}])
    registries.first(lambda asked: as_json({"studies": [excluded]}) if "query.term" in asked.params else None)
    assert discover(copy.package, today=TODAY).linked == {}


def test_a_quote_in_a_name_does_not_end_it(copy: Copy, registries: Server) -> None:
    copy.change("products", lambda row: row.update(aliases='VX "88" 0'), lambda row: row["product_id"] == "zimislecel")
    discover(copy.package, today=TODAY)
    assert any('"VX  88  0"' in item.params.get("query.intr", "") for item in registries.asked)


def test_numbers_that_no_query_finds_are_asked_for(
    copy: Copy, registries: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = scoring.strategy()
    monkeypatch.setattr(scoring, "strategy", lambda: {**saved, "ids": ["NCT09000003", "NCT09000004"]})
    discover(copy.package, today=TODAY)
    assert "NCT09000003,NCT09000004" in [item.params.get("filter.ids") for item in registries.asked]


def test_a_registry_that_fails_does_not_hide_the_others(copy: Copy, registries: Server) -> None:
    registries.first(lambda asked: Reply("", 503) if asked.path == "/search" else None)
    found = discover(copy.package, today=TODAY)
    assert len(found.problems) == 1
    assert "NCT09000001" in numbers(found)


def test_an_ictrp_export_points_and_links_but_gives_no_facts(copy: Copy, registries: Server, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_text(ICTRP, encoding="utf-8")
    found = discover(copy.package, file, TODAY)
    record = next(item.record for item in found.candidates if item.record.trial_id == "jRCT2031230001")
    assert (record.registry, record.values) == ("jrct", {})
    row = review.sheet_row(copy.package, Scorer(copy.package), found.candidates[0], TODAY.isoformat())
    assert row["registry_id"] == found.candidates[0].record.trial_id
    assert "jRCT2031230001" in numbers(found)
