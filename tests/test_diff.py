"""A diff says exactly what changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from regentrials import diff
from regentrials.errors import RegenTrialsError
from regentrials.package import installed, opened
from tests import tiny
from tests.conftest import Copy


def test_a_package_equals_itself(copy: Copy) -> None:
    assert diff.compare(installed(), copy.package) == []
    assert diff.as_text([]) == "no differences"


def test_added_removed_and_changed_rows(copy: Copy) -> None:
    rows = copy.rows("trials")
    gone = rows.pop(0)
    old_status = rows[0]["status"]
    rows[0]["status"] = "suspended"
    rows.append({**rows[-1], "trial_id": "zzz-new"})
    copy.write("trials", rows)
    (found,) = diff.compare(installed(), copy.package)
    assert (found.added, found.removed) == (("zzz-new",), (gone["trial_id"],))
    assert found.changed == (diff.Change(rows[0]["trial_id"], "status", old_status, "suspended"),)
    text = diff.as_text([found])
    assert "trials: 1 added, 1 removed, 1 changed" in text
    assert diff.as_json([found])["trials"]["changed"][0]["new"] == "suspended"


def test_the_text_counts_rows_and_names_blanks(copy: Copy) -> None:
    key = copy.change("trials", lambda row: row.update(title="New", notes=""), lambda row: row["notes"])["trial_id"]
    old = installed().resource("trials").by_key()[key]
    assert diff.as_text(diff.compare(installed(), copy.package)).splitlines() == [
        "trials: 0 added, 0 removed, 1 changed",
        f"  ~ {key} title: {old['title']} -> New",
        f"  ~ {key} notes: {old['notes']} -> (blank)",
    ]


def test_new_tables_and_columns_are_told(tmp_path: Path) -> None:
    described = tiny.descriptor()
    described["resources"].pop()
    fields = described["resources"][0]["schema"]["fields"]
    fields.pop()
    things = b"thing_id,label,rank,people,weight,open,day\na,One,low,1,1.5,true,2025-07\nb,,high,,,false,\n"
    old, new = tiny.make(tmp_path / "old", things, described=described), tiny.make(tmp_path / "new")
    assert diff.as_text(diff.compare(old, new)).splitlines() == [
        "things: 0 added, 0 removed, 1 changed",
        "  ~ a tags: (blank) -> x;y",
        "others: 1 added, 0 removed, 0 changed",
        "  + o1",
    ]
    assert "others: 0 added, 1 removed, 0 changed\n  - o1" in diff.as_text(diff.compare(new, old))


def test_zip_files_compare_like_folders(copy: Copy, tmp_path: Path) -> None:
    flat = shutil.make_archive(str(tmp_path / "flat"), "zip", copy.folder)
    nested = shutil.make_archive(str(tmp_path / "nested"), "zip", copy.folder.parent, copy.folder.name)
    assert diff.compare(opened(flat), opened(nested)) == []


def test_what_is_no_package_gives_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RegenTrialsError, match="neither a folder nor a file"):
        opened(tmp_path / "missing")
    (tmp_path / "text.zip").write_text("not a zip")
    with pytest.raises(RegenTrialsError, match="not a zip file"):
        opened(tmp_path / "text.zip")
    with pytest.raises(RegenTrialsError, match=r"has no datapackage\.json"):
        diff.compare(opened(tmp_path), installed())


def test_paths_stay_inside_the_package(copy: Copy) -> None:
    descriptor = copy.folder / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace("data/trials.csv", "../../etc/passwd"))
    with pytest.raises(RegenTrialsError, match="leaves the package"):
        list(copy.package.resource("trials").rows())
