"""A data package in its one form: canonical tables, and a descriptor that counts them."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path

from regentrials import fields
from regentrials.export.text import cells_text
from regentrials.export.together import content, replace_all
from regentrials.package import DESCRIPTOR, Resource, opened_folder
from regentrials.recount import descriptor
from regentrials.spelling import composed
from regentrials.spreadsheet import TRUTH, refuse_rewritten


def canonical_text(resource: Resource) -> str:
    """A table's file in its one canonical form: sorted by key, LF, NFC, few quotes, truth in small letters."""
    _, columns = resource.columns
    cells = [_cells(resource.fields[name], column) for name, column in columns.items()]
    rows = sorted(zip(*cells, strict=True), key=itemgetter(list(columns).index(resource.key)))
    return composed(cells_text([tuple(columns), *rows]))


def _cells(field: fields.Field, column: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(TRUTH.get(cell, cell) for cell in column) if field["type"] == "boolean" else column


def fix(place: str | Path) -> list[Path]:
    """Rewrite the tables of a data package in their canonical form, and count them anew; no fact changes.

    Args:
        place: a data package's folder.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: a table can't be read, a spreadsheet has rewritten its dates, or a file can't be written;
            nothing is written.
    """
    folder, package = Path(place), opened_folder(place)
    refuse_rewritten(package)
    texts = {resource.path: canonical_text(resource).encode() for resource in package.resources.values()}
    texts[DESCRIPTOR] = descriptor(package, texts).encode()
    stale = {path: text for path, text in texts.items() if content(folder / path) != text}
    replace_all(folder, stale)
    return [folder / path for path in stale]
