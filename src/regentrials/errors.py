"""The one kind of error that callers need to catch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# So much of a name that does not exist is quoted.
SHOWN = 200


class RegenTrialsError(Exception):
    """Something in the data, an argument or the outside world is wrong.

    The message names the place and the remedy.
    """


class FileError(RegenTrialsError):
    """A file whose text can't be read.

    Attributes:
        line: where in the file.
        wrong: what is wrong there.
        remedy: what to do about it.
    """

    def __init__(self, place: str, line: int, wrong: str, remedy: str) -> None:
        self.line, self.wrong, self.remedy = line, wrong, remedy
        super().__init__(f"{place}:{line} {wrong}; {remedy}")


class UnknownNameError(RegenTrialsError, KeyError):
    """A name that does not exist.

    The message tells which may have been meant, the likeliest first; else those that there are; else what to do.
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str] = (), remedy: str = "", meant: Sequence[str] = ()
    ) -> None:
        self.name = name
        # Whoever gives a whole table for a name need not read it again.
        shown = repr(name) if len(repr(name)) <= SHOWN else f"{repr(name)[:SHOWN]}..."
        listed = ", ".join(sorted(known))
        told = f"there are: {listed}" if listed else remedy
        if meant:
            told = f"did you mean {', '.join(meant)}?"
        super().__init__(f"there is no {kind} {shown}; {told}")

    def __str__(self) -> str:
        # KeyError would print the message's repr.
        return str(self.args[0])
