"""Text folded to a width, for terminals."""

from __future__ import annotations

import shutil
import textwrap

# Lines longer than this are hard to read, however wide the window.
WIDTH = 100
NARROWEST = 40


def filled(text: str, width: int = WIDTH, first: str = "", then: str = "") -> str:
    """A paragraph of lines at most that wide; addresses and names with hyphens stay whole.

    Args:
        text: one paragraph.
        width: in characters.
        first: what stands before the first line.
        then: what stands before the others.
    """
    if not text:
        return first
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )


def terminal_width() -> int:
    """The width for text on this terminal: at most 100 characters, 100 where there is no terminal."""
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))
