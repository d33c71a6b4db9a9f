"""What the descriptor counts: bytes, hashes and rows of the tables."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from regentrials.package import DESCRIPTOR, DataPackage


def descriptor(package: DataPackage) -> str:
    """datapackage.json with the counts of the files as they are."""
    value: dict[str, Any] = json.loads(package.read_text(DESCRIPTOR))
    for entry in value["resources"]:
        content = package.path(entry["path"]).read_bytes()
        entry["bytes"] = len(content)
        entry["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        entry["rowCount"] = sum(1 for _ in package.resource(entry["name"]).rows())
    return json_text(value)


def json_text(value: object) -> str:
    """A value as JSON in the project's form."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
