"""Rules on conditions: a hierarchy without circles, and names that mean one condition."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials import conditions, fields
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


def names_mean_one_condition(context: Context) -> Iterator[Finding]:
    """A name or alias of a condition, in small letters or capitals, means this one only."""
    owners = {key: key for key in context.keys("conditions")}
    for line, key, name, aliases in context.cells("conditions", "condition_id", "name", "aliases"):
        own: set[str] = set()
        for column, text in [("name", name), *(("aliases", alias) for alias in fields.split(aliases))]:
            folded = text.casefold()
            other = owners.setdefault(folded, key)
            if other != key:
                remedy = f"{other} goes by it too: leave it to one of the two"
                yield context.finding("conditions", line, column, "means one condition", text, remedy)
            elif folded in own:
                yield context.finding("conditions", line, column, "means one condition", text, "name it once")
            own.add(folded)


RULES = (broader_terms_lead_up, names_mean_one_condition)
