"""`regentrials set` corrects a row, and takes along what the correction means."""

from __future__ import annotations

import pytest

from regentrials.cli import main
from regentrials.curation.document import source_id
from regentrials.validation import validate
from tests.conftest import Copy
from tests.curation.writing import NEWS, described, files, row_of, write


def test_a_correction_names_its_document_best_kind_first(copy: Copy) -> None:
    row = next(row for row in copy.rows("trials") if row["notes"] == "" and ";" in row["source_ids"])
    options = ("--source", NEWS, *described("other"))
    assert write(copy, "set", "trials", {"notes": "Seen."}, *options, key=row["trial_id"]) == 0
    changed = row_of(copy, "trials", row["trial_id"])
    assert changed == row | {"notes": "Seen.", "source_ids": f"{row['source_ids']};{source_id(NEWS)}"}
    best = "https://regulator.example.org/list"
    options = ("--source", best, *described("regulator_listing"))
    assert write(copy, "set", "trials", {"notes": ""}, *options, key=row["trial_id"]) == 0
    ids = row_of(copy, "trials", row["trial_id"])["source_ids"].split(";")
    assert ids.index(source_id(best)) < ids.index(source_id(NEWS))
    assert [str(finding) for finding in validate(copy.package)] == []


def _disputed(copy: Copy) -> dict[str, str]:
    rows = copy.rows("discrepancies")
    return next(row for row in rows if row["table"] == "trials" and row["field"] == "enrollment")


def test_a_disputed_value_is_not_replaced_without_a_reason(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known, before = _disputed(copy), files(copy)
    options = ("--source", NEWS, *described())
    assert write(copy, "set", "trials", {"enrollment": "99999"}, *options, key=known["record_id"]) == 2
    said = capsys.readouterr().err
    assert f"{known['discrepancy_id']} records {known['recorded_value']!r} of {known['recorded_source_id']}" in said
    assert known["rationale"] in said and "Say why '99999' is better (--rationale TEXT)" in said
    assert files(copy) == before


def test_a_correction_takes_its_discrepancy_along_and_keeps_the_value_that_it_replaces(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    known = _disputed(copy)
    options = ("--source", NEWS, *described(), "--rationale", "A later count.")
    assert write(copy, "set", "trials", {"enrollment": "99999"}, *options, key=known["record_id"]) == 0
    assert f"enrollment was {known['recorded_value']!r}: read what the discrepancies say" in capsys.readouterr().out
    new = known | {"recorded_value": "99999", "recorded_source_id": source_id(NEWS), "rationale": "A later count."}
    assert row_of(copy, "discrepancies", known["discrepancy_id"]) == new
    old = {"other_value": known["recorded_value"], "other_source_id": known["recorded_source_id"]}
    kept = f"{known['discrepancy_id']}-2"
    assert row_of(copy, "discrepancies", kept) == new | old | {"discrepancy_id": kept}
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_newer_reading_of_the_same_document_disagrees_with_nothing_new(copy: Copy) -> None:
    known = _disputed(copy)
    url = row_of(copy, "sources", known["recorded_source_id"])["url"]
    before = len(copy.rows("discrepancies"))
    options = ("--source", url, "--rationale", "The record says so now.")
    assert write(copy, "set", "trials", {"enrollment": "99999"}, *options, key=known["record_id"]) == 0
    assert len(copy.rows("discrepancies")) == before
    assert row_of(copy, "discrepancies", known["discrepancy_id"])["rationale"] == "The record says so now."


def test_the_day_of_the_registrys_copy_is_asked_for(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    """A size that was read today, in a row as of last year, would say that the record read so last year."""
    disputed = {row["record_id"] for row in copy.rows("discrepancies")}
    row = next(row for row in copy.rows("trials") if row["as_of"] == "2025-11-25" and row["trial_id"] not in disputed)
    record, key = ("--source", f"https://clinicaltrials.gov/study/{row['trial_id']}"), row["trial_id"]
    assert write(copy, "set", "trials", {"enrollment": "99999"}, *record, key=key) == 0
    assert "as_of is still 2025-11-25" in capsys.readouterr().out
    for cells, options in (
        ({"enrollment": "88888", "as_of": "2026-11"}, record),
        ({"countries": "JP"}, record),
        ({"enrollment": "77777"}, ("--source", NEWS, *described())),
    ):
        assert write(copy, "set", "trials", cells, *options, key=key) == 0
        assert "as_of" not in capsys.readouterr().out


def test_a_reason_without_a_dispute_is_refused(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert write(copy, "set", "products", {"notes": "Seen."}, "--rationale", "A reason.", key="xs228") == 2
    assert "no discrepancy is about what changes: leave --rationale out" in capsys.readouterr().err


def test_a_replaced_value_is_shown_with_the_documents_that_may_state_it_still(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    disputed = {row["record_id"] for row in copy.rows("discrepancies") if row["field"] == "enrollment"}
    rows = [row for row in copy.rows("trials") if row["enrollment"] and row["trial_id"] not in disputed]
    options = ("--source", NEWS, *described())
    assert write(copy, "set", "trials", {"enrollment": "99999"}, *options, key=rows[0]["trial_id"]) == 0
    was = (
        f"enrollment was {rows[0]['enrollment']!r}; if any of {rows[0]['source_ids'].replace(';', ', ')} says so still"
    )
    assert was in capsys.readouterr().out
    assert write(copy, "set", "trials", {"notes": "Seen."}, key=rows[1]["trial_id"]) == 0
    assert " was " not in capsys.readouterr().out


def test_the_other_value_turns_its_discrepancy_round(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known, before = _disputed(copy), files(copy)
    cells, options = {"enrollment": known["other_value"]}, ("--source", NEWS, *described())
    assert write(copy, "set", "trials", cells, *options, key=known["record_id"]) == 2
    assert "is better (--rationale TEXT); it takes the place of that, and the two sides are swapped" in (
        capsys.readouterr().err
    )
    assert files(copy) == before
    assert write(copy, "set", "trials", cells, *options, "--rationale", "A later count.", key=known["record_id"]) == 0
    # The document that said so first is not lost; the third one stands with the row.
    new = {"recorded_value": known["other_value"], "recorded_source_id": known["other_source_id"]}
    old = {"other_value": known["recorded_value"], "other_source_id": known["recorded_source_id"]}
    turned = known | new | old | {"rationale": "A later count."}
    assert row_of(copy, "discrepancies", known["discrepancy_id"]) == turned
    assert [str(finding) for finding in validate(copy.package)] == []


def test_a_row_that_is_turned_round_keeps_the_old_value_for_all(copy: Copy) -> None:
    known, rows = _disputed(copy), copy.rows("discrepancies")
    third = known | {"discrepancy_id": "third", "other_value": "88888"}
    copy.write("discrepancies", sorted([*rows, third], key=lambda row: row["discrepancy_id"]))
    cells, options = {"enrollment": known["other_value"]}, ("--source", NEWS, *described(), "--rationale", "Later.")
    assert write(copy, "set", "trials", cells, *options, key=known["record_id"]) == 0
    assert len(copy.rows("discrepancies")) == len(rows) + 1
    changed = row_of(copy, "discrepancies", "third")
    assert (changed["recorded_value"], changed["other_value"]) == (known["other_value"], "88888")


@pytest.mark.parametrize("over", ["blank", "one document", "two rows"])
def test_a_disagreement_that_is_over_is_for_a_curator(
    copy: Copy, capsys: pytest.CaptureFixture[str], over: str
) -> None:
    """Nothing would be left of its row: the value goes, its document says the other now, or a second row says it."""
    known, url = _disputed(copy), NEWS
    if over == "one document":
        url = row_of(copy, "sources", known["recorded_source_id"])["url"]
    if over == "two rows":
        rows = [*copy.rows("discrepancies"), known | {"discrepancy_id": "zzz-again"}]
        copy.write("discrepancies", sorted(rows, key=lambda row: row["discrepancy_id"]))
    before, value = files(copy), "" if over == "blank" else known["other_value"]
    options = ("--source", url, *(described() if url == NEWS else ()), "--rationale", "A later count.")
    assert write(copy, "set", "trials", {"enrollment": value}, *options, key=known["record_id"]) == 2
    assert f"regentrials remove discrepancies {known['discrepancy_id']}\n" in capsys.readouterr().err
    assert files(copy) == before


def test_what_stands_so_already_is_said(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    notes, before = row_of(copy, "products", "xs228")["notes"], files(copy)
    assert write(copy, "set", "products", {"notes": notes}, key="xs228") == 0
    assert capsys.readouterr().out == "nothing changed: it stands so already\n"
    assert files(copy) == before


def test_a_record_read_anew_is_read_on_that_day(copy: Copy) -> None:
    """Its registry's copy may then state a day after the first reading."""
    disputed = {row["record_id"] for row in copy.rows("discrepancies")}
    kinds = {row["source_id"]: row["source_type"] for row in copy.rows("sources")}
    row = next(
        row
        for row in copy.rows("trials")
        if row["trial_id"] not in disputed and [kinds[key] for key in row["source_ids"].split(";")] == ["registry_copy"]
    )
    source = row_of(copy, "sources", row["source_ids"])
    cells = {"enrollment": "99999", "as_of": "2026-11-28"}
    for day, kept in (("2026-11-29", "2026-11-29"), ("2026-11-25", "2026-11-29")):
        options = ("--source", source["url"], "--read-on", day)
        assert write(copy, "set", "trials", cells, *options, key=row["trial_id"]) == 0
        assert row_of(copy, "sources", row["source_ids"]) == source | {"accessed_date": kept}
        cells = {"enrollment": "99998"}


def test_a_fact_needs_a_document_and_a_note_none(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    key = next(row["trial_id"] for row in copy.rows("trials") if row["phase"] == "phase_1")
    assert write(copy, "set", "trials", {"phase": "phase_2"}, key=key) == 2
    assert "no document, no value: name the one that states phase" in capsys.readouterr().err
    assert write(copy, "set", "trials", {"notes": "Read again."}, key=key) == 0
    assert row_of(copy, "trials", key)["notes"] == "Read again."


def test_the_changed_row_is_shown_from_where_it_was_changed(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert write(copy, "set", "products", {"notes": "Seen."}, key="XS-228") == 0
    (shown,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("see the row: regentrials "))
    assert main(shown.removeprefix("see the row: regentrials ").split()) == 0
    assert "Seen." in capsys.readouterr().out


def test_a_row_goes_by_its_name(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert write(copy, "set", "products", {"notes": "Seen."}, key="XS-228") == 0
    assert "id: 'XS-228' is xs228\n" in capsys.readouterr().out
    assert row_of(copy, "products", "xs228")["notes"] == "Seen."


def test_a_name_of_two_rows_is_not_guessed(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    for key in ("xs228", "amchepry"):
        copy.change("products", lambda row: row.update(aliases="Twin"), lambda row, key=key: row["product_id"] == key)
    assert write(copy, "set", "products", {"notes": "Seen."}, key="Twin") == 2
    assert "there is no row of products 'Twin'; did you mean xs228, amchepry?" in capsys.readouterr().err


def test_the_other_document_turns_it_round_in_whatever_words_it_is_told(copy: Copy) -> None:
    def in_its_own_words(row: dict[str, str]) -> bool:
        return (row["field"], row["recorded_value"], row["other_value"]) == ("phase", "phase_1_2", "Phase 1")

    known = next(filter(in_its_own_words, copy.rows("discrepancies")))
    rows = len(copy.rows("discrepancies"))
    address = row_of(copy, "sources", known["other_source_id"])["url"]
    options = ("--source", address, "--rationale", "The newer one.")
    assert write(copy, "set", "trials", {"phase": "phase_1"}, *options, key=known["record_id"]) == 0
    turned = row_of(copy, "discrepancies", known["discrepancy_id"])
    sides = ("recorded_value", "recorded_source_id", "other_value", "other_source_id")
    assert [turned[side] for side in sides] == [
        "phase_1",
        known["other_source_id"],
        "phase_1_2",
        known["recorded_source_id"],
    ]
    assert len(copy.rows("discrepancies")) == rows


def test_a_third_value_is_written_once_however_many_disagreements_there_are(copy: Copy) -> None:
    known, rows = _disputed(copy), copy.rows("discrepancies")
    another = known | {"discrepancy_id": "another", "other_value": "88888"}
    copy.write("discrepancies", sorted([*rows, another], key=lambda row: row["discrepancy_id"]))
    options = ("--source", NEWS, *described(), "--rationale", "A later count.")
    assert write(copy, "set", "trials", {"enrollment": "99999"}, *options, key=known["record_id"]) == 0
    found = [row for row in copy.rows("discrepancies") if row["recorded_value"] == "99999"]
    assert sorted(row["other_value"] for row in found) == sorted(
        [known["recorded_value"], known["other_value"], "88888"]
    )
