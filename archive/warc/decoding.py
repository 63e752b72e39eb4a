"""Content-Encoding removed, piece by piece and within a limit.

Tolerant, because pages are read for their text: a cut stream gives what there is, a mislabelled one is handed on as it
came, and both are said. Transfer-Encoding is not its business (`framing.entity`).
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, Protocol

import brotli
import zstandard

from archive.errors import PageTooLarge

PIECE: Final = 1 << 16
_MOST_CODINGS: Final = 4  # nobody stacks more
_UNDECIDED: Final = 1 << 20  # input without any output that is still held to be handed on as it came
_ZSTD_SLICE: Final = 128  # bytes; four bytes of zstd can unpack to 128 KiB, so a slice gives 4 MiB at most
_GZIP: Final = zlib.MAX_WBITS + 16
_ZSTD_WINDOW: Final = 1 << 23  # RFC 9659: what a decoder of web content has to support


class Decoded(NamedTuple):
    """A body without its content encodings; `problem` is "" when every coding was there and whole."""

    body: bytes
    problem: str


class _Engine(Protocol):
    @property
    def finished(self) -> bool: ...

    def feed(self, data: bytes) -> Iterator[bytes]: ...


class _Damaged(Exception):
    """The bytes are not in this coding."""


class _Zlib:
    """gzip (all members of it) and deflate (with the zlib header, and without as some servers send it)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._engine = zlib.decompressobj(wbits)
        self._start = b""  # two bytes tell what begins here
        self._begun = False

    @property
    def finished(self) -> bool:
        return self._engine.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if not self._begun:
                self._start += data
                if len(self._start) < 2 or not self._begin():
                    return
                data, self._start = self._start, b""
            try:
                out = self._engine.decompress(data, PIECE)
            except zlib.error:
                raise _Damaged from None
            self._begun = not self._engine.eof
            data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            yield out

    def _begin(self) -> bool:
        """Begin with a header, or do without; False for what is no further gzip member but padding."""
        if self._engine.eof:
            if self._wbits != _GZIP or not self._start.startswith(b"\x1f\x8b"):
                self._start = b""
                return False
            self._engine = zlib.decompressobj(self._wbits)
        elif self._wbits == zlib.MAX_WBITS and (self._start[0] & 15 != 8 or int.from_bytes(self._start[:2]) % 31):
            self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = True
        return True


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    @property
    def finished(self) -> bool:
        return bool(self._engine.is_finished())

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self.finished:
            return
        try:
            yield self._engine.process(data, output_buffer_limit=PIECE)
            while not self._engine.can_accept_more_data():
                yield self._engine.process(b"", output_buffer_limit=PIECE)
        except brotli.error:
            raise _Damaged from None


class _Zstd:
    """zstd, all frames of it."""

    def __init__(self) -> None:
        self._factory = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._engine = self._factory.decompressobj()

    @property
    def finished(self) -> bool:
        return self._engine.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_SLICE):
            yield from self._slice(data[start : start + _ZSTD_SLICE])

    def _slice(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._engine.eof:
                self._engine = self._factory.decompressobj()
            try:
                out = self._engine.decompress(data)
            except zstandard.ZstdError:
                raise _Damaged from None
            data = self._engine.unused_data if self._engine.eof else b""
            yield out


def _gzip() -> _Engine:
    return _Zlib(_GZIP)


def _deflate() -> _Engine:
    return _Zlib(zlib.MAX_WBITS)


_ENGINES: Final[dict[str, Callable[[], _Engine]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}


def codings(content_encoding: str | None) -> tuple[str, ...]:
    """Return the codings of a Content-Encoding value that change bytes, in the order they were applied."""
    names = (name.strip().lower() for name in (content_encoding or "").split(","))
    return tuple(name for name in names if name in _ENGINES)


def decoded(pieces: Iterable[bytes], content_encoding: str | None, *, limit: int) -> Decoded:
    """Remove gzip, deflate, br and zstd, also stacked; names that are none of these are taken for identity.

    `limit` bounds in bytes what any of the layers gives. Raises `PageTooLarge` above it.
    """
    names = codings(content_encoding)
    if len(names) > _MOST_CODINGS:
        raise PageTooLarge(f"{len(names)} content encodings on one body", subject=content_encoding or "")
    problems: list[str] = []
    layer = iter(pieces)
    for name in reversed(names):
        layer = _bounded(_without(name, layer, problems), limit)
    return Decoded(b"".join(_bounded(layer, limit)), "; ".join(problems))


def _bounded(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise PageTooLarge(f"the body is larger than {limit:,} bytes", cure="It is kept, but not read")
        yield piece


def _without(name: str, pieces: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """Yield the pieces without one coding; what is not in that coding at all is handed on as it came."""
    engine, held, given, piece = _ENGINES[name](), b"", False, b""
    for piece in pieces:
        try:
            for out in engine.feed(piece):
                given = given or bool(out)
                yield out
        except _Damaged:
            yield from _as_it_came(name, held + piece, pieces, problems, given=given)
            return
        held = b"" if given else (held + piece)[:_UNDECIDED]
    if piece and not engine.finished:  # no body at all is whole in any coding
        problems.append(f"{name} is cut off")


def _as_it_came(name: str, held: bytes, rest: Iterator[bytes], problems: list[str], *, given: bool) -> Iterator[bytes]:
    problems.append(f"{name} is damaged" if given else f"labelled {name}, but is not")
    if not given:
        yield held
        yield from rest
