"""A progress line with rate and remaining time, for people only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")

PATIENCE = 1.0
WIDTH = 24


def progress(items: Iterable[T], total: int, what: str, out: TextIO | None = None) -> Iterator[T]:
    """The same items; on a terminal, what has taken longer than a second shows how far it is.

    Args:
        items: what is worked through.
        total: how many they are.
        what: the unit, such as "trials".
        out: where to print; standard error unless given. Nothing is printed if it is not a terminal.
    """
    out = out or sys.stderr
    if not out.isatty():
        yield from items
        return
    start, shown, width = time.monotonic(), 0.0, 0
    for done, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if now - start > PATIENCE and (now - shown > 0.1 or done == total):
            text = bar(done, total, now - start, what)
            out.write("\r" + text.ljust(width))
            out.flush()
            shown, width = now, len(text)
    if width:
        out.write("\r" + " " * width + "\r")
        out.flush()


def bar(done: int, total: int, seconds: float, what: str) -> str:
    """The line: share, count, rate in items a second, remaining time in minutes and seconds."""
    full = min(WIDTH, WIDTH * done // max(total, 1))
    rate = done / max(seconds, 1e-9)
    left = round(max(total - done, 0) / rate)
    marks = "#" * full + "-" * (WIDTH - full)
    return f"[{marks}] {done}/{total} {what}, {rate:.1f}/s, {left // 60}:{left % 60:02d} left"
