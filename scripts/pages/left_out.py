"""The page of the registry records that were looked at and left out."""

from __future__ import annotations

from pages.markup import counted, sentence, slug, source_lines, text
from regentrials import fields
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row


def left_out(tables: Tables) -> str:
    """Every record that is in no other table, by the reason: whoever looks for its number learns why."""
    groups: dict[str, list[Row]] = {}
    for row in tables["excluded_trials"].values():
        groups.setdefault(row["reason"], []).append(row)
    meanings = tables.package.resource("excluded_trials").fields["reason"]["definitions"]
    parts = []
    for reason in (reason for reason in meanings if reason in groups):
        count = counted(len(groups[reason]), "record")
        parts.append(f"## {sentence(word(reason))} {{ #{reason} }}\n\n{text(meanings[reason])} {count}.")
        parts += [_record(tables, row) for row in groups[reason]]
    return "\n\n".join(parts)


def _record(tables: Tables, row: Row) -> str:
    key = row["registry_id"]
    parts = [f"### {text(key)} {{ #{slug(key)} }}", text(row["title"]), text(row["notes"])]
    parts.append(source_lines(tables, fields.split(row["source_ids"]), ""))
    return "\n\n".join(part for part in parts if part)
