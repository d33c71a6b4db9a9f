"""A condition is found by any of its names, and takes the narrower ones with it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import regentrials as rt
from regentrials import conditions
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.package import DataPackage
from tests.conftest import Copy


def _with_narrower(condition: str) -> set[str]:
    return set(rt.load_conditions(condition)["condition_id"])


def test_broader_terms_come_nearest_first(package: DataPackage) -> None:
    rows = package.resource("conditions").by_key()
    above = ("acute-lymphoblastic-leukemia", "leukemia", "hematologic-malignancy")
    assert conditions.broader(rows, "t-cell-acute-lymphoblastic-leukemia") == above
    assert conditions.broader(rows, above[-1]) == ()


def test_narrower_ones_are_those_that_it_is_broader_than(package: DataPackage) -> None:
    rows = package.resource("conditions").by_key()
    for key in rows:
        assert all(key in conditions.broader(rows, other) for other in conditions.narrower(rows, key)), key


@pytest.mark.parametrize("name", ["parkinson-disease", "Parkinson disease", "PARKINSON'S DISEASE", " pd "])
def test_a_condition_goes_by_id_name_and_alias(name: str) -> None:
    assert "parkinson-disease" in _with_narrower(name)
    assert len(rt.load_trials(name)) == len(rt.load_trials("parkinson-disease"))


def test_every_alias_leads_to_its_condition(package: DataPackage) -> None:
    rows = package.resource("conditions").by_key()
    for key, row in rows.items():
        assert {conditions.find(rows, name) for name in conditions.names(row)} == {key}


@pytest.mark.parametrize(
    ("table", "condition", "narrower"),
    [
        ("trials", "AMD", {"dry-age-related-macular-degeneration"}),
        ("approvals", "blood cancer", {"mantle-cell-lymphoma", "multiple-myeloma"}),
    ],
)
def test_rows_of_narrower_conditions_come_along(table: str, condition: str, narrower: set[str]) -> None:
    wanted, rows = _with_narrower(condition), rt.load(table)
    about = [bool(wanted & {row.condition_id, *row.other_condition_ids}) for row in rows.itertuples()]
    found = rt.load(table, condition=condition)
    pd.testing.assert_frame_equal(found, rows[about].reset_index(drop=True))
    assert narrower <= set(found["condition_id"])


def test_a_decision_on_two_diseases_is_found_under_each() -> None:
    for condition in ("sickle cell disease", "beta thalassaemia"):
        assert "EU" in set(rt.load_approvals(condition).query("product_id == 'casgevy'")["jurisdiction"])


def test_evidence_of_a_condition_tells_of_the_trials_of_narrower_ones() -> None:
    discrepancies = rt.load_discrepancies()
    trials = rt.load_trials("macular degeneration")["trial_id"]
    wanted = set(discrepancies.loc[discrepancies["record_id"].isin(trials), "discrepancy_id"])
    assert wanted
    assert wanted <= set(rt.evidence("macular degeneration")["id"])


def test_evidence_of_a_condition_tells_of_decisions_too() -> None:
    discrepancies, decisions = rt.load_discrepancies(), rt.load_approvals("blood cancer")["approval_id"]
    wanted = set(discrepancies.loc[discrepancies["record_id"].isin(decisions), "discrepancy_id"])
    assert wanted
    assert wanted <= set(rt.evidence("blood cancer")["id"])


def test_an_unknown_condition_names_similar_ones() -> None:
    with pytest.raises(UnknownNameError, match="there is no condition 'maculo'; did you mean age-related-macular-deg"):
        rt.load_trials("maculo")
    with pytest.raises(UnknownNameError, match="there is no condition 'Diabetis'; did you mean diabetes-mellitus"):
        rt.load_trials("Diabetis")
    with pytest.raises(UnknownNameError, match="there is no condition 'nope'; conditions go by id, name or alias"):
        rt.load_approvals("nope")


@pytest.mark.parametrize("name", ["", "  ", 5])
def test_a_condition_is_named_by_text(name: str) -> None:
    with pytest.raises(RegenTrialsError, match="names no condition; give an id"):
        rt.load_trials(name)


def test_tables_without_conditions_say_which_have_them() -> None:
    with pytest.raises(RegenTrialsError, match="rows of products name no condition; those of trials, approvals, cond"):
        rt.load("products", condition="AMD")


def test_a_circle_ends(copy: Copy) -> None:
    """A package that nobody validated is read all the same."""
    above = {"leukemia": "acute-myeloid-leukemia", "acute-myeloid-leukemia": "leukemia"}
    for key, other in above.items():
        copy.change(
            "conditions", lambda row, other=other: row.update(broader_id=other), lambda r, k=key: r["condition_id"] == k
        )
    assert len(rt.load("trials", copy.package, condition="AML")) == len(
        rt.load("trials", copy.package, condition="leukemia")
    )


def test_a_package_without_a_hierarchy_has_conditions_all_the_same(copy: Copy) -> None:
    """The first version's table has neither broader terms nor aliases."""
    new, schema = ("broader_id", "aliases"), copy.folder / "schemas/conditions.json"
    rows = [{name: cell for name, cell in row.items() if name not in new} for row in copy.rows("conditions")]
    described = json.loads(schema.read_text("utf-8"))
    described["fields"] = [field for field in described["fields"] if field["name"] not in new]
    schema.write_text(json.dumps(described), "utf-8")
    copy.write("conditions", rows)
    found = rt.load("approvals", copy.package, condition="Multiple myeloma")
    assert len(found)
    assert all("multiple-myeloma" in (row.condition_id, *row.other_condition_ids) for row in found.itertuples())


def test_an_area_is_no_condition_and_is_told() -> None:
    """In words that serve on the command line too: the message names conditions of the area, the widest first."""
    areas = rt.load_conditions().set_index("condition_id")["area"]
    for name, area in (("Cancer", "cancer"), ("nervous system", "nervous_system")):
        with pytest.raises(rt.UnknownNameError, match="it is an area; name one of its conditions, e.g. ") as caught:
            rt.load_trials(name)
        named = str(caught.value).split("e.g. ")[1].split(", ")
        assert len(named) == 8
        assert set(areas[named]) == {area}
    with pytest.raises(rt.UnknownNameError, match="e.g. hematologic-malignancy, "):
        rt.load_trials("cancer")
