"""What the Explore page shows of each table: columns, choices, order."""

from __future__ import annotations

# Column key, the schema's column that titles and explains it, and the key of the link, if any.
TRIALS = (
    ("trial_id", "trials.trial_id", "link"),
    ("title", "trials.title", ""),
    ("product", "trials.product_id", "product_link"),
    ("origin", "products.cell_origin", ""),
    ("condition", "trials.condition_id", "condition_link"),
    ("area", "conditions.area", ""),
    ("phase", "trials.phase", ""),
    ("status", "trials.status", ""),
    ("as_of", "trials.as_of", ""),
    ("enrollment", "trials.enrollment", ""),
    ("enrollment_type", "trials.enrollment_type", ""),
    ("start", "trials.start_date", ""),
    ("sponsor", "trials.sponsor_id", "sponsor_link"),
    ("countries", "trials.countries", ""),
    ("study_type", "trials.study_type", ""),
    ("numbers", "trials.secondary_ids", ""),
    ("aliases", "products.aliases", ""),
    ("condition_names", "", ""),
)
APPROVALS = (
    ("date", "approvals.decision_date", ""),
    ("jurisdiction", "approvals.jurisdiction", "jurisdiction_link"),
    ("decision", "approvals.decision_type", "link"),
    ("product", "approvals.product_id", "product_link"),
    ("status", "approvals.status", ""),
    ("indication", "approvals.indication", ""),
    ("condition", "approvals.condition_id", "condition_link"),
    ("area", "conditions.area", ""),
    ("origin", "products.cell_origin", ""),
    ("product_class", "products.product_class", ""),
    ("agency", "approvals.agency", "agency_link"),
    ("reference", "approvals.regulator_ref", ""),
    ("aliases", "products.aliases", ""),
    ("developer", "products.developer_id", "developer_link"),
    ("condition_names", "", ""),
    ("approval_id", "approvals.approval_id", "link"),
)
PRODUCTS = (
    ("name", "products.name", "link"),
    ("aliases", "products.aliases", ""),
    ("origin", "products.cell_origin", ""),
    ("donor", "products.donor_relation", ""),
    ("product_class", "products.product_class", ""),
    ("developer", "products.developer_id", "developer_link"),
    ("area", "conditions.area", ""),
    ("condition", "", ""),
    ("stage", "", ""),
    ("authorized_in", "", ""),
    ("trials", "", ""),
    ("decisions", "", ""),
    ("condition_names", "", ""),
    ("product_id", "products.product_id", "link"),
)
TITLES = {
    "condition_names": ("Other names of conditions", "Aliases, and the broader conditions with theirs."),
    "condition": ("Conditions", "What its trials and decisions are about."),
    "stage": ("Furthest stage ever", "The highest rung that the product ever reached."),
    "authorized_in": (
        "Authorized in",
        "Jurisdictions with a marketing authorization in force; one of the European Union holds in each member state.",
    ),
    "trials": (
        "Trials",
        "Number of trials; blank for cells from other than pluripotent ones, whose trials are not in this dataset.",
    ),
    "decisions": ("Decisions", "Number of decisions."),
}
FACETS = {
    "trials": ("origin", "area", "condition", "phase", "status", "countries", "year", "study_type"),
    "approvals": ("decision", "jurisdiction", "product_class", "area", "condition", "origin", "status", "year"),
    "products": ("origin", "product_class", "donor", "area", "condition", "stage", "authorized_in"),
}
# The choices that mean the same in each table which has them: whoever turns to another table takes them along.
SHARED = ("origin", "product_class", "area", "condition")
# A choice of a condition takes the narrower ones with it: each row stands under all that its conditions are part of.
WITHIN = {"values": "within", "help": "Narrower conditions come with a broader one."}
HELD_IN = {
    "values": "held_in",
    "help": "A member state comes with the marketing authorizations of the European Union, which hold there too.",
}
CHOICES: dict[str, dict[str, dict[str, str]]] = {
    "trials": {"condition": WITHIN},
    "approvals": {
        "condition": WITHIN,
        "jurisdiction": HELD_IN,
        "status": {
            "help": "What allows treatment is in force or expired; a filing, a designation and the like stands or has "
            "ended. The data have the words in_force and expired for both."
        },
    },
    "products": {"condition": WITHIN, "authorized_in": {**HELD_IN, "blank": "nowhere"}, "stage": {"blank": "none"}},
}
# A row of a downloaded view is told by its key, which leads to its documents: each table has it, shown or not.
KEYS = {"trials": "trial_id", "approvals": "approval_id", "products": "product_id"}
ORDER = {"trials": "start:desc", "approvals": "date:desc", "products": "trials:desc"}
HIDDEN = {
    "trials": ["enrollment_type", "sponsor", "study_type", "area", "numbers", "aliases", "condition_names"],
    "approvals": [
        "agency",
        "reference",
        "product_class",
        "area",
        "condition",
        "aliases",
        "developer",
        "condition_names",
        "approval_id",
    ],
    "products": ["aliases", "condition", "condition_names", "product_id"],
}
