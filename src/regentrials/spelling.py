"""Spellings: which of them are one name, and which characters nobody sees."""

from __future__ import annotations

import re
import unicodedata

# Typographic apostrophes and hyphens, as phones and word processors write them, and accents typed for apostrophes.
PLAIN = str.maketrans("’‘ʼ´`‐–−", "'''''---")
# Control and format characters, private ones, line ends and every blank but one.
UNSEEN = ("Cc", "Cf", "Co", "Zl", "Zp", "Zs")
# Persian and Indian words need joiners; between Latin letters they are a disguise.
JOINERS = {"\u200c", "\u200d"}
JOINED = re.compile("(?<=[^\\s\0-\u02ff\u2000-\u206f])[\u200c\u200d](?=[^\\s\0-\u02ff\u2000-\u206f])")


def folded(text: str) -> str:
    """A name in the form in which its spellings are one: no capitals, no typography, single blanks."""
    # Most names are plain already, and many are looked through.
    if not text.isascii() or "`" in text:
        # Before NFKC, which parts a lone accent into two characters, and after it, as it makes some of these marks.
        text = unicodedata.normalize("NFKC", text.translate(PLAIN)).translate(PLAIN)
    return " ".join(text.casefold().split())


def is_plain(text: str) -> bool:
    """Whether each character of a text can be seen, and no two blanks stand together."""
    odd = set(filter(_is_unseen, set(text)))
    # A whole table is asked at once: each joiner is looked up where it stands, not each letter.
    places = (match.start() for joiner in odd & JOINERS for match in re.finditer(joiner, text))
    return "  " not in text and odd <= JOINERS and all(JOINED.match(text, place) for place in places)


def plain(text: str) -> str:
    """A text with its letters composed, single blanks, and without the characters that nobody sees."""
    text = composed(" ".join(text.split()))
    if is_plain(text):
        return text
    joined = {match.start() for match in JOINED.finditer(text)}
    seen = (char for n, char in enumerate(text) if n in joined or not _is_unseen(char))
    return composed(" ".join("".join(seen).split()))


def _is_unseen(char: str) -> bool:
    return char != " " and unicodedata.category(char) in UNSEEN


def composed(text: str) -> str:
    """A text with each accented letter as one character: macOS and some PDFs give two."""
    return unicodedata.normalize("NFC", text)


def is_composed(text: str) -> bool:
    """Whether `composed` leaves a text as it is."""
    return unicodedata.is_normalized("NFC", text)
