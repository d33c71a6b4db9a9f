"""The claims that were checked."""

from __future__ import annotations

from collections import Counter

from pages.markup import decision_link, link, slug, source, table, text
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.views import Tables


def claims(tables: Tables) -> str:
    """Every claim: the statement, where it was made, the verdict, the finding, the records and sources."""
    parts = [
        table(
            ("Verdict", "Claims"),
            [(word(v), str(n)) for v, n in Counter(r["verdict"] for r in tables["claims"].values()).most_common()],
        )
    ]
    for key, row in tables["claims"].items():
        shown = ", ".join(_record_link(tables, item) for item in fields.split(row["records"]))
        made = f", {row['stated_on']}" if row["stated_on"] else ""
        parts += [
            f"### {text(row['statement'])} {{ #{key} }}",
            f"<span class='rt-word rt-{row['verdict']}'>{word(row['verdict'])}</span> {text(row['finding'])}",
            f"**Stated in**{made}: {source(tables, row['stated_in'], '')}",
            f"**Records**: {shown}" if shown else "",
            "\n".join(f"- {source(tables, item, '')}" for item in fields.split(row["source_ids"])),
        ]
    return "\n\n".join(part for part in parts if part)


def _record_link(tables: Tables, key: str) -> str:
    if key in tables["trials"]:
        return f"[{key}](trials/{slug(key)}.md)"
    if key in tables["approvals"]:
        row = tables["approvals"][key]
        name = text(tables.name_of("products", row["product_id"]))
        return decision_link(row, "", f"{name}, {country_name(row['jurisdiction'])}: {word(row['decision_type'])}")
    if key in tables["organizations"]:
        return link(tables, "organizations", key, "")
    return link(tables, "products", key, "")
