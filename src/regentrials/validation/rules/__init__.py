"""The rules that neither frictionless nor pandera can state, each a function of the whole package."""

from __future__ import annotations

from regentrials.package import DataPackage
from regentrials.validation.report import Finding
from regentrials.validation.rules import conditions, dates, files, links, scope, sources, successions, twins
from regentrials.validation.rules.context import Context

MODULES = (files, links, conditions, sources, dates, scope, successions, twins)
RULES = tuple(rule for module in MODULES for rule in module.RULES)


def check(package: DataPackage) -> list[Finding]:
    """Run every rule over a package whose tables can be read as CSV."""
    context = Context(package)
    return [finding for rule in RULES for finding in rule(context)]
