"""The metadata for machines agree with the descriptor, the schemas and the files."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import metadata
import pytest
from derive import citation_cff

from regentrials import fields
from regentrials.package import DataPackage
from tests.conftest import ROOT, Copy

FILES = ("croissant.json", "schema-org.jsonld", "dcat.jsonld")


def _json(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((ROOT / name).read_text("utf-8"))
    return value


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _values(item)
    else:
        yield value


@pytest.mark.parametrize("name", [*FILES, ".zenodo.json", "CITATION.cff"])
def test_every_description_states_the_same(package: DataPackage, name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for wanted in (package.version, package.date, package.descriptor["title"]):
        assert wanted in text, f"{name} does not state {wanted}; run: make fix"
    assert re.search(r"CC-BY-4\.0|licenses/by/4\.0", text, re.IGNORECASE)


@pytest.mark.parametrize("name", FILES)
def test_checksums_are_those_of_the_files(package: DataPackage, name: str) -> None:
    digests = {hashlib.sha256(r.text().encode()).hexdigest() for r in package.resources.values()}
    found = {value for value in _values(_json(name)) if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value)}
    assert found == digests


def test_croissant_has_every_column_of_the_schemas(package: DataPackage) -> None:
    described = {f["@id"]: f for rs in _json("croissant.json")["recordSet"] for f in rs["field"]}
    wanted = {f"{name}/{f}": field for name, r in package.resources.items() for f, field in r.fields.items()}
    assert list(described) == list(wanted)
    for name, field in wanted.items():
        assert described[name]["description"] == field["description"]
        assert bool(described[name].get("repeated")) == fields.is_list(field)


def test_croissant_keys_are_columns_of_their_tables() -> None:
    for record_set in _json("croissant.json")["recordSet"]:
        assert record_set["key"]["@id"] in {field["@id"] for field in record_set["field"]}


def test_no_description_gives_an_address_that_the_descriptor_lacks(package: DataPackage) -> None:
    """The dataset has no public home until the descriptor has one: nobody is to be sent to a made-up place."""
    home = package.descriptor.get("homepage")
    assert _json("schema-org.jsonld").get("url") == home
    assert _json("dcat.jsonld").get("dcat:landingPage", {}).get("@id") == home


def test_a_homepage_that_the_descriptor_has_is_in_every_description(copy: Copy) -> None:
    file = copy.folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"homepage": "https://home.example.org"}), "utf-8")
    package = copy.package
    texts = (citation_cff(package), metadata.schema_org(package.descriptor), metadata.dcat(package.descriptor))
    assert ["https://home.example.org" in text for text in texts] == [True, True, True]


@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_reads_every_table(package: DataPackage, caplog: pytest.LogCaptureFixture) -> None:
    mlcroissant = pytest.importorskip(
        "mlcroissant", reason="mlcroissant is not installed: croissant.json was not tried"
    )
    with caplog.at_level(logging.WARNING):
        dataset = mlcroissant.Dataset(jsonld=str(ROOT / "croissant.json"))
    assert dataset.metadata.issues.errors == set()
    assert [record.getMessage() for record in caplog.records if "standard" in record.getMessage()] == []
    for name, resource in package.resources.items():
        found = [record[f"{name}/{resource.key}"].decode() for record in dataset.records(name)]
        assert found == [row[resource.key] for _, row in resource.rows()]
