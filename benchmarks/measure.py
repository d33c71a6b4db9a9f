"""How the benchmarks measure: whole processes for imports, the best of several runs inside one process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"


def seconds(call: Callable[[], object], repeats: int) -> float:
    """The shortest time of a call, in seconds: noise only ever adds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def _environment() -> dict[str, str]:
    # An installed package has its byte code; a machine told to write none would compile it on every run.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(SOURCE), kept.get("PYTHONPATH", "")])}


def _process(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=_environment(), stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def processes(codes: Mapping[str, str], repeats: int) -> dict[str, tuple[float, float]]:
    """Shortest and median wall seconds of whole processes.

    Args:
        codes: Python code by name. The first run of each only warms up.
        repeats: how often each runs, in turn, so that a busy moment of the machine hits all alike.

    Returns:
        Shortest and median seconds by name.
    """
    times: dict[str, list[float]] = {name: [] for name in codes}
    for turn in range(repeats + 1):
        for name, code in codes.items():
            elapsed = _process(code)
            if turn:
                times[name].append(elapsed)
    return {name: (min(found), statistics.median(found)) for name, found in times.items()}


# The kernel's high-water mark of this very process: getrusage's would include the parent's before exec.
PEAK = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def peak(code: str) -> float:
    """The most memory that a process with this code held, in megabytes; Linux only."""
    command = [sys.executable, "-c", f"{code}\n{PEAK}"]
    done = subprocess.run(command, check=True, env=_environment(), capture_output=True, text=True)
    return int(done.stdout.split()[-1]) / 1024
