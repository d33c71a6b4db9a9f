"""The workflows run what a maintainer runs, with no more rights than they need."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
# Its commit could not be read in the action's own repository; the workflow says so.
TAGGED = {"pypa/gh-action-pypi-publish"}


def _read(file: Path) -> dict[Any, Any]:
    value: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return value


def _steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def _made(run: str) -> list[str]:
    return [target for called in re.findall(r"\bmake ([a-z ]+)", run) for target in called.split()]


def test_there_are_five() -> None:
    assert [file.stem for file in FILES] == ["ci", "docs", "links", "refresh", "release"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_actions_are_pinned_by_commit(file: Path) -> None:
    for step in _steps(_read(file)):
        if "uses" in step:
            action, _, commit = step["uses"].partition("@")
            assert action in TAGGED or re.fullmatch(r"[0-9a-f]{40}", commit), step["uses"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rights_are_given_by_the_job_that_needs_them(file: Path) -> None:
    workflow = _read(file)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    text = file.read_text("utf-8")
    assert "pull_request_target" not in text
    # An expression inside a script is somebody else's text run as a command.
    assert not any("${{" in step.get("run", "") for step in _steps(workflow))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_make_targets_exist(file: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    wanted = {target for step in _steps(_read(file)) for target in _made(step.get("run", ""))}
    assert wanted
    assert wanted <= targets


@pytest.mark.parametrize("run", ["make lint nonsense", "set -e; make lint nonsense", "cd x\nmake lint nonsense | tee"])
def test_make_targets_are_found_anywhere_in_a_step(run: str) -> None:
    assert _made(run) == ["lint", "nonsense"]


def test_what_is_tagged_has_passed_what_a_change_must_pass() -> None:
    """Each target of .ci/run: a version whose site does not build is not published."""
    wanted = _made((ROOT / ".ci/run").read_text("utf-8"))
    for name in ("ci", "release"):
        made = [
            target
            for step in _steps(_read(ROOT / f".github/workflows/{name}.yml"))
            for target in _made(step.get("run", ""))
        ]
        assert made == wanted, name


def test_other_peoples_sites_never_stop_a_pull_request() -> None:
    for name in ("links", "refresh"):
        # YAML reads the key `on` as true.
        assert set(_read(ROOT / f".github/workflows/{name}.yml")[True]) == {"schedule", "workflow_dispatch"}


def test_the_site_is_built_for_the_address_where_it_will_stand() -> None:
    """Else each link of its page for wrong addresses leads to another site of the same host."""
    steps = _read(ROOT / ".github/workflows/docs.yml")["jobs"]["build"]["steps"]
    made = [step.get("run") for step in steps].index("make docs")
    (asked,) = [step for step in steps[:made] if step.get("id") == "pages"]
    assert asked["uses"].startswith("actions/configure-pages@")
    assert steps[made]["env"]["REGENTRIALS_SITE_URL"] == "${{ steps.pages.outputs.base_url }}/"
