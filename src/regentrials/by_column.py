"""What goes by the columns of a table, and says so where the table has no such column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from regentrials.errors import RegenTrialsError

T = TypeVar("T")


class ByColumn(dict[str, T]):
    """A table's fields, or the cells of a row, by column.

    Another version may lack a column: asked for it, this raises RegenTrialsError with the file and the column.
    """

    __slots__ = ("place",)

    def __init__(self, items: Iterable[tuple[str, T]], place: str) -> None:
        super().__init__(items)
        self.place = place

    def __missing__(self, column: str) -> T:
        raise RegenTrialsError(f"{self.place} has no column {column}; take a version that has it, or add it")
