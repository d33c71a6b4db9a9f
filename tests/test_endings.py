"""How the command ends when the world is unkind: a full disk, a closed pipe, an interruption, a poor terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import regentrials as rt
from tests.conftest import ROOT, Copy
from tests.running import run


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_names_that_the_output_cannot_encode_are_printed_all_the_same(encoding: str) -> None:
    command = [sys.executable, "-m", "regentrials.cli", "show", "XS228"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u" in done.stdout


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
    status, _, err = run(capsys, "refresh", str(copy.folder))
    assert status == 2
    assert err.startswith(f"regentrials: {tmp_path / 'file'}")
    assert err.count("\n") == 1


def test_a_command_that_is_interrupted_while_it_loads_says_so(tmp_path: Path) -> None:
    (tmp_path / "regentrials").mkdir()
    (tmp_path / "regentrials/__init__.py").write_text("raise KeyboardInterrupt")
    code = "import sys, regentrials_command; sys.exit(regentrials_command.main())"
    environment = {"PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "regentrials: interrupted\n")


def test_the_command_that_is_installed_is_that_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"regentrials": "regentrials_command:main"}
    assert "src/regentrials_command.py" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "regentrials", "--version"]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == rt.__version__


@pytest.mark.parametrize("verb", ["summary", "validate", "refresh", "discover"])
def test_an_interrupted_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("regentrials.package.DataPackage.resource", interrupt)
    monkeypatch.setattr("regentrials.package.DataPackage.resources", property(interrupt))
    status, out, err = run(capsys, verb)
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
