"""When to look again, at an article and at a source, and the reason in words. Pure.

Until an outlet's habits are learned, an article is looked at again after a quarter of its age: most changes come in the
first hours, so each look waits a little longer than the one before. Once they are learned, it is looked at again when
one in so many articles like it will have changed: `tests/benchmarks/schedule` measures what that is worth.
"""

import datetime as dt
from dataclasses import dataclass

from crawler.amounts import said

from .habits import Habits

SHORTEST = dt.timedelta(minutes=15)  # between two looks at one article whose outlet's habits are not known
SOONEST = dt.timedelta(minutes=5)  # between two looks at one article, whatever is to be expected
LONGEST_UNWATCHED = dt.timedelta(days=4)  # what an article without a next look counts as waiting for
LONGEST = dt.timedelta(days=90)  # likewise, however old it is
AGE_SHARE = 4
_LEARNED_SHARE = 3.5  # of an article's age when habits are known: what this saves pays for looks at the youngest
_BURST_SHARE = 256  # each change seen makes bursts rarer by this part of the age: noise would drive looks without end
WATCHED = dt.timedelta(days=365 * 2)  # age at which an article that stands unchanged is left alone
AFTER_SUSPECT = dt.timedelta(minutes=15)  # a reading that nobody should rely on yet
AFTER_WITHDRAWAL = dt.timedelta(hours=6)  # to confirm it
GONE_SHARE = 2  # a page that is gone for good: after half of the time that it has been gone, at least a day
AFTER_GONE = dt.timedelta(days=1)
UNANSWERED_SHARE = 4  # after a look that was put off, the next one comes after this part of the usual wait
TRIED = dt.timedelta(days=7)  # how long a page is asked for that was never had whole

EDITS_MISSED = 0.04  # an article is looked at again when so many edits are to be expected since the last look
_CLOSEST = 1 / 8  # however little a look is worth, looks come no closer than this part of the usual bound
STAMP_SHARE = 4  # a source's word never brings a look forward to before this part of the wait

SOURCE_FIRST = dt.timedelta(minutes=60)
SOURCE_SHORTEST = dt.timedelta(minutes=10)
SOURCE_LONGEST = dt.timedelta(hours=24)
NEW_MANY = 2  # new articles of a look: from so many on the next one comes sooner, as the others waited meanwhile


@dataclass(frozen=True, slots=True)
class Next:
    """When to look again, and why; `at` is None when it is not looked at any more."""

    at: dt.datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the schedule needs to know of an article."""

    first_seen_at: dt.datetime
    last_looked_at: dt.datetime
    published_at: dt.datetime | None = None  # None when the page gives none
    last_changed_at: dt.datetime | None = None  # when its latest version was first seen; None: never changed
    changes: int = 0  # versions seen beyond the first
    suspect: bool = False  # its latest reading waits for a second look
    gone_since: dt.datetime | None = None  # first look that found it withdrawn; None while it stands
    gone_confirmed: bool = False
    retry_at: dt.datetime | None = None  # when the outlet asked to be tried again
    settle_at: dt.datetime | None = None  # when a further look settles what waits; None when nothing does
    unanswered: bool = False  # the last look was put off, or cut short


def next_look(article: Watched, habits: Habits | None = None, edits_missed: float = EDITS_MISSED) -> Next:
    """Return when to look at an article again, by its outlet's habits; None while these are not learned.

    `edits_missed` is what one look is worth: the larger, the rarer the looks.
    """
    if article.retry_at is not None and article.retry_at > article.last_looked_at:
        return Next(article.retry_at, "the outlet asked to be tried again then")
    if article.gone_since is not None:
        return _gone(article, article.gone_since)
    if article.suspect:
        return Next(article.last_looked_at + AFTER_SUSPECT, "the latest reading is suspect: a second look decides")
    born = min(article.published_at or article.first_seen_at, article.last_looked_at)
    changed = article.last_changed_at if article.last_changed_at and article.last_changed_at > born else None
    unchanged = article.last_looked_at - max(changed or born, min(article.first_seen_at, article.last_looked_at))
    if unchanged > WATCHED:
        return Next(None, f"unchanged for {_said(unchanged)}: not looked at any more")
    usual = _by_age(article, born, changed) if habits is None else _by_habits(article, born, habits, edits_missed)
    if article.unanswered and usual.at is not None:
        wait = max((usual.at - article.last_looked_at) / UNANSWERED_SHARE, SHORTEST)
        return Next(article.last_looked_at + wait, "the last look was put off, or cut short: the next one comes sooner")
    if article.settle_at is None or usual.at is None or not article.last_looked_at < article.settle_at < usual.at:
        return usual
    return Next(article.settle_at, "a finding waits: a look then settles it")


def next_try(first_tried_at: dt.datetime, last_tried_at: dt.datetime) -> Next:
    """Return when to ask again for a page that an outlet was never able to give, or broke off: ever more rarely."""
    tried = last_tried_at - first_tried_at
    if tried > TRIED:
        return Next(None, f"asked for in vain for {_said(tried)}: given up")
    return Next(last_tried_at + max(SHORTEST, tried), f"asked for in vain for {_said(tried)}; tried again")


def brings_forward(last_looked_at: dt.datetime, planned: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether a source's word that an article changed is followed now.

    Some outlets stamp everything with the present: so it never is before a quarter of the time that was to pass anyway.
    """
    wait = planned - last_looked_at if planned else LONGEST_UNWATCHED
    return now - last_looked_at >= max(wait / STAMP_SHARE, SHORTEST)


def _by_age(article: Watched, born: dt.datetime, changed: dt.datetime | None) -> Next:
    age = article.last_looked_at - (changed or born)
    restless = (article.last_looked_at - born) * min(article.changes / _BURST_SHARE, 1 / AGE_SHARE)
    wait = min(max(SHORTEST, age / AGE_SHARE, restless), LONGEST)
    what = "last changed" if changed else "published" if article.published_at else "first seen"
    aged = f"{what} {_said(age)} before the last look" if round(age.total_seconds()) > 0 else f"{what} at the last look"
    often = f"as it changed {_times(article.changes)} in {_said(article.last_looked_at - born)}"
    rule = {age / AGE_SHARE: "a quarter of that", restless: often, SHORTEST: "never sooner", LONGEST: "never later"}
    return Next(article.last_looked_at + wait, f"{aged}; looked at again after {_said(wait)}, {rule[wait]}")


def _by_habits(article: Watched, born: dt.datetime, habits: Habits, edits_missed: float) -> Next:
    """Wait until so many edits are to be expected, at least a fair part of the article's age and at most its age.

    The bounds keep noise from driving looks and rare edits from ending them; they move with what a look is worth.
    """
    age, worth = article.last_looked_at - born, edits_missed / EDITS_MISSED
    shortest = min(max(SOONEST, age / _LEARNED_SHARE * min(max(worth, _CLOSEST), 1)), LONGEST)
    longest = min(max(4 * SHORTEST, age) * max(worth, 1), LONGEST)
    factor = habits.factor(article.changes, _hours(article.first_seen_at - born), _hours(age))
    hours = habits.wait(_hours(age), edits_missed / factor)
    wait = min(max(dt.timedelta(hours=min(hours, _hours(longest))), shortest), longest)
    expected = factor * (habits.edits_by(_hours(age + wait)) - habits.edits_by(_hours(age)))
    known_by = "published" if article.published_at else "first seen"
    like = f"1,000 articles like it ({known_by} {_said(age)} before, changed {_times(article.changes)})"
    chance = f"{like} are edited about {_times(max(round(1000 * expected), 1))} within that time"
    rule = {longest: ", and it is not left alone for longer", shortest: ", and it is not looked at sooner"}
    return Next(article.last_looked_at + wait, f"looked at again after {_said(wait)}: {chance}{rule.get(wait, '')}")


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _said(span: dt.timedelta) -> str:
    return said(span.total_seconds())


def _hours(span: dt.timedelta) -> float:
    return span.total_seconds() / 3600


def _gone(article: Watched, gone_since: dt.datetime) -> Next:
    if not article.gone_confirmed:
        return Next(article.last_looked_at + AFTER_WITHDRAWAL, "gone at the last look: a second look confirms it")
    wait = max(AFTER_GONE, (article.last_looked_at - gone_since) / GONE_SHARE)
    if wait > WATCHED / GONE_SHARE:
        return Next(None, f"gone for {_said(article.last_looked_at - gone_since)}: given up")
    return Next(article.last_looked_at + wait, f"gone; looked for again after {_said(wait)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """What one look at a source gave."""

    at: dt.datetime
    announced: int = 0  # addresses within the crawl's window
    known: int = 0  # of these, known before this look
    failed: bool = False
    unchanged: bool = False  # 304, or the same bytes
    failures: int = 0  # looks in a row that failed, this one included


def next_source_look(look: SourceLook, interval: dt.timedelta | None) -> tuple[dt.timedelta, Next]:
    """Return the interval and the time of the next look at a source; `interval` is the last one, None at the first."""
    before = SOURCE_FIRST if interval is None else interval
    wait, why = _source_wait(look, before, first=interval is None)
    wait = min(max(wait, SOURCE_SHORTEST), SOURCE_LONGEST)
    return wait, Next(look.at + wait, f"{why}; again after {_said(wait)}")


def _source_wait(look: SourceLook, before: dt.timedelta, *, first: bool) -> tuple[dt.timedelta, str]:
    if look.failed:
        return before * 2, f"could not be read, {look.failures} times in a row"
    if first:
        return before, "first look"
    if look.unchanged or not look.announced:
        return before * 1.5, "nothing new"
    new = look.announced - look.known
    words = (
        f"{look.known / look.announced:.0%} of what it announced was known already, {f'{new:,}' if new else 'none'} new"
    )
    return (before / 2, words) if new >= NEW_MANY else (before if new else before * 1.5, words)
