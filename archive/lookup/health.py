"""What is wrong with watching an outlet, in plain words. Pure rules over what its last days came to.

A rate is never told without its denominator, and silence is never taken for success.
"""

import datetime as dt
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from archive.amounts import said
from archive.store.health import SourceState, Vitals
from archive.terms import MISSES, UNREAD

Kind = Literal["not_watched", "silent", "source", "template", "unread", "walled", "robots", "truncated", "budget"]

NOT_WATCHED: Final = dt.timedelta(days=2)
LONGEST_SILENCE: Final = dt.timedelta(days=10)  # never success, however rarely an outlet publishes
SHORTEST_SILENCE: Final = dt.timedelta(days=2)
_USUAL_GAPS: Final = 10  # a silence so many times the usual gap between two articles
_ENOUGH: Final = 5  # cases below which no rate is told
_MOST: Final = 0.5
_COLLAPSED: Final = 0.4  # of the usual length
_MANY: Final = 10  # articles that differ by their template alone
_WIDE: Final = 0.2  # of those that were looked at
_FAILURES: Final = 3
_WALLS: Final = {  # misses, and reasons why a page that came shows no article
    name: row.wall for table in (MISSES, UNREAD) for name, row in table.items() if row.wall
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a person should look at."""

    outlet: str
    kind: Kind
    words: str

    def __str__(self) -> str:
        return f"{self.outlet}: {self.words}"


def alarms(outlets: Iterable[Vitals], now: dt.datetime) -> list[Alarm]:
    """Return what is wrong, outlet by outlet."""
    return [alarm for each in outlets for alarm in of_outlet(each, now)]


def of_outlet(vitals: Vitals, now: dt.datetime) -> list[Alarm]:
    """Return what is wrong with one outlet; while nobody looks at it, only that."""
    if vitals.last_look_at is None or now - vitals.last_look_at > NOT_WATCHED:
        tried = sum(vitals.misses.values())
        if not tried:
            ago = f"for {_said(now - vitals.last_look_at)}" if vitals.last_look_at else "yet"
            return [
                Alarm(vitals.outlet, "not_watched", f"was not looked at {ago}: is cron or `rowback watch` running?")
            ]
    rules = (_walled, _robots, _sources, _silent, _template, _unread, _truncated, _budget)
    return [alarm for rule in rules if (alarm := rule(vitals, now)) is not None]


def _silent(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    if vitals.last_new_at is None:
        return Alarm(vitals.outlet, "silent", "has not brought one article")
    silence = now - vitals.last_new_at
    usual = LONGEST_SILENCE
    if vitals.new_before >= _ENOUGH:
        usual = dt.timedelta(days=vitals.days_before / vitals.new_before) * _USUAL_GAPS
    if silence <= min(max(usual, SHORTEST_SILENCE), LONGEST_SILENCE):
        return None
    before = f"{vitals.new_before:,} articles in the {vitals.days_before:.0f} days before"
    return Alarm(vitals.outlet, "silent", f"has brought nothing new for {_said(silence)}, after {before}")


def _sources(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    failing = [source for source in vitals.sources if source.failures >= _FAILURES]
    stale = [
        source
        for source in vitals.sources
        if source.failures < _FAILURES and source.newest_at and now - source.newest_at > LONGEST_SILENCE
    ]
    if failing:
        worst = max(failing, key=lambda source: source.failures)
        count = f"{len(failing)} of {len(vitals.sources)} sources cannot be read"
        how = f"{worst.url} failed {worst.failures} times in a row"
        return Alarm(vitals.outlet, "source", f"{count}: {how}. {_moved([worst], 'Has it moved?')}")
    if stale and len(stale) == len(vitals.sources):
        newest = max(source.newest_at for source in stale if source.newest_at)
        words = f"its {len(stale)} sources announce nothing younger than {_said(now - newest)}"
        return Alarm(vitals.outlet, "source", f"{words}. {_moved(stale, 'Have they moved?')}")
    return None


def _moved(suspects: Iterable[SourceState], question: str) -> str:
    """Say where a source says that it has moved to; else ask whether it has."""
    told = next((source for source in suspects if source.moved_to), None)
    return f"{told.url} says that it moved to {told.moved_to}" if told else question


def _template(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    signs = [sign for sign in (_collapsed(vitals), _wide(vitals)) if sign]
    return Alarm(vitals.outlet, "template", f"{'; '.join(signs)}. Has its template changed?") if signs else None


def _collapsed(vitals: Vitals) -> str:
    if min(len(vitals.words_now), len(vitals.words_before)) < _ENOUGH:
        return ""
    after, before = statistics.median(vitals.words_now), statistics.median(vitals.words_before)
    if after >= _COLLAPSED * before:
        return ""
    words = f"new articles read as {after:,.0f} words (median of {len(vitals.words_now)}), before as {before:,.0f} "
    return f"{words}(median of {len(vitals.words_before)})"


def _wide(vitals: Vitals) -> str:
    number, of = vitals.template_wide, vitals.differing
    if number < max(_MANY, _MOST * of, _WIDE * vitals.looked_at):
        return ""
    looked_at = f"{vitals.looked_at:,} articles looked at in 3 days"
    return f"{number:,} of the {of:,} articles that differed among {looked_at} differed as their whole outlet did"


def _walled(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    walls = {
        said: count
        for reason, said in _WALLS.items()
        if (count := vitals.misses.get(reason, 0) + vitals.unread.get(reason, 0))
    }
    return _share(vitals, "walled", sum(walls.values()), f"answers in 7 days let us in no further: {_list(walls)}")


def _robots(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    number = vitals.misses.get("robots", 0)
    return _share(vitals, "robots", number, "pages wanted in 7 days are forbidden by its robots.txt", beside=number)


def _unread(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    reasons = {
        reason.replace("_", " "): count for reason, count in vitals.unread.items() if reason and reason not in _WALLS
    }
    return _share(vitals, "unread", sum(reasons.values()), f"pages in 7 days show no article: {_list(reasons)}")


def _truncated(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    return _share(vitals, "truncated", vitals.truncated, "pages in 7 days arrived cut short")


def _budget(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    number = vitals.misses.get("budget", 0)
    return _share(vitals, "budget", number, "looks in 7 days were beyond the budget", beside=number)


def _share(vitals: Vitals, kind: Kind, number: int, what: str, *, beside: int = 0) -> Alarm | None:
    """Return an alarm when at least half were so; `beside` are cases that are no looks."""
    of = max(vitals.looks + beside, number)
    if number < _ENOUGH or number < _MOST * of:
        return None
    return Alarm(vitals.outlet, kind, f"{number:,} of {of:,} {what}")


def _list(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))


def _said(span: dt.timedelta) -> str:
    return said(span.total_seconds())
