"""A release is the same on every run, says what changed, and takes nothing else's place."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import make_release
import pandas as pd
import pytest
from make_release import release_files, write
from release_notes import breaking, notes

from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, opened
from tests.conftest import ROOT, Copy


def test_two_runs_are_identical(release: Path, package: DataPackage, tmp_path: Path) -> None:
    """The second run is another process with another hash seed, another time zone and another moment."""
    command = [sys.executable, str(ROOT / "scripts/make_release.py"), "--output", str(tmp_path / "again")]
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'scripts'}", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=tmp_path)
    first = {path.name: path.read_bytes() for path in release.iterdir()}
    second = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_checksums_are_those_of_all_files(release: Path) -> None:
    lines = (release / "SHA256SUMS").read_text().splitlines()
    stated = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in release.iterdir() if p.name != "SHA256SUMS"}
    assert stated == found


def test_no_moment_and_no_machine_in_the_archives(release: Path) -> None:
    for file in [*release.glob("*.zip"), *release.glob("*.xlsx")]:
        with zipfile.ZipFile(file) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert not any(name.startswith("/") or ".." in name for name in archive.namelist())


def test_the_zip_holds_the_terms_and_how_to_cite(release: Path) -> None:
    (file,) = release.glob("*.zip")
    for name in ("CITATION.cff", "LICENSE-DATA"):
        assert zipfile.ZipFile(file).read(name) == (ROOT / name).read_bytes()


def test_the_zips_readme_names_its_tables_and_true_joins(release: Path) -> None:
    (file,) = release.glob("*.zip")
    archive = zipfile.ZipFile(file)
    said = archive.read("README.txt").decode()
    assert all(f"- {name}, key " in said for name in archive.namelist() if name.endswith(".csv"))
    joins = re.findall(r"^- (\w+)\.(\w+) = (.*)$", said, re.MULTILINE)
    assert len(joins) > 15
    assert {("claims", "records"), ("discrepancies", "record_id")} <= {(table, column) for table, column, _ in joins}
    for table, column, targets in joins:
        cells = pd.read_csv(archive.open(f"data/{table}.csv"), dtype=str)[column]
        found = set(cells.dropna().str.split(";").explode())
        for target, key in re.findall(r"(\w+)\.(\w+)", targets):
            found -= set(pd.read_csv(archive.open(f"data/{target}.csv"), dtype=str)[key])
        assert cells.any() and not found, f"README.txt: {table}.{column} is not {targets}: {found}"


def test_the_zip_is_a_valid_package(release: Path, package: DataPackage) -> None:
    from regentrials.diff import compare
    from regentrials.validation import validate

    (file,) = release.glob("*.zip")
    assert compare(package, opened(file)) == []
    assert validate(opened(file)) == []


def test_notes_say_what_changed_and_what_breaks(copy: Copy, package: DataPackage) -> None:
    copy.change("trials", lambda row: row.update(title="Another title"))
    schema = copy.folder / "schemas/trials.json"
    value = json.loads(schema.read_text("utf-8"))
    phase = next(field for field in value["fields"] if field["name"] == "phase")
    phase["constraints"]["enum"].append("phase_5")
    schema.write_text(json.dumps(value), "utf-8")
    assert list(breaking(copy.package, package)) == ["`trials.phase`: no longer a word: phase_5"]
    text = notes(package, copy.package)
    assert "Another title ->" in text
    assert "Breaking, since" in text


def test_a_type_that_changed_breaks_a_reader(copy: Copy, package: DataPackage) -> None:
    schema = copy.folder / "schemas/trials.json"
    value = json.loads(schema.read_text("utf-8"))
    next(field for field in value["fields"] if field["name"] == "enrollment")["type"] = "string"
    value["fields"].append({"name": "colour", "type": "string"})
    schema.write_text(json.dumps(value), "utf-8")
    copy.write("trials", [row | {"colour": ""} for _, row in package.resource("trials").rows()])
    assert list(breaking(copy.package, package)) == [
        "`trials.enrollment`: was string, is Int64",
        "`trials.colour`: the column is gone",
    ]
    assert "\n- Nothing.\n" in notes(package, package)


def test_a_key_that_is_gone_breaks_a_reader(copy: Copy, package: DataPackage) -> None:
    number = next(row["trial_id"] for row in copy.rows("trials") if "hPSCreg" in row["secondary_ids"])
    copy.change("trials", lambda row: row.update(trial_id="hPSCreg-999"), lambda row: row["trial_id"] == number)
    assert f"`trials`: no longer a key: {number}" in list(breaking(package, copy.package))
    copy.change("trials", lambda row: row.update(secondary_ids=number), lambda row: row["trial_id"] == "hPSCreg-999")
    assert f"`trials`: no longer a key: {number} (now hPSCreg-999)" in list(breaking(package, copy.package))


def test_a_release_of_a_broken_package_leaves_the_old_one(copy: Copy, tmp_path: Path) -> None:
    target = tmp_path / "dist"
    write(target, release_files(copy.package))
    before = (target / "SHA256SUMS").read_bytes()
    copy.change("trials", lambda row: row.update(phase="phase_9"))
    with pytest.raises(RegenTrialsError):
        write(target, release_files(copy.package))
    assert (target / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def _make(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["make_release.py", *map(str, arguments)])
    return make_release.main()


def test_a_package_that_is_not_valid_is_not_released(
    copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy.write("claims", copy.rows("claims")[1:])
    assert _make(monkeypatch, copy.folder, "--output", tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert "is not valid; mend it first:\n" in said and "row count" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("before", "is_earlier"),
    [("2026.11.1", False), ("2026.11.2", False), ("2026.12.1", False), ("2026.9.30", True), ("2025.12.1", True)],
)
def test_a_release_is_later_than_the_one_before(copy: Copy, tmp_path: Path, before: str, is_earlier: bool) -> None:
    new, old = _versioned(copy, "2026.11.1"), _versioned(copy, before)
    if is_earlier:
        make_release.refuse_unfit(new, old)
    else:
        with pytest.raises(RegenTrialsError, match=r"2026\.11\.1 is no later version than"):
            make_release.refuse_unfit(new, old)


def _versioned(copy: Copy, version: str) -> DataPackage:
    package = opened(copy.folder)
    package.descriptor["version"] = version
    return package


def test_a_place_that_can_not_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(make_release, "release_files", lambda *_: {})
    assert _make(monkeypatch, "--output", tmp_path / "file/out") == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path / 'file'} can't be read or written (") and said.count("\n") == 1


@pytest.mark.parametrize(
    ("moved", "is_late", "left"),
    [("dist", False, b"old"), ("dist", True, b"old"), ("new", False, b"old"), ("new", True, b"new")],
)
def test_a_release_that_stops_halfway_leaves_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: str, is_late: bool, left: bytes
) -> None:
    """It stops just before or just after one of the two folders is moved."""
    target, rename = tmp_path / "dist", Path.rename
    write(target, {"SHA256SUMS": b"old"})

    def stopped(self: Path, to: Path) -> Path:
        if self.name != moved:
            return rename(self, to)
        if is_late:
            rename(self, to)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        write(target, {"SHA256SUMS": b"new"})
    assert (target / "SHA256SUMS").read_bytes() == left
    monkeypatch.undo()
    write(target, {"SHA256SUMS": b"new"})
    assert (target / "SHA256SUMS").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_an_old_release_that_can_not_be_put_back_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, rename = tmp_path / "dist", Path.rename
    write(target, {"SHA256SUMS": b"old"})

    def stuck(self: Path, to: Path) -> Path:
        if self == target:
            return rename(self, to)
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(PermissionError) as error:
        write(target, {"SHA256SUMS": b"new"})
    assert (Path(error.value.filename) / "SHA256SUMS").read_bytes() == b"old"


def test_the_old_release_is_moved_aside_and_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, rmtree, removed = tmp_path / "dist", shutil.rmtree, []
    write(target, {"SHA256SUMS": b"old"})

    def watched(path: Path, **more: bool) -> None:
        removed.append(path)
        rmtree(path, **more)

    monkeypatch.setattr(shutil, "rmtree", watched)
    write(target, {"SHA256SUMS": b"new"})
    assert removed and target not in removed
    assert (target / "SHA256SUMS").read_bytes() == b"new"


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("years of work")
    with pytest.raises(RegenTrialsError, match="something else"):
        write(tmp_path / "out", {"SHA256SUMS": b""})
    assert (tmp_path / "out/thesis.txt").read_text() == "years of work"


def test_an_archive_is_read_back_in_its_order() -> None:
    from regentrials.export.archive import zipped

    with zipfile.ZipFile(io.BytesIO(zipped({"b": b"1", "a": b"2"}))) as archive:
        assert archive.namelist() == ["b", "a"]
