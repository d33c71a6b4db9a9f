"""Progress shows itself to people only, and only when it takes long."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from regentrials.registries import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    yield now


def _work(clock: list[float], out: io.StringIO, seconds: float) -> str:
    for _ in progress.progress(range(10), 10, "trials", out):
        clock[0] += seconds
    return out.getvalue()


def test_silent_where_nobody_looks(clock: list[float]) -> None:
    assert _work(clock, io.StringIO(), 5) == ""


def test_silent_when_it_is_quick(clock: list[float]) -> None:
    assert _work(clock, Terminal(), 0.05) == ""


def test_rate_and_remaining_time(clock: list[float]) -> None:
    text = _work(clock, Terminal(), 20)
    assert "5/10 trials, 0.1/s, 1:40 left" in text
    assert text.endswith("\r"), "the line is wiped at the end"
