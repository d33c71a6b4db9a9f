"""One field of a Table Schema: how its text becomes a typed pandas column, and how it is described.

The schema is the only description of a column. `type` gives the base type; two custom properties refine
it: `role` is "list" (items separated by `;`) or "partial_date" (year, month or day), and `ordered` marks
a vocabulary whose words have a rank.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from regentrials import references
from regentrials.errors import RegenTrialsError
from regentrials.partial_date import described, is_partial_date
from regentrials.readable import READABLE

Field = Mapping[str, Any]

SEPARATOR = ";"
PRECISIONS = {0: "", 4: "year", 7: "month", 10: "day"}
PRECISION_DTYPE = pd.CategoricalDtype(["year", "month", "day"], ordered=True)
DATE_DTYPE = "datetime64[s]"
PRECISION_SUFFIX = "_precision"
DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
# What text a type takes, by its dtype, and how it is read.
TESTS: dict[str, Callable[[str], object]] = {
    "Int64": re.compile(r"-?(?:0|[1-9][0-9]{0,17})").fullmatch,
    "Float64": re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?").fullmatch,
    "boolean": {"true", "false"}.__contains__,
}
WANTED = {"Int64": "a whole number", "Float64": "a number", "boolean": "true or false"}
BOUNDS = {"minimum": "at least", "maximum": "at most"}
PARSERS: dict[str, Callable[[str], object]] = {"Int64": int, "Float64": float, "boolean": "true".__eq__}


def is_field(value: object) -> bool:
    """Whether a part of a Table Schema is a field that this module can work on: a name, and a sane vocabulary."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return False
    constraints = value.get("constraints", {})
    enum = constraints.get("enum", []) if isinstance(constraints, dict) else None
    return isinstance(enum, list) and all(isinstance(word, str) for word in enum) and len(set(enum)) == len(enum)


def words(field: Field) -> list[str]:
    """The field's vocabulary, or an empty list."""
    return list(field.get("constraints", {}).get("enum", []))


def definitions(field: Field) -> dict[str, str]:
    """What each word of the field's vocabulary means, for the words that the schema defines."""
    stated = field.get("definitions")
    known = stated if isinstance(stated, dict) else {}
    return {word: str(known[word]) for word in words(field) if word in known}


def readable(word: str) -> str:
    """A word of a vocabulary as people write it: `trial_authorization` is "trial authorization"."""
    return READABLE.get(word, word.replace("_", " "))


def is_list(field: Field) -> bool:
    return field.get("role") == "list"


def is_date(field: Field) -> bool:
    return field.get("role") == "partial_date"


def is_required(field: Field) -> bool:
    return bool(field.get("constraints", {}).get("required", False))


def split(cell: str) -> tuple[str, ...]:
    """The items of a list cell; none for an empty one."""
    return tuple(cell.split(SEPARATOR)) if cell else ()


def items(field: Field, cell: str) -> tuple[str, ...]:
    """The items of a list's cell; of any other column, the whole cell."""
    return split(cell) if is_list(field) else (cell,)


@lru_cache(maxsize=256)
def _category(listed: tuple[str, ...], ordered: bool) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(listed), ordered=ordered)


def dtype(field: Field) -> Any:
    """The pandas dtype of the field's column.

    Raises:
        RegenTrialsError: the loader has no such type.
    """
    if is_list(field):
        return "object"
    if is_date(field):
        return DATE_DTYPE
    if words(field):
        return _category(tuple(words(field)), bool(field.get("ordered", False)))
    try:
        return DTYPES[field["type"]]
    except (KeyError, TypeError):
        raise RegenTrialsError(
            f"the schema gives {field.get('name')!r} the type {field.get('type')!r}; use one of {', '.join(DTYPES)}"
        ) from None


def wrong_cells(field: Field, cells: Sequence[str]) -> list[int]:
    """Which cells of a raw column break the field's type or vocabulary.

    Args:
        field: a field of a Table Schema.
        cells: the column's raw text, "" for blank.

    Returns:
        The positions of the wrong cells, the first first.
    """
    good = _test(field)
    if good is None:
        return []
    # Columns repeat themselves: each distinct text is looked at once.
    wrong = {cell for cell in set(cells) if cell and not good(cell)}
    return [position for position, cell in enumerate(cells) if cell in wrong] if wrong else []


def fits(field: Field, cell: str) -> bool:
    """Whether a cell that is not blank is one that the field's type, vocabulary and constraints allow."""
    limits = field.get("constraints", {})
    if wrong_cells(field, [cell]):
        return False
    if dtype(field) in ("Int64", "Float64"):
        return bool(limits.get("minimum", -math.inf) <= float(cell) <= limits.get("maximum", math.inf))
    return re.fullmatch(limits.get("pattern", ".*"), cell) is not None


def _test(field: Field) -> Callable[[str], object] | None:
    if is_list(field):
        return None
    if words(field):
        return set(words(field)).__contains__
    if is_date(field):
        return is_partial_date
    return TESTS.get(str(dtype(field)))


def convert(field: Field, cells: Sequence[str]) -> dict[str, Any]:
    """Raw text to typed columns.

    Args:
        field: a field of a Table Schema.
        cells: the column's raw text, "" for blank, without wrong cells.

    Returns:
        The column as an array for a DataFrame, and for a date a second one, `<name>_precision` (year, month or
        day).
    """
    name = str(field["name"])
    if is_list(field):
        return {name: _tuples(cells)}
    if is_date(field):
        return {name: _starts(cells), name + PRECISION_SUFFIX: _coded([PRECISIONS[len(c)] for c in cells])}
    kind = dtype(field)
    if isinstance(kind, pd.CategoricalDtype):
        return {name: _coded(cells, kind)}
    if kind == "string":
        return {name: pd.array([cell or None for cell in cells], dtype=kind)}
    parse = PARSERS[kind]
    return {name: pd.array([parse(cell) if cell else None for cell in cells], dtype=kind)}


def _tuples(cells: Sequence[str]) -> Any:
    column = np.empty(len(cells), dtype="object")
    column[:] = [split(cell) for cell in cells]
    return column


def _starts(cells: Sequence[str]) -> Any:
    # A year or a month alone is its first day to numpy; the blank is not a time.
    return np.array([cell or "NaT" for cell in cells], dtype=DATE_DTYPE)


def _coded(cells: Sequence[str], kind: pd.CategoricalDtype = PRECISION_DTYPE) -> pd.Categorical:
    codes = {word: code for code, word in enumerate(kind.categories)}
    return pd.Categorical.from_codes([codes.get(cell, -1) for cell in cells], dtype=kind)


def wanted(field: Field) -> str:
    """What a cell of the column must be, in words that complete "it is not ..."."""
    limits = field.get("constraints", {})
    if words(field):
        return f"one of {', '.join(words(field))}"
    if is_date(field):
        return described(limits.get("pattern", ".*"))
    kind = WANTED.get(str(dtype(field)), type_name(field))
    return f"{kind} of {bounds(field)}" if bounds(field) else kind


def bounds(field: Field) -> str:
    """Between what a number lies, in words; "" where the schema gives no bounds."""
    limits = field.get("constraints", {})
    return " and ".join(f"{word} {limits[name]}" for name, word in BOUNDS.items() if name in limits)


def advised(field: Field) -> str:
    """What to make of a cell that does not fit, in words that complete "make it ..."."""
    # A pattern tells people less than an example does.
    told = is_date(field) or words(field) or "pattern" not in field.get("constraints", {})
    return wanted(field) if told else f"like {field.get('example')!r}"


def type_name(field: Field) -> str:
    """The type that a user of the loaded frame gets, in words."""
    if is_list(field):
        return "tuple of str"
    if is_date(field):
        return f"{DATE_DTYPE} + {field['name']}{PRECISION_SUFFIX}"
    if words(field):
        return "ordered category" if field.get("ordered") else "category"
    return str(dtype(field))


def entry(field: Field) -> dict[str, Any]:
    """The field's row of the data dictionary."""
    constraints = field.get("constraints", {})
    return {
        "column": field["name"],
        "title": field.get("title", field["name"]),
        "type": type_name(field),
        "required": is_required(field),
        "unique": bool(constraints.get("unique", False)),
        "refers_to": " or ".join(references.columns(field)) or None,
        "words": tuple(words(field)),
        "definitions": definitions(field),
        "unit": field.get("unit"),
        "bounds": bounds(field) or None,
        "pattern": constraints.get("pattern"),
        "example": field.get("example"),
        "description": field.get("description", ""),
    }
