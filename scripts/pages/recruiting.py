"""What a trial's status is worth: how old the word is, what is a plan, whether its end has passed, and who recruits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pages.markup import counted, country, text
from regentrials import fields
from regentrials.fields import readable as word
from regentrials.groups import group
from regentrials.lookup import Tables
from regentrials.package import Row
from regentrials.views import NOT_BEGUN

SCOPE = "cells made from pluripotent stem cells"
# Who searches for stem cells doesn't mean all the pages that count such trials.
SCOPED = f'<span data-search-exclude="true">{SCOPE}</span>'
# Beside authorized products of other cells, silence about their trials would read as a denial. Who searches for CAR-T
# doesn't mean all the pages that say so.
OTHERS = (
    '<span data-search-exclude="true">Trials of other cells, such as CAR-T cells made from blood, are not in this '
    "dataset, whether they recruit or not: [ClinicalTrials.gov](https://clinicaltrials.gov/) and the other registries "
    "have them.</span>"
)
# A blank among statuses would pass for none of them.
NOT_STATED = "<span class='rt-quiet'>not stated</span>"
# A study that ended has its end behind it in any case.
RUNNING = group("trials", "status", "unfinished")


def recruits(row: Row) -> bool:
    return row["status"] == "recruiting"


def recruiting_first(trials: Iterable[Row]) -> list[Row]:
    """Trials that recruit before the others, the newest start first."""
    newest = sorted(trials, key=lambda row: row["start_date"], reverse=True)
    return sorted(newest, key=lambda row: not recruits(row))


def passed(row: Row, today: str) -> str:
    """The planned end of a trial that by its record still runs, if it lies before `today`."""
    end = row["completion_date"]
    return end if end < today[: len(end)] and row["status"] in RUNNING else ""


def status(row: Row, today: str) -> str:
    """A trial's status for a table, with the date of the record's copy: "recruiting" of 2020 is no news."""
    if not row["status"]:
        return NOT_STATED
    dated = f"{word(row['status'])} <span class='rt-quiet rt-date'>({row['as_of'] or 'no date'})</span>"
    end = passed(row, today)
    return dated + (f" <span class='rt-quiet'>planned end <time>{end}</time> has passed</span>" if end else "")


def people(row: Row) -> str:
    """How many people a trial is for, in a table: many of the numbers are plans."""
    planned = row["enrollment"] and row["enrollment_type"] == "estimated"
    return row["enrollment"] + (" <span class='rt-quiet'>planned</span>" if planned else "")


def start(row: Row, today: str) -> str:
    """When a trial started, or was to start, in a table."""
    date = row["start_date"]
    ahead = date > today[: len(date)] or row["status"] in NOT_BEGUN
    return f"{text(date)} <span class='rt-quiet'>planned</span>" if date and ahead else date


def beside_status(row: Row, today: str) -> str:
    """The same in the words of a trial's own page, after its status."""
    since = f"as of <time>{row['as_of']}</time>" if row["as_of"] else "of no stated date"
    end = passed(row, today)
    return f", {since}" + (f"; the planned end, <time>{end}</time>, has passed" if end else "")


def recruiting(trials: list[Row], today: str, lead: str, shown: str) -> str:
    """After `lead`, which says of which trials: how many recruit, and how old that word is; `shown` lists them."""
    found = [row for row in trials if recruits(row)]
    if not found:
        none = ", not recorded as recruiting." if len(trials) == 1 else ", none of them recorded as recruiting."
        said = [f"{lead}{none if trials else '.'}", _untold(trials)]
        return " ".join(part for part in said if part)
    said = [f"{lead}. **Recruiting: [{len(found)} of these trials]({shown})**, {_ages(found)}.", _overdue(found, today)]
    said.append(_untold(trials))
    said.append("The registries, to which the trials' pages lead, say where the sites are and what has changed since.")
    return " ".join(part for part in said if part)


def _untold(trials: list[Row]) -> str:
    count = sum(not row["status"] for row in trials)
    return f"Of {counted(count, 'trial')} no document that was read states the status." if count else ""


def _ages(trials: list[Row]) -> str:
    dates = sorted(row["as_of"] for row in trials if row["as_of"])
    undated = len(trials) - len(dates)
    span = f"{dates[0]} to {dates[-1]}" if len(set(dates)) > 1 else "".join(dates[:1])
    dated, bare = f"by a dated copy of the record (<span class='rt-date'>{span}</span>)", "by one without a date"
    if not (dates and undated):
        return dated if dates else "by a copy of the record without a date"
    return f"{len(dates)} {dated} and {undated} {bare}"


def _overdue(trials: list[Row], today: str) -> str:
    count = sum(bool(passed(row, today)) for row in trials)
    return f"The planned end of {count} of them has passed." if count else ""


def sites(tables: Tables, trials: list[Row], root: str) -> str:
    """The countries where trials recruit."""
    counts = Counter(code for row in trials if recruits(row) for code in fields.split(row["countries"]))
    named = ", ".join(f"{country(tables, code, root)} {count}" for code, count in counts.most_common())
    return f"Countries where trials recruit: {named}." if named else ""
