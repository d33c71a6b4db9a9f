"""Calls of the verbs that write, on a copy that tests may break, and what they left."""

from __future__ import annotations

from regentrials.cli import main
from tests.conftest import Copy

NEW = "NCT09999999"
URL = f"https://clinicaltrials.gov/study/{NEW}"
NEWS = "https://news.example.org/article"


def write(copy: Copy, verb: str, table: str, cells: dict[str, str], *options: str, key: str = "") -> int:
    words = [f"{column}={value}" for column, value in cells.items()]
    return main([verb, table, *([key] if key else []), *words, "--dir", str(copy.folder), *options])


def new_trial(copy: Copy, source: str = URL, *options: str, **changes: str) -> int:
    known = copy.rows("trials")[0]
    same = {name: known[name] for name in ("product_id", "condition_id", "sponsor_id")}
    cells = {"trial_id": NEW, "title": "A study, with a comma", "study_type": "interventional"} | same | changes
    return write(copy, "new", "trials", cells, "--source", source, *options)


def described(kind: str = "news", title: str = "A document") -> tuple[str, ...]:
    return "--source-type", kind, "--source-title", title


def files(copy: Copy) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (copy.folder / "data").iterdir()}


def row_of(copy: Copy, table: str, key: str) -> dict[str, str]:
    return copy.package.resource(table).by_key()[key]
