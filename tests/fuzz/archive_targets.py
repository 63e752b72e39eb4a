"""What the archive is given from outside: pages, pairs of versions, WARC files and packages, addresses, queries."""

import asyncio
import datetime as dt
import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.compare import compare, compare_bounded
from archive.digests import strict_digest
from archive.errors import RowbackError
from archive.extract import read
from archive.extract.serial import dumps
from archive.importing.importer import Importer, Wanted
from archive.importing.sources import warcs_in
from archive.lookup import Lookup
from archive.models import Block, Content
from archive.store.connection import connect_reader
from tests.fuzz.frame import Target
from tests.keeping import at, exchange, opened
from tests.kit.small import small
from tests.prose import prose

_AT = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)
_URL = "https://example.org/2026/11/ferry"


@cache
def pages() -> Sequence[bytes]:
    text = prose(3)
    body = "".join(f"<p>{each}</p>" for each in text.paragraphs)
    head = (
        '<meta charset="utf-8"><meta property="og:type" content="article"><meta name="author" content="Jo Reed">'
        '<meta property="article:published_time" content="2026-11-17T08:00:00Z"><link rel="canonical" href="/x">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry","author":{"name":"Jo"}}</script>'
    )
    whole = f"<!doctype html><html lang=en><head><title>Ferry</title>{head}</head><body><nav><a href=/>x</a></nav>"
    return [
        f"{whole}<article><h1>Ferry leaves</h1>{body}<ul><li>one<li>two</ul><table><td>1</table></article>".encode(),
        "<html><body><h1>橋の崩落</h1><p>ハルメアの橋が月曜日に崩落し、12人が死亡した。</p></body></html>".encode(),
        f"<html dir=rtl><body><article><h1>العبارة</h1><p>{'غادرت العبارة في التاسعة. ' * 30}</p></article>".encode(
            "cp1256"
        ),
        b"<p>" + b"<div>" * 300 + b"deep" + b"<b><i></b></i>" * 50,
    ]


def _start_pages(folder: Path) -> Callable[[bytes], object]:
    return lambda data: dumps(read(data, url=_URL, captured_at=_AT))


def texts() -> Sequence[bytes]:
    one = "\n".join(prose(3).paragraphs)
    return [
        f"{one}\f{one}\nCorrection: an earlier version gave another number of dead, 12 not 14.".encode(),
        b"1/1/1 1 2 3 1,000 1.000 12%\fHe said: \"no\". 'yes' 1/1/1/1",
        "Zwölf Menschen starben, sagte Anna Weil.\f„Vierzehn Menschen“, sagte Weil am 3. März 2026.".encode(),
    ]


def _start_pairs(folder: Path) -> Callable[[bytes], object]:
    def call(data: bytes) -> object:
        before, _, after = data.decode("utf-8", "replace").partition("\f")
        one, other = _content(before), _content(after)
        bounded = compare_bounded(one, other)
        return bounded, compare(one, one).kind, strict_digest(other)

    return call


def _content(text: str) -> Content:
    headline, *lines = text.split("\n")
    blocks = tuple(Block(line, "main/p", kept=True) for line in lines if line.strip())
    return Content(headline=headline, blocks=blocks, reader="fuzz", language="en" if len(text) % 2 else None)


@cache
def warcs() -> Sequence[bytes]:
    with tempfile.TemporaryDirectory() as name:
        with opened(Path(name)) as archive:
            archive.keep(
                [exchange(), exchange(minute=1), exchange("https://example.org/robots.txt", b"User-agent: *\n")]
            )
        (path,) = Path(name).glob("warcs/*/*/*.open")
        packed = path.read_bytes()
    plain = b"".join(gzip.decompress(member) for member in _members(packed))
    arc = (
        b"filedesc://x.arc 0.0.0.0 20170214080000 text/plain 77\n1 0 t\n"
        b"URL IP-address Archive-date Content-type Archive-length\n\n"
        b"http://example.org/a 192.0.2.7 20170214080000 text/html 56\n"
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ferry</p>\n"
    )
    return [packed, plain, gzip.compress(plain), arc]


def _members(packed: bytes) -> Sequence[bytes]:
    return [b"\x1f\x8b" + each for each in packed.split(b"\x1f\x8b\x08")[1:] for each in (b"\x08" + each,)]


@cache
def packages() -> Sequence[bytes]:
    made = []
    for names in (("archive/a.warc.gz",), ("x/archive/a.warc", "archive/b.warc.gz", "pages/pages.jsonl")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            for name in names:
                package.writestr(name, warcs()[0 if name.endswith("gz") else 1])
            package.writestr("datapackage.json", "{}")
        made.append(file.getvalue())
    return made


def _start_import(suffix: str) -> Callable[[Path], Callable[[bytes], object]]:
    def start(folder: Path) -> Callable[[bytes], object]:
        archive = opened(folder / "morgue")

        def call(data: bytes) -> object:
            path = folder / f"given{suffix}"
            path.write_bytes(data)
            with Importer(archive, software="fuzz", now=at(0)) as importer:
                taken = [
                    importer.take(name, source, Wanted(), lambda _: None)
                    for name, source in warcs_in(path, importer.scratch)
                ]
                importer.finish()
            return taken

        return call

    return start


def addresses() -> Sequence[bytes]:
    return [
        b"https://example.org/2017/ferry?utm_source=x&fbclid=1", b"example.org/2017/ferry#top", b"<https://example.org/>",
        b"https://web.archive.org/web/20170214080000/https://example.org/2017/ferry", b"//example.org:80/%7Ea/../b;c?d",
        "https://müller.example/straße?ä=ö".encode(), b"http://[::1]:80/x", b"https://t.co/abc", b"ferry leaves",
    ]  # fmt: skip


def _start_addresses(folder: Path) -> Callable[[bytes], object]:
    connection = connect_reader(small(folder / "morgue"))
    lookup = Lookup(connection)

    def call(data: bytes) -> object:
        text = data.decode("utf-8", "replace")
        for ask in (lookup.article_by_url, lookup.at_address):
            try:
                ask(text)
            except RowbackError:
                continue
        return None

    return call


def queries() -> Sequence[bytes]:
    root = b"/-/rowback"
    paths = (
        b"", b"/search?q=ferry&outlet=example.org", b"/changes?kind=update&since=7d&min_weight=0.5", b"/article/1",
        b"/article/1/diff/1..2", b"/outlet/example.org", b"/health",
        b"/question/versions_as_of?time=2026-11-16T10:30:00Z",
        b"/raw/20170214080000/https://example.org/2017/ferry", b"/feed.xml?outlet=x",
        b"/find?q=https://example.org/2017/ferry", b"/articles?page=2", b"/record/urn:uuid:1",
    )  # fmt: skip
    return [root + path for path in paths] + [
        b"/rowback/articles.json?_where=id>1&_sort=headline",
        b"/rowback?sql=select+1",
    ]


def _start_queries(folder: Path) -> Callable[[bytes], object]:
    from archive.browse.server import application

    app = application(small(folder / "morgue"), public=True)

    def call(data: bytes) -> object:
        path, _, query = data.partition(b"?")
        status = asyncio.run(_asked(app, b"/" + path.lstrip(b"/"), query))
        if status >= 500 and path.startswith(
            b"/-/rowback"
        ):  # of Datasette's own pages some say 500 to a wrong question
            raise AssertionError(f"{status} for {data!r}")
        return status

    return call


async def _asked(app: Any, path: bytes, query: bytes) -> int:
    raw = quote(path, safe="/%:@!$&'()*+,;=~-._").encode()
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "headers": [(b"host", b"localhost")],
        "path": path.decode("utf-8", "replace"), "raw_path": raw,
        "query_string": quote(query, safe="%&=+:;/?").encode(),
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "root_path": "",
    }  # fmt: skip
    told: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    await app(scope, receive, send)
    return told[0]


_TAGS = (
    b"<p>",
    b"</div>",
    b"<article>",
    b"<table>",
    b"<script>",
    b"<!--",
    b"<h1>",
    b"<svg>",
    b"<a href='",
    b" lang=ar ",
)
_FIELDS = (
    b"WARC/1.1\r\n",
    b"\r\n\r\n",
    b"Content-Length: 5\r\n",
    b"WARC-Type: revisit\r\n",
    b"Transfer-Encoding: chunked\r\n",
)
TARGETS = (
    Target(name="page", seeds=pages, start=_start_pages, words=_TAGS),
    Target(name="pair", seeds=texts, start=_start_pairs, words=(b"\f", b"1/", b'"a "a', b"1,", b"12", b"said ", b". ")),
    Target(name="warc", seeds=warcs, start=_start_import(".warc.gz"), words=_FIELDS),
    Target(name="wacz", seeds=packages, start=_start_import(".wacz"), words=(b"PK\x03\x04", b"../", b"archive/")),
    Target(name="address", seeds=addresses, start=_start_addresses, words=(b"http://", b"%", b"?", b"#", b"//", b".")),
    Target(name="query", seeds=queries, start=_start_queries, words=(b"%22", b"*", b"NEAR(", b"' OR 1", b"&q=", b"..")),
)
