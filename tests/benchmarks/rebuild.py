"""How fast the database is made again, and that it is the same: `python -m tests.benchmarks.rebuild --captures N`."""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from archive.extract import READER
from archive.ingest.archive import Archive
from archive.ingest.telling import tell_stories
from archive.lookup.dump import dump
from archive.models import Block, Content, Exchange, Stamp
from archive.morgue import Morgue
from archive.rebuild import rebuild
from archive.rebuild.restore import Step
from archive.store.connection import connect_writer
from tests.keeping import INFO, exchange, opened
from tests.prose import prose

LOOKS = 5  # at each article
_GROUP = 50  # exchanges that are synced together


@dataclass(frozen=True)
class Measured:
    """What a rebuild came to."""

    captures: int
    keeping: float  # seconds
    rebuilding: float  # seconds
    megabytes: float  # of WARC
    differing: int  # rows


def look(article: int, turn: int) -> tuple[Exchange, Content | None]:
    """Return one look at an article: new, changed, the same bytes again, another clock, gone."""
    text = prose(article)
    paragraphs = list(text.paragraphs)
    if turn >= 1:
        paragraphs[-1] = f"{paragraphs[-1]} {200 + article % 100} people have signed a letter by now."
    clock = Block(f"Updated {5 + (turn if turn == 3 else 0)} minutes ago", "main/div", kept=False)
    content = Content(
        headline=text.headline,
        standfirst=text.standfirst,
        blocks=(*(Block(each, "main/p", kept=True) for each in paragraphs), clock),
        published=Stamp("2017-02-14T07:00:00Z", "meta"),
        language="en",
        reader=READER,
    )
    gone = turn == 4 and article % 10 == 0
    path = f"2017/{article}" if article % 7 else f"2017/{article}?utm_source=feed{turn}"
    body = b"gone" if gone else f"<html>{content!r}</html>".encode()
    asked = exchange(
        f"https://example{article % 20}.org/{path}", body, minute=turn * 400 + article / 100,
        status=404 if gone else 200, outlet=f"example{article % 20}.org",
    )  # fmt: skip
    return asked, None if gone else content


def build(folder: Path, captures: int) -> None:
    """Make an archive with as many captures."""
    with opened(folder) as archive:
        articles = -(-captures // LOOKS)
        waiting = [look(article, turn) for turn in range(LOOKS) for article in range(articles)][:captures]
        for start in range(0, len(waiting), _GROUP):
            _keep(archive, waiting[start : start + _GROUP])


def _keep(archive: Archive, group: list[tuple[Exchange, Content | None]]) -> None:
    for capture, (asked, content) in zip(archive.keep([asked for asked, _ in group]), group, strict=True):
        if archive.settle(capture.id, asked.finished_at) is None and content is not None:
            archive.keep_reading(capture.id, replace(content), asked.finished_at)


@contextmanager
def _no_bar(what: str, total: int) -> Iterator[Step]:
    yield lambda done: None


def dumped(path: Path) -> set[tuple[object, ...]]:
    """Return an archive's canonical dump."""
    with closing(sqlite3.connect(path)) as connection:
        return set(dump(connection))


def measure(folder: Path, captures: int) -> Measured:
    """Make an archive, make its database again, and compare."""
    began = time.perf_counter()
    build(folder, captures)
    with closing(connect_writer(Morgue(folder))) as connection:  # as a crawl ends
        tell_stories(connection)
    kept = time.perf_counter()
    before = dumped(folder / "rowback.db")
    ready = time.perf_counter()
    told = rebuild(folder, software=INFO.software, bar=_no_bar)
    done = time.perf_counter()
    after = dumped(folder / "rowback.db")
    return Measured(told.counts["captures"], kept - began, done - ready, told.bytes / 1e6, len(before ^ after))


def main() -> None:
    """Print the rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), given.captures)
    rate = found.captures / found.rebuilding
    print(f"{found.captures:,} captures, {found.megabytes:.0f} MB of WARC, kept in {found.keeping:.1f} s")
    print(f"rebuilt in {found.rebuilding:.1f} s: {rate:,.0f} captures/s; {found.differing} rows differ")


if __name__ == "__main__":
    main()
