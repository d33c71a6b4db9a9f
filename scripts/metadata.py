"""The dataset described for machines: Croissant, schema.org and DCAT, all derived from datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from regentrials import fields
from regentrials.citation import DOI, doi
from regentrials.package import DataPackage, Resource
from regentrials.recount import json_text

Value = dict[str, Any]

CROISSANT = "http://mlcommons.org/croissant/"
CONTEXT: Value = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": CROISSANT,
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "delimiter": "cr:delimiter",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
CROISSANT_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}


def _people(descriptor: Mapping[str, Any]) -> list[Value]:
    return [{"@type": "Organization", "name": person["title"]} for person in descriptor["contributors"]]


def _common(descriptor: Mapping[str, Any]) -> Value:
    """What schema.org and Croissant, which is built on it, state in the same words."""
    value: Value = {
        "@type": "sc:Dataset",
        "name": descriptor["name"],
        "alternateName": descriptor["title"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"][:10],
        "license": descriptor["licenses"][0]["path"],
        "creator": _people(descriptor),
        "keywords": descriptor["keywords"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
    }
    # The project has no public address yet: both appear as soon as the descriptor has them.
    if "homepage" in descriptor:
        value["url"] = descriptor["homepage"]
    if doi(descriptor):
        value["identifier"] = DOI + doi(descriptor)
    return value


def schema_org(descriptor: Mapping[str, Any]) -> str:
    """schema.org's Dataset as JSON-LD, as search engines for data read it."""
    value = {"@context": "https://schema.org/", **_common(descriptor), "@type": "Dataset"}
    value["isBasedOn"] = [
        {"@type": "CreativeWork", "name": s["title"], "url": s["path"]} for s in descriptor["sources"]
    ]
    value["distribution"] = [
        {
            "@type": "DataDownload",
            "name": entry["name"],
            "description": entry["description"],
            "contentUrl": entry["path"],
            "encodingFormat": entry["mediatype"],
            "contentSize": f"{entry['bytes']} B",
            "sha256": entry["hash"].removeprefix("sha256:"),
        }
        for entry in descriptor["resources"]
    ]
    return json_text(value)


def dcat(descriptor: Mapping[str, Any]) -> str:
    """DCAT 3 as JSON-LD, as catalogues of open data read it."""
    value: Value = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"urn:{descriptor['name']}:{descriptor['version']}",
        "@type": "dcat:Dataset",
        "dct:title": descriptor["title"],
        "dct:description": descriptor["description"],
        "dct:issued": {"@value": descriptor["created"][:10], "@type": "xsd:date"},
        "dct:license": {"@id": descriptor["licenses"][0]["path"]},
        "dct:creator": [{"@type": "foaf:Agent", "foaf:name": p["title"]} for p in descriptor["contributors"]],
        "dct:source": [{"@id": source["path"]} for source in descriptor["sources"]],
        "dcat:version": descriptor["version"],
        "dcat:keyword": descriptor["keywords"],
        "dcat:distribution": [_distribution(entry) for entry in descriptor["resources"]],
    }
    if "homepage" in descriptor:
        value["dcat:landingPage"] = {"@id": descriptor["homepage"]}
    if doi(descriptor):
        value["dct:identifier"] = DOI + doi(descriptor)
    return json_text(value)


def _distribution(entry: Mapping[str, Any]) -> Value:
    return {
        "@type": "dcat:Distribution",
        "dct:title": entry["title"],
        "dct:description": entry["description"],
        "dcat:downloadURL": {"@id": entry["path"]},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{entry['mediatype']}"},
        "dcat:byteSize": entry["bytes"],
        "dct:conformsTo": {"@id": entry["schema"]},
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": entry["hash"].removeprefix("sha256:"),
        },
    }


def croissant(descriptor: Mapping[str, Any], package: DataPackage) -> str:
    """Croissant 1.0: the files, and a record set a table with typed columns, keys and references."""
    value = {"@context": CONTEXT, **_common(descriptor), "conformsTo": f"{CROISSANT}1.0"}
    value["citeAs"] = f"{descriptor['contributors'][0]['title']}. {descriptor['title']}, {descriptor['version']}."
    value["distribution"] = [
        {
            "@type": "cr:FileObject",
            "@id": f"{entry['name']}.csv",
            "name": f"{entry['name']}.csv",
            "contentUrl": entry["path"],
            "encodingFormat": entry["mediatype"],
            "contentSize": f"{entry['bytes']} B",
            "sha256": entry["hash"].removeprefix("sha256:"),
        }
        for entry in descriptor["resources"]
    ]
    value["recordSet"] = [_record_set(resource) for resource in package.resources.values()]
    return json_text(value)


def _record_set(resource: Resource) -> Value:
    return {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": resource.entry["description"],
        "key": {"@id": f"{resource.name}/{resource.key}"},
        "field": [dict(_field(resource, name, field)) for name, field in resource.fields.items()],
    }


def _field(resource: Resource, name: str, field: fields.Field) -> Iterator[tuple[str, Any]]:
    yield "@type", "cr:Field"
    yield "@id", f"{resource.name}/{name}"
    yield "name", f"{resource.name}/{name}"
    yield "description", field["description"]
    # A date may be a year or a month alone, which is text to every reader.
    yield "dataType", CROISSANT_TYPES[field["type"]]
    source: Value = {"fileObject": {"@id": f"{resource.name}.csv"}, "extract": {"column": name}}
    if fields.is_list(field):
        yield "repeated", True
        source["transform"] = {"separator": fields.SEPARATOR}
    yield "source", source
    # No cr:references: mlcroissant 1.x joins on them, and fails on lists, circles and chains. Schemas have the keys.
