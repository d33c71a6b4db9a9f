"""RegenTrials: an open dataset of regenerative cell therapies.

    import regentrials as rt

    trials = rt.load_trials()
    rt.evidence("NCT06976229")

Everything works offline and returns fresh pandas objects.
"""

from regentrials.citation import cite, cite_sources
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.export import export
from regentrials.grounds import evidence
from regentrials.market import authorized
from regentrials.named import named
from regentrials.package import DataPackage
from regentrials.package import installed as _installed
from regentrials.package import opened as open_package
from regentrials.tables import (
    describe,
    load,
    load_approvals,
    load_claims,
    load_conditions,
    load_discrepancies,
    load_excluded_trials,
    load_organizations,
    load_products,
    load_sources,
    load_trials,
    path,
    tables,
)
from regentrials.timeline import history
from regentrials.views import overview

__version__ = _installed().version

__all__ = [
    "DataPackage",
    "RegenTrialsError",
    "UnknownNameError",
    "__version__",
    "authorized",
    "cite",
    "cite_sources",
    "describe",
    "evidence",
    "export",
    "history",
    "load",
    "load_approvals",
    "load_claims",
    "load_conditions",
    "load_discrepancies",
    "load_excluded_trials",
    "load_organizations",
    "load_products",
    "load_sources",
    "load_trials",
    "named",
    "open_package",
    "overview",
    "path",
    "tables",
]


def __dir__() -> list[str]:
    """What a shell offers after `rt.`: what is meant to be called, not the modules behind it."""
    return __all__
