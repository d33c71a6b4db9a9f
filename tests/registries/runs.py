"""A refresh on a copy of the package, and ways to look at it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from regentrials.package import installed
from regentrials.registries import refresh
from tests.conftest import Copy
from tests.registries.worlds import ClinicalTrials

# The day of the package that is tested, so that its rows are never newer than the runs.
TODAY = date.fromisoformat(installed().date)
LATER = TODAY + timedelta(days=40)


def run(copy: Copy, write: bool = False, today: date = TODAY) -> refresh.Refresh:
    return refresh.refresh(copy.package, copy.folder, write, today)


def changes(result: refresh.Refresh) -> list[tuple[str, str, str, str]]:
    return [(change.trial_id, change.field, change.old, change.new) for change in result.changes]


def trial(copy: Copy, trial_id: str) -> dict[str, str]:
    return next(row for row in copy.rows("trials") if row["trial_id"] == trial_id)


def free(copy: Copy, **wanted: str) -> dict[str, str]:
    """A trial of ClinicalTrials.gov without discrepancies whose cells are so."""
    taken = {row["record_id"] for row in copy.rows("discrepancies")}
    return next(
        row
        for row in copy.rows("trials")
        if row["registry"] == "clinicaltrials_gov"
        and row["trial_id"] not in taken
        and all(row[name] == value for name, value in wanted.items())
    )


def module(world: ClinicalTrials, trial_id: str, name: str) -> dict[str, Any]:
    module: dict[str, Any] = world.records[trial_id]["protocolSection"].setdefault(name, {})
    return module


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
