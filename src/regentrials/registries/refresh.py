"""Read each trial's record, say what differs from the table, and write what the registry decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage, Row, opened
from regentrials.registries import ctgov, ctis, euctr, isrctn
from regentrials.registries.compare import Change, Comparer, Comparison, Problem, applied, told_apart
from regentrials.registries.http import Client
from regentrials.registries.progress import progress
from regentrials.registries.record import Outcome, RegistryError
from regentrials.registries.snapshots import Snapshots, default_root
from regentrials.registries.sources import first, record_source
from regentrials.rewrite import Draft, draft

Reader = Callable[[Client, Iterable[Row], Sequence[str]], Iterator[Outcome]]

READERS: dict[str, Reader] = {module.REGISTRY: module.records for module in (ctgov, ctis, isrctn, euctr)}


@dataclass
class Refresh:
    """What a run found.

    Attributes:
        changes: the fields that differ, in the table's order.
        problems: records that could not be read, and parts that could not be understood or written.
        skipped: registry -> its trials, for registries that are not read by this command.
        version: the day and time of ClinicalTrials.gov's data.
        files: the files written.
    """

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=dict)
    version: str = ""
    files: list[Path] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not self.problems


def refresh(package: DataPackage, folder: Path | None, write: bool = False, today: date | None = None) -> Refresh:
    """Compare the trials of a data package with the registries.

    Args:
        package: the data package.
        folder: its folder, or None if it can't be written.
        write: write what the registries decide.
        today: the day of reading; the real one unless given.

    Returns:
        What differs and what could not be read; with `write`, which of it was written.

    Raises:
        RegenTrialsError: a table or a setting can't be used, or the package can't be written.
    """
    if write and folder is None:
        raise RegenTrialsError("only a data package in a folder can be written; name its folder")
    day = (today or date.today()).isoformat()
    client = Client(Snapshots(default_root(), day))
    result = Refresh()
    table = package.resource("trials").by_key().values()
    comparisons = told_apart(_compare_all(package, client, result, day), table)
    if write and folder is not None:
        comparisons = _write(folder, comparisons, result, day)
    result.changes = [change for comparison in comparisons for change in comparison.changes]
    result.problems += [problem for comparison in comparisons for problem in comparison.problems]
    result.problems.sort(key=lambda problem: problem.trial_id)
    if not client.unreached:
        client.snapshots.close()
    return result


def _compare_all(package: DataPackage, client: Client, result: Refresh, day: str) -> list[Comparison]:
    resource = package.resource("trials")
    patterns = list(resource.fields["registry"].get("idPatterns", {}).values())
    rows = {row["trial_id"]: row for _, row in resource.rows()}
    comparer = Comparer(package, day)
    comparisons = []
    total = sum(row["registry"] in READERS for row in rows.values())
    for trial_id, outcome in progress(_outcomes(client, rows, patterns, result), total, "trials"):
        if isinstance(outcome, RegistryError):
            result.problems.append(Problem(trial_id, str(outcome)))
        else:
            comparisons.append(comparer.compare(rows[trial_id], outcome))
    return sorted(comparisons, key=lambda comparison: comparison.row["trial_id"])


def _outcomes(client: Client, rows: dict[str, Row], patterns: list[str], result: Refresh) -> Iterator[Outcome]:
    groups: dict[str, list[Row]] = {}
    for row in rows.values():
        groups.setdefault(row["registry"], []).append(row)
    for registry, group in groups.items():
        if registry not in READERS:
            result.skipped[registry] = [row["trial_id"] for row in group]
            continue
        if registry == ctgov.REGISTRY:
            result.version = ctgov.data_version(client)
        yield from READERS[registry](client, group, patterns)


def _write(folder: Path, comparisons: list[Comparison], result: Refresh, day: str) -> list[Comparison]:
    """Write what may be written; a trial whose new row breaks a rule keeps its old one and becomes a problem."""
    held: dict[str, Problem] = {}
    while True:
        wanted = [item for item in comparisons if item.writable() and item.row["trial_id"] not in held]
        if not wanted:
            break
        package = opened(folder)
        with draft(package, _tables(package, wanted, day), day) as changed:
            broken = _blame(changed, wanted)
            if not broken:
                result.files = changed.install()
                break
            held.update(broken)
    result.problems += held.values()
    return [item if item.row["trial_id"] in held else _marked(item) for item in comparisons]


def _tables(package: DataPackage, wanted: list[Comparison], day: str) -> dict[str, list[Row]]:
    rows = {row["trial_id"]: row for _, row in package.resource("trials").rows()}
    sources = {row["source_id"]: row for _, row in package.resource("sources").rows()}
    for item in wanted:
        row = rows[item.row["trial_id"]]
        row.update({change.field: change.new for change in item.writable()})
        source_id = record_source(package, sources, item.record, day, row["title"])
        row["source_ids"] = first(row["source_ids"], source_id)
    return {"trials": list(rows.values()), "sources": list(sources.values())}


def _blame(changed: Draft, wanted: list[Comparison]) -> dict[str, Problem]:
    """The trials whose new rows break rules."""
    trials = changed.package.resource("trials")
    by_line = {line: row["trial_id"] for line, row in trials.rows()}
    mine = {item.row["trial_id"] for item in wanted}
    broken = {}
    for finding in changed.findings:
        trial_id = by_line.get(finding.line or 0, "") if finding.file == trials.path else ""
        if trial_id not in mine:
            raise RegenTrialsError(f"nothing was written, as the changed package would not be valid: {finding}")
        message = f"not written: {finding.column} {finding.value!r} breaks the rule {finding.rule!r} ({finding.remedy})"
        broken[trial_id] = Problem(trial_id, message)
    return broken


def _marked(item: Comparison) -> Comparison:
    written = {change.field for change in item.writable()}
    changes = [applied(change) if change.field in written else change for change in item.changes]
    return replace(item, changes=changes)


def as_json(result: Refresh) -> dict[str, Any]:
    """The result as an object for json.dumps."""
    return {
        "changes": [asdict(change) for change in result.changes],
        "problems": [asdict(problem) for problem in result.problems],
    }


def as_text(result: Refresh) -> str:
    """The result as lines for people."""
    lines = []
    for change in result.changes:
        mark = "written" if change.applied else "reported"
        old = change.old or "(blank)"
        lines.append(
            f"{change.trial_id} {change.field}: {old} -> {change.new}  [{mark}; {change.date}; {change.source}]"
        )
    lines += _grouped(result.problems)
    written = sum(change.applied for change in result.changes)
    lines.append(f"{len(result.changes)} differences, {written} written, {len(result.problems)} problems")
    return "\n".join(lines)


def _grouped(problems: Iterable[Problem]) -> list[str]:
    """A line for each message: a registry that does not answer is one fact, not a hundred."""
    trials: dict[str, list[str]] = {}
    for problem in problems:
        trials.setdefault(problem.message, []).append(problem.trial_id)
    return [f"{_first_of(ids)}: {said}" for said, ids in trials.items()]


def _first_of(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]} and {len(ids) - 1} more"


def note(result: Refresh) -> str:
    """What was not read and why, and how old the registry's data are; "" if there is nothing to say."""
    lines = []
    if result.version:
        lines.append(f"ClinicalTrials.gov data of {result.version}.")
    skipped = {registry: len(ids) for registry, ids in sorted(result.skipped.items())}
    if unnumbered := skipped.pop("not_found", 0):
        lines.append(f"{unnumbered} trials have no number yet that could be looked up.")
    if skipped:
        listed = ", ".join(f"{registry} ({count})" for registry, count in skipped.items())
        lines.append(f"Not read, as their terms or their form do not allow it: {listed}. See docs/refresh.md.")
    return "\n".join(lines)
