"""What the charts of the Explore page count, and what they tell apart by colour."""

from __future__ import annotations

from regentrials.fields import readable

ORIGINS = ("iPSC", "ESC", "parthenogenetic ESC", "ESC by nuclear transfer", "pluripotent, unspecified")
# What the chart of decisions tells apart: a palette has eight colours, and there are more words.
KINDS = {
    "marketing authorization": ("marketing_authorization",),
    "authorization on condition": ("conditional_marketing_authorization",),
    "hospital exemption": ("hospital_exemption",),
    "permission for a study, or one filed": ("trial_authorization", "research_filing"),
    "clinical hold, or its lifting": ("clinical_hold", "hold_lifted"),
    "refusal or end": ("refusal", "withdrawal"),
}
DESIGNATION = "designation"
TISSUES = {
    "blood or cord blood": ("blood", "cord_blood"),
    "adult, perinatal or fetal tissue": ("adult_tissue", "perinatal", "fetal"),
}
CHARTS: dict[str, dict[str, object]] = {
    "trials": {"x": "year", "fill": "origin", "domain": ORIGINS, "title": "Trials by year of start and cell origin"},
    "approvals": {"x": "year", "fill": "kind", "domain": [*KINDS, DESIGNATION], "title": "Decisions by year and kind"},
    "products": {
        "x": "product_class",
        "fill": "tissue",
        "domain": [*ORIGINS, *TISSUES, "unknown"],
        "title": "Products by class and cell origin",
    },
}


def kind_of(decision_type: str) -> str:
    """The colour group of a decision."""
    return next((kind for kind, words in KINDS.items() if decision_type in words), DESIGNATION)


def tissue_of(cell_origin: str) -> str:
    """The colour group of a product: its pluripotent origin, or the tissue that its cells are from."""
    return next((name for name, words in TISSUES.items() if cell_origin in words), readable(cell_origin))
