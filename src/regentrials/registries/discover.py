"""Search the registries for studies that are in neither table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from regentrials import fields
from regentrials.numbers import known_registry
from regentrials.package import DataPackage, Row
from regentrials.registries import ctgov, ctis, ictrp, isrctn
from regentrials.registries.http import Client
from regentrials.registries.progress import progress
from regentrials.registries.record import Outcome, Record, RegistryError
from regentrials.registries.scoring import Score, Scorer, codes, developers
from regentrials.registries.snapshots import Snapshots, default_root

# Addresses have a length that servers accept; this many names fit.
NAMES_A_QUERY = 30
# Registries whose records can be read by number alone.
SINGLY: dict[str, Callable[[Client, Iterable[Row], Sequence[str]], Iterator[Outcome]]] = {
    ctgov.REGISTRY: partial(ctgov.records, more=ctgov.TEXTS),
    ctis.REGISTRY: ctis.records,
    isrctn.REGISTRY: isrctn.records,
}
CELLS = "cell OR cells OR stem OR transplantation"


@dataclass(frozen=True)
class Candidate:
    """A record that is in neither table, and what the rules think of it."""

    record: Record
    score: Score


@dataclass
class Discovery:
    """What a search found.

    Attributes:
        candidates: the most likely first.
        linked: trial_id -> further numbers of the same study, which its row lacks.
        problems: what could not be read, in words.
        found: how many records the searches found in all.
    """

    candidates: list[Candidate] = field(default_factory=list)
    linked: dict[str, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    found: int = 0


def discover(package: DataPackage, export: Path | None = None, today: date | None = None) -> Discovery:
    """Run the saved strategy.

    Args:
        package: the data package.
        export: an XML file that the user exported from WHO's ICTRP portal.
        today: the day of reading; the real one unless given.

    Returns:
        The records that are in neither table, the most likely first, and what could not be read.

    Raises:
        RegenTrialsError: a table, a setting or the export can't be used.
    """
    search = Search(package, Client(Snapshots(default_root(), (today or date.today()).isoformat())))
    listings = ictrp.read(export, search.patterns) if export else []
    search.run(listings)
    if not search.client.unreached:
        search.client.snapshots.close()
    return search.result


class Search:
    """One run of the strategy over the registries."""

    def __init__(self, package: DataPackage, client: Client) -> None:
        self.package = package
        self.client = client
        self.scorer = Scorer(package)
        self.patterns: list[str] = list(package.resource("trials").fields["registry"]["idPatterns"].values())
        self.known = dict(known_numbers(package))
        self.records: dict[str, Record] = {}
        self.result = Discovery()

    def run(self, listings: Sequence[ictrp.Listing]) -> None:
        """Ask every registry, and fill `result`."""
        steps: list[Callable[[], Iterator[Record]]] = [
            self._ctgov,
            self._ctis,
            self._isrctn,
            partial(self._named, listings),
        ]
        for step in progress(steps, len(steps), "searches"):
            try:
                for record in step():
                    self.records.setdefault(record.trial_id, record)
            except RegistryError as error:
                self.result.problems.append(str(error))
        self.result.found = len(self.records)
        fresh = [record for record in self.records.values() if self._is_new(record)]
        scored = [Candidate(record, self.scorer.score(_texts(record))) for record in fresh]
        self.result.candidates = sorted(scored, key=lambda item: (-item.score.points, item.record.trial_id))

    def _is_new(self, record: Record) -> bool:
        numbers = {record.trial_id, *record.secondary_ids}
        rows = {self.known[number] for number in numbers if number in self.known}
        for row in rows - {""}:
            if missing := {number for number in numbers if number not in self.known}:
                self.result.linked.setdefault(row, set()).update(missing)
        return not rows

    def _ctgov(self) -> Iterator[Record]:
        strategy = self.scorer.strategy
        queries = [{"query.term": text} for text in strategy["texts"][ctgov.REGISTRY]]
        queries += [{"query.intr": _any_of(names)} for names in _batches(codes(self.package))]
        sponsors = [*strategy["sponsors"], *developers(self.package)]
        queries += [{"query.spons": _any_of(names), "query.intr": CELLS} for names in _batches(sponsors)]
        if strategy["ids"]:
            queries.append({"filter.ids": ",".join(strategy["ids"])})
        for query in queries:
            params = {**query, "fields": ctgov.FIELDS + ctgov.TEXTS, "pageSize": "200"}
            for study in ctgov.crawl(self.client, params):
                yield ctgov.record(study, self.patterns)

    def _ctis(self) -> Iterator[Record]:
        # A row of the search does not say what the study is called.
        numbers = ctis.search(self.client, self.scorer.strategy["texts"][ctis.REGISTRY])
        yield from self._read(ctis.REGISTRY, [number for number in numbers if number not in self.known])

    def _isrctn(self) -> Iterator[Record]:
        for text in self.scorer.strategy["texts"][isrctn.REGISTRY]:
            yield from isrctn.search(self.client, text, self.patterns)

    def _named(self, listings: Sequence[ictrp.Listing]) -> Iterator[Record]:
        """The studies of an ICTRP export, read at the source where it can be read, else as a number to look at."""
        unread = [item for item in listings if item.trial_id not in self.records]
        read: dict[str, Record] = {}
        for registry in SINGLY:
            numbers = [item.trial_id for item in unread if known_registry(self.package, item.trial_id) == registry]
            found = self._read(registry, [number for number in numbers if number not in self.known])
            read.update((record.trial_id, record) for record in found)
        for listing in unread:
            yield read.get(listing.trial_id) or self._pointer(listing)

    def _read(self, registry: str, numbers: Sequence[str]) -> Iterator[Record]:
        """The records of numbers that are known by now; one that can't be read hides no other."""
        rows = [{"trial_id": number} for number in numbers]
        for trial_id, outcome in SINGLY[registry](self.client, rows, self.patterns):
            if isinstance(outcome, Record):
                yield outcome
            else:
                self.result.problems.append(f"{trial_id}: {outcome}")

    def _pointer(self, listing: ictrp.Listing) -> Record:
        return Record(
            trial_id=listing.trial_id,
            registry=known_registry(self.package, listing.trial_id),
            url=listing.url,
            # ICTRP's facts are not ours to pass on: the curator takes them from the source.
            values={},
            secondary_ids=listing.secondary_ids,
            texts={"title": listing.title, "interventions": listing.interventions},
            sponsor=listing.sponsor,
        )


def known_numbers(package: DataPackage) -> Iterator[tuple[str, str]]:
    """Every number that need not be looked at again, with the trial that bears it, "" for an excluded one."""
    for _, row in package.resource("excluded_trials").rows():
        yield row["registry_id"], ""
    for _, row in package.resource("trials").rows():
        for number in (row["trial_id"], *fields.split(row["secondary_ids"])):
            yield number, row["trial_id"]


def _texts(record: Record) -> dict[str, str]:
    return {**record.texts, "sponsor": record.sponsor}


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(set(names))
    for start in range(0, len(listed), NAMES_A_QUERY):
        yield listed[start : start + NAMES_A_QUERY]


def _any_of(names: Iterable[str]) -> str:
    quoted = (name.replace('"', " ") for name in names)
    return " OR ".join(f'"{name}"' for name in quoted)


def as_text(found: Discovery) -> str:
    """The result as lines for people."""
    lines = [f"{found.found} records found, {len(found.candidates)} in neither table"]
    for trial_id, numbers in sorted(found.linked.items()):
        lines.append(f"{trial_id} is also registered as {', '.join(sorted(numbers))}; add to its secondary_ids")
    return "\n".join([*lines, *(f"not read: {problem}" for problem in found.problems)])
