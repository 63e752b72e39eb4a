"""`.warc.zst`: WARC records in zstd frames, with or without a dictionary in front of them.

IIPC, "Zstandard compression of WARC files": the dictionary stands in a skippable frame at the beginning, itself packed
or not. A damaged frame costs itself: what follows is found by the next frame's first bytes.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

import zstandard

_FRAME: Final = b"\x28\xb5\x2f\xfd"
_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
_DAMAGE: Final = b"\r\n(bytes that are no zstd frame)\r\n\r\n"  # who reads the records tells of it, and goes on
_WINDOW: Final = 1 << 27  # bytes of history that a frame may ask for
_LARGEST: Final = 1 << 25  # bytes of a dictionary
_PIECE: Final = 1 << 16
_SLICE: Final = 1 << 12  # packed bytes given at once: 4 kB can become 50 MB, not more


class Target(Protocol):
    """What unpacked bytes are written to."""

    def write(self, data: bytes, /) -> int: ...


def is_zstd(beginning: bytes) -> bool:
    """Tell by its first four bytes whether a file is packed with zstd."""
    return beginning in (_FRAME, _DICTIONARY)


def unpack(source: BinaryIO, target: Target) -> None:
    """Write what all frames hold, one after the other; a damaged one as far as it goes."""
    factory = _factory(source)
    engine, skipping, within = factory.decompressobj(), False, False
    for piece in _pieces(source):
        data = piece
        while data:
            if skipping or engine.eof:
                if not skipping and not data.startswith(_FRAME):
                    target.write(_DAMAGE)
                data, skipping = _to_next_frame(data)
                engine = factory.decompressobj()
                if skipping:
                    break
            try:
                target.write(engine.decompress(data))
            except zstandard.ZstdError:
                target.write(_DAMAGE)
                data, skipping = _to_next_frame(data[1:])
                engine, within = factory.decompressobj(), False
                continue
            data = engine.unused_data if engine.eof else b""
            within = not engine.eof
    if within:
        target.write(_DAMAGE)


def _to_next_frame(data: bytes) -> tuple[bytes, bool]:
    """Return the bytes from the next frame on, and whether there is none among them."""
    place = data.find(_FRAME)
    return (data[place:], False) if place >= 0 else (b"", True)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    """Yield the packed bytes, cut so that a frame's first four are never cut apart."""
    held = b""
    while piece := source.read(_SLICE):
        held += piece
        keep = next((n for n in (3, 2, 1) if held.endswith(_FRAME[:n])), 0)
        if len(held) > keep:
            yield held[: len(held) - keep]
            held = held[len(held) - keep :]
    if held:
        yield held


def _factory(source: BinaryIO) -> zstandard.ZstdDecompressor:
    """Return what unpacks, with the dictionary that stands in front; the source is then at its first frame."""
    head = source.read(8)
    if not head.startswith(_DICTIONARY):
        source.seek(0)
        return zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    size = int.from_bytes(head[4:8], "little")
    said = source.read(min(size, _LARGEST))
    source.seek(8 + size)
    if said.startswith(_FRAME):
        said = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(said).read(_LARGEST)
    known = zstandard.ZstdCompressionDict(said)
    return zstandard.ZstdDecompressor(dict_data=known, max_window_size=_WINDOW)
