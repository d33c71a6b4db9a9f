"""A new trial as a canonical, sourced row, for a curator to fill."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from regentrials import fields
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.numbers import record_url, registry_of
from regentrials.package import DataPackage, Resource, Row, opened
from regentrials.rewrite import draft


@dataclass(frozen=True)
class NewTrial:
    """What a curator must know before a row can stand: the study, what it gives to whom, and the document."""

    trial_id: str
    title: str
    product_id: str
    condition_id: str
    sponsor_id: str
    source_url: str
    source_title: str = ""
    publisher: str = ""
    source_type: str = ""
    language: str = "en"
    study_type: str = "interventional"
    read_on: str = ""


def new_trial(place: str | Path, trial: NewTrial) -> list[Path]:
    """Add a trial's row, its source's unless the address is known, and the new counts to a data package's folder.

    Args:
        place: a data package's folder.
        trial: what is known; the cells of all other columns stay blank.

    Returns:
        The files that changed.

    Raises:
        RegenTrialsError: the trial is there already, an id is unknown, a cell does not fit its column, the new rows
            break a rule, or a file can't be written; nothing is written.
    """
    if not Path(place).is_dir():
        raise RegenTrialsError(f"{place} is not a folder; name the folder of a data package")
    package = opened(place)
    _refuse_known(package, trial.trial_id)
    source = _source_row(package, trial)
    row = _trial_row(package, trial, source["source_id"])
    added = {"trials": row}
    if source["source_id"] not in package.resource("sources").by_key():
        added["sources"] = source
    for table, new in added.items():
        _refuse_wrong(package.resource(table), new)
    tables = {table: [*package.resource(table).by_key().values(), new] for table, new in added.items()}
    # Nothing can have been read tomorrow: a later day of reading breaks a rule.
    day = min(source["accessed_date"], date.today().isoformat())
    with draft(Path(place), tables, day) as changed:
        return changed.install()


def _refuse_known(package: DataPackage, trial_id: str) -> None:
    trials = package.resource("trials").by_key()
    if trial_id in trials:
        raise RegenTrialsError(f"{trial_id} is a row of trials already; correct that row")
    for key, row in trials.items():
        if trial_id in fields.split(row["secondary_ids"]):
            raise RegenTrialsError(f"{trial_id} is a secondary id of {key}: a study is one row; correct that row")
    excluded = package.resource("excluded_trials").by_key().get(trial_id)
    if excluded:
        raise RegenTrialsError(f"{trial_id} was left out ({excluded['reason']}); remove it from excluded_trials first")


def _trial_row(package: DataPackage, trial: NewTrial, source_id: str) -> Row:
    resource = package.resource("trials")
    known = {
        "trial_id": trial.trial_id,
        "registry": registry_of(package, trial.trial_id),
        "title": trial.title,
        "product_id": _known(package, "products", trial.product_id),
        "condition_id": _known(package, "conditions", trial.condition_id),
        "sponsor_id": _known(package, "organizations", trial.sponsor_id),
        "study_type": trial.study_type,
        "source_ids": source_id,
    }
    return dict.fromkeys(resource.fields, "") | known


def _known(package: DataPackage, table: str, key: str) -> str:
    rows = package.resource(table).by_key()
    if key not in rows:
        similar = sorted(k for k, row in rows.items() if key.casefold() in f"{k} {row.get('name', '')}".casefold())
        raise UnknownNameError(f"row of {table}", key, similar[:8] or [f"see {package.resource(table).path}"])
    return key


def _source_row(package: DataPackage, trial: NewTrial) -> Row:
    resource = package.resource("sources")
    for row in resource.by_key().values():
        if row["url"] == trial.source_url:
            return row
    site, kind, record = _site(trial.source_url), _source_type(package, trial), record_url(package, trial.trial_id)
    return dict.fromkeys(resource.fields, "") | {
        "source_id": source_id(trial.source_url, trial.trial_id),
        "source_type": kind,
        "title": trial.source_title or f"Study record {trial.trial_id}",
        "publisher": trial.publisher or site,
        "url": trial.source_url,
        "canonical_url": record if kind == "registry_copy" else "",
        "accessed_date": trial.read_on or package.date,
        "language": trial.language,
    }


def _source_type(package: DataPackage, trial: NewTrial) -> str:
    """What is said, else `registry_record` for a page of the number's own registry: no other page is that."""
    if trial.source_type:
        return trial.source_type
    record = record_url(package, trial.trial_id)
    if record and _site(record) == _site(trial.source_url):
        return "registry_record"
    words = ", ".join(fields.words(package.resource("sources").fields["source_type"]))
    raise RegenTrialsError(f"{trial.source_url} is no page of the registry; say what it is (--source-type: {words})")


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if not url.startswith(("http://", "https://")) or "." not in host:
        raise RegenTrialsError(f"{url!r} is not a document's address; give one that begins with https://")
    return host.removeprefix("www.")


def source_id(url: str, trial_id: str) -> str:
    """The id of a source: the site's name, and the trial's number where the address has it, else a short hash."""
    name = re.sub(r"[^a-z0-9]+", "-", _site(url).rsplit(".", 1)[0].lower()).strip("-")
    number = re.sub(r"[^a-z0-9]+", "-", trial_id.lower())
    return f"{name}-{number if trial_id in url else hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _refuse_wrong(resource: Resource, row: Row) -> None:
    for name, field in resource.fields.items():
        cell, constraints = row[name], field.get("constraints", {})
        wrong = bool(fields.wrong_cells(field, [cell])) or (fields.is_required(field) and not cell)
        if wrong or (cell and not re.fullmatch(constraints.get("pattern", ".*"), cell)):
            raise RegenTrialsError(f"{resource.place} {name}: {cell!r} does not fit ({field.get('description', '')})")
    if row[resource.key] in resource.by_key():
        raise RegenTrialsError(
            f"{resource.place} {resource.key}: {row[resource.key]!r} is a row already; add it by hand"
        )
