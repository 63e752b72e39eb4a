"""The front page: what changed lately, weightiest first."""

import datetime as dt
from typing import Final

from archive.errors import BadInput, NotInArchive
from archive.terms import KINDS
from archive.times import parse_iso

from . import acts, charts, news
from .web import Answer, Asked, page

_PERIODS: Final = {"1": "24 hours", "7": "7 days", "30": "30 days", "365": "a year"}
_PERIOD: Final = "7"
_PAGE: Final = 20
_CHART_DAYS: Final = 30
WEIGHTY: Final = 0.5


def show(asked: Asked) -> Answer:
    """Show the newest changes of all articles; one made on many articles stands once, for them all."""
    outlets = asked.outlets()
    days = asked.text("days") or _PERIOD
    if days not in _PERIODS:
        raise BadInput(
            "not a period that this page has", subject=f"days={days[:20]}", cure=f"One of {', '.join(_PERIODS)}"
        )
    until = _until(asked, dt.timedelta(days=int(days)))
    since = until - dt.timedelta(days=int(days))
    number = asked.number("page", 1, most=500)
    wanted = news.Wanted(
        since,
        outlet_id=_outlet_id(asked),
        kind=_kind(asked),
        hidden=asked.hidden,
        newest_first=asked.text("order") == "new",
    )
    found = acts.entries(asked.connection, outlets, wanted, limit=_PAGE + 1, offset=(number - 1) * _PAGE)
    there = news.kinds(asked.connection, since, asked.hidden)
    days_ago = until - dt.timedelta(days=_CHART_DAYS)
    counted = news.by_day(asked.connection, days_ago, asked.hidden, weighty=WEIGHTY)
    return page(
        asked,
        "front.html",
        title="What changed",
        entries=found[:_PAGE],
        more=len(found) > _PAGE,
        number=number,
        outlets=outlets,
        kinds={kind: KINDS[kind].words for kind in KINDS if kind in there or kind == wanted.kind},
        periods=_PERIODS,
        days=days,
        stale=asked.now - until > dt.timedelta(hours=1),
        until=until,
        chart=charts.by_day(counted, until.date(), length=_CHART_DAYS),
        state=_state(asked),
    )


def _outlet_id(asked: Asked) -> int | None:
    name = asked.text("outlet")
    return asked.lookup.outlet_named(name).id if name else None


def _kind(asked: Asked) -> str:
    kind = asked.text("kind")
    if kind and kind not in KINDS:
        raise NotInArchive("no kind of change has this name", subject=kind[:40], cure=f"One of {', '.join(KINDS)}")
    return kind


def _until(asked: Asked, period: dt.timedelta) -> dt.datetime:
    """Return now; for an archive that rests, the time of its newest change, so that its front page is not empty."""
    (newest,) = asked.connection.execute("SELECT max(changed_before) FROM changes").fetchone()
    if newest is None or parse_iso(newest) > asked.now - period:
        return asked.now
    return parse_iso(newest)


def _state(asked: Asked) -> dict[str, object]:
    """Return what the archive holds and when it was last added to."""
    row = asked.connection.execute(
        """SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM versions),
                  (SELECT max(coalesce(finished_at, started_at)) FROM crawls)"""
    ).fetchone()
    return {"articles": row[0], "versions": row[1], "crawled_at": row[2]}
