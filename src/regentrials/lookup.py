"""The raw rows of a data package by key, and the record that a name means."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from regentrials import conditions, fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.package import DataPackage, Row
from regentrials.similar import meant
from regentrials.spelling import folded

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
        return self.rows[self.package.resource(table).name]

    def row(self, table: str, key: str) -> Row:
        """The row that another row refers to.

        Raises:
            UnknownNameError: there is none, so the package is not valid.
        """
        rows = self[table]
        if key not in rows:
            raise UnknownNameError(f"row of {table}", key, remedy="see `regentrials validate`")
        return rows[key]

    def name_of(self, table: str, key: str) -> str:
        """The readable name of a row, or its key."""
        row = self[table].get(key, {})
        return row.get("name") or row.get("title") or key

    def find(self, text: str, among: Collection[str] = ENTITIES) -> tuple[str, str]:
        """The table and key of the record that `text` names: a key, a secondary id, a name or an alias.

        Args:
            text: what was asked for, in small letters or capitals, typographic or plain.
            among: the tables that are looked in.

        Raises:
            UnknownNameError: nothing, or more than one record, goes by that name.
            RegenTrialsError: it is blank, or no text.
        """
        if not isinstance(text, str) or not text.strip():
            raise RegenTrialsError(f"{text!r} names no record; give an id, a name or an alias, e.g. NCT06976229")
        wanted = folded(text)
        tables = [table for table in ENTITIES if table in among]
        keys = [(table, key) for table in tables for key in self[table] if folded(key) == wanted]
        named = [(table, key) for table, key, name in self._names() if table in tables and folded(name) == wanted]
        # An id that is written as such is that record's, whoever else goes by it.
        if keys and (text.strip() == keys[0][1] or not set(named) - set(keys)):
            return keys[0]
        if found := list(dict.fromkeys([*keys, *named])):
            if len(found) == 1:
                return found[0]
            raise UnknownNameError("single record", text, [key for _, key in found])
        if used := self._vocabulary(wanted):
            table, column, word = used
            rows = f"rt.load({table!r}).query('{column} == \"{word}\"')"
            remedy = f"it is a word of {column}: see `regentrials describe {table}`, or {rows}"
            raise UnknownNameError("record", text, remedy=remedy)
        remedy = "records go by id, name or alias; see `regentrials tables`"
        raise UnknownNameError("record", text, remedy=remedy, meant=self._meant(wanted))

    def _vocabulary(self, wanted: str) -> tuple[str, str, str] | None:
        """The table, column and word of the vocabulary that a text is written like: CAR-T is a class of products."""
        for table, resource in self.package.resources.items():
            for column, field in resource.fields.items():
                for word in fields.words(field):
                    if wanted in (word, folded(fields.readable(word))):
                        return table, column, word
        return None

    def _names(self) -> Iterator[tuple[str, str, str]]:
        for table in ENTITIES:
            for key, row in self[table].items():
                names = [row.get("name", ""), row.get("inn", "")]
                for column in ("aliases", "brand_names", "secondary_ids"):
                    names.extend(fields.split(row.get(column, "")))
                yield from ((table, key, name) for name in names if name)

    def _meant(self, wanted: str) -> list[str]:
        """The ids of records that may be meant; documents are seldom what is meant by a word that they hold."""
        keys = ((table, key, key) for table in ENTITIES for key in self[table])
        names = [(table, name, key) for table, key, name in (*self._names(), *keys)]
        for documents in (False, True):
            found = meant(((name, key) for table, name, key in names if (table == "sources") is documents), wanted)
            if found:
                # A product's decisions are named after it: it stands for them.
                return [key for key in found if not any(key.startswith(f"{other}-") for other in found)]
        return []

    def products_of(self, trial: Row) -> tuple[str, ...]:
        return (trial["product_id"], *fields.split(trial["other_product_ids"]))

    def conditions_of(self, row: Row) -> tuple[str, ...]:
        """The conditions that a trial or a decision is about, the first of them first."""
        # Not every version's decisions name more than one.
        named = (row["condition_id"], *fields.split(row.get("other_condition_ids", "")))
        return tuple(key for key in named if key)

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
        return [row for row in self["approvals"].values() if not wanted.isdisjoint(self.conditions_of(row))]

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
