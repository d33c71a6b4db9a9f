"""Pages of the site that stand elsewhere in the repository, with the repository's paths made links of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
# What a page is found by, and what a link to it shows.
COPIED = {
    "changelog.md": ("CHANGELOG.md", "description: What changed from version to version, by table and column.\n"),
    "contribute.md": (
        "CONTRIBUTING.md",
        "description: How to correct a fact or add a trial or a decision, with and without Python.\n"
        "tags: [mistake, error, wrong, report, correct a fact, correction, contact, feedback]\n",
    ),
}
FORMS = {form: form.lower().replace(" ", "-") for form in ("Correct a fact", "Add a trial", "Add a decision")}
NO_TRACKER = (
    "The forms that are named below belong to the repository's issues. This copy of the site does not know the "
    "repository's public address, and can't link them."
)


def pages(repository: str) -> Iterator[tuple[str, str]]:
    """The path and Markdown of each; `repository` is its public address, "" where it has none."""
    for path, (original, front) in COPIED.items():
        text = (ROOT / original).read_text("utf-8")
        text = _site_links(text)
        yield path, f"---\n{front}---\n\n{_forms(text, repository) if path == 'contribute.md' else text}"


def _site_links(text: str) -> str:
    # The repository's own paths are code to a reader of the site, but where the site has the page.
    text = re.sub(r"\[([^\]]+)\]\((?!http)[^)]+\)", r"`\1`", text)
    text = text.replace(
        "`data/<table>.csv`", "`data/<table>.csv` (the same files are among the [downloads](downloads.md))"
    )
    return re.sub(r"`docs/([\w-]+)\.md`", _page, text)


def _page(match: re.Match[str]) -> str:
    """A link under the page's own title."""
    title = re.search("^# (.*)", (ROOT / f"docs/{match[1]}.md").read_text("utf-8"), re.MULTILINE)
    return f"[{title[1]}]({match[1]}.md)" if title else match[0]


def _forms(text: str, repository: str) -> str:
    if not repository:
        return re.sub("^(# .*)$", rf"\1\n\n{NO_TRACKER}", text, count=1, flags=re.MULTILINE)
    for form, template in FORMS.items():
        address = f"{repository}/issues/new?template={quote(template)}.yml"
        text = text.replace(f'"{form}"', f'["{form}"]({address})')
    return text
