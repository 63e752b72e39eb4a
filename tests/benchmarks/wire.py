"""What recording costs: plain Scrapy, Scrapy with the tee, and with the tee and the archive, side by side in one run.

    python -m tests.benchmarks.wire --pages 1000 --rounds 5
    python -m tests.benchmarks.wire --pages 400 --instructions
    python -m tests.benchmarks.wire --memory

Every crawl is a process of its own, the server another; kinds take turns within a round. CPU per exchange is user and
system time of the whole crawling process between the spider's start and its end. Other work on the machine disturbs
times on the clock far more than CPU time: trust the ratio.
"""

import argparse
import asyncio
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from archive.models import Exchange
from crawler import settings
from crawler.crawl.engine import spare_the_collector

ROOT = Path(__file__).parents[2]
PLAIN = "plain"
KINDS: dict[str, dict[str, Any]] = {
    PLAIN: {},
    "tee": {"WIRE_KEEPER": "tests.benchmarks.wire.Nobody", "EXTENSIONS": {"tests.benchmarks.wire.Nobody": 1}},
    "archive": {"WIRE_KEEPER": "tests.shelf.Shelf", "EXTENSIONS": {"tests.shelf.Shelf": 1}},
}
OURS = {"archive": {"CONCURRENT_ITEMS": settings.CONCURRENT_ITEMS}}  # as `rowback crawl` runs
RECORDING = {
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.wire.RecordingDownloadHandler"),
    "WIRE_TYPED_HOSTS": ["127.0.0.1"],
}


class Nobody:
    """A keeper that keeps nothing."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Nobody":
        """Build it as Scrapy builds extensions."""
        return cls()

    async def keep(self, exchange: Exchange) -> None:
        """Take an exchange and forget it."""


class Reader(scrapy.Spider):
    """Fetches numbered pages and measures the process from its start to its end."""

    name = "reader"

    def __init__(self, address: str, pages: int) -> None:
        super().__init__()
        self.address = address
        self.pages = pages
        self.got = 0
        self.began = (0.0, 0.0)
        self.spent = (0.0, 0.0)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "Reader":
        """Build it and have it told of its end."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ended, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for every page once."""
        self.began = used()
        for number in range(self.pages):
            yield scrapy.Request(f"{self.address}/{number}", dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        """Count a page."""
        self.got += 1

    def ended(self) -> None:
        """Note what was spent."""
        self.spent = tuple(now - then for now, then in zip(used(), self.began, strict=True))  # type: ignore[assignment]


def used() -> tuple[float, float]:
    """Return CPU and clock seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, time.monotonic()


def crawl(kind: str, address: str, pages: int, concurrency: int) -> dict[str, Any]:
    """Crawl in this process and return what it took."""
    own = {
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "COOKIES_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_MAXSIZE": 64 << 20,
        "DOWNLOAD_WARNSIZE": 0,
        "LOG_LEVEL": "ERROR",
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    own |= KINDS[kind] | OURS.get(kind, {}) | (RECORDING if kind != PLAIN else {})
    if kind in OURS:
        spare_the_collector()
    with TemporaryDirectory() as folder:
        process = AsyncCrawlerProcess(own | {"SHELF": folder})
        crawler = process.create_crawler(Reader)
        process.crawl(crawler, address=address, pages=pages)
        process.start()
    spider = crawler.spider
    if not isinstance(spider, Reader) or spider.got != pages:
        raise RuntimeError(f"{kind}: {getattr(spider, 'got', 0)} of {pages} pages came")
    cpu, clock = spider.spent
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": cpu / pages, "clock": clock / pages, "megabytes": megabytes}


async def serve(size: int) -> None:
    """Serve pages of a size on a free port, and print the address."""
    text = page()
    body = (text * (size // len(text) + 1))[:size]

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                first = b"<title>" + request.split(b" ", 2)[1] + b"</title>"
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
                writer.writelines((head % (len(first) + len(body)), first, body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def page() -> bytes:
    """Return a page of 20 KB that packs about as well as news does: a third menus and markup, the rest text."""
    choose = random.Random(2017)
    syllables = [a + b for a in "bdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "ing")]
    words = ["".join(choose.choices(syllables, k=choose.randint(1, 4))) for _ in range(3000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]  # Zipf's law
    menu = "".join(
        f'<li class="menu-item menu-{n}"><a href="/{word}/{choose.randrange(10**6)}">{word.title()}</a></li>\n'
        for n, word in enumerate(choose.choices(words, k=75))
    )
    paragraphs = "".join(f'<p class="body">{" ".join(choose.choices(words, weights, k=60))}.</p>\n' for _ in range(45))
    return f"<!doctype html><ul>{menu}</ul><article>{paragraphs}</article>".encode()[:20_000]


@contextmanager
def served(size: int) -> Iterator[str]:
    """Run the server in a process of its own and yield its address."""
    command = [sys.executable, "-m", "tests.benchmarks.wire", "--serve", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        if server.stdout is None:
            raise RuntimeError("the server cannot be heard")
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def measured(kind: str, address: str, pages: int, concurrency: int) -> dict[str, float]:
    """Crawl in a process of its own and return what it took."""
    order = json.dumps({"kind": kind, "address": address, "pages": pages, "concurrency": concurrency})
    command = [sys.executable, "-m", "tests.benchmarks.wire", "--crawl", order]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def compare(pages: int, rounds: int, concurrency: int, size: int) -> None:
    """Let the kinds take turns and print the medians."""
    results: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    with served(size) as address:
        for number in range(rounds):
            order = list(KINDS)
            for kind in order[number % len(order) :] + order[: number % len(order)]:
                results[kind].append(measured(kind, address, pages, concurrency))
    print(f"{pages} pages of {size} bytes, {rounds} rounds, {concurrency} at once; an exchange takes")
    print(f"{'':10}{'CPU ms':>9}{'least':>9}{'against plain':>15}{'least':>9}{'clock ms':>10}{'MB':>6}")
    plain = [run["cpu"] for run in results[PLAIN]]
    for kind, runs in results.items():
        cpu = [run["cpu"] for run in runs]
        ratio = statistics.median(mine / its for mine, its in zip(cpu, plain, strict=True))  # within a round
        print(
            f"{kind:10}{statistics.median(cpu) * 1000:9.3f}{min(cpu) * 1000:9.3f}"
            f"{ratio - 1:+15.1%}{min(cpu) / min(plain) - 1:+9.1%}"
            f"{middle(runs, 'clock') * 1000:10.2f}{middle(runs, 'megabytes'):6.0f}"
        )


def count(pages: int, concurrency: int, size: int) -> None:
    """Count the instructions of an exchange with valgrind, and print them: no other work on the machine disturbs that.

    Each kind crawls few pages and many: the difference has no start in it.
    """
    counts: dict[str, float] = {}
    with served(size) as address:
        for kind in KINDS:
            few, many = (instructions(kind, address, number, concurrency) for number in (pages // 4, pages))
            counts[kind] = (many - few) / (pages - pages // 4)
            print(f"{kind:10}{counts[kind] / 1e6:9.3f} M instructions{counts[kind] / counts[PLAIN] - 1:+9.1%}")


def instructions(kind: str, address: str, pages: int, concurrency: int) -> int:
    """Crawl under valgrind and return how many instructions that took."""
    order = json.dumps({"kind": kind, "address": address, "pages": pages, "concurrency": concurrency})
    tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    command = [*tool, sys.executable, "-m", "tests.benchmarks.wire", "--crawl", order]
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if found is None:
        raise RuntimeError("valgrind counted nothing")
    return int(found[1].replace(",", ""))


def remember(bodies: int, megabytes: int) -> None:
    """Fetch a few huge bodies, eight at once, and print how much memory each kind took at most."""
    with served(megabytes << 20) as address:
        for kind in KINDS:
            result = measured(kind, address, bodies, 8)
            print(f"{kind:10}{bodies} bodies of {megabytes} MB, 8 at once: at most {result['megabytes']:.0f} MB")


def middle(runs: list[dict[str, float]], what: str) -> float:
    """Return the median of one figure."""
    return statistics.median(run[what] for run in runs)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--size", type=int, default=20_000, help="bytes of a page")
    parser.add_argument("--memory", action="store_true", help="measure memory with 16 bodies of 60 MB instead")
    parser.add_argument("--instructions", action="store_true", help="count instructions with valgrind instead")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--crawl", type=json.loads, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve is not None:
        asyncio.run(serve(chosen.serve))
    elif chosen.crawl is not None:
        print(json.dumps(crawl(**chosen.crawl)))
    elif chosen.instructions:
        count(chosen.pages, chosen.concurrency, chosen.size)
    elif chosen.memory:
        remember(16, 60)
    else:
        compare(chosen.pages, chosen.rounds, chosen.concurrency, chosen.size)


if __name__ == "__main__":
    main()
