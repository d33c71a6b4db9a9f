"""What a rule gets to see: every row of every table with its line number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from regentrials import fields
from regentrials.package import DataPackage, Row
from regentrials.validation.report import Finding


@dataclass(frozen=True)
class Context:
    """A data package whose tables can be read as CSV."""

    package: DataPackage

    @cached_property
    def tables(self) -> dict[str, list[tuple[int, Row]]]:
        return {name: list(resource.rows()) for name, resource in self.package.resources.items()}

    @cached_property
    def by_key(self) -> dict[str, dict[str, Row]]:
        keys = {name: resource.key for name, resource in self.package.resources.items()}
        return {name: {row[keys[name]]: row for _, row in rows} for name, rows in self.tables.items()}

    def rows(self, table: str) -> list[tuple[int, Row]]:
        return self.tables[table]

    def keys(self, table: str) -> dict[str, Row]:
        return self.by_key[table]

    def items(self, row: Row, column: str) -> tuple[str, ...]:
        return fields.split(row[column])

    def finding(self, table: str, line: int | None, column: str, rule: str, value: str, remedy: str) -> Finding:
        return Finding(self.package.resources[table].path, line, column, rule, value, remedy)

    def columns(self, role: str) -> Iterator[tuple[str, str, fields.Field]]:
        """Table, name and field of every column with that role."""
        for table, resource in self.package.resources.items():
            for name, field in resource.fields.items():
                if field.get("role") == role:
                    yield table, name, field
