"""What a link to a page shows elsewhere: its title, and a description that is the page's own."""

from __future__ import annotations

import re
from html import escape, unescape

LENGTH = 160
BACK = re.compile(r'<span class="rt-up".*?</span>', re.DOTALL)
PARAGRAPH = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')


def description(title: str, content: str) -> str:
    """The beginning of a page's paragraphs and lists, its title where it has none, ready to stand in an attribute."""
    found = " ".join(words for _, words in PARAGRAPH.findall(BACK.sub("", content)))
    told = unescape(re.sub(r"<[^>]+>", "", found))
    return shortened(told) or escape(f"What RegenTrials has recorded of {title.rstrip('.')}.")


def shortened(told: str) -> str:
    """A text cut to what a preview shows, ready to stand in an attribute."""
    told = " ".join(told.split())
    return escape(told if len(told) <= LENGTH else told[:LENGTH].rpartition(" ")[0] + " …")


def graph(page: str) -> str:
    """A whole page with the same title and description in the form that messengers and social networks read."""
    title, said = TITLE.search(page), DESCRIPTION.search(page)
    if not title or not said:
        return page
    told = {"type": "website", "title": title[1], "description": said[1]}
    tags = "".join(f'<meta property="og:{name}" content="{text}">' for name, text in told.items())
    return page.replace(said[0], said[0] + tags, 1)
