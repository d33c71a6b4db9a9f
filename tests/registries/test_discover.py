"""A search finds what the tables lack, says how sure it is, and a curator's decisions become rows."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.registries import review, scoring
from regentrials.registries.discover import Discovery, discover
from regentrials.registries.scoring import Scorer
from regentrials.validation import rules, validate
from tests.conftest import Copy
from tests.registries.constructed import ICTRP, ISRCTN, ctis_trial
from tests.registries.runs import TODAY
from tests.registries.server import Asked, Reply, Server, as_json


def _study(number: str, title: str, **identity: Any) -> dict[str, Any]:
    """Constructed in the shape of API v2."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": title, **identity},
            "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-10-01"}},
            "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1"]},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Vertex Pharmaceuticals Incorporated"}},
            "armsInterventionsModule": {"interventions": [{"name": "VX-880", "description": "Islets from hPSC"}]},
        }
    }


NEW = _study("NCT09000001", "VX-880 in another disease")
BANK = _study("NCT09000002", "Biobank <b>of</b> iPSC lines")
BANK["protocolSection"]["armsInterventionsModule"] = {}


@pytest.fixture
def registries(server: Server, copy: Copy) -> Server:
    """All registries at once; constructed."""
    known = copy.rows("trials")
    old = next(row["trial_id"] for row in known if row["registry"] == "clinicaltrials_gov" and not row["secondary_ids"])
    excluded = copy.rows("excluded_trials")[0]["registry_id"]
    linked = _study(old, "A known trial", secondaryIdInfos=[{"id": "2021-000001-11"}])
    studies = [NEW, BANK, linked, _study(excluded, "A known exclusion")]

    def answer(asked: Asked) -> Reply | None:
        if asked.path == "/studies":
            return as_json({"studies": studies if "query.term" in asked.params else []})
        if asked.path == "/search":
            return as_json({"pagination": {"totalPages": 1}, "data": [{"ctNumber": "2023-512345-12-00"}]})
        if asked.path.startswith("/retrieve/"):
            return as_json(ctis_trial())
        if asked.path == "/query/format/default":
            return Reply(ISRCTN.format(final="", override="", phase=""), kind="application/xml")
        return None

    server.answers.append(answer)
    return server


def _found(discovery: Discovery) -> list[str]:
    return [candidate.record.trial_id for candidate in discovery.candidates]


def test_what_the_tables_have_is_not_found_again(copy: Copy, registries: Server) -> None:
    found = discover(copy.package, copy.folder, today=TODAY)
    assert found.problems == []
    assert set(_found(found)) == {
        "NCT09000001",
        "NCT09000002",
        "2023-512345-12-00",
        "ISRCTN12345678",
        "ISRCTN00000001",
    }
    assert _found(found)[0] == "NCT09000001", "the most likely first"
    assert list(found.linked.values()) == [{"2021-000001-11"}]


def test_products_sponsors_and_words_are_all_asked_for(copy: Copy, registries: Server) -> None:
    discover(copy.package, copy.folder, today=TODAY)
    asked = [item.params for item in registries.asked if item.path == "/studies"]
    assert any('"VX-880"' in params.get("query.intr", "") for params in asked)
    assert any('"ViaCyte"' in params.get("query.spons", "") for params in asked)
    assert max(len(str(params)) for params in asked) < 4000, "an address that servers accept"


def test_records_of_equal_points_stand_by_their_numbers(copy: Copy, registries: Server) -> None:
    twins = [_study("NCT09000007", NEW["protocolSection"]["identificationModule"]["briefTitle"]), NEW]
    registries.first(lambda asked: as_json({"studies": twins}) if "query.term" in asked.params else None)
    found = _found(discover(copy.package, copy.folder, today=TODAY))
    assert [number for number in found if number.startswith("NCT")] == ["NCT09000001", "NCT09000007"]


def test_another_number_of_an_excluded_study_is_nobodys_to_add(copy: Copy, registries: Server) -> None:
    excluded = _study(
        copy.rows("excluded_trials")[0]["registry_id"], "Out", secondaryIdInfos=[{"id": "2021-000009-11"}]
    )
    registries.first(lambda asked: as_json({"studies": [excluded]}) if "query.term" in asked.params else None)
    assert discover(copy.package, copy.folder, today=TODAY).linked == {}


def test_a_quote_in_a_name_does_not_end_it(copy: Copy, registries: Server) -> None:
    copy.change("products", lambda row: row.update(aliases='VX "88" 0'), lambda row: row["product_id"] == "zimislecel")
    discover(copy.package, copy.folder, today=TODAY)
    assert any('"VX  88  0"' in item.params.get("query.intr", "") for item in registries.asked)


def test_numbers_that_no_query_finds_are_asked_for(
    copy: Copy, registries: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = scoring.strategy()
    monkeypatch.setattr(scoring, "strategy", lambda: {**saved, "ids": ["NCT09000003", "NCT09000004"]})
    discover(copy.package, copy.folder, today=TODAY)
    assert "NCT09000003,NCT09000004" in [item.params.get("filter.ids") for item in registries.asked]


def test_a_registry_that_fails_does_not_hide_the_others(copy: Copy, registries: Server) -> None:
    registries.first(lambda asked: Reply("", 503) if asked.path == "/search" else None)
    found = discover(copy.package, copy.folder, today=TODAY)
    assert len(found.problems) == 1
    assert "NCT09000001" in _found(found)


def test_an_ictrp_export_points_and_links_but_gives_no_facts(copy: Copy, registries: Server, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_text(ICTRP, encoding="utf-8")
    found = discover(copy.package, copy.folder, file, TODAY)
    record = next(item.record for item in found.candidates if item.record.trial_id == "jRCT2031230001")
    assert (record.registry, record.values) == ("jrct", {})
    row = review.sheet_row(copy.package, Scorer(copy.package), found.candidates[0], TODAY.isoformat())
    assert row["registry_id"] == found.candidates[0].record.trial_id
    assert "jRCT2031230001" in _found(found)


@pytest.fixture
def sheet(copy: Copy, registries: Server, tmp_path: Path) -> Path:
    found = discover(copy.package, copy.folder, today=TODAY)
    return review.write(tmp_path / "review", copy.package, found, TODAY)[0]


def _decide(sheet: Path, **decisions: dict[str, str]) -> None:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(decisions.get(row["registry_id"], {}))
    sheet.write_text(csv_text(rows, review.COLUMNS), encoding="utf-8", newline="")


INCLUDE = {"decision": "include", "condition_id": "type-1-diabetes"}


def test_the_sheet_suggests_and_the_page_can_be_read(sheet: Path) -> None:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = {row["registry_id"]: row for row in csv.DictReader(file)}
    new = rows["NCT09000001"]
    assert (new["decision"], new["product_id"], new["sponsor_id"]) == ("", "zimislecel", "vertex-pharmaceuticals")
    assert (new["suggestion"], rows["NCT09000002"]["suggestion"]) == ("include", "look")
    page = sheet.with_suffix(".html").read_text("utf-8")
    assert "Biobank &lt;b&gt;of&lt;/b&gt;" in page
    assert "precision" in page


def test_decisions_become_rows_and_the_package_is_valid(copy: Copy, sheet: Path, registries: Server) -> None:
    _decide(
        sheet,
        NCT09000001=INCLUDE,
        NCT09000002={"decision": "Exclude", "reason": "biobanking", "notes": "A bank of lines."},
    )
    review.apply(copy.folder, sheet, TODAY)
    trial = next(row for row in copy.rows("trials") if row["trial_id"] == "NCT09000001")
    wanted = {"product_id": "zimislecel", "phase": "phase_1", "status": "recruiting", "as_of": "2026-10-01"}
    assert {name: trial[name] for name in wanted} == wanted
    excluded = next(row for row in copy.rows("excluded_trials") if row["registry_id"] == "NCT09000002")
    assert (excluded["reason"], excluded["notes"]) == ("biobanking", "A bank of lines.")
    source = next(row for row in copy.rows("sources") if row["source_id"] == trial["source_ids"])
    assert source["url"] == "https://clinicaltrials.gov/study/NCT09000001"
    assert validate(copy.package) == []
    assert not {"NCT09000001", "NCT09000002"} & set(_found(discover(copy.package, copy.folder, today=TODAY)))


def test_a_sheet_without_decisions_changes_nothing(copy: Copy, sheet: Path) -> None:
    assert review.apply(copy.folder, sheet, TODAY) == []
    assert rules.check(copy.package) == []


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ({"decision": "maybe"}, "write include or exclude"),
        ({"decision": "include"}, "condition_id is blank"),
        ({**INCLUDE, "product_id": "no-such"}, "'no-such' is no row of products"),
        ({**INCLUDE, "status": "paused"}, "'paused' does not fit"),
        ({**INCLUDE, "parent_trial_id": "NCT00000000"}, "is no row of trials"),
        ({**INCLUDE, "product_id": "abecma"}, "pluripotent origin"),
        ({"decision": "exclude"}, "reason is blank"),
        ({"decision": "exclude", "reason": "dull"}, "'dull' does not fit"),
    ],
)
def test_a_decision_that_lacks_something_changes_nothing(
    copy: Copy, sheet: Path, decision: dict[str, str], message: str
) -> None:
    before = {path: path.read_bytes() for path in copy.folder.rglob("*") if path.is_file()}
    _decide(sheet, NCT09000001=decision, NCT09000002={"decision": "exclude", "reason": "biobanking"})
    with pytest.raises(RegenTrialsError, match=message):
        review.apply(copy.folder, sheet, TODAY)
    assert {path: path.read_bytes() for path in before} == before


def test_what_is_no_sheet_is_refused(copy: Copy, tmp_path: Path) -> None:
    with pytest.raises(RegenTrialsError, match="can't be read"):
        review.apply(copy.folder, tmp_path / "missing.csv", TODAY)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(RegenTrialsError, match="it lacks decision"):
        review.apply(copy.folder, tmp_path / "other.csv", TODAY)


def _rows(sheet: Path) -> dict[str, dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return {row["registry_id"]: row for row in csv.DictReader(file)}


def test_a_second_search_keeps_what_a_curator_wrote(copy: Copy, sheet: Path) -> None:
    found = discover(copy.package, copy.folder, today=TODAY)
    gone = {"registry_id": "NCT09000009", "decision": "exclude", "reason": "biobanking"}
    _decide(sheet, NCT09000001={**INCLUDE, "title": "A title that I corrected"}, NCT09000002={**gone, "notes": "Mine."})
    written = _rows(sheet)
    review.write(sheet.parent, copy.package, found, TODAY)
    rows = _rows(sheet)
    assert rows["NCT09000001"] == written["NCT09000001"]
    assert rows["NCT09000009"] == written["NCT09000009"], "a decided study that was not found again"
    assert rows["NCT09000002"]["decision"] == "", "a study that was not decided on is fresh"


def test_decisions_that_are_rows_of_a_table_leave_the_sheet(copy: Copy, sheet: Path) -> None:
    _decide(sheet, NCT09000001=INCLUDE)
    review.apply(copy.folder, sheet, TODAY)
    review.write(sheet.parent, copy.package, discover(copy.package, copy.folder, today=TODAY), TODAY)
    assert "NCT09000001" not in _rows(sheet)


def test_a_search_that_read_nothing_leaves_the_sheet_alone(copy: Copy, sheet: Path, registries: Server) -> None:
    before = sheet.read_bytes()
    registries.first(lambda _: Reply("", 404))
    command = ["discover", str(copy.folder), "--output"]
    assert main([*command, str(sheet.parent)]) == 3
    assert main([*command, str(sheet.parent / "new")]) == 3
    assert sheet.read_bytes() == before
    assert not (sheet.parent / "new").exists()


def test_another_file_in_the_sheets_place_is_not_overwritten(
    copy: Copy, registries: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "review.csv").write_text("a;b\n", encoding="utf-8")
    assert main(["discover", str(copy.folder), "--output", str(tmp_path)]) == 2
    assert "review.csv is no review sheet" in capsys.readouterr().err
    assert (tmp_path / "review.csv").read_text("utf-8") == "a;b\n"
    assert registries.asked == [], "refused before anything is read"


def test_command(copy: Copy, registries: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out"
    assert main(["discover", str(copy.folder), "--output", str(output)]) == 0
    printed = capsys.readouterr().out
    assert "titles, words alone: precision" in printed
    assert "5 in neither table" in printed
    assert "is also registered as 2021-000001-11" in printed
    assert main(["discover", str(copy.folder), "--apply", str(output / "review.csv")]) == 0
    assert main(["discover", str(copy.folder), "--apply", str(output / "review.html")]) == 2
