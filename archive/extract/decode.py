"""Bytes to text: which character set a page is really in, and whether it is a page at all.

Order of belief: byte order mark, bytes that can only be UTF-8, what the server says, what the page says, detection.
A server's word goes before the page's (WHATWG, Encoding sniffing); neither stands against valid multi-byte UTF-8.
"""

import codecs
import json
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from .refusal import Refused

MAX_BYTES = 20_000_000
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml", ""})
_SAMPLE = 30_000  # bytes looked at by detection: its cost grows with them
_FEW = 0.001  # share of undecodable characters that a cut or a stray byte explains
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "a RIFF file"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"ID3", "an audio file"),
    (b"OggS", "an Ogg file"),
    (b"{\\rtf", "a rich text file"),
)
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h1|article|table|span|br)\b", re.I)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex|svg|opml)\b", re.I)
_ANYTHING = re.compile(rb"[^ \t\r\n\x00]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def decode(body: bytes, *, mime: str, charset: str | None) -> str:
    """Return a page's text without control characters.

    Raises `Refused` for what is no HTML, is empty, or is larger than any article.
    """
    if len(body) > MAX_BYTES:
        raise Refused("extractor_error", f"{len(body)} bytes, more than the {MAX_BYTES} that are read")
    if not _ANYTHING.search(body):
        raise Refused("empty_text", "the body is empty")
    text = _text(body, charset)
    _refuse_other_types(body, text, mime)
    return _CONTROL.sub("", text)


def _refuse_other_types(body: bytes, text: str, mime: str) -> None:
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _MAGIC:
        if start.startswith(magic):
            raise Refused("not_html", name)
    sniffed = text[:200_000].encode("utf-8", "replace")
    tag, feed = _TAG.search(sniffed), _FEED.search(sniffed[:4096])
    if feed and not (tag and tag.start() < feed.start()):
        raise Refused("not_html", f"an XML document: {feed[0].decode('ascii', 'replace')}>")
    if not tag or (start[:1] in (b"{", b"[") and _is_json(text)):
        raise Refused("not_html", f"{mime or 'no type given'}, and no HTML tag in it")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _text(body: bytes, charset: str | None) -> str:
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace")
    if (utf8 := _strict_utf8(body)) is not None:
        return utf8
    best: tuple[float, str] | None = None
    for name in _candidates(body, charset):
        text = body.decode(name, "replace")
        bad, foreign = text.count("\ufffd"), sum(1 for character in text if character > "\x7f")
        share = bad / len(text) if text else 1.0
        if bad <= max(3, _FEW * len(text)) and bad <= foreign / 2:
            return text
        if best is None or share < best[0]:
            best = (share, text)
    return best[1] if best else body.decode("cp1252", "replace")


def _strict_utf8(body: bytes) -> str | None:
    """Return the text when these bytes can only be UTF-8; pure ASCII is left to what is declared (ISO-2022, UTF-7)."""
    if body.isascii() and b"\x1b" in body:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        return decoder.decode(body, final=False)  # a page cut within a character is still UTF-8
    except UnicodeDecodeError:
        return None


def _candidates(body: bytes, charset: str | None) -> Iterator[str]:
    seen: set[str] = set()
    for label in (charset, html_body_declared_encoding(body[:8192])):
        name = resolve_encoding(label.strip("\"' ")) if label else None
        if name and name not in seen:
            seen.add(name)
            yield name
    guess = from_bytes(_telling(body)).best()
    if guess and guess.encoding not in seen:
        yield guess.encoding
    yield "cp1252"


def _telling(body: bytes) -> bytes:
    """Return a sample that holds the bytes which tell charsets apart: markup before them is all ASCII."""
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 200) if first else 0
    return body[start : start + _SAMPLE]
