"""Rewrite what is counted or derived: bytes, hashes and rows in datapackage.json, the citation files, README counts.

With --check nothing is written; the exit status is 1 where something is stale.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from regentrials.derived import derived
from regentrials.errors import RegenTrialsError
from regentrials.export import whole
from regentrials.package import opened

ROOT = Path(__file__).parents[1]


def _current(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _write(target: Path, text: str) -> None:
    target.write_bytes(text.encode())


def main() -> int:
    """Write, or with --check name, the files that are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", default=ROOT, type=Path, help="a data package's folder (default: this one)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something is stale")
    arguments = parser.parse_args()
    folder: Path = arguments.dir
    try:
        texts = derived(opened(folder), folder)
    except RegenTrialsError as error:
        print(error, file=sys.stderr)
        return 1
    stale = {name: text for name, text in texts.items() if _current(folder / name) != text}
    for name, text in stale.items():
        print(f"{'stale' if arguments.check else 'rewritten'}: {name}")
        if not arguments.check:
            whole(folder / name, partial(_write, text=text))
    if stale and arguments.check:
        print("run: make fix", file=sys.stderr)
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
