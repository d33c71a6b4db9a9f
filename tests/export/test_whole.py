"""A file that is written anew stays what it was to others: its permissions, and where a link leads."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from regentrials.cli import main
from regentrials.export.whole import put
from tests.conftest import Copy

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def shared() -> Iterator[None]:
    """New files may be written by the group."""
    before = os.umask(0o002)
    yield
    os.umask(before)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path: Path, mode: int) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"old")
    old.chmod(mode)
    assert _mode(put(old, b"new")) == mode
    assert _mode(put(tmp_path / "new", b"new")) == 0o664
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_a_table_of_a_shared_folder_stays_the_groups_and_a_link_stays_a_link(copy: Copy) -> None:
    table, elsewhere = copy.folder / "data/trials.csv", copy.folder / "elsewhere.csv"
    table.rename(elsewhere)
    table.symlink_to("../elsewhere.csv")
    elsewhere.chmod(0o664)
    (copy.folder / "datapackage.json").chmod(0o664)
    key = copy.rows("trials")[0]["trial_id"]
    assert main(["set", "trials", key, "notes=A note.", "--dir", str(copy.folder)]) == 0
    assert table.is_symlink() and "A note." in elsewhere.read_text("utf-8")
    assert [_mode(path) for path in (elsewhere, copy.folder / "datapackage.json")] == [0o664, 0o664]


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path: Path) -> None:
    with pytest.raises(OSError) as raised:
        put(tmp_path / "none/file.csv", b"")
    assert raised.value.filename == str(tmp_path / "none/file.csv")
