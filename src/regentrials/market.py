"""What may be sold in a country: its own authorizations, and the European Union's where it is a member."""

from __future__ import annotations

import pandas as pd

from regentrials import countries
from regentrials.named import named
from regentrials.package import AnyPackage, chosen
from regentrials.views import AUTHORIZATIONS

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


def authorized(where: str, package: AnyPackage | None = None) -> pd.DataFrame:
    """The products with a marketing authorization in force in a country, as of the package's date.

    An authorization of the European Union holds in each member state and is recorded once: asked for Germany, this
    gives Germany's own and the Union's, asked for the Union the Union's alone. A hospital exemption is none. No row
    means that none is recorded. Iceland, Liechtenstein and Norway repeat the Union's decisions with decisions of
    their own, of which few were found: that no row is here says little of these three.

    Args:
        where: a country's code or name, such as "DE", "Germany" or "UK"; "EU" is one.
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        A DataFrame with one row an authorization in force, sorted by product: product_id, product, jurisdiction (whose
        authorization it is), decision_type, decision_date, decision_date_precision, indication, approval_id.
        Source: data/approvals.csv.

    Raises:
        UnknownNameError: no country that is known goes by that name; the message names similar ones.
        RegenTrialsError: it is blank, or no text; or a table can't be read, or lacks a column.
    """
    code = countries.find(where)
    places = (code, "EU") if code in countries.EU_MEMBERS else (code,)
    package = chosen(package)
    package.resource("products").need(["name"])
    package.resource("approvals").need(NEEDED)
    frame = named("approvals", package)
    standing = frame["decision_type"].isin(AUTHORIZATIONS) & (frame["status"] == "in_force")
    found = frame.loc[standing & frame["jurisdiction"].isin(places), COLUMNS]
    return found.sort_values("product", key=lambda names: names.str.casefold(), ignore_index=True)


def listed(where: str, package: AnyPackage | None = None) -> str:
    """What `authorized` finds, as lines of text for a terminal; each date is as long as it is known.

    Args:
        where: a country's code or name.
        package: a data package, or its folder or zip; the installed one unless given.

    Raises:
        UnknownNameError: no country that is known goes by that name.
        RegenTrialsError: it is blank, or a table can't be read.
    """
    frame = authorized(where, package)
    code = countries.find(where)
    hint = REPEATED.format(countries.name(code)) if code in countries.EEA_ALONE else ""
    if frame.empty:
        return f"No marketing authorization in force is recorded for {countries.name(code)}.{hint}"
    dates = frame["decision_date"].dt.strftime("%Y-%m-%d").fillna("")
    lengths = frame["decision_date_precision"].astype(object).map(STATED).fillna(0).astype(int)
    table = frame[["product_id", "product", "jurisdiction"]].assign(
        since=[date[:length] for date, length in zip(dates, lengths, strict=True)],
        conditional=(frame["decision_type"] == "conditional_marketing_authorization").map(
            {True: "conditional", False: ""}
        ),
    )
    rows = [[str(cell) for cell in row] for row in table.to_numpy()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows) + hint
