"""Words of a vocabulary that belong together, by the schemas of the installed data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, partial
from typing import Any

from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, installed


class Words(Sequence[str]):
    """Words in their order, read when they are first asked for.

    A slip in a schema is then an error of what asks, which tells it, and not of the import.
    """

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        self._read = read

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(self._read())

    def __getitem__(self, place: Any) -> Any:
        return self._words[place]

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._words


def group(table: str, column: str, name: str) -> Words:
    """The words that a column's schema puts under one name, in its order: those that are `pluripotent`.

    Raises:
        RegenTrialsError: when they are asked for, and the schema can't be read or has no such group.
    """
    return Words(partial(_listed, table, column, name))


def _listed(table: str, column: str, name: str) -> list[str]:
    resource = _data().resource(table)
    groups = resource.fields[column].get("groups")
    words = groups.get(name) if isinstance(groups, dict) else None
    if isinstance(words, list) and words and all(isinstance(word, str) for word in words):
        return words
    raise RegenTrialsError(
        f"{resource.package.label}: the schema of {table} lists no words of {column} under groups, {name};"
        " list them there"
    )


@cache
def _data() -> DataPackage:
    return installed()
