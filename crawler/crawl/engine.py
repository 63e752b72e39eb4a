"""Runs one whole crawl of some outlets: in this process, once, as a Twisted reactor starts only once; or in another."""

import gc
import logging
import multiprocessing
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from archive import READER_PATH as READER
from archive import RowbackError
from crawler import settings as ours
from crawler.clock import REAL, Clock
from crawler.config import Config, need_contact, scrapy_settings
from crawler.errors import CrawlError
from crawler.loader import spider_class
from crawler.outlet import Outlet
from crawler.progress import Progress, Silent

from .options import CrawlOptions, CrawlSummary, OutletSummary
from .session import Session
from .spider import NewsSpider

_COMPONENTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES")


def crawl_settings(config: Config) -> Settings:
    """Return Scrapy's settings for a crawl under a configuration."""
    settings = Settings()
    settings.setmodule(ours, priority="project")
    scrapy_settings.apply(settings, config)
    return settings


def new_process(settings: Settings) -> AsyncCrawlerProcess:
    """Return a process of Scrapy that logs no retries: a miss has its own words."""
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy.downloadermiddlewares.retry").setLevel(logging.CRITICAL)
    return process


def preload() -> None:
    """Import what a crawl needs, so that crawls in copies of this process need not."""
    settings = Settings()
    settings.setmodule(ours, priority="project")
    lists = [f"{kind}{base}" for kind in _COMPONENTS for base in ("", "_BASE")]
    for name in [*settings["DOWNLOAD_HANDLERS"].values(), *(name for each in lists for name in settings[each])]:
        load_object(name)
    load_object(READER)


def spare_the_collector() -> None:
    """Have Python look for garbage more rarely: what a crawl makes is freed without, and what stands stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def run(
    config: Config,
    outlets: Sequence[Outlet],
    options: CrawlOptions,
    *,
    named: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    clock: Clock = REAL,
) -> CrawlSummary:
    """Crawl outlets side by side, wait until every page is read, and return what came of it.

    `named` holds the addresses that a person gave, by outlet: looked at first, and refused when one is an article.

    Raises `ConfigError` without a contact, `MorgueError`, `DiskFull`; what fails for one outlet is in its summary.
    """
    for outlet in outlets:
        need_contact(config, outlet.home)
    summaries = [OutletSummary(name=outlet.name) for outlet in outlets]
    with Session(config, progress or Silent(), clock.now) as session:
        _note_signals(session)
        session.begin(outlets)
        settings = crawl_settings(config)
        settings.set("WIRE_CLOCK", lambda: clock.now(), priority="cmdline")  # a function: Scrapy copies settings deeply
        process = new_process(settings)
        spare_the_collector()
        started = [
            process.crawl(
                spider_class(outlet, NewsSpider),
                options=_own(options, outlet),
                summary=summary,
                named=(named or {}).get(outlet.name),
            )
            for outlet, summary in zip(outlets, summaries, strict=True)
        ]
        process.start()
        for task in started:
            task.result()  # what Scrapy itself could not do
        return session.finish(summaries)


def _note_signals(session: Session) -> None:
    """Tell the session which signal asked to stop, before Scrapy's own handler, which finishes what is under way.

    Until that is there, a crawl that is told to stop starts and does nothing.
    """

    def pass_on(number: int, frame: FrameType | None) -> None:
        session.stopping = session.stopping or number
        handler = theirs.get(number)
        if callable(handler):
            handler(number, frame)

    def after_scrapy() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not pass_on:  # each outlet's spider says that it started
                theirs[number] = signal.signal(number, pass_on)

    theirs: dict[int, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, pass_on)
    session.when_started = after_scrapy


def _own(options: CrawlOptions, outlet: Outlet) -> CrawlOptions:
    return options if outlet.max_pages is None else replace(options, max_pages=outlet.max_pages)


def run_apart(config: Config, outlets: Sequence[Outlet], options: CrawlOptions) -> CrawlSummary:
    """Crawl in a process of its own, silently. Raises what `run` raises, `CrawlError` when that process dies.

    Ctrl-C is ours alone: we tell that process to end, and wait until it has finished what is under way.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, config, tuple(outlets), options), name="rowback-crawl")
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it inherits this, until it leaves our terminal
    process.start()
    signal.signal(signal.SIGINT, handler)
    theirs.close()
    try:
        result: CrawlSummary | RowbackError = ours.recv()
    except EOFError:
        process.join()  # so that its exit code is known
        raise CrawlError(f"the crawl's process ended with {process.exitcode}", cure="Its messages are above") from None
    except KeyboardInterrupt:
        process.terminate()
        raise
    finally:
        process.join()
    if isinstance(result, RowbackError):
        raise result
    return result


def _child(result: Connection, config: Config, outlets: tuple[Outlet, ...], options: CrawlOptions) -> None:
    os.setsid()
    told: CrawlSummary | RowbackError
    try:
        told = run(config, outlets, options)
    except RowbackError as error:
        told = error
    with result, suppress(BrokenPipeError):  # who asked may be gone
        result.send(told)
