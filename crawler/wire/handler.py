"""Scrapy's HTTP/1.1 download handler, with every exchange kept before anyone sees the response.

The handler is the only place that sees them all: robots.txt, redirects, each retry, what Twisted sends again by itself,
and what was cut off, timed out or refused for its size. Settings it reads, besides Scrapy's own:

- `WIRE_KEEPER`: the extension that keeps exchanges, a class or its dotted path; see `Keeper`.
- `WIRE_ALLOW_ADDRESSES`: networks that may be connected to besides public addresses.
- `WIRE_TYPED_HOSTS`: hosts in URLs that the user typed; an inner address among them is open, a name opens nothing.
- `WIRE_CLOCK`: where the time comes from, a function or its dotted path; without it, the real clock.
- `TWISTED_DNS_RESOLVER` should be `crawler.wire.GuardedResolver`.
"""

import errno
import logging
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, cast
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, ResponseDataLossError, StopDownload
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

from archive import Capture, CaptureFailed, DiskFull, Exchange, Provenance, RowbackError, Truncated
from crawler.clock import REAL
from crawler.errors import Cost, WireRecordingError, cost

from .addresses import AddressPolicy, literal, policy
from .recording import Clock, Download, wire_limit
from .tee import RecordingPool, current

logger = logging.getLogger(__name__)

UNTOLD = Provenance()


class Keeper(Protocol):
    """What `WIRE_KEEPER` names: a Scrapy extension that keeps exchanges."""

    async def keep(self, exchange: Exchange) -> Capture:
        """Keep an exchange and return once nothing can lose it. Its response is closed afterwards, by the handler.

        Raises `NotHttp` when its bytes are kept but are no HTTP. Any other error ends the crawl.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Means:
    keeper: Keeper
    clock: Clock
    policy: AddressPolicy


class RecordingDownloadHandler(HTTP11DownloadHandler):
    """Downloads as Scrapy does, and leaves `request.meta["captures"]`: what was kept for that request, in order."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        plain = self._pool
        self._pool = RecordingPool(plain._reactor, plain.maxPersistentPerHost)

    @cached_property
    def _means(self) -> "_Means":
        """What settings name. Not read in `__init__`: Scrapy would only log what that raises, and go on."""
        settings = self.crawler.settings
        clock, keeper = settings.get("WIRE_CLOCK"), settings.get("WIRE_KEEPER")
        found = self.crawler.get_extension(load_object(keeper)) if keeper else None
        if found is None:
            raise WireRecordingError(
                "nothing is there to keep exchanges",
                subject=f"WIRE_KEEPER = {keeper!r}",
                cure="Name the class of an extension that stands in EXTENSIONS",
            )
        return _Means(
            keeper=cast(Keeper, found),
            clock=load_object(clock) if clock else REAL.now,
            policy=policy(
                addresses=settings.getlist("WIRE_ALLOW_ADDRESSES"), typed=settings.getlist("WIRE_TYPED_HOSTS")
            ),
        )

    async def download_request(self, request: Request) -> Response:
        """Download, keep every exchange that got an answer, then return the response or raise what Scrapy raised.

        Raises `PrivateAddress`, and `WireRecordingError`, `CaptureFailed` or another error of the archive when an
        exchange could not be kept: those also close the crawl, with the error's name as the reason.
        """
        request.meta["captures"] = []
        download = self._begin(request)
        current.set(download)
        try:
            response = await self._fetch(request, download)
        except Exception:
            download.close()
            raise
        finally:
            current.set(None)
        download.close()  # not when a crawl is torn down: whoever keeps an exchange may still be reading it
        return response

    async def _fetch(self, request: Request, download: Download) -> Response:
        try:
            response = await super().download_request(request)
        except Exception as error:
            answered = isinstance(error, ResponseDataLossError | StopDownload)
            await self._keep(request, download, stopped=_stopped_by(error), answered=answered)
            if download.failed is not None:
                raise download.failed from error
            raise
        stopped: Truncated | None = "length" if "download_stopped" in response.flags else None
        await self._keep(request, download, stopped=stopped, answered=True)
        if download.failed is not None:
            raise download.failed
        return response

    def _begin(self, request: Request) -> Download:
        try:
            means = self._means
        except RowbackError as error:
            self._stop_crawl(error)
            raise
        download = Download(
            url=urldefrag(request.url).url,
            method=request.method,
            host=urlparse_cached(request).hostname or "",
            proxied=bool(request.meta.get("proxy")),
            limit=wire_limit(int(request.meta.get("download_maxsize", self._default_maxsize))),
            clock=means.clock,
            policy=means.policy,
        )
        # A proxy resolves names by itself, but an address can be judged here.
        if download.proxied and (spelled := literal(download.host)) is not None:
            means.policy.check(download.host, spelled)
        return download

    async def _keep(self, request: Request, download: Download, *, stopped: Truncated | None, answered: bool) -> None:
        """Keep what was recorded; an exchange without any answer is an attempt and is only counted."""
        recorded = [recording for recording in download.recordings if recording.answered]
        self._count("wire/exchanges", len(recorded))
        self._count("wire/attempts", len(download.recordings) - len(recorded))
        try:
            _refuse_unrecorded(download, recorded=bool(recorded) or not answered)
            request.meta["captures"] = [
                await self._keep_one(download.exchange(recording, _provenance(request), stopped))
                for recording in recorded
            ]
        except RowbackError as error:
            if cost(error, Cost.PAGE) >= Cost.OUTLET:
                self._stop_crawl(error)
                raise
            if answered:  # only this download fails
                raise

    async def _keep_one(self, exchange: Exchange) -> Capture:
        try:
            return await self._means.keeper.keep(exchange)
        except RowbackError:
            raise
        except Exception as error:  # whatever it was, the exchange is not kept, and the crawl must not go on
            raise _named(error, exchange.url) from error

    def _count(self, name: str, number: int) -> None:
        if number and self.crawler.stats is not None:
            self.crawler.stats.inc_value(name, number)

    def _stop_crawl(self, error: RowbackError) -> None:
        logger.error("%s: %s", error.name, error)
        if self.crawler.engine is not None:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=error.name))


def _refuse_unrecorded(download: Download, *, recorded: bool) -> None:
    """Raise when bytes came that were not written down, or not all of them."""
    if isinstance(download.failed, OSError):
        raise _named(download.failed, download.url)
    if not recorded:
        raise WireRecordingError(
            "a response came, but its bytes were not recorded",
            subject=download.url,
            cure="Use the versions of Scrapy and Twisted that rowback names",
        )


def _stopped_by(error: Exception) -> Truncated | None:
    """Return what `WARC-Truncated` says when a download ended with an error; None when it was not us who ended it."""
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, DownloadCancelledError | StopDownload):
        return "length"
    return None


def _provenance(request: Request) -> Provenance:
    """Return why a request was made; behind a redirect, from where and in how many hops."""
    given = request.meta.get("provenance")
    provenance = given if isinstance(given, Provenance) else UNTOLD
    redirected = request.meta.get("redirect_urls")
    if not redirected:
        return provenance
    return replace(provenance, via=redirected[-1], hops=provenance.hops + "R" * len(redirected))


def _named(error: Exception, url: str) -> RowbackError:
    """Return an error of the archive as one of ours: Scrapy takes an `OSError` for the network's and tries again."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("no room to keep it", subject=url, cure="Free some space, then crawl again")
    return CaptureFailed(
        f"could not be kept ({type(error).__name__}: {error})",
        subject=url,
        cure="The log says more; what was kept before is safe",
    )
