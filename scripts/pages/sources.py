"""A page for every kind of document, with what rests on each of them, and their list."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from pages.blocks import UP, front
from pages.markup import counted, record_link, sentence, table, text, title
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row

UNSEARCHED = "---\nsearch:\n  exclude: true\n"
# Every document stood on one page once: a link to it leads on to the page of its kind.
SCRIPT = '<script type="module" src="../assets/sources.js"></script>'


def pages(tables: Tables) -> Iterator[tuple[str, str]]:
    """The path and Markdown of the list of kinds and of every kind's page, and which document stands where."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tables["sources"].values():
        groups[row["source_type"]].append(row)
    yield "sources/index.md", _list(tables, groups)
    yield "sources/kinds.json", json.dumps({kind: [row["source_id"] for row in rows] for kind, rows in groups.items()})
    resting = _resting(tables)
    meanings = tables.package.resource("sources").fields["source_type"]["definitions"]
    for kind, rows in groups.items():
        yield f"sources/{kind}.md", _page(kind, meanings[kind], rows, resting)


def _list(tables: Tables, groups: dict[str, list[Row]]) -> str:
    field = tables.package.resource("sources").fields["source_type"]
    ranks, meanings = field["ranks"], field["definitions"]
    rows = [
        (f"[{word(kind)}]({kind}.md)", text(meanings[kind]), str(ranks[kind]), str(len(groups[kind])))
        for kind in sorted(groups, key=lambda kind: (ranks[kind], kind))
    ]
    intro = "The documents that the rows rest on, by kind. Rank 1 is the best and stands first where several are named."
    listed = table(("Kind", "What it is", "Rank", "Documents"), rows)
    return f"{front('Sources', wide=True, says=intro)}{intro}\n\n{listed}\n\n{SCRIPT}"


def _page(kind: str, meaning: str, rows: list[Row], resting: dict[str, list[str]]) -> str:
    says = f"{meaning} The rows of this dataset rest on {counted(len(rows), 'document')} of this kind."
    head = front(sentence(word(kind)), wide=True, up="Sources", says=says).replace("---\n", UNSEARCHED, 1)
    return head + "\n\n".join(_document(row, resting[row["source_id"]]) for row in rows)


def _document(row: Row, records: list[str]) -> str:
    date = f", {text(row['published_date'])}" if row["published_date"] else ""
    return (
        f"**{row['source_id']}** [{title(row)}]({row['url']}) {text(row['publisher'])}{date}"
        f" <span class='rt-quiet'>(read {text(row['accessed_date'])})</span>. For {', '.join(records)}\n"
        f"{{ #{row['source_id']} }}"
    )


def _resting(tables: Tables) -> dict[str, list[str]]:
    """Links to the records that rest on each document, or on which it disagrees."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name in tables.package.resources:
        for key in tables[name] if name != "sources" else ():
            for source_id in tables.source_ids(name, key):
                found[source_id][record_link(tables, name, key, UP)] = None
    return {source_id: list(links) for source_id, links in found.items()}
