"""Between the archive's rows and what the crawler's deciders take: what is known, what was announced. Pure."""

import datetime as dt
from collections.abc import Sequence

from archive import times, urls
from archive.store.positions import Place
from archive.store.sources import CandidateRow
from archive.store.watched import HistoryRow, Validators, WatchedRow
from archive.times import UTC

from . import habits
from .frontier import Known
from .schedule import Watched
from .sources.candidate import Candidate

LEARNED_FROM = 50  # articles that were looked at more than once
MOST_PLACES = 50  # of a page, from its top
MOST_UNCHANGED = 3  # answers in a row that may say "not modified" before one full look


def known(row: WatchedRow) -> Known:
    """Return what the frontier needs to know of an address."""
    return Known(
        url=row.url,
        identity=row.identity,
        last_looked_at=row.last_captured_at,
        next_look_at=row.next_check_at,
        newest_at=_moment(row.published_at) or row.first_captured_at,
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


def places(found: Sequence[Candidate]) -> dict[str, list[Place]]:
    """Return where pages showed links to articles, page by page, the first ones of each."""
    pages: dict[str, list[Place]] = {}
    for each in sorted((each for each in found if each.on_page), key=lambda each: each.position):
        shown = pages.setdefault(each.source, [])
        identity = urls.identity_key(each.url)
        if len(shown) < MOST_PLACES and all(place.identity != identity for place in shown):
            shown.append(Place(identity, len(shown) + 1, each.level, each.headline))
    return pages


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
