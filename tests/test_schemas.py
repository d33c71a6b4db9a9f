"""Each column is described once, completely."""

from __future__ import annotations

import re
from typing import Any

import pytest

from regentrials import fields
from regentrials.package import DataPackage, installed

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
KNOWN = {
    *("name", "type", "title", "description", "example", "constraints", "role", "unit", "refersTo", "refersToAny"),
    *("definitions", "ordered", "ranks", "idPatterns", "recordUrl", "recordUrls", "trueValues", "falseValues"),
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


def test_every_registry_has_a_pattern(package: DataPackage) -> None:
    field = package.resource("trials").fields["registry"]
    assert set(field["idPatterns"]) == set(fields.words(field))


def test_every_source_type_has_a_rank(package: DataPackage) -> None:
    field = package.resource("sources").fields["source_type"]
    assert set(field["ranks"]) == set(fields.words(field))
