"""One row a product: what it is, how far it came, and where it is authorized."""

from __future__ import annotations

import pandas as pd

from regentrials import fields
from regentrials.groups import Words, group
from regentrials.lookup import Tables
from regentrials.package import AnyPackage, Row, chosen

# The origins whose trials are recorded.
PLURIPOTENT = group("products", "cell_origin", "pluripotent")
# On condition first, and so its extensions.
AUTHORIZATIONS = group("approvals", "decision_type", "authorization")
# What makes an authorization hold for a further condition: no rung of its own, and no new authorization.
EXTENSIONS = group("approvals", "decision_type", "extension")
EXEMPTIONS = group("approvals", "decision_type", "exemption")
NOT_BEGUN = group("trials", "status", "not_begun")
FILINGS = ("research_filing", "trial_authorization")
PHASES = ("early_phase_1", "phase_1", "phase_1_2", "phase_2", "phase_2_3", "phase_3")
# The ladder from the first filed study to a full authorization, lowest first.
STAGES = Words(lambda: (*FILINGS, *PHASES, *EXEMPTIONS, *AUTHORIZATIONS))
COLUMNS = [
    "product_id",
    "name",
    "cell_origin",
    "donor_relation",
    "product_class",
    "developer",
    "areas",
    "furthest_stage",
    "trials",
    "decisions",
    "authorized_in",
]


def stage_of(trials: list[Row], decisions: list[Row]) -> str | None:
    """The highest rung of the ladder that a product has reached, whatever became of it since.

    A phase is reached by an interventional trial that has begun: a planned, withdrawn or observational one is no rung.
    """
    begun = (row for row in trials if row["study_type"] == "interventional" and row["status"] not in NOT_BEGUN)
    reached = {row["phase"] for row in begun}
    reached |= {row["decision_type"] for row in decisions}
    rungs = [stage for stage in STAGES if stage in reached]
    return rungs[-1] if rungs else None


def status_word(decision: Row) -> str:
    """A decision's status; only what allows treatment is "in force" or "expired", a filing or a designation is not."""
    word = fields.readable(decision["status"])
    if decision["decision_type"] in (*AUTHORIZATIONS, *EXTENSIONS, *EXEMPTIONS):
        return word
    return {"in_force": "stands", "expired": "ended"}.get(decision["status"], word)


def overview(package: AnyPackage | None = None) -> pd.DataFrame:
    """One row a product: what it is, how far it came, and how much is recorded of it.

    Args:
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        A DataFrame with the columns product_id, name, cell_origin, donor_relation, product_class, developer,
        areas (tuple), furthest_stage (ordered category: of trials that have begun and of decisions, whatever became
        of them since; missing where no phase is known), trials, decisions (counts), authorized_in (tuple of
        jurisdictions with an authorization in force: the EU is one, and its authorizations hold in each member
        state; see `authorized`).

    Raises:
        UnknownNameError: a row refers to none, so the package is not valid.
    """
    tables = Tables(chosen(package))
    rows = [_overview_row(tables, row) for row in tables["products"].values()]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    schema = tables.package.resource("products").fields
    for column in ("cell_origin", "donor_relation", "product_class"):
        frame[column] = frame[column].astype(fields.dtype(schema[column]))
    frame["furthest_stage"] = frame["furthest_stage"].astype(pd.CategoricalDtype(list(STAGES), ordered=True))
    # Said, not left to the cells: a package may hold no product.
    kinds = {"product_id": "string", "name": "string", "developer": "string", "trials": "Int64", "decisions": "Int64"}
    return frame.astype(kinds)


def _overview_row(tables: Tables, product: Row) -> dict[str, object]:
    trials = tables.trials_of(product["product_id"])
    decisions = tables.decisions_of(product["product_id"])
    developer = product["developer_id"]
    return {
        "product_id": product["product_id"],
        "name": product["name"],
        "cell_origin": product["cell_origin"],
        "donor_relation": product["donor_relation"],
        "product_class": product["product_class"],
        "developer": tables.name_of("organizations", developer) if developer else None,
        "areas": areas(tables, trials, decisions),
        "furthest_stage": stage_of(trials, decisions),
        "trials": len(trials),
        "decisions": len(decisions),
        "authorized_in": authorized_in(decisions),
    }


def areas(tables: Tables, trials: list[Row], decisions: list[Row]) -> tuple[str, ...]:
    """The disease areas that trials and decisions are about, sorted."""
    found = {condition for row in (*trials, *decisions) for condition in tables.conditions_of(row)}
    return tuple(sorted({tables.row("conditions", condition)["area"] for condition in found}))


def authorized_in(decisions: list[Row]) -> tuple[str, ...]:
    """The jurisdictions in which a marketing authorization is in force."""
    standing = [row for row in decisions if row["decision_type"] in AUTHORIZATIONS and row["status"] == "in_force"]
    return tuple(sorted({row["jurisdiction"] for row in standing}))
