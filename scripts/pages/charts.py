"""What the charts of the Explore page and the home page count, and what they tell apart by colour and place."""

from __future__ import annotations

from regentrials.fields import readable
from regentrials.groups import group
from regentrials.views import EXEMPTIONS, EXTENSIONS, PLURIPOTENT

ORIGINS = tuple(readable(origin) for origin in PLURIPOTENT)
# The ladder's stages, drawn together where they mean the same to a reader.
STEPS = {
    "research_filing": "filed or cleared",
    "trial_authorization": "filed or cleared",
    "early_phase_1": "phase 1",
    "phase_1": "phase 1",
    "phase_1_2": "phase 1/2",
    "phase_2": "phase 2",
    "phase_2_3": "phase 2",
    "phase_3": "phase 3",
    "hospital_exemption": "exempted",
    "conditional_marketing_authorization": "on condition",
    "marketing_authorization": "authorized",
}
# What the chart of decisions tells apart: a palette has eight colours, and there are more words.
KINDS = {
    "marketing authorization": ("marketing_authorization",),
    "authorization on condition": ("conditional_marketing_authorization",),
    "extension to a further condition": EXTENSIONS,
    "hospital exemption": EXEMPTIONS,
    "permission for a study, or one filed": group("approvals", "decision_type", "permission"),
    "clinical hold, or its lifting": group("approvals", "decision_type", "hold"),
    "refusal or end": group("approvals", "decision_type", "refusal_or_end"),
    "designation": group("approvals", "decision_type", "designation"),
}
TISSUES = {
    "blood or cord blood": ("blood", "cord_blood"),
    "adult, perinatal or fetal tissue": ("adult_tissue", "perinatal", "fetal"),
}
CHARTS: dict[str, dict[str, object]] = {
    "trials": {
        "x": "year",
        "fill": "origin",
        "domain": ORIGINS,
        "title": "Trials by year of start, planned or actual, and cell origin",
    },
    "approvals": {"x": "year", "fill": "kind", "domain": list(KINDS), "title": "Decisions by year and kind"},
    "products": {
        "x": "product_class",
        "fill": "tissue",
        "domain": [*ORIGINS, *TISSUES, "unknown"],
        "title": "Products by class and cell origin",
    },
}


def kind_of(decision_type: str) -> str:
    """The colour group of a decision."""
    return next(kind for kind, words in KINDS.items() if decision_type in words)


def tissue_of(cell_origin: str) -> str:
    """The colour group of a product: its pluripotent origin, or the tissue that its cells are from."""
    return next((name for name, words in TISSUES.items() if cell_origin in words), readable(cell_origin))
