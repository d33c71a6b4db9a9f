"""Whatever a registry sends in its own envelope, the worst that comes of it is a problem."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regentrials.package import DataPackage
from regentrials.registries import ctgov, ctis, euctr, isrctn
from regentrials.registries.compare import Comparer
from regentrials.registries.record import GarbledError, Record
from tests.registries.constructed import EUCTR, ISRCTN, ctis_trial
from tests.registries.test_parsers import STUDIES

QUICK = settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2024-02-30"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every part of a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in _places(part, (*path, key)))]


def _spoilt(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """The value with one part replaced."""
    if not path:
        return junk
    if isinstance(value, dict):
        return {key: _spoilt(part, path[1:], junk) if key == path[0] else part for key, part in value.items()}
    return [_spoilt(part, path[1:], junk) if index == path[0] else part for index, part in enumerate(value)]


@pytest.fixture(scope="module")
def comparer(package: DataPackage) -> Comparer:
    return Comparer(package, "2026-11-22")


@pytest.fixture(scope="module")
def row(package: DataPackage) -> dict[str, str]:
    return next(row for _, row in package.resource("trials").rows())


@pytest.mark.parametrize(
    ("module", "whole"), [(ctgov, STUDIES["NCT03275402"]), (ctis, ctis_trial())], ids=["ctgov", "ctis"]
)
@QUICK
@given(data=st.data())
def test_one_part_is_junk(
    data: st.DataObject, comparer: Comparer, row: dict[str, str], module: Any, whole: Any
) -> None:
    spoilt = _spoilt(whole, data.draw(st.sampled_from(_places(whole)[1:])), data.draw(JUNK))
    try:
        record = module.record(spoilt, ["NCT\\d{8}"])
    except GarbledError:
        return
    assert isinstance(record, Record)
    comparison = comparer.compare(row, record)
    for change in comparison.changes:
        assert isinstance(change.new, str)
        assert "\n" not in change.new


@QUICK
@given(start=st.integers(0, len(EUCTR)), text=st.text(max_size=40))
def test_a_text_download_with_junk(start: int, text: str, comparer: Comparer, row: dict[str, str]) -> None:
    try:
        comparer.compare(row, euctr.record(euctr.parse(EUCTR[:start] + text + EUCTR[start:])))
    except GarbledError:
        return


@QUICK
@given(start=st.integers(0, len(ISRCTN)), length=st.integers(0, 60), text=st.text(max_size=20))
def test_xml_with_junk(start: int, length: int, text: str, comparer: Comparer, row: dict[str, str]) -> None:
    whole = ISRCTN.replace("{final}", "").replace("{override}", "").replace("{phase}", "")
    try:
        for trial in isrctn.parse(whole[:start] + text + whole[start + length :]):
            comparer.compare(row, isrctn.record(trial))
    except GarbledError:
        return
