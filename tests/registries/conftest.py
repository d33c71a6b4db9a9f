"""A registry on loopback in place of all registries, and a package of a few trials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regentrials.package import DataPackage
from regentrials.registries.http import Client
from regentrials.registries.snapshots import Snapshots
from tests.conftest import Copy
from tests.registries.searched import answer_searches
from tests.registries.server import Server, serving
from tests.registries.worlds import ClinicalTrials, studies


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    with serving() as running:
        for registry in ("CTGOV", "CTIS", "ISRCTN", "EUCTR"):
            monkeypatch.setenv(f"REGENTRIALS_{registry}_URL", running.url)
        monkeypatch.setenv("REGENTRIALS_RATE", "0")
        monkeypatch.setenv("REGENTRIALS_TIMEOUT", "5")
        monkeypatch.setenv("REGENTRIALS_CONTACT", "https://example.org/contact")
        monkeypatch.setenv("REGENTRIALS_SNAPSHOTS", str(tmp_path / "snapshots"))
        for setting in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(setting, raising=False)
        yield running


@pytest.fixture
def world(server: Server, copy: Copy) -> ClinicalTrials:
    """ClinicalTrials.gov as the table has it; constructed, see `worlds`."""
    registry = ClinicalTrials(studies(copy.package))
    server.answers.append(registry)
    return registry


@pytest.fixture
def registries(server: Server, copy: Copy) -> Server:
    """All registries at once, as a search finds them; constructed, see `searched`."""
    answer_searches(server, copy)
    return server


@pytest.fixture
def patterns(package: DataPackage) -> list[str]:
    """The forms of every registry's numbers."""
    return list(package.resource("trials").fields["registry"]["idPatterns"].values())


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Client:
    """A client whose answers come from the server on loopback."""
    return Client(Snapshots(tmp_path / "kept", "2026-11-22"))
