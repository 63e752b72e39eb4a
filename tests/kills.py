"""Crawls that are killed at random moments, on an outlet that notes what it served; what is left must be whole.

    python -m tests.kills --count 200 --seed 1

After each kill the archive is opened as the next crawl opens it, and everything that can be checked is. At the end its
articles must be those of crawls that nobody disturbed.
"""

import argparse
import datetime as dt
import random
import signal
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.ingest.archive import Archive
from archive.warc.conformance import check_file
from archive.warc.events import Indexed, scan
from archive.warc.members import OPEN
from archive.warc.reader import read_record
from crawler.config import Surroundings, load
from crawler.crawl.crawl_report import warcinfo
from crawler.newspaper import Answer, Asked
from tests.kit.started import start
from tests.running import rowback
from tests.unknownsite import EDITIONS, UnknownSite

HERE = Path(__file__).resolve().parent.parent
NUMBER = "X-Number"  # of the answer, over the server's life
_CONFIG = "loopback_connections = 1\n"  # so that at most one answer is under way
_TAG = f"{NUMBER.lower()}: ".encode()


class NotingSite(UnknownSite):
    """The outlet; it numbers its answers and notes which of them went out whole."""

    def __init__(self, now: dt.datetime) -> None:
        super().__init__(now)
        self.sent: list[int] = []
        self._noting = threading.Lock()

    def _answer(self, asked: Asked) -> Answer:
        answer = super()._answer(asked)
        body = answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
        return replace(answer, headers=(*answer.headers, (NUMBER, str(asked.number))), body=self._noted(body, asked))

    def _noted(self, body: bytes, asked: Asked) -> Iterator[bytes]:
        """Yield the body in two chunks; when it is asked for a third, the second has been handed to the kernel."""
        middle = len(body) // 2
        yield body[:middle]
        yield body[middle:]
        with self._noting:
            self.sent.append(asked.number)


@dataclass(slots=True)
class Ordeal:
    """A series of kills on one archive."""

    folder: Path
    site: NotingSite
    random: random.Random
    longest: float  # seconds; how long an undisturbed crawl runs
    kills: int = 0
    in_flight: set[int] = field(default_factory=set)  # the last answer before each kill
    mended: list[str] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)  # numbers of answers that have a row
    checked: dict[str, str] = field(default_factory=dict)  # record id to sha256 of what was found whole

    @property
    def morgue(self) -> Path:
        return self.folder / "morgue"

    def run(self, count: int) -> None:
        """Kill as many crawls, and let one of each edition end."""
        (self.folder / "rowback.toml").write_text(_CONFIG, "utf-8")
        for index, edition in enumerate(EDITIONS):
            self.site.edition = edition
            for _ in range(count * index // len(EDITIONS), count * (index + 1) // len(EDITIONS)):
                self.kill()
                self.check()
            began = time.monotonic()
            crawled(self.folder, self.site)
            self.longest = time.monotonic() - began
            self.check()

    def kill(self) -> None:
        """Start a crawl and kill it."""
        with start(self.folder, "crawl", "--again", self.site.home) as run:
            with suppress(TimeoutError):
                run.wait(self.random.uniform(0.05, self.longest))
            if self.random.random() < 0.5:
                run.kill()  # its readers find out by themselves
            else:
                run.kill_group()
        self.kills += run.wait() == -signal.SIGKILL
        self.in_flight.add(max(self.site.sent, default=0))

    def check(self) -> None:
        """Open the archive as a crawl would, and check all that came since the last time."""
        acknowledged = {row[0] for row in self._rows("SELECT record_id FROM captures")}
        info = warcinfo(load(Surroundings(environ={}, cwd=self.folder, home=self.folder)))
        with Archive.open(self.morgue, info, now=dt.datetime.now(dt.UTC)) as archive:
            self.mended += [str(each) for each in archive.mended]
        rows = {
            row[0]: row for row in self._rows("SELECT record_id, filename, offset, length, record_sha256 FROM captures")
        }
        lost = acknowledged - rows.keys()
        require(not lost, f"{len(lost)} captures that had a row have none any more")
        for record_id, filename, offset, length, sha256 in rows.values():
            self._check_row(record_id, filename, offset, length, sha256)
        missing = {number for number in self.site.sent if number not in self.kept} - self.in_flight
        require(not missing, f"answers {sorted(missing)} were served and are not kept")
        self._check_files(set(rows))

    def _check_row(self, record_id: str, filename: str, offset: int, length: int, sha256: str) -> None:
        if record_id in self.checked:
            require(self.checked[record_id] == sha256, f"{record_id} is another record now")
            return
        with read_record(self.morgue / "warcs" / filename, offset, length, sha256=sha256) as record:
            require(record.record_id == record_id, f"{filename} at {offset} is not {record_id}")
            number = record.framed.header(NUMBER)
        self.checked[record_id] = sha256
        if number is not None:
            self.kept.add(int(number))

    def _check_files(self, rows: set[str]) -> None:
        for path in sorted((self.morgue / "warcs").glob("*/*/rowback-*.warc.gz*")):
            if ".tail-" in path.name:
                continue
            final = path.with_name(path.name.removesuffix(OPEN))
            require(not (problems := check_file(final)), f"{problems}")
            name = final.relative_to(self.morgue / "warcs").as_posix()
            found = scan(self.morgue / "warcs", name, 0, path.stat().st_size)
            events = {each.capture.record_id for each in found if isinstance(each, Indexed)}
            require(events <= rows, f"{name} holds {len(events - rows)} captures without a row")

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if not (self.morgue / "rowback.db").exists():
            return []
        with closing(sqlite3.connect(self.morgue / "rowback.db")) as connection:
            try:
                return connection.execute(sql).fetchall()
            except sqlite3.OperationalError as error:  # killed before there was a table
                require("no such table" in str(error), str(error))
                return []


def require(true: object, otherwise: str) -> None:
    """Raise `AssertionError` with what is wrong."""
    if not true:
        raise AssertionError(otherwise)


def crawled(folder: Path, site: UnknownSite) -> None:
    """Let a crawl end."""
    run = rowback(folder, "crawl", "--again", site.home)
    require(run.code == 0, str(run))


def undisturbed(folder: Path, now: dt.datetime) -> set[tuple[object, ...]]:
    """Return what three crawls make of the outlet when nobody kills them."""
    (folder / "rowback.toml").write_text(_CONFIG, "utf-8")
    with NotingSite(now) as site:
        for edition in EDITIONS:
            site.edition = edition
            crawled(folder, site)
    return told(folder / "morgue")


def told(morgue: Path) -> set[tuple[object, ...]]:
    """Return an archive's versions with their texts, and what was held back for which reason, without host and time.

    But for what moved beside a text or by itself: that is told from look to look, and a killed crawl looks again.
    """
    with closing(sqlite3.connect(morgue / "rowback.db")) as connection:
        versions = connection.execute(
            """SELECT a.url, a.state, v.number, v.headline, t.text, a.version_count FROM versions v
                 JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = v.text_id"""
        ).fetchall()
        held_back = connection.execute(
            """SELECT DISTINCT url, decision, reason FROM captures
                WHERE decision = 'held_back' AND reason NOT IN ('beside_text', 'volatile')"""
        ).fetchall()
    return {(urlsplit(row[0]).path, *row[1:]) for row in [*versions, *held_back]}


def endure(folder: Path, *, count: int, seed: int) -> Ordeal:
    """Kill crawls, and compare what is there at last with what undisturbed crawls give."""
    now = dt.datetime.now(dt.UTC)
    (folder / "killed").mkdir()
    (folder / "undisturbed").mkdir()
    began = time.monotonic()
    expected = undisturbed(folder / "undisturbed", now)
    with NotingSite(now) as site:
        ordeal = Ordeal(folder / "killed", site, random.Random(seed), (time.monotonic() - began) / len(EDITIONS))
        ordeal.run(count)
    found = told(ordeal.morgue)
    require(found == expected, f"more: {found - expected}\nless: {expected - found}")
    for command in ("verify", "rebuild"):
        run = rowback(ordeal.folder, command)
        require(run.code == 0, f"{command}: {run}")
    require(told(ordeal.morgue) == expected, "a rebuild tells it otherwise")
    return ordeal


def main() -> None:
    """Run as many kills as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        ordeal = endure(Path(folder), count=given.count, seed=given.seed)
        print(f"{ordeal.kills} crawls were killed in {time.monotonic() - began:.0f} s")
        print(f"{len(ordeal.site.sent)} answers were served whole, {len(ordeal.checked)} captures are whole")
        print(f"{len(ordeal.mended)} starts had to mend something:")
        for each in sorted({each.partition(": ")[2] for each in ordeal.mended}):
            print(f"  {each}")


if __name__ == "__main__":
    main()
