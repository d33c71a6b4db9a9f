"""Each rule, broken once in a copy of the package, is seen and said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regentrials.package import DESCRIPTOR
from regentrials.validation.rules import RULES
from regentrials.validation.rules.context import Context
from tests.conftest import Copy

Break = Callable[[Copy], object]


def _set(table: str, column: str, value: str, where: Callable[[dict[str, str]], object] = bool) -> Break:
    return lambda copy: copy.change(table, lambda row: row.update({column: value}), where)


def _append(table: str, column: str, item: str, where: Callable[[dict[str, str]], object] = bool) -> Break:
    def edit(row: dict[str, str]) -> None:
        row[column] = f"{row[column]};{item}" if row[column] else item

    return lambda copy: copy.change(table, edit, where)


def _unsort(copy: Copy) -> None:
    copy.write("trials", copy.rows("trials")[::-1])


def _crlf(copy: Copy) -> None:
    path = copy.folder / "data/trials.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _repeat_source(copy: Copy) -> None:
    def edit(row: dict[str, str]) -> None:
        row["source_ids"] += ";" + row["source_ids"].split(";")[0]

    copy.change("trials", edit)


def _share_secondary_id(copy: Copy) -> None:
    rows = copy.rows("trials")
    rows[0]["secondary_ids"] = rows[1]["trial_id"]
    copy.write("trials", rows)


def _two_rows_with_one_secondary_id(copy: Copy) -> None:
    rows = copy.rows("trials")
    for row in rows[:2]:
        row["secondary_ids"] = "EUCTR-shared"
    copy.write("trials", rows)


def _unused(table: str, **others: str) -> Break:
    def add(copy: Copy) -> None:
        rows = copy.rows(table)
        copy.write(table, [*rows, {**rows[-1], copy.package.resource(table).key: "zzz-unused", **others}])

    return add


def _parent(**cells: str) -> Break:
    """The parent of a follow-up study gets other cells."""

    def edit(copy: Copy) -> None:
        parent = next(row["parent_trial_id"] for row in copy.rows("trials") if row["parent_trial_id"])
        copy.change("trials", lambda row: row.update(cells), lambda row: row["trial_id"] == parent)

    return edit


def _ended(**cells: str) -> Break:
    """A decision that another one ended gets other cells."""

    def edit(copy: Copy) -> None:
        ended = {row["follows_id"] for row in copy.rows("approvals")}
        copy.change("approvals", lambda row: row.update(cells), lambda row: row["approval_id"] in ended)

    return edit


def _worst_source_first(copy: Copy) -> None:
    kinds = {row["source_id"]: row["source_type"] for row in copy.rows("sources")}
    best, worst = ("registry_copy", "registry_record"), ("news", "trade_press")
    last = next(key for key, kind in kinds.items() if kind in worst)

    def edit(row: dict[str, str]) -> None:
        row["source_ids"] = f"{last};{row['source_ids']}"

    copy.change(
        "trials",
        edit,
        lambda row: kinds[row["source_ids"].split(";")[0]] in best and last not in row["source_ids"],
    )


def _second_first_authorization(kind: str) -> Break:
    def repeat(copy: Copy) -> None:
        rows = copy.rows("approvals")
        first = next(row for row in rows if row["decision_type"] == kind)
        copy.write("approvals", [*rows, {**first, "approval_id": "zzz-again"}])

    return repeat


def _one_report_of_an_unnumbered_study(copy: Copy) -> None:
    report = next(row["source_id"] for row in copy.rows("sources") if row["source_type"] == "news")
    copy.change(
        "trials",
        lambda row: row.update(source_ids=report),
        lambda row: row["registry"] == "not_found",
    )


def _own_parent(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(parent_trial_id=row["trial_id"]), _treats)


def _discrepancy_repeats(copy: Copy) -> None:
    copy.change("discrepancies", lambda row: row.update(other_value=row["recorded_value"]))


def _exclude_included(column: str) -> Break:
    def exclude(copy: Copy) -> None:
        included = next(row[column] for row in copy.rows("trials") if row[column]).split(";")[0]
        copy.change("excluded_trials", lambda row: row.update(registry_id=included, reason="not_pluripotent"))

    return exclude


def _in_a_circle(copy: Copy) -> None:
    lower = next(row for row in copy.rows("conditions") if row["broader_id"])
    _set("conditions", "broader_id", lower["condition_id"], lambda row: row["condition_id"] == lower["broader_id"])(
        copy
    )


def _treats(row: dict[str, str]) -> bool:
    return row["study_type"] == "interventional"


CASES: dict[str, list[Break]] = {
    "canonical": [_unsort, _crlf],
    "counted": [lambda copy: copy.write("trials", copy.rows("trials")[1:])],
    "list_items_exist": [
        _append("trials", "source_ids", "no-such-source"),
        _append("claims", "records", "no-such-record"),
        _append("claims", "records", "parkinson-disease"),
    ],
    "list_items_differ": [_repeat_source],
    "secondary_ids_are_free": [
        _share_secondary_id,
        _two_rows_with_one_secondary_id,
        lambda copy: copy.change("trials", lambda row: row.update(secondary_ids=row["trial_id"])),
    ],
    "registry_fits": [
        _set("trials", "registry", "isrctn", lambda row: row["registry"] == "clinicaltrials_gov"),
        _set("trials", "trial_id", "NCT012345678", lambda row: row["registry"] == "clinicaltrials_gov"),
    ],
    "parents": [
        _own_parent,
        _parent(study_type="long_term_follow_up"),
        _parent(product_id="another", other_product_ids="and-another"),
    ],
    "decisions_fit_their_trial": [
        _set("approvals", "product_id", "another", lambda row: row["trial_id"]),
        _set("approvals", "condition_id", "another", lambda row: row["trial_id"] and row["condition_id"]),
    ],
    "discrepancies_hold": [
        _set("discrepancies", "record_id", "no-such-record"),
        _set("discrepancies", "field", "no_such_column"),
        _set("discrepancies", "recorded_value", "not what the table holds"),
    ],
    "discrepancies_differ": [_discrepancy_repeats],
    "recorded_values_are_sourced": [_set("discrepancies", "recorded_source_id", "no-such-source")],
    "broader_terms_lead_up": [
        lambda copy: copy.change("conditions", lambda row: row.update(broader_id=row["condition_id"])),
        _in_a_circle,
    ],
    "names_mean_one_condition": [
        _append("conditions", "aliases", "PARKINSON DISEASE", lambda row: row["condition_id"] == "leukemia"),
        _append("conditions", "aliases", "als", lambda row: row["condition_id"] == "leukemia"),
        _append("conditions", "aliases", "parkinson-disease", lambda row: row["condition_id"] == "leukemia"),
        _append("conditions", "aliases", "LEUKAEMIA", lambda row: row["condition_id"] == "leukemia"),
        _set("conditions", "name", "blood cancer", lambda row: row["condition_id"] == "leukemia"),
    ],
    "every_row_is_used": [
        _unused("sources", url="https://example.org/unused"),
        _unused("products"),
        _unused("organizations"),
        _unused("conditions"),
    ],
    "best_source_first": [_worst_source_first],
    "numbers_fit_the_address": [
        _set("sources", "doi", "10.1000/another", lambda row: "//doi.org/" in row["url"]),
        _set("sources", "doi", "", lambda row: "//doi.org/" in row["url"]),
        _set("sources", "pmid", "1", lambda row: "//pubmed.ncbi" in row["url"]),
    ],
    "unnumbered_studies_are_witnessed": [_one_report_of_an_unnumbered_study],
    "in_order": [
        _set("trials", "start_date", "2099-01-01", lambda row: row["completion_date"]),
        _set("trials", "start_date", "2099", lambda row: row["completion_date"] and not row["primary_completion_date"]),
        _set("trials", "primary_completion_date", "2099", lambda row: row["completion_date"]),
        _set("approvals", "status_date", "1950", lambda row: row["decision_date"]),
        _set("sources", "published_date", "2099-01-01"),
    ],
    "not_in_the_future": [
        _set("approvals", "decision_date", "2099-01-01"),
        _set("trials", "completion_date", "2099", lambda row: row["status"] == "completed"),
    ],
    "copies_are_read_afterwards": [_set("trials", "as_of", "2099-01", lambda row: row["as_of"])],
    "trials_are_pluripotent": [
        lambda copy: copy.change(
            "products",
            lambda row: row.update(cell_origin="adult_tissue"),
            lambda row: any(trial["product_id"] == row["product_id"] for trial in copy.rows("trials")),
        ),
        _append("trials", "other_product_ids", "kymriah"),
    ],
    "other_products_have_market_decisions_only": [
        _set("products", "cell_origin", "blood", lambda row: row["product_id"] == "xs228")
    ],
    "plain_text": [_set("trials", "notes", "a\tb"), _set("products", "name", "a\x07b")],
    "places_have_names": [
        _set("trials", "countries", "UK;US"),
        _set("approvals", "jurisdiction", "QQ"),
        _set("organizations", "country", "ZZ"),
    ],
    "agency_fits": [
        _set("approvals", "jurisdiction", "FR", lambda row: row["agency"] == "fda"),
        _set("approvals", "agency", "xellsmart"),
    ],
    "refusals": [
        _set("approvals", "status", "refused", lambda row: row["decision_type"] == "orphan_designation"),
        _set("approvals", "status", "in_force", lambda row: row["decision_type"] == "refusal"),
    ],
    "dated": [
        _set("approvals", "date_basis", "", lambda row: row["decision_date"]),
        _set("approvals", "decision_date", "", lambda row: row["date_basis"]),
    ],
    "first_authorizations": [
        _second_first_authorization("marketing_authorization"),
        _second_first_authorization("conditional_marketing_authorization"),
        _second_first_authorization("hospital_exemption"),
    ],
    "interventions_have_arms": [
        _set("trials", "masking", "not_applicable", lambda row: row["study_type"] == "interventional"),
    ],
    "enrollment": [
        _set("trials", "enrollment", "", lambda row: row["enrollment_type"]),
        _set("trials", "status", "not_yet_recruiting", lambda row: row["enrollment_type"] == "actual"),
    ],
    "engineered_cells_are_modified": [
        _set("products", "genetically_modified", "", lambda row: row["product_class"] == "car_t"),
        _set("products", "product_class", "hsc_gene_therapy", lambda row: row["genetically_modified"] != "true"),
    ],
    "excluded_are_out": [_exclude_included("trial_id"), _exclude_included("secondary_ids")],
    "endings_name_what_they_end": [
        _set("approvals", "follows_id", "", lambda row: row["decision_type"] == "withdrawal"),
        _set("approvals", "follows_id", "", lambda row: row["decision_type"] == "hold_lifted"),
    ],
    "superseded_are_followed": [_set("approvals", "status", "superseded", lambda row: row["status"] == "refused")],
    "followers_fit": [
        lambda copy: copy.change("approvals", lambda row: row.update(follows_id=row["approval_id"])),
        _set("approvals", "jurisdiction", "ZZ", lambda row: row["follows_id"]),
        _set("approvals", "product_id", "another", lambda row: row["follows_id"]),
        _set("approvals", "decision_date", "1950", lambda row: row["follows_id"] and row["decision_date"]),
        _ended(status="in_force"),
        _ended(status="unknown"),
    ],
}
RULE = {function.__name__: function for function in RULES}
BREAKS = [(rule, number, case) for rule, cases in CASES.items() for number, case in enumerate(cases)]


def test_each_rule_has_a_case() -> None:
    assert set(CASES) == set(RULE)


@pytest.mark.parametrize(("rule", "number", "case"), BREAKS, ids=[f"{rule}-{number}" for rule, number, _ in BREAKS])
def test_broken_rule_is_seen(copy: Copy, rule: str, number: int, case: Break) -> None:
    check = RULE[rule]
    assert not list(check(Context(copy.package)))
    case(copy)
    findings = list(check(Context(copy.package)))
    assert findings, f"{check.__doc__} (broken by case {number}, and not seen)"
    assert all(finding.file and finding.rule and finding.remedy for finding in findings)
    assert all(finding.line or finding.file == DESCRIPTOR for finding in findings)


def _one_witness(kind: str) -> Break:
    """A study without a number that rests on one document of that kind alone."""

    def edit(copy: Copy) -> None:
        document = next(row["source_id"] for row in copy.rows("sources") if row["source_type"] == kind)
        _set("trials", "source_ids", document, lambda row: row["registry"] == "not_found")(copy)

    return edit


def _two_reports(copy: Copy) -> None:
    reports = {row["publisher"]: row["source_id"] for row in copy.rows("sources") if row["source_type"] == "news"}
    two = ";".join(list(reports.values())[:2])
    _set("trials", "source_ids", two, lambda row: row["registry"] == "not_found")(copy)


def _as_precise_as_stated(copy: Copy) -> None:
    dates = {"start_date": "2020-05-02", "primary_completion_date": "2020", "completion_date": "2020-05"}
    copy.change("trials", lambda row: row.update(dates))


def _duplicate(copy: Copy) -> None:
    included = copy.rows("trials")[0]["trial_id"]
    copy.change("excluded_trials", lambda row: row.update(registry_id=included, reason="duplicate"))


ALLOWED: list[tuple[str, Break]] = [
    ("unnumbered_studies_are_witnessed", _one_witness("journal_article")),
    ("unnumbered_studies_are_witnessed", _two_reports),
    ("best_source_first", _append("trials", "source_ids", "no-such-source")),
    ("excluded_are_out", _duplicate),
    ("in_order", _as_precise_as_stated),
    ("not_in_the_future", _set("trials", "completion_date", "2099", lambda row: row["status"] == "recruiting")),
    ("not_in_the_future", lambda copy: _set("sources", "accessed_date", copy.package.date)(copy)),
    ("decisions_fit_their_trial", _set("approvals", "condition_id", "", lambda row: row["trial_id"])),
    ("copies_are_read_afterwards", _set("trials", "as_of", "2026")),
    ("numbers_fit_the_address", _set("sources", "url", "https://example.org/10.1000/x", lambda row: row["doi"])),
    ("list_items_exist", _set("trials", "source_ids", "")),
    ("recorded_values_are_sourced", _set("discrepancies", "recorded_source_id", "")),
]


@pytest.mark.parametrize(("rule", "case"), ALLOWED, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(ALLOWED)])
def test_what_a_rule_allows_is_no_finding(copy: Copy, rule: str, case: Break) -> None:
    case(copy)
    assert [str(finding) for finding in RULE[rule](Context(copy.package))] == []
