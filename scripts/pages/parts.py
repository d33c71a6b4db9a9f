"""The parts that hand-written pages ask for with `<!-- generated: NAME -->`."""

from __future__ import annotations

from collections.abc import Callable

from pages.answers import allogeneic, by_country, firsts, stopped, time_to_authorization
from pages.claims import claims
from pages.diagram import diagram
from pages.home import authorized, decisions_by_year, newest, numbers, pipeline
from pages.ladder import ladder, matrix, not_rungs
from pages.left_out import left_out
from pages.market import authorizations
from pages.quality import (
    coverage,
    disagreement,
    evidence,
    exclusions,
    fill,
    fill_by_registry,
    freshness,
    rules,
    selection,
)
from pages.reference import citations, command_help, dictionary
from regentrials.lookup import Tables

PARTS: dict[str, Callable[[Tables], str]] = {
    "numbers": numbers,
    "authorized": authorized,
    "pipeline": pipeline,
    "decisions-by-year": decisions_by_year,
    "newest": newest,
    "ladder": ladder,
    "not-rungs": not_rungs,
    "matrix": matrix,
    "diagram": diagram,
    "selection": selection,
    "exclusions": exclusions,
    "rules": rules,
    "fill": fill,
    "fill-by-registry": fill_by_registry,
    "freshness": freshness,
    "evidence": evidence,
    "disagreement": disagreement,
    "citations": citations,
    "command": command_help,
    "authorizations": authorizations,
    "claims": claims,
    "left-out": left_out,
    "coverage": coverage,
    "dictionary": dictionary,
    "time-to-authorization": time_to_authorization,
    "allogeneic": allogeneic,
    "by-country": by_country,
    "firsts": firsts,
    "stopped": stopped,
}
