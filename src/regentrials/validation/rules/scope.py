"""Rules of scope and meaning: what belongs in a table, and which words go together."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials import fields
from regentrials.countries import PLACES, WITH_UNION
from regentrials.country_names import NAMES
from regentrials.groups import Words, group
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context
from regentrials.views import AUTHORIZATIONS, EXEMPTIONS, EXTENSIONS, PLURIPOTENT

ORGANIZATION = ("organization_id", "organization_type", "country")
FIRST = Words(lambda: (*AUTHORIZATIONS, *EXEMPTIONS))
REFUSALS_AND_ENDS = group("approvals", "decision_type", "refusal_or_end")
MARKET = Words(lambda: (*FIRST, *EXTENSIONS, *REFUSALS_AND_ENDS))
# What the definition of the class says of the cells.
MODIFIED = group("products", "product_class", "gene_modified")


def _origins(context: Context) -> dict[str, str]:
    return {key: origin for _, key, origin in context.cells("products", "product_id", "cell_origin")}


def trials_are_pluripotent(context: Context) -> Iterator[Finding]:
    """Every product in trials is made from pluripotent cells."""
    origins = _origins(context)
    for line, main, others in context.cells("trials", "product_id", "other_product_ids"):
        for product_id in (main, *fields.split(others)):
            if origins.get(product_id, PLURIPOTENT[0]) not in PLURIPOTENT:
                remedy = f"its origin is {origins[product_id]}: move the record to excluded_trials"
                yield context.finding("trials", line, "product_id", "pluripotent origin", product_id, remedy)


def other_products_have_market_decisions_only(context: Context) -> Iterator[Finding]:
    """Of products that are not pluripotent-derived, only decisions on the market are recorded."""
    origins = _origins(context)
    for line, product_id, kind in context.cells("approvals", "product_id", "decision_type"):
        if kind not in MARKET and origins.get(product_id, PLURIPOTENT[0]) not in PLURIPOTENT:
            remedy = f"the origin of {product_id} is {origins[product_id]}: remove the row"
            yield context.finding("approvals", line, "decision_type", "in scope", kind, remedy)


def places_have_names(context: Context) -> Iterator[Finding]:
    """Each code of a country or jurisdiction is one that the package knows by name; the Union is no country."""
    for table, column in PLACES:
        union = " or EU" if (table, column) in WITH_UNION else ""
        unknown = context.distinct(table, column) - (NAMES.keys() if union else NAMES.keys() - {"EU"})
        for line, cell in context.cells(table, column) if unknown else ():
            for code in unknown.intersection(fields.split(cell)):
                remedy = f"use the code of ISO 3166-1 (GB, not UK){union}"
                yield context.finding(table, line, column, "code of a place", code, remedy)


def agency_fits(context: Context) -> Iterator[Finding]:
    """The agency is a regulator, and decides in the jurisdiction."""
    agencies = {key: rest for _, key, *rest in context.cells("organizations", *ORGANIZATION)}
    for line, agency, jurisdiction in context.cells("approvals", "agency", "jurisdiction"):
        if agency not in agencies:
            continue
        kind, country = agencies[agency]
        if kind != "regulator":
            remedy = f"{agency} is a {kind}: name the regulator"
            yield context.finding("approvals", line, "agency", "a regulator", agency, remedy)
        elif country != jurisdiction:
            remedy = f"{agency} decides in {country}: correct one of the two"
            yield context.finding("approvals", line, "jurisdiction", "fits the agency", jurisdiction, remedy)


def refusals(context: Context) -> Iterator[Finding]:
    """A refusal has the status refused, and nothing else has."""
    for line, kind, status in context.cells("approvals", "decision_type", "status"):
        if (kind == "refusal") != (status == "refused"):
            remedy = "refusal and refused go together"
            yield context.finding("approvals", line, "status", "status fits the decision", status, remedy)


def dated(context: Context) -> Iterator[Finding]:
    """A decision's date says what it is the date of, and without a date there is no basis."""
    for line, date, basis in context.cells("approvals", "decision_date", "date_basis"):
        if bool(date) != bool(basis):
            remedy = "give decision_date and date_basis together"
            yield context.finding("approvals", line, "date_basis", "basis of the date", basis, remedy)


def first_authorizations(context: Context) -> Iterator[Finding]:
    """One first authorization of each kind a product and jurisdiction."""
    seen: dict[str, int] = {}
    for line, *key in context.cells("approvals", "product_id", "jurisdiction", "decision_type"):
        if key[-1] not in FIRST:
            continue
        value = "|".join(key)
        if value in seen:
            remedy = f"line {seen[value]} has the first one: keep the earlier, or record what the second really was"
            yield context.finding("approvals", line, "decision_type", "one row a first authorization", value, remedy)
        seen.setdefault(value, line)


def extensions(context: Context) -> Iterator[Finding]:
    """A further condition has its name, and an authorization that it extends; it is in force no longer than that."""
    cells = ("product_id", "jurisdiction", "decision_type", "status", "condition_id")
    held: dict[tuple[str, str], set[str]] = {}
    for _, product, place, kind, status, _ in context.cells("approvals", *cells):
        if kind in AUTHORIZATIONS:
            held.setdefault((product, place), set()).add(status)
    for line, product, place, kind, status, condition in context.cells("approvals", *cells):
        if kind not in EXTENSIONS:
            continue
        states = held.get((product, place), set())
        if not condition:
            yield context.finding("approvals", line, "condition_id", "further condition", "", "name the condition")
        if not states:
            remedy = f"no marketing authorization of {product} in {place} is recorded: add it, or correct the kind"
            yield context.finding("approvals", line, "decision_type", "extends an authorization", kind, remedy)
        elif status == "in_force" and status not in states:
            remedy = f"the authorization of {product} in {place} is {', '.join(sorted(states))}: correct one of the two"
            yield context.finding("approvals", line, "status", "no longer than the authorization", status, remedy)


def marketed(context: Context) -> Iterator[Finding]:
    """Whether something is sold is told of an authorization that stands, and of nothing else."""
    for line, kind, status, sold in context.cells("approvals", "decision_type", "status", "marketed"):
        if sold and (kind not in AUTHORIZATIONS or status != "in_force"):
            remedy = f"the row's kind is {fields.readable(kind)}, its status {fields.readable(status)}: blank it"
            yield context.finding("approvals", line, "marketed", "of an authorization in force", sold, remedy)


def enrollment(context: Context) -> Iterator[Finding]:
    """An enrollment type needs a number; what has not begun has enrolled nobody, what was withdrawn never did."""
    for line, kind, number, status in context.cells("trials", "enrollment_type", "enrollment", "status"):
        if kind and not number:
            remedy = "give the number, or blank the type"
            yield context.finding("trials", line, "enrollment_type", "type of a number", kind, remedy)
        if kind == "actual" and status == "not_yet_recruiting":
            remedy = "nobody is enrolled before recruiting: correct the status, or make it estimated"
            yield context.finding("trials", line, "enrollment_type", "fits the status", kind, remedy)
        if status == "withdrawn" and number and (number, kind) != ("0", "actual"):
            remedy = "a study is withdrawn before the first participant: write 0 and actual, or correct the status"
            yield context.finding("trials", line, "enrollment", "fits the status", f"{number} {kind}".strip(), remedy)


def interventions_have_arms(context: Context) -> Iterator[Finding]:
    """Only of an observational record the masking does not apply: whoever is treated knows it or doesn't."""
    for line, kind, masking in context.cells("trials", "study_type", "masking"):
        if kind == "interventional" and masking == "not_applicable":
            remedy = "give the masking of the record, blank where none is stated, or correct study_type"
            yield context.finding("trials", line, "masking", "fits the study type", masking, remedy)


def engineered_cells_are_modified(context: Context) -> Iterator[Finding]:
    """A product of a class that is gene-modified by definition says so."""
    for line, kind, modified in context.cells("products", "product_class", "genetically_modified"):
        # Capitals are a matter of form, and `fix` mends them.
        if kind in MODIFIED and modified.casefold() != "true":
            remedy = f"{kind} is gene-modified by definition: make it true, or correct the class"
            yield context.finding("products", line, "genetically_modified", "fits the class", modified, remedy)


def excluded_are_out(context: Context) -> Iterator[Finding]:
    """A record that was left out is no row of trials, and no row's secondary id."""
    inside = context.distinct("trials", "secondary_ids") | context.keys("trials").keys()
    for line, row in context.rows("excluded_trials"):
        if row["registry_id"] in inside and row["reason"] != "duplicate":
            remedy = "it stands in trials: remove it from one of the two"
            yield context.finding("excluded_trials", line, "registry_id", "left out", row["registry_id"], remedy)


RULES = (
    trials_are_pluripotent,
    other_products_have_market_decisions_only,
    places_have_names,
    agency_fits,
    refusals,
    dated,
    first_authorizations,
    extensions,
    marketed,
    enrollment,
    interventions_have_arms,
    engineered_cells_are_modified,
    excluded_are_out,
)
