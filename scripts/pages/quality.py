"""Parts that say how the trials were selected, and how full, fresh and well-founded the rows are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from pages.markup import bars, breakable, table, text
from pages.standing import ever_authorized
from regentrials import fields
from regentrials.countries import name as country_name
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row

ROOT = Path(__file__).parents[2]


def selection(tables: Tables) -> str:
    """The selection flow of trials, counted from the tables."""
    included, excluded = len(tables["trials"]), len(tables["excluded_trials"])
    merged = sum(len(fields.split(row["secondary_ids"])) for row in tables["trials"].values())
    total = included + excluded + merged
    return bars(
        [
            ("records identified", 1, str(total)),
            ("same study elsewhere", merged / total, str(merged)),
            ("studies screened", (included + excluded) / total, str(included + excluded)),
            ("left out", excluded / total, str(excluded)),
            ("included", included / total, str(included)),
        ]
    )


def exclusions(tables: Tables) -> str:
    """Reasons for leaving records out, with their counts."""
    field = tables.package.resource("excluded_trials").fields["reason"]
    counts = Counter(row["reason"] for row in tables["excluded_trials"].values())
    rows = [(word(reason), text(field["definitions"][reason]), str(count)) for reason, count in counts.most_common()]
    return table(("Left out because", "Meaning", "Records"), rows)


def rules(_: Tables) -> str:
    """The validation rules, in their own docstrings' words."""
    from regentrials.validation.rules import RULES

    return "\n".join(f"- {(rule.__doc__ or '').splitlines()[0]}" for rule in RULES)


def fill(tables: Tables) -> str:
    """The share of filled cells by table and column."""
    parts = []
    for name, resource in tables.package.resources.items():
        rows = list(tables[name].values())
        shares = [(column, sum(bool(row[column]) for row in rows) / len(rows)) for column in resource.fields]
        shown = [(column, share, f"{share:.0%}") for column, share in shares if column != "notes"]
        parts.append(f"### {resource.title} ({len(rows)} rows)\n\n{bars(shown)}")
    return "\n\n".join(parts)


FILLED = (
    "sponsor_id",
    "countries",
    "phase",
    "status",
    "enrollment",
    "enrollment_type",
    "start_date",
    "completion_date",
    "as_of",
    "allocation",
    "masking",
)

FEW = 5


def fill_by_registry(tables: Tables) -> str:
    """How full the trials are by the registry that they are named after: where the blanks are."""
    trials = list(tables["trials"].values())
    counts = Counter(row["registry"] for row in trials)
    groups: dict[str, list[Row]] = {"all": trials}
    for registry, count in counts.most_common():
        found = [row for row in trials if row["registry"] == registry]
        groups.setdefault(word(registry) if count >= FEW else "others", []).extend(found)
    head = ("Column", *(f"{name} ({len(rows)})" for name, rows in groups.items()))
    titles = {column: field["title"] for column, field in tables.package.resource("trials").fields.items()}
    return table(head, [(titles[column], *(_share(rows, column) for rows in groups.values())) for column in FILLED])


def _share(rows: list[Row], column: str) -> str:
    return f"{sum(bool(row[column]) for row in rows) / len(rows):.0%}" if rows else "-"


def freshness(tables: Tables) -> str:
    """Trials by the year of the registry copy that they rest on."""
    counts = Counter(row["as_of"][:4] or "not stated" for row in tables["trials"].values())
    total = sum(counts.values())
    return "Year of `as_of`, the date that the registry's copy states of itself.\n\n" + bars(
        [(year, count / total, str(count)) for year, count in sorted(counts.items(), reverse=True)]
    )


def evidence(tables: Tables) -> str:
    """How many and how good documents the rows rest on."""
    rows = []
    for name in ("trials", "approvals", "products", "claims"):
        found = [fields.split(row["source_ids"]) for row in tables[name].values()]
        best = Counter(min(tables.rank(item) for item in ids) for ids in found)
        two = sum(len(ids) > 1 for ids in found)
        shares = [f"{best[rank] / len(found):.0%}" for rank in (1, 2, 3, 4)]
        rows.append((name, str(len(found)), f"{two / len(found):.0%}", *shares))
    header = (
        "Table",
        "Rows",
        "Two or more documents",
        "Best: regulator or registry",
        "sponsor or paper",
        "press",
        "other",
    )
    return table(header, rows) + "\n\n" + _market_evidence(tables)


def _market_evidence(tables: Tables) -> str:
    rows = ever_authorized(tables["approvals"].values())
    ids = [fields.split(row["source_ids"]) for row in rows]
    figures = [
        ("dated to the day", sum(len(row["decision_date"]) == 10 for row in rows)),
        ("two or more documents", sum(len(item) > 1 for item in ids)),
        ("a regulator's document", sum(any(tables.rank(i) == 1 for i in item) for item in ids)),
        ("a status other than unknown", sum(row["status"] != "unknown" for row in rows)),
    ]
    shown = [(label, count / len(rows), f"{count / len(rows):.0%}") for label, count in figures]
    return f"Of the {len(rows)} marketing authorizations:\n\n{bars(shown)}"


def disagreement(tables: Tables) -> str:
    """Discrepancies by field, then each."""
    counts = Counter((row["table"], row["field"]) for row in tables["discrepancies"].values())
    head = table(("Table", "Field", "Discrepancies"), [(t, f, str(n)) for (t, f), n in counts.most_common()])
    rows = [
        (
            text(row["record_id"]),
            breakable(row["field"]),
            breakable(row["recorded_value"]),
            breakable(row["other_value"]),
            text(row["rationale"]),
        )
        for row in tables["discrepancies"].values()
    ]
    details = table(("Record", "Field", "Recorded", "Elsewhere", "Why"), rows).replace("\n", "\n    ")
    return f'{head}\n\n??? note "All {len(rows)}"\n\n    {details}'


def coverage(tables: Tables) -> str:
    """Other lists' counts beside ours."""
    rows, differences = [], []
    for entry in json.loads((ROOT / "docs/coverage.json").read_text("utf-8")):
        market = ever_authorized(tables["approvals"].values())
        here = {row["product_id"] for row in market if row["jurisdiction"] == entry["jurisdiction"]}
        title = f"[{text(entry['list'])}]({entry['url']})" if entry["url"] else text(entry["list"])
        where = f"[{country_name(entry['jurisdiction'])}](jurisdictions/{entry['jurisdiction']}.md)"
        counted = str(entry["counted"] or "not found")
        rows.append((where, title, entry["as_of"], counted, str(len(here))))
        differences.append(f"- **{country_name(entry['jurisdiction'])}**: {text(entry['difference'])}")
    head = table(("Where", "List", "As of", "It counts", "Here"), rows)
    return f"{head}\n\nWhat explains the differences:\n\n" + "\n".join(differences)
