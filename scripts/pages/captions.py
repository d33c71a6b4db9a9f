"""Captions for the tables of every page, and labels for the cells of those that phones show as cards."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Two columns fit any screen.
NARROW = 2
# After attributes were taken out of the headings (8), before headings get their links (5).
PRIORITY = 7


class Captions(Extension):
    """The Markdown extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Captions(md), "captions", PRIORITY)


class _Captions(Treeprocessor):
    def run(self, root: Element) -> None:
        heading, captioned = "", False
        for node in root.iter():
            if node.tag in HEADINGS:
                heading, captioned = _text(node), False
            elif node.tag == "table":
                titles = [_text(cell) for cell in node.iter("th")]
                # The second table under a heading is told from the first by its columns.
                _caption(node, f"{heading}: {', '.join(filter(None, titles))}" if captioned else heading)
                captioned = True
                if len(titles) > NARROW:
                    _label(node, titles)


def _text(node: Element) -> str:
    return "".join(node.itertext()).strip()


def _caption(table: Element, text: str) -> None:
    caption = Element("caption")
    caption.text = text
    # The search has the heading already.
    caption.set("data-search-exclude", "true")
    table.insert(0, caption)


def _label(table: Element, titles: list[str]) -> None:
    table.set("data-cards", "")
    for row in table.iter("tr"):
        for title, cell in zip(titles, row.findall("td"), strict=False):
            if title:
                cell.set("data-label", title)
