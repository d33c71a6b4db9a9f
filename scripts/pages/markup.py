"""Small pieces of Markdown and HTML."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

from regentrials import fields
from regentrials.countries import EU_MEMBERS
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row

DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?")
# Not the beginning of a registry's number or a part of an address.
DATE_WITHIN = re.compile(rf"(?<![\w/.-]){DATE.pattern}(?![\w/-])")


def sentence(words: str) -> str:
    """Words with a capital at the start; acronyms stay as they are."""
    return words[:1].upper() + words[1:]


def counted(count: int, noun: str) -> str:
    """A number and its noun: "1 product", "2 products"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def text(value: str) -> str:
    """A cell's text, safe in Markdown and HTML; a date in it is one word, which does not break at its hyphens."""
    escaped = html.escape(value, quote=False)
    for character in "\\`*_[]|":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return DATE_WITHIN.sub(r"<time>\g<0></time>", escaped)


def plain(markdown: str) -> str:
    """Markdown of one line without its emphasis, the targets of its links and its HTML."""
    return html.unescape(re.sub(r"\[([^\]]*)\]\([^)]*\)|<[^>]+>", r"\1", markdown).replace("**", ""))


def breakable(value: str) -> str:
    """A cell's text whose long words may break at their underscores."""
    return text(value).replace("&#95;", "&#95;<wbr>")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of cells that are Markdown already."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def _cell(cell: str) -> str:
    return text(cell) if DATE.fullmatch(cell) else cell or " "


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values of one record as a table whose header is not shown; values are Markdown."""
    # Names of columns are the same on all pages: they are not in the site's search.
    header = [f'<span data-search-exclude="true">{name}</span>' for name in ("Field", "Value")]
    listed = table(header, [(f'<strong data-search-exclude="true">{name}</strong>', value) for name, value in rows])
    return f"<div class='rt-facts' markdown>\n\n{listed}\n\n</div>"


def slug(key: str) -> str:
    """A key as a file name: the slashes of Indian numbers become hyphens."""
    return key.replace("/", "-")


def page_of(kind: str, key: str, root: str) -> str:
    """The path of a record's own page, relative to a page `root` above which the site's root lies."""
    return f"{root}{kind}/{slug(key)}.md"


def link(tables: Tables, kind: str, key: str, root: str) -> str:
    """A link to a record's page, under its readable name."""
    return f"[{text(tables.name_of(kind, key))}]({page_of(kind, key, root)})"


def trial_name(tables: Tables, row: Row, short: bool = False) -> str:
    """What a trial is called: its number, or its product and, unless `short`, condition where no number was found."""
    if row["registry"] != "not_found":
        return row["trial_id"]
    condition = "" if short else f" in {tables.name_of('conditions', row['condition_id'])}"
    return f"{tables.name_of('products', row['product_id'])}{condition}, no registry number found"


def decision_link(row: Row, root: str, label: str = "") -> str:
    """A link to a decision, which stands on its product's page."""
    return f"[{label or word(row['decision_type'])}]({root}products/{row['product_id']}.md#{row['approval_id']})"


def dated_decision(row: Row, root: str) -> str:
    """A link to a decision, with its date where one is stated."""
    return decision_link(row, root) + (f", {text(row['decision_date'])}" if row["decision_date"] else "")


def record_link(tables: Tables, kind: str, key: str, root: str) -> str:
    """A link to a record wherever the site shows it, under a name that tells it from others."""
    row = tables[kind][key]
    if kind == "discrepancies":
        return record_link(tables, row["table"], row["record_id"], root)
    if kind == "approvals":
        place = f"{text(tables.name_of('products', row['product_id']))}, {country_name(row['jurisdiction'])}"
        return decision_link(row, root, f"{place}: {word(row['decision_type'])}")
    if kind == "claims":
        return f"[{key}]({root}claims.md#{key})"
    if kind == "excluded_trials":
        return f"[{text(key)}, left out]({root}left-out.md#{slug(key)})"
    if kind == "trials":
        return f"[{text(trial_name(tables, row))}]({page_of(kind, key, root)})"
    return link(tables, kind, key, root)


def organization(tables: Tables, key: str, root: str) -> str:
    """A link to an organization's page; nothing where none is recorded."""
    return link(tables, "organizations", key, root) if key else ""


def with_page(tables: Tables) -> set[str]:
    """The jurisdictions that have a page: they decided something, have a trial, or are the Union's."""
    decided = {row["jurisdiction"] for row in tables["approvals"].values()}
    return decided.union(EU_MEMBERS, *(fields.split(row["countries"]) for row in tables["trials"].values()))


def country(tables: Tables, code: str, root: str) -> str:
    """A country's name, linked to its page if it has one."""
    return f"[{country_name(code)}]({root}jurisdictions/{code}.md)" if code in with_page(tables) else country_name(code)


def title(source: Row) -> str:
    """A document's title, marked with its language where it is in another script: else it is spelled in English.

    What is in Latin letters may be a translation, which the column `language` of the document does not tell.
    """
    shown = text(source["title"])
    foreign = source["language"] != "en" and any(map(_beyond_latin, source["title"]))
    return f'<span lang="{source["language"]}">{shown}</span>' if foreign else shown


def _beyond_latin(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")


def source_lines(tables: Tables, ids: Iterable[str], root: str) -> str:
    """Documents as a list, the best first, each with its kind and date."""
    return "\n".join(f"- {source(tables, source_id, root)}" for source_id in ids)


def source(tables: Tables, source_id: str, root: str) -> str:
    """One document: its title, linked to the page read, its publisher, kind and date."""
    row = tables["sources"][source_id]
    date = f", {text(row['published_date'])}" if row["published_date"] else ""
    kind = word(row["source_type"])
    record = f" · [record]({row['canonical_url']})" if row["canonical_url"] else ""
    entry = f"[{source_id}]({root}sources/{row['source_type']}.md#{source_id})"
    return (
        f"[{title(row)}]({row['url']}) {text(row['publisher'])}{date}"
        f" <span class='rt-quiet'>({kind}{record} · {entry})</span>"
    )


def bars(rows: Iterable[tuple[str, float, str]]) -> str:
    """Labelled bars: label, share of 1, figure."""
    lines = [
        f"<div class='rt-bar'><span>{html.escape(label)}</span>"
        f"<i style='width:{max(share, 0) * 100:.1f}%'></i><span>{html.escape(figure)}</span></div>"
        for label, share, figure in rows
    ]
    return "\n".join(lines)
