"""Where sources disagree on the records of a page."""

from __future__ import annotations

from pages.blocks import UNSOUGHT, UP
from pages.markup import record_link, table, text
from regentrials import fields, references
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row


def open_questions(tables: Tables, keys: list[str]) -> str:
    """The fields on which sources disagree, of the records `keys`; which record it is needs saying of several only."""
    found = [row for row in tables["discrepancies"].values() if row["record_id"] in keys]
    if not found:
        return ""
    rows = [
        (
            *([record_link(tables, row["table"], row["record_id"], UP)] if len(keys) > 1 else []),
            _title_of(tables, row),
            _either(tables, row, row["recorded_value"]),
            f"[{_either(tables, row, row['other_value'])}]({tables['sources'][row['other_source_id']]['url']})",
            text(row["rationale"]),
        )
        for row in found
    ]
    header = (*(["Record"] if len(keys) > 1 else []), "Field", "Recorded", "Elsewhere", "Why")
    return f"## Where sources disagree{UNSOUGHT}\n\n" + table(header, rows)


def _title_of(tables: Tables, discrepancy: Row) -> str:
    return text(str(tables.package.resource(discrepancy["table"]).fields[discrepancy["field"]]["title"]))


def _either(tables: Tables, discrepancy: Row, value: str) -> str:
    """One of the two values: a word of a vocabulary, the name of what an id means, or the value as it is."""
    field = tables.package.resource(discrepancy["table"]).fields[discrepancy["field"]]
    target = references.table(field)
    items = fields.items(field, value)
    if target:
        return text(", ".join(tables.name_of(target, item) for item in items))
    return text(word(value) if fields.words(field) else ", ".join(items))
