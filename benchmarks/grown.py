"""The data package with its rows repeated under changed keys, as large as wanted.

Types, vocabularies and keys hold; the rules that look for repeated facts find them, which is their worst case.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from regentrials.export import csv_text
from regentrials.package import DESCRIPTOR, DataPackage, Resource, Row, opened

TABLES = ("trials", "approvals", "sources")


def _key(resource: Resource, row: Row, number: int) -> str:
    # The registries' numbers have fixed forms; hPSCreg's takes any number.
    return f"hPSCreg-{number}" if resource.name == "trials" else f"{row[resource.key]}-{number}"


def _rows(resource: Resource, times: int) -> Iterator[Row]:
    first = [row for _, row in resource.rows()]
    yield from first
    for number in range(len(first), len(first) * times):
        row = dict(first[number % len(first)])
        row[resource.key] = _key(resource, row, 10_000_000 + number)
        for name, field in resource.fields.items():
            # What must be unique besides the key is an address.
            if field.get("constraints", {}).get("unique") and name != resource.key:
                row[name] = f"{row[name]}#{number}"
        if resource.name == "trials":
            row["registry"], row["secondary_ids"] = "hpscreg", ""
        yield row


def grown(package: DataPackage, folder: Path, times: int) -> DataPackage:
    """A copy of a package whose trials, approvals and sources have `times` the rows."""
    shutil.rmtree(folder, ignore_errors=True)
    descriptor = json.loads(package.read_text(DESCRIPTOR))
    for entry in descriptor["resources"]:
        resource = package.resource(entry["name"])
        rows = sorted(_rows(resource, times), key=itemgetter(resource.key))
        text = csv_text(rows, resource.fields) if resource.name in TABLES else resource.text()
        for name, content in ((entry["path"], text), (entry["schema"], package.read_text(entry["schema"]))):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, "utf-8", newline="")
        for stated in ("bytes", "hash", "rowCount"):
            entry.pop(stated, None)
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), "utf-8")
    return opened(folder)
