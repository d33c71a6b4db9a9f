"""What the cells of a column refer to: keys of one other column (`refersTo`), or of any of several (`refersToAny`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def columns(field: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns whose keys the field's cells name, as `table.column`: several where a cell may name any of them."""
    one, several = field.get("refersTo"), field.get("refersToAny")
    found = [one] if one else several if isinstance(several, list) else []
    return tuple(map(str, found))


def tables(field: Mapping[str, Any]) -> tuple[str, ...]:
    """The tables whose rows the field's cells name."""
    return tuple(column.split(".")[0] for column in columns(field))


def table(field: Mapping[str, Any]) -> str:
    """The one table whose rows the field's cells name; "" if there is none, or more than one."""
    found = tables(field)
    return found[0] if len(found) == 1 else ""
