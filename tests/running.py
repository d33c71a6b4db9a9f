"""The command, run in this process."""

from __future__ import annotations

import pytest

from regentrials.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit status, and what was printed as output and as errors."""
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err
