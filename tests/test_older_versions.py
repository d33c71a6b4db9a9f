"""Another version, opened by its place, serves all functions; one that lacks what a function needs is told so."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest

import regentrials as rt
from regentrials.card import card
from regentrials.export import csv_text
from regentrials.package import DataPackage
from regentrials.summary import summary
from tests.conftest import ROOT, Copy

# What the first version did not have yet.
ADDED = [("approvals", "follows_id"), ("approvals", "other_condition_ids"), ("conditions", "aliases")]
ADDED += [("approvals", "marketed"), ("conditions", "broader_id")]
CALLS: dict[str, Callable[[DataPackage], object]] = {
    "history": lambda package: rt.history("xs228", package),
    "overview": rt.overview,
    "evidence": lambda package: rt.evidence("amyotrophic-lateral-sclerosis", package),
    "authorized": lambda package: rt.authorized("JP", package),
    "authorized for a condition": lambda package: rt.authorized(package=package, condition="multiple-myeloma"),
    "named": lambda package: rt.named("approvals", package),
    "load": lambda package: rt.load("approvals", package, condition="amyotrophic-lateral-sclerosis"),
    "cite_sources": lambda package: rt.cite_sources("NCT06976229", "apa", package),
    "summary": summary,
    "card of a product": lambda package: card("xs228", package),
    "card of a decision": lambda package: card("xs228-us-orphan-designation", package),
    "card of a condition": lambda package: card("amyotrophic-lateral-sclerosis", package),
}


def without(copy: Copy, table: str, column: str) -> DataPackage:
    """The package as it was before that column was added."""
    rows, file = copy.rows(table), copy.folder / "schemas" / f"{table}.json"
    schema = json.loads(file.read_text("utf-8"))
    schema["fields"] = [field for field in schema["fields"] if field["name"] != column]
    file.write_text(json.dumps(schema), "utf-8")
    (copy.folder / "data" / f"{table}.csv").write_text(
        csv_text(rows, [field["name"] for field in schema["fields"]]), "utf-8", newline=""
    )
    return copy.package


@pytest.mark.parametrize(("table", "column"), ADDED)
def test_a_version_before_a_column_was_added_serves_all_functions(copy: Copy, table: str, column: str) -> None:
    package = without(copy, table, column)
    for call in CALLS.values():
        call(package)


def test_the_version_before_all_of_them_serves_all_functions(copy: Copy) -> None:
    for table, column in ADDED:
        without(copy, table, column)
    for call in CALLS.values():
        call(copy.package)
    found, now = (CALLS["authorized for a condition"](package) for package in (copy.package, rt.open_package(ROOT)))
    assert isinstance(found, pd.DataFrame) and isinstance(now, pd.DataFrame)
    assert set(found["approval_id"]) and set(found["approval_id"]) <= set(now["approval_id"])


@pytest.mark.parametrize(
    ("call", "table", "column"),
    [
        ("history", "approvals", "status"),
        ("overview", "products", "cell_origin"),
        ("evidence", "sources", "url"),
        ("authorized", "approvals", "decision_type"),
        ("authorized", "products", "name"),
        ("authorized for a condition", "approvals", "indication"),
        ("cite_sources", "sources", "publisher"),
        ("summary", "trials", "phase"),
        ("card of a product", "trials", "study_type"),
        ("card of a decision", "approvals", "jurisdiction"),
    ],
)
def test_a_package_that_lacks_what_is_needed_is_told_so(copy: Copy, call: str, table: str, column: str) -> None:
    package = without(copy, table, column)
    with pytest.raises(rt.RegenTrialsError, match=rf"data/{table}\.csv has no column {column};") as error:
        CALLS[call](package)
    assert not isinstance(error.value, KeyError), "a caller would take it for an unknown name"


def test_a_package_without_products_has_an_empty_overview(copy: Copy) -> None:
    copy.write("products", [])
    overview = rt.overview(copy.package)
    assert overview.empty
    assert overview.dtypes.astype(str).to_dict() == rt.overview().dtypes.astype(str).to_dict()
