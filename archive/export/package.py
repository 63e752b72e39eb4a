"""A WACZ 1.1.1 package while it is written: a ZIP whose manifest has every file's digest and size.

It knows no archive: what goes into it is `wacz`'s and `proof`'s business. Nothing is held in memory.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final

VERSION: Final = "1.1.1"
_PIECE: Final = 1 << 20
_STORED: Final = (".gz",)  # what is compressed already is not compressed again, so that ranges of it can be read


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the package as its manifest lists it."""

    name: str
    path: str
    hash: str
    bytes: int


class Entry:
    """One file of the package while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Add bytes at its end."""
        self._file.write(data)
        self._sha256.update(data)
        self.size += len(data)

    @property
    def hash(self) -> str:
        """The digest of what was written so far."""
        return f"sha256:{self._sha256.hexdigest()}"


class Package:
    """A package; `finish` writes its manifest."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)
        self.resources: list[Resource] = []

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    @contextmanager
    def entry(self, path: str) -> Iterator[Entry]:
        """Write one file; no other can be written meanwhile."""
        with self._zip.open(_info(path), "w", force_zip64=True) as file:
            entry = Entry(file)
            yield entry
        self.resources.append(Resource(path.rpartition("/")[2].lower(), path, entry.hash, entry.size))

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write one file from its pieces."""
        with self.entry(path) as entry:
            for piece in pieces:
                entry.write(piece)

    def add_file(self, path: str, source: IO[bytes]) -> None:
        """Write one file from an open one, from its beginning."""
        source.seek(0)
        self.add(path, iter(lambda: source.read(_PIECE), b""))

    def finish(self, about: dict[str, str]) -> None:
        """Write the manifest, and the digest of the manifest."""
        listed = [
            {"name": each.name, "path": each.path, "hash": each.hash, "bytes": each.bytes} for each in self.resources
        ]
        manifest = {"profile": "data-package", "wacz_version": VERSION, **about, "resources": listed}
        text = json.dumps(manifest, indent=2, ensure_ascii=False).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        self._zip.writestr(_info("datapackage.json"), text)
        self._zip.writestr(_info("datapackage-digest.json"), json.dumps(digest, indent=2))


def _info(path: str) -> zipfile.ZipInfo:
    """Name a file of the package; it has the earliest time that a ZIP knows, so that equal packages are equal bytes."""
    info = zipfile.ZipInfo(path)
    info.compress_type = zipfile.ZIP_STORED if path.endswith(_STORED) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
