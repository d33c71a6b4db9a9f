"""The tables as Parquet: the loaded frames, typed and described."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from regentrials import fields
from regentrials.export.dictionary import facts
from regentrials.export.whole import each
from regentrials.package import DataPackage, Resource
from regentrials.recount import json_text
from regentrials.tables import read


def _descriptions(resource: Resource) -> dict[str, dict[str, str]]:
    """The metadata of each column of the frame: its description, and its words' definitions as JSON."""
    found: dict[str, dict[str, str]] = {}
    for name, field in resource.fields.items():
        entry = fields.entry(field)
        found[name] = {"description": str(entry["description"])}
        if entry["definitions"]:
            found[name]["definitions"] = json_text(entry["definitions"])
        if fields.is_date(field):
            found[name + fields.PRECISION_SUFFIX] = {"description": f"Whether {name} is a year, a month or a day."}
    return found


def _described(table: Any, resource: Resource) -> Any:
    """An Arrow table with descriptions at its columns, and at its head those of table and package."""
    about = {name: value for name, value in facts(resource.package).items() if value is not None}
    about |= {"table": resource.name, "table_description": str(resource.entry.get("description", resource.title))}
    columns = _descriptions(resource)
    described = [field.with_metadata(columns[field.name]) for field in table.schema]
    # pandas' own key keeps the types of the frame.
    return table.cast(pyarrow.schema(described, {**(table.schema.metadata or {}), **about}))


def _parquet_bytes(resource: Resource) -> bytes:
    out = io.BytesIO()
    # Dates stay timestamps: a `date32` is an object to pandas, which neither compares with text nor has a `.dt`.
    table = pyarrow.Table.from_pandas(read(resource), preserve_index=False)
    parquet.write_table(_described(table, resource), out)
    return out.getvalue()


def write_parquet(folder: Path, package: DataPackage) -> list[Path]:
    """One typed Parquet file a table."""
    return each(folder, package, "parquet", _parquet_bytes)
