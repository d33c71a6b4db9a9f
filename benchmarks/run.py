"""Timings as ratios, all in one run on one machine: import, load, validation, growth, memory, peers."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from benchmarks.grown import grown
from benchmarks.measure import peak, processes, seconds
from regentrials.package import DataPackage, installed, opened
from regentrials.tables import load, path, read
from regentrials.validation import frames, rules, shape

Line = tuple[str, ...]

TABLES = ("trials", "approvals", "sources")
BARE = "import pandas"
OURS = "import regentrials as rt\nrt.load_trials(); rt.load_approvals(); rt.load_sources()"
PEERS = {
    "palmerpenguins": "from palmerpenguins import load_penguins\nload_penguins()",
    "vega_datasets": "from vega_datasets import data\ndata.cars()",
    "bioregistry": "import bioregistry\nbioregistry.get_name('chebi')",
}


def _codes() -> dict[str, str]:
    # What nobody who reads these three files into nullable strings with pandas can be faster than.
    files, strings = [str(path(name)) for name in TABLES], "dtype='string', keep_default_na=False, na_values=['']"
    floor = f"import pandas as pd\nfor file in {files}: pd.read_csv(file, {strings})"
    found = {name: code for name, code in PEERS.items() if find_spec(name)}
    return {BARE: BARE, "pandas.read_csv, three files, all strings": floor, "regentrials, three tables": OURS, **found}


def imports(repeats: int) -> Iterator[Line]:
    """Whole processes, against one that only imports pandas."""
    times = processes(_codes(), repeats)
    for name, (best, median) in times.items():
        ratios = (best / times[BARE][0], median / times[BARE][1])
        yield (name, f"{best:.3f}", f"{median:.3f}", f"{ratios[0]:.3f}", f"{ratios[1]:.3f}")


def loads(package: DataPackage, repeats: int) -> Iterator[Line]:
    """The typed load against pandas.read_csv of the same file, which types nothing."""
    for name in TABLES:
        resource = package.resource(name)
        file = str(package.path(resource.path))
        ours = seconds(partial(load, name), repeats)
        bare = seconds(partial(pd.read_csv, file), repeats)
        yield (name, f"{len(load(name))}", f"{ours * 1000:.1f}", f"{bare * 1000:.1f}", f"{ours / bare:.2f}")


def _loaded(folder: Path) -> int:
    return sum(len(read(resource)) for resource in opened(folder).resources.values())


def _checked(folder: Path) -> None:
    package = opened(folder)
    found = rules.check(package) + [f for resource in package.resources.values() for f in frames.check(resource)]
    if found:
        raise SystemExit(f"the grown package is not valid, and its timing means nothing: {found[0]}")


def growth(package: DataPackage, sizes: list[int]) -> Iterator[Line]:
    """Load and validation of 1, 10, 100 times the rows, and what each row costs against the first size."""
    first = 0.0
    for times in sizes:
        with tempfile.TemporaryDirectory(prefix="regentrials-bench-") as folder:
            place = Path(folder) / "package"
            larger = grown(package, place, times)
            rows = _loaded(place)
            spent = seconds(partial(_loaded, place), 3 if times < 100 else 1)
            # Everything that the checks read is read within their time.
            checked = seconds(partial(_checked, place), 3 if times < 100 else 1)
            raw = f"{seconds(partial(shape.check, larger), 1):.1f}" if times < 100 else "not run"
        first = first or spent / rows
        yield (
            f"{times}",
            f"{rows}",
            f"{spent:.3f}",
            f"{spent / rows / first:.2f}",
            f"{checked:.2f}",
            f"{checked / rows * 100_000:.1f}",
            raw,
        )


def memory() -> Iterator[Line]:
    """The most memory that whole processes held."""
    bare = peak(BARE)
    for name, code in _codes().items():
        found = peak(code)
        yield (name, f"{found:.0f}", f"{found / bare:.2f}")


def table(head: Line, rows: Iterator[Line]) -> str:
    """Rows as Markdown."""
    lines = [head, tuple("---" if n == 0 else "--:" for n in range(len(head))), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def report(repeats: int, sizes: list[int]) -> Iterator[str]:
    """The parts of the report, one by one as they are measured."""
    package = installed()
    machine = f"Python {platform.python_version()}, pandas {pd.__version__}, {platform.system()} {platform.machine()}"
    yield f"regentrials {package.version}, {machine}."
    head = ("process", "best, s", "median, s", "best against `import pandas`", "median against it")
    yield "### Import and load, whole process\n\n" + table(head, imports(repeats))
    yield "### Load against bare `pandas.read_csv`"
    yield table(("table", "rows", "load, ms", "read_csv, ms", "ratio"), loads(package, 15))
    yield "### Growth"
    wide = (
        "times",
        "rows",
        "load, s",
        "load a row against the first",
        "rules and pandera, s",
        "the same, 100,000 rows, s",
        "frictionless, s",
    )
    yield table(wide, growth(package, sizes))
    yield "### Memory"
    yield table(("process", "peak, MB", "against `import pandas`"), memory())


def main() -> int:
    """Print the report as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=15, help="runs of each process (default: %(default)s)")
    parser.add_argument("--full", action="store_true", help="also a thousand times the rows")
    parser.add_argument("--json", action="store_true", help="only the ratio of import and load, as JSON")
    arguments = parser.parse_args()
    if arguments.json:
        times = processes({BARE: BARE, "ours": OURS}, arguments.repeats)
        print(json.dumps({"best": times["ours"][0] / times[BARE][0], "median": times["ours"][1] / times[BARE][1]}))
        return 0
    for part in report(arguments.repeats, [1, 10, 100, *([1000] if arguments.full else [])]):
        print(part + "\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
