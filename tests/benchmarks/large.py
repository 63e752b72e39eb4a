"""Rows of a large archive for benchmarks: articles that look like news, with their versions, captures and changes.

Rows alone, no WARC files, so that an archive of a hundred thousand versions takes minutes to make.
"""

import datetime as dt
import itertools
import random
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from archive import fulltext, ids
from archive.extract import READER, serial
from archive.models import Block, Content
from archive.store.connection import transaction
from archive.times import UTC, warc_date
from archive.urls import identity_key, urlkey

OUTLETS = 12
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=UTC)
DAYS = 60
_WORDS = 330
_BATCH = 500
_HEADLINES = 0.1  # share of the changes that alter it
_KINDS = ("update",) * 8 + ("style",) * 4 + ("fact_changed_unnoted", "correction_noted", "background")
_SOUNDS = "ka mor den ti sal ve ran ol bri fen gar hu lin os pet qui rel stan tor ul wen yar zo cha dre el"
_SYLLABLES = _SOUNDS.split()


def put(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """Insert one row."""
    marks, columns = ", ".join("?" * len(row)), ", ".join(f'"{name}"' for name in row)
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))


class Maker:
    """Makes rows of articles that look like news: common words, rare names, numbers that change."""

    def __init__(self, connection: sqlite3.Connection, seed: int) -> None:
        self._connection = connection
        self._random = random.Random(seed)
        self._common = [self._word() for _ in range(4000)]
        self._shares = list(itertools.accumulate(1 / (place + 1.2) for place in range(4000)))  # as in any language
        self._rare = [self._word().title() for _ in range(60_000)]
        self._reader = 0

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(1, 3)))

    def paragraphs(self) -> list[str]:
        """Return five paragraphs."""
        found = []
        for _ in range(5):
            common = self._random.choices(self._common, cum_weights=self._shares, k=_WORDS // 5)
            common[self._random.randrange(len(common))] = " ".join(self._random.choices(self._rare, k=2))
            found.append(f"{' '.join(common)} {self._random.randint(2, 900)} people died.")
        return found

    def make(self, versions: int) -> None:
        """Write articles until there are so many versions."""
        self._outlets()
        made = number = 0
        while made < versions:
            with transaction(self._connection):
                for _ in range(_BATCH):
                    made += self._article(number)
                    number += 1

    def _outlets(self) -> None:
        with transaction(self._connection):
            for place in range(OUTLETS):
                name = f"outlet{place}.example"
                row = (ids.outlet_id(name), name, f"The Outlet {place}", f"https://{name}/", "en")
                self._connection.execute(
                    "INSERT OR IGNORE INTO outlets (id, name, title, home, language) VALUES (?,?,?,?,?)", row
                )
            used = (READER, "2026-01-01T00:00:00.000000Z")
            self._connection.execute("INSERT OR IGNORE INTO readers (name, first_used_at) VALUES (?,?)", used)
        row = self._connection.execute("SELECT id FROM readers WHERE name = ?", (READER,)).fetchone()
        self._reader = int(row[0])

    def _article(self, number: int) -> int:
        count = self._random.choices((1, 2, 3, 6, 20), (50, 25, 15, 8, 2))[0]
        first = NOW - dt.timedelta(minutes=self._random.randint(0, 60 * 24 * DAYS))
        name = f"outlet{number % OUTLETS}.example"
        url, article = f"https://{name}/news/{number}", 10_000_000 + number
        paragraphs = self.paragraphs()
        times = [first + dt.timedelta(hours=2 * place) for place in range(count + 1)]
        states = list(self._states(paragraphs, count))
        put(self._connection, "articles", self._article_row(article, name, url, states[-1], times, count))
        put(
            self._connection,
            "article_urls",
            {
                "article_id": article,
                "url": url,
                "urlkey": identity_key(url),
                "relation": "first",
                "first_seen_at": warc_date(first),
            },
        )
        for place, content in enumerate(states, 1):
            self._version(article, name, url, place, content, times, last=place == count)
            if place > 1:
                changed = content.headline != states[place - 2].headline
                self._change(article, article * 100 + place, times[place - 2 : place], headline_changed=changed)
        return count

    def _states(self, paragraphs: list[str], count: int) -> Iterator[Content]:
        headline = " ".join(paragraphs[0].split()[:8])
        for number in range(count):
            if number and self._random.random() < _HEADLINES:
                headline = " ".join([*headline.split()[:-1], self._random.choice(self._common)])
            place = self._random.randrange(len(paragraphs))
            paragraphs[place] = re.sub(r"\d+ people", f"{self._random.randint(2, 900)} people", paragraphs[place])
            blocks = tuple(Block(text, "main/p", kept=True) for text in paragraphs)
            yield Content(headline=headline, blocks=blocks, language="en", reader=READER)

    def _article_row(
        self, id: int, name: str, url: str, content: Content, times: list[dt.datetime], count: int
    ) -> dict[str, Any]:
        return {
            "id": id,
            "outlet_id": ids.outlet_id(name),
            "url": url,
            "headline": content.headline,
            "state": "live",
            "state_since": warc_date(times[0]),
            "first_captured_at": warc_date(times[0]),
            "last_captured_at": warc_date(times[-1]),
            "published_at": warc_date(times[0]),
            "published_on": times[0].date().isoformat(),
            "version_count": count,
            "capture_count": 2 * count,
            "latest_version_id": id * 100 + count,
        }

    def _version(
        self, article: int, name: str, url: str, place: int, content: Content, times: list[dt.datetime], *, last: bool
    ) -> None:
        id, at = article * 100 + place, warc_date(times[place - 1])
        text = content.text
        search = fulltext.search_column(content.headline, text)
        put(self._connection, "texts", {"id": id, "text": text, "search": search})
        put(self._connection, "_readings", {"id": id, "reading": serial.dumps(content), "gist": "{}"})
        put(
            self._connection,
            "versions",
            {
                "id": id,
                "article_id": article,
                "number": place,
                "capture_id": id,
                "label": f"v{place} · {at[:16]}",
                "headline": content.headline,
                "content_digest": f"{id:064x}",
                "text_id": id,
                "words": len(text.split()),
                "appeared_after": warc_date(times[place - 2]) if place > 1 else None,
                "first_captured_at": at,
                "last_captured_at": at,
                "gone_by": None if last else warc_date(times[place]),
                "reader": READER,
            },
        )
        for look in range(2):
            self._capture(id if not look else -id, article, name, url, at, id)
        put(
            self._connection,
            "contents",
            {"id": id, "capture_id": id, "reader_id": self._reader, "headline": content.headline, "reading_id": id},
        )

    def _capture(self, id: int, article: int, name: str, url: str, at: str, version: int) -> None:
        put(
            self._connection,
            "captures",
            {
                "id": id,
                "record_id": f"urn:uuid:{id}",
                "article_id": article,
                "outlet_id": ids.outlet_id(name),
                "version_id": version,
                "purpose": "article",
                "urlkey": urlkey(url),
                "identity": identity_key(url),
                "timestamp": re.sub(r"\D", "", at)[:14],
                "url": url,
                "mime": "text/html",
                "status": 200,
                "digest": "sha1:A",
                "filename": "none.warc.gz",
                "offset": 0,
                "length": 1,
                "record_sha256": "",
                "record_type": "response",
                "captured_at": at,
                "decision": "changed" if id > 0 else "same",
            },
        )

    def _change(self, article: int, to: int, between: list[dt.datetime], *, headline_changed: bool) -> None:
        kind = "headline" if headline_changed else self._random.choice(_KINDS)
        after, before = between
        put(
            self._connection,
            "changes",
            {
                "id": to,
                "article_id": article,
                "from_version_id": to - 1,
                "to_version_id": to,
                "changed_after": warc_date(after),
                "changed_before": warc_date(before),
                "kind": kind,
                "weight": round(self._random.random(), 3),
                "headline_changed": int(headline_changed),
                "words_added": 3,
                "words_removed": 3,
                "evidence": "a number changed",
                "finding": "settled",
            },
        )
        for _ in range(self._random.choices((0, 1, 2, 5), (40, 30, 20, 10))[0]):
            put(self._connection, "facts", self._fact(to))

    def _fact(self, change: int) -> dict[str, Any]:
        kind = self._random.choices(("number", "name", "quotation", "date"), (50, 25, 15, 10))[0]
        before, after = (f"{self._random.randint(2, 900)} people" for _ in range(2))
        if kind != "number":
            before, after = (" ".join(self._random.choices(self._common, k=4)) for _ in range(2))
        told = {"sentence_before": f"It said {before} died.", "sentence_after": f"It said {after} died."}
        return {"change_id": change, "kind": kind, "before": before, "after": after, **told}
