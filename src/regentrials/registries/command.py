"""The verbs refresh and discover of the command line. Loading this needs no extra."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from regentrials.errors import RegenTrialsError
from regentrials.package import chosen

# Not 1, which is also what a crash gives.
INCOMPLETE = 3

Verb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Declare both verbs.

    Args:
        verb: declares a verb by name, function and help text.
    """
    again = verb("refresh", refresh, "what the registries say now; exit status 3 if not all was read", package=False)
    again.add_argument("dir", nargs="?", help="a data package's folder (default: the installed one)")
    again.add_argument("--write", action="store_true", help="write what the registries decide into the tables")
    again.add_argument("--json", action="store_true", help="print changes and problems as JSON")
    new = verb("discover", discover, "studies that the tables lack, as a sheet to decide on", package=False)
    new.add_argument(
        "dir", nargs="?", help="a data package's folder (default: the installed one; with --apply, this folder)"
    )
    new.add_argument("--ictrp", metavar="FILE", help="an XML export of WHO's ICTRP portal")
    new.add_argument("--output", default="regentrials-review", metavar="FOLDER", help="default: %(default)s")
    new.add_argument("--apply", metavar="SHEET", help="write the decisions of a review sheet into the tables of DIR")


def refresh(arguments: argparse.Namespace) -> int:
    """Print what differs; the exit status is 0 when all was read, else 3."""
    try:
        from regentrials.registries import refresh as run
    except ImportError as error:
        raise _missing(error) from None
    with _resumable():
        result = run.refresh(chosen(arguments.dir), _folder(arguments), write=arguments.write)
    if text := run.note(result):
        print(text, file=sys.stderr)
    if arguments.json:
        print(json.dumps(run.as_json(result), indent=2, ensure_ascii=False))
    else:
        print(run.as_text(result))
    return 0 if result.is_complete else INCOMPLETE


def discover(arguments: argparse.Namespace) -> int:
    """Write the review sheet, or apply one; the exit status is 0 when all was read, else 3."""
    try:
        from regentrials.registries import discover as run
        from regentrials.registries import review, scoring
    except ImportError as error:
        raise _missing(error) from None
    today = date.today()
    if arguments.apply:
        print(*review.apply(Path(arguments.dir or "."), Path(arguments.apply), today), sep="\n")
        return 0
    package, output = chosen(arguments.dir), Path(arguments.output)
    # Before minutes of reading: a sheet that can't be kept is refused.
    review.worked_on(output)
    export = Path(arguments.ictrp) if arguments.ictrp else None
    with _resumable():
        found = run.discover(package, export, today)
    print(*scoring.measure(package), sep="\n")
    print(run.as_text(found))
    # A search that reached no registry says nothing about the sheet of an earlier one.
    if found.found:
        print(*review.write(output, package, found, today), sep="\n")
    return INCOMPLETE if found.problems else 0


@contextmanager
def _resumable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print("what was read is kept, and today's next run goes on from there", file=sys.stderr)
        raise


def _missing(error: ImportError) -> RegenTrialsError:
    return RegenTrialsError(f"{error.name} is not installed; run: pip install 'regentrials[refresh]'")


def _folder(arguments: argparse.Namespace) -> Path | None:
    return Path(arguments.dir) if arguments.dir and Path(arguments.dir).is_dir() else None
