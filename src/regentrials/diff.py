"""What changed between two data packages, row by row and cell by cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from regentrials.package import DataPackage, Row


@dataclass(frozen=True)
class Change:
    """One cell that differs: its row's key, its column, the old and the new text."""

    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(old: DataPackage, new: DataPackage) -> list[TableDiff]:
    """The differences between two data packages.

    Args:
        old: the earlier package.
        new: the later package.

    Returns:
        One TableDiff for every table of either package that differs, in the packages' order.

    Raises:
        RegenTrialsError: a table can't be read, or two of its rows have one key.
    """
    names = dict.fromkeys([*old.resources, *new.resources])
    diffs = [_compare_table(name, _keyed(old, name), _keyed(new, name)) for name in names]
    return [diff for diff in diffs if diff]


def _keyed(package: DataPackage, name: str) -> dict[str, Row]:
    resource = package.resources.get(name)
    return resource.by_key() if resource else {}


def _compare_table(name: str, old: dict[str, Row], new: dict[str, Row]) -> TableDiff:
    both = [key for key in old if key in new]
    return TableDiff(
        table=name,
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        changed=tuple(change for key in both for change in _compare_row(key, old[key], new[key])),
    )


def _compare_row(key: str, old: Row, new: Row) -> list[Change]:
    columns = dict.fromkeys([*old, *new])
    return [
        Change(key, column, old.get(column, ""), new.get(column, ""))
        for column in columns
        if old.get(column, "") != new.get(column, "")
    ]


def as_json(diffs: list[TableDiff]) -> dict[str, Any]:
    """The differences as an object for json.dumps, one entry a table."""
    return {
        diff.table: {
            "added": list(diff.added),
            "removed": list(diff.removed),
            "changed": [asdict(change) for change in diff.changed],
        }
        for diff in diffs
    }


def as_text(diffs: list[TableDiff]) -> str:
    """The differences as lines for people: `+` added, `-` removed, `~` changed."""
    if not diffs:
        return "no differences"
    return "\n".join(line for diff in diffs for line in _lines(diff))


def _lines(diff: TableDiff) -> list[str]:
    rows = len({change.key for change in diff.changed})
    head = f"{diff.table}: {len(diff.added)} added, {len(diff.removed)} removed, {rows} changed"
    changes = [f"  ~ {c.key} {c.column}: {c.old or '(blank)'} -> {c.new or '(blank)'}" for c in diff.changed]
    return [head, *(f"  + {k}" for k in diff.added), *(f"  - {k}" for k in diff.removed), *changes]
