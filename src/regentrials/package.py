"""A data package on disk: its descriptor, its schemas and the raw text of its tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from regentrials.errors import RegenTrialsError, UnknownNameError

Row = dict[str, str]

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Resource:
    """One table of a package: its entry in the descriptor and its Table Schema."""

    package: DataPackage
    entry: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.entry["name"])

    @property
    def path(self) -> str:
        return str(self.entry["path"])

    @property
    def title(self) -> str:
        return str(self.entry.get("title", self.name))

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The table's Table Schema."""
        schema = self.entry.get("schema")
        if isinstance(schema, dict):
            return schema
        if not isinstance(schema, str):
            raise RegenTrialsError(f"{DESCRIPTOR}: resource {self.name!r} has no schema; add one")
        return self.package.read_json(schema)

    @cached_property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The table's fields by name, in order."""
        return {str(field["name"]): field for field in self.schema["fields"]}

    @property
    def key(self) -> str:
        """The name of the primary key's column."""
        key = self.schema["primaryKey"]
        return str(key if isinstance(key, str) else key[0])

    def text(self) -> str:
        """The CSV file's whole text."""
        return self.package.read_text(self.path)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The line number in the file and the raw cells of each row.

        Raises:
            RegenTrialsError: the file is not UTF-8 CSV with the schema's header.
        """
        reader = csv.reader(io.StringIO(self.text(), newline=""), strict=True)
        try:
            header = next(reader, [])
            self._check_header(header)
            for cells in reader:
                self._check_width(cells, header, reader.line_num)
                yield reader.line_num, dict(zip(header, cells, strict=True))
        except csv.Error as error:
            raise RegenTrialsError(
                f"{self.path}:{reader.line_num} is not readable as CSV ({error}); mend the quotes"
            ) from error

    def _check_header(self, header: list[str]) -> None:
        expected = list(self.fields)
        if header == expected:
            return
        missing = [name for name in expected if name not in header]
        extra = [name for name in header if name not in expected]
        raise RegenTrialsError(
            f"{self.path}:1 the header differs from the schema"
            f" (missing: {', '.join(missing) or 'none'}; not in the schema: {', '.join(extra) or 'none'});"
            f" make it: {','.join(expected)}"
        )

    def _check_width(self, cells: list[str], header: list[str], line: int) -> None:
        if len(cells) != len(header):
            raise RegenTrialsError(
                f"{self.path}:{line} has {len(cells)} cells where the header has {len(header)};"
                " quote the cells that contain commas"
            )


class DataPackage:
    """A Frictionless data package in a folder, a zip file, or inside the installed package."""

    def __init__(self, root: Traversable, label: str) -> None:
        self.root = root
        self.label = label

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The content of datapackage.json."""
        descriptor = self.read_json(DESCRIPTOR)
        if not isinstance(descriptor.get("resources"), list):
            raise RegenTrialsError(f"{self.label}/{DESCRIPTOR} lists no resources; is it a data package?")
        return descriptor

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """The tables by name, in the descriptor's order."""
        return {str(entry["name"]): Resource(self, entry) for entry in self.descriptor["resources"]}

    @property
    def version(self) -> str:
        return str(self.descriptor["version"])

    @property
    def date(self) -> str:
        """The day that the package was made, YYYY-MM-DD."""
        return str(self.descriptor["created"])[:10]

    def resource(self, name: str) -> Resource:
        """The table called `name`.

        Raises:
            UnknownNameError: there is no such table.
        """
        try:
            return self.resources[name]
        except (KeyError, TypeError):
            raise UnknownNameError("table", name, self.resources) from None

    def path(self, relative: str) -> Traversable:
        """A file of the package, which can't lie outside of it."""
        parts = Path(relative).parts
        if not parts or Path(relative).is_absolute() or ".." in parts:
            raise RegenTrialsError(f"{self.label}: {relative!r} leaves the package; use a path inside it")
        return self.root.joinpath(*parts)

    def read_text(self, relative: str) -> str:
        """The text of a file of the package, its line ends as they are."""
        try:
            return self.path(relative).read_bytes().decode("utf-8")
        except (FileNotFoundError, NotADirectoryError, KeyError):
            raise RegenTrialsError(f"{self.label} has no {relative}; is it a data package's folder?") from None
        except UnicodeDecodeError as error:
            raise RegenTrialsError(
                f"{self.label}/{relative} is not UTF-8 (byte {error.start}); save it as UTF-8"
            ) from None

    def read_json(self, relative: str) -> dict[str, Any]:
        """The object in a JSON file of the package."""
        try:
            value = json.loads(self.read_text(relative))
        except json.JSONDecodeError as error:
            raise RegenTrialsError(
                f"{self.label}/{relative}:{error.lineno} is not JSON ({error.msg}); mend it there"
            ) from None
        if not isinstance(value, dict):
            raise RegenTrialsError(f"{self.label}/{relative} is not a JSON object; is it the right file?")
        return value


def installed() -> DataPackage:
    """The package's own data: the wheel's copy, else the repository's."""
    inside = files("regentrials").joinpath("datapackage")
    if inside.joinpath(DESCRIPTOR).is_file():
        return DataPackage(inside, "regentrials")
    return DataPackage(Path(__file__).parents[2], "regentrials")


def opened(place: str | Path) -> DataPackage:
    """The data package in a folder or a zip file.

    Raises:
        RegenTrialsError: there is no data package at that place.
    """
    path = Path(place)
    if path.is_dir():
        return DataPackage(path, str(path))
    if not path.is_file():
        raise RegenTrialsError(f"{path} is neither a folder nor a file; name a data package's folder or zip")
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise RegenTrialsError(f"{path} is not a zip file; name a data package's folder or zip") from None
    return DataPackage(_package_root(zipfile.Path(archive)), str(path))


def _package_root(root: zipfile.Path) -> Traversable:
    # Archives of releases often hold one folder with everything in it.
    if root.joinpath(DESCRIPTOR).exists():
        return root
    inner = [child for child in root.iterdir() if child.joinpath(DESCRIPTOR).exists()]
    return inner[0] if len(inner) == 1 else root
