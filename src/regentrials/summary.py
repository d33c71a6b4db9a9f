"""The dataset at a glance, as `regentrials summary` prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from regentrials import fields
from regentrials.lookup import Tables
from regentrials.package import AnyPackage, DataPackage, chosen
from regentrials.tables import tables as list_tables

NEWEST = 8


def summary(package: AnyPackage | None = None) -> str:
    """Rows by table, trials by origin and phase, the newest decisions, the date, and where the files are.

    Args:
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        Text of several lines.
    """
    package = chosen(package)
    tables = Tables(package)
    lines = [
        f"RegenTrials {package.version}, as of {package.date}",
        "",
        "Rows",
        *_rows(package),
        "",
        "Trials by cell origin and phase",
        *_grid(tables),
        "",
        "Newest decisions",
        *_newest(tables),
        "",
        f"Files: {package.path('data')}",
    ]
    return "\n".join(lines)


def _rows(package: DataPackage) -> Iterator[str]:
    for row in list_tables(package).itertuples():
        yield f"  {row.table:<16} {row.rows:>5}  {row.title}"


def _grid(tables: Tables) -> Iterator[str]:
    counts = Counter(
        (tables.row("products", row["product_id"])["cell_origin"], row["phase"] or "blank")
        for row in tables["trials"].values()
    )
    rows = sorted({origin for origin, _ in counts}, key=lambda o: (-sum(counts[o, p] for _, p in counts), o))
    order = [*fields.words(tables.package.resource("trials").fields["phase"]), "blank"]
    # A word that the schema doesn't know is the business of validate; the trial still counts.
    order += sorted({phase for _, phase in counts} - set(order))
    phases = [phase for phase in order if any(counts[origin, phase] for origin in rows)]
    names = [phase.replace("phase_", "ph").replace("not_applicable", "n/a") for phase in phases]
    yield f"  {'':<20}" + "".join(f"{name:>12}" for name in names) + f"{'all':>8}"
    for origin in rows:
        cells = [counts[origin, phase] for phase in phases]
        yield f"  {origin:<20}" + "".join(f"{cell or '.':>12}" for cell in cells) + f"{sum(cells):>8}"


def _newest(tables: Tables) -> Iterator[str]:
    dated = [row for row in tables["approvals"].values() if row["decision_date"]]
    newest = sorted(dated, key=lambda row: row["decision_date"], reverse=True)[:NEWEST]
    for row in newest:
        decision = fields.readable(row["decision_type"])
        name = tables.name_of("products", row["product_id"])
        yield f"  {row['decision_date']:<11} {row['jurisdiction']}  {decision:<36} {name}"
