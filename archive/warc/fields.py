"""`application/warc-fields`: the blocks of warcinfo and metadata records, written and read.

The metadata record of a capture holds everything about it that its response or revisit record does not say, so that
the database can be made again from the WARC files.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, cast, get_args

from archive.errors import WarcError
from archive.models import Provenance, Purpose

CONTENT_TYPE: Final = "application/warc-fields"
_EXTRA: Final = "extra-"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_PURPOSES: Final[frozenset[str]] = frozenset(get_args(Purpose))

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a capture's metadata record says."""

    provenance: Provenance = field(default_factory=Provenance)
    payload_digest: str | None = None  # None in records that are no capture's
    fetch_time_ms: int | None = None
    tls_version: str | None = None
    tls_cipher: str | None = None
    method: str = "GET"
    interim_heads: tuple[bytes, ...] = ()
    http_head: bytes | None = None  # the head of a 304, whose revisit has an empty block; None elsewhere
    surplus: bytes = b""  # its beginning, when `surplus_length` is greater
    surplus_length: int = 0
    others: Fields = ()  # names that are not known here


def write_fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Write names and values, one a line; control characters in a value become spaces, as a value is one line."""
    lines = (f"{one_line(name)}: {one_line(value)}".rstrip() + "\r\n" for name, value in pairs)
    return "".join(lines).encode("utf-8", "backslashreplace")


def one_line(value: str) -> str:
    """Return a value fit for one line of a header."""
    return _CONTROL.sub(" ", value).strip()


def read_fields(block: bytes) -> Fields:
    """Read a warc-fields block.

    Raises `WarcError` for a line without a colon.
    """
    return tuple(_read_lines(block.decode("utf-8", "replace")))


def _read_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in re.sub(r"\r?\n[ \t]+", " ", text).split("\n"):
        name, colon, value = line.strip().partition(":")
        if colon and name:
            yield name.strip(), value.strip()
        elif name:
            raise WarcError(f"no warc-fields line: {line[:80]!r}")


def b64(data: bytes) -> str:
    """Write bytes as one word."""
    return base64.b64encode(data).decode("ascii")


def write_metadata(meta: Metadata) -> bytes:
    """Write a capture's metadata block. What is empty is left out, but for hopsFromSeed, where empty means a seed."""
    why = meta.provenance
    pairs = [
        ("via", why.via),
        ("hopsFromSeed", why.hops),
        ("fetchTimeMs", "" if meta.fetch_time_ms is None else str(meta.fetch_time_ms)),
        ("outlet", why.outlet),
        ("crawl", str(why.crawl_id) if why.crawl_id else ""),
        ("purpose", why.purpose),
        ("source", why.source),
        ("robots", why.robots),
        ("method", "" if meta.method == "GET" else meta.method),
        ("tls-version", meta.tls_version or ""),
        ("tls-cipher", meta.tls_cipher or ""),
        ("payload-digest", meta.payload_digest or ""),
        *(("interim-head-base64", b64(head)) for head in meta.interim_heads),
        ("http-head-base64", "" if meta.http_head is None else b64(meta.http_head)),
        ("surplus-length", str(meta.surplus_length) if meta.surplus_length else ""),
        ("surplus-base64", b64(meta.surplus)),
        *((_EXTRA + name, value) for name, value in sorted(why.extra.items())),
        *meta.others,
    ]
    return write_fields((name, value) for name, value in pairs if value or name == "hopsFromSeed")


def parse_metadata(block: bytes) -> Metadata:
    """Read a capture's metadata block back; every value that `write_metadata` wrote is there again.

    Raises `WarcError` for a value that cannot be what its name says.
    """
    pairs = read_fields(block)
    said = _Said(pairs)
    return Metadata(
        provenance=Provenance(
            outlet=said.text("outlet"),
            crawl_id=said.number("crawl") or 0,
            purpose=_purpose(said.text("purpose")),
            source=said.text("source"),
            via=said.text("via"),
            hops=said.text("hopsFromSeed"),
            robots=said.text("robots"),
            extra={name[len(_EXTRA) :]: value for name, value in pairs if name.startswith(_EXTRA)},
        ),
        payload_digest=said.text("payload-digest") or None,
        fetch_time_ms=said.number("fetchTimeMs"),
        tls_version=said.text("tls-version") or None,
        tls_cipher=said.text("tls-cipher") or None,
        method=said.text("method") or "GET",
        interim_heads=said.bytes("interim-head-base64"),
        http_head=next(iter(said.bytes("http-head-base64")), None),
        surplus=b"".join(said.bytes("surplus-base64")),
        surplus_length=said.number("surplus-length") or 0,
        others=tuple(pair for pair in pairs if pair[0] not in _KNOWN and not pair[0].startswith(_EXTRA)),
    )


_KNOWN: Final = frozenset(
    {
        "via",
        "hopsFromSeed",
        "fetchTimeMs",
        "outlet",
        "crawl",
        "purpose",
        "source",
        "robots",
        "method",
        "tls-version",
        "tls-cipher",
        "payload-digest",
        "interim-head-base64",
        "http-head-base64",
        "surplus-length",
        "surplus-base64",
    }
)


def _purpose(text: str) -> Purpose:
    return cast(Purpose, text) if text in _PURPOSES else "other"


class _Said:
    """The values of a block by name."""

    def __init__(self, pairs: Fields) -> None:
        self._pairs = pairs

    def text(self, name: str) -> str:
        return next((value for key, value in self._pairs if key == name), "")

    def number(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise WarcError(f"{name} is no number: {text[:40]!r}")
        return int(text)

    def bytes(self, name: str) -> tuple[bytes, ...]:
        try:
            return tuple(base64.b64decode(value, validate=True) for key, value in self._pairs if key == name)
        except binascii.Error:
            raise WarcError(f"{name} is not base64") from None
