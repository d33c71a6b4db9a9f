"""The command prints what it says and exits as it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import regentrials as rt
from regentrials.cli import main
from tests.conftest import ROOT, Copy


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _run(capsys, "tables")
    assert status == 0
    assert "excluded_trials" in out


def test_summary_counts(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "summary")
    assert f"trials           {len(rt.load_trials()):>5}" in out
    assert rt.__version__ in out


@pytest.mark.parametrize("record", ["XS228", "NCT06976229", "xs228-us-orphan-designation", "fda", "parkinson-disease"])
def test_show_prints_a_card(capsys: pytest.CaptureFixture[str], record: str) -> None:
    status, out, _ = _run(capsys, "show", record)
    assert status == 0
    assert record.casefold() in out.casefold()
    assert all(len(line) <= 100 or "http" in line for line in out.splitlines()[2:])


@pytest.mark.parametrize("verb", ["show FT819", "describe approvals"])
def test_lines_are_folded_to_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(verb.split()) == 0
    lines = capsys.readouterr().out.splitlines()
    # A word that is longer than its line stays whole: it is an address or an id.
    assert all(len(line) <= 60 or len(line.split()[-1]) > 30 for line in lines)
    assert max(len(line) for line in lines) > 55


def test_show_of_a_product_has_history_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "show", "XS228")
    assert out.index("History") < out.index("Sources")
    assert "orphan designation" in out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_names_that_the_output_cannot_encode_are_printed_all_the_same(encoding: str) -> None:
    command = [sys.executable, "-m", "regentrials.cli", "show", "XS228"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u" in done.stdout


def test_show_of_an_unknown_record(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = _run(capsys, "show", "no such thing")
    assert (status, out) == (2, "")
    assert "there is no record 'no such thing'" in err


@pytest.mark.parametrize("kind", rt.tables()["table"])
def test_every_kind_of_card_prints(kind: str) -> None:
    from regentrials.card import card

    for key in rt.load(kind).iloc[:5, 0]:
        assert f"({kind}: {key})" in " ".join(card(key).split())


def test_a_decisions_card_leads_to_what_came_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rt.load_approvals().dropna(subset="follows_id")
    later, earlier = rows.iloc[0][["approval_id", "follows_id"]]
    for key, title, other in ((later, "Follows ", earlier), (earlier, "Followed by\n", later)):
        assert main(["show", key]) == 0
        assert other in capsys.readouterr().out.split(title)[1]


def test_a_left_out_trials_card_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    trial = rt.load_excluded_trials().iloc[0]
    _, out, _ = _run(capsys, "show", trial["registry_id"])
    assert trial["reason"].replace("_", " ") in out
    assert "Sources" in out


def test_a_claims_card_names_its_own_document(capsys: pytest.CaptureFixture[str]) -> None:
    claim = rt.load_claims().iloc[0]
    facts, _, sources = _run(capsys, "show", claim["claim_id"])[1].partition("\nSources\n")
    assert claim["stated_in"] in facts
    assert rt.load_sources().set_index("source_id").loc[claim["stated_in"], "url"] in sources


def test_describe_lists_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "describe", "approvals")
    assert "decision_type (category, required)" in out
    assert "trial_authorization: A trial in people may start" in out
    assert "fast_track: The FDA's Fast Track status. Not an approval.\n" in out


def test_describe_reads_the_named_package(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    schema = copy.folder / "schemas/trials.json"
    schema.write_text(schema.read_text("utf-8").replace("The registry's public title;", "What it is called;"), "utf-8")
    assert "What it is called;" in _run(capsys, "describe", "trials", "--dir", str(copy.folder))[1]
    assert "What it is called;" not in _run(capsys, "describe", "trials")[1]


def test_a_style_after_the_records_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = _run(capsys, "cite", "--sources-of", "XS228", "bibtex")
    assert status == 2
    assert "name it first: cite bibtex --sources-of" in err


def test_export_names_the_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = _run(capsys, "export", "--format", "csv,sqlite", "--output", str(tmp_path))
    assert status == 0
    assert all(Path(line).is_file() for line in out.splitlines())


def test_formats_may_be_spaced_and_repeated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = _run(capsys, "export", "--format", "sqlite, csv,sqlite", "--output", str(tmp_path))
    assert status == 0
    assert sorted(out.splitlines()) == sorted(str(file) for file in tmp_path.iterdir())


def test_cite(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "cite", "bibtex")[1].startswith("@dataset{")
    assert "http" in _run(capsys, "cite", "apa", "--sources-of", "NCT06976229")[1]


@pytest.mark.parametrize(
    ("key", "value"),
    [("created", None), ("created", "2026-02-30"), ("licenses", None), ("licenses", [{}]), ("contributors", [1])],
)
def test_what_cannot_be_cited_is_one_clear_error_and_a_failure(
    capsys: pytest.CaptureFixture[str], copy: Copy, key: str, value: object
) -> None:
    descriptor = json.loads((copy.folder / "datapackage.json").read_text("utf-8"))
    descriptor.pop(key)
    descriptor.update({key: value} if value else {})
    (copy.folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    status, out, err = _run(capsys, "cite", "--dir", str(copy.folder))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"datapackage.json can't be cited; {key}: " in err
    status, out, _ = _run(capsys, "validate", str(copy.folder))
    assert status == 1
    assert f"datapackage.json {key}  can be cited" in out


def test_validate_a_good_package(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    assert _run(capsys, "validate", str(copy.folder)) == (0, "valid: no failures\n", "")


def test_validate_a_broken_package(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(status="Recruiting"))
    status, out, _ = _run(capsys, "validate", str(copy.folder))
    assert status == 1
    assert "data/trials.csv:2 status" in out
    status, out, _ = _run(capsys, "validate", str(copy.folder), "--json")
    assert (status, json.loads(out)[0]["file"]) == (1, "data/trials.csv")


def test_validate_of_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = _run(capsys, "validate", str(tmp_path))
    assert status == 2
    assert "is it a data package's folder?" in err


def test_an_empty_name_is_not_the_installed_data(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["validate", ""], ["summary", "--dir", ""]):
        status, _, err = _run(capsys, *arguments)
        assert status == 2
        assert "is no place; name a data package" in err


def test_diff_says_which_package_is_broken(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    with (copy.folder / "data/trials.csv").open("a") as file:
        file.write('"open quote')
    for pair in ([str(copy.folder), str(ROOT)], [str(ROOT), str(copy.folder)]):
        status, _, err = _run(capsys, "diff", *pair)
        assert status == 2
        assert f"{copy.folder}/data/trials.csv:" in err


def test_diff(capsys: pytest.CaptureFixture[str], copy: Copy, tmp_path: Path) -> None:
    import shutil

    old = tmp_path / "old"
    shutil.copytree(copy.folder, old)
    copy.change("trials", lambda row: row.update(title="Another title"))
    assert "Another title" in _run(capsys, "diff", str(old), str(copy.folder))[1]
    changes = json.loads(_run(capsys, "diff", str(old), str(copy.folder), "--json")[1])
    assert changes["trials"]["changed"][0]["column"] == "title"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_one_clear_error() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "regentrials.cli", "show", "XS228"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    message = "regentrials: the output can't be written (No space left on device)\n"
    assert (done.returncode, done.stderr) == (2, message)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "regentrials.cli", "show", "XS228"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_that_cannot_be_used_is_named(
    capsys: pytest.CaptureFixture[str], copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("REGENTRIALS_SNAPSHOTS", str(tmp_path / "file"))
    copy.write("trials", [])
    status, _, err = _run(capsys, "refresh", str(copy.folder))
    assert status == 2
    assert err.startswith(f"regentrials: {tmp_path / 'file'}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("verb", ["summary", "validate", "refresh", "discover"])
def test_an_interrupted_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("regentrials.package.DataPackage.resource", interrupt)
    monkeypatch.setattr("regentrials.package.DataPackage.resources", property(interrupt))
    status, out, err = _run(capsys, verb)
    assert (status, out) == (130, "")
    assert err.endswith("regentrials: interrupted\n")
    assert ("what was read is kept" in err) == (verb in ("refresh", "discover"))


def test_loading_never_imports_the_heavy_parts() -> None:
    code = (
        "import sys, regentrials as rt; rt.load_trials(); rt.overview();"
        "print(sorted({'frictionless', 'pandera', 'requests', 'pyarrow.parquet'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
