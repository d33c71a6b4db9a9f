"""A new row, or a corrected one, with its document: everything is written, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from regentrials import fields
from regentrials.curation.disagreement import OWN_WORDS, recorded
from regentrials.curation.document import Document, source_id, source_row, untaken
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.faults import faults
from regentrials.numbers import number_in, registry_of
from regentrials.package import DataPackage, Resource, Row, opened_folder
from regentrials.rewrite import draft
from regentrials.similar import known_row
from regentrials.validation.rules.sources import UNUSED
from regentrials.validation.rules.successions import UNFOLLOWED
from regentrials.validation.rules.twins import DECISION

SOURCES = "source_ids"
# Where a table names its document in another column.
DOCUMENT_COLUMNS = {"discrepancies": "other_source_id"}
# Where the key is a registry's number.
STUDIES = ("trials", "excluded_trials")
# A product comes before its trial, an end before what follows it: until then `validate` asks for the other row.
PENDING = (UNUSED, UNFOLLOWED)


def new_row(place: str | Path, table: str, cells: Mapping[str, str], document: Document | None = None) -> list[Path]:
    """Add a row to a data package's folder, its document unless that is known, and the new counts.

    Args:
        place: a data package's folder.
        table: the table's name.
        cells: what is known, by column; the rest stays blank. The id of a decision, a discrepancy or a document, and
            the registry of a trial, follow from other cells where they are not given; a document is in English and
            was read today.
        document: the document that was read; `source_ids` may name others that are known.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: the row is there already, a column or an id is unknown, a cell does not fit its column, the
            row breaks a rule, or a file can't be written; nothing is written.
    """
    package = opened_folder(place)
    resource = package.resource(table)
    _refuse_columns(resource, cells)
    row = dict.fromkeys(resource.fields, "") | _derived(package, table, cells) | dict(cells)
    if table == "trials":
        refuse_known_study(package, row["trial_id"])
    if row[resource.key] in resource.by_key():
        raise RegenTrialsError(
            f"{row[resource.key]} is a row of {table} already; correct that row (regentrials set), or give another id"
        )
    return _write(package, table, row, document)


def change_row(
    place: str | Path,
    table: str,
    key: str,
    cells: Mapping[str, str],
    document: Document | None = None,
    rationale: str = "",
) -> list[Path]:
    """Change cells of a row in a data package's folder, and add the document that says so to its sources.

    Args:
        place: a data package's folder.
        table: the table's name.
        key: the row's id.
        cells: the new values by column; "" blanks a cell.
        document: the document that states them.
        rationale: why the new value is recorded, where documents disagree on it.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: a column or an id is unknown, a cell does not fit its column, the row breaks a rule that it
            did not break before, a disputed value is replaced without a reason, or a file can't be written; nothing
            is written.
    """
    package = opened_folder(place)
    resource = package.resource(table)
    _refuse_columns(resource, cells)
    old = known_row(resource, key)
    row = old | dict(cells)
    if row[resource.key] != key:
        raise RegenTrialsError(f"{resource.key} is what other rows refer to; change it everywhere: regentrials rename")
    stated = [name for name, cell in cells.items() if cell and cell != old[name] and name not in OWN_WORDS]
    if stated and SOURCES in resource.fields and not document:
        raise RegenTrialsError(f"no document, no value: name the one that states {', '.join(stated)} (--source URL)")
    return _write(package, table, row, document, rationale)


def _today() -> str:
    return date.today().isoformat()


def _derived(package: DataPackage, table: str, cells: Mapping[str, str]) -> Row:
    """The cells that follow from others: ids, a trial's registry; and how a document is read where nobody says."""

    def joined(*names: str) -> str:
        return "-".join(cells.get(name, "").lower().replace("_", "-") for name in names)

    if table == "trials" and cells.get("trial_id"):
        return {"registry": registry_of(package, cells["trial_id"])}
    if table == "sources" and cells.get("url"):
        key = source_id(cells["url"], number_in(package, cells["url"]))
        taken = package.resource("sources").by_key()
        return {"source_id": untaken(taken, key, cells["url"]), "accessed_date": _today(), "language": "en"}
    if table == "discrepancies":
        return {"discrepancy_id": joined("record_id", "field")}
    if table == "approvals":
        return {"approval_id": _decision_id(package, joined("product_id", "jurisdiction", "decision_type"), cells)}
    if table == "claims":
        last = max((int(key.rpartition("-")[2]) for key in package.resource("claims").by_key()), default=0)
        return {"claim_id": f"claim-{last + 1:03}"}
    return {}


def _decision_id(package: DataPackage, key: str, cells: Mapping[str, str]) -> str:
    decisions = package.resource("approvals").by_key()
    if "approval_id" in cells:
        return key
    if twin := next((other for other, row in decisions.items() if _is_that(row, cells)), ""):
        raise RegenTrialsError(
            f"{twin} is that decision already: correct that row (regentrials set); for a second one on the same"
            " condition, give an approval_id that tells the two apart"
        )
    # Most products have one decision of a kind in a jurisdiction; the second is told apart by its condition.
    if key not in decisions:
        return key
    if not cells.get("condition_id"):
        raise RegenTrialsError(
            f"{key} is a decision already; give condition_id, or an approval_id that tells them apart"
        )
    return f"{key}-{cells['condition_id']}"


def _is_that(row: Row, cells: Mapping[str, str]) -> bool:
    return bool(cells.get("condition_id")) and all(row[name] == cells.get(name, "") for name in DECISION)


def refuse_known_study(package: DataPackage, trial_id: str, itself: str = "") -> None:
    """Refuse a number of a study that has a row, other than `itself`, or that was left out."""
    for key, row in package.resource("trials").by_key().items():
        if key != itself and trial_id in fields.split(row["secondary_ids"]):
            raise RegenTrialsError(f"{trial_id} is a secondary id of {key}: a study is one row; correct that row")
    excluded = package.resource("excluded_trials").by_key().get(trial_id)
    if excluded:
        raise RegenTrialsError(
            f"{trial_id} was left out ({excluded['reason']}); first: regentrials remove excluded_trials {trial_id}"
        )


def _refuse_columns(resource: Resource, columns: Iterable[str]) -> None:
    for name in columns:
        if name not in resource.fields:
            raise UnknownNameError(f"column of {resource.name}", name, resource.fields)


def _write(package: DataPackage, table: str, row: Row, document: Document | None, rationale: str = "") -> list[Path]:
    added, day = {table: row}, package.date
    if document:
        source = source_row(package, document, row[package.resource(table).key] if table in STUDIES else "")
        # Nothing can have been read tomorrow: a later day of reading breaks a rule.
        added["sources"], day = source, min(source["accessed_date"], _today())
        added[table] = sourced(package, table, row, source)
    together = {name: {new[package.resource(name).key]: new} for name, new in added.items()}
    refuse_faults(package, together)
    if disputes := recorded(package, table, added[table], added.get("sources"), rationale):
        together["discrepancies"] = disputes
        refuse_faults(package, together)
    tables = {name: (package.resource(name).by_key() | new).values() for name, new in together.items()}
    with draft(package, tables, day) as changed:
        return changed.install(PENDING)


def refuse_faults(package: DataPackage, added: Mapping[str, Mapping[str, Row]]) -> None:
    """Refuse rows, by table and key, of which a cell does not fit its column."""
    for name, rows in added.items():
        for row in rows.values():
            if wrong := list(faults(package, name, row, added)):
                raise RegenTrialsError("\n  ".join([f"nothing was written to {package.resource(name).place}:", *wrong]))


def sourced(package: DataPackage, table: str, row: Row, source: Row) -> Row:
    """The row with one document more, the best kind first."""
    if table in DOCUMENT_COLUMNS:
        return row | {DOCUMENT_COLUMNS[table]: source["source_id"]}
    if SOURCES not in row:
        raise RegenTrialsError(f"rows of {table} name no document: leave --source out")
    resource = package.resource("sources")
    rows = resource.by_key() | {source["source_id"]: source}
    ranks = resource.fields["source_type"]["ranks"]
    # A known document first, so that one rank keeps its order; an unknown id is refused later.
    ids = dict.fromkeys([*fields.split(row[SOURCES]), source["source_id"]])
    best_first = sorted(ids, key=lambda key: int(ranks.get(rows.get(key, source)["source_type"], 0)))
    return row | {SOURCES: fields.SEPARATOR.join(best_first)}
