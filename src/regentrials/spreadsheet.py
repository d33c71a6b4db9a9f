"""What spreadsheets make of a table that they open: dates of their own, and truth in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regentrials import fields
from regentrials.package import Resource

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
TRUTH = {"TRUE": "true", "FALSE": "false"}
# One such cell is somebody's slip, and is named by itself; this many are a program's work.
MANY = 3


@dataclass(frozen=True)
class Rewritten:
    """A column that a spreadsheet has rewritten: where that begins, one cell of it, and how many there are."""

    column: str
    line: int
    cell: str
    count: int


def rewritten(resource: Resource) -> Iterator[Rewritten]:
    """The date columns of a table that a spreadsheet has rewritten; what they said can't be told from them.

    Raises:
        RegenTrialsError: the file is not UTF-8 CSV with the schema's header.
    """
    lines, columns = resource.columns
    for name, field in resource.fields.items():
        if fields.is_date(field):
            found = [place for place, cell in enumerate(columns[name]) if DATE.fullmatch(cell)]
            if len(found) >= MANY:
                yield Rewritten(name, lines[found[0]], columns[name][found[0]], len(found))
