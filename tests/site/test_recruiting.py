"""No page says more of a trial's status than its record does, nor denies trials that are out of scope."""

from __future__ import annotations

import pytest
from pages import conditions, jurisdictions, lists
from pages.recruiting import (
    OTHERS,
    SCOPE,
    SCOPED,
    beside_status,
    passed,
    people,
    recruiting,
    recruiting_first,
    sites,
    start,
    status,
)
from pages.trials import trial

from regentrials.lookup import Tables
from regentrials.package import DataPackage, Row

TODAY = "2026-11-29"


def _trial(state: str = "recruiting", as_of: str = "", end: str = "", start: str = "", countries: str = "") -> Row:
    row = {"status": state, "as_of": as_of, "completion_date": end, "start_date": start, "countries": countries}
    return row | {"trial_id": start}


@pytest.fixture(scope="module")
def tables(package: DataPackage) -> Tables:
    return Tables(package)


def test_every_condition_says_which_trials_are_counted(tables: Tables) -> None:
    for key in tables["conditions"]:
        page = conditions.condition(tables, key)
        assert f"Trials of {SCOPED}: {len(tables.trials_on(key))}" in page, key
        assert OTHERS in page, key
        # What denies trials says in the same sentence of what.
        for sentence in page.split(". "):
            assert "none of them recorded" not in sentence or SCOPE in sentence, key


def test_lists_that_count_trials_say_which(tables: Tables) -> None:
    for page in (lists.products(tables), lists.trials(tables), lists.conditions(tables)):
        assert OTHERS in page
    (kymriah,) = [line for line in lists.products(tables).splitlines() if "/kymriah.md" in line]
    assert "not counted" in kymriah


@pytest.mark.parametrize(
    ("state", "end", "shown"),
    [
        ("recruiting", "2017-06", "2017-06"),
        ("not_yet_recruiting", "2026-11-28", "2026-11-28"),
        ("recruiting", "2026-11-29", ""),
        ("recruiting", "2026-11", ""),
        ("recruiting", "2026", ""),
        ("recruiting", "2025", "2025"),
        ("recruiting", "", ""),
        ("completed", "2017-06", ""),
    ],
)
def test_a_planned_end_has_passed_when_all_of_it_lies_before_today(state: str, end: str, shown: str) -> None:
    assert passed(_trial(state, end=end), TODAY) == shown


def test_a_status_says_how_old_it_is() -> None:
    assert "(2025-07)" in status(_trial(as_of="2025-07"), TODAY)
    assert "(no date)" in status(_trial(), TODAY)
    assert "planned end <time>2017-06</time> has passed" in status(_trial(end="2017-06"), TODAY)
    assert "not stated" in status(_trial(""), TODAY)
    assert beside_status(_trial(as_of="2025-07"), TODAY) == ", as of <time>2025-07</time>"
    assert beside_status(_trial(end="2020"), TODAY).startswith(
        ", of no stated date; the planned end, <time>2020</time>"
    )


def test_plans_are_called_plans() -> None:
    planned = " <span class='rt-quiet'>planned</span>"
    assert people({"enrollment": "60", "enrollment_type": "estimated"}) == "60" + planned
    assert people({"enrollment": "60", "enrollment_type": "actual"}) == "60"
    assert people({"enrollment": "", "enrollment_type": ""}) == ""
    assert start(_trial(start="2028-05"), TODAY) == f"<time>2028-05</time>{planned}"
    assert start(_trial("not_yet_recruiting", start="2025"), TODAY) == f"2025{planned}"
    for past in ("2026-11", "2026", "2025-01-02", ""):
        assert start(_trial(start=past), TODAY) == past


def test_a_count_of_recruiting_trials_says_how_many_states_are_not_known() -> None:
    said = recruiting([_trial(), _trial(""), _trial("")], TODAY, "Trials: 3", "")
    assert "Of 2 trials no document that was read states the status." in said
    assert recruiting([_trial("")], TODAY, "Trials: 1", "").endswith(
        "Of 1 trial no document that was read states the status."
    )
    assert "states the status" not in recruiting([_trial()], TODAY, "Trials: 1", "")


def test_a_trial_names_what_no_document_states(tables: Tables) -> None:
    said = "Not stated in the documents that were read: "
    for key, row in tables["trials"].items():
        lines = [line for line in trial(tables, key).splitlines() if line.startswith(said)]
        missing = lines[0].removeprefix(said).rstrip(".").split(", ") if lines else []
        assert ("status" in missing) == (not row["status"]), key
        assert ("start date" in missing) == (not row["start_date"]), key


def test_recruiting_trials_are_told_apart_by_the_age_of_their_records() -> None:
    trials = [_trial(as_of="2025-01-29"), _trial(as_of="2026-05"), _trial(end="2017-06"), _trial("completed", "2026")]
    said = recruiting(trials, TODAY, "Trials: 4", "there")
    assert said.startswith("Trials: 4. **Recruiting: [3 of these trials](there)**, 2 by a dated copy of the record")
    assert "2025-01-29 to 2026-05" in said
    assert "and 1 by one without a date. The planned end of 1 of them has passed." in said
    assert recruiting(trials[3:], TODAY, "Trials: 1", "") == "Trials: 1, not recorded as recruiting."
    assert recruiting([], TODAY, "Trials: 0", "") == "Trials: 0."
    assert "without a date" not in recruiting(trials[:1], TODAY, "Trials: 1", "")
    assert "dated copy" not in recruiting(trials[2:3], TODAY, "Trials: 1", "")


def test_trials_that_recruit_stand_first_and_the_newest_of_them_before_the_others() -> None:
    starts = {"2016": "recruiting", "": "recruiting", "2026-03": "recruiting", "2027": "withdrawn", "2019": "unknown"}
    ordered = recruiting_first(_trial(state, start=start) for start, state in starts.items())
    assert [row["trial_id"] for row in ordered] == ["2026-03", "2016", "", "2027", "2019"]


def test_countries_are_those_where_trials_recruit(tables: Tables) -> None:
    said = sites(
        tables, [_trial(countries="CN;US"), _trial(countries="CN"), _trial("completed", countries="JP")], "../"
    )
    assert said == (
        "Countries where trials recruit: [China](../jurisdictions/CN.md) 2, [United States](../jurisdictions/US.md) 1."
    )


def test_a_condition_answers_what_patients_ask_first(tables: Tables) -> None:
    page = conditions.condition(tables, "parkinson-disease")
    order = (
        "**Authorized",
        "**Recruiting",
        "## Products",
        "{ #trials ",
        "## Marketing authorizations",
        "## Area and codes",
        "## Cite",
    )
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_a_country_names_its_trials(tables: Tables) -> None:
    for code in ("JP", "IT", "PE", "BE"):
        page = jurisdictions.jurisdiction(tables, code)
        found = lists.trials_in(tables, code)
        assert found and f"Trials of {SCOPED} with sites here: {len(found)}]" in page, code
        assert OTHERS in page, code
        for row in found:
            assert f"(../trials/{row['trial_id'].replace('/', '-')}.md)" in page, row["trial_id"]
    assert OTHERS not in jurisdictions.jurisdiction(tables, "HK")
