"""A data package in its one form: canonical tables, and a descriptor that counts them."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path

from regentrials import fields
from regentrials.export.text import cells_text
from regentrials.export.together import replace_all
from regentrials.lock import locked
from regentrials.package import DESCRIPTOR, DataPackage, Resource, opened_folder
from regentrials.recount import descriptor, refuse_lost
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


def renewed(package: DataPackage) -> dict[str, bytes]:
    """The files of a data package that are not in their one form, as they should be; no fact changes."""
    texts = {resource.path: canonical_text(resource).encode() for resource in package.resources.values()}
    texts[DESCRIPTOR] = descriptor(package, texts).encode()
    return {path: text for path, text in texts.items() if package.read_bytes(path) != text}


def refuse_unfit(package: DataPackage, shrink: bool = False) -> None:
    """Raise for a data package of which new counts would make a fault look meant.

    Args:
        package: the data package.
        shrink: whether a table may have lost many rows.

    Raises:
        RegenTrialsError: a table can't be read, has lost rows, has a key twice or blank, or a spreadsheet has rewritten
            its dates.
    """
    refuse_rewritten(package)
    refuse_lost(package, shrink)
    for resource in package.resources.values():
        resource.by_key()


def fix(place: str | Path, shrink: bool = False) -> list[Path]:
    """Rewrite the tables of a data package in their canonical form, and count them anew; no fact changes.

    Args:
        place: a data package's folder.
        shrink: whether a table may have lost many rows.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: the tables are not fit to be counted, see `refuse_unfit`, or a file can't be written; nothing
            is written.
    """
    folder = Path(place)
    if not _stale(folder, shrink):
        return []
    with locked(folder):
        # Read anew: somebody else may have written meanwhile.
        texts = _stale(folder, shrink)
        replace_all(folder, texts)
    return [folder / path for path in texts]


def _stale(folder: Path, shrink: bool) -> dict[str, bytes]:
    package = opened_folder(folder)
    refuse_unfit(package, shrink)
    return renewed(package)
