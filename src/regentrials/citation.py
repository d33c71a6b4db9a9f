"""How to cite a version of the dataset, or the sources that a selection rests on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regentrials.citable import refuse_unstated
from regentrials.errors import RegenTrialsError, UnknownNameError
from regentrials.lookup import Tables
from regentrials.package import AnyPackage, DataPackage, chosen

Item = Mapping[str, Any]

STOPS = (".", "?", "!", "…", "。")
DOI = "https://doi.org/"

# Words for braces: BibTeX counts escaped ones too.
TEX = str.maketrans(
    {character: "\\" + character for character in "&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
)


def _item(package: DataPackage) -> dict[str, Any]:
    descriptor = package.descriptor
    year, month, day = (int(part) for part in package.date.split("-"))
    item: dict[str, Any] = {
        "id": f"{descriptor['name']}-{package.version}",
        "type": "dataset",
        "title": descriptor["title"],
        "author": [{"literal": person["title"]} for person in descriptor["contributors"]],
        "issued": {"date-parts": [[year, month, day]]},
        "version": package.version,
        "license": descriptor["licenses"][0]["name"],
    }
    # The project has no public home yet; both appear as soon as the descriptor has them.
    if "homepage" in descriptor:
        item["URL"] = descriptor["homepage"]
    if doi(descriptor):
        item["DOI"] = doi(descriptor)
    return item


def doi(descriptor: Mapping[str, Any]) -> str:
    """The dataset's DOI without its resolver, "" while its descriptor's `id` is none."""
    name = str(descriptor.get("id", ""))
    return name.removeprefix(DOI) if name.startswith(DOI) else ""


def _date(item: Item) -> tuple[int, ...]:
    parts: list[list[int]] = item.get("issued", {}).get("date-parts", [[]])
    return tuple(parts[0])


def _authors(item: Item) -> str:
    return " and ".join(author["literal"] for author in item["author"])


def _link(item: Item) -> str:
    # A DOI is the dataset itself; of a document it may not be the page that was read.
    if item["type"] == "dataset" and "DOI" in item:
        return DOI + str(item["DOI"])
    note = f" ({item['note']})" if "note" in item else ""
    return str(item.get("URL", "")) + note


def _apa(item: Item) -> str:
    year = str(_date(item)[0]) if _date(item) else "n.d."
    version = f" (Version {item['version']})" if "version" in item else ""
    kind = " [Data set]" if item["type"] == "dataset" else ""
    title = _stopped(f"{item['title']}{version}{kind}")
    return f"{_stopped(_authors(item))} ({year}). {title} {_link(item)}".rstrip()


def _stopped(text: str) -> str:
    return text if text.endswith(STOPS) else text + "."


def _bibtex(item: Item) -> str:
    kind = "dataset" if item["type"] == "dataset" else "online"
    date = _date(item)
    # Only text is escaped: an address with backslashes leads nowhere.
    lines = [
        ("author", f"{{{_tex(_authors(item))}}}"),
        ("title", f"{{{_tex(item['title'])}}}"),
        ("year", str(date[0]) if date else ""),
        ("version", item.get("version", "")),
        ("doi", item.get("DOI", "")),
        ("url", item.get("URL", "")),
        ("note", _tex(item.get("note", ""))),
    ]
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in lines if value)
    return f"@{kind}{{{item['id']},\n{body}\n}}"


def _tex(text: str) -> str:
    return text.translate(TEX)


def _ris(item: Item) -> str:
    date = _date(item)
    lines = [("TY", "DATA" if item["type"] == "dataset" else "ELEC")]
    lines += [("AU", author["literal"] + ",") for author in item["author"]]
    lines += [("TI", item["title"]), ("PY", str(date[0]) if date else "")]
    lines += [("DA", "/".join(f"{part:02d}" for part in date)), ("ET", item.get("version", ""))]
    lines += [("DO", item.get("DOI", "")), ("UR", item.get("URL", "")), ("N1", item.get("note", ""))]
    return "\n".join([f"{tag}  - {value}" for tag, value in lines if value] + ["ER  - "])


def _csl(items: list[Item]) -> str:
    return json.dumps(items, indent=2, ensure_ascii=False)


def _each(write: Callable[[Item], str]) -> Callable[[list[Item]], str]:
    return lambda items: "\n\n".join(write(item) for item in items)


STYLES: dict[str, Callable[[list[Item]], str]] = {
    "apa": _each(_apa),
    "bibtex": _each(_bibtex),
    "ris": _each(_ris),
    "csl-json": _csl,
}


def cite(style: str = "apa", package: AnyPackage | None = None) -> str:
    """How to cite this version of the dataset.

    Args:
        style: "apa", "bibtex", "ris" or "csl-json".
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        The citation as text.

    Raises:
        UnknownNameError: there is no such style.
        RegenTrialsError: the package's descriptor lacks what a citation needs.
    """
    package = chosen(package)
    refuse_unstated(package)
    return _written([_item(package)], style)


def _written(items: list[Item], style: str) -> str:
    known = str(style).casefold()
    if known not in STYLES:
        raise UnknownNameError("citation style", style, STYLES)
    return STYLES[known](items)


def cite_sources(records: str | Iterable[str], style: str = "apa", package: AnyPackage | None = None) -> str:
    """How to cite the documents that a selection of records rests on.

    Args:
        records: ids, names or aliases of records; a single one may stand alone.
        style: "apa", "bibtex", "ris" or "csl-json".
        package: a data package, or its folder or zip; the installed one unless given.

    Returns:
        One citation a document, each document once.

    Raises:
        UnknownNameError: there is no such record or style.
        RegenTrialsError: no record is given, or those given name no document.
    """
    names = [records] if isinstance(records, str) or not isinstance(records, Iterable) else list(records)
    if not names:
        raise RegenTrialsError("no record is named; name at least one to cite the sources of")
    tables = Tables(chosen(package))
    ids: dict[str, None] = {}
    for record in names:
        ids.update(dict.fromkeys(tables.source_ids(*tables.find(record))))
    if not ids:
        named = ", ".join(names)[:200]
        raise RegenTrialsError(f"{named} names no document itself; name trials, products or decisions")
    return _written([_source_item(tables.row("sources", source_id)) for source_id in ids], style)


def _source_item(source: Mapping[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": source["source_id"],
        "type": "webpage",
        "title": source["title"],
        "author": [{"literal": source["publisher"]}],
        "URL": source["url"],
    }
    if _record(source):
        item["note"] = f"Record: {_record(source)}"
    if source["published_date"]:
        item["issued"] = {"date-parts": [[int(part) for part in source["published_date"].split("-")]]}
    if source["doi"]:
        item["DOI"] = source["doi"]
    return item


def _record(source: Mapping[str, str]) -> str:
    """Where the document itself stands, if the page that was read is a copy."""
    record = source["canonical_url"] or (source["doi"] and DOI + source["doi"])
    return "" if record == source["url"] else record
