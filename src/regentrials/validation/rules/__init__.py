"""The rules that neither frictionless nor pandera can state, each a function of the whole package."""

from __future__ import annotations

from regentrials.package import DataPackage
from regentrials.validation.report import Finding
from regentrials.validation.rules import conditions, dates, files, links, scope, sources, successions
from regentrials.validation.rules.context import Context

RULES = (*files.RULES, *links.RULES, *conditions.RULES, *sources.RULES, *dates.RULES, *scope.RULES, *successions.RULES)


def check(package: DataPackage) -> list[Finding]:
    """Run every rule over a package whose tables can be read as CSV."""
    context = Context(package)
    return [finding for rule in RULES for finding in rule(context)]
