"""How long each page takes on a large archive, and how SQLite goes about it: `python -m tests.benchmarks.browse`.

Makes an archive of made-up articles with many versions (rows alone, no WARC files), asks every page for some time and
prints the median and the slowest. With `--plans`, every statement with its plan; what scans a large table is marked.
"""

import argparse
import asyncio
import datetime as dt
import itertools
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from archive import browse, fulltext, ids
from archive.browse import plugin
from archive.browse.site import Site
from archive.extract import READER, serial
from archive.models import Block, Content
from archive.morgue import Morgue, create
from archive.store.connection import connect_writer, transaction
from archive.times import UTC, warc_date
from archive.urls import identity_key, urlkey

_OUTLETS = 12
_WORDS = 330
_BATCH = 500
_NOW = dt.datetime(2026, 11, 20, 12, tzinfo=UTC)
_KINDS = ("update",) * 8 + ("style",) * 4 + ("fact_changed_unnoted", "correction_noted", "headline", "background")
_SOUNDS = "ka mor den ti sal ve ran ol bri fen gar hu lin os pet qui rel stan tor ul wen yar zo cha dre el"
_SYLLABLES = _SOUNDS.split()


class Maker:
    """Makes rows of articles that look like news: common words, rare names, numbers that change."""

    def __init__(self, connection: sqlite3.Connection, seed: int) -> None:
        self._connection = connection
        self._random = random.Random(seed)
        self._common = [self._word() for _ in range(4000)]
        self._shares = list(itertools.accumulate(1 / (place + 1.2) for place in range(4000)))  # as in any language
        self._rare = [self._word().title() for _ in range(60_000)]

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
        self._connection.execute("ANALYZE")

    def _outlets(self) -> None:
        with transaction(self._connection):
            for place in range(_OUTLETS):
                name = f"outlet{place}.example"
                row = (ids.outlet_id(name), name, f"The Outlet {place}", f"https://{name}/", "en")
                self._connection.execute(
                    "INSERT INTO outlets (id, name, title, home, language) VALUES (?,?,?,?,?)", row
                )
            self._connection.execute(
                "INSERT INTO readers (id, name, first_used_at) VALUES (1, ?, '2026-01-01T00:00:00.000000Z')", (READER,)
            )

    def _article(self, number: int) -> int:
        count = self._random.choices((1, 2, 3, 6, 20), (50, 25, 15, 8, 2))[0]
        first = _NOW - dt.timedelta(minutes=self._random.randint(0, 60 * 24 * 60))
        name = f"outlet{number % _OUTLETS}.example"
        url, article = f"https://{name}/news/{number}", 10_000_000 + number
        paragraphs = self.paragraphs()
        times = [first + dt.timedelta(hours=2 * place) for place in range(count + 1)]
        states = list(self._states(paragraphs, count))
        self._put("articles", self._article_row(article, name, url, states[-1], times, count))
        self._put(
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
        return count

    def _states(self, paragraphs: list[str], count: int) -> Iterator[Content]:
        for _ in range(count):
            place = self._random.randrange(len(paragraphs))
            paragraphs[place] = re.sub(r"\d+ people", f"{self._random.randint(2, 900)} people", paragraphs[place])
            blocks = tuple(Block(text, "main/p", kept=True) for text in paragraphs)
            yield Content(headline=" ".join(paragraphs[0].split()[:8]), blocks=blocks, language="en", reader=READER)

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
        self._put("texts", {"id": id, "text": text, "search": fulltext.search_column(content.headline, text)})
        self._put("_readings", {"id": id, "reading": serial.dumps(content), "gist": "{}"})
        self._put(
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
        self._put(
            "contents", {"id": id, "capture_id": id, "reader_id": 1, "headline": content.headline, "reading_id": id}
        )
        if place > 1:
            self._change(article, id, times[place - 2], times[place - 1])

    def _capture(self, id: int, article: int, name: str, url: str, at: str, version: int) -> None:
        self._put(
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

    def _change(self, article: int, to: int, after: dt.datetime, before: dt.datetime) -> None:
        kind = self._random.choice(_KINDS)
        self._put(
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
                "headline_changed": int(kind == "headline"),
                "words_added": 3,
                "words_removed": 3,
                "evidence": "a number changed",
                "finding": "settled",
            },
        )
        if kind == "fact_changed_unnoted":
            self._put(
                "facts",
                {
                    "id": to,
                    "change_id": to,
                    "kind": "number",
                    "before": "12 people",
                    "after": "14 people",
                    "sentence_before": "It said 12 people died.",
                    "sentence_after": "It said 14 people died.",
                },
            )

    def _put(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(row))
        columns = ", ".join(f'"{name}"' for name in row)
        self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608


def pages(database: Path) -> dict[str, str]:
    """Return the pages that are timed."""
    with closing(sqlite3.connect(database)) as connection:
        busy, version = connection.execute(
            "SELECT id, latest_version_id FROM articles ORDER BY version_count DESC, id LIMIT 1"
        ).fetchone()
        other = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
        (text,) = connection.execute("SELECT text FROM texts WHERE id = ?", (version,)).fetchone()
    root = "/-/rowback"
    phrase = " ".join(text.split()[3:9])
    rare = max((word for word in text.split() if word.istitle()), key=len)  # short ones are common words, too
    return {
        "front": root,
        "front, 30 days": f"{root}?days=30",
        "front, a year, newest": f"{root}?days=365&order=new",
        "front, one outlet": f"{root}?days=365&outlet=outlet3.example",
        "front, one kind": f"{root}?days=365&kind=correction_noted",
        "article, 20 versions": f"{root}/article/{busy}",
        "diff": f"{root}/diff?from={version - 1}&to={version}",
        "diff, side by side": f"{root}/diff?from={version - 19}&to={version}&view=side",
        "compare": f"{root}/compare?a={busy}&b={other}",
        "outlets": f"{root}/outlets",
        "outlet": f"{root}/outlet/outlet3.example",
        "search, a word in every version": f"{root}/search?q=people",
        "search, a rare name": f"{root}/search?q={rare}",
        "search, a sentence": f"{root}/search?q=%22{phrase.replace(' ', '+')}%22",
        "search, disappeared": f"{root}/search?q=%22{rare}%22&show=gone",
        "search, common, disappeared": f"{root}/search?q=people&show=gone",
        "feed": f"{root}/feed.atom",
        "feed of an outlet": f"{root}/outlet/outlet3.example/feed.atom",
    }


async def timed(database: Path, rounds: int) -> Iterator[tuple[str, int, float, float, int]]:
    """Ask for each page some times: status, median and slowest in milliseconds, bytes."""
    if not pm.is_registered(browse):
        pm.register(browse)
    datasette = Datasette([str(database)], settings={"num_sql_threads": 2})
    plugin.attach(datasette, Site(database=database))
    found = []
    for name, path in pages(database).items():
        taken = []
        for _ in range(rounds + 1):
            start = time.perf_counter()
            answer = await datasette.client.get(path)
            taken.append((time.perf_counter() - start) * 1000)
        found.append((name, answer.status_code, statistics.median(taken[1:] or taken), taken[0], len(answer.content)))
    return iter(found)


def plans(database: Path) -> None:
    """Print every statement of every page once, with its plan."""
    seen: dict[str, str] = {}
    original = Site.connected

    def traced(self: Site) -> Any:
        opened = original(self)

        class Tracing:
            def __enter__(self) -> sqlite3.Connection:
                connection = opened.__enter__()
                connection.set_trace_callback(lambda statement: seen.setdefault(_shape(statement), statement))
                return connection

            def __exit__(self, *error: Any) -> None:
                opened.__exit__(*error)

        return Tracing()

    Site.connected = traced  # type: ignore[method-assign]
    asyncio.run(timed(database, 0))
    Site.connected = original  # type: ignore[method-assign]
    with closing(sqlite3.connect(database)) as connection:
        for statement in seen.values():
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                print(" ".join(statement.split())[:400])
                for step in steps:
                    print(
                        "   ",
                        "!!"
                        if re.match(r"SCAN (captures|versions|texts|changes|facts|contents)\b(?!.*INDEX)", step)
                        else "  ",
                        step,
                    )


def _shape(statement: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", " ".join(statement.split()))


def main() -> None:
    """Make an archive, or take one, and time its pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the archive here, or use the one that is there")
    parser.add_argument("--plans", action="store_true", help="print the statements with their plans, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        morgue = create(given.folder or Path(fresh) / "morgue")
        with closing(connect_writer(morgue)) as connection:
            (there,) = connection.execute("SELECT count(*) FROM versions").fetchone()
            if not there:
                start = time.perf_counter()
                Maker(connection, seed=7).make(given.versions)
                print(f"made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        report(morgue, given.rounds)
        if given.plans:
            plans(morgue.database)


def report(morgue: Morgue, rounds: int) -> None:
    """Print a line a page; exit 1 when one takes more than 200 ms."""
    with closing(sqlite3.connect(morgue.database)) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("articles", "versions")
        ]
    size = morgue.database.stat().st_size / 1e6
    print(f"{counts[0]:,} articles, {counts[1]:,} versions, {size:,.0f} MB")
    print(f"{'page':34} status  median ms   first ms      kB")
    for name, status, median, first, length in asyncio.run(timed(morgue.database, rounds)):
        slow = "  over 200 ms" if median > 200 else ""
        print(f"{name:34} {status:6} {median:10.1f} {first:10.1f} {length / 1000:7.1f}{slow}")


if __name__ == "__main__":
    main()
