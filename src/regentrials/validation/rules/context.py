"""What a rule gets to see: every row of every table with its line number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from regentrials import fields
from regentrials.package import DataPackage, Row
from regentrials.validation.report import Finding


class Context:
    """A data package whose tables can be read as CSV, each of them read once."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self._positions: dict[str, dict[str, int]] = {}
        self._distinct: dict[tuple[str, str], frozenset[str]] = {}

    def cells(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """The line number of each row and its cells in some columns: far cheaper than whole rows."""
        lines, columns = self.package.resources[table].columns
        return zip(lines, *(columns[name] for name in names), strict=True)

    def rows(self, table: str) -> Iterator[tuple[int, Row]]:
        """The line number and the cells by column of each row."""
        return self.package.resources[table].rows()

    def keys(self, table: str) -> Mapping[str, int]:
        """The position of each key's row."""
        if table not in self._positions:
            resource = self.package.resources[table]
            self._positions[table] = {key: n for n, key in enumerate(resource.columns[1][resource.key])}
        return self._positions[table]

    def row(self, table: str, key: str) -> Row | None:
        """The cells by column of the row with that key, if there is one."""
        position = self.keys(table).get(key)
        _, columns = self.package.resources[table].columns
        return None if position is None else {name: cells[position] for name, cells in columns.items()}

    def distinct(self, table: str, column: str) -> frozenset[str]:
        """What a column holds, each text once, and each item of a list once."""
        if (table, column) not in self._distinct:
            resource = self.package.resources[table]
            cells = frozenset(resource.columns[1][column]) - {""}
            is_list = fields.is_list(resource.fields[column])
            self._distinct[table, column] = frozenset(fields.split(fields.SEPARATOR.join(cells))) if is_list else cells
        return self._distinct[table, column]

    def finding(self, table: str, line: int | None, column: str, rule: str, value: str, remedy: str) -> Finding:
        return Finding(self.package.resources[table].path, line, column, rule, value, remedy)

    def columns(self, role: str) -> Iterator[tuple[str, str, fields.Field]]:
        """Table, name and field of every column with that role."""
        for table, resource in self.package.resources.items():
            for name, field in resource.fields.items():
                if field.get("role") == role:
                    yield table, name, field
