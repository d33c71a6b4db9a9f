"""The parts that hand-written pages ask for with `<!-- generated: NAME -->`."""

from __future__ import annotations

import contextlib
import html
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pages.diagram import diagram
from pages.markup import bars, decision_link, link, source, table, text
from pages.records import country
from regentrials import citation, fields
from regentrials.cli import main as command
from regentrials.fields import readable as word
from regentrials.views import AUTHORIZATIONS, STAGES, Tables, areas, stage_of

ROOT = Path(__file__).parents[2]
PLURIPOTENT = ("ipsc", "esc", "parthenogenetic_esc", "scnt_esc", "psc_unspecified")
NEWEST = 10


def numbers(tables: Tables) -> str:
    """Today's numbers, each a link."""
    decisions = tables["approvals"].values()
    market = [row for row in decisions if row["decision_type"] in AUTHORIZATIONS]
    standing = {row["product_id"] for row in market if row["status"] == "in_force"}
    cells = [
        (len(tables["trials"]), "trials of pluripotent-derived cells", "trials/"),
        (len(market), "marketing authorizations of cell products", "jurisdictions/"),
        (len(standing), "products authorized somewhere", "products/"),
        (len(tables["approvals"]) - len(market), "other decisions", "jurisdictions/"),
        (len(tables["sources"]), "documents", "sources/"),
        (len(tables["claims"]), "claims checked", "claims/"),
    ]
    items = "".join(f"<a href='{where}'><b>{count:,}</b><span>{label}</span></a>" for count, label, where in cells)
    return f"<div class='rt-numbers'>{items}</div>\n\nVersion {tables.package.version}, {tables.package.date}."


def pipeline(tables: Tables) -> str:
    """Pluripotent-derived products by disease area and furthest stage."""
    counts: Counter[tuple[str, str]] = Counter()
    for key, product in tables["products"].items():
        if product["cell_origin"] not in PLURIPOTENT:
            continue
        trials, decisions = tables.trials_of(key), tables.decisions_of(key)
        stage = stage_of(trials, decisions)
        for area in areas(tables, trials, decisions):
            counts[area, stage or ""] += 1
    stages = [stage for stage in STAGES if any(counts[area, stage] for area, _ in counts)]
    order = sorted({area for area, _ in counts}, key=lambda area: -sum(counts[area, stage] for stage in stages))
    rows = [(word(area), *(str(counts[area, stage] or "") for stage in stages)) for area in order]
    note = "Pluripotent-derived products by disease area and the furthest stage that they ever reached.\n\n"
    return note + table(("Area", *(word(stage) for stage in stages)), rows)


def newest(tables: Tables) -> str:
    """The newest decisions."""
    dated = [row for row in tables["approvals"].values() if row["decision_date"]]
    rows = sorted(dated, key=lambda row: row["decision_date"], reverse=True)[:NEWEST]
    return table(
        ("Date", "Where", "Decision", "Product"),
        [
            (
                row["decision_date"],
                country(row["jurisdiction"]),
                decision_link(row, ""),
                link(tables, "products", row["product_id"], ""),
            )
            for row in rows
        ],
    )


def ladder(tables: Tables) -> str:
    """Each kind of decision, what it means, how many are recorded, and the newest as an example."""
    field = tables.package.resource("approvals").fields["decision_type"]
    rows = []
    for kind, meaning in field["definitions"].items():
        found = sorted(
            (row for row in tables["approvals"].values() if row["decision_type"] == kind),
            key=lambda row: row["decision_date"],
        )
        example = ""
        if found:
            name = link(tables, "products", found[-1]["product_id"], "")
            example = f"{name}, {country(found[-1]['jurisdiction'])} {found[-1]['decision_date']}"
        rows.append((f"**{word(kind)}**", text(meaning), str(len(found)), example))
    return table(("Word", "What it means", "Recorded", "Newest"), rows)


MATRIX = ("fda", "ec", "ema", "mhra", "mhlw", "pmda", "nmpa", "nhc", "mfds")


def matrix(tables: Tables) -> str:
    """Decisions by kind and regulator: how many, and the newest of each."""
    agencies = [agency for agency in MATRIX if agency in tables["organizations"]]
    kinds = tables.package.resource("approvals").fields["decision_type"]["definitions"]
    rows = [(word(kind), *(_newest_of(tables, kind, agency) for agency in agencies)) for kind in kinds]
    return table(("", *(agency.upper() for agency in agencies)), [row for row in rows if any(row[1:])])


def _newest_of(tables: Tables, kind: str, agency: str) -> str:
    found = [row for row in tables["approvals"].values() if (row["decision_type"], row["agency"]) == (kind, agency)]
    if not found:
        return ""
    last = max(found, key=lambda row: row["decision_date"])
    return f"{len(found)}: {decision_link(last, '', text(tables.name_of('products', last['product_id'])))}"


def selection(tables: Tables) -> str:
    """The selection flow of trials, counted from the tables."""
    included, excluded = len(tables["trials"]), len(tables["excluded_trials"])
    merged = sum(len(fields.split(row["secondary_ids"])) for row in tables["trials"].values())
    total = included + excluded + merged
    return bars(
        [
            ("records identified", 1, str(total)),
            ("same study elsewhere", merged / total, str(merged)),
            ("studies screened", (included + excluded) / total, str(included + excluded)),
            ("left out", excluded / total, str(excluded)),
            ("included", included / total, str(included)),
        ]
    )


def exclusions(tables: Tables) -> str:
    """Reasons for leaving records out, with their counts."""
    field = tables.package.resource("excluded_trials").fields["reason"]
    counts = Counter(row["reason"] for row in tables["excluded_trials"].values())
    rows = [(word(reason), text(field["definitions"][reason]), str(count)) for reason, count in counts.most_common()]
    return table(("Left out because", "Meaning", "Records"), rows)


def rules(_: Tables) -> str:
    """The validation rules, in their own docstrings' words."""
    from regentrials.validation.rules import RULES

    return "\n".join(f"- {(rule.__doc__ or '').splitlines()[0]}" for rule in RULES)


def fill(tables: Tables) -> str:
    """The share of filled cells by table and column."""
    parts = []
    for name, resource in tables.package.resources.items():
        rows = list(tables[name].values())
        shares = [(column, sum(bool(row[column]) for row in rows) / len(rows)) for column in resource.fields]
        shown = [(column, share, f"{share:.0%}") for column, share in shares if column not in ("notes",)]
        parts.append(f"### {resource.title} ({len(rows)} rows)\n\n{bars(shown)}")
    return "\n\n".join(parts)


def freshness(tables: Tables) -> str:
    """Trials by the year of the registry copy that they rest on."""
    counts = Counter(row["as_of"][:4] or "not stated" for row in tables["trials"].values())
    total = sum(counts.values())
    return "Year of `as_of`, the date that the registry's copy states of itself.\n\n" + bars(
        [(year, count / total, str(count)) for year, count in sorted(counts.items(), reverse=True)]
    )


def evidence(tables: Tables) -> str:
    """How many and how good documents the rows rest on."""
    rows = []
    for name in ("trials", "approvals", "products", "claims"):
        found = [fields.split(row["source_ids"]) for row in tables[name].values()]
        best = Counter(min(tables.rank(item) for item in ids) for ids in found)
        two = sum(len(ids) > 1 for ids in found)
        shares = [f"{best[rank] / len(found):.0%}" for rank in (1, 2, 3, 4)]
        rows.append((name, str(len(found)), f"{two / len(found):.0%}", *shares))
    header = (
        "Table",
        "Rows",
        "Two or more documents",
        "Best: regulator or registry",
        "sponsor or paper",
        "press",
        "other",
    )
    return table(header, rows) + "\n\n" + _market_evidence(tables)


def _market_evidence(tables: Tables) -> str:
    rows = [row for row in tables["approvals"].values() if row["decision_type"] in AUTHORIZATIONS]
    ids = [fields.split(row["source_ids"]) for row in rows]
    figures = [
        ("dated to the day", sum(len(row["decision_date"]) == 10 for row in rows)),
        ("two or more documents", sum(len(item) > 1 for item in ids)),
        ("a regulator's document", sum(any(tables.rank(i) == 1 for i in item) for item in ids)),
        ("a status other than unknown", sum(row["status"] != "unknown" for row in rows)),
    ]
    shown = [(label, count / len(rows), f"{count / len(rows):.0%}") for label, count in figures]
    return f"Of the {len(rows)} marketing authorizations:\n\n{bars(shown)}"


def disagreement(tables: Tables) -> str:
    """Discrepancies by field, then each."""
    counts = Counter((row["table"], row["field"]) for row in tables["discrepancies"].values())
    head = table(("Table", "Field", "Discrepancies"), [(t, f, str(n)) for (t, f), n in counts.most_common()])
    rows = [
        (
            text(row["record_id"]),
            row["field"],
            text(row["recorded_value"]),
            text(row["other_value"]),
            text(row["rationale"]),
        )
        for row in tables["discrepancies"].values()
    ]
    details = table(("Record", "Field", "Recorded", "Elsewhere", "Why"), rows).replace("\n", "\n    ")
    return f'{head}\n\n??? note "All {len(rows)}"\n\n    {details}'


def citations(tables: Tables) -> str:
    """How to cite this version, in every style."""
    parts = [f"## {style}\n\n```text\n{citation.cite(style, tables.package)}\n```" for style in citation.STYLES]
    return "\n\n".join(parts)


def command_help(_: Tables) -> str:
    """What `regentrials VERB --help` prints, for each verb."""
    verbs = ("summary", "tables", "show", "describe", "export", "cite", "validate", "diff")
    return "\n\n".join(f"### regentrials {verb}\n\n```text\n{_help(verb)}\n```" for verb in verbs)


def _help(verb: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        command([verb, "--help"])
    return out.getvalue().strip()


def claims(tables: Tables) -> str:
    """Every claim: the statement, where it was made, the verdict, the finding, the records and sources."""
    parts = [
        table(
            ("Verdict", "Claims"),
            [(word(v), str(n)) for v, n in Counter(r["verdict"] for r in tables["claims"].values()).most_common()],
        )
    ]
    for key, row in tables["claims"].items():
        shown = ", ".join(_record_link(tables, item) for item in fields.split(row["records"]))
        made = f", {row['stated_on']}" if row["stated_on"] else ""
        parts += [
            f"### {text(row['statement'])} {{ #{key} }}",
            f"<span class='rt-word rt-{row['verdict']}'>{word(row['verdict'])}</span> {text(row['finding'])}",
            f"**Stated in**{made}: {source(tables, row['stated_in'], '')}",
            f"**Records**: {shown}" if shown else "",
            "\n".join(f"- {source(tables, item, '')}" for item in fields.split(row["source_ids"])),
        ]
    return "\n\n".join(part for part in parts if part)


def _record_link(tables: Tables, key: str) -> str:
    if key in tables["trials"]:
        return f"[{key}](trials/{key.replace('/', '-')}.md)"
    if key in tables["approvals"]:
        row = tables["approvals"][key]
        name = text(tables.name_of("products", row["product_id"]))
        return decision_link(row, "", f"{name}, {country(row['jurisdiction'])}: {word(row['decision_type'])}")
    return link(tables, "products", key, "")


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


def _column_row(field: fields.Field) -> tuple[str, ...]:
    required = " (required)" if fields.is_required(field) else ""
    refers = f" Refers to `{field['refersTo']}`." if "refersTo" in field else ""
    unit = f" Unit: {field['unit']}." if "unit" in field else ""
    example = f"`{field['example']}`" if field.get("example") else ""
    meaning = f"**{field['title']}**{required}. {html.escape(field['description'], quote=False)}{unit}{refers}"
    return (f"`{field['name']}`", fields.type_name(field), meaning, example)


def coverage(tables: Tables) -> str:
    """Other lists' counts beside ours."""
    rows = []
    for entry in json.loads((ROOT / "docs/coverage.json").read_text("utf-8")):
        here = {
            row["product_id"]
            for row in tables["approvals"].values()
            if row["jurisdiction"] == entry["jurisdiction"] and row["decision_type"] in AUTHORIZATIONS
        }
        title = f"[{text(entry['list'])}]({entry['url']})" if entry["url"] else text(entry["list"])
        where = f"[{country(entry['jurisdiction'])}](jurisdictions/{entry['jurisdiction']}.md)"
        counted = str(entry["counted"] or "not found")
        rows.append((where, title, entry["as_of"], counted, str(len(here)), text(entry["difference"])))
    return table(("Where", "List", "As of", "It counts", "Here", "What explains the difference"), rows)


def json_ld(tables: Tables) -> str:
    """schema.org Dataset metadata for dataset search engines."""
    d = tables.package.descriptor
    value = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": d["title"],
        "description": d["description"],
        "version": tables.package.version,
        "dateModified": tables.package.date,
        "license": d["licenses"][0]["path"],
        "keywords": d["keywords"],
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": person["title"]} for person in d["contributors"]],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"downloads/{r['name']}.csv",
            }
            for r in d["resources"]
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


PARTS: dict[str, Callable[[Tables], str]] = {
    "numbers": lambda tables: numbers(tables) + "\n\n" + json_ld(tables),
    "pipeline": pipeline,
    "newest": newest,
    "ladder": ladder,
    "matrix": matrix,
    "diagram": diagram,
    "selection": selection,
    "exclusions": exclusions,
    "rules": rules,
    "fill": fill,
    "freshness": freshness,
    "evidence": evidence,
    "disagreement": disagreement,
    "citations": citations,
    "command": command_help,
    "claims": claims,
    "coverage": coverage,
    "dictionary": dictionary,
}


def names(parts: Iterable[str]) -> str:
    return ", ".join(sorted(parts))
