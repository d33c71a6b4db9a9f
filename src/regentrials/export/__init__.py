"""Write the tables in other formats: CSV, JSON Lines, SQLite, Parquet, XLSX.

Every file is the same, byte for byte, whenever the same data are written with the same libraries.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.export.folder import refuse_other_package, write_csv
from regentrials.export.text import cells_text, csv_text, write_jsonl
from regentrials.export.together import replace_all
from regentrials.export.whole import refuse_names
from regentrials.package import AnyPackage, DataPackage, chosen

Writer = Callable[[Path, DataPackage], list[Path]]

__all__ = ["WRITERS", "cells_text", "csv_text", "export"]


def _sqlite(folder: Path, package: DataPackage) -> list[Path]:
    from regentrials.export.sqlite import write_sqlite

    return write_sqlite(folder, package)


def _parquet(folder: Path, package: DataPackage) -> list[Path]:
    from regentrials.export.parquet import write_parquet

    return write_parquet(folder, package)


def _xlsx(folder: Path, package: DataPackage) -> list[Path]:
    from regentrials.export.xlsx import write_xlsx

    return write_xlsx(folder, package)


WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "sqlite": _sqlite,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
# What a format needs beside the package; the extra is called like the format.
MODULES = {"parquet": "pyarrow", "xlsx": "openpyxl"}


def export(folder: str | Path, formats: str | Iterable[str], package: AnyPackage | None = None) -> list[Path]:
    """Write every table in each of the formats: all files, or none.

    Args:
        folder: where the files go; made if it does not exist.
        formats: one or more of "csv", "jsonl", "sqlite", "parquet" (extra `parquet`), "xlsx" (extra `xlsx`).
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        The files written: one a table for csv, jsonl and parquet, for csv also the datapackage.json that makes
        the folder a data package; one in all for sqlite and xlsx.

    Raises:
        UnknownNameError: there is no such format.
        RegenTrialsError: no format is named, the folder can't be written or holds another data package, an extra is
            missing, or a format can't hold the data.
    """
    package = chosen(package)
    writers = [_writer(name) for name in _names(formats)]
    refuse_names(package)
    target = _target(folder)
    try:
        with tempfile.TemporaryDirectory(prefix="regentrials-export-") as fresh:
            files = [file for write in writers for file in write(Path(fresh), package)]
            contents = {file.name: file.read_bytes() for file in files}
        refuse_other_package(target, contents)
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegenTrialsError(f"{target} can't be written ({error.strerror}); name another folder") from None
    replace_all(target, contents)
    return [target / name for name in contents]


def _target(folder: str | Path) -> Path:
    if not isinstance(folder, str | Path) or not str(folder) or "\0" in str(folder):
        raise RegenTrialsError(f"{folder!r} is no folder; name the one for the files, '.' for this one")
    return Path(folder)


def _names(formats: str | Iterable[str]) -> list[str]:
    listed = formats.split(",") if isinstance(formats, str) else formats if isinstance(formats, Iterable) else [formats]
    names = list(dict.fromkeys(str(name).strip() for name in listed))
    if not names:
        raise RegenTrialsError(f"no export format is named; there are: {', '.join(WRITERS)}")
    return names


def _writer(name: str) -> Writer:
    if name not in WRITERS:
        raise UnknownNameError("export format", name, WRITERS)
    if name in MODULES:
        _need(MODULES[name], name)
    return WRITERS[name]


def _need(module: str, extra: str) -> None:
    try:
        __import__(module)
    except ImportError:
        raise RegenTrialsError(f"{module} is not installed; run: pip install 'regentrials[{extra}]'") from None
