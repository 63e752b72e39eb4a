"""A guest at one outlet: what crawling it and checking it have in common. One connection, its pace, its questions."""

import datetime as dt
import re
from typing import ClassVar, Protocol

import scrapy
from scrapy.http import Response
from scrapy.settings import BaseSettings

from archive import Provenance, Purpose
from archive import parse_url as parse
from crawler.config import scrapy_settings
from crawler.discovery.scout import Answer, Library
from crawler.errors import CrawlError
from crawler.outlet import Outlet
from crawler.politeness import pace

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.I | re.A)


class House(Library, Protocol):
    """What a visitor needs behind it."""

    crawl_id: int


class Visitor(scrapy.Spider):
    """A spider with an outlet; a subclass says what it does there and what stands behind it."""

    outlet: ClassVar[Outlet]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Give the outlet one slot: one connection, and a delay that nothing but loopback goes below."""
        super().update_settings(settings)
        scrapy_settings.apply(settings)
        host = parse(cls.outlet.home).hostname or ""
        wait = pace.delay(host, outlet=cls.outlet.delay).seconds
        connections = settings.getint("ROWBACK_LOOPBACK_CONNECTIONS", 4) if pace.is_loopback(host) else 1
        slot = {"concurrency": connections, "delay": wait, "jitter": pace.JITTER}
        settings.set("DOWNLOAD_SLOTS", {cls.outlet.name: slot}, priority="spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", connections, priority="spider")
        settings.set("CONCURRENT_REQUESTS", connections, priority="spider")
        settings.set("WIRE_ALLOW_ADDRESSES", _networks(settings, cls.outlet), priority="cmdline")
        settings.set("WIRE_TYPED_HOSTS", _typed(settings, cls.outlet), priority="cmdline")

    @property
    def house(self) -> House:
        """What remembers for this visitor."""
        raise NotImplementedError

    @property
    def deadline(self) -> dt.datetime | None:
        """When the visit ends; None without a limit."""
        return None

    def waits(self, what: str) -> None:
        """Tell whoever watches what is waited for."""

    def rest(self, why: str) -> None:
        """Leave the outlet alone from now on."""
        raise NotImplementedError

    def is_over(self) -> bool:
        """Tell whether nothing more is to be asked for."""
        raise NotImplementedError

    async def fetch(
        self, url: str, *, purpose: Purpose, source: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask for a source and wait for the answer."""
        provenance = self.provenance(purpose, source=source)
        request = self.ask(url, provenance, headers or {})
        if self.crawler.engine is None:
            raise CrawlError("the crawl is over", subject=url)
        response = await self.crawler.engine.download_async(request)
        return Answer(
            url=response.url,
            status=response.status,
            body=response.body,
            charset=_charset(response),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            capture=(response.meta.get("captures") or [None])[-1],
        )

    def ask(self, url: str, provenance: Provenance, headers: dict[str, str], **meta: object) -> scrapy.Request:
        return scrapy.Request(
            url,
            headers=headers,
            meta={"provenance": provenance, "download_slot": self.outlet.name, **meta},
            dont_filter=True,
        )

    def provenance(self, purpose: Purpose, *, source: str = "", own_id: str | None = None) -> Provenance:
        return Provenance(
            outlet=self.outlet.name,
            crawl_id=self.house.crawl_id,
            purpose=purpose,
            source=source,
            via=source,
            hops="L" if source else "",
            extra={"article": own_id} if own_id else {},
        )


def _networks(settings: BaseSettings, outlet: Outlet) -> list[str]:
    return [*settings.getlist("WIRE_ALLOW_ADDRESSES"), *outlet.allow_addresses]


def _typed(settings: BaseSettings, outlet: Outlet) -> list[str]:
    """Return the hosts of the addresses that whoever defined the outlet wrote."""
    written = (outlet.home, *(source.url for source in outlet.sources))
    return [*settings.getlist("WIRE_TYPED_HOSTS"), *(parse(url).hostname or "" for url in written)]


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _charset(response: Response) -> str | None:
    """Return the charset that a Content-Type names first; None when it names none."""
    found = _CHARSET.search(_header(response, "Content-Type") or "")
    return found[1].lower() if found else None
