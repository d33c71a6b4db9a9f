"""Rewrite what is derived from the data package: the citation files, the metadata, README and CHANGELOG counts.

With --check nothing is written; the exit status is 1 where something is stale.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import metadata
from release_notes import counts

from regentrials.citation import doi
from regentrials.errors import RegenTrialsError
from regentrials.export.whole import put
from regentrials.package import DataPackage, opened
from regentrials.recount import json_text

ROOT = Path(__file__).parents[1]
COUNTS = re.compile(r"(<!-- counts -->\n).*?(<!-- /counts -->)", re.DOTALL)


def citation_cff(package: DataPackage) -> str:
    """CITATION.cff, derived from the descriptor."""
    d = package.descriptor
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this dataset, please cite it as below.",
        "type: dataset",
        f"title: {json.dumps(d['title'])}",
        f"abstract: {json.dumps(d['description'])}",
        f"version: {json.dumps(package.version)}",
        f"date-released: {json.dumps(package.date)}",
        f"license: {d['licenses'][0]['name']}",
        "authors:",
        *(f"  - name: {json.dumps(person['title'])}" for person in d["contributors"]),
        "keywords:",
        *(f"  - {json.dumps(word)}" for word in d["keywords"]),
    ]
    if "homepage" in d:
        lines.append(f"url: {json.dumps(d['homepage'])}")
    if doi(d):
        lines.append(f"doi: {json.dumps(doi(d))}")
    return "\n".join(lines) + "\n"


def zenodo(package: DataPackage) -> str:
    """.zenodo.json, derived from the descriptor."""
    d = package.descriptor
    value = {
        "upload_type": "dataset",
        "title": d["title"],
        "description": d["description"],
        "version": package.version,
        "publication_date": package.date,
        "license": d["licenses"][0]["name"].lower(),
        "access_right": "open",
        "creators": [{"name": person["title"]} for person in d["contributors"]],
        "keywords": d["keywords"],
    }
    # Not the DOI: Zenodo gives it, and takes one that is stated here for another archive's.
    if "homepage" in d:
        value["related_identifiers"] = [{"identifier": d["homepage"], "relation": "isDocumentedBy"}]
    return json_text(value)


def readme(package: DataPackage, text: str) -> str:
    """README.md with the table of tables as the files are now."""
    lines = [
        f"Version {package.version}, as of {package.date}.",
        "",
        "| table | rows | one row is |",
        "| --- | --: | --- |",
    ]
    for resource in package.resources.values():
        rows = sum(1 for _ in resource.rows())
        lines.append(f"| `{resource.name}` | {rows} | {resource.entry['description']} |")
    return COUNTS.sub(lambda match: match[1] + "\n".join(lines) + "\n" + match[2], text)


def changelog(package: DataPackage, text: str) -> str:
    """CHANGELOG.md with the date and the row counts of the version at its head."""
    text = re.sub(
        rf"^## {re.escape(package.version)} \(.*\)$", f"## {package.version} ({package.date})", text, flags=re.M
    )
    head = re.search(rf"^## {re.escape(package.version)} .*?(?=^## |\Z)", text, flags=re.M | re.S)
    if not head:
        # A version without a head yet: the counts of the version before are not ours to change.
        return text
    section = COUNTS.sub(lambda match: match[1] + "\n".join(counts(package)) + "\n" + match[2], head[0], count=1)
    return text[: head.start()] + section + text[head.end() :]


def derived(package: DataPackage, folder: Path) -> dict[str, str]:
    """Every derived file's path and the text that it should have."""
    return {
        "CITATION.cff": citation_cff(package),
        ".zenodo.json": zenodo(package),
        "croissant.json": metadata.croissant(package.descriptor, package),
        "schema-org.jsonld": metadata.schema_org(package.descriptor),
        "dcat.jsonld": metadata.dcat(package.descriptor),
        "README.md": readme(package, (folder / "README.md").read_text("utf-8")),
        "CHANGELOG.md": changelog(package, (folder / "CHANGELOG.md").read_text("utf-8")),
    }


def _current(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def main() -> int:
    """Write, or with --check name, the files that are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", default=ROOT, type=Path, help="a data package's folder (default: this one)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something is stale")
    arguments = parser.parse_args()
    folder: Path = arguments.dir
    try:
        texts = derived(opened(folder), folder)
    except RegenTrialsError as error:
        print(error, file=sys.stderr)
        return 1
    stale = {name: text for name, text in texts.items() if _current(folder / name) != text}
    for name, text in stale.items():
        print(f"{'stale' if arguments.check else 'rewritten'}: {name}")
        if not arguments.check:
            put(folder / name, text.encode())
    if stale and arguments.check:
        print("run: make fix", file=sys.stderr)
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
