"""A link to Explore asks for a table, filters and values that are there: else it shows rows that it didn't promise."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

KINDS = ("authorizations", "conditions", "jurisdictions", "products", "trials")


def _offered(site: Path) -> dict[tuple[str, str], set[str]]:
    """The values of each filter of each table."""
    found = {}
    for name in ("trials", "approvals", "products"):
        data = json.loads((site / f"explore/{name}.json").read_text("utf-8"))
        for facet in data["facets"]:
            column = facet.get("values", facet["key"])
            found[name, f"f.{facet['key']}"] = {value for row in data["rows"] for value in _values(row[column])}
    return found


def _values(cell: Any) -> list[str]:
    return [str(value) for value in cell] if isinstance(cell, list) else [str(cell)]


def test_links_to_explore_ask_for_what_is_there(site: Path) -> None:
    offered, asked = _offered(site), set()
    for path in (path for kind in KINDS for path in site.glob(f"{kind}/**/index.html")):
        asked.update(re.findall(r'explore/\?([^"]*)"', path.read_text("utf-8")))
    assert len(asked) > 40
    for query in map(unescape, asked):
        (_, table), *filters = parse_qsl(query, strict_parsing=True)
        assert table in {name for name, _ in offered}, query
        for key, values in filters:
            assert set(values.split("|")) <= offered[table, key], query
