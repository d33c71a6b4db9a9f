"""Raw answers of the registries, kept by day outside of git, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from regentrials.errors import RegenTrialsError
from regentrials.export.whole import put

COMPLETE = "complete"


@dataclass(frozen=True)
class Kept:
    """An answer: the address that gave it, after redirects, and its text."""

    url: str
    text: str


class Snapshots:
    """The folder of one run.

    A run that stopped, or could not reach a registry, leaves its folder open, and the next run of the same day
    reads from it what it has. A complete run closes it: the next run asks again, in a folder of its own.
    """

    def __init__(self, root: Path, day: str) -> None:
        number = 1
        folder = root / day
        while (folder / COMPLETE).exists():
            number += 1
            folder = root / f"{day}-{number}"
        self.folder = folder

    def read(self, asked: str) -> Kept | None:
        """The kept answer to a request, or None."""
        try:
            value = json.loads(self._file(asked).read_text("utf-8"))
            kept = Kept(value["url"], value["text"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return kept if isinstance(kept.url, str) and isinstance(kept.text, str) else None

    def keep(self, asked: str, answer: Kept) -> None:
        """Keep an answer, in place of an earlier one to the same request.

        Raises:
            RegenTrialsError: the folder can't be written.
        """
        file = self._file(asked)
        content = {"asked": asked, "url": answer.url, "text": answer.text}
        with self._writing():
            file.parent.mkdir(parents=True, exist_ok=True)
            put(file, json.dumps(content, ensure_ascii=False).encode())

    def close(self) -> None:
        """Say that the run had an answer to all that it asked.

        Raises:
            RegenTrialsError: the folder can't be written.
        """
        with self._writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / COMPLETE).touch()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RegenTrialsError(
                f"{self.folder} can't be written ({error.strerror}); name another place in REGENTRIALS_SNAPSHOTS"
            ) from None

    def _file(self, asked: str) -> Path:
        host = urlsplit(asked.split(" ")[1]).hostname or "unknown"
        return self.folder / host / f"{hashlib.sha256(asked.encode()).hexdigest()[:24]}.json"


def default_root() -> Path:
    """Where answers are kept: the setting REGENTRIALS_SNAPSHOTS, else the user's cache, never the data's folder."""
    if setting := os.environ.get("REGENTRIALS_SNAPSHOTS"):
        return Path(setting)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "regentrials" / "snapshots"
