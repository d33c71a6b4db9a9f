"""The row of sources that stands for a registry's own record."""

from __future__ import annotations

from regentrials import fields
from regentrials.curation.document import new_source, of_address, record_cells
from regentrials.package import DataPackage, Row
from regentrials.registries.record import Record


def record_source(package: DataPackage, sources: dict[str, Row], record: Record, today: str, title: str) -> str:
    """Add or renew the row of a record's own address.

    Args:
        package: the data package.
        sources: rows of the sources table by id; changed in place.
        record: what was read.
        today: the day of reading.
        title: the title for a new row.

    Returns:
        The row's source_id.
    """
    cells = {"title": title, "url": record.url}
    return add(package, sources, record.trial_id, cells, record.values.get("as_of", ""), today)


def add(package: DataPackage, sources: dict[str, Row], number: str, cells: Row, published: str, today: str) -> str:
    """Add the row of a number's record to sources, or renew the one of the same address; returns its id."""
    row = of_address(sources, cells["url"])
    if row is None:
        own = record_cells(package, sources, number, cells["url"]) | {"source_type": "registry_record"}
        row = new_source(package, sources, own | cells)
    row = row | {"accessed_date": today}
    if published and published <= today:
        row["published_date"] = published
    sources[row["source_id"]] = row
    return row["source_id"]


def first(cell: str, source_id: str) -> str:
    """A list of sources with the registry's own record at its head."""
    return fields.SEPARATOR.join([source_id, *(item for item in fields.split(cell) if item != source_id)])
