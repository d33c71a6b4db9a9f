"""The other names under which readers look for a record; the search ranks them like titles."""

from __future__ import annotations

from regentrials import fields
from regentrials.countries import written
from regentrials.fields import readable
from regentrials.package import Row
from regentrials.views import Tables

# What patients call a condition, where it shares no word with the name that clinicians use.
LAY = {
    "acute-myeloid-leukemia": ("AML", "blood cancer"),
    "acute-myocardial-infarction": ("heart attack",),
    "amyotrophic-lateral-sclerosis": ("ALS", "Lou Gehrig's disease", "motor neurone disease"),
    "b-cell-non-hodgkin-lymphoma": ("NHL", "blood cancer"),
    "epidermolysis-bullosa": ("butterfly skin",),
    "glioblastoma": ("brain tumour", "brain tumor"),
    "hepatocellular-carcinoma": ("liver cancer",),
    "intracerebral-hemorrhage": ("brain bleed",),
    "ischemic-stroke": ("brain infarction",),
    "macular-degeneration": ("AMD",),
    "multiple-myeloma": ("blood cancer",),
    "parkinson-disease": ("Parkinson's disease",),
    "presbycusis": ("age-related hearing loss",),
    "sensorineural-hearing-loss": ("deafness",),
    "spinal-cord-injury": ("paraplegia",),
    "systemic-lupus-erythematosus": ("lupus", "SLE"),
    "systemic-sclerosis": ("scleroderma",),
    "type-1-diabetes": ("juvenile diabetes", "T1D"),
}


def other_names(tables: Tables, kind: str, key: str) -> list[str]:
    """Names beside the title, all of them visible on the record's page."""
    if kind == "jurisdictions":
        return written(key)
    if kind == "conditions":
        return list(LAY.get(key, ()))
    row = tables[kind][key]
    if kind == "organizations":
        # The id of a regulator is the abbreviation that everybody uses.
        return [*fields.split(row["aliases"]), *([key] if row["organization_type"] == "regulator" else [])]
    return [*product_names(row), readable(row["product_class"])]


def product_names(row: Row) -> list[str]:
    names = [*fields.split(row["aliases"]), *fields.split(row["brand_names"]), row["inn"]]
    return list(dict.fromkeys(name for name in names if name))
