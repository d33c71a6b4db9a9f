"""pandera sees what is wrong with a typed frame."""

from __future__ import annotations

import pandas as pd
import pytest

from regentrials.package import DataPackage
from regentrials.tables import read
from regentrials.validation import frames


@pytest.fixture
def trials(package: DataPackage) -> pd.DataFrame:
    return read(package.resource("trials"))


def test_a_good_frame_passes(package: DataPackage, trials: pd.DataFrame) -> None:
    assert not frames.check_frame(package.resource("trials"), trials)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("trial_id", "no number"),
        ("enrollment", -1),
        ("enrollment", 100_001),
        ("countries", ("USA",)),
        ("source_ids", ()),
        ("title", pd.NA),
    ],
)
def test_a_wrong_cell_is_seen(package: DataPackage, trials: pd.DataFrame, column: str, value: object) -> None:
    trials.at[3, column] = value
    findings = frames.check_frame(package.resource("trials"), trials)
    assert [finding.column for finding in findings] == [column]
    assert findings[0].line == 5


def test_a_wrong_type_is_seen(package: DataPackage, trials: pd.DataFrame) -> None:
    trials["enrollment"] = trials["enrollment"].astype("Float64")
    trials["phase"] = trials["phase"].astype("string")
    columns = {finding.column for finding in frames.check_frame(package.resource("trials"), trials)}
    assert columns == {"enrollment", "phase"}


def test_a_missing_column_is_seen(package: DataPackage, trials: pd.DataFrame) -> None:
    findings = frames.check_frame(package.resource("trials"), trials.drop(columns="status"))
    assert [finding.column for finding in findings] == ["status"]
