"""The WARC files in what a person gives: the file itself, or those in a WACZ package."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from archive.errors import BadInput, DiskFull, NotWarc, WarcError

_WARCS: Final = (".warc", ".warc.gz")
_PIECE: Final = 1 << 20


def warcs_in(path: Path, scratch: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Yield each WARC file by its name, open until the next is asked for; those of a package are unpacked in `scratch`.

    Raises `BadInput` when the file cannot be read, `WarcError` when it is a damaged package, `DiskFull`.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04":
                yield from _unpacked(path, scratch)
            else:
                yield path.name, file
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror or error})", subject=str(path), cure="Name a file") from error


def _unpacked(path: Path, scratch: Path) -> Iterator[tuple[str, BinaryIO]]:
    try:
        with zipfile.ZipFile(path) as package:
            inside = [each for each in package.infolist() if _is_warc(each.filename)]
            if not inside:
                raise NotWarc("holds no WARC file", subject=str(path), cure="Give a WACZ package")
            for each in inside:
                with _copied(package, each, scratch) as file:
                    yield PurePosixPath(each.filename).name, file
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        cure = "Have it written again, or unpack what is left of it and import the WARC files"
        raise WarcError(f"a damaged package ({error})", subject=str(path), cure=cure) from error


def _is_warc(name: str) -> bool:
    return PurePosixPath(name).parts[:1] == ("archive",) and name.lower().endswith(_WARCS)


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
    return made
