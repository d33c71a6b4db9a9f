"""The documentation's code runs: the notebook, and the examples of the first steps in every language that is here."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import regentrials as rt
from regentrials.citation import STYLES
from regentrials.cli import _parser
from regentrials.export import WRITERS
from regentrials.package import DataPackage
from tests.conftest import ROOT

FENCE = re.compile(r"^([ ]*)```(\w+)[^\n]*\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
NOTEBOOK = ROOT / "docs/questions.ipynb"
# The changelog shows commands as they were.
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")} - {ROOT / "CHANGELOG.md"})
COMMANDS = [
    (str(page.relative_to(ROOT)), shown)
    for page in PAGES
    for shown in re.findall(r"(?:^\s*\$ |`)regentrials ([^`\n]+)", page.read_text("utf-8"), re.MULTILINE)
]


def snippets(page: str, language: str) -> list[str]:
    """The fenced examples of a page in one language, with their indentation taken off."""
    found = FENCE.findall((ROOT / page).read_text("utf-8"))
    return [re.sub(f"^{indent}", "", code, flags=re.MULTILINE) for indent, name, code in found if name == language]


@pytest.fixture
def folder(package: DataPackage, tmp_path: Path) -> Path:
    """A folder with the CSV files, as somebody has who downloaded them."""
    for resource in package.resources.values():
        (tmp_path / Path(resource.path).name).write_bytes(resource.text().encode())
    return tmp_path


def _run(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _needs(code: str) -> None:
    for module in re.findall(r"^import (\w+)", code, re.MULTILINE):
        pytest.importorskip(module, reason=f"{module} is not installed: its example was not run")


@pytest.mark.parametrize("position", range(len(snippets("docs/start.md", "python"))))
def test_python(folder: Path, position: int) -> None:
    code = snippets("docs/start.md", "python")[position]
    _needs(code)
    assert _run([sys.executable, "-W", "error", "-c", code], folder)


def test_python_examples_pass_the_type_checker(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed: the examples' types were not checked")
    readme = "\n".join(line[4:] for line in snippets("README.md", "python")[0].splitlines() if line.startswith(">>> "))
    examples = [*snippets("docs/start.md", "python"), readme]
    for number, code in enumerate(examples):
        (tmp_path / f"example_{number}.py").write_text(code + "\n", encoding="utf-8")
    cache = f"--cache-dir={tmp_path / 'cache'}"
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", cache]
    done = subprocess.run(
        [*command, *map(str, sorted(tmp_path.glob("*.py")))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_python_example_is_forgotten() -> None:
    assert len(snippets("docs/start.md", "python")) == (ROOT / "docs/start.md").read_text("utf-8").count("```python")


def test_sql(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: its example was not run")
    monkeypatch.chdir(folder)
    codes = snippets("docs/start.md", "sql")
    assert codes
    for code in codes:
        rows = duckdb.sql(code).fetchall()
        assert rows == sorted(rows, key=lambda row: -row[1]) != []


def test_r(folder: Path) -> None:
    program = shutil.which("Rscript")
    if not program:
        pytest.skip("R is not installed: its example was not run")
    assert [_run([program, "-e", code], folder) for code in snippets("docs/start.md", "r")]


COUNT = "for (f in commandArgs(TRUE)) cat(f, dim(read.csv(f, colClasses = 'character', na.strings = NULL)), '\\n')"


def test_r_finds_every_row_and_column(folder: Path, package: DataPackage) -> None:
    program = shutil.which("Rscript")
    if not program:
        pytest.skip("R is not installed: no table was read with it")
    files = {Path(r.path).name: f"{len(r.by_key())} {len(r.fields)}" for r in package.resources.values()}
    found = _run([program, "-e", COUNT, *files], folder).splitlines()
    assert [line.strip() for line in found] == [f"{name} {size}" for name, size in files.items()]


def test_javascript(folder: Path) -> None:
    program = shutil.which("node")
    if not program:
        pytest.skip("node is not installed: its example was not run")
    rt.export(folder, ["jsonl"])
    (found,) = [_run([program, "-e", code], folder) for code in snippets("docs/start.md", "js")]
    assert int(found) == sum("JP" in countries for countries in rt.load_trials()["countries"])


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_commands_are_understood(page: str, line: str) -> None:
    """Every command that a page shows has the verbs, options, formats and styles of the program."""
    words = shlex.split(line, comments=True)
    # A verb that is only named lacks its arguments; its help needs none.
    arguments = _parsed(words if len(words) > 1 else [*words, "--help"])
    assert set(getattr(arguments, "format", "csv").split(",")) <= set(WRITERS)
    assert getattr(arguments, "style", "apa") in STYLES


def test_no_page_with_commands_is_forgotten() -> None:
    assert {page for page, _ in COMMANDS} >= {"README.md", "docs/start.md", "docs/refresh.md", "docs/cite.md"}


def _parsed(words: list[str]) -> argparse.Namespace:
    try:
        return _parser().parse_args(words)
    except SystemExit as stopped:
        assert stopped.code == 0, f"regentrials does not understand {words}"
        return argparse.Namespace()


def _notebook() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(NOTEBOOK.read_text("utf-8"))
    return value


def test_the_notebook_carries_no_output() -> None:
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in _notebook()["cells"])


@pytest.mark.filterwarnings("ignore")
def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed: the notebook was not run")
    for module in ("ipykernel", "matplotlib", "nbformat"):
        pytest.importorskip(module, reason=f"{module} is not installed: the notebook was not run")
    import nbformat

    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    book = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    kinds = {key for cell in book.cells for out in cell.get("outputs", []) for key in out.get("data", {})}
    assert {"image/png", "text/html"} <= kinds
