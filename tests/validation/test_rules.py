"""Each rule, broken once in a copy of the package, is seen and said."""

from __future__ import annotations

import pytest

from regentrials.package import DESCRIPTOR
from regentrials.validation.rules import RULES
from regentrials.validation.rules.context import Context
from tests.conftest import Copy
from tests.validation.breaks import (
    Break,
    append_item,
    crlf,
    discrepancy_repeats,
    ended,
    entered_twice,
    exclude_included,
    extension,
    in_a_circle,
    own_parent,
    parent,
    part_of_a_source_id,
    repeat_source,
    reports_of_one_publisher,
    same_document,
    second_first_authorization,
    set_cell,
    share_secondary_id,
    two_rows_with_one_secondary_id,
    unsort,
    unused,
    worst_source_first,
)

# A line end in a cell, a mark that turns the text, blanks that are none or two, a joiner between Latin letters.
UNSEEN = ("\t", "\n", "\x07", "\x1f", "\x7f", "\x85", "\u202e", "\u2028", "\u200b", "\xa0", "\xad", "  ", "\u200c")

CASES: dict[str, list[Break]] = {
    "canonical": [unsort, crlf, set_cell("products", "name", "Sjo\u0308gren")],
    "counted": [lambda copy: copy.write("trials", copy.rows("trials")[1:])],
    "list_items_exist": [
        append_item("trials", "source_ids", "no-such-source"),
        append_item("claims", "records", "no-such-record"),
        append_item("claims", "records", "parkinson-disease"),
    ],
    "list_items_differ": [repeat_source],
    "secondary_ids_are_free": [
        share_secondary_id,
        two_rows_with_one_secondary_id,
        lambda copy: copy.change("trials", lambda row: row.update(secondary_ids=row["trial_id"])),
    ],
    "registry_fits": [
        set_cell("trials", "registry", "isrctn", lambda row: row["registry"] == "clinicaltrials_gov"),
        set_cell("trials", "trial_id", "NCT012345678", lambda row: row["registry"] == "clinicaltrials_gov"),
    ],
    "parents": [
        own_parent,
        parent(study_type="long_term_follow_up"),
        parent(product_id="another", other_product_ids="and-another"),
    ],
    "decisions_fit_their_trial": [
        set_cell("approvals", "product_id", "another", lambda row: row["trial_id"]),
        set_cell("approvals", "condition_id", "another", lambda row: row["trial_id"] and row["condition_id"]),
    ],
    "decisions_are_named_by_what_they_decide": [
        set_cell("approvals", "approval_id", "abecma-jp-refusal"),
        set_cell("approvals", "approval_id", "xs228-gb-orphan-designation", lambda row: row["product_id"] == "xs228"),
    ],
    "discrepancies_hold": [
        set_cell("discrepancies", "record_id", "no-such-record"),
        set_cell("discrepancies", "field", "no_such_column"),
        set_cell("discrepancies", "recorded_value", "not what the table holds"),
    ],
    "discrepancies_differ": [discrepancy_repeats],
    "recorded_values_are_sourced": [
        set_cell("discrepancies", "recorded_source_id", "no-such-source"),
        part_of_a_source_id,
    ],
    "broader_terms_lead_up": [
        lambda copy: copy.change("conditions", lambda row: row.update(broader_id=row["condition_id"])),
        in_a_circle,
    ],
    "decisions_differ": [
        entered_twice(),
        entered_twice(decision_date="2025", regulator_ref=""),
        entered_twice(trial_id=""),
    ],
    "names_mean_one_record": [
        append_item("conditions", "aliases", "PARKINSON DISEASE", lambda row: row["condition_id"] == "leukemia"),
        append_item("conditions", "aliases", "als", lambda row: row["condition_id"] == "leukemia"),
        append_item("conditions", "aliases", "parkinson-disease", lambda row: row["condition_id"] == "leukemia"),
        append_item("conditions", "aliases", "LEUKAEMIA", lambda row: row["condition_id"] == "leukemia"),
        set_cell("conditions", "name", "blood cancer", lambda row: row["condition_id"] == "leukemia"),
        set_cell("products", "name", "xs-228", lambda row: row["product_id"] == "amchepry"),
        append_item("products", "brand_names", "XS228", lambda row: row["product_id"] == "amchepry"),
        append_item("products", "aliases", "Chondron", lambda row: row["product_id"] == "amchepry"),
        set_cell("organizations", "name", "XELLSMART", lambda row: row["organization_id"] == "fda"),
        set_cell("organizations", "name", "ＸｅｌｌＳｍａｒｔ", lambda row: row["organization_id"] == "fda"),
        append_item("conditions", "aliases", "Sjo\u0308gren syndrome", lambda row: row["condition_id"] == "leukemia"),
        append_item("conditions", "aliases", "Parkinson’s disease", lambda row: row["condition_id"] == "leukemia"),
    ],
    "addresses_differ": [
        same_document(lambda url: url.replace("https://", "http://")),
        same_document(lambda url: url.replace("https://", "https://www.")),
        same_document(lambda url: f"{url}/"),
    ],
    "publishers_are_spelt_alike": [
        set_cell("sources", "publisher", "CLINICALTRIALS.GOV", lambda row: row["publisher"] == "ClinicalTrials.gov")
    ],
    "every_row_is_used": [
        unused("sources", url="https://example.org/unused"),
        unused("products"),
        unused("organizations"),
        unused("conditions"),
    ],
    "best_source_first": [worst_source_first],
    "numbers_fit_the_address": [
        set_cell("sources", "doi", "10.1000/another", lambda row: "//doi.org/" in row["url"]),
        set_cell("sources", "doi", "", lambda row: "//doi.org/" in row["url"]),
        set_cell("sources", "pmid", "1", lambda row: "//pubmed.ncbi" in row["url"]),
    ],
    "unnumbered_studies_are_witnessed": [
        reports_of_one_publisher(1),
        # Two documents, but one witness.
        reports_of_one_publisher(2),
    ],
    "in_order": [
        set_cell("trials", "start_date", "2099-01-01", lambda row: row["completion_date"]),
        set_cell(
            "trials", "start_date", "2099", lambda row: row["completion_date"] and not row["primary_completion_date"]
        ),
        set_cell("trials", "primary_completion_date", "2099", lambda row: row["completion_date"]),
        set_cell("approvals", "status_date", "1950", lambda row: row["decision_date"]),
        set_cell("sources", "published_date", "2099-01-01"),
    ],
    "not_in_the_future": [
        set_cell("approvals", "decision_date", "2099-01-01"),
        set_cell("trials", "completion_date", "2099", lambda row: row["status"] == "completed"),
    ],
    "copies_are_read_afterwards": [set_cell("trials", "as_of", "2099-01", lambda row: row["as_of"])],
    "trials_are_pluripotent": [
        lambda copy: copy.change(
            "products",
            lambda row: row.update(cell_origin="adult_tissue"),
            lambda row: any(trial["product_id"] == row["product_id"] for trial in copy.rows("trials")),
        ),
        append_item("trials", "other_product_ids", "kymriah"),
    ],
    "other_products_have_market_decisions_only": [
        set_cell("products", "cell_origin", "blood", lambda row: row["product_id"] == "xs228")
    ],
    "plain_text": [set_cell("products", "name", f"a{unseen}b") for unseen in UNSEEN],
    "no_formulas": [set_cell("products", "name", f"{start}1") for start in "=+-@"],
    "places_have_names": [
        set_cell("trials", "countries", "UK;US"),
        set_cell("trials", "countries", "DE;EU"),
        set_cell("approvals", "jurisdiction", "QQ"),
        set_cell("organizations", "country", "ZZ"),
    ],
    "agency_fits": [
        set_cell("approvals", "jurisdiction", "FR", lambda row: row["agency"] == "fda"),
        set_cell("approvals", "agency", "xellsmart"),
        set_cell("approvals", "agency", "xellsmart", lambda row: row["jurisdiction"] == "CN"),
    ],
    "refusals": [
        set_cell("approvals", "status", "refused", lambda row: row["decision_type"] == "orphan_designation"),
        set_cell("approvals", "status", "in_force", lambda row: row["decision_type"] == "refusal"),
    ],
    "dated": [
        set_cell("approvals", "date_basis", "", lambda row: row["decision_date"]),
        set_cell("approvals", "decision_date", "", lambda row: row["date_basis"]),
    ],
    "first_authorizations": [
        second_first_authorization("marketing_authorization"),
        second_first_authorization("conditional_marketing_authorization"),
        second_first_authorization("hospital_exemption"),
    ],
    "extensions": [
        # An extension of what was never authorized, one longer than its authorization, and one to nothing.
        extension("xs228-us-orphan-designation"),
        extension("alofisel-eu-marketing-authorization"),
        extension("kymriah-us-marketing-authorization", condition_id=""),
    ],
    "marketed": [
        set_cell("approvals", "marketed", "false", lambda row: row["decision_type"] == "fast_track"),
        set_cell("approvals", "status", "withdrawn", lambda row: row["marketed"]),
    ],
    "interventions_have_arms": [
        set_cell("trials", "masking", "not_applicable", lambda row: row["study_type"] == "interventional"),
    ],
    "enrollment": [
        set_cell("trials", "enrollment", "", lambda row: row["enrollment_type"]),
        set_cell("trials", "status", "not_yet_recruiting", lambda row: row["enrollment_type"] == "actual"),
        set_cell("trials", "enrollment", "12", lambda row: row["status"] == "withdrawn"),
        set_cell("trials", "enrollment_type", "", lambda row: row["status"] == "withdrawn"),
    ],
    "engineered_cells_are_modified": [
        set_cell("products", "genetically_modified", "", lambda row: row["product_class"] == "car_t"),
        *(
            set_cell("products", "product_class", kind, lambda row: row["genetically_modified"] != "true")
            for kind in ("hsc_gene_therapy", "car_t", "tcr_t", "car_nk")
        ),
    ],
    "excluded_are_out": [exclude_included("trial_id"), exclude_included("secondary_ids")],
    "endings_name_what_they_end": [
        set_cell("approvals", "follows_id", "", lambda row: row["decision_type"] == "withdrawal"),
        set_cell("approvals", "follows_id", "", lambda row: row["decision_type"] == "hold_lifted"),
    ],
    "superseded_are_followed": [set_cell("approvals", "status", "superseded", lambda row: row["status"] == "refused")],
    "followers_fit": [
        lambda copy: copy.change("approvals", lambda row: row.update(follows_id=row["approval_id"])),
        set_cell("approvals", "jurisdiction", "ZZ", lambda row: row["follows_id"]),
        set_cell("approvals", "product_id", "another", lambda row: row["follows_id"]),
        set_cell("approvals", "decision_date", "1950", lambda row: row["follows_id"] and row["decision_date"]),
        ended(status="in_force"),
        ended(status="unknown"),
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
