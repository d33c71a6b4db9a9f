"""The cards that `show` prints."""

from __future__ import annotations

import pytest

import regentrials as rt
from regentrials.card import card
from regentrials.cli import main
from tests.running import run


@pytest.mark.parametrize("record", ["XS228", "NCT06976229", "xs228-us-orphan-designation", "fda", "parkinson-disease"])
def test_show_prints_a_card(capsys: pytest.CaptureFixture[str], record: str) -> None:
    status, out, _ = run(capsys, "show", record)
    assert status == 0
    assert record.casefold() in out.casefold()
    assert all(len(line) <= 100 or "http" in line for line in out.splitlines()[2:])


@pytest.mark.parametrize("verb", ["show FT819", "describe approvals"])
def test_lines_are_folded_to_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(verb.split()) == 0
    lines = capsys.readouterr().out.splitlines()
    # A word that is longer than its line stays whole: it is an address or an id.
    assert all(len(line) <= 60 or len(line.split()[-1]) > 30 for line in lines)
    assert max(len(line) for line in lines) > 55


def test_show_of_a_product_has_history_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "XS228")
    assert out.index("History") < out.index("Sources")
    assert "orphan designation" in out


def test_show_of_an_unknown_record(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "show", "no such thing")
    assert (status, out) == (2, "")
    assert "there is no record 'no such thing'" in err


@pytest.mark.parametrize("kind", rt.tables()["table"])
def test_every_kind_of_card_prints(kind: str) -> None:
    for key in rt.load(kind).iloc[:5, 0]:
        assert f"({kind}: {key})" in " ".join(card(key).split())


def test_a_decisions_card_leads_to_what_came_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rt.load_approvals().dropna(subset="follows_id")
    later, earlier = rows.iloc[0][["approval_id", "follows_id"]]
    for key, title, other in ((later, "Follows ", earlier), (earlier, "Followed by\n", later)):
        assert main(["show", key]) == 0
        assert other in capsys.readouterr().out.split(title)[1]


def test_a_left_out_trials_card_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    trial = rt.load_excluded_trials().iloc[0]
    _, out, _ = run(capsys, "show", trial["registry_id"])
    assert trial["reason"].replace("_", " ") in out
    assert "Sources" in out


def test_a_claims_card_names_its_own_document(capsys: pytest.CaptureFixture[str]) -> None:
    claim = rt.load_claims().iloc[0]
    facts, _, sources = run(capsys, "show", claim["claim_id"])[1].partition("\nSources\n")
    assert claim["stated_in"] in facts
    assert rt.load_sources().set_index("source_id").loc[claim["stated_in"], "url"] in sources
