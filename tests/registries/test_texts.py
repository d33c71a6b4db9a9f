"""The EU register's text downloads and the WHO portal's exports, both constructed."""

from __future__ import annotations

from pathlib import Path

import pytest

from regentrials.registries import ctis, euctr, ictrp
from regentrials.registries.http import Client
from regentrials.registries.record import RegistryError, VanishedError
from tests.registries.constructed import EUCTR, ICTRP
from tests.registries.reading import outcome_of, record_of
from tests.registries.server import Asked, Reply, Server


def _euctr(server: Server, **states: str) -> None:
    def answer(asked: Asked) -> Reply | None:
        country = asked.path.rsplit("/", 1)[1]
        if country not in states:
            return None
        text = EUCTR.format(status=states[country], title=f"An invented trial in {country}", whole="9")
        return Reply(text, kind="text/plain;charset=UTF-8")

    server.answers.append(answer)


def test_a_euctr_record_of_several_countries(client: Client, server: Server, patterns: list[str]) -> None:
    _euctr(server, SE="Completed", DE="Completed")
    record = record_of(euctr, client, patterns, trial_id="2020-001234-12", countries="SE;DE;FR")
    assert record.values == {
        "title": "An invented trial in SE",
        "status": "completed",
        "phase": "phase_1_2",
        "enrollment": "9",
        "enrollment_type": "estimated",
        "allocation": "randomized",
        "masking": "double",
    }
    assert (record.sponsor, record.secondary_ids) == ("Invented Sponsor AB", ("NCT01234567",))
    assert server.paths() == [f"/rest/download/trial/2020-001234-12/{country}" for country in ("SE", "DE", "FR")]


def test_a_trial_that_goes_on_in_one_country_has_not_ended(client: Client, server: Server, patterns: list[str]) -> None:
    _euctr(server, SE="Completed", DE="Ongoing")
    assert "status" not in record_of(euctr, client, patterns, trial_id="2020-001234-12", countries="SE;DE").values


def test_a_country_outside_europe_has_the_shared_record(client: Client, server: Server, patterns: list[str]) -> None:
    _euctr(server, **{"3rd": "Prematurely Ended"})
    record = record_of(euctr, client, patterns, trial_id="2020-001234-12", countries="US")
    assert record.values["status"] == "terminated"


def test_a_euctr_row_needs_a_country_and_the_register_the_trial(
    client: Client, server: Server, patterns: list[str]
) -> None:
    assert "fill countries" in str(outcome_of(euctr, client, patterns, trial_id="2020-001234-12"))
    gone = outcome_of(euctr, client, patterns, trial_id="2020-001234-12", countries="SE")
    assert isinstance(gone, VanishedError)


def test_the_first_of_two_versions_and_languages_counts() -> None:
    text = EUCTR.format(status="A new word", title="", whole="") + EUCTR.format(status="Ongoing", title="", whole="")
    record = euctr.record(euctr.parse(text))
    assert record.values["status"] == "A new word"
    assert record.values["title"] == "A phase 1/2 trial of an invented product"
    assert "enrollment" not in record.values, "one country's part is not the whole"


def test_a_registry_that_is_down_is_not_asked_on_and_on(client: Client, server: Server, patterns: list[str]) -> None:
    server.answers.append(lambda _: Reply("", 503))
    rows = [{"trial_id": f"2023-51234{n}-12-00"} for n in range(6)]
    outcomes = list(ctis.records(client, rows, patterns))
    assert [trial_id for trial_id, _ in outcomes] == [row["trial_id"] for row in rows]
    assert len(set(server.paths())) == 2
    assert "not asked" in str(outcomes[-1][1])


def test_an_ictrp_export(tmp_path: Path, patterns: list[str]) -> None:
    file = tmp_path / "export.xml"
    file.write_text(ICTRP, encoding="utf-8")
    listings = ictrp.read(file, patterns)
    assert [listing.trial_id for listing in listings] == ["jRCT2031230001", "2021-000037-14", "2023-507385-11-00"]
    assert listings[0].secondary_ids == ("NCT01234567", "2019-001698-10")
    assert listings[0].interventions == "Invented cells once"
    assert listings[1].title == "One study"


@pytest.mark.parametrize(
    "text", [ICTRP[:300], "<Trials/>", "TrialID,Public title", '<!DOCTYPE a [<!ENTITY b "c">]><a/>']
)
def test_what_is_not_an_ictrp_export_is_refused(tmp_path: Path, patterns: list[str], text: str) -> None:
    file = tmp_path / "export.xml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match="export"):
        ictrp.read(file, patterns)
    with pytest.raises(RegistryError, match="can't be read"):
        ictrp.read(tmp_path / "missing.xml", patterns)
