"""The hierarchy of conditions: what one is called, what stands above and below it, and which rows are about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from regentrials import fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.package import Resource, Row
from regentrials.similar import similar
from regentrials.spelling import folded

TABLE = "conditions"
KEY = "conditions.condition_id"
REMEDY = "conditions go by id, name or alias, as the table of conditions lists them"
# How many of an area's conditions a message names.
SHOWN = 8


def names(row: Row) -> tuple[str, ...]:
    """All that a condition goes by besides its key: its name, then its aliases."""
    return (row["name"], *fields.split(row.get("aliases", "")))


def broader(conditions: Mapping[str, Row], key: str) -> tuple[str, ...]:
    """The conditions above one, the nearest first."""
    found: list[str] = []
    above = _above(conditions, key)
    # A package that nobody validated may go in circles.
    while above in conditions and above not in (key, *found):
        found.append(above)
        above = _above(conditions, above)
    return tuple(found)


def _above(conditions: Mapping[str, Row], key: str) -> str:
    # The first version had no such column, and can be opened all the same.
    return conditions[key].get("broader_id", "")


def narrower(conditions: Mapping[str, Row], key: str) -> tuple[str, ...]:
    """The conditions below one, at whatever depth, in the table's order."""
    return tuple(other for other in conditions if key in broader(conditions, other))


def find(conditions: Mapping[str, Row], text: str) -> str:
    """The key of the condition that `text` names: a key, a name or an alias, in small letters or capitals.

    Raises:
        UnknownNameError: no condition goes by that name; the message lists similar ones, or some of those of an area.
        RegenTrialsError: it is blank, or no text.
    """
    if not isinstance(text, str) or not text.strip():
        raise RegenTrialsError(f"{text!r} names no condition; give an id, a name or an alias, e.g. Parkinson's disease")
    wanted = folded(text)
    for key, row in conditions.items():
        if wanted in map(folded, (key, *names(row))):
            return key
    if inside := _inside(conditions, wanted):
        remedy = f"it is an area; name one of its conditions, e.g. {', '.join(inside[:SHOWN])}"
        raise UnknownNameError("condition", text, remedy=remedy)
    raise UnknownNameError("condition", text, remedy=REMEDY, meant=similar(conditions, text))


def _inside(conditions: Mapping[str, Row], wanted: str) -> list[str]:
    """The conditions of the area that goes by a folded text, the widest first."""
    found = [key for key, row in conditions.items() if wanted in (row["area"], folded(fields.readable(row["area"])))]
    return sorted(found, key=lambda key: -len(narrower(conditions, key)))


def rows_about(resource: Resource, text: str) -> list[bool]:
    """Which rows of a table are about a condition or a narrower one, in any of their columns.

    Raises:
        UnknownNameError: no condition goes by that name.
        RegenTrialsError: the table's rows are about no condition.
    """
    conditions = resource.package.resource(TABLE).by_key()
    columns = _columns(resource)
    if not columns:
        able = ", ".join(name for name, other in resource.package.resources.items() if _columns(other))
        raise RegenTrialsError(f"the rows of {resource.name} name no condition; those of {able} do")
    key = find(conditions, text)
    wanted = {key, *narrower(conditions, key)}
    cells = resource.columns[1]
    return [_any_of(row, wanted) for row in zip(*(cells[column] for column in columns), strict=True)]


def _columns(resource: Resource) -> list[str]:
    """The columns of a table that hold ids of conditions."""
    described = resource.fields.items()
    return [name for name, field in described if KEY in (f"{resource.name}.{name}", field.get("refersTo"))]


def _any_of(cells: tuple[str, ...], wanted: Collection[str]) -> bool:
    return any(item in wanted for cell in cells for item in fields.split(cell))
