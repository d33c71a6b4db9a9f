"""Tables for the eye: what the ids in a cell stand for, beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from regentrials import fields, references
from regentrials.lookup import Tables
from regentrials.package import AnyPackage, Resource, chosen
from regentrials.tables import checked, read


@dataclass(frozen=True)
class Label:
    """A readable column that stands beside a column of ids.

    Attributes:
        column: the column of ids.
        name: the readable column's own name.
        cells: what each row's ids stand for: names, of documents their addresses; none for a blank cell.
        is_list: whether a cell may hold more than one.
    """

    column: str
    name: str
    cells: list[tuple[str, ...]]
    is_list: bool


def labels(tables: Tables, resource: Resource) -> Iterator[Label]:
    """The readable columns of a table: one for each column of ids whose records have a name, a title or an address.

    Raises:
        RegenTrialsError: a cell does not fit its column; the message gives file, line, column and value.
    """
    _, columns = checked(resource)
    for column, field in resource.fields.items():
        target = references.table(field)
        shown = _shown(tables, target)
        # A table that has such a column already says it in its own way.
        if shown and _name(column, shown) not in resource.fields:
            readable = {key: row[shown] or key for key, row in tables[target].items()}
            cells = [tuple(readable.get(key, key) for key in fields.split(cell)) for cell in columns[column]]
            yield Label(column, _name(column, shown), cells, fields.is_list(field))


def _shown(tables: Tables, target: str) -> str:
    """Which column of a table says what its records are; "" if there is none."""
    if target not in tables.package.resources:
        return ""
    wanted = ("url",) if target == "sources" else ("name", "title")
    return next((name for name in wanted if name in tables.package.resource(target).fields), "")


def _name(column: str, shown: str) -> str:
    """`sponsor_id` is `sponsor`, `agency` is `agency_name`, `source_ids` are `source_urls`."""
    stem = column.removesuffix("s").removesuffix("_id") if column.endswith(("_id", "_ids")) else column
    if shown == "url" or stem == column:
        stem += f"_{'url' if shown == 'url' else 'name'}"
    return stem + ("s" if column.endswith("_ids") else "")


def named(name: str, package: AnyPackage | None = None) -> pd.DataFrame:
    """A table by its name, with the names behind its ids.

    Args:
        name: one of the names that `tables()` lists.
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        The DataFrame of `load(name)` with a column more after each column of ids: `product` after `product_id`,
        `agency_name` after `agency`, `other_conditions` (tuple) after `other_condition_ids`, `source_urls` (tuple)
        after `source_ids`. Decisions have no names: `follows_id` stands alone.

    Raises:
        UnknownNameError: there is no such table; the message lists the names.
        RegenTrialsError: the file can't be read, or a cell does not fit its column.
    """
    tables = Tables(chosen(package))
    resource = tables.package.resource(name)
    frame = read(resource)
    for label in labels(tables, resource):
        frame.insert(list(frame.columns).index(label.column) + 1, label.name, _column(label))
    return frame


def _column(label: Label) -> Any:
    if label.is_list:
        return pd.Series(label.cells, dtype="object")
    return pd.array([cell[0] if cell else None for cell in label.cells], dtype="string")
