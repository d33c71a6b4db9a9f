"""Rules on conditions: a hierarchy without circles."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials import conditions
from regentrials.validation.report import Finding
from regentrials.validation.rules.context import Context


def broader_terms_lead_up(context: Context) -> Iterator[Finding]:
    """No condition is broader than itself, not even through others."""
    cells = list(context.cells("conditions", "condition_id", "broader_id"))
    rows = {key: {"broader_id": above} for _, key, above in cells}
    for line, key, above in cells:
        path = (key, *conditions.broader(rows, key))
        if rows[path[-1]]["broader_id"] == key:
            remedy = f"{' > '.join((*path, key))} is a circle: blank or correct one of the steps"
            yield context.finding("conditions", line, "broader_id", "no circle", above, remedy)


RULES = (broader_terms_lead_up,)
