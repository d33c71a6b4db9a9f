"""The notes of a release: what changed since the previous version, and what breaks a reader."""

from __future__ import annotations

from collections.abc import Iterator

from regentrials import diff, fields
from regentrials.package import DataPackage, Resource


def notes(package: DataPackage, previous: DataPackage | None) -> str:
    """Release notes as Markdown.

    Args:
        package: the version that is released.
        previous: the version before it; None for the first.

    Returns:
        Text with the row counts, what breaks a reader, and every change.
    """
    lines = [f"# {package.descriptor['title']}, {package.version}", "", f"As of {package.date}.", ""]
    lines += counts(package)
    if previous is None:
        return "\n".join([*lines, "", "The first version that is compared with none.", ""])
    broken = list(breaking(previous, package)) or ["Nothing."]
    lines += ["", f"## Breaking, since {previous.version}", "", *(f"- {line}" for line in broken)]
    lines += ["", f"## Changed, since {previous.version}", "", "```text"]
    return "\n".join([*lines, diff.as_text(diff.compare(previous, package)), "```", ""])


def counts(package: DataPackage) -> Iterator[str]:
    """The rows of each table, as lines of a Markdown table."""
    yield from ("| table | rows |", "| --- | --: |")
    for name, resource in package.resources.items():
        yield f"| `{name}` | {sum(1 for _ in resource.rows())} |"


def breaking(old: DataPackage, new: DataPackage) -> Iterator[str]:
    """What a reader of the old version trips over: what is gone (tables, columns, words, keys), types that changed."""
    for name, resource in old.resources.items():
        if name not in new.resources:
            yield f"`{name}`: the table is gone"
        else:
            yield from _broken(resource, new.resources[name])
            yield from _gone(resource, new.resources[name])


def _broken(old: Resource, new: Resource) -> Iterator[str]:
    for column, field in old.fields.items():
        place = f"`{old.name}.{column}`"
        if column not in new.fields:
            yield f"{place}: the column is gone"
            continue
        gone = [word for word in fields.words(field) if word not in fields.words(new.fields[column])]
        if gone:
            yield f"{place}: no longer a word: {', '.join(gone)}"
        before, now = fields.type_name(field), fields.type_name(new.fields[column])
        if before != now:
            yield f"{place}: was {before}, is {now}"


def _gone(old: Resource, new: Resource) -> Iterator[str]:
    """The keys that are gone; of a trial's, the row that has the number now."""
    kept = new.by_key()
    owners = {item: key for key, row in kept.items() for item in fields.split(row.get("secondary_ids", ""))}
    gone = [key for key in old.by_key() if key not in kept]
    if gone:
        named = (f"{key} (now {owners[key]})" if key in owners else key for key in gone)
        yield f"`{old.name}`: no longer a key: {', '.join(named)}"
