"""Rules on the files themselves: canonical form, and counts in the descriptor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from regentrials.canonical import canonical_text
from regentrials.export import cells_text
from regentrials.package import DESCRIPTOR, Resource
from regentrials.resource import BYTE_ORDER_MARK
from regentrials.spelling import is_composed, is_plain
from regentrials.spreadsheet import FORMULA_STARTS
from regentrials.validation.report import COUNT, FIX, Finding
from regentrials.validation.rules.context import Context


def canonical(context: Context) -> Iterator[Finding]:
    """Every table is stored in its canonical form, so that a diff shows facts only."""
    for name, resource in context.package.resources.items():
        text = resource.text()
        if not _is_canonical(text, resource):
            yield _first_difference(context, name, text.split("\n"), canonical_text(resource).split("\n"))


def _is_canonical(text: str, resource: Resource) -> bool:
    """Whether `text` is `canonical_text(resource)`, told without writing what has no quotes."""
    lines, (_, columns) = text.split("\n")[:-1], resource.columns
    keys = columns[resource.key]
    if text.startswith(BYTE_ORDER_MARK) or "\r" in text or len(lines) != 1 + len(keys):
        return text == canonical_text(resource)
    # A line without quotes is its cells with commas between, whoever wrote it.
    rows = chain([tuple(columns)], zip(*columns.values(), strict=True))
    quoted = [(line, row) for line, row in zip(lines, rows, strict=True) if '"' in line]
    written = cells_text([row for _, row in quoted])
    return is_composed(text) and list(keys) == sorted(keys) and written == "".join(f"{line}\n" for line, _ in quoted)


def _first_difference(context: Context, name: str, found: list[str], wanted: list[str]) -> Finding:
    pairs = zip(found, wanted, strict=False)
    line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), min(len(found), len(wanted)))
    value = found[line - 1][:80] if line <= len(found) else ""
    return context.finding(name, line, "", "canonical form", value, FIX)


def counted(context: Context) -> Iterator[Finding]:
    """The descriptor's row counts are those of the files."""
    for name, resource in context.package.resources.items():
        rows, stated = sum(1 for _ in context.cells(name)), resource.entry.get("rowCount")
        if rows != stated:
            value = f"{name}: {stated} stated, {rows} found"
            yield Finding(DESCRIPTOR, None, "rowCount", "row count", value, COUNT)


def plain_text(context: Context) -> Iterator[Finding]:
    """No cell holds a character that can't be seen: a tab, a line end, a hard blank, a mark that turns the text."""
    for table, resource in context.package.resources.items():
        text = resource.text()
        # One look at the whole file: hardly one has any.
        if is_plain(text.replace("\n", "")) and text.count("\n") == len(resource.columns[0]) + 1:
            continue
        for line, column, cell in _odd(resource, resource.fields, lambda cell: not is_plain(cell)):
            yield context.finding(table, line, column, "plain text", cell, "put one space in its place, or nothing")


def no_formulas(context: Context) -> Iterator[Finding]:
    """No text begins as a formula does: a spreadsheet would work it out."""
    for table, resource in context.package.resources.items():
        texts = [name for name, field in resource.fields.items() if field["type"] == "string"]
        for line, column, cell in _odd(resource, texts, lambda cell: cell.startswith(FORMULA_STARTS)):
            yield context.finding(table, line, column, "no formula", cell, "begin it with a letter or a quotation mark")


def _odd(resource: Resource, names: Iterable[str], is_odd: Callable[[str], bool]) -> Iterator[tuple[int, str, str]]:
    """Line, column and text of each cell in some columns of which that is so."""
    lines, columns = resource.columns
    for column in names:
        odd = set(filter(is_odd, set(columns[column])))
        found = zip(lines, columns[column], strict=True) if odd else ()
        yield from ((line, column, cell) for line, cell in found if cell in odd)


RULES = (canonical, counted, plain_text, no_formulas)
