"""One decision on its product's page: what it is, what became of it, and what it rests on."""

from __future__ import annotations

from pages.blocks import UP, fact_table, unsought
from pages.markup import dated_decision, sentence, source_lines, text
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import AUTHORIZATIONS, EXEMPTIONS, EXTENSIONS

SKIP = ("approval_id", "product_id", "jurisdiction", "decision_type", "source_ids", "notes")
# What the definition of such a decision says of today, and what is to be said once it is past.
ALLOWING = (*AUTHORIZATIONS, *EXTENSIONS, *EXEMPTIONS)
FATE = {
    "withdrawn": "was withdrawn",
    "revoked": "was revoked",
    "expired": "has expired",
    "suspended": "was suspended",
    "superseded": "was replaced by a later decision",
    "discontinued": "is no longer used: the product was given up",
    "unknown": "may no longer stand: nothing found says whether it does",
}


def decision(tables: Tables, row: Row) -> str:
    """A decision under its own address."""
    parts = [
        f"### {_title(tables, row)} {{ #{row['approval_id']} }}",
        f"<span class='rt-quiet' data-search-exclude='true'>{meaning(tables, row)}</span>",
        fact_table(tables, "approvals", row, UP, SKIP),
        _followed(tables, row["approval_id"]),
        text(row["notes"]),
        unsought(source_lines(tables, fields.split(row["source_ids"]), UP)),
    ]
    return "\n\n".join(part for part in parts if part)


def _title(tables: Tables, row: Row) -> str:
    """The kind of decision and where; for which condition, where the product has another such one there."""
    same = [
        other
        for other in tables.decisions_of(row["product_id"])
        if (other["decision_type"], other["jurisdiction"]) == (row["decision_type"], row["jurisdiction"])
    ]
    told_apart = row["condition_id"] and (len(same) > 1 or row["decision_type"] in EXTENSIONS)
    condition = f": {text(tables.name_of('conditions', row['condition_id']))}" if told_apart else ""
    return f"{sentence(word(row['decision_type']))}, {country_name(row['jurisdiction'])}{condition}"


def meaning(tables: Tables, row: Row) -> str:
    """What a decision allows; of one that is past, how it ended."""
    kind = row["decision_type"]
    if kind in ALLOWING and row["status"] in FATE:
        article = "An" if kind[0] in "aeiou" else "A"
        date = f" ({text(row['status_date'])})" if row["status_date"] else ""
        return f"{article} {word(kind)} that {FATE[row['status']]}{date}."
    return text(tables.package.resource("approvals").fields["decision_type"]["definitions"][kind])


def _followed(tables: Tables, key: str) -> str:
    later = [dated_decision(row, UP) for row in tables["approvals"].values() if row["follows_id"] == key]
    return f"Followed by {'; '.join(later)}." if later else ""
