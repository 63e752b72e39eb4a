"""The WARC files in what a person gives: the file itself, those in a WACZ package, those that other formats become.

A package may hold packages (multi-WACZ) or name those beside it, and lie in a folder of its own within the zip.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from archive.errors import BadInput, DiskFull, NotWarc, WarcError

from . import arc, zstd

_WARCS: Final = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
_PACKAGE: Final = ".wacz"
_ZIP: Final = b"PK\x03\x04"
_PIECE: Final = 1 << 20
_DEEPEST: Final = 3  # packages in packages
_LISTED: Final = 1 << 20  # bytes of a list of packages

Converter = Callable[[BinaryIO, zstd.Target], object]


def warcs_in(path: Path, scratch: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Yield each WARC file by its name, open until the next is asked for; what is packed is unpacked in `scratch`.

    Raises `BadInput` when the file cannot be read, `WarcError` when it is a damaged package, `DiskFull`.
    """
    try:
        with path.open("rb") as file:
            if listed := _listed(path, file):
                for each in listed:
                    yield from warcs_in(each, scratch)
            else:
                yield from _warcs(path.name, file, scratch, 0)
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror or error})", subject=str(path), cure="Name a file") from error


def _listed(path: Path, file: BinaryIO) -> list[Path]:
    """Return the packages beside a list of packages (datapackage.json of a multi-WACZ) that it names."""
    if path.suffix.lower() != ".json":
        return []
    try:
        said = json.loads(file.read(_LISTED))
        named = [str(each.get("path") or each["name"]) for each in said["resources"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotWarc(
            f"no list of packages ({error})", subject=str(path), cure="Give the packages themselves"
        ) from error
    return [path.parent / PurePosixPath(each).name for each in named if each.lower().endswith(_PACKAGE)]


def _warcs(name: str, file: BinaryIO, scratch: Path, depth: int) -> Iterator[tuple[str, BinaryIO]]:
    beginning = file.read(4)
    file.seek(0)
    if beginning == _ZIP:
        yield from _unpacked(name, file, scratch, depth)
        return
    convert = zstd.unpack if zstd.is_zstd(beginning) else arc.to_warc if arc.is_arc(file) else None
    file.seek(0)
    if convert is None:
        yield name, file
        return
    with _converted(name, file, scratch, convert) as made:
        yield name, made


def _unpacked(name: str, file: BinaryIO, scratch: Path, depth: int) -> Iterator[tuple[str, BinaryIO]]:
    try:
        with zipfile.ZipFile(file) as package:
            inside = [each for each in package.infolist() if each.filename.lower().endswith((*_WARCS, _PACKAGE))]
            if not inside:
                raise NotWarc("holds no WARC file", subject=name, cure="Give a WACZ package")
            for each in inside:
                if depth >= _DEEPEST:
                    raise WarcError("packages in packages, too deep", subject=name, cure="Unpack it and import those")
                with _copied(package, each, scratch) as made:
                    yield from _warcs(PurePosixPath(each.filename).name, made, scratch, depth + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        cure = "Have it written again, or unpack what is left of it and import the WARC files"
        raise WarcError(f"a damaged package ({error})", subject=name, cure=cure) from error


def _copied(package: zipfile.ZipFile, member: zipfile.ZipInfo, scratch: Path) -> BinaryIO:
    if member.file_size > shutil.disk_usage(scratch).free:
        raise DiskFull("no room to unpack it", subject=member.filename, cure="Make room and start again")
    made = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 (closed by whoever gets it)
    try:
        left = member.file_size  # not more than it announces, whatever unpacks out of it
        with package.open(member) as packed:
            while left and (piece := packed.read(min(_PIECE, left))):
                made.write(piece)
                left -= len(piece)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _converted(name: str, file: BinaryIO, scratch: Path, convert: Converter) -> BinaryIO:
    made = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 (closed by whoever gets it)
    try:
        convert(file, _Bounded(made, shutil.disk_usage(scratch).free, name))
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


class _Bounded:
    """A file that takes as many bytes as there is room for."""

    def __init__(self, file: BinaryIO, room: int, name: str) -> None:
        self._file, self._room, self._name = file, room, name

    def write(self, data: bytes) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise DiskFull("no room to unpack it", subject=self._name, cure="Make room and start again")
        return self._file.write(data)
