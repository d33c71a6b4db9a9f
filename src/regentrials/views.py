"""The joins that people want: one row a product, the evidence for a record, one product's history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import pandas as pd

from regentrials import conditions, fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.package import DataPackage, Row, installed

# The ladder from the first filed study to a full authorization, lowest first.
STAGES = (
    "research_filing",
    "trial_authorization",
    "early_phase_1",
    "phase_1",
    "phase_1_2",
    "phase_2",
    "phase_2_3",
    "phase_3",
    "hospital_exemption",
    "conditional_marketing_authorization",
    "marketing_authorization",
)
AUTHORIZATIONS = STAGES[-2:]
NOT_BEGUN = ("not_yet_recruiting", "withdrawn")
# How alike a misspelt name is to the one that was meant, of 1.
CLOSE = 0.72
# What people look for first comes first.
ENTITIES = (
    "products",
    "trials",
    "organizations",
    "conditions",
    "approvals",
    "claims",
    "excluded_trials",
    "discrepancies",
    "sources",
)


@dataclass(frozen=True)
class Tables:
    """The raw rows of a data package by key: the form that joins and cards work on."""

    package: DataPackage

    @cached_property
    def rows(self) -> dict[str, dict[str, Row]]:
        return {name: resource.by_key() for name, resource in self.package.resources.items()}

    def __getitem__(self, table: str) -> dict[str, Row]:
        if table not in self.package.resources:
            raise UnknownNameError("table", table, self.package.resources)
        return self.rows[table]

    def row(self, table: str, key: str) -> Row:
        """The row that another row refers to.

        Raises:
            UnknownNameError: there is none, so the package is not valid.
        """
        rows = self[table]
        if key not in rows:
            raise UnknownNameError(f"row of {table}", key, (), "see `regentrials validate`")
        return rows[key]

    def name_of(self, table: str, key: str) -> str:
        """The readable name of a row, or its key."""
        row = self[table].get(key, {})
        return row.get("name") or row.get("title") or key

    def find(self, text: str) -> tuple[str, str]:
        """The table and key of the record that `text` names: a key, a secondary id, a name or an alias.

        Raises:
            UnknownNameError: nothing, or more than one record, goes by that name.
            RegenTrialsError: it is blank, or no text.
        """
        if not isinstance(text, str) or not text.strip():
            raise RegenTrialsError(f"{text!r} names no record; give an id, a name or an alias, e.g. NCT06976229")
        wanted = text.strip().casefold()
        for table in ENTITIES:
            for key in self[table]:
                if key.casefold() == wanted:
                    return table, key
        named = [(table, key) for table, key, name in self._names() if name.casefold() == wanted]
        if len(set(named)) == 1:
            return named[0]
        if named:
            raise UnknownNameError("single record", text, [key for _, key in named])
        remedy = "records go by id, name or alias; see `regentrials tables`"
        raise UnknownNameError("record", text, self._similar(wanted), remedy)

    def _names(self) -> Iterator[tuple[str, str, str]]:
        for table in ENTITIES:
            for key, row in self[table].items():
                names = [row.get("name", ""), row.get("inn", "")]
                for column in ("aliases", "brand_names", "secondary_ids"):
                    names.extend(fields.split(row.get(column, "")))
                yield from ((table, key, name) for name in names if name)

    def _similar(self, wanted: str) -> list[str]:
        similar = {(table, key) for table, key, name in self._names() if wanted in name.casefold()}
        similar |= {(table, key) for table in ENTITIES for key in self[table] if wanted in key.casefold()}
        # Documents are seldom what is meant by a word that they hold: "Parkinsons" is a disease, misspelt.
        if all(table == "sources" for table, _ in similar):
            similar |= self._misspelt(wanted)
        nearest = sorted(similar, key=lambda found: (ENTITIES.index(found[0]), found[1]))
        return [key for _, key in nearest[:8]]

    def _misspelt(self, wanted: str) -> set[tuple[str, str]]:
        named: dict[str, set[tuple[str, str]]] = {}
        for table, key, name in self._names():
            named.setdefault(name.casefold(), set()).add((table, key))
        return {found for name in get_close_matches(wanted, named, cutoff=CLOSE) for found in named[name]}

    def products_of(self, trial: Row) -> tuple[str, ...]:
        return (trial["product_id"], *fields.split(trial["other_product_ids"]))

    def conditions_of(self, trial: Row) -> tuple[str, ...]:
        return (trial["condition_id"], *fields.split(trial["other_condition_ids"]))

    def narrower(self, condition_id: str) -> tuple[str, ...]:
        """The conditions below one, at whatever depth."""
        return conditions.narrower(self["conditions"], condition_id)

    def broader(self, condition_id: str) -> tuple[str, ...]:
        """The conditions above one, the nearest first."""
        return conditions.broader(self["conditions"], condition_id)

    def trials_on(self, condition_id: str) -> list[Row]:
        """The trials of a condition and of narrower ones."""
        wanted = {condition_id, *self.narrower(condition_id)}
        return [row for row in self["trials"].values() if not wanted.isdisjoint(self.conditions_of(row))]

    def decisions_on(self, condition_id: str) -> list[Row]:
        """The decisions for a condition and for narrower ones."""
        wanted = {condition_id, *self.narrower(condition_id)}
        return [row for row in self["approvals"].values() if row["condition_id"] in wanted]

    def trials_of(self, product_id: str) -> list[Row]:
        """A product's trials, the earliest start first, those without one last."""
        found = [row for row in self["trials"].values() if product_id in self.products_of(row)]
        return sorted(found, key=lambda row: (row["start_date"] or "9", row["trial_id"]))

    def decisions_of(self, product_id: str) -> list[Row]:
        """A product's decisions, the earliest first, those without a date last."""
        found = [row for row in self["approvals"].values() if row["product_id"] == product_id]
        return sorted(found, key=lambda row: (row["decision_date"] or "9", row["approval_id"]))

    def source_ids(self, table: str, key: str) -> tuple[str, ...]:
        """The documents that a row names in any of its columns; of a source, itself."""
        if table == "sources":
            return (key,)
        described = self.package.resource(table).fields.items()
        columns = [name for name, field in described if field.get("refersTo") == "sources.source_id"]
        row = self[table][key]
        return tuple(dict.fromkeys(item for column in columns for item in fields.split(row[column])))

    def rank(self, source_id: str) -> int:
        """1 for regulators and registries, 2 for the sponsor and papers, 3 for the press, 4 for the rest."""
        ranks = self.package.resource("sources").fields["source_type"]["ranks"]
        return int(ranks[self.row("sources", source_id)["source_type"]])


def stage_of(trials: list[Row], decisions: list[Row]) -> str | None:
    """The highest rung of the ladder that a product has reached, whatever became of it since.

    A phase is reached by an interventional trial that has begun: a planned, withdrawn or observational one is no rung.
    """
    begun = (row for row in trials if row["study_type"] == "interventional" and row["status"] not in NOT_BEGUN)
    reached = {row["phase"] for row in begun}
    reached |= {row["decision_type"] for row in decisions}
    rungs = [stage for stage in STAGES if stage in reached]
    return rungs[-1] if rungs else None


def overview(package: DataPackage | None = None) -> pd.DataFrame:
    """One row a product: what it is, how far it came, and how much is recorded of it.

    Args:
        package: a data package; the installed one unless given.

    Returns:
        A DataFrame with the columns product_id, name, cell_origin, donor_relation, product_class, developer,
        areas (tuple), furthest_stage (ordered category: of trials that have begun and of decisions, whatever became
        of them since; missing where no phase is known), trials, decisions (counts), authorized_in (tuple of
        jurisdictions with an authorization in force; the EU is one).

    Raises:
        UnknownNameError: a row refers to none, so the package is not valid.
    """
    tables = Tables(package or installed())
    frame = pd.DataFrame([_overview_row(tables, row) for row in tables["products"].values()])
    schema = tables.package.resource("products").fields
    for column in ("cell_origin", "donor_relation", "product_class"):
        frame[column] = frame[column].astype(fields.dtype(schema[column]))
    frame["furthest_stage"] = frame["furthest_stage"].astype(pd.CategoricalDtype(list(STAGES), ordered=True))
    for column in ("product_id", "name", "developer"):
        frame[column] = frame[column].astype("string")
    return frame


def _overview_row(tables: Tables, product: Row) -> dict[str, object]:
    trials = tables.trials_of(product["product_id"])
    decisions = tables.decisions_of(product["product_id"])
    developer = product["developer_id"]
    return {
        "product_id": product["product_id"],
        "name": product["name"],
        "cell_origin": product["cell_origin"],
        "donor_relation": product["donor_relation"],
        "product_class": product["product_class"],
        "developer": tables.name_of("organizations", developer) if developer else None,
        "areas": areas(tables, trials, decisions),
        "furthest_stage": stage_of(trials, decisions),
        "trials": len(trials),
        "decisions": len(decisions),
        "authorized_in": authorized_in(decisions),
    }


def areas(tables: Tables, trials: list[Row], decisions: list[Row]) -> tuple[str, ...]:
    """The disease areas that trials and decisions are about, sorted."""
    found = {condition for row in trials for condition in tables.conditions_of(row)}
    found |= {row["condition_id"] for row in decisions if row["condition_id"]}
    return tuple(sorted({tables.row("conditions", condition)["area"] for condition in found}))


def authorized_in(decisions: list[Row]) -> tuple[str, ...]:
    """The jurisdictions in which a marketing authorization is in force."""
    standing = [row for row in decisions if row["decision_type"] in AUTHORIZATIONS and row["status"] == "in_force"]
    return tuple(sorted({row["jurisdiction"] for row in standing}))


def evidence(text: str, package: DataPackage | None = None) -> pd.DataFrame:
    """Every source, discrepancy and claim behind a record.

    Args:
        text: a record's id, name or alias.
        package: a data package; the installed one unless given.

    Returns:
        A DataFrame with the columns kind (source, discrepancy, claim), id, rank (of a source: 1 is best), text,
        url, record_id (of a product or a condition, discrepancies and claims about its trials and decisions count
        too; narrower conditions come with a condition).

    Raises:
        UnknownNameError: no record, or more than one, goes by that name.
        RegenTrialsError: the name is blank, or no text.
    """
    tables = Tables(package or installed())
    table, key = tables.find(text)
    about = list(_about(tables, table, key))
    rows = [*_sources(tables, table, key), *_discrepancies(tables, about), *_claims(tables, about)]
    frame = pd.DataFrame(rows, columns=["kind", "id", "rank", "text", "url", "record_id"])
    return frame.astype({"rank": "Int64"})


def _about(tables: Tables, table: str, key: str) -> Iterator[tuple[str, str]]:
    """The table and key of a record, and of the trials and decisions of a product or a condition."""
    yield table, key
    if table == "products":
        yield from _keys(tables.trials_of(key), tables.decisions_of(key))
    if table == "conditions":
        yield from _keys(tables.trials_on(key), tables.decisions_on(key))


def _keys(trials: list[Row], decisions: list[Row]) -> Iterator[tuple[str, str]]:
    yield from (("trials", row["trial_id"]) for row in trials)
    yield from (("approvals", row["approval_id"]) for row in decisions)


def _sources(tables: Tables, table: str, key: str) -> Iterator[dict[str, object]]:
    for source_id in tables.source_ids(table, key):
        source = tables.row("sources", source_id)
        text = f"{source['title']}. {source['publisher']}"
        yield {
            "kind": "source",
            "id": source_id,
            "rank": tables.rank(source_id),
            "text": text,
            "url": source["url"],
            "record_id": key,
        }


def _discrepancies(tables: Tables, about: Sequence[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for row in tables["discrepancies"].values():
        if (row["table"], row["record_id"]) in about:
            text = f"{row['field']}: {row['recorded_value']}, not {row['other_value']}. {row['rationale']}"
            url = tables.row("sources", row["other_source_id"])["url"]
            yield _finding("discrepancy", row["discrepancy_id"], text, url, row["record_id"])


def _claims(tables: Tables, about: Sequence[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for row in tables["claims"].values():
        records = fields.split(row["records"])
        key = next((key for _, key in about if key in records), None)
        if key:
            text = f"{row['statement']} [{fields.readable(row['verdict'])}] {row['finding']}"
            url = tables.row("sources", row["stated_in"])["url"]
            yield _finding("claim", row["claim_id"], text, url, key)


def _finding(kind: str, key: str, text: str, url: str, record_id: str) -> dict[str, object]:
    return {"kind": kind, "id": key, "rank": None, "text": text, "url": url, "record_id": record_id}
