"""What each kind of decision means, and who decided how many."""

from __future__ import annotations

from pages.markup import decision_link, link, table, text
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables


def ladder(tables: Tables) -> str:
    """Each kind of decision, what it means, how many are recorded, and the newest as an example."""
    field = tables.package.resource("approvals").fields["decision_type"]
    rows = []
    for kind, meaning in field["definitions"].items():
        found = sorted(
            (row for row in tables["approvals"].values() if row["decision_type"] == kind),
            key=lambda row: row["decision_date"],
        )
        example = ""
        if found:
            name = link(tables, "products", found[-1]["product_id"], "")
            example = f"{name}, {country_name(found[-1]['jurisdiction'])} {text(found[-1]['decision_date'])}"
        rows.append((f"**{word(kind)}**", text(meaning), str(len(found)), example))
    return table(("Word", "What it means", "Recorded", "Newest"), rows)


MATRIX = ("fda", "ec", "ema", "mhra", "mhlw", "pmda", "nmpa", "nhc", "mfds")


def matrix(tables: Tables) -> str:
    """Decisions by kind and regulator: how many, and the newest of each."""
    agencies = [agency for agency in MATRIX if agency in tables["organizations"]]
    kinds = tables.package.resource("approvals").fields["decision_type"]["definitions"]
    rows = [(word(kind), *(_newest_of(tables, kind, agency) for agency in agencies)) for kind in kinds]
    return table(("Decision", *(agency.upper() for agency in agencies)), [row for row in rows if any(row[1:])])


def _newest_of(tables: Tables, kind: str, agency: str) -> str:
    found = [row for row in tables["approvals"].values() if (row["decision_type"], row["agency"]) == (kind, agency)]
    if not found:
        return ""
    last = max(found, key=lambda row: row["decision_date"])
    return f"{len(found)}: {decision_link(last, '', text(tables.name_of('products', last['product_id'])))}"
