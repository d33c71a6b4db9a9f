"""What the Explore page says of a column: its title, its look, and what the data dictionary calls it and its words."""

from __future__ import annotations

from pages.layout import TITLES
from regentrials import fields
from regentrials.countries import PLACES
from regentrials.countries import name as country_name
from regentrials.fields import readable
from regentrials.lookup import Tables
from regentrials.named import labels
from regentrials.views import STAGES, status_word

Column = dict[str, object]
# Columns that the page counts or joins are called as `rt.overview()` calls them.
HEADS = {"stage": "furthest_stage", "condition": "conditions"}
COUNTED = ("trials", "decisions")


def column(tables: Tables, key: str, described_by: str, link: str) -> Column:
    """A column of the page, by the schema's column that describes it, or by itself."""
    described = _described(tables, described_by) if described_by else _own(tables, key)
    return {"key": key, "link": link, **described}


def _described(tables: Tables, described_by: str) -> Column:
    table, name = described_by.split(".")
    resource = tables.package.resource(table)
    field = resource.fields[name]
    shown = {label.column: label.name for label in labels(tables, resource)}
    date = field.get("role") == "partial_date"
    return {
        "title": field["title"],
        "help": field["description"],
        "look": "rt-date" if date else _side(field["type"] == "integer"),
        "head": shown.get(name, name),
        # The id goes with the name that stands for it.
        "id": name if name in shown else "",
        "words": _words(tables, table, name),
        "ordered": bool(field.get("ordered")),
    }


def _own(tables: Tables, key: str) -> Column:
    title, text = TITLES[key]
    words = {"stage": {readable(stage): stage for stage in STAGES}, "authorized_in": _places(tables, "approvals")}
    return {
        "title": title,
        "help": text,
        "look": _side(key in COUNTED),
        "head": HEADS.get(key, key),
        "id": "",
        "words": words.get(key, {}),
        "ordered": key == "stage",
    }


def _side(number: bool) -> str:
    return "dt-right" if number else "dt-left"


def _words(tables: Tables, table: str, name: str) -> dict[str, str]:
    """What the data have for each word that the page shows; nothing where it shows the data's own."""
    if (table, name) in PLACES:
        return _places(tables, table)
    words = {readable(word): word for word in fields.words(tables.package.resource(table).fields[name])}
    if (table, name) == ("approvals", "status"):
        words |= {status_word(row): row["status"] for row in tables["approvals"].values()}
    return words


def _places(tables: Tables, table: str) -> dict[str, str]:
    name = dict(PLACES)[table]
    codes = {code for row in tables[table].values() for code in fields.split(row[name])}
    return {country_name(code): code for code in sorted(codes)}
