"""The tables load offline, typed, fresh, and refuse broken text with one clear error."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import regentrials as rt
from regentrials import fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.tables import read
from tests.conftest import Copy

NAMES = rt.tables()["table"].tolist()


def test_another_version_is_opened_and_loaded(copy: Copy) -> None:
    copy.write("claims", copy.rows("claims")[1:])
    other = rt.open_package(copy.folder)
    assert len(rt.load("claims", other)) == len(rt.load("claims")) - 1
    assert len(rt.overview(other)) == len(rt.load_products())


def test_contract_tables_exist() -> None:
    assert NAMES == [
        "trials",
        "approvals",
        "sources",
        "products",
        "organizations",
        "conditions",
        "claims",
        "discrepancies",
        "excluded_trials",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_load_functions(name: str) -> None:
    pd.testing.assert_frame_equal(getattr(rt, f"load_{name}")(), rt.load(name))


@pytest.mark.parametrize("name", NAMES)
def test_frame_holds_what_the_file_holds(package: rt.package.DataPackage, name: str) -> None:
    """Cell by cell: blanks, lists, words, numbers and dates come back as the text that they were."""
    resource = package.resource(name)
    frame = rt.load(name)
    for position, (_, row) in enumerate(resource.rows()):
        for column, field in resource.fields.items():
            assert _as_text(frame, position, column, field) == row[column], (name, position, column)


def _as_text(frame: pd.DataFrame, position: int, column: str, field: fields.Field) -> str:
    value = frame[column].iloc[position]
    if fields.is_list(field):
        return ";".join(value)
    if pd.isna(value):
        return ""
    if fields.is_date(field):
        length = {"year": 4, "month": 7, "day": 10}[frame[column + "_precision"].iloc[position]]
        return str(value.date())[:length]
    if field["type"] == "boolean":
        return str(bool(value)).lower()
    return str(value)


def test_each_call_gives_a_fresh_frame() -> None:
    first = rt.load_trials()
    first.loc[:, "title"] = "changed"
    assert not (rt.load_trials()["title"] == "changed").any()


def test_unknown_names_list_the_known_ones() -> None:
    for call in (rt.load, rt.path, rt.describe):
        with pytest.raises(UnknownNameError, match="there is no table 'trial'; there are: .*trials"):
            call("trial")


def test_a_table_itself_is_no_name_of_a_table() -> None:
    with pytest.raises(RegenTrialsError, match="^a table goes by its name, such as 'trials', not by a DataFrame$"):
        rt.named(rt.load_trials())


def test_a_package_may_be_named_by_its_place(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(countries="NA"))
    for place in (copy.folder, str(copy.folder), rt.open_package(copy.folder)):
        assert rt.load("trials", place)["countries"].iloc[0] == ("NA",)
    assert str(copy.folder) in repr(rt.open_package(copy.folder))
    with pytest.raises(RegenTrialsError, match="^5 is no place"):
        rt.tables(5)


def test_a_shell_offers_what_is_meant_to_be_called() -> None:
    assert dir(rt) == sorted(rt.__all__)


def test_path_is_the_csv_itself() -> None:
    file = rt.path("trials")
    assert isinstance(file, Path)
    assert file.read_text("utf-8").startswith("trial_id,registry,")


def test_namibia_is_not_a_blank(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(countries="NA"))
    assert read(copy.package.resource("trials"))["countries"].iloc[0] == ("NA",)


def test_nothing_is_read_from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for name in NAMES:
        rt.load(name)
    rt.overview()
    rt.cite()


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty file": (lambda _: b"", "is empty; get a whole copy"),
    "half a file": (lambda text: text[: len(text) // 2], "get a whole copy"),
    "not utf-8": (lambda text: text + b"\xff", "not UTF-8"),
    "utf-16": (lambda text: text.decode().encode("utf-16"), "not UTF-8"),
    "two byte order marks": (lambda text: 2 * b"\xef\xbb\xbf" + text, "header differs"),
    "semicolons": (lambda text: text.replace(b",", b";"), "parted by ';'; save it with commas"),
    "tabs": (lambda text: text.replace(b",", b"\t"), "save it with commas"),
    "columns swapped": (
        lambda text: text.replace(b"trial_id,registry", b"registry,trial_id", 1),
        r"header differs from the schema \(in another order\); make it: trial_id,registry",
    ),
    "column missing": (lambda text: text.replace(b"trial_id,", b"", 1), r"header differs .*\(missing: trial_id\)"),
    "column more": (
        lambda text: text.replace(b"trial_id,", b"trial_id,colour,", 1),
        r"header differs .*\(not in the schema: colour\)",
    ),
    "column twice": (lambda text: text.replace(b"trial_id,", b"trial_id,trial_id,", 1), r"\(twice: trial_id\)"),
    "blank line": (lambda text: text.replace(b"\n", b"\n\n", 1), "trials.csv:2 is a blank line; remove it"),
    "truncated row": (
        lambda text: text + b"NCT99999999,clinicaltrials_gov\n",
        "has 2 cells where the header has .*; give the row all its cells",
    ),
    "open quote": (lambda text: text + b'"', "not readable as CSV"),
    "extra cell": (lambda text: text[:-1] + b",more\n", "cells where the header has .*; quote the cells"),
    "unknown word": (lambda text: text.replace(b",interventional,", b",Interventional,", 1), "study_type"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_give_one_clear_error(copy: Copy, case: str) -> None:
    damage, message = BROKEN[case]
    file = copy.folder / "data/trials.csv"
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(RegenTrialsError, match=message) as caught:
        read(copy.package.resource("trials"))
    assert "trials.csv" in str(caught.value)


def test_an_error_names_line_column_value_and_remedy(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(enrollment="twelve"))
    with pytest.raises(
        RegenTrialsError, match=r"data/trials.csv:2 enrollment: 'twelve' is not a whole number .*correct it"
    ):
        read(copy.package.resource("trials"))


def test_a_line_end_in_a_cell_does_not_shift_the_lines_after_it(copy: Copy) -> None:
    rows = copy.rows("trials")
    rows[0]["notes"], rows[2]["enrollment"] = "one\ntwo\nthree", "twelve"
    copy.write("trials", rows)
    assert copy.package.resource("trials").columns[0][:3] == [4, 5, 6]
    with pytest.raises(RegenTrialsError, match=r"trials.csv:6 enrollment: 'twelve'"):
        read(copy.package.resource("trials"))


def test_describe_has_a_row_a_column() -> None:
    described = rt.describe("trials").set_index("column")
    assert described.loc["phase", "type"] == "ordered category"
    assert described.loc["start_date", "type"] == "datetime64[s] + start_date_precision"
    assert described.loc["source_ids", "refers_to"] == "sources.source_id"
    assert described.loc["phase", "definitions"]["phase_4"] == "Phase 4, after authorization."
    assert described.loc["title", "definitions"] == {}
    assert rt.load_trials()["phase"].cat.categories[0] == "not_applicable"
    assert "`not_applicable` sorts first" in described.loc["phase", "description"]
    assert described["description"].str.len().gt(0).all()
