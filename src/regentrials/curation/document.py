"""The document behind a row, as a row of `sources`."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from regentrials import fields
from regentrials.addresses import host, plain
from regentrials.errors import RegenTrialsError
from regentrials.numbers import record_url, registry_name, registry_of
from regentrials.package import DataPackage, Row

# How what a document says of itself is given on the command line.
TOLD = {
    "title": "--source-title",
    "source_type": "--source-type",
    "publisher": "--publisher",
    "published_date": "--published",
    "language": "--language",
}


@dataclass(frozen=True)
class Document:
    """A document that was read.

    Attributes:
        url: its address; that of a known document is enough.
        title: its own title; may be blank for a registry's record.
        source_type: a word of `sources.source_type`; may be blank for the page of a number's own registry.
        publisher: who published it; the site unless given.
        published_date: its own date, YYYY, YYYY-MM or YYYY-MM-DD.
        language: of the document, as a two-letter code; English unless given.
        read_on: the day of reading, YYYY-MM-DD; today unless given.
    """

    url: str
    title: str = ""
    source_type: str = ""
    publisher: str = ""
    published_date: str = ""
    language: str = ""
    read_on: str = ""


def source_row(package: DataPackage, document: Document, number: str = "") -> Row:
    """The row of `sources` of a document: the known one of its address, as read again, or a new one.

    Args:
        package: the data package.
        document: what was read.
        number: the registry's number of the study that the document is about, where it is about one.

    Raises:
        RegenTrialsError: the address is none, the document is not described, or otherwise than it is known, or the
            day of reading is no day.
    """
    rows, day = package.resource("sources").by_key(), _day(package, document)
    if known := of_address(rows, document.url):
        return _read_again(known, document, day)
    site, record = _site(document.url), record_url(package, number) if number else ""
    kind = document.source_type or _own_page(package, document.url, record, number)
    publishers = {row["publisher"].casefold(): row["publisher"] for row in rows.values()}
    cells = {"source_id": source_id(document.url, number), "publisher": publishers.get(site, site)}
    if number and kind == "registry_record":
        cells = record_cells(package, rows, number, document.url)
    if document.publisher:
        cells["publisher"] = document.publisher
    cells |= {
        "source_type": kind,
        "title": document.title or _record_title(document.url, record, number),
        # Browsers take the scheme in capitals too.
        "url": re.sub("^https?", lambda scheme: scheme[0].lower(), document.url, flags=re.IGNORECASE),
        "canonical_url": record if kind == "registry_copy" else "",
        "published_date": document.published_date,
        "accessed_date": day,
        "language": document.language or "en",
    }
    return new_source(package, rows, cells)


def _day(package: DataPackage, document: Document) -> str:
    """The day of reading."""
    day, field = document.read_on or date.today().isoformat(), package.resource("sources").fields["accessed_date"]
    if not fields.fits(field, day):
        raise RegenTrialsError(f"accessed_date: {day!r} does not fit; make it {fields.advised(field)} (--read-on)")
    return day


def _read_again(known: Row, document: Document, day: str) -> Row:
    """The row of a known document, read on another day; nothing else of it changes unasked."""
    for name, option in TOLD.items():
        told = getattr(document, name)
        if told not in ("", known[name]):
            key = known["source_id"]
            raise RegenTrialsError(
                f"{document.url} is known as {key}, with the {name} {known[name]!r}: leave {option} out, or correct it"
                f" (regentrials set sources {key} {name}=...)"
            )
    return known | {"accessed_date": max(known["accessed_date"], day)}


def record_cells(package: DataPackage, rows: Mapping[str, Row], number: str, url: str) -> Row:
    """The id and the publisher of the document that is the record of a number, the same whoever adds it."""
    site = host(url)
    known = Counter(
        row["publisher"]
        for row in rows.values()
        if row["source_type"] == "registry_record" and host(row["url"]) == site
    )
    called = max(known, key=known.__getitem__) if known else registry_name(package, registry_of(package, number))
    return {"source_id": source_id(url, number), "publisher": called}


def of_address(rows: Mapping[str, Row], url: str) -> Row | None:
    """The row of the document at an address, however that is spelt, if it is known."""
    wanted = plain(url)
    return next((row for row in rows.values() if plain(row["url"]) == wanted), None)


def new_source(package: DataPackage, taken: Collection[str], cells: Row) -> Row:
    """A whole row of `sources` from the cells that are known, its id unlike those taken."""
    own = {"source_id": untaken(taken, cells["source_id"], cells["url"])}
    return dict.fromkeys(package.resource("sources").fields, "") | {"language": "en"} | cells | own


def untaken(taken: Collection[str], key: str, url: str) -> str:
    """An id of a document that no other one has: two addresses of one site may hold the same number."""
    return f"{key}-{short_hash(url)}" if key in taken else key


def source_id(url: str, number: str = "") -> str:
    """The id of a source: the site's name, and the study's number where the address has it, else a short hash."""
    # A name in letters that no id holds is in others to the network.
    name = _dashed(_encoded(_site(url)).rpartition(".")[0]) or "site"
    has_number = number and number in url
    return f"{name}-{_dashed(number) if has_number else short_hash(url)}"


def _encoded(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def short_hash(url: str) -> str:
    """Eight hexadecimal digits that tell an address from others."""
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def _dashed(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _own_page(package: DataPackage, url: str, record: str, number: str) -> str:
    """`registry_record` for the page of the number's own record: no other page is that."""
    if _is_record(url, record, number):
        return "registry_record"
    words = ", ".join(fields.words(package.resource("sources").fields["source_type"]))
    wrong = f"is no page of the record of {number}" if record else "is a new document"
    raise RegenTrialsError(f"{url} {wrong}; say what it is (--source-type: {words})")


def _record_title(url: str, record: str, number: str) -> str:
    if not number or (not _is_record(url, record, number) and number not in url):
        raise RegenTrialsError(f"{url} is a new document; give its own title (--source-title)")
    return f"Study record {number}"


def _is_record(url: str, record: str, number: str) -> bool:
    # hPSCreg's addresses hold the bare number, and that of another study would be on the same site.
    return bool(record) and (url == record or (_site(record) == _site(url) and number in url))


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        raise _no_address(url) from None
    if parts.scheme not in ("http", "https") or "." not in name or "@" in parts.netloc:
        raise _no_address(url)
    return name.removeprefix("www.")


def _no_address(url: str) -> RegenTrialsError:
    return RegenTrialsError(
        f"{url!r} is not a document's address; give one that begins with https:// and holds no user's name"
    )
