"""The page that goes with the files: what the tables are, and which column joins which."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials import fields, references
from regentrials.export.dictionary import facts
from regentrials.package import DataPackage, Resource

READING = """How to read the files
- UTF-8, commas, one header line. A blank cell means: not stated in the documents read. It never means no.
- Text NA is Namibia: read blanks as missing, and nothing else.
- Dates are as precise as the document: 2025, 2025-07 or 2025-07-02. In a spreadsheet, import them as text.
- Several values in one cell are separated by ;
- datapackage.json and schemas/ say what every column and every word means."""


def readme(package: DataPackage) -> str:
    """The text of README.txt: title, version, licence, tables and joins, all from the descriptor and the schemas."""
    about = facts(package)
    head = [about["title"], f"Version {about['version']}, {package.date}. Licence: {about['licence']}.", ""]
    lines = [str(line) for line in [*head, about["description"], "", "Tables", *_tables(package)] if line is not None]
    joins = [line for resource in package.resources.values() for line in _joins(resource)]
    return "\n".join([*lines, "", READING, "", "Columns that refer to other tables", *joins, ""])


def _tables(package: DataPackage) -> Iterator[str]:
    for resource in package.resources.values():
        yield f"- {resource.path}, key {resource.key}: {resource.entry.get('description') or resource.title}"


def _joins(resource: Resource) -> Iterator[str]:
    for name, field in resource.fields.items():
        if targets := references.columns(field):
            many = ", several" if fields.is_list(field) else ""
            yield f"- {resource.name}.{name} = {' or '.join(targets)}{many}"
