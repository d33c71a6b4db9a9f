"""What the tables answer to the five questions of the notebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pages.blocks import trial_table
from pages.markup import counted, country, dated_decision, link, page_of, table, text
from pages.standing import ever_authorized
from regentrials import fields
from regentrials.fields import readable as word
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import NOT_BEGUN, PLURIPOTENT

STOPPED = ("terminated", "withdrawn", "suspended")
# By country, the phases that mean nearly the same stand together.
PHASES = {
    "Phase 1": ("early_phase_1", "phase_1"),
    "Phase 1/2": ("phase_1_2",),
    "Phase 2": ("phase_2", "phase_2_3"),
    "Phase 3": ("phase_3",),
    "No phase, or not stated": ("", "not_applicable", "phase_4"),
}
FEW = 12
SPAN = 5


def time_to_authorization(tables: Tables) -> str:
    """Of each authorized pluripotent-derived product the first trial, the first authorization and the years between."""
    rows = []
    for key, product in tables["products"].items():
        begun = [row for row in tables.trials_of(key) if _has_begun(row)]
        allowed = [row for row in ever_authorized(tables.decisions_of(key)) if row["decision_date"]]
        if product["cell_origin"] in PLURIPOTENT and begun and allowed:
            first, decision = begun[0], allowed[0]
            trial = (
                f"[{text(first['trial_id'])}]({page_of('trials', first['trial_id'], '')}), {text(first['start_date'])}"
            )
            years = f"{_years(decision['decision_date']) - _years(first['start_date']):.1f}"
            rows.append((link(tables, "products", key, ""), trial, dated_decision(decision, ""), years))
    header = ("Product", "First trial", "First authorization", "Years")
    return table(header, sorted(rows, key=lambda row: float(row[-1])))


def _has_begun(row: Row) -> bool:
    return row["study_type"] == "interventional" and row["status"] not in NOT_BEGUN and bool(row["start_date"])


def _years(date: str) -> float:
    """A date as a number of years; what it leaves open counts as its beginning."""
    year, month, day = [*map(int, date.split("-")), 1, 1][:3]
    return year + (month - 1) / 12 + (day - 1) / 365.25


def allogeneic(tables: Tables) -> str:
    """By years of the first authorization: how many products of a stated donor, and the share of a donor's cells."""
    spans: dict[int, list[str]] = {}
    for key, product in tables["products"].items():
        dates = [row["decision_date"] for row in ever_authorized(tables.decisions_of(key)) if row["decision_date"]]
        if dates and product["donor_relation"] in ("allogeneic", "autologous"):
            year = int(min(dates)[:4])
            spans.setdefault(year - year % SPAN, []).append(product["donor_relation"])
    now = int(tables.package.date[:4])
    rows = [
        (
            f"{start} to {min(start + SPAN - 1, now)}",
            str(len(donors)),
            str(found := donors.count("allogeneic")),
            f"{found / len(donors):.0%}",
        )
        for start, donors in sorted(spans.items())
    ]
    return table(("First authorized in", "Products", "Of a donor's cells", "Share"), rows)


def by_country(tables: Tables) -> str:
    """The countries with most trials, by phase; a trial in two countries counts in each."""
    counts: dict[str, Counter[str]] = {}
    for row in tables["trials"].values():
        phase = next(name for name, phases in PHASES.items() if row["phase"] in phases)
        for code in fields.split(row["countries"]):
            counts.setdefault(code, Counter())[phase] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))[:FEW]
    rows = [
        (country(tables, code, ""), str(found.total()), *(str(found[phase] or "") for phase in PHASES))
        for code, found in ordered
    ]
    return table(("Country", "Trials", *PHASES), rows)


def firsts(tables: Tables) -> str:
    """The claims of a first by verdict, and those that hold."""
    found = [row for row in tables["claims"].values() if re.search(r"\bfirst\b", row["statement"], re.IGNORECASE)]
    counts = Counter(row["verdict"] for row in found)
    said = ", ".join(f"[{word(verdict)}](claims.md#{verdict}) {count}" for verdict, count in counts.most_common())
    hold = [row for row in found if row["verdict"] == "supported"]
    lines = "\n".join(f"- [{text(row['statement'])}](claims.md#{row['claim_id']})" for row in hold)
    return f"{counted(len(found), 'claim')} of a first: {said}. These hold:\n\n{lines}"


def stopped(tables: Tables) -> str:
    """The trials that stopped, the latest start first."""
    found = [row for row in tables["trials"].values() if row["status"] in STOPPED]
    silent = sum(row["status"] == "unknown" for row in tables["trials"].values())
    lead = f"{len(found)} of {len(tables['trials'])}; of {silent} more the registry has not been told for long."
    return f"{lead}\n\n{trial_table(tables, _latest_first(found), '')}"


def _latest_first(trials: Iterable[Row]) -> list[Row]:
    return sorted(trials, key=lambda row: row["start_date"], reverse=True)
