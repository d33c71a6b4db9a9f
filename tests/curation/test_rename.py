"""`regentrials rename` gives a row another id wherever it is named, or changes nothing."""

from __future__ import annotations

import pytest

from regentrials import fields
from regentrials.cli import main
from regentrials.validation import validate
from tests.conftest import Copy

NEW = "NCT09999999"
URL = f"https://clinicaltrials.gov/study/{NEW}"


def _rename(copy: Copy, *call: str) -> int:
    return main(["rename", *call, "--dir", str(copy.folder)])


def _trial(copy: Copy, prefix: str) -> str:
    """A trial of such an id that a decision names."""
    named = {row["trial_id"] for row in copy.rows("approvals")}
    return next(key for key in sorted(named) if key.startswith(prefix))


def _named(copy: Copy, key: str) -> list[str]:
    """The columns in which a key stands."""
    return [
        f"{table}.{name}"
        for table, resource in copy.package.resources.items()
        for _, row in resource.rows()
        for name, cell in row.items()
        if key in fields.items(resource.fields[name], cell)
    ]


def test_a_study_gets_its_number_wherever_it_is_named(copy: Copy) -> None:
    old = _trial(copy, "jRCT")
    before = _named(copy, old)
    assert "approvals.trial_id" in before
    assert _rename(copy, "trials", old, NEW, "--source", URL) == 0
    row = copy.package.resource("trials").by_key()[NEW]
    assert row["registry"] == "clinicaltrials_gov"
    assert fields.split(row["secondary_ids"])[0] == old
    assert f"clinicaltrials-{NEW.lower()}" in row["source_ids"]
    assert _named(copy, NEW) == before
    assert _named(copy, old) == ["trials.secondary_ids"]
    assert not validate(copy.package)


def test_an_id_of_ours_gives_way_to_the_number(copy: Copy) -> None:
    old = next(row["trial_id"] for row in copy.rows("trials") if row["registry"] == "not_found")
    assert _rename(copy, "trials", old, NEW, "--source", URL) == 0
    assert not _named(copy, old)


def test_a_secondary_number_may_become_the_first(copy: Copy) -> None:
    row = next(row for row in copy.rows("trials") if row["secondary_ids"].startswith("jRCT"))
    old, new = row["trial_id"], fields.split(row["secondary_ids"])[0]
    assert _rename(copy, "trials", old, new, "--source", f"https://jrct.mhlw.go.jp/en-latest-detail/{new}") == 0
    numbers = fields.split(copy.package.resource("trials").by_key()[new]["secondary_ids"])
    assert old in numbers
    assert new not in numbers


def test_a_product_is_renamed_in_trials_decisions_and_claims(copy: Copy) -> None:
    before = _named(copy, "amchepry")
    assert {"trials.product_id", "approvals.product_id"} <= set(before)
    assert _rename(copy, "products", "amchepry", "amchepry-of-japan") == 0
    assert _named(copy, "amchepry-of-japan") == before
    assert not validate(copy.package)


def test_where_the_old_id_still_stands_is_said(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    old = next(row["record_id"] for row in copy.rows("discrepancies") if row["record_id"].startswith("NCT"))
    named = next(row["discrepancy_id"] for row in copy.rows("discrepancies") if row["record_id"] == old)
    for key, notes in (("xs228", f"Given in {old}."), ("waskyra", f"Given in {old}0.")):
        copy.change("products", lambda row, t=notes: row.update(notes=t), lambda row, k=key: row["product_id"] == k)
    assert _rename(copy, "trials", old, NEW, "--source", URL) == 0
    said = capsys.readouterr().out
    assert f"xs228 (products) still says {old} in its notes: regentrials set products xs228 notes=..." in said
    assert f"{named} (discrepancies) is still named after {old}" in said
    assert "waskyra" not in said and f"still says {NEW}" not in said


def test_disagreements_of_a_record_whose_id_begins_alike_are_not_named(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {row["discrepancy_id"] for row in copy.rows("discrepancies") if row["record_id"].startswith("chondron-")}
    ours, theirs = "chondron-kr-marketing-authorization-decision-date", "chondron-regrow-in-"
    assert ours in ids
    assert any(key.startswith(theirs) for key in ids)
    assert _rename(copy, "products", "chondron", "chondron-cellontech") == 0
    said = capsys.readouterr().out
    assert f"{ours} (discrepancies) is still named after chondron:" in said
    assert theirs not in said


def test_a_remedy_names_no_row_that_is_not_there(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert _rename(copy, "approvals", "xs228-us-orphan-designation", "foo") == 2
    said = capsys.readouterr().err
    assert "make it begin with xs228-us- (regentrials rename)\n" in said


@pytest.mark.parametrize(
    ("call", "words"),
    [
        pytest.param(("trials", "NCT00000001", NEW, "--source", URL), "there is no row of trials", id="unknown"),
        pytest.param(("trials", "NCT04786262", "NCT06832410", "--source", URL), "joined by hand", id="taken"),
        pytest.param(("trials", "NCT04786262", "hPSCreg-4", "--source", URL), "secondary id of", id="another-study's"),
        pytest.param(("trials", "NCT04786262", "NCT123", "--source", URL), "make it like 'NCT06976229'", id="odd"),
        pytest.param(("trials", "NCT04786262", NEW), f"name the one that states {NEW}", id="no-document"),
        pytest.param(("products", "amchepry", "Amchepry of Japan"), "make it like 'zimislecel'", id="not-an-id"),
        pytest.param(("drugs", "amchepry", "x"), "drugs", id="no-such-table"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    copy: Copy, capsys: pytest.CaptureFixture[str], call: tuple[str, ...], words: str
) -> None:
    before = {path.name: path.read_bytes() for path in (copy.folder / "data").iterdir()}
    assert _rename(copy, *call) != 0
    assert words in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (copy.folder / "data").iterdir()} == before


def test_the_row_goes_by_its_name(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert _rename(copy, "products", "XS-228", "xs228-cells") == 0
    assert "id: 'XS-228' is xs228\n" in capsys.readouterr().out
    assert "xs228-cells" in copy.package.resource("products").by_key()


def test_a_products_decisions_are_named_after_it_all_along(copy: Copy) -> None:
    """Not those of a product whose id begins alike: Chondron is another than chondron-regrow."""
    theirs = {row["approval_id"] for row in copy.rows("approvals") if row["product_id"] == "chondron-regrow"}
    own = {row["approval_id"] for row in copy.rows("approvals") if row["product_id"] == "chondron"}
    assert own and theirs
    assert _rename(copy, "products", "chondron", "chondron-cellontech") == 0
    found = {row["approval_id"] for row in copy.rows("approvals")}
    assert found >= theirs | {key.replace("chondron", "chondron-cellontech") for key in own}
    assert not found & own


def test_a_decision_that_is_not_named_after_its_product_keeps_its_id(copy: Copy) -> None:
    """A name that is wrong already is for a curator: half of a new one would hide that."""
    copy.change("approvals", lambda row: row.update(approval_id="a-slip"), lambda row: row["product_id"] == "chondron")
    assert _rename(copy, "products", "chondron", "chondron-cellontech") == 0
    assert copy.package.resource("approvals").by_key()["a-slip"]["product_id"] == "chondron-cellontech"
