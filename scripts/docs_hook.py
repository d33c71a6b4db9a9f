"""mkdocs hook: fills the marked parts of hand-written pages and adds the pages that come from the data."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from pages import copied, explore, parts, previews, records
from pages import files as downloads
from pages.captions import Captions
from pages.markup import plain

from regentrials.lookup import Tables
from regentrials.package import opened

LOG = logging.getLogger("mkdocs.hooks.docs_hook")
ROOT = Path(__file__).parents[1]
MARK = re.compile(r"<!-- generated: ([\w-]+) -->")
INCLUDE = re.compile(r"<!-- include: ([\w.-]+) -->")
# A row of the glossary: its word, in all its spellings, and the meaning.
ENTRY = re.compile(r"^\| \*\*(.+?)\*\* \| (.+) \|$", re.MULTILINE)
GENERATED = {
    "claims.md": (
        "Claims checked",
        "claims",
        "Public statements, and what the documents really show. They were [taken up as they were met]"
        "(methods.md#scope), and are no sample: the shares of the verdicts say nothing about claims at large.",
    ),
    "authorizations.md": (
        "Marketing authorizations",
        "authorizations",
        "Every one that was ever given to a product made of human cells or tissue, by what became of it. One that was "
        "converted from conditional to full stands twice, the conditional one as superseded. Hospital "
        "exemptions and refusals are no part of it; they stand with their [jurisdictions](jurisdictions/index.md). "
        "The same by class of product: [Classes](classes/index.md).",
    ),
    "left-out.md": (
        "Left out",
        "left-out",
        "Registry records that were looked at and are in no other table, each with the reason. "
        "What is in and what is out stands in the [methods](methods.md).",
    ),
    "dictionary.md": (
        "Data dictionary",
        "dictionary",
        "Every table, column and word, from the schemas. The table `approvals` holds all decisions, refusals and holds "
        "too: elsewhere on this site its rows are called decisions. A line joins two tables of which one "
        "refers to the other; what a claim or a discrepancy is about stands in one of several tables, and has no line."
        "\n\n<!-- generated: diagram -->",
    ),
}

# Long pages that mention everything come after those that something is named after.
LOW = "search:\n  boost: 0.3\n"
FRONT = {
    "claims": "hide: [toc]\n",
    "authorizations": f"hide: [toc]\ntags: [approvals, approved products, withdrawn, expired, revoked]\n{LOW}",
    "left-out": "hide: [toc]\n",
    "dictionary": LOW,
}


# How the theme's search is mended: what it says, and what it is made to say.
MENDED = {
    # It sorts words into states that it names by letters and numbers without a mark between them. Where words hold
    # digits, two states get one name, and a search for "type 1 diabetes" ends in an error that nobody sees.
    "e=e+s+o.id}return e": 'e=e+s+o.id+","}return e',
    # It takes each word for a word's beginning: "in" finds inherited diseases, and the T of "T cell" all therapies,
    # before what the other words name. Only the last word may be half typed; before it, such words are left out, and a
    # letter or digit is a word by itself, also at the end: of nearly every page some word begins with it.
    "e=ce(e),!e)": (
        'e=ce(e.replace(/(\\w)-(?=\\w)/g,"$1 ")).split(" ").filter((w,i,all)=>i==all.length-1||'
        'lunr.stopWordFilter(w.toLowerCase().replace(/\\*$/,""))).join(" ").replace(/\\b(\\w)\\*/g,"$1"),!e)'
    ),
    "e[s].startsWith(o.term)&&": "(o.wildcard?e[s].startsWith(o.term):e[s]==o.term)&&",
    # To whom "us" says nothing, "approved by the US" is approved by anybody.
    '"twas","us","wants"': '"twas","wants"',
    # One rare word in a title outweighs all the others: whoever asks a question wants the page with most of its words.
    # Whoever writes a page's whole name wants that page: leukaemia, before acute lymphoblastic leukaemia. The tags of
    # pages are names too; only a product's may be its class. Who names one country wants to know what holds there.
    "search(e){if(": (
        'search(e){let asked=e.trim().toLowerCase().replace(/^what (is|are) (an? |the )?|\\?$/g,""),'
        "named=d=>[d.title,...d.tags||[]].some(n=>` ${asked} `.includes(` ${n.toLowerCase()} `)),"
        "lands=[...this.map].filter(([o,d])=>/^jurisdictions\\/\\w+\\/$/.test(o)&&named(d)).map(([o])=>o);if("
    ),
    "score:a*(1+K(g,2))": (
        "score:a*(1+K(g,2))*K(g-!c.parent,4)*(names=>names.includes(asked)?99:"
        "lands.length==1&&o.startsWith(lands[0])?99:1)"
        "([(c.parent||c).title,...!o.startsWith('products/')&&this.map.get(o).tags||[]].map(n=>n.toLowerCase()))"
    ),
}

LICENCES = (
    "Data: <a href='https://creativecommons.org/licenses/by/4.0/' rel='license'>CC BY 4.0</a>. Code: MIT. "
    "Not medical advice."
)


class State:
    """What one build computes once."""

    tables: Tables
    files: dict[str, bytes]


def on_config(config: Any) -> Any:
    """Caption the tables of every page, written and generated, and close it with version and licences."""
    config["markdown_extensions"].append(Captions())
    package = opened(ROOT)
    config["copyright"] = f"RegenTrials {package.version} of {package.date}. {LICENCES}"
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages and the downloads."""
    package = opened(ROOT)
    State.tables = Tables(package)
    State.files = downloads.downloads(package)
    for path, text in records.pages(State.tables):
        files.append(File.generated(config, path, content=text))
    for path, (title, part, intro) in GENERATED.items():
        front = f"---\ntitle: {title}\n{FRONT.get(part, '')}---\n\n"
        text = f"{front}# {title}\n\n{intro}\n\n<!-- generated: {part} -->\n"
        files.append(File.generated(config, path, content=text))
    for path, text in copied.pages(config["extra"]["repository"]):
        files.append(File.generated(config, path, content=text))
    for path, text in explore.files(State.tables):
        files.append(File.generated(config, path, content=text))
    for name, content in State.files.items():
        files.append(File.generated(config, f"downloads/{name}", content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Replace each mark by its part, and explain the glossary's words on the other pages that are written by hand."""
    markdown = INCLUDE.sub(lambda match: (ROOT / "docs" / match[1]).read_text("utf-8"), markdown)
    markdown = MARK.sub(lambda match: _part(match[1], page.file.src_uri), markdown)
    by_hand = page.file.generated_by is None and page.file.src_uri != "glossary.md"
    return f"{markdown}\n\n{_explained()}" if by_hand else markdown


def _explained() -> str:
    entries = ENTRY.findall((ROOT / "docs/glossary.md").read_text("utf-8"))
    words = [(word, plain(meaning)) for spellings, meaning in entries for word in spellings.split(", ")]
    return "\n".join(f"*[{word}]: {meaning}" for word, meaning in words)


def _part(name: str, page: str) -> str:
    if name == "downloads":
        return downloads.listing(State.files, State.tables)
    if name == "install":
        return downloads.install(State.files)
    if name == "jsonld":
        # Search engines for data read the dataset's description from the page; the site has the tables elsewhere.
        described = (
            (ROOT / "schema-org.jsonld").read_text("utf-8").replace('"contentUrl": "data/', '"contentUrl": "downloads/')
        )
        return f'<script type="application/ld+json">\n{described}</script>'
    if name not in parts.PARTS:
        raise PluginError(f"{page} asks for {name!r}; there are: {', '.join(parts.PARTS)}, downloads, install, jsonld")
    return parts.PARTS[name](State.tables)


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Describe each page by its own words."""
    page.meta.setdefault("description", previews.description(page.title, html))
    return html


def on_post_page(output: str, **_: Any) -> str:
    """Say once more what a link to the page shows elsewhere."""
    return previews.graph(output)


def on_post_build(config: Any) -> None:
    """Mend the theme's search, which finds nothing for many words with digits, and too much for a sentence."""
    for path in Path(config["site_dir"]).glob("assets/javascripts/workers/search.*.min.js"):
        text = path.read_text("utf-8")
        for wrong, right in MENDED.items():
            if wrong not in text:
                # A warning, so that --strict ends here: half a mended search is worse than the theme's own.
                LOG.warning(
                    "the theme's search has changed: bring MENDED in scripts/docs_hook.py up to date (%s)", wrong
                )
            text = text.replace(wrong, right)
        path.write_text(text, "utf-8")
