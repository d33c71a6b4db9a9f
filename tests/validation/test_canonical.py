"""Canonical form: a table's text has one form, and every other way to write the same cells is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regentrials.canonical import canonical_text
from regentrials.errors import RegenTrialsError
from regentrials.validation.rules.context import Context
from regentrials.validation.rules.files import canonical
from tests.tiny import make

# Every character that csv treats in a way of its own, and some that only look like line ends.
LABELS = st.text(alphabet='ab,;"\n\r \u2028\x0b', max_size=6)
DAMAGE = {
    "nothing": lambda text: text,
    "a quoted header": lambda text: text.replace("other_id", '"other_id"', 1),
    "a quoted key": lambda text: text.replace("\no", '\n"o', 1).replace(",", '",', 2).replace('",', ",", 1),
    "a byte order mark": lambda text: "\ufeff" + text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "another order": lambda text: "".join([*text.splitlines(True)[:1], *text.splitlines(True)[:0:-1]]),
    "a stray quote": lambda text: text.replace("a", 'a"', 1),
}


def _quoted(cell: str, always: bool) -> str:
    special = any(character in cell for character in ',"\n\r')
    return '"' + cell.replace('"', '""') + '"' if special or always else cell


@pytest.mark.parametrize("damage", DAMAGE)
@given(labels=st.lists(st.tuples(LABELS, st.booleans()), min_size=1, max_size=4))
def test_the_rule_finds_what_differs_from_the_one_form(
    tmp_path_factory: pytest.TempPathFactory, damage: str, labels: list[tuple[str, bool]]
) -> None:
    rows = [f"o{number},{_quoted(label, always)}" for number, (label, always) in enumerate(labels)]
    text = DAMAGE[damage]("\n".join(["other_id,label", *rows, ""]))
    folder: Path = tmp_path_factory.mktemp("tiny")
    package = make(folder, others=text.encode())
    resource = package.resource("others")
    try:
        wanted = canonical_text(resource)
    except RegenTrialsError:
        return
    found = [finding for finding in canonical(Context(package)) if finding.file == "others.csv"]
    assert bool(found) == (text != wanted), repr(text)
