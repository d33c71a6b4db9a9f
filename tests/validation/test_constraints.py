"""Every constraint of every schema, broken once, is caught by frictionless on the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from regentrials import fields
from regentrials.package import DataPackage
from regentrials.validation import shape, validate
from regentrials.validation.report import as_text
from tests.conftest import Copy


def _broken_value(kind: str, field: fields.Field, first: str) -> str:
    constraints = field["constraints"]
    return {
        "required": "",
        "pattern": " \u2603 ",
        "enum": "no such word",
        "minimum": str(constraints.get("minimum", 0) - 1),
        "maximum": str(constraints.get("maximum", 0) + 1),
        "unique": first,
    }[kind]


def _constraints(package: DataPackage) -> Iterator[tuple[str, str, str]]:
    for table, resource in package.resources.items():
        for name, field in resource.fields.items():
            for kind, value in field["constraints"].items():
                # `required: false` constrains nothing.
                if value is not False:
                    yield kind, table, name


def _types(package: DataPackage) -> Iterator[tuple[str, str]]:
    for table, resource in package.resources.items():
        for name, field in resource.fields.items():
            if field["type"] != "string":
                yield table, name


@pytest.mark.parametrize("kind", ["required", "pattern", "enum", "minimum", "maximum", "unique"])
def test_constraints_are_caught(copy: Copy, kind: str, record_property: Any) -> None:
    wanted = {(table, name) for k, table, name in _constraints(copy.package) if k == kind}
    assert wanted, f"no schema has a constraint {kind}"
    for table in {table for table, _ in wanted}:
        rows = copy.rows(table)
        for position, name in enumerate(name for t, name in sorted(wanted) if t == table):
            field = copy.package.resource(table).fields[name]
            # A row of its own for each, lest a row go blank; never the first, whose key `unique` repeats.
            row = rows[1 + position % (len(rows) - 1)]
            row[name] = _broken_value(kind, field, rows[0][name])
        copy.write(table, rows)
    paths = {resource.path: table for table, resource in copy.package.resources.items()}
    caught = {(paths[f.file], c) for f in shape.check(copy.package) if f.file in paths for c in f.column.split(",")}
    print(f"{kind}: {len(wanted & caught)} of {len(wanted)} constraints, each broken once, were caught")
    record_property("caught", f"{kind}: {len(wanted & caught)} of {len(wanted)}")
    assert wanted <= caught, f"{kind}: {len(wanted & caught)} of {len(wanted)} caught; missed {wanted - caught}"


def test_types_are_caught(copy: Copy) -> None:
    wanted = set(_types(copy.package))
    for table, name in wanted:
        copy.change(table, lambda row, name=name: row.update({name: "many"}))
    found = {(f.file, f.column) for f in shape.check(copy.package)}
    assert {(copy.package.resource(table).path, name) for table, name in wanted} <= found


def test_a_cell_that_does_not_fit_is_told_as_people_write(copy: Copy) -> None:
    """Not by its pattern, and once: the rules are silent about what is no date."""
    dates = {"start_date": "7/2/2025", "completion_date": "2025-02-30"}
    copy.change("trials", lambda row: row.update(dates, product_id="A B", enrollment="many", phase="I", title=""))
    copy.change("sources", lambda row: row.update(accessed_date="2025"))
    found = [finding for finding in copy.findings() if finding.rule not in ("foreign-key", "fits its trial")]
    told = {finding.column: finding for finding in found}
    assert len(told) == len(found)
    assert told["start_date"].rule == "constraint-error: pattern"
    assert told["start_date"].remedy == ("make it a day, month or year (2025-07-02, 2025-07 or 2025) from 1900 to 2099")
    assert told["accessed_date"].remedy == "make it a day (2025-07-02) from 1900 to 2099"
    assert told["product_id"].remedy == "make it like 'xs228'"
    assert told["enrollment"].remedy == "make it a whole number of at least 0 and at most 100000"
    assert told["phase"].remedy.startswith("make it one of not_applicable, early_phase_1")
    assert told["title"].remedy == "fill it"


def test_a_day_that_no_calendar_has_is_told_as_people_write(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(start_date="2025-02-30"))
    (finding,) = copy.findings()
    assert finding.remedy.startswith("make it a day, month or year (2025-07-02, ")


def test_foreign_keys_are_caught(copy: Copy) -> None:
    wanted = {
        (table, key["fields"][0])
        for table, resource in copy.package.resources.items()
        for key in resource.schema.get("foreignKeys", [])
    }
    for table, name in wanted:
        value = "NCT99999999" if name.endswith("trial_id") else "no-such-row"
        copy.change(table, lambda row, name=name, value=value: row.update({name: value}))
    findings = shape.check(copy.package)
    found = {(f.file, f.column) for f in findings}
    missed = {(t, c) for t, c in wanted if (copy.package.resource(t).path, c) not in found}
    assert not missed, f"{missed}\n{as_text(findings)}"


def test_duplicate_keys_are_caught(copy: Copy) -> None:
    for table in copy.package.resources:
        rows = copy.rows(table)
        copy.write(table, [*rows, rows[-1]])
    found = {finding.file for finding in shape.check(copy.package) if finding.rule == "primary-key"}
    assert found == {resource.path for resource in copy.package.resources.values()}


def test_stale_hash_is_caught(copy: Copy) -> None:
    copy.change("claims", lambda row: row.update(finding="Another finding."))
    assert any(finding.rule == "hash-count" for finding in validate(copy.package))


def test_a_table_that_is_being_edited_is_looked_at_all_the_same(copy: Copy) -> None:
    """Its hash and its bytes are stale; a day that no calendar has is said beside."""
    copy.change("trials", lambda row: row.update(start_date="2025-02-30", notes=f"{row['notes']} More than it was."))
    rules = {finding.rule for finding in validate(copy.package)}
    assert {"hash-count", "byte-count"} <= rules
    assert any(rule.startswith("frame: a datetime") for rule in rules), rules


def test_what_is_wrong_with_a_descriptor_is_said(copy: Copy) -> None:
    descriptor = json.loads((copy.folder / "datapackage.json").read_text("utf-8"))
    (copy.folder / "datapackage.json").write_text(json.dumps({**descriptor, "created": "lately"}), encoding="utf-8")
    assert ["created" in finding.value for finding in shape.check(copy.package)] == [True]


@pytest.mark.parametrize(
    ("line", "wrong", "remedy"),
    [
        ("", "is a blank line", "remove it"),
        ("<<<<<<< HEAD", "is git's mark of an unresolved merge", "settle which rows stay, and remove the marks"),
        ("=======", "is git's mark of an unresolved merge", "settle which rows stay, and remove the marks"),
        ("NCT99999999", "has 1 cell where the header has 24", "give the row all its cells"),
        ("," * 30, "has 31 cells where the header has 24", "quote the cells that contain commas"),
        ("a\0b", "is not UTF-8 text (a NUL byte)", "save it as UTF-8"),
    ],
)
def test_an_unreadable_line_has_its_place_and_its_remedy(copy: Copy, line: str, wrong: str, remedy: str) -> None:
    path = copy.folder / "data/trials.csv"
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([*lines[:29], line, *lines[29:]]), encoding="utf-8")
    (finding,) = validate(copy.package)
    assert (finding.file, finding.line, finding.rule) == ("data/trials.csv", 30, "readable")
    assert (finding.value, finding.remedy) == (wrong, remedy)


def test_a_conflict_of_two_headers_is_told_as_one(copy: Copy) -> None:
    path = copy.folder / "data/approvals.csv"
    header, rows = path.read_text("utf-8").split("\n", 1)
    path.write_text("\n".join(["<<<<<<< HEAD", header, "=======", f"{header},new", ">>>>>>> new", rows]), "utf-8")
    (finding,) = validate(copy.package)
    assert (finding.line, finding.rule, finding.value) == (1, "readable", "is git's mark of an unresolved merge")


def test_an_unreadable_table_hides_no_other_failure(copy: Copy) -> None:
    """All failures at once: one broken file does not hide what is wrong with the others."""
    copy.change("products", lambda row: row.update(donor_relation="allo"))
    path = copy.folder / "data/trials.csv"
    path.write_bytes(path.read_bytes() + b"NCT99999999,clinicaltrials_gov\n")
    findings = copy.findings()
    assert {finding.file for finding in findings} == {"data/trials.csv", "data/products.csv"}
    assert "foreign-key" not in {finding.rule for finding in findings}


def test_a_missing_table_hides_no_other_failure(copy: Copy) -> None:
    copy.change("products", lambda row: row.update(donor_relation="allo"))
    (copy.folder / "data/claims.csv").unlink()
    assert {finding.file for finding in copy.findings()} == {"data/claims.csv", "data/products.csv"}


def test_unreadable_table_is_one_clear_failure(copy: Copy) -> None:
    (copy.folder / "data/trials.csv").unlink()
    (copy.folder / "data/claims.csv").write_bytes(b"\xff\xfe\x00")
    findings = validate(copy.package)
    assert {finding.file for finding in findings} == {"data/trials.csv", "data/claims.csv"}


def test_all_failures_at_once(copy: Copy) -> None:
    copy.change("trials", lambda row: row.update(phase="phase_9"))
    copy.change("sources", lambda row: row.update(url="not an address"))
    copy.change("approvals", lambda row: row.update(jurisdiction="FR"))
    files = {finding.file for finding in copy.findings()}
    assert files >= {"data/trials.csv", "data/sources.csv", "data/approvals.csv"}
