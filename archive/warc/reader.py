"""Reads records back: one at its place, or all of a file. Lengths and digests are checked before anything is believed.

Blocks lie in a `Spool`, so that a big one never is in memory; close what you were given (`with`).
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from archive.errors import RecordAltered, WarcError
from archive.spool import Spool

from .http import Framed, as_stored, charset_of, decoded, entity, frame, mime_of
from .members import Member, open_warc, read_member
from .walk import Damage, walk

_HTTP_RECORDS: Final = frozenset({"response", "revisit"})
_ALGORITHMS: Final = frozenset({"sha1", "sha256", "sha512", "md5"})


class StoredRecord:
    """A record as it lies in a file."""

    def __init__(self, member: Member, block: Spool) -> None:
        self.member = member
        self.block = block

    def __enter__(self) -> "StoredRecord":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the block."""
        self.block.close()

    def header(self, name: str) -> str:
        """Return a named field's first value; "" when it is not there."""
        return self.member.header(name)

    @property
    def type(self) -> str:
        """WARC-Type."""
        return self.header("WARC-Type")

    @property
    def record_id(self) -> str:
        """The id without angle brackets."""
        return self.header("WARC-Record-ID").strip("<>")

    @property
    def target_uri(self) -> str:
        """WARC-Target-URI; some tools put it in angle brackets."""
        return self.header("WARC-Target-URI").strip("<>")

    @property
    def is_http(self) -> bool:
        """The block is an HTTP answer, or at least its head."""
        return self.type in _HTTP_RECORDS and self.header("Content-Type").startswith("application/http")

    @cached_property
    def framed(self) -> Framed:
        """The HTTP answer in the block; raises `NotHttp` when there is none."""
        return frame(self.block)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a reader of HTML needs of one response record."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    mime: str  # lower case; "" when the server did not say
    charset: str | None  # of Content-Type, as Python names it; None when the server did not say, or nonsense
    body: bytes  # transfer and content encodings removed
    problem: str  # what was wrong with the content encoding; "" when nothing


def read_record(path: Path, offset: int, length: int, *, sha256: str | None = None) -> StoredRecord:
    """Read the record at a place of a file; `path` is its final name, also while it is still `.open`.

    Raises `RecordMissing`, `RecordCut` or `RecordAltered`, which name the place; `sha256` (hex) is that of the
    compressed bytes as they were written.
    """
    with open_warc(path) as file:
        try:
            record = _read(file, offset, offset + length)
            if record.member.length != length:
                record.close()
                raise RecordAltered(f"the record is {record.member.length:,} bytes long, not {length:,}")
            if sha256 is not None and record.member.sha256 != sha256:
                record.close()
                raise RecordAltered("the compressed bytes are not those that were written")
        except WarcError as error:
            raise type(error)(error.message, subject=f"{path} at {offset}", cure=_CURE) from None
    return record


_CURE: Final = "Restore the file from a backup; `rowback verify` lists all that is damaged"


def iterate(path: Path, *, start: int = 0, end: int | None = None) -> Iterator[StoredRecord | Damage]:
    """Yield every record of a file from `start` (0, or the end of a record) up to `end`, and each damaged stretch.

    A record's block can be read until the next one is asked for.
    """
    return _iterate(path, start, end, _read)


def iterate_unchecked(path: Path, *, end: int | None = None) -> Iterator[StoredRecord | Damage]:
    """Yield every record that is whole, whatever its digests say: for who checks them anyway."""
    return _iterate(path, 0, end, _read_unchecked)


def _iterate(
    path: Path, start: int, end: int | None, read: Callable[[BinaryIO, int, int], StoredRecord]
) -> Iterator[StoredRecord | Damage]:
    with open_warc(path) as file:
        size = file.seek(0, 2)
        for found in walk(file, start, size if end is None else min(end, size), read, warcinfo_id=_own_id(file, start)):
            yield found
            if isinstance(found, StoredRecord):
                found.close()


def _own_id(file: BinaryIO, start: int) -> str:
    """Return the id of the file's warcinfo record, when reading does not begin with it."""
    if not start:
        return ""
    try:
        return read_member(file, 0, start, lambda _: None).header("WARC-Record-ID")
    except WarcError:
        return ""


def page(path: Path, offset: int, length: int, *, limit: int, sha256: str | None = None) -> Page:
    """Read a response record as a page; nothing larger than `limit` bytes is unpacked.

    Raises as `read_record` does, `PageTooLarge`, `NotHttp`, and `WarcError` for a record that holds no body.
    """
    with read_record(path, offset, length, sha256=sha256) as record:
        if record.type != "response":
            raise WarcError(f"a {record.type} record holds no page", subject=f"{path} at {offset}")
        framed = as_stored(record.block, record.framed)
        body = decoded(entity(record.block, framed), framed.content_encoding, limit=limit)
        content_type = framed.header("Content-Type")
        return Page(
            url=record.target_uri,
            status=framed.status,
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in framed.headers),
            mime=mime_of(content_type),
            charset=charset_of(content_type),
            body=body.body,
            problem=body.problem,
        )


def _read(file: BinaryIO, offset: int, end: int) -> StoredRecord:
    record = _read_unchecked(file, offset, end)
    try:
        check_digests(record)
    except BaseException:
        record.close()
        raise
    return record


def _read_unchecked(file: BinaryIO, offset: int, end: int) -> StoredRecord:
    block = Spool()
    try:
        return StoredRecord(read_member(file, offset, end, block.append), block)
    except BaseException:
        block.close()
        raise


def check_digests(record: StoredRecord) -> None:
    """Compare every digest that a record gives with its bytes; raises `RecordAltered`.

    A payload digest of a revisit is the original's. Under chunk framing both meanings of "payload" are in use.
    """
    if said := record.header("WARC-Block-Digest"):
        _compare("block", said, [record.block.pieces()])
    if (said := record.header("WARC-Payload-Digest")) and record.type != "revisit":
        _compare("payload", said, _payloads(record))


def _payloads(record: StoredRecord) -> Iterator[Iterable[bytes]]:
    if not record.is_http:
        yield record.block.pieces()
        return
    yield entity(record.block, record.framed)
    if record.framed.chunked:
        yield record.block.pieces(*record.framed.body)


def _compare(what: str, said: str, candidates: Iterable[Iterable[bytes]]) -> None:
    name, _, value = said.partition(":")
    if name.lower() not in _ALGORITHMS:
        return
    for pieces in candidates:
        state = hashlib.new(name.lower(), usedforsecurity=False)
        for piece in pieces:
            state.update(piece)
        if _same(state.digest(), value):
            return
    raise RecordAltered(f"the {what} digest is not {said}")


def _same(digest: bytes, written: str) -> bool:
    """Compare with a digest in base32, as is usual, or in hex."""
    if len(written) == 2 * len(digest):
        return digest.hex() == written.lower()
    try:
        return base64.b32decode(written.upper() + "=" * (-len(written) % 8)) == digest
    except ValueError:  # no base32, or not even ASCII
        return False
