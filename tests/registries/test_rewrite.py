"""A change is written with all that follows from it, or not at all; and a run that stopped goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.package import opened
from regentrials.registries import refresh
from regentrials.registries.snapshots import default_root
from regentrials.rewrite import draft
from tests.conftest import ROOT, Copy
from tests.registries.runs import LATER, TODAY
from tests.registries.server import Reply, Server
from tests.registries.worlds import ClinicalTrials


def test_what_is_derived_in_a_repository_follows(copy: Copy) -> None:
    for name in ("README.md", "CHANGELOG.md", "CITATION.cff", ".zenodo.json"):
        shutil.copy(ROOT / name, copy.folder)
    rows = copy.rows("trials")
    rows[0]["title"] = "Another title"
    with draft(copy.package, {"trials": rows[::-1]}, LATER.isoformat()) as changed:
        written = {path.name for path in changed.install()}
    assert written == {"trials.csv", "datapackage.json"}
    script = [sys.executable, str(ROOT / "scripts/derive.py"), str(copy.folder)]
    subprocess.run(script, check=True, capture_output=True)
    package = opened(copy.folder)
    assert f"## {package.version} ({LATER})" in (copy.folder / "CHANGELOG.md").read_text("utf-8")
    assert LATER.isoformat() in (copy.folder / "CITATION.cff").read_text("utf-8")


def test_the_date_of_the_package_never_goes_back(copy: Copy) -> None:
    before = copy.package.date
    with draft(copy.package, {}, "2001-01-01") as changed:
        assert changed.package.date == before
        assert changed.install() == []


def test_a_draft_that_breaks_a_rule_can_not_be_installed(copy: Copy) -> None:
    rows = copy.rows("trials")
    rows[0].update(start_date="2024-05", completion_date="2020-01")
    with draft(copy.package, {"trials": rows}, TODAY.isoformat()) as changed:
        assert [finding.rule for finding in changed.findings] == ["dates in order"]
        with pytest.raises(RegenTrialsError, match="dates in order"):
            changed.install()
    assert copy.rows("trials")[0]["start_date"] != "2024-05"


def test_an_interrupted_run_goes_on_where_it_stopped(copy: Copy, world: ClinicalTrials, server: Server) -> None:
    down = [True]
    last = list(world.records)[-1]
    server.first(lambda asked: Reply("", 503) if down[0] and last in asked.params.get("filter.ids", "") else None)
    day = date(2026, 11, 22)
    first = refresh.refresh(copy.package, copy.folder, today=day)
    assert last in {problem.trial_id for problem in first.problems}
    asked = len(server.asked)
    down[0] = False
    second = refresh.refresh(copy.package, copy.folder, today=day)
    again = [item.params["filter.ids"].split(",") for item in server.asked[asked:] if "filter.ids" in item.params]
    assert last not in {problem.trial_id for problem in second.problems}
    assert [len(ids) for ids in again] == [len(world.records) % 100], "the first hundred are kept"
    assert "/version" not in [item.path for item in server.asked[asked:]]


def test_an_interruption_is_no_accident(
    copy: Copy, world: ClinicalTrials, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("regentrials.registries.refresh.Comparer.compare", interrupt)
    assert main(["refresh", str(copy.folder), "--write"]) == 130
    assert "goes on from there" in capsys.readouterr().err
    assert not list(default_root().rglob("complete"))
    assert list(default_root().rglob("*.json")), "what was read is kept"


def test_where_answers_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGENTRIALS_SNAPSHOTS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_root() == tmp_path / "regentrials/snapshots"
    monkeypatch.setenv("REGENTRIALS_SNAPSHOTS", str(tmp_path / "elsewhere"))
    assert default_root() == tmp_path / "elsewhere"
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
    assert {"snapshots", "regentrials-review"} <= ignored, "what was read holds contact data"


def test_a_look_leaves_the_datas_folder_alone(
    copy: Copy, registries: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REGENTRIALS_SNAPSHOTS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = sorted(copy.folder.rglob("*"))
    assert main(["refresh", str(copy.folder)]) == 3
    assert main(["discover", str(copy.folder), "--output", str(tmp_path / "review")]) == 0
    assert sorted(copy.folder.rglob("*")) == before
    assert list((tmp_path / "cache/regentrials/snapshots").rglob("*.json"))


def test_answers_that_can_not_be_kept_name_the_setting(
    copy: Copy, registries: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("REGENTRIALS_SNAPSHOTS", str(tmp_path / "file"))
    assert main(["refresh", str(copy.folder)]) == 2
    said = capsys.readouterr().err
    assert "can't be written (Not a directory); name another place in REGENTRIALS_SNAPSHOTS" in said


def test_without_the_extra_the_command_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['requests'] = None; from regentrials.cli import main;"
        "print(main(['refresh']), main(['discover']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 2\n"
    assert done.stderr.count("pip install 'regentrials[refresh]'") == 2


def test_refreshing_needs_no_other_extra() -> None:
    code = (
        "import sys, regentrials.registries.refresh, regentrials.registries.review;"
        "print(sorted({'frictionless', 'pandera', 'tqdm'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
