"""One field's text becomes one typed column."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regentrials import fields

DATE = {"name": "d", "type": "string", "role": "partial_date", "title": "D", "description": "D."}
LIST = {"name": "l", "type": "string", "role": "list", "title": "L", "description": "L."}
WHOLE = {"name": "n", "type": "integer", "title": "N", "description": "N."}
FLAG = {"name": "b", "type": "boolean", "title": "B", "description": "B."}
WORD = {"name": "w", "type": "string", "constraints": {"enum": ["low", "high"]}, "ordered": True}


def _column(field: fields.Field, *cells: str) -> pd.DataFrame:
    return pd.DataFrame(fields.convert(field, cells))


def test_partial_dates_keep_their_precision() -> None:
    columns = _column(DATE, "2025", "2025-07", "2025-07-02", "")
    assert list(columns) == ["d", "d_precision"]
    assert columns["d"].dtype == "datetime64[s]"
    assert columns["d"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2025-01-01", "2025-07-01", "2025-07-02"]
    assert columns["d"].isna().tolist() == [False, False, False, True]
    assert columns["d_precision"].tolist()[:3] == ["year", "month", "day"]
    assert columns["d_precision"].cat.ordered


@pytest.mark.parametrize("cell", ["2025-13", "2025-02-30", "2025-7-2", "02.07.2025", "today", "2025-07-02T00", " 2025"])
def test_wrong_dates_are_seen(cell: str) -> None:
    assert fields.wrong_cells(DATE, ["2025", cell]) == [1]


def test_lists_become_tuples() -> None:
    assert _column(LIST, "a;b", "a", "")["l"].tolist() == [("a", "b"), ("a",), ()]


def test_whole_numbers_keep_blanks() -> None:
    column = _column(WHOLE, "12", "", "0")["n"]
    assert column.dtype == "Int64"
    assert column.isna().tolist() == [False, True, False]


@pytest.mark.parametrize("cell", ["1.0", "1e3", " 1", "1 ", "one", "NaN", "1_000", "٣", "01"])
def test_wrong_numbers_are_seen(cell: str) -> None:
    assert fields.wrong_cells(WHOLE, [cell]) == [0]


@pytest.mark.parametrize(("cell", "fit"), [("0", True), ("-1", False), ("100000", True), ("100001", False)])
def test_a_number_fits_within_its_bounds_and_not_beyond(cell: str, fit: bool) -> None:
    assert fields.fits({**WHOLE, "constraints": {"minimum": 0, "maximum": 100_000}}, cell) == fit


def test_flags_and_words() -> None:
    assert _column(FLAG, "true", "false", "")["b"].tolist()[:2] == [True, False]
    assert fields.wrong_cells(FLAG, ["yes"]) == [0]
    column = _column(WORD, "high", "low")["w"]
    assert (column > "low").tolist() == [True, False]
    assert fields.wrong_cells(WORD, ["High", ""]) == [0]


@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_text_converts_or_is_seen_as_wrong(cells: list[str]) -> None:
    for field in (DATE, LIST, WHOLE, FLAG, WORD):
        wrong = fields.wrong_cells(field, cells)
        good = [cell for position, cell in enumerate(cells) if position not in wrong]
        for column in fields.convert(field, good).values():
            assert len(column) == len(good)
