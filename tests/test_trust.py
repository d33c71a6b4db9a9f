"""No network, no code from data, and no way out of a folder."""

from __future__ import annotations

import ast
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest

from regentrials.errors import RegenTrialsError
from regentrials.export import export
from regentrials.package import opened
from regentrials.tables import read
from tests import tiny
from tests.conftest import ROOT, Copy

# No socket can be made and no name looked up; asyncio and ssl derive from the class, so a class it stays.
CUT = """
import socket, _socket
def refuse(*_, **__):
    raise SystemExit("a connection was tried")
class Cut(_socket.socket):
    __init__ = refuse
socket.socket = _socket.socket = Cut
socket.create_connection = socket.getaddrinfo = _socket.getaddrinfo = refuse
"""
WORK = {
    "import": "import regentrials",
    "load": "import regentrials as rt\nfor name in rt.tables()['table']: rt.load(name)\nrt.overview()",
    "cite": "import regentrials as rt\nrt.cite('bibtex'); rt.evidence('NCT06976229')",
    "export": "import regentrials as rt, tempfile\nrt.export(tempfile.mkdtemp(), ['csv', 'jsonl', 'sqlite'])",
    "validate": "from regentrials.cli import main\nassert main(['validate']) == 0",
}


def _run(code: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", CUT + code]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("work", WORK)
def test_works_with_the_network_cut(work: str) -> None:
    done = _run(WORK[work])
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_cut_is_seen() -> None:
    done = _run("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')")
    assert "a connection was tried" in done.stderr


CALLS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "marshal", "shelve", "subprocess", "dill", "joblib", "cloudpickle", "ctypes"}
METHODS = {"read_pickle", "to_pickle", "system", "popen", "eval", "query"}
# Each with its reason: the names are constants of the code, never of the data.
ALLOWED = {("export/__init__.py", "__import__")}


def dangerous(code: str) -> set[str]:
    """Names of calls and imports through which data could become code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] in MODULES}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            found.add(str(node.module))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            found.add(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            found.add(node.func.attr)
    return found


def test_no_code_from_data() -> None:
    source = ROOT / "src/regentrials"
    found = {
        (str(path.relative_to(source)), name)
        for path in sorted(source.rglob("*.py"))
        for name in dangerous(path.read_text("utf-8"))
    }
    assert found <= ALLOWED, found - ALLOWED


def test_the_scan_sees_what_it_looks_for() -> None:
    code = "import pickle\nfrom subprocess import run\neval('1')\nframe.query('x')\nos.system('ls')"
    assert dangerous(code) == {"pickle", "subprocess", "eval", "query", "system"}


OUT = ["../secret.csv", "/etc/hostname", "a/../../secret.csv", "..", "", "..\\secret.csv", "C:\\secret.csv", "a\0b"]


@pytest.mark.parametrize("path", OUT)
@pytest.mark.parametrize("kind", ["table", "schema"])
def test_a_descriptor_cannot_name_files_outside(tmp_path: Path, path: str, kind: str) -> None:
    (tmp_path / "secret.csv").write_bytes(tiny.OTHER)
    described = tiny.descriptor()
    described["resources"][1]["path" if kind == "table" else "schema"] = path
    package = tiny.make(tmp_path / "package", described=described)
    with pytest.raises(RegenTrialsError):
        read(package.resource("others"))


@pytest.mark.parametrize("link", ["table", "folder"])
def test_a_link_out_of_the_package_is_refused(tmp_path: Path, link: str) -> None:
    described = tiny.descriptor()
    package = tiny.make(tmp_path / "package", described=described)
    (tmp_path / "secret.csv").write_bytes(tiny.OTHER)
    if link == "table":
        (tmp_path / "package/others.csv").unlink()
        (tmp_path / "package/others.csv").symlink_to(tmp_path / "secret.csv")
    else:
        (tmp_path / "package/data").symlink_to(tmp_path)
        described["resources"][1]["path"] = "data/secret.csv"
        package = tiny.make(tmp_path / "package", described=described)
    with pytest.raises(RegenTrialsError, match="link out of the package"):
        read(package.resource("others"))


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _members() -> dict[str, bytes]:
    return {
        "datapackage.json": json.dumps(tiny.descriptor()).encode(),
        "things.csv": tiny.GOOD,
        "others.csv": tiny.OTHER,
    }


def test_an_archive_is_read_without_being_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    members = {**_members(), "../outside.txt": b"x", "/absolute.txt": b"x", "../../etc/cron.d/x": b"x"}
    package = opened(_zip(tmp_path / "evil.zip", members))
    assert len(read(package.resource("things"))) == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["evil.zip"]


@pytest.mark.parametrize("damage", ["cut off", "garbled", "no zip", "descriptor missing", "encrypted flag"])
def test_a_damaged_archive_gives_one_clear_error(tmp_path: Path, damage: str) -> None:
    file = _zip(tmp_path / "package.zip", _members())
    content = bytearray(file.read_bytes())
    if damage == "cut off":
        content = content[: len(content) // 2]
    elif damage == "garbled":
        content[content.index(b"a,One") + 2] ^= 0xFF
    elif damage == "no zip":
        content = bytearray(b"PK\x05\x06")
    elif damage == "descriptor missing":
        content = bytearray(_zip(tmp_path / "other.zip", {"readme.txt": b""}).read_bytes())
    else:
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    with pytest.raises(RegenTrialsError):
        read(opened(file).resource("things"))


def test_an_export_stays_in_its_folder(tmp_path: Path) -> None:
    described = tiny.descriptor()
    described["resources"][0]["name"] = "../../things"
    package = tiny.make(tmp_path / "package", described=described)
    with pytest.raises(RegenTrialsError, match="a table is called"):
        export(tmp_path / "a/b", ["csv"], package)
    assert not list(tmp_path.glob("*.csv"))


def test_validate_writes_nothing_outside(copy: Copy, tmp_path: Path) -> None:
    from regentrials.validation import shape

    descriptor = copy.folder / "datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8").replace("data/claims.csv", "../../made/claims.csv"), "utf-8")
    with pytest.raises(RegenTrialsError, match="leaves the package"):
        shape.check(copy.package)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.org")'])
def test_no_cell_runs_in_a_spreadsheet(tmp_path: Path, cell: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    content = f'thing_id,label,rank,people,weight,open,day,tags\na,"{cell.replace(chr(34), chr(34) * 2)}",,,,,,\n'
    (file,) = export(tmp_path / "out", ["xlsx"], tiny.make(tmp_path / "package", content.encode()))
    found = openpyxl.load_workbook(file)["things"]["B2"]
    assert (found.data_type, found.quotePrefix) == ("s", True)
    with zipfile.ZipFile(file) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(("cell", "message"), [("x" * 32_768, "too long"), ("a\x01b", "control characters")])
def test_a_workbook_never_cuts_a_cell(tmp_path: Path, cell: str, message: str) -> None:
    pytest.importorskip("openpyxl")
    content = tiny.GOOD.replace(b"One", cell.encode())
    with pytest.raises(RegenTrialsError, match=message):
        export(tmp_path / "out", ["xlsx"], tiny.make(tmp_path / "package", content))


def test_the_longest_cell_of_a_workbook_is_whole(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    package = tiny.make(tmp_path / "package", tiny.GOOD.replace(b"One", b"x" * 32_767))
    (file,) = export(tmp_path / "out", ["xlsx"], package)
    assert len(openpyxl.load_workbook(file)["things"]["B2"].value) == 32_767


@pytest.mark.parametrize(("length", "is_fit"), [(31, True), (32, False)])
def test_a_tables_name_fits_a_sheet(tmp_path: Path, length: int, is_fit: bool) -> None:
    described = tiny.descriptor()
    described["resources"][0]["name"] = "x" * length
    package = tiny.make(tmp_path / "package", described=described)
    with nullcontext() if is_fit else pytest.raises(RegenTrialsError, match="use up to 31 letters"):
        export(tmp_path / "out", ["xlsx"], package)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_others_may_read_what_is_exported(tmp_path: Path) -> None:
    for file in export(tmp_path / "out", ["csv", "sqlite"], tiny.make(tmp_path / "package")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o644, file.name


def test_a_table_cut_off_between_rows_is_seen_by_validate(copy: Copy) -> None:
    """The loader can't know how many rows there should be; the descriptor does."""
    file = copy.folder / "data/trials.csv"
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join(lines[:-5]) + b"\n")
    from regentrials.validation import validate

    assert {"hash-count", "row count"} <= {f.rule for f in validate(copy.package)}


def test_a_day_that_no_calendar_has_is_a_finding(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(start_date="2025-02-30"), lambda row: row["start_date"])
    assert any(f.column == "start_date" and f.value == "2025-02-30" for f in copy.findings())


def test_a_zip_of_the_package_loads_like_the_folder(copy: Copy, tmp_path: Path) -> None:
    file = shutil.make_archive(str(tmp_path / "zipped"), "zip", copy.folder)
    for name, resource in opened(file).resources.items():
        assert read(resource).equals(read(copy.package.resource(name))), name
