"""A wrong id is met with the ids that were meant."""

from __future__ import annotations

import pytest

from regentrials.faults import faults
from regentrials.package import DataPackage
from tests.conftest import Copy


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Parkinson disaese", "'Parkinson disaese' is no row of conditions; did you mean parkinson-disease"),
        ("Not Known Anywhere", "'Not Known Anywhere' is no row of conditions; add it there first"),
        (" ", "' ' does not fit; make it like 'spinal-cord-injury'"),
    ],
)
def test_a_name_that_is_no_id_is_met_with_ids_not_with_a_form(package: DataPackage, cell: str, told: str) -> None:
    row = next(iter(package.resource("trials").by_key().values()))
    (message,) = faults(package, "trials", row | {"condition_id": cell}, {})
    assert message.startswith(f"condition_id: {told}")


def test_a_column_that_is_not_described_has_its_faults_told(copy: Copy) -> None:
    copy.undescribe("trials")
    row = next(iter(copy.package.resource("trials").by_key().values()))
    (message,) = faults(copy.package, "trials", row | {"phase": "phase_9"}, {})
    assert message.startswith("phase: 'phase_9' does not fit; make it") and "(" not in message


def test_a_blank_item_of_a_list_is_a_fault_of_form(package: DataPackage) -> None:
    row = next(iter(package.resource("trials").by_key().values()))
    first, second, *_ = package.resource("conditions").by_key()
    (message,) = faults(package, "trials", row | {"other_condition_ids": f"{first};;{second}"}, {})
    assert "does not fit" in message


def test_each_unknown_item_of_a_list_is_named_and_what_comes_along_is_known(package: DataPackage) -> None:
    row = next(iter(package.resource("trials").by_key().values()))
    known = row["source_ids"].split(";")[0]
    wrong = row | {"source_ids": f"new-one;{known};no-such-document"}
    told = list(faults(package, "trials", wrong, {"sources": {"new-one": {}}}))
    assert told == ["source_ids: 'no-such-document' is no row of sources; add it there first"]
