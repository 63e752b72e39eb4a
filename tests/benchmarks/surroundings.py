"""What stands around the articles of a large archive: campaigns, front pages, crawls, days, states, one real page.

As many rows as twelve outlets would have after two months of a crawl every ten minutes.
"""

import datetime as dt
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive import ids
from archive.derive import template
from archive.derive.template import State
from archive.extract import READER
from archive.ingest.archive import Archive
from archive.models import Block, Content, Exchange, Provenance
from archive.spool import Spool
from archive.store import sources
from archive.store.connection import transaction
from archive.times import warc_date
from archive.urls import urlkey
from archive.warc.records import WarcInfo

from .large import DAYS, NOW, OUTLETS, put

REAL = "https://outlet0.example/news/kept-whole"
_LINKS = 400  # of the real page
_SECTIONS = ("", "world/", "politics/", "city/", "sport/")
_FEEDS = ("feed.xml", "news-sitemap.xml")
_REASONS = ("gone", "timeout", "server_error", "rate_limited", "robots", "too_large")
_SIZES = (2, 3, 4, 5, 8, 12, 20, 40, 150, 900)  # articles of a campaign
_LIKELY = (30, 20, 15, 10, 8, 6, 5, 3, 2, 1)
_BLOCKS = 1500  # of a template that a state knows
_LOOKED_BACK = 365  # days of coverage


def keep_one(folder: Path) -> None:
    """Keep one page with its WARC record, twice, so that record, replay and package can be asked for."""
    info = WarcInfo(software="rowback benchmark", operator="benchmark", user_agent="rowback/benchmark")
    with Archive.open(folder, info, now=NOW) as archive:
        with transaction(archive.connection):
            sources.put_outlet(
                archive.connection,
                sources.OutletRow(name="outlet0.example", title="The Outlet 0", home="https://outlet0.example/"),
            )
        for hours, number in ((2, 12), (1, 14)):
            at = NOW - dt.timedelta(hours=hours)
            block = Block(f"{number} people died.", "main/p", kept=True)
            told = Content(headline="One page kept whole", blocks=(block,), reader=READER)
            (capture,) = archive.keep([_exchange(at, number)])
            archive.keep_reading(capture.id, told, at)


def _exchange(at: dt.datetime, number: int) -> Exchange:
    links = "".join(
        f'<li><a href="https://outlet{place % OUTLETS}.example/news/{place}">{place}</a>' for place in range(_LINKS)
    )
    body = f"<!DOCTYPE html><title>One page</title><p>{number} people died.</p><ul>{links}</ul>".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    return Exchange(
        url=REAL,
        started_at=at,
        finished_at=at,
        request=b"GET / HTTP/1.1\r\n\r\n",
        response=Spool(head + body),
        ip_address="192.0.2.7",
        provenance=Provenance(outlet="outlet0.example", purpose="article"),
    )


class Surroundings:
    """Makes what stands around the articles."""

    def __init__(self, connection: sqlite3.Connection, seed: int) -> None:
        self._connection = connection
        self._random = random.Random(seed)
        self._outlets = {place: ids.outlet_id(f"outlet{place}.example") for place in range(OUTLETS)}

    def make(self) -> None:
        """Write all of it and let SQLite look at it."""
        for part in (self._days, self._states, self._crawls, self._announced, self._misses):
            with transaction(self._connection):
                part()
        for place, outlet in self._outlets.items():
            with transaction(self._connection):
                self._positions(place, outlet)
                self._campaigns(outlet)
        self._connection.execute("ANALYZE")

    def _days(self) -> None:
        for outlet in self._outlets.values():
            for back in range(_LOOKED_BACK):
                announced = self._random.randint(40, 120)
                kept = announced - self._random.choice((0, 0, 0, 2, 9))
                row = {"outlet_id": outlet, "day": (NOW.date() - dt.timedelta(days=back)).isoformat()}
                put(
                    self._connection,
                    "coverage",
                    {**row, "announced": announced, "fetched": kept, "kept": kept, "missed": announced - kept},
                )

    def _states(self) -> None:
        pages = tuple(f"{place:014x}" for place in range(4))
        learned = template.dumps(State({f"{place:016x}": pages for place in range(_BLOCKS)}, articles=900))
        for outlet in self._outlets.values():
            for back in range(0, DAYS, 3):
                at = warc_date(NOW - dt.timedelta(days=back))
                record = f"urn:uuid:state-{outlet}-{back}"
                row = {"outlet_id": outlet, "adopted_at": at, "digest": f"{back:064x}", "record_id": record}
                put(self._connection, "states", {**row, "state": learned})

    def _crawls(self) -> None:
        for number in range(DAYS * 24 * 6):
            at = warc_date(NOW - dt.timedelta(minutes=10 * number))
            put(
                self._connection,
                "crawls",
                {"started_at": at, "finished_at": at, "status": "done", "announced": 9, "fetched": 30, "summary": "{}"},
            )

    def _announced(self) -> None:
        """Write the sources, and a capture of each an hour."""
        number = 0
        for place, outlet in self._outlets.items():
            for kind, path in [("section", path) for path in _SECTIONS] + [("feed", path) for path in _FEEDS]:
                url, number = f"https://outlet{place}.example/{path}", number + 1
                last = warc_date(NOW)
                source = {"id": number, "outlet_id": outlet, "kind": kind, "url": url, "last_checked_at": last}
                put(self._connection, "sources", source)
                for hour in range(DAYS * 24):
                    self._look(outlet, number, kind, url, NOW - dt.timedelta(hours=hour))

    def _look(self, outlet: int, source: int, kind: str, url: str, at: dt.datetime) -> None:
        said = warc_date(at)
        put(
            self._connection,
            "captures",
            {
                "record_id": f"urn:uuid:{source}-{said}",
                "outlet_id": outlet,
                "source_id": source,
                "purpose": kind,
                "urlkey": urlkey(url),
                "identity": urlkey(url),
                "timestamp": at.strftime("%Y%m%d%H%M%S"),
                "url": url,
                "mime": "text/html",
                "status": 200,
                "digest": "sha1:A",
                "filename": "none.warc.gz",
                "offset": 0,
                "length": 1,
                "record_sha256": "",
                "record_type": "response",
                "captured_at": said,
            },
        )

    def _misses(self) -> None:
        rows = self._connection.execute("SELECT id, outlet_id, url FROM articles WHERE id % 3 = 0").fetchall()
        for article, outlet, url in rows:
            at = warc_date(NOW - dt.timedelta(minutes=self._random.randint(0, DAYS * 24 * 60)))
            row = {"outlet_id": outlet, "article_id": article, "url": url, "missed_at": at}
            put(self._connection, "misses", {**row, "reason": self._random.choice(_REASONS)})

    def _positions(self, place: int, outlet: int) -> None:
        """Write where the outlet's pages showed its articles: most on a section, some on the front page, too."""
        rows = self._connection.execute(
            """SELECT u.urlkey, a.headline, a.first_captured_at
                 FROM articles a JOIN article_urls u ON u.article_id = a.id
                WHERE a.outlet_id = ?""",
            (outlet,),
        ).fetchall()
        for identity, headline, first in rows:
            for path, stays in self._shown():
                begin = dt.datetime.fromisoformat(first)
                for _ in range(stays):
                    end = begin + dt.timedelta(minutes=self._random.randint(10, 300))
                    row = {"outlet_id": outlet, "page": f"https://outlet{place}.example/{path}", "identity": identity}
                    times = {"first_seen_at": warc_date(begin), "last_seen_at": warc_date(end)}
                    rank = self._random.choice((1, 1, 2, 3, 5, 8, 13, 21, 34))
                    put(self._connection, "positions", {**row, **times, "rank": rank, "level": 2, "headline": headline})
                    begin = end + dt.timedelta(minutes=10)

    def _shown(self) -> Iterator[tuple[str, int]]:
        if self._random.random() < 0.6:
            yield self._random.choice(_SECTIONS[1:]), self._random.randint(2, 14)
        if self._random.random() < 0.25:
            yield _SECTIONS[0], self._random.randint(2, 18)

    def _campaigns(self, outlet: int) -> None:
        rows = self._connection.execute(
            """SELECT c.id, c.changed_before, c.kind FROM changes c JOIN articles a ON a.id = c.article_id
                WHERE a.outlet_id = ? ORDER BY c.changed_before""",
            (outlet,),
        ).fetchall()
        for number in range(30):
            size = self._random.choices(_SIZES, _LIKELY)[0]
            start = self._random.randrange(max(1, len(rows) - size))
            members = rows[start : start + size]
            id = outlet % 1_000_000_000 * 100 + number
            put(self._connection, "campaigns", self._campaign(id, outlet, members))
            self._connection.executemany(
                "UPDATE changes SET campaign_id = ?, beside_campaign = ? WHERE id = ?",
                [(id, int(self._random.random() < 0.2), member[0]) for member in members],
            )

    def _campaign(self, id: int, outlet: int, members: list[tuple[int, str, str]]) -> dict[str, object]:
        return {
            "id": id,
            "outlet_id": outlet,
            "diff_digest": f"{id:064x}",
            "kind": members[0][2],
            "first_seen_at": members[0][1],
            "last_seen_at": members[-1][1],
            "article_count": len(members),
            "weight": round(self._random.random(), 3),
            "place": "text",
            "before": "a sentence that stood in all of them",
            "after": "another sentence that stands in all of them",
        }
