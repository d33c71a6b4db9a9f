"""The editorial policy: what every row of the shipped tables keeps to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import pytest

from regentrials import fields
from regentrials.package import DataPackage
from regentrials.validation import frames, shape
from regentrials.validation.report import Finding, as_text
from regentrials.validation.rules import RULES
from regentrials.validation.rules.context import Context
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def context(package: DataPackage) -> Context:
    return Context(package)


def test_text_fits_the_schemas(package: DataPackage) -> None:
    findings = shape.check(package)
    assert not findings, as_text(findings)


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "schemas").glob("*.json"))])
def test_frame_fits_its_schema(package: DataPackage, name: str) -> None:
    findings = frames.check(package.resource(name))
    assert not findings, as_text(findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(context: Context, rule: Callable[[Context], Iterator[Finding]]) -> None:
    findings = list(rule(context))
    assert not findings, f"{rule.__doc__}\n{as_text(findings)}"


def test_every_table_has_rows(context: Context) -> None:
    empty = [name for name in context.package.resources if not context.keys(name)]
    assert not empty, f"tables without rows: {empty}"


MACHINE_TEXT = re.compile(r"\b(?:as an ai|lorem ipsum|todo|tbd|xxx|n/a|none|null|nan)\b", re.IGNORECASE)


def test_no_cell_is_a_placeholder(context: Context, package: DataPackage) -> None:
    found = [
        f"{package.resource(table).path}:{line} {column}  placeholder  {cell!r}  blank the cell"
        for table in package.resources
        for line, row in context.rows(table)
        for column, cell in row.items()
        if MACHINE_TEXT.fullmatch(cell)
    ]
    # `none` is a word of masking: the study is open label.
    found = [line for line in found if "masking" not in line]
    assert not found, "\n".join(found)


def test_no_contact_details(context: Context, package: DataPackage) -> None:
    mail = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
    found = [
        f"{package.resource(table).path}:{line} {column}  contact details  {cell!r}  remove them"
        for table in package.resources
        for line, row in context.rows(table)
        for column, cell in row.items()
        if mail.search(cell) and not cell.startswith("http")
    ]
    assert not found, "\n".join(found)


REMARKS = ("notes", "finding", "rationale")


def test_a_remark_says_a_thing_once(context: Context, package: DataPackage) -> None:
    found = [
        f"{package.resource(table).path}:{line} {column}  says a thing once  {sentence!r}  remove one of the two"
        for table, resource in package.resources.items()
        for column in REMARKS
        if column in resource.fields
        for line, cell in context.cells(table, column)
        for sentence, count in Counter(re.split(r"(?<=[.;]) ", cell)).items()
        if count > 1
    ]
    assert not found, "\n".join(found)


# An IND and a Chinese implied licence are for a product and its indication; elsewhere a permission is for one study.
FOR_A_PRODUCT = ("US", "CN")


def test_permissions_end_with_the_study(context: Context) -> None:
    """A filed study, or a permission for one study, does not outlast it.

    No rule of `validate`: a refresh that finds a study ended has to be able to say so.
    """
    ended = {
        row["trial_id"]: row["status"]
        for _, row in context.rows("trials")
        if row["status"] in ("completed", "terminated", "withdrawn")
    }
    found = [
        context.finding(
            "approvals",
            line,
            "status",
            "ends with the study",
            row["status"],
            f"{row['trial_id']} is {ended[row['trial_id']]}: set expired, and the study's end as status_date",
        )
        for line, row in context.rows("approvals")
        if row["trial_id"] in ended
        and row["status"] in ("in_force", "unknown")
        and (row["decision_type"] == "research_filing" or _is_for_one_study(row))
    ]
    assert not found, as_text(found)


def _is_for_one_study(row: Mapping[str, str]) -> bool:
    return row["decision_type"] == "trial_authorization" and row["jurisdiction"] not in FOR_A_PRODUCT


def test_registry_copies_name_the_record(context: Context, package: DataPackage) -> None:
    """A copy of a record whose registry gives records a stable address names that address."""
    addressed = package.resource("trials").fields["registry"]["recordUrls"]
    copied = {
        item
        for _, row in context.rows("trials")
        if row["registry"] in addressed
        for item in fields.split(row["source_ids"])
    }
    found = [
        f"{package.resource('sources').path}:{line} canonical_url  copy of a registry  {row['url']!r}"
        "  give the record's own address"
        for line, row in context.rows("sources")
        if row["source_type"] == "registry_copy" and row["source_id"] in copied and not row["canonical_url"]
    ]
    assert not found, "\n".join(found)


def test_a_broader_term_brings_two_conditions_together(context: Context) -> None:
    """A condition that no study or decision names is there for the sake of the narrower ones: of two or more."""
    named = {
        *context.distinct("trials", "condition_id"),
        *context.distinct("trials", "other_condition_ids"),
        *context.distinct("approvals", "condition_id"),
    }
    below = Counter(above for _, above in context.cells("conditions", "broader_id"))
    found = [
        context.finding("conditions", line, "condition_id", "brings two together", key, "remove the row, or name it")
        for line, key in context.cells("conditions", "condition_id")
        if key not in named and below[key] < 2
    ]
    assert not found, as_text(found)
