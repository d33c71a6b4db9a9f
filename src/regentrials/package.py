"""A data package on disk: its descriptor, its schemas and the raw text of its tables."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable
from datetime import date as calendar_day
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from regentrials.errors import FileError, RegenTrialsError, UnknownNameError
from regentrials.resource import Resource, Row

DESCRIPTOR = "datapackage.json"
# What a damaged archive or folder raises: encrypted, cut off, of an unknown compression, no permission, a folder.
UNREADABLE = (OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zipfile.BadZipFile, zlib.error)

__all__ = [
    "DESCRIPTOR",
    "AnyPackage",
    "DataPackage",
    "Resource",
    "Row",
    "chosen",
    "installed",
    "opened",
    "opened_folder",
]


class DataPackage:
    """A Frictionless data package in a folder, a zip file, or inside the installed package."""

    def __init__(self, root: Traversable, label: str) -> None:
        self.root = root
        self.label = label

    def __repr__(self) -> str:
        return f"<data package {self.label}>"

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The content of datapackage.json."""
        descriptor = self.read_json(DESCRIPTOR)
        entries = descriptor.get("resources")
        if not isinstance(entries, list):
            raise RegenTrialsError(f"{self.label}/{DESCRIPTOR} lists no resources; is it a data package?")
        for entry in entries:
            if not isinstance(entry, dict) or not all(isinstance(entry.get(k), str) for k in ("name", "path")):
                raise RegenTrialsError(f"{self.label}/{DESCRIPTOR}: a resource needs a name and one path; give both")
        return descriptor

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """The tables by name, in the descriptor's order."""
        return {entry["name"]: Resource(self, entry) for entry in self.descriptor["resources"]}

    @property
    def version(self) -> str:
        return self._stated("version")

    @property
    def date(self) -> str:
        """The day that the package was made, YYYY-MM-DD.

        Raises:
            RegenTrialsError: the descriptor states none.
        """
        day = self._stated("created")[:10]
        try:
            if calendar_day.fromisoformat(day).isoformat() == day:
                return day
        except ValueError:
            pass
        raise RegenTrialsError(f"{self.label}/{DESCRIPTOR} created: {day!r} is not a day; write YYYY-MM-DD")

    def _stated(self, name: str) -> str:
        if not isinstance(self.descriptor.get(name), str):
            raise RegenTrialsError(f"{self.label}/{DESCRIPTOR} does not state {name!r}; add it")
        return str(self.descriptor[name])

    def resource(self, name: str) -> Resource:
        """The table called `name`.

        Raises:
            UnknownNameError: there is no such table.
            RegenTrialsError: it is no text, such as a table itself.
        """
        if not isinstance(name, str):
            raise RegenTrialsError(f"a table goes by its name, such as 'trials', not by a {type(name).__name__}")
        if name not in self.resources:
            raise UnknownNameError("table", name, self.resources)
        return self.resources[name]

    def path(self, relative: str) -> Traversable:
        """A file of the package, which can't lie outside of it, not even through a link."""
        parts = Path(relative).parts
        if not parts or Path(relative).is_absolute() or ".." in parts or "\\" in relative or "\0" in relative:
            raise RegenTrialsError(f"{self.label}: {relative!r} leaves the package; use a path inside it")
        found = self.root.joinpath(*parts)
        if isinstance(found, Path) and not _inside(Path(str(self.root)), found):
            raise RegenTrialsError(
                f"{self.label}: {relative!r} is a link out of the package; put the file itself there"
            )
        return found

    def read_bytes(self, relative: str) -> bytes:
        """The content of a file of the package."""
        try:
            return self.path(relative).read_bytes()
        except (FileNotFoundError, NotADirectoryError, KeyError):
            raise RegenTrialsError(f"{self.label} has no {relative}; is it a data package's folder?") from None
        except UNREADABLE as error:
            raise RegenTrialsError(f"{self.label}/{relative} can't be read ({error}); get a whole copy") from None

    def read_text(self, relative: str) -> str:
        """The text of a file of the package, its line ends as they are."""
        content = self.read_bytes(relative)
        if b"\0" in content:
            line = content.count(b"\n", 0, content.index(b"\0")) + 1
            raise FileError(f"{self.label}/{relative}", line, "is not UTF-8 text (a NUL byte)", "save it as UTF-8")
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            wrong = f"is not UTF-8 text (byte {error.start})"
            raise FileError(f"{self.label}/{relative}", line, wrong, "save it as UTF-8") from None

    def read_json(self, relative: str) -> dict[str, Any]:
        """The object in a JSON file of the package."""
        try:
            value = json.loads(self.read_text(relative))
        except json.JSONDecodeError as error:
            raise RegenTrialsError(
                f"{self.label}/{relative}:{error.lineno} is not JSON ({error.msg}); mend it there"
            ) from None
        except (RecursionError, ValueError) as error:
            raise RegenTrialsError(f"{self.label}/{relative} is not sane JSON ({error}); mend it") from None
        if not isinstance(value, dict):
            raise RegenTrialsError(f"{self.label}/{relative} is not a JSON object; is it the right file?")
        return value


def _inside(root: Path, path: Path) -> bool:
    # A table may be a link within the package, never out of it.
    return path.resolve().is_relative_to(root.resolve())


# What functions take for a data package: an opened one, or where it is.
AnyPackage = DataPackage | str | Path


def installed() -> DataPackage:
    """The package's own data: the wheel's copy, else the repository's."""
    inside = Path(__file__).parent / "datapackage"
    if (inside / DESCRIPTOR).is_file():
        return DataPackage(inside, "regentrials")
    return DataPackage(Path(__file__).parents[2], "regentrials")


def opened(place: str | Path) -> DataPackage:
    """The data package in a folder or a zip file.

    Args:
        place: the folder or file; a zip may hold the package in a folder of its own.

    Returns:
        The package, for the argument `package` of functions; its files are read when they are asked for.

    Raises:
        RegenTrialsError: there is neither a folder nor a zip file at that place.
    """
    if not isinstance(place, str | Path) or not str(place):
        raise RegenTrialsError(f"{place!r} is no place; name a data package's folder or zip")
    path = Path(place)
    if _exists(path, Path.is_dir):
        return DataPackage(path, str(path))
    if not _exists(path, Path.is_file):
        raise RegenTrialsError(f"{path} is neither a folder nor a file; name a data package's folder or zip")
    try:
        archive = zipfile.ZipFile(path)
        return DataPackage(_package_root(zipfile.Path(archive)), str(path))
    except UNREADABLE as error:
        raise RegenTrialsError(f"{path} is not a zip file ({error}); name a data package's folder or zip") from None


def _exists(path: Path, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(path)
    except (OSError, ValueError):
        # Too long for a name, or with a character that no name has.
        return False


def opened_folder(place: str | Path) -> DataPackage:
    """The data package in a folder, for whoever will change its files.

    Raises:
        RegenTrialsError: there is no folder at that place.
    """
    if not _exists(Path(place), Path.is_dir):
        raise RegenTrialsError(f"{place} is not a folder; name the folder of a data package")
    return opened(place)


def _package_root(root: zipfile.Path) -> Traversable:
    # Archives of releases often hold one folder with everything in it.
    if root.joinpath(DESCRIPTOR).exists():
        return root
    inner = [child for child in root.iterdir() if child.joinpath(DESCRIPTOR).exists()]
    return inner[0] if len(inner) == 1 else root


def chosen(package: AnyPackage | None) -> DataPackage:
    """A data package, or the one at that place; the installed one where none is named.

    Raises:
        RegenTrialsError: there is neither a folder nor a zip file at that place.
    """
    if isinstance(package, DataPackage):
        return package
    return installed() if package is None else opened(package)
