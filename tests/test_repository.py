"""What is derived is fresh, and the wheel holds what git holds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import regentrials as rt
from regentrials.package import DataPackage
from tests.conftest import ROOT, Copy

in_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an archive of the sources has no history to look at")


def _script(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / name), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_derived_files_are_fresh() -> None:
    done = _script("derive.py", "--check")
    assert done.returncode == 0, f"{done.stdout}run: make fix"


def test_stale_derived_files_are_seen_and_mended(copy: Copy) -> None:
    for name in ("README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy.folder)
    copy.write("claims", copy.rows("claims")[1:])
    assert _script("derive.py", str(copy.folder), "--check").returncode == 1
    assert _script("derive.py", str(copy.folder)).returncode == 0
    assert _script("derive.py", str(copy.folder), "--check").returncode == 0
    assert f"| `claims` | {len(copy.rows('claims'))} |" in (copy.folder / "README.md").read_text("utf-8")


def test_the_counts_of_an_earlier_version_stay(copy: Copy) -> None:
    for name in ("README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy.folder)
    file = copy.folder / "datapackage.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "version": "2099.01.0"}), "utf-8")
    copy.write("claims", copy.rows("claims")[1:])
    before = (copy.folder / "CHANGELOG.md").read_text("utf-8")
    assert _script("derive.py", str(copy.folder)).returncode == 0
    assert (copy.folder / "CHANGELOG.md").read_text("utf-8") == before


def test_version_is_a_calendar_version(package: DataPackage) -> None:
    assert re.fullmatch(r"20\d\d\.(?:0[1-9]|1[0-2])\.\d+", package.version)
    assert rt.__version__ == package.version


def test_changelog_begins_with_the_version(package: DataPackage) -> None:
    head = next(line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## "))
    assert head == f"## {package.version} ({package.date})"


def test_changelog_states_the_row_counts(package: DataPackage) -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    for name, resource in package.resources.items():
        assert f"| `{name}` | {resource.entry['rowCount']} |" in text, f"CHANGELOG.md: rows of {name}"


def test_descriptor_names_licences_contributors_sources(package: DataPackage) -> None:
    descriptor = package.descriptor
    assert descriptor["$schema"].startswith("https://datapackage.org/profiles/2.0/")
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert descriptor["contributors"][0]["title"] == "RegenTrials contributors"
    assert descriptor["sources"]
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", entry["hash"]) for entry in descriptor["resources"])


def test_zenodo_says_dataset() -> None:
    assert json.loads((ROOT / ".zenodo.json").read_text("utf-8"))["upload_type"] == "dataset"


def test_readme_code_prints_what_it_shows() -> None:
    """The README's Python lines, run, print the README's output."""
    block = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    lines = block[1].splitlines()
    code = "\n".join(line[4:] for line in lines if line.startswith(">>> "))
    wanted = [line.rstrip() for line in lines if not line.startswith(">>> ")]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line.rstrip() for line in done.stdout.splitlines()] == wanted


@in_git
def test_wheel_holds_what_git_holds(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    prefix = "regentrials/datapackage/"
    found = {name.removeprefix(prefix) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(prefix)}
    tracked = subprocess.run(
        ["git", "ls-files", "data", "schemas", "datapackage.json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert found == set(tracked.stdout.split())


@in_git
def test_no_lock_files_and_no_machine_paths() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    assert not {Path(name).name for name in tracked} & {
        "uv.lock",
        "pylock.toml",
        "package-lock.json",
        "poetry.lock",
    }
