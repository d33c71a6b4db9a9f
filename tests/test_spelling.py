"""Spellings of one name are one, and what can't be seen is told from what can."""

from __future__ import annotations

import pytest

import regentrials as rt
from regentrials import countries
from regentrials.card import card
from regentrials.spelling import composed, folded, is_composed, is_plain, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sjögren", "SJO\u0308GREN"),
        ("XS228", "ＸＳ２２８"),
        ("Parkinson's", "parkinson’s"),
        ("Parkinson's", "Parkinson´s"),
        ("Parkinson's", "Parkinson`s"),
        ("Parkinson's", "Parkinson｀s"),
        ("XS-228", "xs\u2011228"),
        ("sickle cell", " sickle\u00a0 cell "),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_other_names_stay_apart() -> None:
    assert len(set(map(folded, ("leukemia", "leukaemia", "XS228", "XS 228", "Sjogren", "Sjögren")))) == 6


@pytest.mark.parametrize("text", ["زیست\u200cبازساختی", "क्\u200dष", "再生医療", "Türkiye", "a b", ""])
def test_text_of_every_script_is_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", ["a\u200cb", "\u200c", "ی\u200c", "ی\u200c ب", "日\u3000本", "a\ue000", "a\ufeff"])
def test_what_nobody_sees_is_not_plain(text: str) -> None:
    assert not is_plain(text)


def test_accented_letters_are_one_character() -> None:
    assert not is_composed("o\u0308") and composed("o\u0308") == "ö" and is_composed("ö")


def test_letters_are_composed_when_what_stood_between_them_is_gone() -> None:
    assert plain("o\u200b\u0308") == "ö"


def test_records_are_found_however_their_names_are_typed() -> None:
    assert card("Parkinson’s disease") == card("parkinson-disease")
    assert list(rt.history("ＸＳ２２８").record_id) == list(rt.history("xs228").record_id)
    for name in ("Parkinson’s disease", "Parkinson´s disease"):
        assert list(rt.load_trials(name).trial_id) == list(rt.load_trials("parkinson-disease").trial_id)
    assert countries.find("Tu\u0308rkiye") == countries.find("ＴＲ") == "TR"
