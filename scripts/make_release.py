"""Write the files of a release, the same byte for byte on every run: dist/release."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from release_notes import notes

from regentrials.errors import RegenTrialsError
from regentrials.export import export
from regentrials.export.archive import checksums, package_zip
from regentrials.export.whole import put
from regentrials.package import DESCRIPTOR, DataPackage, opened
from regentrials.validation import validate
from regentrials.validation.report import as_text

ROOT = Path(__file__).parents[1]
FORMATS = ("jsonl", "parquet", "sqlite", "xlsx")


def release_files(package: DataPackage, previous: DataPackage | None = None) -> dict[str, bytes]:
    """Name and content of every file of a release.

    Args:
        package: the version that is released.
        previous: the version before it, for the notes.

    Returns:
        The data package as a zip, JSON Lines and Parquet a table, SQLite, XLSX, notes, checksums of all.
    """
    with tempfile.TemporaryDirectory(prefix="regentrials-release-") as folder:
        found = {path.name: path.read_bytes() for path in export(folder, FORMATS, package)}
    found[f"regentrials-{package.version}.zip"] = package_zip(package)
    found["RELEASE_NOTES.md"] = notes(package, previous).encode()
    return {**found, "SHA256SUMS": checksums(found)}


def refuse_unfit(package: DataPackage, previous: DataPackage | None = None) -> None:
    """Raise for a data package that is not to be released.

    Args:
        package: the version that is to be released.
        previous: the version before it.

    Raises:
        RegenTrialsError: it is not valid, or not later than the version before it.
    """
    if findings := validate(package):
        raise RegenTrialsError(f"{package.label} is not valid; mend it first:\n{as_text(findings)}")
    if previous and _number(previous) >= _number(package):
        raise RegenTrialsError(
            f"{package.version} is no later version than {previous.version}, with which it is compared; name the one"
            f" before, or set the version in {package.label}/{DESCRIPTOR}"
        )


def _number(package: DataPackage) -> list[int]:
    """A version in the order of the calendar, in which 2026.9 comes before 2026.11."""
    if not re.fullmatch(r"\d{4}\.\d{1,2}\.\d+", package.version):
        raise RegenTrialsError(f"{package.label}: the version {package.version!r} is not like 2026.11.1; correct it")
    return [int(part) for part in package.version.split(".")]


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Put the files in a new folder beside, and only then in the place of the old one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    fresh, old = beside / "new", beside / "old"
    try:
        fresh.mkdir()
        for name, content in files.items():
            put(fresh / name, content)
        _replace(folder, fresh, old)
    finally:
        # Unless it holds the only release that there is.
        if folder.exists() or not old.exists():
            shutil.rmtree(beside, ignore_errors=True)


def _replace(folder: Path, fresh: Path, aside: Path) -> None:
    # The old one is moved, not removed: whatever happens meanwhile, there is one.
    try:
        if folder.exists():
            _refuse_foreign(folder)
            folder.rename(aside)
        fresh.rename(folder)
    except BaseException:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        raise


def _refuse_foreign(folder: Path) -> None:
    # The folder is replaced as a whole: never one that holds anything but a release.
    if any(folder.iterdir()) and not (folder / "SHA256SUMS").is_file():
        raise RegenTrialsError(f"{folder} holds something else than a release; name another folder")


def main() -> int:
    """Write the release and name its files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", default=ROOT, type=Path, help="a data package's folder (default: this one)")
    parser.add_argument("--output", default=ROOT / "dist/release", type=Path, help="default: dist/release")
    parser.add_argument("--previous", help="folder or zip of the version before, for the notes")
    arguments = parser.parse_args()
    try:
        package, previous = opened(arguments.dir), opened(arguments.previous) if arguments.previous else None
        refuse_unfit(package, previous)
        files = release_files(package, previous)
        write(arguments.output, files)
    except RegenTrialsError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or arguments.output} can't be read or written ({error.strerror})", file=sys.stderr)
        return 1
    for name in sorted(files):
        print(f"{len(files[name]):>9} bytes  {arguments.output / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
