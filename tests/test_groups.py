"""A new word of a vocabulary is put where it belongs, or a test says so: none is silently treated as none of these."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from regentrials import fields
from regentrials.groups import group
from regentrials.package import DataPackage, installed
from regentrials.views import AUTHORIZATIONS, EXTENSIONS, STAGES
from tests.conftest import ROOT, Copy

KIND = ("approvals", "decision_type")
GROUPED = [
    pytest.param(field, id=f"{table}.{name}")
    for table, resource in installed().resources.items()
    for name, field in resource.fields.items()
    if "groups" in field
]
# Words that are in no group, which is what their columns' readers take them for.
ALONE = {
    "cell_origin": {"adult_tissue", "perinatal", "cord_blood", "blood", "fetal", "unknown"},
    "status": {"completed", "suspended", "terminated", "unknown"}
    | {"available", "no_longer_available", "approved_for_marketing"},
    "decision_type": set(),
}


@pytest.mark.parametrize("field", GROUPED)
def test_a_group_is_of_words_of_its_column(field: dict[str, Any]) -> None:
    for name, listed in field["groups"].items():
        assert listed and set(listed) <= set(fields.words(field)), name
        assert len(set(listed)) == len(listed), name


@pytest.mark.parametrize("field", [param for param in GROUPED if param.values[0]["name"] in ALONE])
def test_each_word_is_in_a_group_or_known_to_be_in_none(field: dict[str, Any]) -> None:
    grouped = {word for listed in field["groups"].values() for word in listed}
    assert grouped | ALONE[field["name"]] == set(fields.words(field)), "put the new word into a group, or in ALONE"
    assert not grouped & ALONE[field["name"]]


def test_a_kind_of_decision_is_of_one_group(package: DataPackage) -> None:
    field = package.resource("approvals").fields["decision_type"]
    counts = Counter(word for listed in field["groups"].values() for word in listed)
    assert set(counts.values()) == {1}


def test_a_class_is_gene_modified_where_its_definition_says_so(package: DataPackage) -> None:
    field = package.resource("products").fields["product_class"]
    said = re.compile(r"gene-modified|engineered|chimeric", re.IGNORECASE)
    assert list(group("products", "product_class", "gene_modified")) == [
        word for word, meaning in fields.definitions(field).items() if said.search(meaning)
    ]


def test_an_origin_is_pluripotent_where_its_definition_says_so_or_by_how_the_cells_are_made(
    package: DataPackage,
) -> None:
    field = package.resource("products").fields["cell_origin"]
    said = re.compile(r"pluripotent|embryonic|unfertilized")
    stem = {word for word, meaning in fields.definitions(field).items() if said.search(meaning.lower())}
    assert set(group("products", "cell_origin", "pluripotent")) == stem


def test_extensions_stand_in_the_order_of_what_they_extend() -> None:
    """On condition first: `marketing_authorization` is extended by `indication_extension`."""
    assert [word.startswith("conditional_") for word in EXTENSIONS] == [True, False]
    assert [word.startswith("conditional_") for word in AUTHORIZATIONS] == [True, False]


def test_the_ladder_has_each_phase_that_is_a_step_towards_an_authorization(package: DataPackage) -> None:
    """Phase 4 comes after it. A designation, a hold and an end are no rungs, and an extension is no new one."""
    phases = fields.words(package.resource("trials").fields["phase"])
    assert [stage for stage in STAGES if stage in phases] == [
        phase for phase in phases if phase not in ("phase_4", "not_applicable")
    ]
    kinds = {word for name in ("permission", "exemption", "authorization") for word in group(*KIND, name)}
    assert {stage for stage in STAGES if stage not in phases} == kinds - {"trial_amendment"}


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("products", "{", "<<<<<<< HEAD\n{", "schemas/products.json:1 is not JSON"),
        ("approvals", '"groups"', '"grouped"', "the schema of approvals lists no words of decision_type under groups"),
        ("approvals", '"authorization": [', '"authorization": [3, ', "under groups, authorization; list them there"),
    ],
)
@pytest.mark.parametrize("verb", ["validate", "authorized JP"])
def test_a_slip_in_a_schema_is_one_line(copy: Copy, verb: str, table: str, old: str, new: str, told: str) -> None:
    """In a checkout, whose own schemas the package reads."""
    (copy.folder / "src").symlink_to(ROOT / "src")
    schema = copy.folder / "schemas" / f"{table}.json"
    text = schema.read_text("utf-8")
    assert old in text
    schema.write_text(text.replace(old, new, 1), "utf-8")
    command = [sys.executable, "-m", "regentrials", *verb.split()]
    environment = os.environ | {"PYTHONPATH": str(copy.folder / "src")}
    done = subprocess.run(command, check=False, capture_output=True, env=environment, cwd=copy.folder)
    said = done.stderr.decode()
    assert done.returncode == 2 and told in said and said.count("\n") == 1
