"""Between the archive's rows and what the crawler's deciders take: what is known, what was announced. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress

from archive import times, urls
from archive.models import Capture
from archive.store.positions import FrontPage, Place
from archive.store.sources import CandidateRow
from archive.store.watched import HistoryRow, Validators, WatchedRow
from archive.times import UTC
from crawler import schedule
from crawler.discovery import section, unknown
from crawler.discovery.candidate import Candidate
from crawler.errors import ConfigError, SourceError
from crawler.frontier import Known
from crawler.outlet import Outlet
from crawler.schedule import Watched, habits

LEARNED_FROM = 50  # articles that were looked at more than once
MOST_PLACES = 50  # of a page, from its top
_ANY_TIME = dt.datetime.min.replace(tzinfo=UTC)  # where a link stands depends on none
MOST_UNCHANGED = 3  # answers in a row that may say "not modified" before one full look


def waiting(unread: Iterable[Capture]) -> dict[str, dt.datetime]:
    """Return by identity key when the pages were had that an earlier crawl left unread."""
    return {urls.identity_key(capture.url): capture.captured_at for capture in unread}


def known(row: WatchedRow, kept_at: dt.datetime | None = None) -> Known:
    """Return what the frontier needs to know of an address; `kept_at`: when it was had, when nobody read that yet."""
    again = row.next_check_at
    if row.unanswered and row.article_id is None:
        again = schedule.next_try(row.first_captured_at, row.last_captured_at).at
    return Known(
        url=row.url,
        identity=row.identity,
        last_looked_at=max(row.last_captured_at, kept_at or row.last_captured_at),
        next_look_at=max(again, kept_at + schedule.SHORTEST) if again and kept_at else again,
        newest_at=_moment(row.published_at) or row.first_captured_at,
        is_article=row.article_id is not None,
    )


def watched(row: WatchedRow, settle_at: dt.datetime | None = None) -> Watched:
    """Return what the schedule needs to know of an article; `settle_at` is when a look would settle what waits."""
    gone = row.state in ("gone_once", "gone", "redirected", "replaced")
    return Watched(
        first_seen_at=row.first_captured_at,
        last_looked_at=row.last_captured_at,
        published_at=_moment(row.published_at),
        last_changed_at=row.version_since if row.version_count > 1 else None,
        changes=max(row.version_count - 1, 0),
        suspect=row.held_back == "suspect_reading",
        gone_since=row.state_since if gone else None,
        gone_confirmed=row.state != "gone_once",
        settle_at=settle_at,
        unanswered=row.unanswered,
    )


def habits_of(rows: Sequence[HistoryRow]) -> habits.Habits | None:
    """Return what an outlet's histories teach; None while too few articles were watched to tell."""
    learned = habits.learn(habits.History(row.watched_from, row.watched_to, row.changes) for row in rows)
    return learned if learned.articles >= LEARNED_FROM else None


def candidate(row: CandidateRow) -> Candidate:
    """Return a candidate that was remembered."""
    lastmod = times.parse_iso(row.lastmod) if row.lastmod else None
    return Candidate(url=row.url, source=row.source, seen_at=row.seen_at, lastmod=lastmod, headline=row.headline)


def candidate_row(outlet_id: int, found: Candidate) -> CandidateRow:
    """Return the row to remember a candidate by."""
    return CandidateRow(
        outlet_id=outlet_id,
        url=found.url,
        identity=urls.identity_key(found.url),
        source=found.source,
        seen_at=found.seen_at,
        lastmod=times.warc_date(found.lastmod) if found.lastmod else None,
        headline=found.headline,
    )


def places(body: bytes, url: str, charset: str | None, outlet: Outlet) -> list[Place]:
    """Return where a front or section page shows links to articles, from its top; none on a page that is none."""
    page = None
    for said in dict.fromkeys((charset, None)):  # a server may name a charset that nobody knows
        with suppress(SourceError):
            page = section.parse(body, url=url, charset=said)
            break
    if page is None:
        return []
    shown: dict[str, Place] = {}
    for each in section.candidates(page, url=url, seen_at=_ANY_TIME, outlet=unknown.moved(outlet, url)):
        identity = urls.identity_key(each.url)
        if identity not in shown:
            shown[identity] = Place(identity, len(shown) + 1, each.level, each.headline, each.section)
    return list(shown.values())[:MOST_PLACES]


def places_by_definition(page: FrontPage) -> list[Place]:
    """Return where a page of the archive showed links to articles, under the outlet's definition of that time."""
    said = page.definition
    hosts = said.get("hosts")
    try:
        outlet = Outlet(
            home=str(said.get("home") or page.url),
            hosts=tuple(map(str, hosts)) if isinstance(hosts, list) else (),
            article=str(said["article"]) if said.get("article") else None,
        )
    except ConfigError:
        outlet = Outlet(home=page.url)
    return places(page.body, page.url, page.charset, outlet)


def conditions(have: Validators | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it changed; none after three answers in a row that it did not."""
    if have is None or have.unchanged >= MOST_UNCHANGED:
        return {}
    headers = {"If-None-Match": have.etag} if have.etag else {}
    if have.last_modified:
        headers["If-Modified-Since"] = have.last_modified
    return headers


def _moment(published_at: str | None) -> dt.datetime | None:
    if not published_at:
        return None
    moment = dt.datetime.fromisoformat(published_at)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
