"""Rules of scope and meaning: what belongs in a table, and which words go together."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context

PLURIPOTENT = ("ipsc", "esc", "parthenogenetic_esc", "scnt_esc", "psc_unspecified")
MARKET = ("marketing_authorization", "conditional_marketing_authorization", "refusal", "withdrawal")


def trials_are_pluripotent(context: Context) -> Iterator[Finding]:
    """Every product in trials is made from pluripotent cells."""
    for line, row in context.rows("trials"):
        for product_id in (row["product_id"], *context.items(row, "other_product_ids")):
            product = context.keys("products").get(product_id)
            if product and product["cell_origin"] not in PLURIPOTENT:
                remedy = f"its origin is {product['cell_origin']}: move the record to excluded_trials"
                yield context.finding("trials", line, "product_id", "pluripotent origin", product_id, remedy)


def other_products_have_market_decisions_only(context: Context) -> Iterator[Finding]:
    """Of products that are not pluripotent-derived, only decisions on the market are recorded."""
    for line, row in context.rows("approvals"):
        product = context.keys("products").get(row["product_id"])
        if product and product["cell_origin"] not in PLURIPOTENT and row["decision_type"] not in MARKET:
            remedy = f"the origin of {row['product_id']} is {product['cell_origin']}: remove the row"
            yield context.finding("approvals", line, "decision_type", "in scope", row["decision_type"], remedy)


def agency_fits(context: Context) -> Iterator[Finding]:
    """The agency is a regulator, and decides in the jurisdiction."""
    for line, row in context.rows("approvals"):
        agency = context.keys("organizations").get(row["agency"])
        if agency is None:
            continue
        if agency["organization_type"] != "regulator":
            remedy = f"{row['agency']} is a {agency['organization_type']}: name the regulator"
            yield context.finding("approvals", line, "agency", "a regulator", row["agency"], remedy)
        elif agency["country"] != row["jurisdiction"]:
            remedy = f"{row['agency']} decides in {agency['country']}: correct one of the two"
            yield context.finding("approvals", line, "jurisdiction", "fits the agency", row["jurisdiction"], remedy)


def refusals(context: Context) -> Iterator[Finding]:
    """A refusal has the status refused, and nothing else has."""
    for line, row in context.rows("approvals"):
        if (row["decision_type"] == "refusal") != (row["status"] == "refused"):
            remedy = "refusal and refused go together"
            yield context.finding("approvals", line, "status", "status fits the decision", row["status"], remedy)


def dated(context: Context) -> Iterator[Finding]:
    """A decision's date says what it is the date of, and without a date there is no basis."""
    for line, row in context.rows("approvals"):
        if bool(row["decision_date"]) != bool(row["date_basis"]):
            remedy = "give decision_date and date_basis together"
            yield context.finding("approvals", line, "date_basis", "basis of the date", row["date_basis"], remedy)


def first_authorizations(context: Context) -> Iterator[Finding]:
    """One first authorization of each kind a product and jurisdiction."""
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in context.rows("approvals"):
        if row["decision_type"] not in MARKET[:2]:
            continue
        key = (row["product_id"], row["jurisdiction"], row["decision_type"])
        if key in seen:
            remedy = f"line {seen[key]} has the first one: keep the earlier, or record what the second really was"
            yield context.finding(
                "approvals", line, "decision_type", "one row a first authorization", "|".join(key), remedy
            )
        seen.setdefault(key, line)


def enrollment(context: Context) -> Iterator[Finding]:
    """An enrollment type needs a number."""
    for line, row in context.rows("trials"):
        if row["enrollment_type"] and not row["enrollment"]:
            remedy = "give the number, or blank the type"
            yield context.finding("trials", line, "enrollment_type", "type of a number", row["enrollment_type"], remedy)


def excluded_are_out(context: Context) -> Iterator[Finding]:
    """A record that was left out is no row of trials, and no row's secondary id."""
    inside = {item for _, row in context.rows("trials") for item in context.items(row, "secondary_ids")}
    inside |= set(context.keys("trials"))
    for line, row in context.rows("excluded_trials"):
        if row["registry_id"] in inside and row["reason"] != "duplicate":
            remedy = "it stands in trials: remove it from one of the two"
            yield context.finding("excluded_trials", line, "registry_id", "left out", row["registry_id"], remedy)


RULES = (
    trials_are_pluripotent,
    other_products_have_market_decisions_only,
    agency_fits,
    refusals,
    dated,
    first_authorizations,
    enrollment,
    excluded_are_out,
)
