"""What of a registry's value becomes the text of a cell."""

from __future__ import annotations

import pytest

from regentrials.registries.record import line, stated


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" two \n lines\u2028of\u00a0text ", "two lines of text"),
        (12, "12"),
        ("\u202eturned\u202c round\u200b and \ufeffmarked\x00", "turned round and marked"),
        ("a \u200b b", "a b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("日本語, Ümläut, 🧪", "日本語, Ümläut, 🧪"),
        ("half a \ud83d letter", "half a \ufffd letter"),
    ],
)
def test_a_text_is_one_line_that_can_be_seen(value: object, text: str) -> None:
    assert line(value) == text


@pytest.mark.parametrize("value", [None, True, False, {"a": 1}, ["a"], {}, []])
def test_what_is_no_text_says_nothing(value: object) -> None:
    assert line(value) == ""
    assert stated(title=value) == {}
