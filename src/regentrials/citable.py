"""What a descriptor must state so that its version can be cited."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials.errors import RegenTrialsError
from regentrials.package import DESCRIPTOR, DataPackage

# Key -> what each item of its list must name.
LISTED = {"contributors": "title", "licenses": "name"}


def unstated(package: DataPackage) -> Iterator[tuple[str, str]]:
    """The keys of the descriptor that a citation needs and can't use, and what to do."""
    for key in ("name", "title", "version"):
        if not isinstance(package.descriptor.get(key), str):
            yield key, "state it as text"
    try:
        _ = package.date
    except RegenTrialsError:
        yield "created", "state the day, YYYY-MM-DD"
    for key, inner in LISTED.items():
        items = package.descriptor.get(key)
        if not (isinstance(items, list) and items and all(_names(item, inner) for item in items)):
            yield key, f"list at least one, each with a {inner}"


def _names(item: object, inner: str) -> bool:
    return isinstance(item, dict) and isinstance(item.get(inner), str)


def refuse_unstated(package: DataPackage) -> None:
    """Check that a package's version can be cited.

    Raises:
        RegenTrialsError: its descriptor lacks something; the message names every key.
    """
    wrong = [f"{key}: {remedy}" for key, remedy in unstated(package)]
    if wrong:
        raise RegenTrialsError(f"{package.label}/{DESCRIPTOR} can't be cited; {'; '.join(wrong)}")
