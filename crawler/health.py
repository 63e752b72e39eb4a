"""What is wrong with watching an outlet, in plain words. Pure rules over what its last days came to.

A rate is never told without its denominator, and silence is never taken for success.
"""

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.store.health import Vitals

from .amounts import said

Kind = Literal["not_watched", "silent", "source", "template", "walled", "truncated", "budget"]

NOT_WATCHED = dt.timedelta(days=2)
LONGEST_SILENCE = dt.timedelta(days=10)  # never success, however rarely an outlet publishes
SHORTEST_SILENCE = dt.timedelta(days=2)
_USUAL_GAPS = 10  # a silence so many times the usual gap between two articles
_ENOUGH = 5  # cases below which no rate is told
_MOST = 0.5
_COLLAPSED = 0.4  # of the usual length
_FAILURES = 3
_WALLS = ("refused", "wall", "rate_limited")


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a person should look at."""

    outlet: str
    kind: Kind
    words: str


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
    rules = (_walled, _sources, _silent, _template, _truncated, _budget)
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
        return Alarm(
            vitals.outlet, "source", f"{count}: {worst.url} failed {worst.failures} times in a row. Has it moved?"
        )
    if stale and len(stale) == len(vitals.sources):
        newest = max(source.newest_at for source in stale if source.newest_at)
        words = f"its {len(stale)} sources announce nothing younger than {_said(now - newest)}. Have they moved?"
        return Alarm(vitals.outlet, "source", words)
    return None


def _template(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    if min(len(vitals.words_now), len(vitals.words_before)) < _ENOUGH:
        return None
    after, before = statistics.median(vitals.words_now), statistics.median(vitals.words_before)
    if after >= _COLLAPSED * before:
        return None
    words = f"new articles read as {after:,.0f} words (median of {len(vitals.words_now)}), before as {before:,.0f} "
    return Alarm(vitals.outlet, "template", f"{words}(median of {len(vitals.words_before)}). Has its template changed?")


def _walled(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    refused = sum(vitals.misses.get(reason, 0) for reason in _WALLS)
    return _share(vitals, "walled", refused, "answers in 7 days were refusals (401, 402, 403, 429 or a wall)")


def _truncated(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    return _share(vitals, "truncated", vitals.truncated, "pages in 7 days arrived cut short")


def _budget(vitals: Vitals, now: dt.datetime) -> Alarm | None:
    return _share(vitals, "budget", vitals.misses.get("budget", 0), "looks in 7 days were beyond the budget")


def _share(vitals: Vitals, kind: Kind, number: int, what: str) -> Alarm | None:
    of = vitals.looks + (vitals.misses.get("budget", 0) if kind == "budget" else 0)
    of = max(of, number)
    if number < _ENOUGH or number < _MOST * of:
        return None
    return Alarm(vitals.outlet, kind, f"{number:,} of {of:,} {what}")


def _said(span: dt.timedelta) -> str:
    return said(span.total_seconds())


_HELP = {
    "articles": "Articles that the archive holds.",
    "looks_7d": "Looks at articles in seven days.",
    "misses_7d": "Pages that were not had in seven days, by reason.",
    "last_look_timestamp_seconds": "When a page was last had.",
    "last_new_timestamp_seconds": "When an article was last seen for the first time.",
    "days_without_coverage_30d": "Days of the last thirty on which nothing was had.",
    "alarms": "Alarms, by kind.",
}


def prometheus(outlets: Sequence[Vitals], found: Sequence[Alarm], *, size: int) -> str:
    """Return the figures in Prometheus' text format 0.0.4."""
    samples: list[tuple[str, str, float]] = []
    for each in outlets:
        label = f'outlet="{_escaped(each.outlet)}"'
        samples += [("articles", label, each.articles), ("looks_7d", label, each.looks)]
        samples += [("misses_7d", f'{label},reason="{reason}"', count) for reason, count in each.misses.items()]
        for name, at in (("last_look", each.last_look_at), ("last_new", each.last_new_at)):
            if at is not None:
                samples.append((f"{name}_timestamp_seconds", label, at.timestamp()))
        samples.append(("days_without_coverage_30d", label, each.days_without_coverage))
    samples += [("alarms", f'outlet="{_escaped(alarm.outlet)}",kind="{alarm.kind}"', 1) for alarm in found]
    lines = ["# HELP rowback_morgue_bytes Size of the archive's folder.", "# TYPE rowback_morgue_bytes gauge"]
    lines.append(f"rowback_morgue_bytes {size}")
    for name, words in _HELP.items():
        lines += [f"# HELP rowback_{name} {words}", f"# TYPE rowback_{name} gauge"]
        lines += [f"rowback_{name}{{{label}}} {value:.15g}" for each, label, value in samples if each == name]
    return "\n".join(lines) + "\n"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
