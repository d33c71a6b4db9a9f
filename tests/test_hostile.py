"""Hostile input gives a correct frame or one RegenTrialsError: never another library's error, never a silent change."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage
from regentrials.tables import read
from tests import tiny

# Counts of examples, not of seconds, bound these tests.
FEW = settings(
    max_examples=int(os.environ.get("REGENTRIALS_EXAMPLES", "100")),
    suppress_health_check=list(HealthCheck),
)
PRECISION = {"year": 4, "month": 7, "day": 10}


def as_text(frame: pd.DataFrame, position: int, field: fields.Field) -> str:
    """A typed cell as the text that it must have come from; numbers as numbers."""
    value = frame[field["name"]].iloc[position]
    if fields.is_list(field):
        return ";".join(value)
    if pd.isna(value):
        return ""
    if fields.is_date(field):
        return str(value.date())[: PRECISION[frame[field["name"] + "_precision"].iloc[position]]]
    return str(bool(value)).lower() if field["type"] == "boolean" else str(value)


def same(field: fields.Field, found: str, wanted: str) -> bool:
    """Whether two texts state one value: 1.50 is 1.5 in a column of numbers, and nowhere else."""
    return float(found) == float(wanted) if field["type"] == "number" and found and wanted else found == wanted


def check_frame(package: DataPackage, content: bytes) -> pd.DataFrame | None:
    """Read the table; whatever comes must be what an independent reading of the bytes gives."""
    try:
        frame = read(package.resource("things"))
    except RegenTrialsError as error:
        assert len(str(error)) < 3000, "an error is to be read by a person"
        return None
    wanted = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))[1:]
    assert len(frame) == len(wanted)
    for position, row in enumerate(wanted):
        for field, cell in zip(tiny.FIELDS, row, strict=True):
            assert same(field, as_text(frame, position, field), cell), (position, field["name"], cell)
    return frame


def read_bytes(content: bytes) -> pd.DataFrame | None:
    with tempfile.TemporaryDirectory() as folder:
        return check_frame(tiny.make(Path(folder), content), content)


def csv_bytes(rows: list[list[str]], end: str = "\n") -> bytes:
    out = io.StringIO(newline="")
    # Before Python 3.13 the writer leaves a carriage return without quotes.
    loud = any("\r" in cell for row in rows for cell in row)
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL if loud else csv.QUOTE_MINIMAL).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


DATES = ["2025-02-30", "2025-2-3", "0000", "NaT"]
NUMBERS = ["nan", "inf", "1e9", "9" * 18, "9" * 19, "-0", "1_0", "٣", "1.0", "1."]
MARKS = ["NA", "=1+1", '"', ";", ";;", "LOW", " low", "TRUE", "é", "\r", "\n", "\ufeff", "\u2028", "\x00", "\x1a"]
WILD = st.text(max_size=12) | st.sampled_from([*DATES, *NUMBERS, *MARKS, "a" * 40_000])
PLAIN = {
    "thing_id": st.text(min_size=1, max_size=5),
    "label": WILD,
    "rank": st.sampled_from(["", "low", "high"]),
    "people": st.integers(-(10**17), 10**17).map(str) | st.just(""),
    "weight": st.decimals(-1000, 1000, places=2).map(lambda d: f"{abs(d)}") | st.just(""),
    "open": st.sampled_from(["", "true", "false"]),
    "day": st.dates().map(str) | st.sampled_from(["", "2025", "2025-07"]),
    "tags": st.lists(st.text("abc", min_size=1, max_size=3), max_size=3).map(";".join),
}


@FEW
@given(st.lists(st.tuples(*PLAIN.values()), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_good_cells_come_back(rows: list[tuple[str, ...]], end: str) -> None:
    content = csv_bytes([tiny.NAMES, *map(list, rows)], end)
    frame = read_bytes(content)
    hostile = any("\0" in cell or 0xD800 <= ord(c) <= 0xDFFF for row in rows for cell in row for c in cell)
    assert frame is not None or hostile


@FEW
@given(st.lists(st.lists(WILD, min_size=8, max_size=8), min_size=1, max_size=4))
@example([["a", "", "", "", "", "", "2025-02-30", ""]])
@example([["a", "x" * 200_000, "", "", "", "", "", ""]])
def test_any_cells(rows: list[list[str]]) -> None:
    read_bytes(csv_bytes([tiny.NAMES, *rows]))


@FEW
@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(content: bytes) -> None:
    assert read_bytes(content) is None
    read_bytes(tiny.GOOD + content)
    read_bytes(tiny.GOOD + content + b"\n")


@FEW
@given(
    st.integers(0, len(tiny.GOOD)), st.integers(0, 3), st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff"])
)
def test_one_damage(position: int, length: int, put: bytes) -> None:
    """Bytes cut out, put in or replaced anywhere in a good file."""
    read_bytes(tiny.GOOD[:position] + put + tiny.GOOD[position + length :])


def test_a_file_cut_off_within_a_row_is_refused() -> None:
    for length in range(len(tiny.GOOD)):
        frame = read_bytes(tiny.GOOD[:length])
        assert frame is None or tiny.GOOD[length - 1 : length] == b"\n", length


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1", "cp932", "gb18030"])
def test_other_encodings_are_refused(encoding: str) -> None:
    content = tiny.GOOD.decode().replace("One", "é細胞" if encoding != "latin-1" else "é")
    encoded = content.encode(encoding, "replace")
    with tempfile.TemporaryDirectory() as folder, pytest.raises(RegenTrialsError, match="UTF-8"):
        read(tiny.make(Path(folder), encoded).resource("things"))


@FEW
@given(st.lists(st.sampled_from([*tiny.NAMES, "extra", "", "THING_ID", " label", "rank "]), max_size=10))
def test_any_other_header_is_refused(header: list[str]) -> None:
    rows = [header, ["x"] * len(header)]
    assert header == tiny.NAMES or read_bytes(csv_bytes(rows)) is None


def test_swapped_tables_are_refused(tmp_path: Path) -> None:
    package = tiny.make(tmp_path, things=tiny.OTHER, others=tiny.GOOD)
    for name in package.resources:
        with pytest.raises(RegenTrialsError, match="header differs"):
            read(package.resource(name))


DATE = {"name": "d", "type": "string", "role": "partial_date"}
ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@FEW
@given(st.from_regex(r"[0-9]{3,5}(-[0-9]{1,2}){0,3}", fullmatch=True) | st.text("0123456789-/T .٣", max_size=11))
def test_dates(cell: str) -> None:
    """Against datetime itself: what is a day of the calendar is read as that day, and nothing else is."""
    try:
        wanted = datetime.datetime.strptime((cell + "-01-01")[:10], "%Y-%m-%d") if ISO.fullmatch(cell) else None
    except ValueError:
        wanted = None
    wrong = fields.wrong_cells(DATE, [cell])
    assert (wrong == []) == (wanted is not None or cell == "")
    if wanted:
        assert str(fields.convert(DATE, [cell])["d"][0])[:10] == str(wanted.date()).zfill(10)


@FEW
@given(st.lists(st.text(max_size=10), max_size=6))
def test_lists(cells: list[str]) -> None:
    found = fields.convert({"name": "l", "type": "string", "role": "list"}, cells)["l"]
    assert [";".join(items) for items in found] == cells
    assert all(isinstance(items, tuple) for items in found)
