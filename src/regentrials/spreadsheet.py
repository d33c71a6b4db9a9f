"""What spreadsheets make of a table that they open: dates of their own, truth in capitals, formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, Resource

# What `2025-07` and `2025-07-02` become, by the language of the machine.
DATE = re.compile(
    # Jul-25, 2-Jul-25, Jul 25, juil.-25, Mrz 2025
    r"(?:[0-9]{1,2}[- ])?[^\W\d_]{3,5}\.?[- ][0-9]{2}(?:[0-9]{2})?"
    # 7/2/2025, 02.07.2025, 2-7-2025
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}(?:[0-9]{2})?"
    # 2025/7/2, 2025.07.02
    r"|[0-9]{4}([/.])[0-9]{1,2}(?:\2[0-9]{1,2})?"
    r"|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)
# One remedy for a whole table: to mend its cells one by one would be to guess.
REMEDY = (
    "a spreadsheet has rewritten the dates: take the file as it was,"
    " import it with all columns as text (see CONTRIBUTING.md) and make the change anew"
)
# A cell that starts with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TRUTH = {"TRUE": "true", "FALSE": "false"}
# One such cell is somebody's slip, and is named by itself; this many are a program's work.
MANY = 3


@dataclass(frozen=True)
class Rewritten:
    """What a spreadsheet has rewritten in a table.

    Attributes:
        columns: the date columns.
        line: where it begins.
        cells: the first cell, and how many more there are.
    """

    columns: str
    line: int
    cells: str


def rewritten(resource: Resource) -> Rewritten | None:
    """The dates of a table that a spreadsheet has rewritten; what they said can't be told from them.

    Returns:
        None for a table whose dates are as people wrote them.

    Raises:
        RegenTrialsError: the file is not UTF-8 CSV with the schema's header.
    """
    lines, columns = resource.columns
    dates = [name for name, field in resource.fields.items() if fields.is_date(field)]
    found = {name: [place for place, cell in enumerate(columns[name]) if DATE.fullmatch(cell)] for name in dates}
    many = {name: places for name, places in found.items() if len(places) >= MANY}
    if not many:
        return None
    first, name = min((places[0], name) for name, places in many.items())
    more = sum(map(len, many.values())) - 1
    return Rewritten(",".join(many), lines[first], f"{columns[name][first]} and {more} more")


def refuse_rewritten(package: DataPackage) -> None:
    """Raise for a table whose dates a spreadsheet has rewritten: new counts would make what was lost look meant.

    Raises:
        RegenTrialsError: there is one, or a table can't be read.
    """
    for resource in package.resources.values():
        if found := rewritten(resource):
            raise RegenTrialsError(f"{resource.place}:{found.line} {found.columns}: {found.cells}: {REMEDY}")
