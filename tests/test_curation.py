"""`regentrials new` and `set` write a canonical, sourced row, or nothing and one clear error."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regentrials.canonical import canonical_text
from regentrials.cli import main
from regentrials.curation import rows
from regentrials.curation.document import source_id
from regentrials.errors import RegenTrialsError
from regentrials.rewrite import draft
from regentrials.validation import validate
from tests.conftest import Copy

NEW = "NCT09999999"
URL = f"https://clinicaltrials.gov/study/{NEW}"
NEWS = "https://news.example.org/article"


def _run(copy: Copy, verb: str, table: str, cells: dict[str, str], *options: str, key: str = "") -> int:
    words = [f"{column}={value}" for column, value in cells.items()]
    return main([verb, table, *([key] if key else []), *words, "--dir", str(copy.folder), *options])


def _new_trial(copy: Copy, source: str = URL, *options: str, **changes: str) -> int:
    known = copy.rows("trials")[0]
    same = {name: known[name] for name in ("product_id", "condition_id", "sponsor_id")}
    cells = {"trial_id": NEW, "title": "A study, with a comma", "study_type": "interventional"} | same | changes
    return _run(copy, "new", "trials", cells, "--source", source, *options)


def _described(kind: str = "news", title: str = "A document") -> tuple[str, ...]:
    return "--source-type", kind, "--source-title", title


def _files(copy: Copy) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (copy.folder / "data").iterdir()}


def _row(copy: Copy, table: str, key: str) -> dict[str, str]:
    return copy.package.resource(table).by_key()[key]


def test_the_row_is_valid_canonical_and_sourced(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert _new_trial(copy) == 0
    assert capsys.readouterr().out.count("changed: ") == 3
    row = _row(copy, "trials", NEW)
    assert (row["registry"], row["title"], row["phase"]) == ("clinicaltrials_gov", "A study, with a comma", "")
    source = _row(copy, "sources", row["source_ids"])
    assert (source["source_id"], source["url"]) == ("clinicaltrials-nct09999999", URL)
    assert source["canonical_url"] == "", "the record itself is no copy"
    assert source["accessed_date"] == date.today().isoformat()
    for table in ("trials", "sources"):
        resource = copy.package.resource(table)
        assert resource.text() == canonical_text(resource)
    assert [str(finding) for finding in validate(copy.package)] == []


def test_the_document_may_be_described(copy: Copy) -> None:
    options = ("--source-title", "試験", "--language", "ja", "--publisher", "jRCT", "--published", "2025-07")
    assert _new_trial(copy, URL, *options) == 0
    source = _row(copy, "sources", "clinicaltrials-nct09999999")
    assert [source[name] for name in ("title", "language", "publisher", "published_date")] == [*options[1::2]]


def test_a_copy_leads_to_the_record(copy: Copy) -> None:
    address = f"https://copies.example.org/{NEW}"
    assert _new_trial(copy, address, "--source-type", "registry_copy") == 0
    source = _row(copy, "sources", "copies-example-nct09999999")
    assert (source["url"], source["canonical_url"]) == (address, URL)


class _Later(date):
    @classmethod
    def today(cls) -> _Later:
        return cls(2099, 1, 1)


def test_records_go_by_their_names(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    parent = next(row for row in copy.rows("trials") if row["secondary_ids"])
    product = _row(copy, "products", parent["product_id"])["name"]
    given = {
        "product_id": product.upper(),
        "condition_id": "ALS",
        "other_condition_ids": "Parkinson's disease;spinal cord injury",
        "sponsor_id": "fate therapeutics",
        "countries": "United States of America;UK;JP",
        "parent_trial_id": parent["secondary_ids"].split(";")[0],
    }
    assert _new_trial(copy, study_type="long_term_follow_up", **given) == 0
    row = _row(copy, "trials", NEW)
    assert {name: row[name] for name in given} == {
        "product_id": parent["product_id"],
        "condition_id": "amyotrophic-lateral-sclerosis",
        "other_condition_ids": "parkinson-disease;spinal-cord-injury",
        "sponsor_id": "fate-therapeutics",
        "countries": "US;GB;JP",
        "parent_trial_id": parent["trial_id"],
    }
    # Who writes a name sees which record was taken.
    said = capsys.readouterr().out.splitlines()
    assert {f"{name}: {cell!r} is {row[name]}" for name, cell in given.items()} == set(said[: len(given)])


def test_a_name_of_another_kind_of_record_is_no_id(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert _new_trial(copy, product_id="Fate Therapeutics") == 2
    assert "product_id: 'Fate Therapeutics'" in capsys.readouterr().err


def test_a_document_read_before_the_package_was_made_does_not_move_its_date(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "date", _Later)
    before = copy.package.date
    assert _new_trial(copy, URL, "--read-on", "2025-07-02") == 0
    assert copy.package.date == before
    assert _row(copy, "sources", "clinicaltrials-nct09999999")["accessed_date"] == "2025-07-02"


def test_a_document_by_itself_is_named_by_its_address(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    cells = {"url": NEWS, "title": "A document", "source_type": "news", "publisher": "A paper", "language": "en"}
    assert _run(copy, "new", "sources", cells | {"accessed_date": "2026-11-01"}) == 0
    assert _row(copy, "sources", source_id(NEWS))["publisher"] == "A paper"
    assert _run(copy, "new", "sources", cells | {"url": "ftp://example.org"}) == 2
    assert "is not a document's address" in capsys.readouterr().err


def test_a_known_document_is_named_not_added(copy: Copy) -> None:
    known = copy.rows("sources")[0]
    before = len(copy.rows("sources"))
    assert _new_trial(copy, known["url"]) == 0
    assert len(copy.rows("sources")) == before
    assert _row(copy, "trials", NEW)["source_ids"] == known["source_id"]


def test_a_decision_is_named_by_what_it_decides(copy: Copy) -> None:
    known = copy.rows("approvals")[0]
    cells = {"product_id": known["product_id"], "jurisdiction": "NZ", "agency": "medsafe", "status": "in_force"}
    cells |= {"decision_type": "marketing_authorization", "decision_date": "2025-07", "date_basis": "announcement"}
    key = f"{known['product_id']}-nz-marketing-authorization"
    assert _run(copy, "new", "approvals", cells, "--source", NEWS, *_described()) == 0
    assert _row(copy, "approvals", key)["source_ids"] == source_id(NEWS)
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_second_decision_of_a_kind_is_told_apart_by_its_condition(copy: Copy) -> None:
    known = next(row for row in copy.rows("approvals") if row["approval_id"].endswith("-us-orphan-designation"))
    same = {name: known[name] for name in ("product_id", "jurisdiction", "agency", "decision_type", "status")}
    others = (row["condition_id"] for row in copy.rows("conditions"))
    condition = next(key for key in others if key != known["condition_id"])
    assert _run(copy, "new", "approvals", same | {"condition_id": condition}, "--source", NEWS, *_described()) == 0
    assert _row(copy, "approvals", f"{known['approval_id']}-{condition}")


def test_a_discrepancy_is_named_by_what_it_is_about(copy: Copy) -> None:
    trial = next(row for row in copy.rows("trials") if row["title"] and row["source_ids"].count(";"))
    recorded, other = trial["source_ids"].split(";")[:2]
    cells = {"table": "trials", "record_id": trial["trial_id"], "field": "title", "recorded_value": trial["title"]}
    cells |= {"recorded_source_id": recorded, "other_value": "x=y", "other_source_id": other, "rationale": "A test."}
    assert _run(copy, "new", "discrepancies", cells) == 0
    assert _row(copy, "discrepancies", f"{trial['trial_id'].lower()}-title")["other_value"] == "x=y"


def test_an_organization_may_come_before_its_trial(copy: Copy) -> None:
    cells = {"organization_id": "a-hospital", "name": "A Hospital", "organization_type": "hospital", "country": "FR"}
    assert _run(copy, "new", "organizations", cells) == 0
    assert _row(copy, "organizations", "a-hospital")["country"] == "FR"
    assert [finding.rule for finding in validate(copy.package)] == ["used by a row"]
    assert _new_trial(copy, sponsor_id="a-hospital") == 0
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_correction_names_its_document_best_kind_first(copy: Copy) -> None:
    row = next(row for row in copy.rows("trials") if row["notes"] == "" and ";" in row["source_ids"])
    options = ("--source", NEWS, *_described("other"))
    assert _run(copy, "set", "trials", {"notes": "Seen."}, *options, key=row["trial_id"]) == 0
    changed = _row(copy, "trials", row["trial_id"])
    assert changed == row | {"notes": "Seen.", "source_ids": f"{row['source_ids']};{source_id(NEWS)}"}
    best = "https://regulator.example.org/list"
    options = ("--source", best, *_described("regulator_listing"))
    assert _run(copy, "set", "trials", {"notes": ""}, *options, key=row["trial_id"]) == 0
    ids = _row(copy, "trials", row["trial_id"])["source_ids"].split(";")
    assert ids.index(source_id(best)) < ids.index(source_id(NEWS))
    assert [str(finding) for finding in validate(copy.package)] == []


def _disputed(copy: Copy) -> dict[str, str]:
    rows = copy.rows("discrepancies")
    return next(row for row in rows if row["table"] == "trials" and row["field"] == "enrollment")


def test_a_correction_takes_its_discrepancy_along(copy: Copy) -> None:
    known = _disputed(copy)
    options = ("--source", NEWS, *_described())
    assert _run(copy, "set", "trials", {"enrollment": "99999"}, *options, key=known["record_id"]) == 0
    changed = {"recorded_value": "99999", "recorded_source_id": source_id(NEWS)}
    assert _row(copy, "discrepancies", known["discrepancy_id"]) == known | changed
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_replaced_value_is_shown_with_the_documents_that_may_state_it_still(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    disputed = {row["record_id"] for row in copy.rows("discrepancies") if row["field"] == "enrollment"}
    rows = [row for row in copy.rows("trials") if row["enrollment"] and row["trial_id"] not in disputed]
    options = ("--source", NEWS, *_described())
    assert _run(copy, "set", "trials", {"enrollment": "99999"}, *options, key=rows[0]["trial_id"]) == 0
    was = (
        f"enrollment was {rows[0]['enrollment']!r}; if any of {rows[0]['source_ids'].replace(';', ', ')} says so still"
    )
    assert was in capsys.readouterr().out
    assert _run(copy, "set", "trials", {"notes": "Seen."}, key=rows[1]["trial_id"]) == 0
    assert _run(copy, "set", "trials", {"enrollment": "99999"}, *options, key=_disputed(copy)["record_id"]) == 0
    assert " was " not in capsys.readouterr().out


def test_a_discrepancy_that_is_settled_is_for_a_curator(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known, before = _disputed(copy), _files(copy)
    cells, options = {"enrollment": known["other_value"]}, ("--source", NEWS, *_described())
    assert _run(copy, "set", "trials", cells, *options, key=known["record_id"]) == 2
    assert "remove that row, or swap its two sides" in capsys.readouterr().err
    assert _files(copy) == before


def test_a_fact_needs_a_document_and_a_note_none(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    key = next(row["trial_id"] for row in copy.rows("trials") if row["phase"] == "phase_1")
    assert _run(copy, "set", "trials", {"phase": "phase_2"}, key=key) == 2
    assert "no document, no value: name the one that states phase" in capsys.readouterr().err
    assert _run(copy, "set", "trials", {"notes": "Read again."}, key=key) == 0
    assert _row(copy, "trials", key)["notes"] == "Read again."


def test_an_end_and_what_follows_it_are_written_one_after_the_other(copy: Copy) -> None:
    kind = "conditional_marketing_authorization"
    first = next(row for row in copy.rows("approvals") if row["decision_type"] == kind and row["status"] == "in_force")
    options = ("--source", NEWS, *_described())
    assert _run(copy, "set", "approvals", {"status": "superseded"}, *options, key=first["approval_id"]) == 0
    assert [finding.rule for finding in validate(copy.package)] == ["followed by a decision"]
    same = {name: first[name] for name in ("product_id", "jurisdiction", "agency")}
    cells = {"decision_type": "marketing_authorization", "status": "in_force", "follows_id": first["approval_id"]}
    assert _run(copy, "new", "approvals", same | cells, "--source", NEWS) == 0
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_claim_gets_the_next_number(copy: Copy) -> None:
    last = copy.rows("claims")[-1]
    cells = {name: last[name] for name in ("statement", "stated_in", "verdict", "finding")} | {"records": "XS228;fda"}
    number = int(last["claim_id"].removeprefix("claim-")) + 1
    assert _run(copy, "new", "claims", cells, "--source", NEWS, *_described()) == 0
    row = _row(copy, "claims", f"claim-{number:03}")
    assert (row["source_ids"], row["records"]) == (source_id(NEWS), "xs228;fda")


def test_a_claims_record_may_be_of_several_tables_but_not_of_any(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    records = {"records": "XS228;Parkinson disaese"}
    assert _run(copy, "set", "claims", records, "--source", NEWS, *_described(), key="claim-001") == 2
    assert "'Parkinson disaese' is no row of trials or approvals or products or organ" in capsys.readouterr().err


def test_a_discrepancys_document_is_the_other_one(copy: Copy) -> None:
    trial = next(row for row in copy.rows("trials") if row["phase"] == "phase_1")
    cells = {"table": "trials", "record_id": trial["trial_id"], "field": "phase", "recorded_value": "phase_1"}
    cells |= {"recorded_source_id": trial["source_ids"].split(";")[0], "other_value": "phase 9", "rationale": "Older."}
    assert _run(copy, "new", "discrepancies", cells, "--source", NEWS, *_described()) == 0
    row = _row(copy, "discrepancies", f"{trial['trial_id'].lower()}-phase")
    assert row["other_source_id"] == source_id(NEWS)


def test_what_another_run_wrote_is_not_lost(copy: Copy) -> None:
    with draft(copy.folder, {}, copy.package.date) as changed:
        copy.change("trials", lambda row: row.update(notes="Written meanwhile."))
        with pytest.raises(RegenTrialsError, match=r"trials\.csv was changed meanwhile; run it again"):
            changed.install()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trial_id": "12345"}, "not the number of a registry"),
        ({"product_id": "no-such-product"}, "'no-such-product' is no row of products; add it there first"),
        ({"product_id": "amchep"}, "'amchep' is no row of products; did you mean amchepry?"),
        ({"sponsor_id": "xells"}, "did you mean xellsmart?"),
        ({"condition_id": "x"}, "is no row of conditions"),
        ({"sponsor_id": "x1x"}, "is no row of organizations"),
        ({"parent_trial_id": "NCT00000001"}, "'NCT00000001' is no row of trials"),
        ({"source_ids": "no-such-document"}, "'no-such-document' is no row of sources"),
        ({"title": " padded "}, "title"),
        ({"title": ""}, "title is blank"),
        ({"study_type": "Trial"}, "make it one of interventional"),
        ({"start_date": "2025-02-30"}, "make it a day, month or year"),
        ({"colour": "red"}, "there is no column of trials 'colour'"),
    ],
)
def test_a_row_that_does_not_fit_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], change: dict[str, str], message: str
) -> None:
    before = _files(copy)
    assert _new_trial(copy, **change) == 2
    assert message in capsys.readouterr().err
    assert _files(copy) == before


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ("a book", _described(), "not a document's address"),
        ("https://localhost/x", _described(), "not a document's address"),
        ("ftp://example.org/x", _described(), "not a document's address"),
        ("https://exa mple.org/x", _described(), "url"),
        (URL, ("--read-on", "2025-02-30"), "accessed_date"),
        (URL, ("--read-on", "2099-01-01"), "not in the future"),
        (URL, ("--source-type", "rumour"), "source_type"),
        ("https://clinicaltrials.gov/study/NCT00000001", (), "is no page of the record of NCT09999999"),
        (NEWS, ("--source-type", "news"), "give its own title"),
        ("https://blog.example.org/post", (), "is no page of the record of NCT09999999; say what it is"),
    ],
)
def test_a_document_that_does_not_fit_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], source: str, options: tuple[str, ...], message: str
) -> None:
    before = _files(copy)
    assert _new_trial(copy, source, *options) == 2
    assert message in capsys.readouterr().err
    assert _files(copy) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", "trails", "trial_id=NCT1"), "'trails'"),
        (("new", "trials", "NCT1"), "'NCT1' is no cell; write COLUMN=VALUE"),
        (("new", "trials", "title=A"), "\n  registry is blank; fill it\n  product_id is blank"),
        (("new", "trials", "title=A", "title=B"), "title is given twice"),
        (("set", "trials", "NCT1X", "phase=phase_1"), "there is no row of trials 'NCT1X'; see data/trials.csv"),
        (("set", "trials", "NCT0697622", "phase=phase_1"), "'NCT0697622'; did you mean NCT06976229?"),
        (("set", "conditions", "ischemic-stroke", "condition_id=x"), "regentrials rename"),
        (("set", "trials", "NCT1", "phase=phase_1", "--source-title", "A"), "is described but not named"),
        (
            ("set", "conditions", "ischemic-stroke", "name=Stroke", "--source", NEWS, *_described()),
            "name no document: leave --source out",
        ),
        (("new", "approvals", "product_id=kymriah", "--source", NEWS, "--source-type", "news"), "give its own title"),
        (("new", "approvals", "product_id=kymriah", "--source", NEWS), "is a new document; say what it is"),
    ],
)
def test_a_wrong_call_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    before = _files(copy)
    assert main([*arguments, "--dir", str(copy.folder)]) == 2
    assert message in capsys.readouterr().err
    assert _files(copy) == before


@pytest.mark.usefixtures("full_disk")
def test_a_failed_write_changes_nothing(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    before = _files(copy)
    assert _new_trial(copy) == 2
    assert "sources.csv can't be written (No space left on device)" in capsys.readouterr().err
    assert _files(copy) == before


def test_duplicates_are_refused(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    trials = copy.rows("trials")
    second = next(row["secondary_ids"].split(";")[0] for row in trials if row["secondary_ids"])
    excluded = copy.rows("excluded_trials")[0]["registry_id"]
    for number, message in (
        (trials[0]["trial_id"], "is a row of trials already"),
        (second, "is a secondary id of"),
        (excluded, "was left out"),
    ):
        assert _new_trial(copy, trial_id=number) == 2
        assert message in capsys.readouterr().err


def test_a_known_address_is_not_a_second_document(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known = copy.rows("sources")[0]
    assert _run(copy, "new", "sources", known | {"source_id": "another-id"}) == 2
    assert f"is that of {known['source_id']} already" in capsys.readouterr().err


def test_a_second_decision_without_a_condition_asks_for_one(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known = copy.rows("approvals")[0]
    cells = {name: known[name] for name in ("product_id", "jurisdiction", "agency", "decision_type", "status")}
    assert _run(copy, "new", "approvals", cells, "--source", NEWS, *_described()) == 2
    assert "is a decision already; give condition_id" in capsys.readouterr().err


def test_only_a_folder_is_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "trials", "trial_id=NCT1", "--dir", str(tmp_path / "none")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_source_ids() -> None:
    assert source_id("https://www.isrctn.com/ISRCTN12345678", "ISRCTN12345678") == "isrctn-isrctn12345678"
    assert source_id("https://www.example.org/a", NEW).startswith("example-")
