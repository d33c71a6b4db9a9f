"""The row of sources that stands for a registry's own record."""

from __future__ import annotations

from regentrials import fields
from regentrials.curation.document import short_hash
from regentrials.package import Row
from regentrials.registries import ctgov, ctis, euctr, isrctn
from regentrials.registries.record import Record

REGISTRIES = {module.REGISTRY: module for module in (ctgov, ctis, isrctn, euctr)}


def site(registry: str) -> tuple[str, str]:
    """The name that ids begin with, and the publisher's name, of a registry that is read here."""
    module = REGISTRIES[registry]
    return module.SITE, module.PUBLISHER


def record_source(sources: dict[str, Row], record: Record, today: str, title: str) -> str:
    """Add or renew the row of a record's own address.

    Args:
        sources: rows of the sources table by id; changed in place.
        record: what was read.
        today: the day of reading.
        title: the title for a new row.

    Returns:
        The row's source_id.
    """
    start, publisher = site(record.registry)
    row = {"source_type": "registry_record", "title": title, "publisher": publisher, "url": record.url}
    return add(sources, f"{start}-{record.trial_id.lower()}", row, record.values.get("as_of", ""), today)


def add(sources: dict[str, Row], wanted: str, row: Row, published: str, today: str) -> str:
    """Add a row of sources, or renew the one of the same address; returns its id."""
    known = next((key for key, other in sources.items() if other["url"] == row["url"]), None)
    if known is None:
        known = wanted if wanted not in sources else f"{wanted}-{short_hash(row['url'])}"
        columns = next(iter(sources.values())).keys()
        sources[known] = {**dict.fromkeys(columns, ""), "language": "en", **row, "source_id": known}
    sources[known]["accessed_date"] = today
    if published and published <= today:
        sources[known]["published_date"] = published
    return known


def first(cell: str, source_id: str) -> str:
    """A list of sources with the registry's own record at its head."""
    return fields.SEPARATOR.join([source_id, *(item for item in fields.split(cell) if item != source_id)])
