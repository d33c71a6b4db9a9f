"""Several files, written all or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from regentrials.errors import RegenTrialsError
from regentrials.export.whole import put


def content(path: Path) -> bytes | None:
    """A file's bytes, None if there is no file."""
    return path.read_bytes() if path.is_file() else None


def replace_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write several files, each whole; where one fails, those before it get their old content back.

    Raises:
        RegenTrialsError: a file could not be written.
    """
    old = {name: content(folder / name) for name in contents}
    done: list[str] = []
    try:
        for name, new in contents.items():
            done.append(name)
            put(folder / name, new)
    except BaseException as error:
        for name in done:
            _restore(folder / name, old[name])
        if isinstance(error, OSError):
            raise RegenTrialsError(
                f"{folder / done[-1]} can't be written ({error.strerror}); nothing has changed"
            ) from None
        raise
    _flush(folder)


def _restore(path: Path, old: bytes | None) -> None:
    if old is None:
        # A folder in the file's place is why writing failed.
        if not path.is_dir():
            path.unlink(missing_ok=True)
    elif content(path) != old:
        put(path, old)


def _flush(folder: Path) -> None:
    # A rename is on the disk only when its folder is; where folders can't be opened, the system sees to that.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
