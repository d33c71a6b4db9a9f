"""A page of the site as a browser opens it, and as a reader reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def open_page(page: Any, address: str, path: str) -> list[str]:
    """Open a page; returns its console errors and its requests to other hosts."""
    problems: list[str] = []
    page.on("console", lambda m: problems.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("requestfailed", lambda r: problems.append(f"failed: {r.url}"))
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else problems.append(r.url))
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    if path.startswith("explore"):
        page.wait_for_selector("#rt-explore[data-ready]")
    return problems


def shown_rows(page: Any) -> int:
    """How many rows of Explore's table the choices and the search leave, on all its pages."""
    return int(page.evaluate("DataTable.tables({api: true}).rows({search: 'applied'}).count()"))


def text_of(page: Path) -> str:
    """What a reader reads: the page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")).split())
