"""Each column is described once, completely."""

from __future__ import annotations

import re
from typing import Any

import pytest

from regentrials import fields, references
from regentrials.package import DataPackage, installed
from regentrials.readable import READABLE

CONTRACT = {
    "trials": "trial_id registry secondary_ids title product_id condition_id study_type phase status enrollment"
    " enrollment_type start_date primary_completion_date completion_date allocation masking sponsor_id countries"
    " parent_trial_id as_of source_ids notes",
    "approvals": "approval_id product_id jurisdiction agency decision_type decision_date date_basis condition_id"
    " indication trial_id status status_date follows_id regulator_ref source_ids notes",
    "sources": "source_id source_type title publisher url canonical_url published_date accessed_date language doi"
    " pmid notes",
    "products": "product_id name aliases inn brand_names developer_id cell_origin donor_relation product_class"
    " cell_type cell_type_id genetically_modified cell_line source_ids notes",
    "organizations": "organization_id name aliases organization_type country ror_id notes",
    "conditions": "condition_id name area mondo_id mesh_id icd10_code",
    "claims": "claim_id statement stated_in stated_on verdict finding records source_ids",
    "discrepancies": "discrepancy_id table record_id field recorded_value recorded_source_id other_value"
    " other_source_id rationale",
    "excluded_trials": "registry_id title reason source_ids notes",
}
COLUMNS = [
    pytest.param(resource, field, id=f"{resource.name}.{name}")
    for resource in installed().resources.values()
    for name, field in resource.fields.items()
]
# Ids of other vocabularies, and numbers of registries that have no table.
OTHERS_IDS = ("secondary_ids", "cell_type_id", "ror_id", "mondo_id", "mesh_id")
KNOWN = {
    "groups",
    *("name", "type", "title", "description", "example", "constraints", "role", "unit", "refersTo", "refersToAny"),
    *(
        "definitions",
        "ordered",
        "ranks",
        "idPatterns",
        "sharedNames",
        "recordUrl",
        "recordUrls",
        "trueValues",
        "falseValues",
    ),
}


@pytest.mark.parametrize("table", CONTRACT)
def test_contract_columns_exist(package: DataPackage, table: str) -> None:
    missing = set(CONTRACT[table].split()) - set(package.resource(table).fields)
    assert not missing, f"schemas/{table}.json lacks {missing}"


@pytest.mark.parametrize(("resource", "field"), COLUMNS)
def test_column_is_described(resource: Any, field: dict[str, Any]) -> None:
    assert not set(field) - KNOWN, f"unknown keys in schemas/{resource.name}.json {field['name']}"
    assert field["title"]
    assert field["description"].endswith("."), "a description is a sentence"
    assert field["example"]
    assert "constraints" in field


@pytest.mark.parametrize(("resource", "field"), COLUMNS)
def test_example_fits_its_column(resource: Any, field: dict[str, Any]) -> None:
    constraints = field.get("constraints", {})
    if words := fields.words(field):
        assert field["example"] in words
    elif field["type"] == "integer":
        assert int(field["example"]) >= constraints["minimum"]
    elif field["type"] == "boolean":
        assert field["example"] in ("true", "false")
    else:
        assert re.search(constraints["pattern"], field["example"])


@pytest.mark.parametrize(("resource", "field"), COLUMNS)
def test_ids_of_other_vocabularies_have_addresses(resource: Any, field: dict[str, Any]) -> None:
    """A reader who meets MONDO:0005180 can look up what it stands for."""
    # The registry's own numbers have theirs by registry, and an address needs none.
    foreign = re.match(r"\^\(\?:(?:MONDO|CL|\[CD\]|\[A-Z\]\\d\{2\})", field["constraints"].get("pattern", ""))
    assert bool(foreign) == ("recordUrl" in field)
    if foreign:
        address = field["recordUrl"].format(id=field["example"])
        assert address.startswith("https://")
        assert address.endswith(field["example"])


@pytest.mark.parametrize(("resource", "field"), COLUMNS)
def test_words_are_defined(resource: Any, field: dict[str, Any]) -> None:
    assert list(field.get("definitions", {})) == fields.words(field)
    for word, meaning in field.get("definitions", {}).items():
        assert meaning.endswith("."), f"{word}: a definition is a sentence"
        assert word != "NA", "readers turn NA into a blank"


@pytest.mark.parametrize(("resource", "field"), COLUMNS)
def test_patterns_are_grouped(resource: Any, field: dict[str, Any]) -> None:
    """frictionless compiles `a|b` as `^a|b$`."""
    pattern = field.get("constraints", {}).get("pattern")
    if pattern:
        assert pattern.startswith("^(?:") and pattern.endswith(")$")


@pytest.mark.parametrize("table", list(installed().resources))
def test_a_key_is_required_and_unique(package: DataPackage, table: str) -> None:
    resource = package.resource(table)
    limits = resource.fields[resource.key]["constraints"]
    assert limits["required"] is True and limits["unique"] is True


@pytest.mark.parametrize(("resource", "field"), COLUMNS)
def test_what_a_column_refers_to_is_the_key_of_a_table(resource: Any, field: dict[str, Any]) -> None:
    """A misspelt table would switch off the checks of its ids and the names beside them."""
    keys = {f"{name}.{other.key}" for name, other in resource.package.resources.items()}
    assert set(references.columns(field)) <= keys
    if field["name"].endswith(("_id", "_ids")) and field["name"] not in OTHERS_IDS and field["name"] != resource.key:
        assert references.columns(field)


@pytest.mark.parametrize("table", list(installed().resources))
def test_foreign_keys_are_the_columns_that_refer_to_one_table(package: DataPackage, table: str) -> None:
    resource = package.resource(table)
    stated = {
        key["fields"][0]: f"{key['reference']['resource'] or table}.{key['reference']['fields'][0]}"
        for key in resource.schema.get("foreignKeys", [])
    }
    single = {name: field["refersTo"] for name, field in resource.fields.items() if "refersTo" in field}
    assert stated == {name: target for name, target in single.items() if not fields.is_list(resource.fields[name])}


def test_no_readable_word_is_of_no_vocabulary(package: DataPackage) -> None:
    known = {
        word
        for resource in package.resources.values()
        for field in resource.fields.values()
        for word in fields.words(field)
    }
    assert not set(READABLE) - known


@pytest.mark.parametrize(
    ("word", "shown"),
    [("rmat", "RMAT"), ("ipsc", "iPSC"), ("phase_1_2", "phase 1/2"), ("car_t", "CAR-T"), ("in_force", "in force")],
)
def test_words_are_shown_as_people_write_them(word: str, shown: str) -> None:
    assert fields.readable(word) == shown


def test_every_registry_has_a_pattern(package: DataPackage) -> None:
    field = package.resource("trials").fields["registry"]
    assert set(field["idPatterns"]) == set(fields.words(field))


def test_every_source_type_has_a_rank(package: DataPackage) -> None:
    field = package.resource("sources").fields["source_type"]
    assert set(field["ranks"]) == set(fields.words(field))
