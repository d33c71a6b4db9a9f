"""The Parquet files: the loaded frames, and what their columns mean."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from pyarrow import parquet

import regentrials as rt
from regentrials.package import DataPackage


def test_parquet_gives_the_loaded_frame(tmp_path: Path) -> None:
    rt.export(tmp_path, ["parquet"])
    found = pd.read_parquet(tmp_path / "trials.parquet")
    wanted = rt.load_trials()
    assert list(found.columns) == list(wanted.columns)
    assert found["trial_id"].tolist() == wanted["trial_id"].tolist()
    assert [tuple(cell) for cell in found["source_ids"]] == wanted["source_ids"].tolist()
    assert found["start_date"].tolist() == wanted["start_date"].tolist()


def test_parquet_says_what_its_columns_are_and_whose(tmp_path: Path, package: DataPackage) -> None:
    rt.export(tmp_path, ["parquet"])
    for name, table in package.resources.items():
        found = parquet.read_schema(tmp_path / f"{name}.parquet")
        for column, field in table.fields.items():
            assert found.field(column).metadata[b"description"].decode() == field["description"]
        assert found.metadata[b"version"].decode() == package.version
        assert found.metadata[b"licence"] == b"CC-BY-4.0"
    phase = parquet.read_schema(tmp_path / "trials.parquet").field("phase")
    assert json.loads(phase.metadata[b"definitions"])["phase_4"] == "Phase 4, after authorization."
