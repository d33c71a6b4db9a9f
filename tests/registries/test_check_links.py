"""Dead sources are named with their archived copies; sites that merely refuse programs are not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Copy
from tests.registries.server import Reply, Server


def _run(copy: Copy) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/check_links.py"), str(copy.folder), "--pause", "0", "--timeout", "2"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.fixture
def sources(copy: Copy, server: Server) -> list[dict[str, str]]:
    """Four sources in place of all, on loopback."""
    rows = copy.rows("sources")[:4]
    for row, path in zip(rows, ("good", "gone", "forbidden", "broken"), strict=True):
        row.update(url=f"{server.url}/{path}", canonical_url="", notes="")
    rows[1]["notes"] = "Archived: https://web.archive.org/web/2026/https://example.org/gone."
    copy.write("sources", rows)
    codes = {"/good": 200, "/gone": 404, "/forbidden": 403, "/broken": 500}
    server.answers.append(lambda asked: Reply("", codes[asked.path], "text/html"))
    return rows


def test_the_dead_are_named(copy: Copy, sources: list[dict[str, str]], server: Server) -> None:
    done = _run(copy)
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert [line[:3] for line in lines[:-1]] == [
        code for _, code in sorted([(sources[1]["source_id"], "404"), (sources[3]["source_id"], "500")])
    ]
    assert any(line.endswith("archived: https://web.archive.org/web/2026/https://example.org/gone") for line in lines)
    assert lines[-1] == "4 addresses, 2 dead, 1 refuse programs"
    assert "https://example.org/contact" in server.asked[0].headers["User-Agent"]


def test_all_well(copy: Copy, sources: list[dict[str, str]]) -> None:
    copy.write("sources", [sources[0], sources[2]])
    assert _run(copy).returncode == 0
