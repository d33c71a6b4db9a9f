"""The row of sources that stands for a registry's own record."""

from __future__ import annotations

from regentrials import fields
from regentrials.curation.document import new_source, of_address
from regentrials.package import DataPackage, Row
from regentrials.registries import ctgov, ctis, euctr, isrctn
from regentrials.registries.record import Record

REGISTRIES = {module.REGISTRY: module for module in (ctgov, ctis, isrctn, euctr)}


def site(registry: str) -> tuple[str, str]:
    """The name that ids begin with, and the publisher's name, of a registry that is read here."""
    module = REGISTRIES[registry]
    return module.SITE, module.PUBLISHER


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
    start, publisher = site(record.registry)
    cells = {"source_id": f"{start}-{record.trial_id.lower()}", "title": title, "publisher": publisher}
    return add(package, sources, cells | {"url": record.url}, record.values.get("as_of", ""), today)


def add(package: DataPackage, sources: dict[str, Row], cells: Row, published: str, today: str) -> str:
    """Add the row of a registry's record to sources, or renew the one of the same address; returns its id."""
    row = of_address(sources, cells["url"]) or new_source(package, sources, cells | {"source_type": "registry_record"})
    row = row | {"accessed_date": today}
    if published and published <= today:
        row["published_date"] = published
    sources[row["source_id"]] = row
    return row["source_id"]


def first(cell: str, source_id: str) -> str:
    """A list of sources with the registry's own record at its head."""
    return fields.SEPARATOR.join([source_id, *(item for item in fields.split(cell) if item != source_id)])
