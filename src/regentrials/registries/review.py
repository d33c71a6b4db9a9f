"""The review sheet: what a search found, for a curator to decide on, and the rows that the decisions become."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path

from regentrials import fields
from regentrials.countries import code
from regentrials.errors import RegenTrialsError
from regentrials.export import csv_text
from regentrials.export.whole import put
from regentrials.faults import faults
from regentrials.package import DataPackage, Row, opened_folder
from regentrials.registries.compare import OWNED, names_match
from regentrials.registries.discover import Candidate, Discovery, known_numbers
from regentrials.registries.refresh import READERS
from regentrials.registries.scoring import Scorer, measure
from regentrials.registries.sources import add
from regentrials.rewrite import draft
from regentrials.spreadsheet import as_written, defused

# The curator fills these; what is there already is a suggestion.
DECIDED = ("decision", "reason", "product_id", "condition_id", "sponsor_id", "study_type", "parent_trial_id", "notes")
SHOWN = ("registry_id", "registry", "found_as", "interventions", "sponsor", "score", "suggestion", "rules", "url")
TOLD = ("secondary_ids", "countries", *OWNED)
COLUMNS = (*DECIDED, *SHOWN, *TOLD, "read_on")
# Blank in a new sheet: a row that has one of them was worked on.
BLANK = ("decision", "reason", "condition_id", "parent_trial_id", "notes")
SHEET = "review.csv"
LONGEST = 200


def write(folder: Path, package: DataPackage, discovery: Discovery, today: date) -> list[Path]:
    """Write the sheet and a page to read it with; rows of an earlier sheet that were worked on stay as they are.

    Returns:
        The files: review.csv and review.html.

    Raises:
        RegenTrialsError: the folder can't be written, or holds another review.csv than a sheet.
    """
    scorer = Scorer(package)
    old = worked_on(folder)
    known = {row["registry_id"]: row for row in old}
    fresh = [sheet_row(package, scorer, candidate, today.isoformat()) for candidate in discovery.candidates]
    rows = [known.get(row["registry_id"], row) for row in fresh]
    texts = {
        SHEET: csv_text(map(_safe, [*rows, *_left(package, old, rows)]), COLUMNS),
        "review.html": page(package, discovery, rows),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [put(folder / name, text.encode()) for name, text in texts.items()]
    except OSError as error:
        raise RegenTrialsError(f"{folder} can't be written ({error.strerror}); name another folder") from None


def _safe(row: Row) -> Row:
    # Strangers wrote the texts, and a spreadsheet opens them.
    return {name: defused(cell) for name, cell in row.items()}


def worked_on(folder: Path) -> list[Row]:
    """The rows of a folder's sheet in which a curator has written.

    Raises:
        RegenTrialsError: its review.csv is no review sheet.
    """
    sheet = folder / SHEET
    return [row for _, row in _read(sheet) if any(row[name] for name in BLANK)] if sheet.exists() else []


def _left(package: DataPackage, old: list[Row], rows: list[Row]) -> Iterator[Row]:
    """Old rows that this search did not find; those that have become rows of a table are done with."""
    tables = (package.resource("trials"), package.resource("excluded_trials"))
    done = {key for resource in tables for key in resource.by_key()} | {row["registry_id"] for row in rows}
    yield from (row for row in old if row["registry_id"] not in done)


def sheet_row(package: DataPackage, scorer: Scorer, candidate: Candidate, today: str) -> Row:
    """A candidate as a row of the sheet."""
    record = candidate.record
    codes = [code(name) for name in record.countries]
    organizations = (row for _, row in package.resource("organizations").rows())
    row = {
        "product_id": scorer.product(record.texts),
        "sponsor_id": next((o["organization_id"] for o in organizations if names_match(o, record.sponsor)), ""),
        "study_type": record.study_type,
        "registry_id": record.trial_id,
        "registry": record.registry,
        "found_as": record.texts.get("title", "")[:LONGEST],
        "interventions": record.texts.get("interventions", "")[:LONGEST],
        "sponsor": record.sponsor,
        "score": str(candidate.score.points),
        "suggestion": scorer.suggestion(candidate.score),
        "rules": fields.SEPARATOR.join(candidate.score.rules),
        "url": record.url,
        "secondary_ids": fields.SEPARATOR.join(record.secondary_ids),
        "countries": fields.SEPARATOR.join(dict.fromkeys(codes)) if all(codes) else "",
        **record.values,
        "read_on": today,
    }
    return {**dict.fromkeys(COLUMNS, ""), **row}


def page(package: DataPackage, discovery: Discovery, rows: list[Row]) -> str:
    """The sheet as a page for people."""
    measures = "".join(f"<li>{escape(str(item))}</li>" for item in measure(package))
    listed = "".join(_item(row) for row in rows)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Studies to decide on</title>'
        "<style>body{font:16px/1.5 system-ui;max-width:60em;margin:2em auto;padding:0 1em}li{margin:.6em 0}"
        "small{color:#555}</style><h1>Studies to decide on</h1>"
        f"<p>{len(rows)} of {discovery.found} records found are in neither table. Write include, or exclude with a"
        f" reason, into review.csv.</p><h2>How well the rules do</h2><ul>{measures}</ul><h2>Records</h2><ol>{listed}"
        "</ol></html>\n"
    )


def _item(row: Row) -> str:
    number = escape(row["registry_id"])
    # An address that is not one of the web is not made a link.
    if row["url"].startswith(("https://", "http://")):
        number = f'<a href="{escape(row["url"])}">{number}</a>'
    rules = escape(row["rules"].replace(";", "; "))
    return (
        f"<li><b>{number}</b> {escape(row['found_as'])}<br><small>{escape(row['interventions'])} | "
        f"{escape(row['sponsor'])}<br>{row['score']} points, {row['suggestion']}: {rules}</small></li>"
    )


def apply(folder: Path, sheet: Path, today: date) -> list[Path]:
    """Turn the decisions of a sheet into rows of trials and excluded_trials, all or none.

    Returns:
        The files written.

    Raises:
        RegenTrialsError: a decision lacks something, or a row would break a rule; the message names them all.
    """
    package = opened_folder(folder)
    names = ("trials", "excluded_trials", "sources")
    tables = {name: [row for _, row in package.resource(name).rows()] for name in names}
    sources = {row["source_id"]: row for row in tables["sources"]}
    known = dict(known_numbers(package))
    wrong: list[str] = []
    for number, row in _decisions(sheet):
        table = "trials" if row["decision"] == "include" else "excluded_trials"
        new = _new_row(package, table, row, sources, today.isoformat())
        found = [*_taken(known, row["registry_id"]), *faults(package, table, new, {"sources": sources})]
        wrong += [f"{sheet}:{number} {row['registry_id']} {message}" for message in found]
        known[row["registry_id"]] = row["registry_id"] if row["decision"] == "include" else ""
        tables[table].append(new)
    if wrong:
        raise RegenTrialsError("nothing was written:\n" + "\n".join(wrong))
    with draft(package, {**tables, "sources": list(sources.values())}, today.isoformat()) as changed:
        return changed.install()


def _taken(known: Mapping[str, str], number: str) -> Iterator[str]:
    """A sheet that is applied a second time must not write its rows a second time."""
    if number in known:
        where = f"trials, as {known[number]}" if known[number] else "excluded_trials"
        yield f"stands in {where}, already: blank its decision, or correct that row (regentrials set)"


def _decisions(sheet: Path) -> Iterator[tuple[int, Row]]:
    for number, row in _read(sheet):
        decision = row["decision"].casefold()
        if decision not in ("", "include", "exclude"):
            raise RegenTrialsError(f"{sheet}:{number} decision is {row['decision']!r}; write include or exclude")
        if decision:
            yield number, {**row, "decision": decision}


def _read(sheet: Path) -> list[tuple[int, Row]]:
    try:
        reader = csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"), newline=""))
        rows = [
            (reader.line_num, {name: as_written((cell or "").strip()) for name, cell in row.items() if name})
            for row in reader
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegenTrialsError(f"{sheet} can't be read ({error}); name a review sheet") from None
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise RegenTrialsError(f"{sheet} is no review sheet: it lacks {', '.join(missing)}; name one, or move it away")
    return rows


def _new_row(package: DataPackage, table: str, row: Row, sources: dict[str, Row], today: str) -> Row:
    title = row["title"] or row["found_as"].split(" | ")[0] if row["registry"] in READERS else row["title"]
    new = {name: row.get(name, "") for name in package.resource(table).fields}
    if table == "trials":
        new.update(trial_id=row["registry_id"], title=title)
    else:
        new.update(registry_id=row["registry_id"], title=title)
    if row["url"] and title:
        cells, day = {"title": title, "url": row["url"]}, row["read_on"] or today
        new["source_ids"] = add(package, sources, row["registry_id"], cells, row["as_of"], day)
    return new
