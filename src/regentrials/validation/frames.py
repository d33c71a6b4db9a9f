"""What pandera checks: the typed frame that a user gets, without coercion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa

from regentrials import fields
from regentrials.package import Resource
from regentrials.tables import typed
from regentrials.validation.report import Finding


def schema(resource: Resource) -> pa.DataFrameSchema:
    """The pandera schema of a table's typed frame, derived from its Table Schema."""
    columns: dict[str, pa.Column] = {}
    for name, field in resource.fields.items():
        columns[name] = _column(field)
        if fields.is_date(field):
            columns[name + fields.PRECISION_SUFFIX] = pa.Column(
                fields.PRECISION_DTYPE, nullable=not fields.is_required(field)
            )
    return pa.DataFrameSchema(columns, strict=True, ordered=True, coerce=False, name=resource.name)


def _column(field: fields.Field) -> pa.Column:
    constraints = field.get("constraints", {})
    required = fields.is_required(field)
    return pa.Column(
        fields.dtype(field),
        checks=list(_checks(field, constraints)),
        nullable=not required,
        unique=bool(constraints.get("unique", False)),
    )


def _checks(field: fields.Field, constraints: dict[str, Any]) -> Iterator[pa.Check]:
    if fields.is_list(field):
        pattern = re.compile(constraints.get("pattern", ".*"))
        yield pa.Check(
            lambda cells: cells.map(lambda cell: _is_good_list(cell, pattern)), name="a tuple of proper items"
        )
        if fields.is_required(field):
            yield pa.Check(lambda cells: cells.map(len) > 0, name="at least one item")
        return
    if "pattern" in constraints and not fields.is_date(field):
        pattern = constraints["pattern"]
        # As text, not compiled: so pandas matches a whole column at once where it can.
        yield pa.Check(lambda cells: cells.str.fullmatch(pattern, na=False), name=f"fits {pattern}")
    if "minimum" in constraints:
        yield pa.Check.ge(constraints["minimum"])
    if "maximum" in constraints:
        yield pa.Check.le(constraints["maximum"])


def _is_good_list(cell: object, pattern: re.Pattern[str]) -> bool:
    if not isinstance(cell, tuple):
        return False
    return not cell or bool(pattern.fullmatch(fields.SEPARATOR.join(cell)))


def check(resource: Resource) -> list[Finding]:
    """Load a table and check the frame.

    Args:
        resource: a table whose text frictionless found valid.

    Returns:
        All failures.
    """
    lines, cells = resource.columns
    findings = list(_wrong_cells(resource, lines, cells))
    return findings or check_frame(resource, typed(resource, cells))


def _wrong_cells(resource: Resource, lines: Sequence[int], cells: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    # A pattern lets 30 February pass; the loader does not.
    for name, field in resource.fields.items():
        for position in fields.wrong_cells(field, cells[name]):
            rule, remedy = f"frame: a {fields.type_name(field)}", f"make it {fields.advised(field)}"
            yield Finding(resource.path, lines[position], name, rule, cells[name][position], remedy)


def check_frame(resource: Resource, frame: pd.DataFrame) -> list[Finding]:
    """Check a typed frame of a table, however it was made."""
    try:
        schema(resource).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        lines = [line for line, _ in resource.rows()]
        return [_finding(resource, lines, case) for case in error.failure_cases.to_dict("records")]
    return []


def _finding(resource: Resource, lines: list[int], case: dict[Any, Any]) -> Finding:
    position = case["index"]
    line = lines[int(position)] if pd.notna(position) and int(position) < len(lines) else None
    # A failure of the frame as a whole (a missing column) names the column as the failing case.
    column = str(case["column"] if case["schema_context"] == "Column" else case["failure_case"])
    rule = f"frame: {case['check']}"
    return Finding(resource.path, line, column, rule, str(case["failure_case"]), "correct the cell or the schema")
