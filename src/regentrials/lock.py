"""One writer at a time: a file in the package's folder that says that somebody writes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regentrials.errors import RegenTrialsError

LOCK = ".regentrials-lock"
# In seconds; a write takes a fraction of one.
PATIENCE = 10.0


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers out of a folder while its files are compared and replaced.

    Raises:
        RegenTrialsError: another one writes for long, or the folder can't be written.
    """
    lock, last = folder / LOCK, time.monotonic() + PATIENCE
    while not _taken(lock):
        if time.monotonic() >= last:
            raise RegenTrialsError(
                f"nothing was written: another regentrials writes here, as {lock} says; wait for it, or remove that"
                " file if none runs"
            )
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    except OSError as error:
        raise RegenTrialsError(f"{lock.parent} can't be written ({error.strerror}); nothing has changed") from None
    return True
