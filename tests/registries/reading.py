"""One row's record, as a registry's reader gives it."""

from __future__ import annotations

from typing import Any

from regentrials.registries.http import Client
from regentrials.registries.record import Record, RegistryError


def outcome_of(module: Any, client: Client, patterns: list[str], **row: str) -> Record | RegistryError:
    """The record, or the reason why there is none."""
    ((_, outcome),) = module.records(client, [{"countries": "", **row}], patterns)
    assert isinstance(outcome, Record | RegistryError)
    return outcome


def record_of(module: Any, client: Client, patterns: list[str], **row: str) -> Record:
    """The record."""
    outcome = outcome_of(module, client, patterns, **row)
    assert isinstance(outcome, Record), outcome
    return outcome
