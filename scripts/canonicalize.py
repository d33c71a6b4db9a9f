"""Rewrite every table in its canonical form: UTF-8, LF, sorted by key, quotes only where needed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regentrials.errors import RegenTrialsError
from regentrials.export.whole import put
from regentrials.package import opened
from regentrials.validation.rules.files import canonical_text

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Rewrite the tables that differ, and say which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", default=ROOT, type=Path, help="a data package's folder (default: this one)")
    folder: Path = parser.parse_args().dir
    try:
        package = opened(folder)
        texts = {r.path: canonical_text(r) for r in package.resources.values() if canonical_text(r) != r.text()}
    except RegenTrialsError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in texts.items():
        put(folder / path, text.encode())
        print(f"rewritten: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
