"""The tables as Parquet: the loaded frames, typed."""

from __future__ import annotations

import io
from pathlib import Path

from regentrials.export.whole import each
from regentrials.package import DataPackage, Resource
from regentrials.tables import read


def _parquet_bytes(resource: Resource) -> bytes:
    out = io.BytesIO()
    read(resource).to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


def write_parquet(folder: Path, package: DataPackage) -> list[Path]:
    """One typed Parquet file a table."""
    return each(folder, package, "parquet", _parquet_bytes)
