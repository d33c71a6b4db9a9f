"""The words and places by which the Explore page finds a row, beside those that it shows."""

from __future__ import annotations

from collections.abc import Iterable

from pages.names import other_names
from regentrials.countries import EU_MEMBERS, written
from regentrials.countries import name as country_name
from regentrials.lookup import Tables
from regentrials.views import AUTHORIZATIONS, EXTENSIONS


def names_of_places(codes: Iterable[str]) -> list[str]:
    """Codes and other names of places, as people type them: US, USA."""
    return [word for code in codes for word in (code, *written(code))]


def names_of_organizations(tables: Tables, keys: Iterable[str]) -> list[str]:
    """Other names of organizations; of a regulator its abbreviation too."""
    return [name for key in dict.fromkeys(keys) if key for name in other_names(tables, "organizations", key)]


def regulators(tables: Tables, jurisdiction: str) -> list[str]:
    """Those that decided anything in a jurisdiction: what the European Commission decides, people ask of the EMA."""
    rows = tables["approvals"].values()
    return sorted({row["agency"] for row in rows if row["jurisdiction"] == jurisdiction})


def held_in(decision_type: str, jurisdiction: str) -> list[str]:
    """The places where a decision holds: a marketing authorization of the European Union does in each member state."""
    members = EU_MEMBERS if jurisdiction == "EU" and decision_type in (*AUTHORIZATIONS, *EXTENSIONS) else ()
    return [country_name(code) for code in (jurisdiction, *members)]
