"""Hostile packages: diffs of anything, damaged descriptors and schemas, commands on packages that are not ours."""

from __future__ import annotations

import copy as copying
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regentrials as rt
from regentrials import diff, fields
from regentrials.cli import main
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.package import DataPackage, Row
from regentrials.tables import read, tables
from tests import tiny
from tests.conftest import Copy
from tests.test_hostile import FEW, csv_bytes

KEYED = st.dictionaries(st.sampled_from("abcde"), st.text('xyz\n",;é=', max_size=4), max_size=5)


def _package(folder: Path, rows: dict[str, str]) -> DataPackage:
    return tiny.make(folder, others=csv_bytes([["other_id", "label"], *([k, v] for k, v in rows.items())]))


def _applied(old: dict[str, Row], new: dict[str, Row], changes: diff.TableDiff) -> dict[str, Row]:
    kept = {key: dict(row) for key, row in old.items() if key not in changes.removed}
    for change in changes.changed:
        assert kept[change.key][change.column] == change.old
        kept[change.key][change.column] = change.new
    return kept | {key: new[key] for key in changes.added}


@pytest.mark.parametrize("place", ["x" * 5000, "a\0b"])
def test_what_can_be_no_name_of_a_file_is_no_place(place: str) -> None:
    with pytest.raises(RegenTrialsError, match="is neither a folder nor a file"):
        rt.open_package(place)
    with pytest.raises(RegenTrialsError):
        rt.export(place, "csv")


def test_a_table_for_a_name_is_not_quoted_in_full() -> None:
    with pytest.raises(rt.UnknownNameError) as error:
        rt.cite(rt.load_sources())
    assert len(str(error.value)) < 400


@FEW
@given(st.lists(st.lists(st.text("a\r\n\",;' ", max_size=4), min_size=2, max_size=2), max_size=4))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    written = csv_text([dict(zip(("other_id", "label"), row, strict=True)) for row in rows], ("other_id", "label"))
    with tempfile.TemporaryDirectory() as folder:
        found = tiny.make(Path(folder), others=written.encode()).resource("others").rows()
        assert [list(row.values()) for _, row in found] == rows


@FEW
@given(KEYED, KEYED)
def test_a_diff_applied_to_the_old_gives_the_new(old: dict[str, str], new: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = _package(Path(folder) / "one", old), _package(Path(folder) / "two", new)
        before, after = one.resource("others").by_key(), two.resource("others").by_key()
        found = diff.compare(one, two)
        assert bool(found) == (old != new)
        assert not found or _applied(before, after, found[0]) == after
        assert diff.as_text(found)


@FEW
@given(st.binary(max_size=60), st.binary(max_size=60))
def test_a_diff_of_damaged_files(one: bytes, two: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old = tiny.make(Path(folder) / "old", tiny.GOOD + one)
        new = tiny.make(Path(folder) / "new", tiny.GOOD + two)
        try:
            found = diff.compare(old, new)
        except RegenTrialsError:
            return
        assert bool(found) == (list(old.resource("things").rows()) != list(new.resource("things").rows()))


def test_a_diff_refuses_two_rows_of_one_key(tmp_path: Path) -> None:
    twice = tiny.make(tmp_path / "twice", tiny.GOOD + b"a,Two,low,,,,,\n")
    with pytest.raises(RegenTrialsError, match=r"things\.csv:4 thing_id: 'a' is an earlier row's key"):
        diff.compare(tiny.make(tmp_path / "once"), twice)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in pairs for place in [(*at, key), *_places(item, (*at, key))]]


PLACES = _places(tiny.descriptor())


@FEW
@given(st.sampled_from(PLACES), JSON, st.booleans())
def test_a_damaged_descriptor(place: tuple[Any, ...], put: Any, remove: bool) -> None:
    """Any part of the descriptor or of a schema taken out, or replaced by anything."""
    described = copying.deepcopy(tiny.descriptor())
    holder: Any = described
    for key in place[:-1]:
        holder = holder[key]
    if remove:
        del holder[place[-1]]
    else:
        holder[place[-1]] = put
    with tempfile.TemporaryDirectory() as folder:
        _use(tiny.make(Path(folder), described=described))


@FEW
@given(JSON)
def test_any_descriptor(described: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _use(tiny.make(Path(folder), described=described if described is not None else 0))


def _use(package: DataPackage) -> None:
    try:
        tables(package)
        for resource in package.resources.values():
            read(resource)
            resource.by_key()
            [fields.entry(field) for field in resource.fields.values()]
        diff.compare(package, package)
        assert package.version
        assert package.date
    except RegenTrialsError:
        return


VERBS = (["summary"], ["tables"], ["show", "a"], ["show", "XS228"], ["cite", "apa", "--sources-of", "NCT06976229"])


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_the_command_on_another_package(tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    tiny.make(tmp_path)
    assert main([*verb, "--dir", str(tmp_path)]) in (0, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_validate_of_another_package_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.make(tmp_path)
    assert main(["validate", str(tmp_path)]) == 1
    assert "has the table  'trials'" in capsys.readouterr().out


@pytest.mark.parametrize("table", ["products", "organizations", "conditions", "sources"])
def test_the_command_on_a_package_with_a_dangling_id(
    copy: Copy, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    copy.write(table, [])
    for verb in (["summary"], ["show", "NCT06976229"], ["cite", "apa", "--sources-of", "NCT06976229"]):
        assert main([*verb, "--dir", str(copy.folder)]) in (0, 2), verb
    assert main(["validate", str(copy.folder)]) == 1
