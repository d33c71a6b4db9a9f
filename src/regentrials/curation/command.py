"""The verbs new, set, rename and remove of the command line: what is to be written, and the document that states it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from regentrials.curation.document import Document
from regentrials.errors import RegenTrialsError

Verb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Declare the verbs.

    Args:
        verb: declares a verb by name, function and help text.
    """
    new = verb("new", _new, "add a row, with its document, to a data package", package=False)
    new.add_argument("table", metavar="TABLE", help="e.g. trials, approvals, products, sources")
    _add_arguments(new)
    change = verb("set", _set, "correct cells of a row, with the document that says so", package=False)
    change.add_argument("table", metavar="TABLE", help="e.g. trials")
    change.add_argument("id", metavar="ID", help="the row's id or name, e.g. NCT06976229")
    _add_arguments(change)
    change.add_argument(
        "--rationale", default="", metavar="TEXT", help="why the new value is better, where documents disagree on it"
    )
    other = verb("rename", _rename, "give a row another id, wherever it is named", package=False)
    other.add_argument("table", metavar="TABLE", help="e.g. trials")
    other.add_argument("id", metavar="ID", help="the row's id or name, e.g. hPSCreg-175")
    other.add_argument("new_id", metavar="NEW", help="the id that it gets, e.g. the registry's number")
    _add_document(other)
    gone = verb("remove", _remove, "remove a row that no other row names", package=False)
    gone.add_argument("table", metavar="TABLE", help="e.g. excluded_trials")
    gone.add_argument("id", metavar="ID", help="the row's id or name")
    _add_folder(gone)


def _add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "cells", nargs="+", metavar="COLUMN=VALUE", help="cells, records by id or name; see regentrials describe TABLE"
    )
    _add_document(verb)


def _add_document(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--source", default="", metavar="URL", help="the document that was read; a known address is enough"
    )
    verb.add_argument(
        "--source-title", default="", metavar="TITLE", help="its title (default: a registry record's number)"
    )
    verb.add_argument("--source-type", default="", help="default: registry_record, of the registry's own page only")
    verb.add_argument("--publisher", default="", help="who published it (default: the site)")
    verb.add_argument("--published", default="", metavar="DATE", help="its own date")
    verb.add_argument("--language", default="", help="its language (default: en)")
    verb.add_argument("--read-on", default="", metavar="DATE", help="when it was read (default: today)")
    _add_folder(verb)


def _add_folder(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--dir", default=".", help="a data package's folder (default: this folder)")


def _new(arguments: argparse.Namespace) -> int:
    # Here, as the checks behind it take a while to load.
    from regentrials.curation.names import by_id, understood
    from regentrials.curation.rows import new_row
    from regentrials.package import opened_folder

    given = _cells(arguments.cells)
    cells = by_id(opened_folder(arguments.dir), arguments.table, given)
    files = new_row(arguments.dir, arguments.table, cells, _document(arguments))
    return _report(understood(given, cells), files, arguments.dir)


def _set(arguments: argparse.Namespace) -> int:
    from regentrials.curation.disagreement import replaced
    from regentrials.curation.names import by_id, row_id, understood
    from regentrials.curation.reading import left_behind
    from regentrials.curation.rows import change_row
    from regentrials.package import opened_folder

    package, given = opened_folder(arguments.dir), _cells(arguments.cells)
    key, cells = row_id(package, arguments.table, arguments.id), by_id(package, arguments.table, given)
    told = list(understood({"id": arguments.id, **given}, {"id": key, **cells}))
    # Before the change: afterwards nobody can read what was there.
    told += replaced(package, arguments.table, key, cells)
    files = change_row(arguments.dir, arguments.table, key, cells, _document(arguments), arguments.rationale)
    told += left_behind(opened_folder(arguments.dir), arguments.table, key, cells, arguments.source)
    if files:
        # Without a folder, `show` shows the installed version, in which nothing has changed.
        told.append(f"see the row: regentrials show {key} --dir {arguments.dir}")
    return _report(told, files, arguments.dir)


def _rename(arguments: argparse.Namespace) -> int:
    from regentrials.curation.mentions import mentions
    from regentrials.curation.names import row_id, understood
    from regentrials.curation.rename import rename
    from regentrials.package import opened_folder

    key = row_id(opened_folder(arguments.dir), arguments.table, arguments.id)
    files = rename(arguments.dir, arguments.table, key, arguments.new_id, _document(arguments))
    told = [*understood({"id": arguments.id}, {"id": key}), *mentions(opened_folder(arguments.dir), key)]
    return _report(told, files, arguments.dir)


def _remove(arguments: argparse.Namespace) -> int:
    from regentrials.curation.names import row_id, understood
    from regentrials.curation.remove import remove
    from regentrials.package import opened_folder

    key = row_id(opened_folder(arguments.dir), arguments.table, arguments.id)
    files = remove(arguments.dir, arguments.table, key)
    return _report(understood({"id": arguments.id}, {"id": key}), files, arguments.dir)


def _report(told: Iterable[str], files: Sequence[Path], folder: str) -> int:
    for line in told:
        print(line)
    for file in files:
        print(f"changed: {file}")
    print(f"then check the whole: regentrials validate {folder}" if files else "nothing changed: it stands so already")
    return 0


def _cells(given: Sequence[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for item in given:
        column, equals, value = item.partition("=")
        if not equals:
            raise RegenTrialsError(f"{item!r} is no cell; write COLUMN=VALUE, in quotes if the value has spaces")
        if column in cells:
            raise RegenTrialsError(f"{column} is given twice; lists are one value, with ; between the items")
        cells[column] = value
    return cells


def _document(arguments: argparse.Namespace) -> Document | None:
    described = [arguments.source_title, arguments.source_type, arguments.publisher, arguments.published]
    described += [arguments.language, arguments.read_on]
    if not arguments.source:
        if any(described):
            raise RegenTrialsError("the document is described but not named; give its address (--source URL)")
        return None
    return Document(
        arguments.source,
        title=arguments.source_title,
        source_type=arguments.source_type,
        publisher=arguments.publisher,
        published_date=arguments.published,
        language=arguments.language,
        read_on=arguments.read_on,
    )
