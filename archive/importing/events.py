"""What a record of another program says: the capture it is, the original it refers to, where that is unclear. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast, get_args
from urllib.parse import urlsplit

from archive import times, urls
from archive.errors import BadInput, NotHttp, WarcError
from archive.models import Capture, Provenance, Purpose, Truncated
from archive.spool import Spool
from archive.store.imported import Said
from archive.warc.capture import Place, Told, capture
from archive.warc.digest import EMPTY, sha1
from archive.warc.http import Framed, as_stored, entity, frame, mime_of, truncation
from archive.warc.reader import StoredRecord

from .terms import Terms

_UNCHANGED_HEAD: Final = b"HTTP/1.1 304 Not Modified\r\n\r\n"  # for a revisit that keeps no head of its own
_STAMP = re.compile(r"\d{14}")
_PAGES: Final = frozenset({"", "text/html", "application/xhtml+xml"})
_ABSENT: Final = (404, 410)  # these, and redirects, are of a page whatever the type of the few words that they bring


@dataclass(frozen=True, slots=True)
class Imported:
    """A capture that another program made."""

    capture: Capture
    provenance: Provenance
    said: Said


def address(target: str) -> str | None:
    """Return a record's address, angle brackets removed; None when it is not of the web."""
    url = target.strip("<>").strip()
    if urlsplit_scheme(url) not in ("http", "https"):
        return None
    return url if urls.is_address(url) else None


def urlsplit_scheme(url: str) -> str:
    """Return a URL's scheme in lower case; "" for what is no URL."""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def moment(text: str) -> dt.datetime | None:
    """Read a WARC-Date, of any precision; None when it is none."""
    try:
        if _STAMP.fullmatch(text):
            return dt.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=times.UTC)
        read = dt.datetime.fromisoformat(text)
        aware = read.replace(tzinfo=times.UTC) if read.tzinfo is None else read.astimezone(times.UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year >= 1990 else None


def is_capture(record: StoredRecord) -> bool:
    """Tell whether a record is a capture of a web page: an HTTP answer, or one that refers to an earlier one."""
    kind = record.header("Content-Type").lower()
    http = kind.startswith("application/http") or (not kind and record.block.read(0, 5) == b"HTTP/")
    return (record.type == "response" and http) or record.type == "revisit"


def imported(record: StoredRecord, place: Place, terms: Terms, *, method: str) -> Imported:
    """Return the capture that a record is; `method` is that of its request.

    Raises `BadInput`, `NotHttp` or `WarcError` that says what is wrong with it.
    """
    url, at = address(record.header("WARC-Target-URI")), moment(record.header("WARC-Date"))
    if url is None:
        raise BadInput(f"not an address of the web: {record.header('WARC-Target-URI')[:80]!r}")
    if at is None:
        raise BadInput(f"no time: WARC-Date is {record.header('WARC-Date')[:40]!r}")
    if record.header("WARC-Segment-Number"):
        raise WarcError("a record in segments, which are not put together")
    framed = _framed(record, method)
    revisit = record.type == "revisit"
    told = Told(
        record_id=record.record_id,
        url=url,
        captured_at=at,
        payload_digest=(_usual(record) or EMPTY) if revisit else sha1(entity(record.block, framed)),
        provenance=Provenance(outlet=terms.outlet_of(url), purpose=_purpose(url, framed, method)),
        refers_to=None,
        truncated=None if revisit else _truncated(record, framed),
    )
    row = capture(told, framed, place, origin="import")
    said = _said(record)
    if revisit:
        row = replace(row, record_type="revisit", refers_to=said.refers_to)
    elif said.digest == row.digest:
        said = Said()
    return Imported(row, told.provenance, said)


def _framed(record: StoredRecord, method: str) -> Framed:
    if record.type == "revisit" and not len(record.block):
        spool = Spool(_UNCHANGED_HEAD)
        try:
            return frame(spool)
        finally:
            spool.close()
    if record.type == "revisit" and record.block.read(0, 5) != b"HTTP/":
        raise NotHttp("a revisit whose block is no HTTP head")
    return as_stored(record.block, frame(record.block, method=method))


def _truncated(record: StoredRecord, framed: Framed) -> Truncated | None:
    said = record.header("WARC-Truncated")
    if said:
        return cast(Truncated, said) if said in get_args(Truncated) else "unspecified"
    return truncation(framed, None)


def _purpose(url: str, framed: Framed, method: str) -> Purpose:
    """Tell what may be an article: what was asked for with GET and is a web page, or leads to one, or is gone."""
    if urls.parse(url).path == "/robots.txt":
        return "robots"
    leads = framed.status in _ABSENT or (300 <= framed.status < 400 and bool(framed.header("Location")))
    page = leads or mime_of(framed.header("Content-Type")) in _PAGES
    return "article" if page and method == "GET" else "other"


def _said(record: StoredRecord) -> Said:
    revisit = record.type == "revisit"
    refers_at = moment(record.header("WARC-Refers-To-Date")) if revisit else None
    return Said(
        digest=record.header("WARC-Payload-Digest") or None,
        refers_to=record.header("WARC-Refers-To").strip("<>") or None if revisit else None,
        refers_to_url=address(record.header("WARC-Refers-To-Target-URI")) if revisit else None,
        refers_to_timestamp=times.digits14(refers_at) if refers_at else None,
    )


def _usual(record: StoredRecord) -> str:
    """Return a payload digest as the archive writes them; "" when it is another kind."""
    match = re.fullmatch(r"sha1:([A-Z2-7]{32})", record.header("WARC-Payload-Digest"), re.I)
    return f"sha1:{match[1].upper()}" if match else ""


def method_of(record: StoredRecord) -> str:
    """Return the method of a request record; GET for what cannot be read."""
    line: Sequence[bytes] = record.block.read(0, 40).split(b" ", 1)
    return line[0].decode("ascii") if re.fullmatch(rb"[A-Z]{1,20}", line[0]) else "GET"
