"""How long each page takes on a large archive, and how SQLite goes about it: `python -m tests.benchmarks.browse`.

Makes an archive of made-up articles with many versions (rows alone, no WARC files), asks every page for some time and
prints the median and the slowest. With `--plans`, every statement with its plan; what scans a large table is marked.
"""

import argparse
import asyncio
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from archive import browse
from archive.browse import plugin
from archive.browse.site import Site
from archive.lookup import metadata
from archive.lookup.questions import QUESTIONS
from archive.morgue import Morgue, create
from archive.store.connection import connect_writer

from .large import Maker
from .surroundings import REAL, Surroundings, keep_one

_COUNTED = ("articles", "versions", "captures", "changes", "campaigns", "positions", "coverage", "states", "crawls")
_MOST = 200  # milliseconds
_TABLES = ("articles", "versions", "changes", "campaigns", "positions", "recent_changes")


def pages(database: Path) -> dict[str, str]:
    """Return the pages that are timed."""
    with closing(sqlite3.connect(database)) as connection:
        busy, version = connection.execute(
            "SELECT id, latest_version_id FROM articles ORDER BY version_count DESC, id LIMIT 1"
        ).fetchone()
        other = connection.execute("SELECT max(id) FROM articles").fetchone()[0]
        (text,) = connection.execute("SELECT text FROM texts WHERE id = ?", (version,)).fetchone()
        (campaign,) = connection.execute("SELECT id FROM campaigns ORDER BY article_count DESC, id LIMIT 1").fetchone()
        (real,) = connection.execute("SELECT max(id) FROM captures WHERE url = ?", (REAL,)).fetchone()
        (leading,) = connection.execute(
            """SELECT u.article_id FROM positions p JOIN article_urls u ON u.urlkey = p.identity
                GROUP BY u.article_id ORDER BY count(*) DESC LIMIT 1"""
        ).fetchone()
    root = "/-/rowback"
    phrase = " ".join(text.split()[3:9])
    rare = max((word for word in text.split() if word.istitle()), key=len)  # short ones are common words, too
    return {
        "front": root,
        "front, 30 days": f"{root}?days=30",
        "front, a year, newest": f"{root}?days=365&order=new",
        "front, one outlet": f"{root}?days=365&outlet=outlet3.example",
        "front, one kind": f"{root}?days=365&kind=correction_noted",
        "front, page 40": f"{root}?days=365&page=40",
        "campaign": f"{root}/campaign/{campaign}",
        "article, 20 versions": f"{root}/article/{busy}",
        "article, often on the front page": f"{root}/article/{leading}",
        "feed of an article": f"{root}/article/{busy}/feed.atom",
        "record": f"{root}/record/{real}",
        "replay": f"{root}/replay/{real}",
        "replayed page": f"{root}/page/{real}",
        "package": f"{root}/wacz/{real}",
        "diff": f"{root}/diff?from={version - 1}&to={version}",
        "diff, side by side": f"{root}/diff?from={version - 19}&to={version}&view=side",
        "compare": f"{root}/compare?a={busy}&b={other}",
        "outlets": f"{root}/outlets",
        "health": f"{root}/health",
        "health, days of an outlet": f"{root}/health/outlet3.example",
        "health, what it missed": f"{root}/health/outlet3.example/missed",
        "outlet": f"{root}/outlet/outlet3.example",
        "search, a word in every version": f"{root}/search?q=people",
        "search, a rare name": f"{root}/search?q={rare}",
        "search, a sentence": f"{root}/search?q=%22{phrase.replace(' ', '+')}%22",
        "search, disappeared": f"{root}/search?q=%22{rare}%22&show=gone",
        "search, common, disappeared": f"{root}/search?q=people&show=gone",
        "questions": f"{root}/questions",
        "feed": f"{root}/feed.atom",
        "feed of an outlet": f"{root}/outlet/outlet3.example/feed.atom",
        **{f"question {name}": f"{root}/question/{name}" for name in QUESTIONS},
        **{f"Datasette's own, {name}": f"/rowback/{name}" for name in _TABLES},
    }


@dataclass(frozen=True)
class Timed:
    """How long one page takes, in milliseconds."""

    name: str
    status: int
    median: float
    processor: float  # the median of what this process itself needed, whatever else the machine does
    first: float
    length: int


async def timed(database: Path, rounds: int) -> list[Timed]:
    """Ask for each page some times."""
    if not pm.is_registered(browse):
        pm.register(browse)
    datasette = Datasette([str(database)], metadata=metadata.metadata(), settings=dict(metadata.SETTINGS))
    plugin.attach(datasette, Site(database=database))
    found = []
    for name, path in pages(database).items():
        taken, needed = [], []
        for _ in range(rounds + 1):
            start, used = time.perf_counter(), time.process_time()
            answer = await datasette.client.get(path)
            taken.append((time.perf_counter() - start) * 1000)
            needed.append((time.process_time() - used) * 1000)
        median, processor = (statistics.median(each[1:] or each) for each in (taken, needed))
        found.append(Timed(name, answer.status_code, median, processor, taken[0], len(answer.content)))
    return found


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
        if not _count(morgue, "versions"):
            start = time.perf_counter()
            make(morgue, given.versions)
            print(f"made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        report(morgue, given.rounds)
        if given.plans:
            plans(morgue.database)


def make(morgue: Morgue, versions: int) -> None:
    """Fill an empty archive."""
    keep_one(morgue.folder)
    with closing(connect_writer(morgue)) as connection:
        Maker(connection, seed=7).make(versions)
        Surroundings(connection, seed=7).make()


def _count(morgue: Morgue, table: str) -> int:
    with closing(sqlite3.connect(morgue.database)) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


def report(morgue: Morgue, rounds: int) -> None:
    """Print a line a page, and say which takes more than 200 ms."""
    size = morgue.database.stat().st_size / 1e6
    print(", ".join(f"{_count(morgue, table):,} {table}" for table in _COUNTED), f"in {size:,.0f} MB")
    print(f"{'page':40} status  median ms  processor  first ms      kB")
    for page in asyncio.run(timed(morgue.database, rounds)):
        slow = "  over 200 ms" if page.median > _MOST else ""
        told = f"{page.median:10.1f} {page.processor:10.1f} {page.first:9.1f} {page.length / 1000:7.1f}"
        print(f"{page.name:40} {page.status:6} {told}{slow}")


if __name__ == "__main__":
    main()
