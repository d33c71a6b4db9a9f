"""The data dictionary, the commands' help and the citations."""

from __future__ import annotations

import contextlib
import html
import io

from pages.markup import table, text
from regentrials import citation, fields, references
from regentrials.cli import main as command
from regentrials.cli import verbs
from regentrials.lookup import Tables

NAMES = {"apa": "APA", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}


def citations(tables: Tables) -> str:
    """How to cite this version, in every style."""
    parts = []
    for style in citation.STYLES:
        cited = f"```text\n{citation.cite(style, tables.package)}\n```"
        parts.append(f"## {NAMES[style]}\n\n<div class='rt-cite' markdown>\n\n{cited}\n\n</div>")
    return "\n\n".join(parts)


def command_help(_: Tables) -> str:
    """What `regentrials VERB --help` prints, for each verb."""
    return "\n\n".join(f"### regentrials {verb}\n\n```text\n{_help(verb)}\n```" for verb in verbs())


def _help(verb: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        command([verb, "--help"])
    return out.getvalue().strip()


def dictionary(tables: Tables) -> str:
    """The data dictionary: every table, column and word."""
    parts = []
    for name, resource in tables.package.resources.items():
        parts.append(f"## {resource.title} {{ #{name} }}\n\n{resource.entry['description']} Key: `{resource.key}`.")
        rows = [_column_row(field) for field in resource.fields.values()]
        parts.append(table(("Column", "Type", "Meaning", "Example"), rows))
        for column, field in resource.fields.items():
            if fields.words(field):
                words = [(f"`{item}`", text(meaning)) for item, meaning in field["definitions"].items()]
                parts.append(f"### {name}.{column}\n\n{table(('Word', 'Meaning'), words)}")
    return "\n\n".join(parts)


def _example(field: fields.Field) -> str:
    shown = f"`{field['example']}`"
    return f"[{shown}]({field['recordUrl'].format(id=field['example'])})" if "recordUrl" in field else shown


def _column_row(field: fields.Field) -> tuple[str, ...]:
    required = " (required)" if fields.is_required(field) else ""
    targets = " or ".join(f"`{column}`" for column in references.columns(field))
    refers = f" Refers to {targets}." if targets else ""
    unit = f" Unit: {field['unit']}." if "unit" in field else ""
    example = _example(field)
    meaning = f"**{field['title']}**{required}. {html.escape(field['description'], quote=False)}{unit}{refers}"
    # Long names of columns may break, at their underscores.
    kind = fields.type_name(field).replace("_", "_<wbr>")
    return (f"`{field['name']}`", kind, meaning, example)
