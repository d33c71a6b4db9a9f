"""The entity diagram of the tables, drawn as SVG from the schemas' references."""

from __future__ import annotations

from regentrials import references
from regentrials.lookup import Tables

WIDTH, HEIGHT, COLUMN, ROW, MARGIN = 150, 44, 215, 95, 15
# Where each table stands: column and row of a grid that keeps the lines apart.
PLACES = {
    "claims": (0, 0),
    "trials": (1, 0),
    "conditions": (2, 0),
    "discrepancies": (0, 1),
    "approvals": (1, 1),
    "products": (2, 1),
    "excluded_trials": (0, 2),
    "sources": (1, 2),
    "organizations": (2, 2),
}


def joined(tables: Tables) -> list[tuple[str, str]]:
    """Each pair of tables of which the first refers to the second."""
    pairs = {
        (name, references.table(field))
        for name, resource in tables.package.resources.items()
        for field in resource.fields.values()
        if references.table(field)
    }
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def _corner(name: str) -> tuple[int, int]:
    column, row = PLACES[name]
    return MARGIN + column * COLUMN, MARGIN + row * ROW


def _line(start: str, end: str) -> str:
    (x1, y1), (x2, y2) = _corner(start), _corner(end)
    middle = (WIDTH // 2, HEIGHT // 2)
    return (
        f"<line x1='{x1 + middle[0]}' y1='{y1 + middle[1]}' x2='{x2 + middle[0]}' y2='{y2 + middle[1]}'>"
        f"<title>{start} refers to {end}</title></line>"
    )


def _box(name: str, rows: int) -> str:
    x, y = _corner(name)
    return (
        f"<a href='#{name}'><rect x='{x}' y='{y}' width='{WIDTH}' height='{HEIGHT}' rx='6'/>"
        f"<text x='{x + WIDTH // 2}' y='{y + 20}'>{name}</text>"
        f"<text class='rows' x='{x + WIDTH // 2}' y='{y + 36}'>{rows} rows</text></a>"
    )


def diagram(tables: Tables) -> str:
    """The tables as boxes, a line where one refers to another."""
    lines = "".join(_line(*pair) for pair in joined(tables))
    boxes = "".join(_box(name, len(tables[name])) for name in PLACES)
    size = f"0 0 {2 * MARGIN + 2 * COLUMN + WIDTH} {2 * MARGIN + 2 * ROW + HEIGHT}"
    label = "Tables and their references: " + ", ".join(f"{a} to {b}" for a, b in joined(tables))
    return f"<svg class='rt-diagram' viewBox='{size}' role='group' aria-label='{label}'>{lines}{boxes}</svg>"
