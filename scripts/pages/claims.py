"""The claims that were checked."""

from __future__ import annotations

from pages.blocks import unsought
from pages.markup import counted, record_link, sentence, source, source_lines, table, text
from regentrials import fields, references
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row

# Readers come for what is said wrongly.
ORDER = ("contradicted", "partly_supported")
FILTER = '<p class="rt-filter" hidden><label>Find a claim <input type="search"></label> <output></output></p>'
SCRIPT = '<script type="module" src="../assets/claims.js"></script>'


def claims(tables: Tables) -> str:
    """Every claim by verdict, what is wrong first, after a table of the verdicts that leads to each group."""
    groups: dict[str, list[Row]] = {}
    for row in tables["claims"].values():
        groups.setdefault(row["verdict"], []).append(row)
    meanings = tables.package.resource("claims").fields["verdict"]["definitions"]
    found = [verdict for verdict in dict.fromkeys((*ORDER, *meanings)) if verdict in groups]
    rows = [(f"[{word(key)}](#{key})", text(meanings[key]), str(len(groups[key]))) for key in found]
    parts = [table(("Verdict", "Meaning", "Claims"), rows), FILTER]
    for key in found:
        claims = [_section("claim", _claim(tables, row)) for row in groups[key]]
        parts.append(_section("group", f"## {sentence(word(key))} {{ #{key} }}", *claims))
    return "\n\n".join([*parts, SCRIPT])


def _section(kind: str, *parts: str) -> str:
    return "\n\n".join([f'<section class="rt-{kind}" markdown="1">', *parts, "</section>"])


def _claim(tables: Tables, row: Row) -> str:
    """The statement, the verdict and the finding; where it was made, the records and the documents are folded."""
    records, sources = fields.split(row["records"]), fields.split(row["source_ids"])
    shown = ", ".join(record_link(tables, _table(tables, item), item, "") for item in records)
    made = f", {text(row['stated_on'])}" if row["stated_on"] else ""
    parts = [
        f"### {text(row['statement'])} {{ #{row['claim_id']} }}",
        f"<span class='rt-word rt-{row['verdict']}'>{word(row['verdict'])}</span> {text(row['finding'])}",
        f'<details markdown="1"><summary>Evidence: {counted(len(sources), "document")}</summary>',
        f"**Stated in**{made}: {source(tables, row['stated_in'], '')}",
        f"**Records**: {shown}" if shown else "",
        unsought(source_lines(tables, sources, "")),
        f"**To [cite](cite.md)**: `{row['claim_id']}`, version {tables.package.version}, "
        f"[link to this claim](#{row['claim_id']})",
        "</details>",
    ]
    return "\n\n".join(part for part in parts if part)


def _table(tables: Tables, key: str) -> str:
    """The table of one of a claim's records."""
    field = tables.package.resource("claims").fields["records"]
    return next(table for table in references.tables(field) if key in tables[table])
