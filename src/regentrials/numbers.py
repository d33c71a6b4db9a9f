"""Registry numbers: whose a number is, and where its record stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.package import DataPackage


def registry_of(package: DataPackage, number: str) -> str:
    """The registry that gives numbers of this form, in the words of `trials.registry`.

    Raises:
        RegenTrialsError: no registry that is known gives such numbers.
    """
    registry = known_registry(package, number)
    if alike := "" if registry else _matching(package, number, re.IGNORECASE):
        form = example(package, alike)
        raise RegenTrialsError(f"{number!r} is a number of {alike} but for its capitals; write it like {form}")
    if not registry:
        raise RegenTrialsError(f"{number!r} is not the number of a registry that is known; e.g. NCT06976229")
    return registry


def known_registry(package: DataPackage, number: str) -> str:
    """The registry that gives numbers of this form, "" where none that is known does."""
    return _matching(package, number)


def _matching(package: DataPackage, number: str, flags: int = 0) -> str:
    patterns: Mapping[str, str] = _registry_field(package).get("idPatterns", {})
    return next((registry for registry, pattern in patterns.items() if re.fullmatch(pattern, number, flags)), "")


def example(package: DataPackage, registry: str) -> str:
    """A number of a registry that stands in the tables; the pattern of its numbers where none does."""
    pattern: str = _registry_field(package)["idPatterns"].get(registry, "")
    trials, excluded = (package.resource(table).columns[1] for table in ("trials", "excluded_trials"))
    others = (number for cell in trials["secondary_ids"] for number in fields.split(cell))
    numbers = chain(trials["trial_id"], others, excluded["registry_id"])
    return next((number for number in numbers if re.fullmatch(pattern, number)), pattern)


def number_in(package: DataPackage, url: str) -> str:
    """The registry's number that an address holds; "" where it holds none."""
    patterns: Mapping[str, str] = _registry_field(package).get("idPatterns", {})
    found = (re.search(rf"(?<![0-9A-Za-z-])(?:{pattern})(?![0-9A-Za-z-])", url) for pattern in patterns.values())
    return next((match[0] for match in found if match), "")


def registry_name(package: DataPackage, registry: str) -> str:
    """What a registry is called: the words with which its definition begins."""
    meanings: Mapping[str, str] = _registry_field(package).get("definitions", {})
    return re.split(r"[,(:]", meanings.get(registry, registry))[0].strip(" .")


def record_url(package: DataPackage, number: str) -> str:
    """The address of a number's record; empty where the registry has none that follows from the number."""
    addresses: Mapping[str, str] = _registry_field(package).get("recordUrls", {})
    # hPSCreg's addresses hold the bare number.
    return addresses.get(registry_of(package, number), "").format(id=number, bare=number.rpartition("-")[2])


def _registry_field(package: DataPackage) -> Mapping[str, Mapping[str, str]]:
    return package.resource("trials").fields["registry"]
