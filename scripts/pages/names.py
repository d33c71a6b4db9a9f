"""The other names under which readers look for a record; the search ranks them like titles."""

from __future__ import annotations

from regentrials import fields
from regentrials.countries import written
from regentrials.fields import readable
from regentrials.lookup import Tables
from regentrials.package import Row


def other_names(tables: Tables, kind: str, key: str) -> list[str]:
    """Names beside the title, all of them visible on the record's page."""
    if kind == "jurisdictions":
        return written(key)
    row = tables[kind][key]
    if kind == "products":
        return [*product_names(row), readable(row["product_class"])]
    # The id of a regulator is the abbreviation that everybody uses.
    regulator = kind == "organizations" and row["organization_type"] == "regulator"
    return [*fields.split(row["aliases"]), *([key] if regulator else [])]


def product_names(row: Row) -> list[str]:
    names = [*fields.split(row["aliases"]), *fields.split(row["brand_names"]), row["inn"]]
    return list(dict.fromkeys(name for name in names if name))
