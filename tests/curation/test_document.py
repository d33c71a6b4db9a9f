"""The document behind a row: described once, known by its address, the best kind first."""

from __future__ import annotations

from datetime import date

import pytest

from regentrials import fields
from regentrials.curation import rows
from regentrials.curation.document import source_id
from tests.conftest import Copy
from tests.curation.writing import NEW, NEWS, URL, described, files, new_trial, row_of, write


def test_the_document_may_be_described(copy: Copy) -> None:
    options = ("--source-title", "試験", "--language", "ja", "--publisher", "jRCT", "--published", "2025-07")
    assert new_trial(copy, URL, *options) == 0
    source = row_of(copy, "sources", "clinicaltrials-nct09999999")
    assert [source[name] for name in ("title", "language", "publisher", "published_date")] == [*options[1::2]]


def test_a_copy_leads_to_the_record(copy: Copy) -> None:
    address = f"https://copies.example.org/{NEW}"
    assert new_trial(copy, address, "--source-type", "registry_copy") == 0
    source = row_of(copy, "sources", "copies-example-nct09999999")
    assert (source["url"], source["canonical_url"]) == (address, URL)


class _Later(date):
    @classmethod
    def today(cls) -> _Later:
        return cls(2099, 1, 1)


def test_a_document_read_before_the_package_was_made_does_not_move_its_date(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "date", _Later)
    before = copy.package.date
    assert new_trial(copy, URL, "--read-on", "2025-07-02") == 0
    assert copy.package.date == before
    assert row_of(copy, "sources", "clinicaltrials-nct09999999")["accessed_date"] == "2025-07-02"


def test_a_document_read_after_the_package_was_made_moves_its_date(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset is as of the newest day on which a document was read."""
    monkeypatch.setattr(rows, "date", _Later)
    row = copy.rows("trials")[0]
    options = ("--source", NEWS, *described(), "--read-on", "2098-07-02")
    assert write(copy, "set", "trials", {"notes": "Seen."}, *options, key=row["trial_id"]) == 0
    assert copy.package.date == "2098-07-02"


def test_a_document_by_itself_is_named_by_its_address(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    cells = {"url": NEWS, "title": "A document", "source_type": "news", "publisher": "A paper", "language": "en"}
    assert write(copy, "new", "sources", cells | {"accessed_date": "2026-11-01"}) == 0
    assert row_of(copy, "sources", source_id(NEWS))["publisher"] == "A paper"
    assert write(copy, "new", "sources", cells | {"url": "ftp://example.org"}) == 2
    assert "is not a document's address" in capsys.readouterr().err


def test_a_known_document_is_named_not_added(copy: Copy) -> None:
    known = copy.rows("sources")[0]
    before = len(copy.rows("sources"))
    assert new_trial(copy, known["url"]) == 0
    assert len(copy.rows("sources")) == before
    assert row_of(copy, "trials", NEW)["source_ids"] == known["source_id"]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--source-title", "Quite another title"),
        ("--source-type", "other"),
        ("--publisher", "Nobody"),
        ("--published", "1999"),
        ("--language", "de"),
    ],
)
def test_a_known_document_is_not_described_otherwise(
    copy: Copy, capsys: pytest.CaptureFixture[str], option: str, told: str
) -> None:
    known, before = copy.rows("sources")[0], files(copy)
    assert new_trial(copy, known["url"], option, told) == 2
    said = capsys.readouterr().err
    assert f"is known as {known['source_id']}, with the " in said
    assert f"leave {option} out, or correct it (regentrials set sources {known['source_id']} " in said
    assert files(copy) == before


@pytest.mark.parametrize("spelt", ["http://", "https://www."])
def test_a_known_document_is_known_however_its_address_is_spelt(copy: Copy, spelt: str) -> None:
    known = next(row for row in copy.rows("sources") if row["url"].startswith("https://clinicaltrials.gov/"))
    assert new_trial(copy, known["url"].replace("https://", spelt) + "/") == 0
    assert row_of(copy, "trials", NEW)["source_ids"] == known["source_id"]


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ("a book", described(), "not a document's address"),
        ("https://localhost/x", described(), "not a document's address"),
        ("ftp://example.org/x", described(), "not a document's address"),
        ("https://[foo", described(), "not a document's address"),
        ("https://user:pw@example.org/x", described(), "and holds no user's name"),
        ("https://exa mple.org/x", described(), "url"),
        (URL, ("--read-on", "2025-02-30"), "accessed_date"),
        (URL, ("--read-on", "2025"), "make it a day (2025-07-02)"),
        (URL, ("--read-on", "2099-01-01"), "correct the date\n"),
        (URL, ("--language", "xx"), "language"),
        (URL, ("--source-type", "rumour"), "source_type"),
        ("https://clinicaltrials.gov/study/NCT00000001", (), "is no page of the record of NCT09999999"),
        (NEWS, ("--source-type", "news"), "give its own title"),
        ("https://blog.example.org/post", (), "is no page of the record of NCT09999999; say what it is"),
    ],
)
def test_a_document_that_does_not_fit_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], source: str, options: tuple[str, ...], message: str
) -> None:
    before = files(copy)
    assert new_trial(copy, source, *options) == 2
    assert message in capsys.readouterr().err
    assert files(copy) == before


def test_the_page_of_a_study_that_is_left_out_needs_no_description(copy: Copy) -> None:
    cells = {"registry_id": NEW, "title": "A study", "reason": "not_pluripotent"}
    assert write(copy, "new", "excluded_trials", cells, "--source", URL) == 0
    source = row_of(copy, "sources", "clinicaltrials-nct09999999")
    assert (source["publisher"], source["source_type"]) == ("ClinicalTrials.gov", "registry_record")


def test_a_known_address_is_not_a_second_document(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    known = copy.rows("sources")[0]
    assert write(copy, "new", "sources", known | {"source_id": "another-id"}) == 2
    assert f"is that of {known['source_id']} already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "kept", "key"),
    [
        ("https://例え.jp/ページ", "https://例え.jp/ページ", "xn-r8jz45g-338d64f5"),
        ("HTTPS://Example.org/x", "https://Example.org/x", "example-"),
    ],
)
def test_addresses_are_of_any_script_and_in_capitals(copy: Copy, address: str, kept: str, key: str) -> None:
    assert new_trial(copy, address, *described()) == 0
    source = row_of(copy, "sources", row_of(copy, "trials", NEW)["source_ids"])
    assert source["url"] == kept
    assert source["source_id"].startswith(key)


def test_no_address_in_the_tables_holds_a_users_name(copy: Copy) -> None:
    field = copy.package.resource("sources").fields["url"]
    assert not fields.fits(field, "https://user:pw@example.org/x")
    assert fields.fits(field, "https://example.org/@user?x=a@b#c")


def test_a_record_has_one_id_whoever_adds_it(copy: Copy) -> None:
    cells = {"url": URL, "title": "A", "source_type": "registry_record", "publisher": "ClinicalTrials.gov"}
    assert write(copy, "new", "sources", cells) == 0
    row = row_of(copy, "sources", f"clinicaltrials-{NEW.lower()}")
    assert (row["language"], row["accessed_date"]) == ("en", date.today().isoformat())
    assert write(copy, "new", "sources", cells | {"url": f"{URL}?tab=history"}) == 0
    keys = [row["source_id"] for row in copy.rows("sources") if row["title"] == "A"]
    assert keys[0] == f"clinicaltrials-{NEW.lower()}" and keys[1].startswith(f"{keys[0]}-")


def test_source_ids() -> None:
    assert source_id("https://www.isrctn.com/ISRCTN12345678", "ISRCTN12345678") == "isrctn-isrctn12345678"
    assert source_id("https://www.example.org/a", NEW).startswith("example-")


def test_an_id_is_for_ever() -> None:
    """An address gets the id that it always got, whatever becomes of the code that makes it."""
    assert source_id("https://example.org/x") == "example-bc7ad374"


def test_two_addresses_with_one_number_are_two_documents(copy: Copy) -> None:
    addresses = [f"https://copies.example.org/{NEW}", f"https://copies.example.org/{NEW}?lang=en"]
    assert new_trial(copy, addresses[0], "--source-type", "registry_copy") == 0
    assert write(copy, "set", "trials", {"phase": "phase_1"}, "--source", addresses[1], *described(), key=NEW) == 0
    ids = row_of(copy, "trials", NEW)["source_ids"].split(";")
    assert [row_of(copy, "sources", key)["url"] for key in ids] == addresses
