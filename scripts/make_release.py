"""Write the files of a release, the same byte for byte on every run: dist/release."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from release_notes import notes

from regentrials.errors import RegenTrialsError
from regentrials.export import export
from regentrials.export.archive import checksums, package_zip
from regentrials.export.whole import put
from regentrials.package import DataPackage, opened

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


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Put the files in a new folder beside, and only then in the place of the old one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        for name, content in files.items():
            put(fresh / name, content)
        if folder.exists():
            _refuse_foreign(folder)
            shutil.rmtree(folder)
        fresh.chmod(0o755)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


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
        previous = opened(arguments.previous) if arguments.previous else None
        files = release_files(opened(arguments.dir), previous)
        write(arguments.output, files)
    except RegenTrialsError as error:
        print(error, file=sys.stderr)
        return 1
    for name in sorted(files):
        print(f"{len(files[name]):>9} bytes  {arguments.output / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
