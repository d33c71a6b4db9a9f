"""The command line: arguments and printing, no logic."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pandas as pd

from regentrials import __version__, citation, diff
from regentrials.canonical import fix
from regentrials.card import card
from regentrials.curation import command as curation
from regentrials.errors import RegenTrialsError
from regentrials.export import WRITERS, export
from regentrials.market import listed
from regentrials.package import chosen, opened, opened_folder
from regentrials.paragraph import filled, terminal_width
from regentrials.recount import recounts
from regentrials.registries import command as registries
from regentrials.summary import summary
from regentrials.tables import describe, tables

INDENT = "    "
# What a shell reports of a program that was interrupted.
INTERRUPTED = 130


def _summary(arguments: argparse.Namespace) -> int:
    print(summary(chosen(arguments.dir)))
    return 0


def _tables(arguments: argparse.Namespace) -> int:
    print(tables(chosen(arguments.dir)).to_string(index=False))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    print(card(" ".join(arguments.id), chosen(arguments.dir), terminal_width()))
    return 0


def _authorized(arguments: argparse.Namespace) -> int:
    place = " ".join(arguments.place) if arguments.place else None
    print(listed(place, chosen(arguments.dir), arguments.condition))
    return 0


def _describe(arguments: argparse.Namespace) -> int:
    for row in describe(arguments.table, chosen(arguments.dir)).to_dict("records"):
        required = ", required" if row["required"] else ""
        print(f"{row['column']} ({row['type']}{required})")
        print(filled(row["description"], terminal_width(), INDENT, INDENT))
        if details := "; ".join(_details(row)):
            print(filled(details, terminal_width(), INDENT, INDENT))
        for word in row["words"]:
            meaning = f": {row['definitions'][word]}" if word in row["definitions"] else ""
            print(filled(word + meaning, terminal_width(), INDENT * 2, INDENT * 3))
    return 0


def _details(row: Mapping[Hashable, Any]) -> Iterator[str]:
    """What a cell of a column refers to, its unit, its bounds, and one such cell where no words are listed."""
    for name, label in (("refers_to", "refers to "), ("unit", "in "), ("bounds", ""), ("example", "e.g. ")):
        if pd.notna(row[name]) and not (name == "example" and row["words"]):
            yield f"{label}{row[name]}"


def _export(arguments: argparse.Namespace) -> int:
    for file in export(arguments.output, arguments.format, arguments.dir):
        print(file)
    return 0


def _cite(arguments: argparse.Namespace) -> int:
    package = chosen(arguments.dir)
    if arguments.sources_of:
        if arguments.sources_of[-1] in citation.STYLES:
            style = arguments.sources_of[-1]
            raise RegenTrialsError(f"{style} is a style, not a record; name it first: cite {style} --sources-of ...")
        print(citation.cite_sources(arguments.sources_of, arguments.style, package))
    else:
        print(citation.cite(arguments.style, package))
    return 0


def _validate(arguments: argparse.Namespace) -> int:
    from regentrials.validation import report, validate

    findings = validate(chosen(arguments.dir))
    print(report.as_json(findings) if arguments.json else report.as_text(findings))
    return 1 if findings else 0


def _diff(arguments: argparse.Namespace) -> int:
    diffs = diff.compare(opened(arguments.old), opened(arguments.new))
    if arguments.json:
        print(json.dumps(diff.as_json(diffs), indent=2, ensure_ascii=False))
    else:
        print(diff.as_text(diffs))
    return 0


def _fix(arguments: argparse.Namespace) -> int:
    counts = [f"{resource.path}: {old} -> {new} rows" for resource, old, new in recounts(opened_folder(arguments.dir))]
    changed = fix(arguments.dir, arguments.shrink)
    for file in changed:
        print(f"changed: {file}")
    for count in counts:
        print(count)
    if not changed:
        print(f"nothing changed: {arguments.dir} is in its canonical form")
    return 0


def verbs() -> list[str]:
    """The names of the command's verbs, in the order of its help."""
    actions = (action for action in _parser()._actions if isinstance(action.choices, dict))
    return [name for action in actions for name in action.choices or ()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="regentrials", description="An open dataset of regenerative cell therapies.")
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run: object, text: str, package: bool = True) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        if package:
            sub.add_argument("--dir", help="a data package's folder or zip (default: the installed one)")
        return sub

    _add_readers(verb)
    _add_checks(verb)
    registries.add_verbs(verb)
    _add_diff(verb)
    curation.add_verbs(verb)
    return parser


def _add_readers(verb: curation.Verb) -> None:
    verb("summary", _summary, "the dataset at a glance")
    verb("tables", _tables, "the tables and their rows")
    show = verb("show", _show, "a card of one record: facts, history, sources")
    show.add_argument("id", nargs="+", help="a record's id, name or alias, e.g. NCT06976229 or XS228")
    market = verb("authorized", _authorized, "what may be sold in a country, the Union's included, or for a condition")
    market.add_argument("place", nargs="*", help="a country's code or name, e.g. JP or Germany; EU is one")
    market.add_argument(
        "--condition", metavar="NAME", help="for this condition only, e.g. CLL; in all places, if none is given"
    )
    columns = verb("describe", _describe, "the columns of a table")
    columns.add_argument("table")
    write = verb("export", _export, "write all tables in other formats")
    write.add_argument("--format", default="csv", help=f"comma-separated, of: {', '.join(WRITERS)}")
    write.add_argument("--output", default="regentrials-export", metavar="FOLDER", help="default: %(default)s")
    cite = verb("cite", _cite, "how to cite this version, or the sources of records")
    cite.add_argument("style", nargs="?", default="apa", help=f"of: {', '.join(citation.STYLES)}")
    cite.add_argument("--sources-of", nargs="+", metavar="ID", help="cite the documents behind these records")


def _add_checks(verb: curation.Verb) -> None:
    check = verb("validate", _validate, "check a data package; exit status 1 on failures", package=False)
    check.add_argument("dir", nargs="?", help="a data package's folder or zip (default: the installed one)")
    check.add_argument("--json", action="store_true", help="print the failures as JSON")
    form = verb("fix", _fix, "bring a data package into its canonical form and count it anew", package=False)
    form.add_argument("dir", help="a data package's folder")
    form.add_argument("--shrink", action="store_true", help="though a table has lost more than a tenth of its rows")


def _add_diff(verb: curation.Verb) -> None:
    changes = verb("diff", _diff, "what changed between two data packages", package=False)
    changes.add_argument("old", help="folder or zip")
    changes.add_argument("new", help="folder or zip")
    changes.add_argument("--json", action="store_true", help="print the changes as JSON")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments; those of the process unless given.

    Returns:
        The exit status: 0, 1 where a check failed, 2 where the call, the data or a file could not be
        used, 3 where not all records could be read, 130 when interrupted.
    """
    _print_anything()
    arguments = _parser().parse_args(argv)
    try:
        status = int(arguments.run(arguments))
        # Here, not at exit: a full disk is then one clear error.
        if sys.stdout:
            sys.stdout.flush()
        return status
    except RegenTrialsError as error:
        print(f"regentrials: {error}", file=sys.stderr)
        return 2
    except UnicodeEncodeError as error:
        print(f"regentrials: {ascii(error.object)[:80]} is not text in UTF-8; write it anew", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of a pipe, such as head, has seen enough.
        _drop_output()
        return 0
    except OSError as error:
        # Only the output has no name.
        if error.filename is None:
            _drop_output()
        place = f"{error.filename} can't be read or" if error.filename else "the output can't be"
        print(f"regentrials: {place} written ({error.strerror or error})", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("regentrials: interrupted", file=sys.stderr)
        return INTERRUPTED


def _drop_output() -> None:
    # What is still to be written would fail once more at exit. A stream that is no file has no number, a closed none.
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_anything() -> None:
    # A name that the output's encoding lacks is printed as its code, on Windows and in the C locale.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
