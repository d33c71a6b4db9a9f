"""Compare a row of trials with a registry's record, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from regentrials import fields
from regentrials.countries import code
from regentrials.package import DataPackage, Row
from regentrials.registries.record import BROKEN, Record, line
from regentrials.spreadsheet import FORMULA_STARTS

# What the registry decides. This is the one place that says so: all other columns are the curators', and what a
# record says about them is reported and never written.
OWNED = (
    "title",
    "phase",
    "status",
    "enrollment",
    "enrollment_type",
    "start_date",
    "primary_completion_date",
    "completion_date",
    "allocation",
    "masking",
    "as_of",
)
# A number and what it counts: where a curator has set one against the registry, the other stays too.
TOGETHER = ({"enrollment", "enrollment_type"},)
# A record's study type, and the words of the table that don't contradict it.
STUDY_TYPES = {
    "interventional": ("interventional", "long_term_follow_up"),
    "observational": ("observational", "long_term_follow_up"),
    "expanded_access": ("expanded_access",),
}
COMPANY_FORMS = re.compile(
    r"\b(?:co|company|corp|corporation|inc|incorporated|llc|ltd|limited|plc|gmbh|ag|bv|sa|the)\b"
)


@dataclass(frozen=True)
class Change:
    """A field on which the table and the registry differ.

    Attributes:
        trial_id: the row's key.
        field: the column.
        old: the table's cell.
        new: what the record says, in the table's words.
        source: the record's address.
        date: the date that the record states of itself, else the day of reading.
        applied: whether it was written.
    """

    trial_id: str
    field: str
    old: str
    new: str
    source: str
    date: str
    applied: bool = False


@dataclass(frozen=True)
class Problem:
    """A record, or a part of it, that could not be read or not be written."""

    trial_id: str
    message: str


@dataclass(frozen=True)
class Comparison:
    """What is known of one trial after its record was read."""

    row: Row
    record: Record
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    locked: frozenset[str] = frozenset()

    def writable(self) -> list[Change]:
        """The changes that the registry decides and no curator has set against it."""
        return [change for change in self.changes if change.field in OWNED and change.field not in self.locked]


class Comparer:
    """Compares rows of one data package with records.

    Args:
        package: the data package.
        today: the day of reading, ISO 8601.
    """

    def __init__(self, package: DataPackage, today: str) -> None:
        self.today = today
        self.fields = package.resource("trials").fields
        self.organizations = {row["organization_id"]: row for _, row in package.resource("organizations").rows()}
        self.locked: dict[str, set[str]] = {}
        for _, row in package.resource("discrepancies").rows():
            if row["table"] == "trials":
                self.locked.setdefault(row["record_id"], set()).add(row["field"])

    def compare(self, row: Row, record: Record) -> Comparison:
        """The differences between a row and its record, and what of the record could not be understood."""
        problems = dict(self._problems(record))
        told = {name: value for name, value in record.values.items() if name not in problems}
        changes = [*_owned(row, told), *self._curated(row, record)]
        return Comparison(
            row,
            record,
            [
                Change(row["trial_id"], name, row[name], new, record.url, record.values.get("as_of") or self.today)
                for name, new in changes
            ],
            [Problem(row["trial_id"], message) for message in problems.values()],
            frozenset(self._locked(row["trial_id"])),
        )

    def _locked(self, trial_id: str) -> set[str]:
        locked = self.locked.get(trial_id, set())
        return locked.union(*(group for group in TOGETHER if group & locked))

    def _problems(self, record: Record) -> Iterator[tuple[str, str]]:
        for name, value in record.values.items():
            if name not in OWNED:
                continue
            if BROKEN in value:
                yield name, f"{name}: the record says {value!r}, in which a letter is broken; the cell was left alone"
            elif not fields.fits(self.fields[name], value):
                wanted = fields.wanted(self.fields[name])
                yield name, f"{name}: the record says {value!r}, which is not {wanted}; the cell was left alone"
            elif value.startswith(FORMULA_STARTS):
                yield name, f"{name}: the record says {value!r}, a formula to a spreadsheet; the cell was left alone"

    def _curated(self, row: Row, record: Record) -> Iterator[tuple[str, str]]:
        known = {row["trial_id"], *fields.split(row["secondary_ids"])}
        new = [number for number in (record.trial_id, *record.secondary_ids) if number not in known]
        if new:
            yield "secondary_ids", fields.SEPARATOR.join([*fields.split(row["secondary_ids"]), *new])
        if row["study_type"] not in STUDY_TYPES.get(record.study_type, (row["study_type"],)):
            yield "study_type", record.study_type
        if record.sponsor and not self._is_sponsor(row["sponsor_id"], record.sponsor):
            yield "sponsor_id", record.sponsor
        codes = [code(name) for name in record.countries]
        if codes and all(codes) and set(codes) != set(fields.split(row["countries"])):
            yield "countries", fields.SEPARATOR.join(dict.fromkeys(codes))

    def _is_sponsor(self, organization_id: str, name: str) -> bool:
        return organization_id == name or names_match(self.organizations.get(organization_id, {}), name)


def names_match(organization: Mapping[str, str], name: str) -> bool:
    """Whether an organization bears a name, company forms and punctuation apart."""
    known = [organization.get("name", ""), *fields.split(organization.get("aliases", ""))]
    return _bare(name) in {_bare(item) for item in known if item}


def _bare(name: str) -> str:
    words = re.sub(r"[^\w ]+", "", name.casefold())
    return line(COMPANY_FORMS.sub(" ", words)) or words


def _owned(row: Row, told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in OWNED:
        new = told.get(name, "")
        # A record that is silent says nothing against the table.
        if not new or new == row[name]:
            continue
        if name == "as_of" and not _is_newer(new, row[name]):
            continue
        if name == "enrollment_type" and not (told.get("enrollment") or row["enrollment"]):
            continue
        yield name, new


def _is_newer(new: str, old: str) -> bool:
    # A copy may state a later day than the record's last change; the table's day never goes back.
    length = min(len(new), len(old))
    return new[:length] > old[:length] or (new[:length] == old[:length] and len(new) > len(old))


def told_apart(comparisons: list[Comparison], table: Iterable[Row]) -> list[Comparison]:
    """The comparisons, those held back whose row got the record of another row: one study is one row."""
    rows: dict[str, set[str]] = {}
    for row in table:
        for number in (row["trial_id"], *fields.split(row["secondary_ids"])):
            rows.setdefault(number, set()).add(row["trial_id"])
    for item in comparisons:
        rows.setdefault(item.record.trial_id, set()).add(item.row["trial_id"])
    return [_apart(item, rows[item.record.trial_id]) for item in comparisons]


def _apart(item: Comparison, rows: set[str]) -> Comparison:
    own, read = item.row["trial_id"], item.record.trial_id
    if own == read or rows == {own}:
        return item
    others = ", ".join(sorted(rows - {own}))
    message = f"not written: the registry gives {read}, as for {others}; join the rows, if they are one study"
    return replace(item, locked=frozenset(OWNED), problems=[*item.problems, Problem(own, message)])


def applied(change: Change) -> Change:
    """The same change, written."""
    return replace(change, applied=True)
