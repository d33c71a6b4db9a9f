"""What the descriptor counts: bytes, hashes and rows of the tables, and which counts tell of a loss."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from regentrials.errors import RegenTrialsError
from regentrials.package import DESCRIPTOR, DataPackage, Resource

# Of a table's rows, this part stays where a curator removes some by hand; a file that was cut off has lost more.
KEPT = 0.9


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


def recounts(package: DataPackage) -> Iterator[tuple[Resource, int, int]]:
    """The tables whose descriptor states another number of rows: what it states, and what they have."""
    for resource in package.resources.values():
        found, stated = len(resource.columns[0]), resource.entry.get("rowCount")
        if isinstance(stated, int) and stated != found:
            yield resource, stated, found


def refuse_lost(package: DataPackage, shrink: bool = False) -> None:
    """Raise for a table that has lost its rows, or many of them: it may be cut off.

    Args:
        package: the data package.
        shrink: whether many rows, though not all, may be gone.

    Raises:
        RegenTrialsError: there is one, or a table can't be read.
    """
    for resource, stated, found in recounts(package):
        told = f"{resource.place} has {found} rows where the descriptor states {stated}; get a whole copy, or"
        if not found:
            raise RegenTrialsError(f"{told} state a rowCount of 0 in {DESCRIPTOR} if it is to be empty")
        if found < stated * KEPT and not shrink:
            raise RegenTrialsError(f"{told}, if so many rows are to go: regentrials fix --shrink DIR")


def json_text(value: object) -> str:
    """A value as JSON in the project's form."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
