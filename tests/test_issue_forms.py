"""The issue forms fit their schema, ask for a source, and know the words of the tables."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from regentrials.package import DataPackage
from tests.conftest import ROOT

yaml = pytest.importorskip("yaml")
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def _fields(form: Any) -> dict[str, Any]:
    return {part["id"]: part for part in yaml.safe_load(form.read_text("utf-8"))["body"] if "id" in part}


def test_there_are_three() -> None:
    assert [form.stem for form in FORMS] == ["add-a-decision", "add-a-trial", "correct-a-fact"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_source_is_required(form: Any) -> None:
    assert _fields(form)["source"]["validations"]["required"] is True


def test_forms_fit_the_schema() -> None:
    pytest.importorskip("check_jsonschema")
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-issue-forms",
        *map(str, FORMS),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "invalid choice" in done.stderr or "Invalid value" in done.stderr:
        pytest.skip("this check-jsonschema has no schema of issue forms")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_decisions_offered_are_those_of_the_table(package: DataPackage) -> None:
    (form,) = (form for form in FORMS if form.stem == "add-a-decision")
    words = package.resource("approvals").fields["decision_type"]["constraints"]["enum"]
    assert _fields(form)["decision_type"]["attributes"]["options"] == words
