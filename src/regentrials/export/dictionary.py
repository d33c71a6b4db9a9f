"""What goes with the tables into every format: their columns, their words, and the package's own facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regentrials import fields
from regentrials.package import DataPackage

COLUMNS = (
    "table",
    "column",
    "title",
    "type",
    "required",
    "unique",
    "refers_to",
    "words",
    "unit",
    "bounds",
    "pattern",
    "example",
    "description",
)
WORDS = ("table", "column", "word", "definition")
TYPES = {"Int64": "whole number", "Float64": "number", "boolean": "true or false (1 or 0 in SQL)"}


def plain_type(field: fields.Field) -> str:
    """The type of a column's cells where there are no lists, dates and categories, in words."""
    if fields.is_list(field):
        return f"text: items separated by {fields.SEPARATOR}"
    if fields.is_date(field):
        return "date as text: YYYY, YYYY-MM or YYYY-MM-DD"
    if fields.words(field):
        return "text: one of the words, lowest first" if field.get("ordered") else "text: one of the words"
    return TYPES.get(str(fields.dtype(field)), "text")


def columns(package: DataPackage) -> Iterator[list[Any]]:
    """The dictionary: a row of `COLUMNS` for each column of each table."""
    for table in package.resources.values():
        for field in table.fields.values():
            entry = {**fields.entry(field), "table": table.name, "type": plain_type(field)}
            entry["words"] = fields.SEPARATOR.join(entry["words"]) or None
            yield [entry[name] for name in COLUMNS]


def words(package: DataPackage) -> Iterator[list[Any]]:
    """The vocabularies: a row of `WORDS` for each word, in the words' order."""
    for table in package.resources.values():
        for name, field in table.fields.items():
            meanings = fields.definitions(field)
            yield from ([table.name, name, word, meanings.get(word)] for word in fields.words(field))


def facts(package: DataPackage) -> dict[str, str | None]:
    """Name, version, date and licence of the package; None for what its descriptor does not state."""
    stated = package.descriptor
    licences = stated.get("licenses")
    first = licences[0] if isinstance(licences, list) and licences and isinstance(licences[0], dict) else {}
    found = {name: stated.get(name) for name in ("name", "title", "description", "version", "created", "homepage")}
    found |= {"licence": first.get("name"), "licence_url": first.get("path")}
    return {name: value if isinstance(value, str) else None for name, value in found.items()}
