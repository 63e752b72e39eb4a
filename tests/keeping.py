"""Exchanges and readings to keep, for tests of the archive."""

import datetime as dt
from pathlib import Path

from archive.extract import READER
from archive.ingest.archive import Archive
from archive.models import Block, Content, Exchange, Provenance
from archive.spool import Spool
from archive.warc.records import WarcInfo

INFO = WarcInfo(software="rowback test", operator="tests", user_agent="rowback/test")
START = dt.datetime(2017, 2, 14, 8, 0, tzinfo=dt.UTC)
PAGE = b"<html><p>" + b"The ferry left at nine. " * 100


def at(minutes: float) -> dt.datetime:
    return START + dt.timedelta(minutes=minutes)


def exchange(
    url: str = "https://example.org/2017/ferry",
    body: bytes = PAGE,
    *,
    minute: float = 0,
    status: int = 200,
    head: bytes = b"Content-Type: text/html\r\n",
    request: bytes = b"",
    purpose: str = "article",
    outlet: str = "example.org",
    promised: int | None = None,
) -> Exchange:
    length = b"" if status == 304 else b"Content-Length: %d\r\n" % (promised or len(body))
    wire = b"HTTP/1.1 %d Said\r\n" % status + head + length + b"\r\n" + (b"" if status == 304 else body)
    return Exchange(
        url=url,
        started_at=at(minute),
        finished_at=at(minute),
        request=b"GET / HTTP/1.1\r\nHost: example.org\r\n" + request + b"\r\n",
        response=Spool(wire),
        ip_address="192.0.2.7",
        provenance=Provenance(outlet=outlet, purpose=purpose, source="https://example.org/feed"),  # type: ignore[arg-type]
    )


def opened(folder: Path, minute: float = 0) -> Archive:
    return Archive.open(folder, INFO, now=at(minute))


def content(headline: str, *paragraphs: str, **fields: object) -> Content:
    blocks = tuple(Block(text, "main/p", kept=True) for text in paragraphs)
    return Content(headline=headline, blocks=blocks, reader=READER, **fields)  # type: ignore[arg-type]
