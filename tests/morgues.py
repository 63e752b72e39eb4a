"""Small archives for tests of what looks at them, made by `Archive` out of looks told one by one.

What was read in a page is given, so that no test here depends on how well pages are read; everything else is the
program's own: WARC files, versions, changes, reasons.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from archive import ids, models
from archive.extract import READER
from archive.ingest.archive import Archive
from archive.models import Block, Content, Exchange, MissReason, Provenance, Stamp
from archive.morgue import Morgue
from archive.spool import Spool
from archive.store import crawls, sources
from archive.store.connection import connect_writer, transaction
from archive.times import UTC
from archive.warc.records import WarcInfo

_INFO = WarcInfo(software="rowback test", operator="tests", user_agent="rowback/test")


def moment(text: str) -> dt.datetime:
    """Read `2026-11-17 14:11` as UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


def content(headline: str, *paragraphs: str, **fields: object) -> Content:
    """Return a Content of plain paragraphs."""
    blocks = tuple(Block(text, "main/p", kept=True) for text in paragraphs)
    return replace(Content(headline=headline, blocks=blocks, reader=READER), **fields)


@dataclass(frozen=True)
class Look:
    """One exchange: what was read in it, or a status that says why nothing was."""

    at: str  # 2026-11-17 14:11
    content: Content | None = None
    status: int = 200
    url: str | None = None  # None: the story's own
    location: str | None = None


@dataclass(frozen=True)
class Story:
    """An article with its looks, oldest first."""

    outlet: str
    url: str
    looks: Sequence[Look]


@dataclass(frozen=True)
class Miss:
    """A page that was not had."""

    url: str
    at: str
    reason: MissReason
    detail: str = ""
    retry_at: str | None = None
    of: str | None = None  # URL of the article that it belongs to


def build(folder: Path, stories: Sequence[Story], *, misses: Iterable[Miss] = ()) -> Morgue:
    """Make an archive of these articles and return it."""
    begin = moment(min(look.at for story in stories for look in story.looks))
    with Archive.open(folder, _INFO, now=begin) as archive:
        for outlet in dict.fromkeys(story.outlet for story in stories):
            home = f"https://{outlet}.example/"
            row = sources.OutletRow(name=outlet, title=outlet.title(), home=home)
            with transaction(archive.connection):
                sources.put_outlet(archive.connection, row)
        for story in stories:
            for look in story.looks:
                (capture,) = archive.keep([_exchange(story, look)])
                if look.content:
                    archive.keep_reading(capture.id, look.content, moment(look.at))
                else:
                    archive.settle(capture.id, moment(look.at))
    morgue = Morgue(folder)
    with closing(connect_writer(morgue)) as connection, transaction(connection):
        for miss in misses:
            article = connection.execute("SELECT id FROM articles WHERE url = ?", (miss.of,)).fetchone()
            crawls.add_misses(connection, [_miss(miss, article[0] if article else None)])
    return morgue


def _exchange(story: Story, look: Look) -> Exchange:
    url, at = look.url or story.url, moment(look.at)
    body = b"<title>%s</title>" % f"{url} {look.at}".encode()
    location = b"Location: %s\r\n" % look.location.encode() if look.location else b""
    head = b"HTTP/1.1 %d Said\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % (look.status, len(body))
    return Exchange(
        url=url,
        started_at=at,
        finished_at=at,
        request=b"GET / HTTP/1.1\r\n\r\n",
        response=Spool(head + location + b"\r\n" + body),
        ip_address="192.0.2.7",
        provenance=Provenance(outlet=story.outlet, purpose="article"),
    )


def _miss(miss: Miss, article: int | None) -> models.Miss:
    return models.Miss(
        url=miss.url,
        missed_at=moment(miss.at),
        reason=miss.reason,
        detail=miss.detail,
        outlet_id=ids.outlet_id("courier"),
        article_id=article,
        retry_at=moment(miss.retry_at) if miss.retry_at else None,
    )


URL = "https://courier.example/2026/11/bridge-falls"
MOVED = "https://courier.example/2026/11/bridge-collapse"
NOTE = "Correction: an earlier version of this article gave another number of dead."
TIMEOUT = Miss(URL, "2026-11-17 03:00", "timeout", "30 s", of=MOVED)


def bridge() -> Story:
    """Return an article with a silent change of a number, a new slug with a note, and gone at the end."""
    first = content(
        "Bridge falls in Halmere",
        "Twelve people died when the bridge fell on Monday.",
        "“We are shocked and will find out what happened,” said Ana Weil, the mayor.",
        "The road will stay closed until the end of the year.",
        standfirst="What is known",
        byline="By Jo Reed",
        authors=("Jo Reed",),
        published=Stamp("2026-11-16T08:00:00Z", "meta"),
        language="en",
    )
    number = replace(first.blocks[0], text="Fourteen people died when the bridge fell on Monday.")
    second = replace(first, blocks=(number, *first.blocks[1:]))
    third = replace(
        second,
        headline="Bridge collapse kills fourteen in Halmere",
        blocks=(*second.blocks, Block(NOTE, "main/p", kept=True)),
    )
    return Story(
        "courier",
        URL,
        [
            Look("2026-11-16 09:00", first),
            Look("2026-11-16 12:00", first),
            Look("2026-11-16 15:00", second),
            Look("2026-11-16 18:00", replace(second, comments=("First!",))),
            Look("2026-11-17 08:59", status=301, location=MOVED),
            Look("2026-11-17 09:00", third, url=MOVED),
            Look("2026-11-17 12:00", third, url=MOVED),
            Look("2026-11-18 09:00", status=404, url=MOVED),
        ],
    )


def mail() -> Story:
    """Return another outlet's article of the same event, in Japanese."""
    told = content("橋の崩落", "ハルメアの橋が月曜日に崩落し、12人が死亡した。", language="ja")
    return Story("mail", "https://mail.example/bridge", [Look("2026-11-16 10:00", told)])
