"""Archives and checksums that are the same on every build."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping

from regentrials.export.readme import readme
from regentrials.package import DESCRIPTOR, DataPackage

# What goes with the tables wherever they go: the terms, and how to cite.
COMPANIONS = ("CITATION.cff", "LICENSE-DATA")
# The earliest time that an archive can state: the same on every build.
EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of these files, in their order, without the time and the machine that made it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def package_files(package: DataPackage) -> Iterator[str]:
    """The paths of a data package's own files."""
    yield DESCRIPTOR
    for resource in package.resources.values():
        yield resource.path
        if isinstance(resource.entry.get("schema"), str):
            yield str(resource.entry["schema"])


def package_zip(package: DataPackage) -> bytes:
    """The whole data package as one archive: descriptor, tables, schemas, README, any licence and citation."""
    beside = {name for name in COMPANIONS if package.path(name).is_file()}
    files = {name: package.read_bytes(name) for name in sorted(beside | set(package_files(package)))}
    return zipped({"README.txt": readme(package).encode(), **files})


def checksums(files: Mapping[str, bytes]) -> bytes:
    """SHA-256 of every file, as `sha256sum --check` reads it."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
