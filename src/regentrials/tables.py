"""Load the tables as typed pandas DataFrames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from regentrials import conditions, fields
from regentrials.errors import RegenTrialsError
from regentrials.package import AnyPackage, Resource, chosen, installed

# The columns of a data dictionary that hold text.
TEXTS = ("column", "title", "type", "refers_to", "unit", "bounds", "pattern", "example", "description")
# So much of a wrong cell is quoted in an error.
SHOWN = 200


def read(resource: Resource) -> pd.DataFrame:
    """One table of a data package, typed by its schema.

    Args:
        resource: a table of an opened data package.

    Returns:
        A new frame with one row a record: string, Int64, boolean, category, tuple and datetime64[s] columns,
        and a `<column>_precision` category after each date.

    Raises:
        RegenTrialsError: a cell does not fit its column; the message gives file, line, column and value.
    """
    return typed(resource, checked(resource)[1])


def checked(resource: Resource) -> tuple[Sequence[int], Mapping[str, tuple[str, ...]]]:
    """The line number of every row, and every column's raw cells, none of which is wrong.

    Raises:
        RegenTrialsError: a cell does not fit its column; the message gives file, line, column and value.
    """
    lines, cells = resource.columns
    for name, field in resource.fields.items():
        _refuse_wrong_cells(resource, field, cells[name], lines)
    return lines, cells


def typed(resource: Resource, cells: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The frame of a table's raw columns, none of which holds a wrong cell."""
    columns: dict[str, Any] = {}
    for name, field in resource.fields.items():
        columns.update(fields.convert(field, cells[name]))
    return pd.DataFrame(columns, copy=False)


def _refuse_wrong_cells(resource: Resource, field: fields.Field, cells: Sequence[str], lines: Sequence[int]) -> None:
    wrong = fields.wrong_cells(field, cells)
    if not wrong:
        return
    cell = cells[wrong[0]]
    shown = cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}..."
    raise RegenTrialsError(
        f"{resource.place}:{lines[wrong[0]]} {field['name']}: {shown!r} is not {fields.wanted(field)}"
        f" ({len(wrong)} such cells); correct it, or run `regentrials validate` for all failures"
    )


def load(name: str, package: AnyPackage | None = None, *, condition: str | None = None) -> pd.DataFrame:
    """A table by its name.

    Args:
        name: one of the names that `tables()` lists.
        package: a data package, or its folder or zip, such as another version; the installed one unless given.
        condition: the id, name or alias of a condition: only the rows about it and about narrower ones. Leukaemia
            brings acute myeloid leukaemia. Trials, approvals and conditions name conditions, other tables don't.

    Returns:
        A new DataFrame, one row a record, sorted by key. Lists are tuples, vocabularies are categories, dates
        are datetime64[s] at the start of the stated year, month or day with a `<column>_precision` beside.

    Raises:
        UnknownNameError: there is no such table or condition; the message lists the names.
        RegenTrialsError: the file can't be read, a cell does not fit its column (the message gives the place), or a
            condition is given and the table's rows name none.
    """
    resource = chosen(package).resource(name)
    frame = read(resource)
    if condition is None:
        return frame
    return frame[conditions.rows_about(resource, condition)].reset_index(drop=True)


def load_trials(condition: str | None = None) -> pd.DataFrame:
    """Registered studies that give people cells made from pluripotent stem cells, one row a study.

    `condition` keeps those of one condition and of narrower ones, as in `load`. `enrollment` is in participants.
    Source: data/trials.csv. See `describe("trials")`.
    """
    return load("trials", condition=condition)


def load_approvals(condition: str | None = None) -> pd.DataFrame:
    """Decisions of regulators, one row a decision.

    `condition` keeps those of one condition and of narrower ones, as in `load`.
    Source: data/approvals.csv. See `describe("approvals")`.
    """
    return load("approvals", condition=condition)


def load_sources() -> pd.DataFrame:
    """Documents that rows rest on, one row a document. Source: data/sources.csv. See `describe("sources")`."""
    return load("sources")


def load_products() -> pd.DataFrame:
    """Cell therapies, one row a product. Source: data/products.csv. See `describe("products")`."""
    return load("products")


def load_organizations() -> pd.DataFrame:
    """Developers, sponsors, regulators. Source: data/organizations.csv. See `describe("organizations")`."""
    return load("organizations")


def load_conditions(condition: str | None = None) -> pd.DataFrame:
    """Diseases with their other names, broader terms and ontology ids.

    `condition` keeps one and the narrower ones, as in `load`.
    Source: data/conditions.csv. See `describe("conditions")`.
    """
    return load("conditions", condition=condition)


def load_claims() -> pd.DataFrame:
    """Public statements that were checked. Source: data/claims.csv. See `describe("claims")`."""
    return load("claims")


def load_discrepancies() -> pd.DataFrame:
    """Fields on which sources disagree. Source: data/discrepancies.csv. See `describe("discrepancies")`."""
    return load("discrepancies")


def load_excluded_trials() -> pd.DataFrame:
    """Records left out, and why. Source: data/excluded_trials.csv. See `describe("excluded_trials")`."""
    return load("excluded_trials")


def tables(package: AnyPackage | None = None) -> pd.DataFrame:
    """The tables of the dataset.

    Args:
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        A DataFrame with the columns table, rows (a count, Int64), title.

    Raises:
        RegenTrialsError: a table's file can't be read.
    """
    package = chosen(package)
    rows = [
        {"table": resource.name, "rows": sum(1 for _ in resource.rows()), "title": resource.title}
        for resource in package.resources.values()
    ]
    return pd.DataFrame(rows, columns=["table", "rows", "title"]).astype(
        {"table": "string", "rows": "Int64", "title": "string"}
    )


def describe(name: str, package: AnyPackage | None = None) -> pd.DataFrame:
    """The data dictionary of a table.

    Args:
        name: a table's name.
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        A DataFrame with one row a column: column, title, type, required, unique, refers_to, words (tuple),
        definitions (dict from word to meaning), unit, bounds (of a number, in words), pattern, example, description.

    Raises:
        UnknownNameError: there is no such table.
    """
    resource = chosen(package).resource(name)
    frame = pd.DataFrame([fields.entry(field) for field in resource.fields.values()])
    return frame.astype(dict.fromkeys(TEXTS, "string") | {"required": "boolean", "unique": "boolean"})


def path(name: str) -> Path:
    """The CSV file of a table, for polars, R, DuckDB and others.

    Args:
        name: a table's name.

    Returns:
        The file's path inside the installed package.

    Raises:
        UnknownNameError: there is no such table.
    """
    package = installed()
    return Path(str(package.path(package.resource(name).path)))
