"""The one kind of error that callers need to catch."""

from __future__ import annotations

from collections.abc import Iterable


class RegenTrialsError(Exception):
    """Something in the data, an argument or the outside world is wrong.

    The message names the place and the remedy.
    """


class UnknownNameError(RegenTrialsError, KeyError):
    """A name that does not exist; the message lists those that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(f"there is no {kind} {name!r}; there are: {', '.join(sorted(known))}")

    def __str__(self) -> str:
        # KeyError would print the message's repr.
        return str(self.args[0])
