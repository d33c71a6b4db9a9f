"""The data package side by side with copies of itself, as large as wanted, and as valid as the original.

Every copy has keys of its own and refers to its own rows, so that nothing is repeated and no rule finds anything.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from pathlib import Path

from regentrials.export import csv_text
from regentrials.fields import SEPARATOR, Field, split
from regentrials.package import DESCRIPTOR, DataPackage, Resource, Row, opened
from regentrials.validation.rules.twins import NAMED

# The registries' numbers have fixed forms; hPSCreg's takes any number, and no copy comes near the real ones.
FIRST_NUMBER = 1_000_000


class Copy:
    """One copy of a package's rows under changed keys."""

    def __init__(self, package: DataPackage, number: int) -> None:
        self.package, self.number = package, number
        # The copies of a table's rows by the original's key.
        self.rows = cache(self._copied)
        self.keys = dict(self._keys())

    def _keys(self) -> Iterator[tuple[str, str]]:
        """The copy's keys that have a form of their own, by those of the original."""
        first = FIRST_NUMBER * self.number
        for position, key in enumerate(self.package.resource("excluded_trials").by_key()):
            yield key, f"hPSCreg-{first + FIRST_NUMBER // 2 + position}"
        for position, key in enumerate(self.package.resource("trials").by_key()):
            yield key, f"hPSCreg-{first + position}"
        for position, key in enumerate(self.package.resource("claims").by_key()):
            yield key, f"claim-{first + position}"
        for key, row in self.package.resource("approvals").by_key().items():
            # A decision's id begins with its product's.
            yield key, f"{row['product_id']}-copy-{self.number}{key.removeprefix(row['product_id'])}"

    def key(self, old: str) -> str:
        """The copy's key for a key of the original, whatever its table."""
        return self.keys.get(old) or f"{old}-copy-{self.number}"

    def row(self, resource: Resource, row: Row) -> Row:
        """The copy of a row."""
        new = {name: self._cell(resource, field, row[name]) for name, field in resource.fields.items()}
        if resource.name == "trials":
            new["registry"], new["secondary_ids"] = "hpscreg", ""
        for column in NAMED.get(resource.name, ()):
            # A name means one record.
            new[column] = SEPARATOR.join(f"{name} of {new[resource.key]}" for name in split(row[column]))
        if resource.name == "discrepancies":
            # It quotes a cell of the copied row.
            new["recorded_value"] = self.rows(row["table"])[row["record_id"]][row["field"]]
        return new

    def _copied(self, table: str) -> dict[str, Row]:
        resource = self.package.resource(table)
        return {key: self.row(resource, row) for key, row in resource.by_key().items()}

    def _cell(self, resource: Resource, field: Field, cell: str) -> str:
        refers = field["name"] == resource.key or "refersTo" in field or field["name"] in ("records", "record_id")
        if cell and refers:
            return SEPARATOR.join(map(self.key, cell.split(SEPARATOR)))
        # What must be unique besides the key is an address.
        return f"{cell}#{self.number}" if cell and field.get("constraints", {}).get("unique") else cell


def grown(package: DataPackage, folder: Path, times: int) -> DataPackage:
    """A copy of a package with `times` the rows in every table."""
    shutil.rmtree(folder, ignore_errors=True)
    descriptor = json.loads(package.read_text(DESCRIPTOR))
    copies = [Copy(package, number) for number in range(1, times)]
    for entry in descriptor["resources"]:
        resource = package.resource(entry["name"])
        rows = [*resource.by_key().values(), *(row for copy in copies for row in copy.rows(resource.name).values())]
        text = csv_text(sorted(rows, key=itemgetter(resource.key)), resource.fields)
        for name, content in ((entry["path"], text), (entry["schema"], package.read_text(entry["schema"]))):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, "utf-8", newline="")
        entry.pop("bytes", None), entry.pop("hash", None)
        entry["rowCount"] = len(rows)
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), "utf-8")
    return opened(folder)
