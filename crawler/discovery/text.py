"""A source's bytes as text, piece by piece: unpacked, decoded, never more in memory than one piece. Pure.

Sources are read even when they are sloppy about their charset; what they hold is decided by `tree`, not here.
"""

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from crawler.errors import SourceError

LIMIT = 50_000_000  # bytes a source may unpack to (sitemaps.org allows 50 MB)
_PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_WRITTEN_IN = re.compile(
    r"utf-?(?:8|16|32)(?:-?[lb]e)?|(?:us-?)?ascii|iso[-_]?8859[-_]\d{1,2}|latin-?\d|(?:windows|cp)-?125\d|koi8-[ru]|"
    r"gb(?:k|2312|18030)|big5(?:-?hkscs)?|shift[-_]?jis|sjis|euc[-_]?(?:jp|kr)|iso-2022-(?:jp|kr)|tis-?620",
    re.I,
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as the charset that pages mislabelled so are mostly in."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("rowback.western", _as_western)


def pieces(body: bytes | Iterable[bytes], *, url: str, charset: str | None = None) -> Iterator[str]:
    """Return a source's text in pieces; `charset` is what the server said.

    Raises `SourceError` while iterating: unpacks to too much, gzip cut off or broken. What came before is good.
    """
    return _decoded(_bounded(_unpacked(_cut(body), url), url), charset)


def _cut(body: bytes | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(body, bytes):
        return (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))
    return (piece[start : start + _PIECE] for piece in body for start in range(0, len(piece), _PIECE))


def _unpacked(parts: Iterator[bytes], url: str) -> Iterator[bytes]:
    head = b""
    for part in parts:
        head += part
        if len(head) >= len(_GZIP):
            break
    parts = chain([head], parts)
    return _gunzipped(parts, url) if head.startswith(_GZIP) else parts


def _gunzipped(parts: Iterable[bytes], url: str) -> Iterator[bytes]:
    unpack = zlib.decompressobj(wbits=31)
    try:
        for part in parts:
            data = part
            while data:
                if unpack.eof and not data.startswith(_GZIP[:1]):
                    return  # padding after the end
                if unpack.eof:  # one gzip member after another
                    unpack = zlib.decompressobj(wbits=31)
                yield unpack.decompress(data, _PIECE)
                data = unpack.unconsumed_tail or unpack.unused_data
        yield unpack.flush()
    except zlib.error as error:
        raise SourceError(f"broken gzip ({error})", subject=url, cure="The next look may have it whole") from None
    if not unpack.eof:
        raise SourceError("gzip that breaks off", subject=url, cure="The next look may have it whole")


def _bounded(parts: Iterable[bytes], url: str) -> Iterator[bytes]:
    total = 0
    for part in parts:
        total += len(part)
        if total > LIMIT:
            cure = "Name a smaller source of this outlet: its feed or news sitemap"
            raise SourceError(f"unpacks to more than {LIMIT // 1_000_000} MB", subject=url, cure=cure)
        yield part


def _decoded(parts: Iterator[bytes], charset: str | None) -> Iterator[str]:
    head = next((part for part in parts if part), b"")
    decoder = codecs.getincrementaldecoder(_charset(head, charset))(errors="rowback.western")
    for part in chain([head], parts):
        yield _NOT_XML.sub("", decoder.decode(part))
    yield _NOT_XML.sub("", decoder.decode(b"", final=True))


def _charset(head: bytes, said: str | None) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head[:4] in (b"<\x00?\x00", b"\x00<\x00?"):
        return "utf-16-le" if head[0:1] == b"<" else "utf-16-be"
    declared = [str(name, "ascii") for name in _DECLARED.findall(head[:1000])]
    for name in (*declared, said or ""):
        if _WRITTEN_IN.fullmatch(name) and not name.lower().startswith(("utf-16", "utf16")):
            return name
    return "utf-8"
