"""The tables as CSV with their descriptor: a data package in one folder."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from regentrials.errors import RegenTrialsError
from regentrials.export.whole import each, put
from regentrials.package import DESCRIPTOR, DataPackage, opened
from regentrials.recount import json_text


def described(package: DataPackage) -> str:
    """datapackage.json for tables that lie beside it, their schemas inside.

    Its counts are those that the package states: a table that was cut off is still seen by `validate`.
    """
    entries = [
        {**resource.entry, "path": f"{resource.name}.csv", "schema": resource.schema}
        for resource in package.resources.values()
    ]
    return json_text({**package.descriptor, "resources": entries})


def write_csv(folder: Path, package: DataPackage) -> list[Path]:
    """The CSV files as they are, and the descriptor that makes a data package of them."""
    tables = each(folder, package, "csv", lambda resource: resource.text().encode())
    return [*tables, put(folder / DESCRIPTOR, described(package).encode())]


def refuse_other_package(folder: Path, names: Iterable[str]) -> None:
    """Check that an export's files take no other package's place.

    Args:
        folder: where the files are to go.
        names: those of all files of the export.

    Raises:
        RegenTrialsError: the descriptor in the folder is of other tables, or of none; or a package above the folder
            keeps its tables under these names.
    """
    wanted = set(names)
    if DESCRIPTOR in wanted and (folder / DESCRIPTOR).exists() and not _paths(folder) <= wanted:
        raise RegenTrialsError(f"{folder} holds another data package; name another folder")
    above = _owner({folder.resolve() / name for name in wanted}, folder.resolve())
    if above:
        raise RegenTrialsError(f"{folder} holds the tables of the data package {above}; name another folder")


def _owner(files: set[Path], folder: Path) -> Path | None:
    """The folder above whose data package has one of these files as a table."""
    for above in folder.parents:
        # A descriptor that can't be read owns nothing.
        with suppress(RegenTrialsError):
            if (above / DESCRIPTOR).is_file() and files & {above / path for path in _paths(above)}:
                return above
    return None


def _paths(folder: Path) -> set[str]:
    return {resource.path for resource in opened(folder).resources.values()}
