"""The command prints what it says and exits as it says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import regentrials as rt
from tests.conftest import ROOT, Copy
from tests.running import run


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "tables")
    assert status == 0
    assert "excluded_trials" in out


def test_summary_counts(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "summary")
    assert f"trials           {len(rt.load_trials()):>5}" in out
    assert rt.__version__ in out


def test_describe_lists_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "describe", "approvals")
    assert "decision_type (category, required)" in out
    assert "trial_authorization: A trial in people may start" in out
    assert "fast_track: The FDA's Fast Track status. Not an approval.\n" in out


def test_describe_tells_what_a_contributor_needs(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "describe", "trials")
    blocks = {block.split(" (")[0]: block for block in re.split(r"\n(?=\S)", out)}
    assert blocks["product_id"].endswith("\n    refers to products.product_id; e.g. xs228")
    assert blocks["enrollment"].endswith("\n    in participants; at least 0 and at most 100000; e.g. 12")
    assert "e.g." not in blocks["phase"], "its words are listed"


def test_a_closed_output_is_no_traceback() -> None:
    closed = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m regentrials cite >&-"], capture_output=True, text=True, check=False
    )
    assert (closed.returncode, closed.stderr) == (0, "")


def test_describe_reads_the_named_package(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    schema = copy.folder / "schemas/trials.json"
    schema.write_text(schema.read_text("utf-8").replace("The registry's public title;", "What it is called;"), "utf-8")
    assert "What it is called;" in run(capsys, "describe", "trials", "--dir", str(copy.folder))[1]
    assert "What it is called;" not in run(capsys, "describe", "trials")[1]


def test_a_style_after_the_records_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "cite", "--sources-of", "XS228", "bibtex")
    assert status == 2
    assert "name it first: cite bibtex --sources-of" in err


def test_export_names_the_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "export", "--format", "csv,sqlite", "--output", str(tmp_path))
    assert status == 0
    assert all(Path(line).is_file() for line in out.splitlines())


def test_formats_may_be_spaced_and_repeated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "export", "--format", "sqlite, csv,sqlite", "--output", str(tmp_path))
    assert status == 0
    assert sorted(out.splitlines()) == sorted(str(file) for file in tmp_path.iterdir())


def test_cite(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "cite", "bibtex")[1].startswith("@dataset{")
    assert "http" in run(capsys, "cite", "apa", "--sources-of", "NCT06976229")[1]


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
    status, out, err = run(capsys, "cite", "--dir", str(copy.folder))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"datapackage.json can't be cited; {key}: " in err
    status, out, _ = run(capsys, "validate", str(copy.folder))
    assert status == 1
    assert f"datapackage.json {key}  can be cited" in out


def test_validate_a_good_package(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    assert run(capsys, "validate", str(copy.folder)) == (0, "valid: no failures\n", "")


def test_validate_a_broken_package(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(status="Recruiting"))
    status, out, _ = run(capsys, "validate", str(copy.folder))
    assert status == 1
    assert "data/trials.csv:2 status" in out
    status, out, _ = run(capsys, "validate", str(copy.folder), "--json")
    assert (status, json.loads(out)[0]["file"]) == (1, "data/trials.csv")


def test_validate_of_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "validate", str(tmp_path))
    assert status == 2
    assert "is it a data package's folder?" in err


def test_an_empty_name_is_not_the_installed_data(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["validate", ""], ["summary", "--dir", ""]):
        status, _, err = run(capsys, *arguments)
        assert status == 2
        assert "is no place; name a data package" in err


def test_diff_says_which_package_is_broken(capsys: pytest.CaptureFixture[str], copy: Copy) -> None:
    with (copy.folder / "data/trials.csv").open("a") as file:
        file.write('"open quote')
    for pair in ([str(copy.folder), str(ROOT)], [str(ROOT), str(copy.folder)]):
        status, _, err = run(capsys, "diff", *pair)
        assert status == 2
        assert f"{copy.folder}/data/trials.csv:" in err


def test_diff(capsys: pytest.CaptureFixture[str], copy: Copy, tmp_path: Path) -> None:
    import shutil

    old = tmp_path / "old"
    shutil.copytree(copy.folder, old)
    copy.change("trials", lambda row: row.update(title="Another title"))
    assert "Another title" in run(capsys, "diff", str(old), str(copy.folder))[1]
    changes = json.loads(run(capsys, "diff", str(old), str(copy.folder), "--json")[1])
    assert changes["trials"]["changed"][0]["column"] == "title"
