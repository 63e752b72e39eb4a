"""How well rowback follows its outlets: what is wrong in plain words, and a ledger of each day with every miss.

Only at home: whom an archive asks, how often and in vain is nobody else's business.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from archive.amounts import said
from archive.errors import BadInput
from archive.lookup import OutletRow
from archive.lookup.health import Alarm, alarms, of_outlet
from archive.store import health
from archive.store.health import Vitals
from archive.times import warc_date
from archive.wording import phrases

from .web import Answer, Asked, page

_DAYS: Final = 28
_PAGE: Final = 100
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_REASON: Final = re.compile(r"[a-z_0-9]{1,40}")
_UNREAD: Final = """outlet_id = ? AND purpose = 'article' AND decision IS NULL AND truncated IS NULL AND status = 200
              AND origin = 'crawl' AND captured_at >= ? AND captured_at < ?"""


@dataclass(frozen=True, slots=True)
class Followed:
    """One outlet in a line; every rate with what it is taken of."""

    outlet: OutletRow
    looks: int
    gap: str
    first_look: str
    missed: int
    uncovered: str
    pace: str


@dataclass(frozen=True, slots=True)
class Why:
    """Pages of a day that were not had, or show no article, for one reason."""

    many: int
    said: str
    reason: str
    unread: bool  # it was had, and shows no article


@dataclass(frozen=True, slots=True)
class Day:
    """A day of an outlet's ledger."""

    day: str
    announced: int = 0
    fetched: int = 0
    kept: int = 0
    read: int = 0
    unread: int = 0
    missed: int = 0
    why: list[Why] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.announced or self.fetched or self.missed)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was not had, or shows no article."""

    url: str
    at: str
    said: str
    retry_at: str | None  # None when nothing says when
    article_id: int | None  # None for a page that is none of an article
    capture_id: int | None  # None when nothing came


def overview(asked: Asked) -> Answer:
    """Tell how every outlet is."""
    outlets = {row.name: row for row in asked.outlets().values()}
    vitals = health.watched(asked.connection, list(outlets), asked.now) if outlets else []
    found: dict[str, list[Alarm]] = {}
    for alarm in alarms(vitals, asked.now):
        found.setdefault(alarm.outlet, []).append(alarm)
    return page(
        asked,
        "health.html",
        title="Health",
        alarms=[(outlets[name], each) for name, each in found.items()],
        rows=[_followed(outlets[each.outlet], each) for each in vitals],
    )


def _followed(outlet: OutletRow, each: Vitals) -> Followed:
    return Followed(
        outlet=outlet,
        looks=each.looks,
        gap=_median(each.median_gap_hours, each.gaps, "gap"),
        first_look=_median(each.median_hours_to_first_look, each.first_looks, "article"),
        missed=sum(each.misses.values()),
        uncovered=f"{each.days_without_coverage} of {each.days_watched}",
        pace=f"once per {each.pace.seconds:.2g} s: {each.pace.why}" if each.pace else "as usual",
    )


def _median(hours: float | None, of: int, what: str) -> str:
    return "unknown" if hours is None else f"{said(hours * 3600)} (of {phrases.count(of, what)})"


def ledger(asked: Asked) -> Answer:
    """Show what each day of an outlet came to."""
    row = asked.lookup.outlet_named(asked.named["name"])
    last = _day(asked, "until") or asked.now.date()
    first = last - dt.timedelta(days=_DAYS - 1)
    each = health.vitals(asked.connection, row.id, row.name, asked.now)
    (oldest,) = asked.connection.execute("SELECT min(day) FROM coverage WHERE outlet_id = ?", (row.id,)).fetchone()
    days = _days(asked, row, first, last)
    return page(
        asked,
        "ledger.html",
        title=f"{row.title}, day by day",
        outlet=row,
        alarms=of_outlet(each, asked.now),
        followed=_followed(row, each),
        sources=each.sources,
        days=days,
        total=_total(days),
        length=_DAYS,
        earlier=(first - dt.timedelta(days=1)).isoformat() if oldest and oldest < first.isoformat() else "",
        later=(last + dt.timedelta(days=_DAYS)).isoformat() if last < asked.now.date() else "",
    )


def _day(asked: Asked, name: str) -> dt.date | None:
    text = asked.text(name)
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else _no_day(name, text)
    except ValueError:
        return _no_day(name, text)


def _no_day(name: str, text: str) -> dt.date:
    raise BadInput("not a day", subject=f"{name}={text[:40]}", cure="Write it like 2026-11-21")


def _days(asked: Asked, row: OutletRow, first: dt.date, last: dt.date) -> list[Day]:
    """Return each day, the newest first."""
    rows = asked.connection.execute(
        """SELECT day, announced, fetched, kept, read, unread, missed FROM coverage
            WHERE outlet_id = ? AND day BETWEEN ? AND ?""",
        (row.id, first.isoformat(), last.isoformat()),
    )
    found = {counts[0]: Day(*counts) for counts in rows}
    why = _reasons(asked, row, first, last)
    listed = [(last - dt.timedelta(days=back)).isoformat() for back in range((last - first).days + 1)]
    return [replace(found.get(day, Day(day)), why=why.get(day, [])) for day in listed]


def _reasons(asked: Asked, row: OutletRow, first: dt.date, last: dt.date) -> dict[str, list[Why]]:
    """Return for each day why pages were not had or show no article, the most frequent reason first."""
    span = _span(first, last)
    misses = asked.connection.execute(
        """SELECT substr(missed_at, 1, 10), reason, count(*) FROM misses
            WHERE outlet_id = ? AND missed_at >= ? AND missed_at < ? GROUP BY 1, 2 ORDER BY 3 DESC, 2""",
        (row.id, *span),
    )
    found: dict[str, list[Why]] = {}
    for day, reason, many in misses:
        found.setdefault(day, []).append(Why(many, phrases.missed(reason), reason, unread=False))
    unread = asked.connection.execute(
        f"""SELECT substr(captured_at, 1, 10), coalesce(reason, ''), count(*) FROM captures
             WHERE {_UNREAD} GROUP BY 1, 2 ORDER BY 3 DESC, 2""",  # noqa: S608 (our own words)
        (row.id, *span),
    )
    for day, reason, many in unread:
        found.setdefault(day, []).append(Why(many, phrases.unread(reason), reason or "unread", unread=True))
    return found


def _span(first: dt.date, last: dt.date) -> tuple[str, str]:
    begin, end = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (first, last + dt.timedelta(days=1)))
    return warc_date(begin), warc_date(end)


def _total(days: list[Day]) -> Mapping[str, int]:
    names = ("announced", "fetched", "kept", "read", "unread", "missed")
    return {name: sum(getattr(day, name) for day in days) for name in names}


def missed(asked: Asked) -> Answer:
    """List the pages of an outlet that were not had, or show no article: of a day, for a reason, or all."""
    row = asked.lookup.outlet_named(asked.named["name"])
    day, reason, number = _day(asked, "day"), asked.text("reason"), asked.number("page", 1, most=500)
    if reason and not _REASON.fullmatch(reason):
        raise BadInput("no reason has this name", subject=reason[:40])
    unread = bool(asked.text("unread"))
    pages = _unread if unread else _missed
    span = _span(day, day) if day else _span(asked.now.date() - dt.timedelta(days=_DAYS - 1), asked.now.date())
    found = list(pages(asked, row, span, reason, number))
    told = phrases.unread if unread else phrases.missed
    return page(
        asked,
        "missed.html",
        title=f"{row.title}: pages that {'show no article' if unread else 'were not had'}",
        outlet=row,
        unread=unread,
        day=day.isoformat() if day else "",
        said=told("" if reason == "unread" else reason) if reason else "",
        length=_DAYS,
        pages=found[:_PAGE],
        more=len(found) > _PAGE,
        number=number,
    )


def _missed(asked: Asked, row: OutletRow, span: tuple[str, str], reason: str, number: int) -> Iterator[Page]:
    rows = asked.connection.execute(
        """SELECT url, missed_at, reason, detail, retry_at, article_id FROM misses
            WHERE outlet_id = ? AND missed_at >= ? AND missed_at < ? AND (? = '' OR reason = ?)
            ORDER BY missed_at DESC, id DESC LIMIT ? OFFSET ?""",
        (row.id, *span, reason, reason, _PAGE + 1, (number - 1) * _PAGE),
    )
    for url, at, why, detail, retry_at, article_id in rows:
        told = phrases.missed(why) + (f" ({detail})" if detail else "")
        yield Page(url, at, told, retry_at, article_id, capture_id=None)


def _unread(asked: Asked, row: OutletRow, span: tuple[str, str], reason: str, number: int) -> Iterator[Page]:
    rows = asked.connection.execute(
        f"""SELECT id, url, captured_at, coalesce(reason, ''), article_id FROM captures
             WHERE {_UNREAD} AND (? = '' OR coalesce(nullif(reason, ''), 'unread') = ?)
             ORDER BY captured_at DESC, id DESC LIMIT ? OFFSET ?""",  # noqa: S608 (our own words)
        (row.id, *span, reason, reason, _PAGE + 1, (number - 1) * _PAGE),
    )
    for capture_id, url, at, why, article_id in rows:
        yield Page(url, at, phrases.unread(why), None, article_id, capture_id)
