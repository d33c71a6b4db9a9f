"""`regentrials new trial` writes a canonical, sourced row, or nothing and one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from regentrials.canonical import canonical_text
from regentrials.cli import main
from regentrials.skeleton import source_id
from regentrials.validation import validate
from tests.conftest import Copy

NEW = "NCT09999999"
URL = f"https://clinicaltrials.gov/study/{NEW}"


def _arguments(copy: Copy, **changes: str) -> list[str]:
    trial = copy.rows("trials")[0]
    given = {
        "title": "A study, with a comma",
        "product": trial["product_id"],
        "condition": trial["condition_id"],
        "sponsor": trial["sponsor_id"],
        "source": URL,
        "dir": str(copy.folder),
    } | changes
    number = given.pop("number", NEW)
    return ["new", "trial", number, *(word for name, value in given.items() for word in (f"--{name}", value))]


def _files(copy: Copy) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (copy.folder / "data").iterdir()}


def test_the_row_is_valid_canonical_and_sourced(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(_arguments(copy)) == 0
    out = capsys.readouterr().out
    assert out.count("changed: ") == 3
    assert f"then run: regentrials fix {copy.folder}" in out
    row = copy.package.resource("trials").by_key()[NEW]
    assert (row["registry"], row["title"], row["phase"]) == ("clinicaltrials_gov", "A study, with a comma", "")
    source = copy.package.resource("sources").by_key()[row["source_ids"]]
    assert (source["source_id"], source["url"]) == ("clinicaltrials-nct09999999", URL)
    for table in ("trials", "sources"):
        resource = copy.package.resource(table)
        assert resource.text() == canonical_text(resource)
    assert [str(finding) for finding in validate(copy.package)] == []


def test_the_document_may_be_described(copy: Copy) -> None:
    assert main(_arguments(copy, **{"source-title": "試験", "language": "ja", "publisher": "jRCT"})) == 0
    source = copy.package.resource("sources").by_key()["clinicaltrials-nct09999999"]
    assert (source["title"], source["language"], source["publisher"]) == ("試験", "ja", "jRCT")


def test_a_copy_leads_to_the_record(copy: Copy) -> None:
    address = f"https://copies.example.org/{NEW}"
    assert main(_arguments(copy, **{"source": address, "source-type": "registry_copy"})) == 0
    source = copy.package.resource("sources").by_key()["copies-example-nct09999999"]
    assert (source["url"], source["canonical_url"]) == (address, URL)


def test_a_known_document_is_named_not_added(copy: Copy) -> None:
    known = copy.rows("sources")[0]
    before = len(copy.rows("sources"))
    assert main(_arguments(copy, source=known["url"])) == 0
    assert len(copy.rows("sources")) == before
    assert copy.package.resource("trials").by_key()[NEW]["source_ids"] == known["source_id"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"number": "12345"}, "not the number of a registry"),
        ({"product": "no-such-product"}, "there is no row of products 'no-such-product'"),
        ({"condition": "x"}, "there is no row of conditions"),
        ({"sponsor": "x1x"}, "there is no row of organizations"),
        ({"source": "a book"}, "not a document's address"),
        ({"source": "https://exa mple.org/x", "source-type": "news"}, "url"),
        ({"title": " padded "}, "title"),
        ({"title": ""}, "title"),
        ({"study-type": "Trial"}, "study_type"),
        ({"read-on": "2025-02-30"}, "accessed_date"),
        ({"read-on": "2099-01-01"}, "not in the future"),
        ({"source-type": "rumour"}, "source_type"),
        ({"source": "https://blog.example.org/post"}, "is no page of the registry; say what it is"),
        ({"number": "unnumbered-a-study"}, "is no page of the registry; say what it is"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], change: dict[str, str], message: str
) -> None:
    before = _files(copy)
    assert main(_arguments(copy, **change)) == 2
    assert message in capsys.readouterr().err
    assert _files(copy) == before


@pytest.mark.usefixtures("full_disk")
def test_a_failed_write_changes_nothing(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    before = _files(copy)
    assert main(_arguments(copy)) == 2
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
        assert main(_arguments(copy, number=number)) == 2
        assert message in capsys.readouterr().err


def test_what_is_required_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", "trial", NEW])
    assert "--source" in capsys.readouterr().err


def test_only_a_folder_is_written_to(copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(_arguments(copy, dir=str(tmp_path / "none"))) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_source_ids() -> None:
    assert source_id("https://www.isrctn.com/ISRCTN12345678", "ISRCTN12345678") == "isrctn-isrctn12345678"
    assert source_id("https://www.example.org/a", NEW).startswith("example-")
