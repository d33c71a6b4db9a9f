"""The metadata for machines agree with the descriptor, the schemas and the files."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import metadata
import pytest
from derive import citation_cff, zenodo

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


def _with(copy: Copy, **stated: str) -> dict[str, str]:
    """The descriptions of the package whose descriptor states something more, by name."""
    file = copy.folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | stated), "utf-8")
    package = copy.package
    return {
        "CITATION.cff": citation_cff(package),
        ".zenodo.json": zenodo(package),
        "schema.org": metadata.schema_org(package.descriptor),
        "DCAT": metadata.dcat(package.descriptor),
        "Croissant": metadata.croissant(package.descriptor, package),
    }


def test_a_homepage_that_the_descriptor_has_is_in_every_description(copy: Copy) -> None:
    texts = _with(copy, homepage="https://home.example.org")
    assert [name for name, text in texts.items() if "https://home.example.org" not in text] == []


def test_a_doi_that_the_descriptor_has_is_in_every_description(copy: Copy) -> None:
    texts = _with(copy, id="https://doi.org/10.5281/zenodo.123")
    # Zenodo gives the DOI: it is not told.
    assert "zenodo.123" not in texts.pop(".zenodo.json")
    assert 'doi: "10.5281/zenodo.123"' in texts.pop("CITATION.cff")
    assert [name for name, text in texts.items() if '"https://doi.org/10.5281/zenodo.123"' not in text] == []


def test_a_citation_file_with_doi_and_homepage_fits_its_schema(copy: Copy, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema")
    stated = {"id": "https://doi.org/10.5281/zenodo.123", "homepage": "https://home.example.org"}
    (tmp_path / "CITATION.cff").write_text(_with(copy, **stated)["CITATION.cff"], "utf-8")
    command = ["-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


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
