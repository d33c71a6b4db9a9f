"""Dates that are as precise as their source: a year, a month or a day."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
FORMS = {"day": "2025-07-02", "month": "2025-07", "year": "2025"}


def is_partial_date(cell: str) -> bool:
    """Whether `cell` is a real year, month or day: `2025`, `2025-07` or `2025-07-02`."""
    if not PARTIAL_DATE.fullmatch(cell):
        return False
    try:
        date.fromisoformat((cell + "-01-01")[:10])
    except ValueError:
        return False
    return True


@lru_cache(maxsize=16)
def described(pattern: str) -> str:
    """The dates that a pattern takes, in words: which forms, and of which years where not of all."""
    takes = re.compile(pattern).fullmatch
    forms = {kind: example for kind, example in FORMS.items() if takes(example)}
    years = [year for year in range(1000, 10000) if takes(f"{year}-01-01")]
    bounds = f" from {years[0]} to {years[-1]}" if 0 < len(years) < 9000 else ""
    return f"a {_either(*forms)} ({_either(*forms.values())}){bounds}"


def _either(*words: str) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
