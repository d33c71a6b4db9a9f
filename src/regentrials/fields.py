"""One field of a Table Schema: how its text becomes a typed pandas column, and how it is described.

The schema is the only description of a column. `type` gives the base type; two custom properties refine
it: `role` is "list" (items separated by `;`) or "partial_date" (year, month or day), and `ordered` marks
a vocabulary whose words have a rank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

Field = Mapping[str, Any]

SEPARATOR = ";"
PRECISIONS = {4: "year", 7: "month", 10: "day"}
PRECISION_DTYPE = pd.CategoricalDtype(["year", "month", "day"], ordered=True)
DATE_DTYPE = "datetime64[s]"
PRECISION_SUFFIX = "_precision"
# Words whose readable form is not the word with its underscores taken out.
READABLE = {
    "phase_1_2": "phase 1/2",
    "phase_2_3": "phase 2/3",
    "ipsc": "iPSC",
    "esc": "ESC",
    "parthenogenetic_esc": "parthenogenetic ESC",
    "scnt_esc": "ESC by nuclear transfer",
    "psc_unspecified": "pluripotent, unspecified",
    "msc": "MSC",
    "car_t": "CAR-T",
    "tcr_t": "TCR-T",
    "til": "TIL",
    "nk": "NK",
    "car_nk": "CAR-NK",
    "t_cell": "T cell",
    "treg": "Treg",
    "hsc": "HSC",
    "hsc_gene_therapy": "HSC gene therapy",
    "clinicaltrials_gov": "ClinicalTrials.gov",
    "jrct": "jRCT",
    "umin": "UMIN-CTR",
    "japic": "JapicCTI",
    "jma": "JMA",
    "chictr": "ChiCTR",
    "cde": "China CDE",
    "euctr": "EU CTR",
    "ctis": "EU CTIS",
    "isrctn": "ISRCTN",
    "anzctr": "ANZCTR",
    "cris": "CRIS",
    "ctri": "CTRI",
    "irct": "IRCT",
    "rebec": "ReBEC",
    "drks": "DRKS",
    "tctr": "TCTR",
    "nl_omon": "OMON",
    "hpscreg": "hPSCreg",
    "rmat": "RMAT",
    "prime": "PRIME",
    "sakigake": "SAKIGAKE",
}


def words(field: Field) -> list[str]:
    """The field's vocabulary, or an empty list."""
    return list(field.get("constraints", {}).get("enum", []))


def readable(word: str) -> str:
    """A word of a vocabulary as people write it: `trial_authorization` is "trial authorization"."""
    return READABLE.get(word, word.replace("_", " "))


def is_list(field: Field) -> bool:
    return field.get("role") == "list"


def is_date(field: Field) -> bool:
    return field.get("role") == "partial_date"


def is_required(field: Field) -> bool:
    return bool(field.get("constraints", {}).get("required", False))


def split(cell: str) -> tuple[str, ...]:
    """The items of a list cell; none for an empty one."""
    return tuple(cell.split(SEPARATOR)) if cell else ()


def dtype(field: Field) -> Any:
    """The pandas dtype of the field's column."""
    if is_list(field):
        return "object"
    if is_date(field):
        return DATE_DTYPE
    if words(field):
        return pd.CategoricalDtype(words(field), ordered=bool(field.get("ordered", False)))
    return {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}[field["type"]]


def _date_text(cell: str) -> str:
    return f"{cell}-01-01"[:10] if len(cell) == 4 else f"{cell}-01"[:10]


def _dates(name: str, text: pd.Series) -> dict[str, pd.Series]:
    filled = text.where(text != "")
    starts = pd.to_datetime(filled.map(_date_text, na_action="ignore"), format="%Y-%m-%d").astype("datetime64[s]")
    precision = filled.map(lambda cell: PRECISIONS[len(cell)], na_action="ignore").astype(PRECISION_DTYPE)
    return {name: starts, name + PRECISION_SUFFIX: precision}


def _lists(text: pd.Series) -> pd.Series:
    return pd.Series([split(cell) for cell in text], index=text.index, dtype="object")


def wrong_cells(field: Field, text: pd.Series) -> pd.Series:
    """Which cells of a raw column break the field's type or vocabulary.

    Args:
        field: a field of a Table Schema.
        text: the column's raw text, "" for blank.

    Returns:
        A boolean Series with the index of `text`.
    """
    filled = text != ""
    if words(field):
        return filled & ~text.isin(words(field))
    if is_date(field):
        return filled & ~text.map(_is_date)
    if field["type"] == "integer":
        return filled & ~text.str.fullmatch(r"-?(?:0|[1-9][0-9]{0,17})")
    if field["type"] == "boolean":
        return filled & ~text.isin(["true", "false"])
    return pd.Series(False, index=text.index)


def _is_date(cell: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", cell):
        return False
    return bool(pd.notna(pd.to_datetime(_date_text(cell), format="%Y-%m-%d", errors="coerce")))


def convert(field: Field, text: pd.Series) -> dict[str, pd.Series]:
    """Raw text to typed columns.

    Args:
        field: a field of a Table Schema.
        text: the column's raw text, "" for blank, without wrong cells.

    Returns:
        The column, and for a date a second one, `<name>_precision` (year, month or day).
    """
    name = str(field["name"])
    if is_list(field):
        return {name: _lists(text)}
    if is_date(field):
        return _dates(name, text)
    if field["type"] == "boolean":
        return {name: text.map({"true": True, "false": False}).astype("boolean")}
    filled = text.where(text != "")
    if field["type"] == "integer":
        return {name: pd.Series([int(c) if c else None for c in text], index=text.index, dtype="Int64")}
    return {name: filled.astype(dtype(field))}


def type_name(field: Field) -> str:
    """The type that a user of the loaded frame gets, in words."""
    if is_list(field):
        return "tuple of str"
    if is_date(field):
        return f"{DATE_DTYPE} + {field['name']}{PRECISION_SUFFIX}"
    if words(field):
        return "ordered category" if field.get("ordered") else "category"
    return str(dtype(field))


def entry(field: Field) -> dict[str, Any]:
    """The field's row of the data dictionary."""
    constraints = field.get("constraints", {})
    return {
        "column": field["name"],
        "title": field["title"],
        "type": type_name(field),
        "required": is_required(field),
        "unique": bool(constraints.get("unique", False)),
        "refers_to": field.get("refersTo"),
        "words": tuple(words(field)),
        "unit": field.get("unit"),
        "pattern": constraints.get("pattern"),
        "example": field.get("example"),
        "description": field["description"],
    }
