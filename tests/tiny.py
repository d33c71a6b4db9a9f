"""A data package of two small tables with every kind of column, for tests that damage it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from regentrials.package import DataPackage, opened

FIELDS: list[dict[str, Any]] = [
    {"name": "thing_id", "type": "string", "constraints": {"required": True, "unique": True}},
    {"name": "label", "type": "string"},
    {"name": "rank", "type": "string", "ordered": True, "constraints": {"enum": ["low", "high"]}},
    {"name": "people", "type": "integer"},
    {"name": "weight", "type": "number"},
    {"name": "open", "type": "boolean"},
    {"name": "day", "type": "string", "role": "partial_date"},
    {"name": "tags", "type": "string", "role": "list"},
]
NAMES = [field["name"] for field in FIELDS]
GOOD = b"thing_id,label,rank,people,weight,open,day,tags\na,One,low,1,1.5,true,2025-07,x;y\nb,,high,,,false,,\n"
OTHER = b"other_id,label\no1,Other\n"


def descriptor() -> dict[str, Any]:
    """A descriptor with its schemas inside."""
    described = [{**field, "title": field["name"], "description": "A column."} for field in FIELDS]
    others = [{"name": name, "type": "string", "title": name, "description": "."} for name in ("other_id", "label")]
    return {
        "name": "tiny",
        "version": "1",
        "created": "2026-01-01",
        "resources": [
            {"name": "things", "path": "things.csv", "schema": {"fields": described, "primaryKey": "thing_id"}},
            {"name": "others", "path": "others.csv", "schema": {"fields": others, "primaryKey": ["other_id"]}},
        ],
    }


def make(folder: Path, things: bytes = GOOD, others: bytes = OTHER, described: Any = None) -> DataPackage:
    """Write the package and open it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(descriptor() if described is None else described), "utf-8")
    (folder / "things.csv").write_bytes(things)
    (folder / "others.csv").write_bytes(others)
    return opened(folder)
