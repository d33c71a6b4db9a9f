"""The one kind of error that callers need to catch."""

from __future__ import annotations

from collections.abc import Iterable


class RegenTrialsError(Exception):
    """Something in the data, an argument or the outside world is wrong.

    The message names the place and the remedy.
    """


class UnknownNameError(RegenTrialsError, KeyError):
    """A name that does not exist; the message lists those that do, or what to do where there are none."""

    def __init__(self, kind: str, name: str, known: Iterable[str], remedy: str = "") -> None:
        self.name = name
        listed = ", ".join(sorted(known))
        super().__init__(f"there is no {kind} {name!r}; {f'there are: {listed}' if listed else remedy}")

    def __str__(self) -> str:
        # KeyError would print the message's repr.
        return str(self.args[0])
