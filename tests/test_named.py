"""Beside an id stands what it means, in Python and in the workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import regentrials as rt
from regentrials import fields
from regentrials.export import export
from regentrials.package import DataPackage
from tests import tiny

TABLES = list(rt.tables()["table"])


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_of_the_table_are_as_loaded(table: str) -> None:
    plain = rt.load(table)
    pd.testing.assert_frame_equal(rt.named(table)[list(plain.columns)], plain)


def test_a_name_stands_after_its_id() -> None:
    frame = rt.named("trials")
    columns = list(frame.columns)
    for after, before in [("product", "product_id"), ("sponsor", "sponsor_id"), ("source_urls", "source_ids")]:
        assert columns.index(after) == columns.index(before) + 1
    names = rt.load_products().set_index("product_id")["name"]
    urls = rt.load_sources().set_index("source_id")["url"]
    assert frame["product"].equals(frame["product_id"].map(names).astype("string").rename("product"))
    assert [list(cell) for cell in frame["source_urls"]] == [[urls[key] for key in ids] for ids in frame["source_ids"]]
    assert list(frame["sponsor"].isna()) == list(frame["sponsor_id"].isna())
    assert frame["other_conditions"].map(len).equals(frame["other_condition_ids"].map(len).rename("other_conditions"))


def test_every_id_that_refers_to_a_named_record_has_its_name(package: DataPackage) -> None:
    for table, resource in package.resources.items():
        referring = {name for name, field in resource.fields.items() if field.get("refersTo")}
        added = set(rt.named(table).columns) - set(rt.load(table).columns)
        # Decisions have ids only.
        assert len(added) == len(referring - {"follows_id"}), (table, referring, added)


def test_the_workbook_has_the_names_too_and_says_what_they_are(tmp_path: Path) -> None:
    (file,) = rt.export(tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(file, read_only=True)
    described = [row[:2] for row in book["dictionary"].iter_rows(min_row=2, values_only=True)]
    for table in TABLES:
        frame = rt.named(table)
        head, *rows = book[table].iter_rows(values_only=True)
        wanted = [name for name in frame.columns if not name.endswith(fields.PRECISION_SUFFIX)]
        assert list(head) == wanted
        assert [name for of, name in described if of == table] == list(head)
        assert len(rows) == len(frame)
    head, *rows = book["approvals"].iter_rows(values_only=True)
    shown = ["" if row[head.index("agency_name")] is None else row[head.index("agency_name")] for row in rows]
    assert shown == rt.named("approvals")["agency_name"].fillna("").tolist()


def _referring(folder: Path, tags: str) -> DataPackage:
    """The tiny package with `label` as an id of others, which have names, and another name for its last column."""
    described = tiny.descriptor()
    things, others = (resource["schema"]["fields"] for resource in described["resources"])
    things[1]["refersTo"], things[-1]["name"], others[1]["name"] = "others.other_id", tags, "name"
    rows = tiny.GOOD.replace(b"One", b"o1").replace(b"tags", tags.encode())
    return tiny.make(folder, rows, tiny.OTHER.replace(b"label", b"name"), described)


def test_a_table_with_a_column_of_that_name_keeps_its_own(tmp_path: Path) -> None:
    frame = rt.named("things", _referring(tmp_path / "new", "tags"))
    assert frame["label_name"].tolist() == ["Other", pd.NA]
    package = _referring(tmp_path / "taken", "label_name")
    pd.testing.assert_frame_equal(rt.named("things", package), rt.load("things", package))
    assert export(tmp_path / "out", ["xlsx"], package)


def test_an_id_that_leads_nowhere_stands_for_itself(tmp_path: Path) -> None:
    package = _referring(tmp_path, "tags")
    (tmp_path / "others.csv").write_text("other_id,name\no2,Another\n", "utf-8")
    assert rt.named("things", package)["label_name"].tolist() == ["o1", pd.NA]
