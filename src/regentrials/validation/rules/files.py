"""Rules on the files themselves: canonical form, and counts in the descriptor."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from regentrials.export import cells_text
from regentrials.package import DESCRIPTOR, Resource
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context


def canonical_text(resource: Resource) -> str:
    """A table's file in its one canonical form: sorted by key, LF, quotes only where needed."""
    names = list(resource.fields)
    _, rows = resource.cells
    return cells_text([names, *sorted(rows, key=itemgetter(names.index(resource.key)))])


def canonical(context: Context) -> Iterator[Finding]:
    """Every table is stored in its canonical form, so that a diff shows facts only."""
    for name, resource in context.package.resources.items():
        text = resource.text()
        if not _is_canonical(text, resource):
            yield _first_difference(context, name, text.split("\n"), canonical_text(resource).split("\n"))


def _is_canonical(text: str, resource: Resource) -> bool:
    """Whether `text` is `canonical_text(resource)`, told without writing what has no quotes."""
    names = list(resource.fields)
    lines, rows = text.split("\n")[:-1], [names, *resource.cells[1]]
    if "\r" in text or len(lines) != len(rows):
        return text == canonical_text(resource)
    position = names.index(resource.key)
    keys = [row[position] for row in rows[1:]]
    # A line without quotes is its cells with commas between, whoever wrote it.
    quoted = [number for number, line in enumerate(lines) if '"' in line]
    written = cells_text([rows[number] for number in quoted])
    return keys == sorted(keys) and written == "".join(lines[number] + "\n" for number in quoted)


def _first_difference(context: Context, name: str, found: list[str], wanted: list[str]) -> Finding:
    pairs = zip(found, wanted, strict=False)
    line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), min(len(found), len(wanted)))
    value = found[line - 1][:80] if line <= len(found) else ""
    return context.finding(name, line, "", "canonical form", value, "run `make fix`")


def counted(context: Context) -> Iterator[Finding]:
    """The descriptor's row counts are those of the files."""
    for name, resource in context.package.resources.items():
        rows, stated = sum(1 for _ in context.cells(name)), resource.entry.get("rowCount")
        if rows != stated:
            value = f"{name}: {stated} stated, {rows} found"
            yield Finding(DESCRIPTOR, None, "rowCount", "row count", value, "run scripts/update_package.py")


RULES = (canonical, counted)
