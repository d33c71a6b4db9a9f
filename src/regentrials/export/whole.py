"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, Resource

NAME = re.compile(r"\w[\w.-]{0,30}")


def whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file whole or not at all: to a temporary file, flushed to disk, then renamed.

    A file that is there keeps its permissions, and a link stays one: the file that it leads to is written.
    """
    target = path.resolve()
    try:
        # In a folder of its own, `write` makes it with the permissions that new files have.
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            temporary = Path(folder) / target.name
            write(temporary)
            # Windows flushes only what may be written.
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            temporary.replace(target)
    except OSError as error:
        # That of a full disk names no file, others the temporary one.
        error.filename = str(path)
        raise
    return path


def put(path: Path, content: bytes) -> Path:
    """Write these bytes to a file, whole or not at all."""
    return whole(path, partial(_write, content=content))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def each(folder: Path, package: DataPackage, suffix: str, content: Callable[[Resource], bytes]) -> list[Path]:
    """Write one file a table."""
    return [put(folder / f"{name}.{suffix}", content(resource)) for name, resource in package.resources.items()]


def refuse_names(package: DataPackage) -> None:
    """Check that the tables' names are fit to name files and sheets.

    Raises:
        RegenTrialsError: one is not: a descriptor is input, and a table called ../x must not leave the folder.
    """
    for name in package.resources:
        if not NAME.fullmatch(name):
            raise RegenTrialsError(
                f"{package.label}: a table is called {name[:99]!r}; use up to 31 letters, digits, - and _"
            )
