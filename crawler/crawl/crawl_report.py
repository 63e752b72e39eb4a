"""What a crawl says of itself, to its row and to the WARC: who it is, its outlets, its counts. It decides nothing."""

import datetime as dt
import socket
from collections.abc import Mapping, Sequence
from dataclasses import fields
from importlib.metadata import version

from archive import CrawlEnd, CrawlStatus, DiskFull, Ledger, Miss, OutletPart, OutletRow, WarcInfo
from crawler.config import Config, agent, own_version
from crawler.errors import NoRoom
from crawler.outlet import Outlet

from .options import CrawlSummary, OutletSummary


def warcinfo(config: Config) -> WarcInfo:
    """Return what our WARC files say of who wrote them."""
    own = config.operator
    return WarcInfo(
        software=f"rowback/{own_version()} scrapy/{version('scrapy')} warcio/{version('warcio')}",
        operator=", ".join(part for part in (own.name, own.contact) if part),
        user_agent=agent(own, own_version()),
        hostname=socket.gethostname(),
        description=own.purpose,
    )


def definition(outlet: Outlet) -> dict[str, object]:
    """Return an outlet's fields as JSON has them."""
    said: dict[str, object] = {}
    for field in fields(outlet):
        value = getattr(outlet, field.name)
        said[field.name] = list(value) if isinstance(value, tuple) else value
    said["sources"] = [{"kind": source.kind, "url": source.url} for source in outlet.sources]
    said["examples"] = dict(outlet.examples)
    return said


def outlet_row(outlet: Outlet) -> OutletRow:
    """Return the row of an outlet that is crawled."""
    return OutletRow(
        name=outlet.name, title=outlet.display, home=outlet.home, language=outlet.language, timezone=outlet.timezone
    )


def ended(summary: CrawlSummary, *, clock_skew_seconds: float | None) -> CrawlEnd:
    """Return what a crawl came to, as its row says it."""
    failed: CrawlStatus = "disk" if isinstance(summary.error, NoRoom | DiskFull) else "failed"
    return CrawlEnd(
        status=failed if summary.error else "stopped" if summary.interrupted else "done",
        announced=sum(outlet.announced for outlet in summary.outlets),
        fetched=summary.fetched,
        new=summary.new,
        changed=summary.changed,
        same=summary.same,
        held_back=summary.held_back,
        missed=sum(sum(outlet.missed.values()) for outlet in summary.outlets),
        bytes=summary.bytes,
        clock_skew_seconds=clock_skew_seconds,
        summary="; ".join(f"{outlet.name}: {outlet.fetched} pages" for outlet in summary.outlets),
    )


def ledger(
    summary: CrawlSummary,
    end: CrawlEnd,
    *,
    started_at: dt.datetime,
    finished_at: dt.datetime,
    software: str,
    definitions: Mapping[str, Mapping[str, object]],
    misses: Sequence[Miss],
) -> Ledger:
    """Return the ledger of a crawl that ended."""
    return Ledger(
        crawl_id=summary.crawl_id,
        started_at=started_at,
        finished_at=finished_at,
        status=end.status,
        software=software,
        clock_skew_seconds=end.clock_skew_seconds,
        counts={
            "new": summary.new,
            "changed": summary.changed,
            "same": summary.same,
            "held_back": summary.held_back,
            "unread": summary.unread,
            "bytes": summary.bytes,
        },
        outlets=tuple(_part(outlet, definitions.get(outlet.name, {})) for outlet in summary.outlets),
        misses=tuple(misses),
    )


def _part(outlet: OutletSummary, defined: Mapping[str, object]) -> OutletPart:
    return OutletPart(
        name=outlet.name,
        definition=defined,
        announced=outlet.announced,
        first_seen=outlet.first_seen,
        within=outlet.within,
        taken=outlet.taken,
        fetched=outlet.fetched,
        unchanged=outlet.unchanged,
        sources=tuple(outlet.sources),
        missed=outlet.missed,
        stopped=outlet.stopped,
        faults=tuple(outlet.sources_failed),
    )
