"""What a crawl tells the WARC of itself at its end: its outlets as they were defined, its counts. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields

from archive.ledger import Ledger, OutletPart
from archive.models import Miss
from archive.store.crawls import CrawlEnd

from .options import CrawlSummary, OutletSummary
from .outlet import Outlet


def definition(outlet: Outlet) -> dict[str, object]:
    """Return an outlet's fields as JSON has them."""
    said: dict[str, object] = {}
    for field in fields(outlet):
        value = getattr(outlet, field.name)
        said[field.name] = list(value) if isinstance(value, tuple) else value
    said["sources"] = [{"kind": source.kind, "url": source.url} for source in outlet.sources]
    said["examples"] = dict(outlet.examples)
    return said


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
    )
