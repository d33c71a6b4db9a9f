"""One writer at a time: a file in the package's folder, locked while somebody writes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regentrials.errors import RegenTrialsError

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]

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
    while (handle := _taken(lock)) is None:
        if time.monotonic() >= last:
            raise RegenTrialsError(
                f"nothing was written: another regentrials writes here, as {lock} says; wait for it, or remove that"
                " file if none runs"
            )
        time.sleep(0.05)
    try:
        yield
    finally:
        _let_go(lock, handle)


def _taken(lock: Path) -> int | None:
    """The open file, locked; None while another one has it."""
    try:
        handle, is_new = _opened(lock)
    except OSError as error:
        # The other one has just removed it, or made it for itself alone.
        if isinstance(error, FileNotFoundError | PermissionError) and os.access(lock.parent, os.W_OK):
            return None
        raise RegenTrialsError(f"{lock.parent} can't be written ({error.strerror}); nothing has changed") from None
    if _is_ours(lock, handle, is_new):
        return handle
    os.close(handle)
    return None


def _opened(lock: Path) -> tuple[int, bool]:
    """The open file, and whether it was made just now."""
    try:
        return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666), True
    except FileExistsError:
        return os.open(lock, os.O_RDWR), False


def _is_ours(lock: Path, handle: int, is_new: bool) -> bool:
    if fcntl is None:
        return is_new
    try:
        # The system lets go of it however the writer ends: a file that was left behind keeps nobody out.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), lock.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
    except OSError:
        # A file system without locks: it belongs to whoever made it.
        return is_new


def _let_go(lock: Path, handle: int) -> None:
    if fcntl is None:
        # Windows removes no open file.
        os.close(handle)
        lock.unlink(missing_ok=True)
    else:
        # In the other order, somebody could lock it before it goes.
        lock.unlink(missing_ok=True)
        os.close(handle)
