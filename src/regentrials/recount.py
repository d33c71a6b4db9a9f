"""What the descriptor counts: bytes, hashes and rows of the tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from regentrials.package import DESCRIPTOR, DataPackage


def descriptor(package: DataPackage, texts: Mapping[str, bytes]) -> str:
    """datapackage.json with the counts of these files.

    Args:
        package: the data package; the rows of its tables are counted.
        texts: path -> content of each table's file.
    """
    value: dict[str, Any] = json.loads(package.read_text(DESCRIPTOR))
    for entry in value["resources"]:
        content = texts[entry["path"]]
        entry["bytes"] = len(content)
        entry["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        entry["rowCount"] = sum(1 for _ in package.resource(entry["name"]).rows())
    return json_text(value)


def json_text(value: object) -> str:
    """A value as JSON in the project's form."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
