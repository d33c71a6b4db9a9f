"""What is counted or derived from the tables: counts in the descriptor, README and changelog; citation files."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from regentrials.package import DESCRIPTOR, DataPackage

COUNTS = re.compile(r"(<!-- counts -->\n).*?(<!-- /counts -->)", re.DOTALL)


HEAD = re.compile(r"^(## (?P<version>\S+)) \(\S+\)$", re.MULTILINE)


def descriptor(package: DataPackage) -> str:
    """datapackage.json with the counts of the files as they are."""
    value: dict[str, Any] = json.loads(package.read_text(DESCRIPTOR))
    for entry in value["resources"]:
        content = package.path(entry["path"]).read_bytes()
        entry["bytes"] = len(content)
        entry["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        entry["rowCount"] = sum(1 for _ in package.resource(entry["name"]).rows())
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


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
    return "\n".join(lines) + "\n"


def zenodo(package: DataPackage) -> str:
    """.zenodo.json, derived from the descriptor."""
    d = package.descriptor
    return _json(
        {
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
    )


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
    lines = ["| table | rows |", "| --- | --: |"]
    lines += [f"| `{name}` | {sum(1 for _ in resource.rows())} |" for name, resource in package.resources.items()]
    head = HEAD.search(text)
    if head and head["version"] == package.version:
        text = text.replace(head[0], f"{head[1]} ({package.date})", 1)
    return COUNTS.sub(lambda match: match[1] + "\n".join(lines) + "\n" + match[2], text, count=1)


def derived(package: DataPackage, folder: Path) -> dict[str, str]:
    """Every derived file's path and the text that it should have."""
    texts = {DESCRIPTOR: descriptor(package)}
    if (folder / "README.md").is_file():
        texts["CITATION.cff"] = citation_cff(package)
        texts[".zenodo.json"] = zenodo(package)
        texts["README.md"] = readme(package, (folder / "README.md").read_text("utf-8"))
        texts["CHANGELOG.md"] = changelog(package, (folder / "CHANGELOG.md").read_text("utf-8"))
    return texts
