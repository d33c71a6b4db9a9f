"""What a rule allows is no finding."""

from __future__ import annotations

import pytest

from regentrials.validation.rules import RULES
from regentrials.validation.rules.context import Context
from tests.conftest import Copy
from tests.validation.breaks import Break, append_item, set_cell

RULE = {function.__name__: function for function in RULES}


def _one_witness(kind: str) -> Break:
    """A study without a number that rests on one document of that kind alone."""

    def edit(copy: Copy) -> None:
        document = next(row["source_id"] for row in copy.rows("sources") if row["source_type"] == kind)
        set_cell("trials", "source_ids", document, lambda row: row["registry"] == "not_found")(copy)

    return edit


def _two_reports(copy: Copy) -> None:
    reports = {row["publisher"]: row["source_id"] for row in copy.rows("sources") if row["source_type"] == "news"}
    two = ";".join(list(reports.values())[:2])
    set_cell("trials", "source_ids", two, lambda row: row["registry"] == "not_found")(copy)


def _as_precise_as_stated(copy: Copy) -> None:
    dates = {"start_date": "2020-05-02", "primary_completion_date": "2020", "completion_date": "2020-05"}
    copy.change("trials", lambda row: row.update(dates))


def _duplicate(copy: Copy) -> None:
    included = copy.rows("trials")[0]["trial_id"]
    copy.change("excluded_trials", lambda row: row.update(registry_id=included, reason="duplicate"))


def _blank_row(copy: Copy) -> None:
    """What a spreadsheet leaves of a row that was cleared."""
    rows = copy.rows("trials")
    copy.write("trials", [*rows, dict.fromkeys(rows[0], "")])


def _has_letters_in_its_doi(row: dict[str, str]) -> bool:
    return "//doi.org/" in row["url"] and row["doi"].upper() != row["doi"]


def _second_decision(**cells: str) -> Break:
    """Another decision on the product, place, kind and condition of one that there is."""

    def edit(copy: Copy) -> None:
        rows = copy.rows("approvals")
        first = next(row for row in rows if len(row["decision_date"]) == 10 and row["trial_id"])
        copy.write("approvals", [*rows, {**first, "approval_id": "zzz-again", **cells}])

    return edit


def _following(copy: Copy) -> None:
    rows = copy.rows("approvals")
    first = next(row for row in rows if len(row["decision_date"]) == 10 and row["trial_id"])
    _second_decision(follows_id=first["approval_id"])(copy)


ALLOWED: list[tuple[str, Break]] = [
    ("unnumbered_studies_are_witnessed", _one_witness("journal_article")),
    ("unnumbered_studies_are_witnessed", _two_reports),
    ("best_source_first", append_item("trials", "source_ids", "no-such-source")),
    ("excluded_are_out", _duplicate),
    ("in_order", _as_precise_as_stated),
    ("not_in_the_future", set_cell("trials", "completion_date", "2099", lambda row: row["status"] == "recruiting")),
    ("not_in_the_future", lambda copy: set_cell("sources", "accessed_date", copy.package.date)(copy)),
    ("decisions_fit_their_trial", set_cell("approvals", "condition_id", "", lambda row: row["trial_id"])),
    ("decisions_fit_their_trial", _blank_row),
    ("copies_are_read_afterwards", set_cell("trials", "as_of", "2026")),
    ("numbers_fit_the_address", set_cell("sources", "url", "https://example.org/10.1000/x", lambda row: row["doi"])),
    (
        "numbers_fit_the_address",
        lambda copy: copy.change("sources", lambda row: row.update(doi=row["doi"].upper()), _has_letters_in_its_doi),
    ),
    ("decisions_differ", _second_decision(decision_date="1990")),
    ("decisions_differ", _second_decision(decision_date="")),
    ("decisions_differ", _second_decision(trial_id="NCT00000001")),
    ("decisions_differ", _second_decision(condition_id="")),
    ("decisions_differ", _following),
    (
        "addresses_differ",
        lambda copy: copy.change("sources", lambda row: row.update(url=copy.rows("sources")[1]["url"] + "?page=2")),
    ),
    ("list_items_exist", set_cell("trials", "source_ids", "")),
    ("recorded_values_are_sourced", set_cell("discrepancies", "recorded_source_id", "")),
]


@pytest.mark.parametrize(("rule", "case"), ALLOWED, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(ALLOWED)])
def test_what_a_rule_allows_is_no_finding(copy: Copy, rule: str, case: Break) -> None:
    case(copy)
    assert [str(finding) for finding in RULE[rule](Context(copy.package))] == []


def test_names_are_shared_where_the_schema_says_so(copy: Copy) -> None:
    """Regrow's Indian products bear, or bore in their licences, the names of Cellontech's Korean ones."""
    path = copy.folder / "schemas/products.json"
    path.write_text(path.read_text("utf-8").replace("sharedNames", "formerNames"), "utf-8")
    findings = list(RULE["names_mean_one_record"](Context(copy.package)))
    assert {finding.value for finding in findings} == {"Chondron", "Ossron"}
