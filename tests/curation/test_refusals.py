"""What does not fit is refused with one clear error, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.rewrite import draft
from tests.conftest import Copy
from tests.curation.writing import NEWS, described, files, new_trial, row_of, write


def test_what_another_run_wrote_is_not_lost(copy: Copy) -> None:
    with draft(copy.package, {}, "2099-12-31") as changed:
        copy.change("trials", lambda row: row.update(notes="Written meanwhile."))
        with pytest.raises(RegenTrialsError, match=r"trials\.csv was changed meanwhile; run it again"):
            changed.install()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trial_id": "12345"}, "not the number of a registry"),
        ({"trial_id": "nct09999999"}, "is a number of clinicaltrials_gov but for its capitals"),
        ({"enrollment": "-5"}, "make it a whole number of at least 0"),
        ({"enrollment": "100001"}, "'100001' does not fit; make it a whole number of at least 0 and at most 100000"),
        ({"product_id": "no-such-product"}, "'no-such-product' is no row of products; add it there first"),
        ({"product_id": "amchep"}, "'amchep' is no row of products; did you mean amchepry?"),
        ({"sponsor_id": "xells"}, "did you mean xellsmart?"),
        ({"condition_id": "x"}, "is no row of conditions"),
        ({"sponsor_id": "x1x"}, "is no row of organizations"),
        ({"parent_trial_id": "NCT00000001"}, "'NCT00000001' is no row of trials"),
        ({"source_ids": "no-such-document"}, "'no-such-document' is no row of sources"),
        ({"title": " padded "}, "title: ' padded ' begins or ends with a blank; take it off"),
        ({"title": "A title\u202e"}, "plain text  'A title\\u202e'  put one space in its place, or nothing"),
        ({"title": "=1+1"}, "no formula  '=1+1'  begin it with a letter"),
        ({"title": ""}, "title is blank"),
        ({"study_type": "Trial"}, "make it one of interventional"),
        ({"start_date": "2025-02-30"}, "make it a day, month or year"),
        ({"start_date": "9999-01-01"}, "(2025-07-02, 2025-07 or 2025) from 1900 to 2099"),
        ({"countries": "EU"}, "use the code of ISO 3166-1 (GB, not UK)\n"),
        ({"colour": "red"}, "there is no column of trials 'colour'"),
    ],
)
def test_a_row_that_does_not_fit_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], change: dict[str, str], message: str
) -> None:
    before = files(copy)
    assert new_trial(copy, **change) == 2
    assert message in capsys.readouterr().err
    assert files(copy) == before


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
            ("set", "conditions", "ischemic-stroke", "name=Stroke", "--source", NEWS, *described()),
            "name no document: leave --source out",
        ),
        (("new", "approvals", "product_id=kymriah", "--source", NEWS, "--source-type", "news"), "give its own title"),
        (("new", "approvals", "product_id=kymriah", "--source", NEWS), "is a new document; say what it is"),
    ],
)
def test_a_wrong_call_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    before = files(copy)
    assert main([*arguments, "--dir", str(copy.folder)]) == 2
    assert message in capsys.readouterr().err
    assert files(copy) == before


@pytest.mark.usefixtures("full_disk")
def test_a_failed_write_changes_nothing(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(copy)
    assert new_trial(copy) == 2
    assert "sources.csv can't be written (No space left on device)" in capsys.readouterr().err
    assert files(copy) == before


def test_duplicates_are_refused(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    trials = copy.rows("trials")
    second = next(row["secondary_ids"].split(";")[0] for row in trials if row["secondary_ids"])
    excluded = copy.rows("excluded_trials")[0]["registry_id"]
    for number, message in (
        (trials[0]["trial_id"], "is a row of trials already"),
        (second, "is a secondary id of"),
        (excluded, "was left out"),
    ):
        assert new_trial(copy, trial_id=number) == 2
        assert message in capsys.readouterr().err


def test_a_second_decision_without_a_condition_asks_for_one(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known = copy.rows("approvals")[0]
    cells = {name: known[name] for name in ("product_id", "jurisdiction", "agency", "decision_type", "status")}
    assert write(copy, "new", "approvals", cells, "--source", NEWS, *described()) == 2
    assert "is a decision already; give condition_id" in capsys.readouterr().err


def test_a_decision_is_not_entered_twice(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even where every decision of the product bears its condition in its id, so that the short id is free."""
    before = files(copy)
    known = row_of(copy, "approvals", "xs228-us-trial-authorization-amyotrophic-lateral-sclerosis")
    columns = ("product_id", "jurisdiction", "agency", "decision_type", "status", "condition_id", "date_basis")
    cells = {name: known[name] for name in columns} | {"decision_date": known["decision_date"][:4]}
    assert write(copy, "new", "approvals", cells, "--source", NEWS, *described()) == 2
    assert f"{known['approval_id']} is that decision already" in capsys.readouterr().err
    named = cells | {"approval_id": "xs228-us-trial-authorization-again"}
    assert write(copy, "new", "approvals", named, "--source", NEWS, *described()) == 2
    assert "one row a decision" in capsys.readouterr().err
    assert files(copy) == before
    # The next study's authorization is another decision.
    assert write(copy, "new", "approvals", named | {"decision_date": "2026-11"}, "--source", NEWS, *described()) == 0


def test_two_records_do_not_bear_one_name(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(copy)
    cells = {"organization_id": "x-smart", "name": "Fate Therapeutics", "organization_type": "company", "country": "CN"}
    assert write(copy, "new", "organizations", cells) == 2
    assert "means one record  'Fate Therapeutics'  fate-therapeutics goes by it too" in capsys.readouterr().err
    decomposed = {"condition_id": "sj2", "name": "Sjo\u0308gren syndrome", "area": "autoimmune"}
    assert write(copy, "new", "conditions", decomposed) == 2
    assert "sj2 goes by it too" in capsys.readouterr().err
    assert files(copy) == before


def test_only_a_folder_is_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "trials", "trial_id=NCT1", "--dir", str(tmp_path / "none")]) == 2
    assert "is not a folder" in capsys.readouterr().err
