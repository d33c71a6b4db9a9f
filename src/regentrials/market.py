"""What may be sold in a country, or for a condition: a country's own authorizations, and the Union's in a member."""

from __future__ import annotations

from typing import Any

import pandas as pd

from regentrials import conditions, countries
from regentrials.errors import RegenTrialsError
from regentrials.named import named
from regentrials.package import AnyPackage, chosen
from regentrials.views import AUTHORIZATIONS, EXTENSIONS

COLUMNS = [
    "product_id",
    "product",
    "jurisdiction",
    "decision_type",
    "decision_date",
    "decision_date_precision",
    "indication",
    "approval_id",
]
# What a version has to have for this, beside the names of its products.
NEEDED = ("product_id", "jurisdiction", "decision_type", "decision_date", "indication", "status")
# What has to be said of the rest of the European Economic Area.
REPEATED = "\n{} repeats the European Union's decisions with its own, most of which were not found."
# How much of YYYY-MM-DD is known.
STATED = {"year": 4, "month": 7, "day": 10}


def authorized(
    where: str | None = None, package: AnyPackage | None = None, *, condition: str | None = None
) -> pd.DataFrame:
    """The products with a marketing authorization in force: in a country, for a condition, or both.

    As of the package's date. An authorization of the European Union holds in each member state and is recorded once:
    asked for Germany, this gives Germany's own and the Union's, asked for the Union the Union's alone. A hospital
    exemption is none. No row means that none is recorded. Iceland, Liechtenstein and Norway repeat the Union's
    decisions with decisions of their own, of which few were found: that no row is here says little of these three.

    Asked for a condition, this gives the authorizations for it and for narrower conditions, and the extensions of
    authorizations to them, which are recorded as far as they were found.

    Args:
        where: a country's code or name, such as "DE", "Germany" or "UK"; "EU" is one. Anywhere, unless given.
        package: a data package, or its folder or zip; the installed one unless given.
        condition: the id, name or alias of a condition, such as "CLL". All conditions, unless given; then extensions
            to further ones are left out, so that a row is an authorization.

    Returns:
        A DataFrame with one row an authorization in force, or an extension of one, sorted by product, jurisdiction and
        date: product_id, product, jurisdiction (whose decision it is), decision_type, decision_date,
        decision_date_precision, indication, approval_id. Source: data/approvals.csv.

    Raises:
        UnknownNameError: no country or condition that is known goes by that name; the message names similar ones.
        RegenTrialsError: neither is given, or one is blank, or no text; or a table can't be read, or lacks a column.
    """
    if where is None and condition is None:
        raise RegenTrialsError("name a country, a condition, or both, e.g. Germany or CLL")
    package = chosen(package)
    package.resource("products").need(["name"])
    package.resource("approvals").need(NEEDED)
    frame = named("approvals", package)
    kinds = AUTHORIZATIONS if condition is None else (*AUTHORIZATIONS, *EXTENSIONS)
    kept = frame["decision_type"].isin(kinds) & (frame["status"] == "in_force")
    if where is not None:
        kept &= frame["jurisdiction"].isin(_places(where))
    if condition is not None:
        kept &= pd.Series(conditions.rows_about(package.resource("approvals"), condition), frame.index)
    found = frame.loc[kept, COLUMNS]
    return found.sort_values(["product", "jurisdiction", "decision_date"], key=_in_order, ignore_index=True)


def _in_order(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.str.casefold() if column.name == "product" else column


def _places(where: str) -> tuple[str, ...]:
    code = countries.find(where)
    return (code, "EU") if code in countries.EU_MEMBERS else (code,)


def listed(where: str | None, package: AnyPackage | None = None, condition: str | None = None) -> str:
    """What `authorized` finds, as lines of text for a terminal; each date is as long as it is known.

    Args:
        where: a country's code or name; anywhere, if None.
        package: a data package, or its folder or zip; the installed one unless given.
        condition: a condition's id, name or alias; all, if None.

    Raises:
        UnknownNameError: no country or condition that is known goes by that name.
        RegenTrialsError: neither is given, or one is blank, or a table can't be read.
    """
    frame = authorized(where, package, condition=condition)
    hint = _hint(where)
    if frame.empty:
        return f"No marketing authorization in force is recorded{_asked(where, package, condition)}.{hint}"
    dates = frame["decision_date"].dt.strftime("%Y-%m-%d").fillna("")
    lengths = frame["decision_date_precision"].astype(object).map(STATED).fillna(0).astype(int)
    table = frame[["product_id", "product", "jurisdiction"]].assign(
        since=[date[:length] for date, length in zip(dates, lengths, strict=True)],
        kind=[_kind(word) for word in frame["decision_type"]],
    )
    rows = [[str(cell) for cell in row] for row in table.to_numpy()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows) + hint


def _kind(decision_type: str) -> str:
    """What tells a decision from a full authorization, which needs no word."""
    told = {"conditional": decision_type.startswith("conditional"), "extension": decision_type in EXTENSIONS}
    return " ".join(word for word, is_so in told.items() if is_so)


def _hint(where: str | None) -> str:
    code = "" if where is None else countries.find(where)
    return REPEATED.format(countries.name(code)) if code in countries.EEA_ALONE else ""


def _asked(where: str | None, package: AnyPackage | None, condition: str | None) -> str:
    asked = [] if where is None else [countries.name(countries.find(where))]
    if condition is not None:
        rows = chosen(package).resource(conditions.TABLE).by_key()
        asked.append(rows[conditions.find(rows, condition)]["name"])
    return f" for {' and '.join(asked)}"
