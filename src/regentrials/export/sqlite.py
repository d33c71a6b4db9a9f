"""The tables as one SQLite database with keys, indexes, views and its dictionary."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from regentrials import fields
from regentrials.errors import RegenTrialsError
from regentrials.export.dictionary import COLUMNS, WORDS, columns, facts, words
from regentrials.export.text import converted, plain_cell
from regentrials.export.whole import whole
from regentrials.package import DataPackage, Resource
from regentrials.views import AUTHORIZATIONS

TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}

# The order of a record's documents is that of its cells: the best first.
EVIDENCE = """
CREATE VIEW evidence AS
  SELECT i."table", i.record_id,
    row_number() OVER (PARTITION BY i."table", i.record_id ORDER BY min(i.place)) AS position,
    {rank} AS rank, s.*
  FROM ({items}) AS i JOIN sources AS s USING (source_id)
  GROUP BY i."table", i.record_id, s.source_id
  ORDER BY i."table", i.record_id, position
"""
ITEMS = """SELECT '{name}' AS "table", {key} AS record_id, j.value AS source_id, {number} * 1000 + j.key AS place
  FROM {table}, json_each('["' || replace({column}, ';', '","') || '"]') AS j"""
OVERVIEW = """
CREATE VIEW overview AS
  SELECT p.product_id, p.name, p.cell_origin, p.donor_relation, p.product_class, o.name AS developer,
    (SELECT count(*) FROM trials AS t WHERE t.product_id = p.product_id
      OR instr(';' || coalesce(t.other_product_ids, '') || ';', ';' || p.product_id || ';')) AS trials,
    (SELECT count(*) FROM approvals AS a WHERE a.product_id = p.product_id) AS decisions,
    (SELECT group_concat(jurisdiction, ';') FROM (
      SELECT DISTINCT a.jurisdiction FROM approvals AS a WHERE a.product_id = p.product_id
        AND a.status = 'in_force' AND a.decision_type IN ({authorizations}) ORDER BY a.jurisdiction
    )) AS authorized_in
  FROM products AS p LEFT JOIN organizations AS o ON o.organization_id = p.developer_id
"""


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def listed(texts: Iterable[str]) -> str:
    """Texts as SQL lists them."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in texts)


def table_sql(resource: Resource) -> str:
    """The CREATE TABLE statement of a table: types, NOT NULL, vocabularies, primary and foreign keys."""
    lines = [_column_sql(name, field) for name, field in resource.fields.items()]
    lines.append(f"PRIMARY KEY ({quoted(resource.key)})")
    for foreign in resource.schema.get("foreignKeys", []):
        column, reference = foreign["fields"][0], foreign["reference"]
        table = quoted(reference["resource"] or resource.name)
        lines.append(f"FOREIGN KEY ({quoted(column)}) REFERENCES {table} ({quoted(reference['fields'][0])})")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(resource.name)} (\n  {body}\n) STRICT"


def _column_sql(name: str, field: fields.Field) -> str:
    column = f"{quoted(name)} {TYPES[field['type']]}"
    if fields.is_required(field):
        column += " NOT NULL"
    if fields.words(field):
        column += f" CHECK ({quoted(name)} IN ({listed(fields.words(field))}))"
    return column


def _fill(base: sqlite3.Connection, resource: Resource) -> None:
    # Names the line of a second row of one key, which SQLite does not.
    resource.by_key()
    base.execute(table_sql(resource))
    marks = ", ".join("?" * len(resource.fields))
    base.executemany(f"INSERT INTO {quoted(resource.name)} VALUES ({marks})", converted(resource, plain_cell))
    for foreign in resource.schema.get("foreignKeys", []):
        column = foreign["fields"][0]
        index = quoted(f"{resource.name}_{column}")
        base.execute(f"CREATE INDEX {index} ON {quoted(resource.name)} ({quoted(column)})")


def _describe(base: sqlite3.Connection, package: DataPackage) -> None:
    """The tables that describe the others; the mark before their names keeps them apart."""
    about = facts(package)
    _add(base, "_dictionary", COLUMNS, columns(package))
    _add(base, "_vocabulary", WORDS, words(package))
    _add(base, "_package", about, [list(about.values())])


def _add(base: sqlite3.Connection, name: str, head: Iterable[str], rows: Iterable[list[Any]]) -> None:
    names = [quoted(column) for column in head]
    base.execute(f"CREATE TABLE {name} ({', '.join(names)})")
    base.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", rows)


def _cited(resource: Resource) -> Iterator[str]:
    """A SELECT of record and source for every column that names documents."""
    name, table, key = resource.name.replace("'", "''"), quoted(resource.name), quoted(resource.key)
    for number, (column, field) in enumerate(resource.fields.items()):
        if field.get("refersTo") == "sources.source_id":
            yield ITEMS.format(name=name, table=table, key=key, column=quoted(column), number=number)


def _rank(sources: Resource) -> str:
    """The rank of a document by its kind, as the schema states it: 1 is best."""
    ranks = sources.fields.get("source_type", {}).get("ranks") or {}
    cases = "".join(f" WHEN {listed([kind])} THEN {int(rank)}" for kind, rank in ranks.items())
    return f"CASE s.source_type{cases} END" if cases else "NULL"


def _views(package: DataPackage) -> Iterator[str]:
    tables = package.resources
    items = [sql for resource in tables.values() for sql in _cited(resource)]
    if "sources" in tables and items:
        yield EVIDENCE.format(rank=_rank(tables["sources"]), items="\n  UNION ALL ".join(items))
    if {"products", "trials", "approvals", "organizations"} <= set(tables):
        yield OVERVIEW.format(authorizations=listed(AUTHORIZATIONS))


def _refuse_dangling(base: sqlite3.Connection, package: DataPackage) -> None:
    # SQLite declares foreign keys and looks at them only when asked.
    for table, row, target, number in base.execute("PRAGMA foreign_key_check"):
        resource = package.resource(table)
        lines, cells = resource.columns
        links = {link[0]: link[3] for link in base.execute(f"PRAGMA foreign_key_list({quoted(table)})")}
        column = links[number]
        raise RegenTrialsError(
            f"{resource.place}:{lines[row - 1]} {column}: {cells[column][row - 1]!r}, which"
            f" {cells[resource.key][row - 1]} refers to, is no row of {target};"
            " correct it, or run `regentrials validate` for all failures"
        )


def _write(path: Path, package: DataPackage) -> None:
    try:
        with closing(sqlite3.connect(path)) as base, base:
            for resource in package.resources.values():
                _fill(base, resource)
            _refuse_dangling(base, package)
            _describe(base, package)
            for view in _views(package):
                base.execute(view)
    except sqlite3.Error as error:
        raise RegenTrialsError(
            f"{package.label}: SQLite refuses the data ({error}); run `regentrials validate` for all failures"
        ) from error


def write_sqlite(folder: Path, package: DataPackage) -> list[Path]:
    """A SQLite database with keys, foreign keys, vocabularies, indexes and the views overview and evidence.

    `_dictionary`, `_vocabulary` and `_package` say what columns and words mean, and which version it is.
    """
    return [whole(folder / "regentrials.sqlite", lambda path: _write(path, package))]
