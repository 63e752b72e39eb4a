"""Which pages one crawl of one outlet fetches, in which order. Pure: what was announced and what is due in, a plan out.

New pages come first, newest first, since nothing else will ever show their first hours. While more of them wait than
the crawl can take, every fourth place goes to an article that is due, so that a busy outlet's articles are seen again.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from archive import urls
from crawler import amounts
from crawler.discovery import Candidate
from crawler.discovery.stamps import at_latest
from crawler.schedule import brings_forward

from .traps import trap

PAGE_BYTES = 65_000  # of a page on the wire, until the outlet's own are known
SHARE_OF_DUE = 4  # one place in so many, while new pages wait
Errand = Literal["new", "due", "moved", "again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a crawl was asked to keep to; 0 or None lifts a limit."""

    max_pages: int = 200
    max_time: dt.timedelta = dt.timedelta(hours=1)
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    matching: re.Pattern[str] | None = None
    again: bool = False  # look now at all that is announced or young, whatever the schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that was had before, or a page that was found to be none."""

    url: str
    identity: str  # archive.urls.identity_key of any of its addresses
    last_looked_at: dt.datetime
    next_look_at: dt.datetime | None = None  # None: not watched any more
    newest_at: dt.datetime | None = None  # published, else first seen
    is_article: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One page to fetch, and why."""

    url: str
    identity: str
    errand: Errand
    at: dt.datetime  # what it is ordered by: the newest time known of it
    source: str = ""  # what announced it; empty when it is only due
    headline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a crawl of an outlet fetches, and what it leaves."""

    tasks: tuple[Task, ...] = ()
    announced: int = 0  # addresses that the sources named, and those left over from before
    within: int = 0  # of these, within the time and the pattern asked for
    new: int = 0  # of these, never had
    due: int = 0  # articles whose next look has come
    left: int = 0  # new or due, but beyond the budget
    trapped: tuple[tuple[str, str], ...] = ()  # addresses that look endless, and why
    forbidden: tuple[tuple[str, str], ...] = ()  # addresses that robots.txt forbids, and the rule; they take no place


def order(
    candidates: Iterable[Candidate],
    known: Mapping[str, Known],
    limits: Limits,
    now: dt.datetime,
    *,
    announced: int | None = None,
    forbids: Callable[[str], str | None] = lambda url: None,
) -> Plan:
    """Return what to fetch now; `known` by identity key, `announced` when the sources named more than is handed in.

    `forbids` says which rule of robots.txt forbids an address, as far as the rules are known.
    """
    total, wanted, trapped = 0, dict[str, Candidate](), list[tuple[str, str]]()
    for candidate in candidates:
        total += 1
        if not _asked_for(candidate.url, candidate.newest_at, limits):
            continue
        if endless := trap(candidate.url, now):
            trapped.append((candidate.url, endless))
            continue
        key = urls.identity_key(candidate.url)
        if key not in wanted or candidate.newest_at > wanted[key].newest_at:
            wanted[key] = candidate
    fresh = (_of_candidate(candidate, key, "new") for key, candidate in wanted.items() if key not in known)
    looks = (_again(article, wanted.get(article.identity), limits, now) for article in known.values())
    late = _each_page_once(task for task in looks if task is not None)
    new, due = _newest_first(fresh), _newest_first(late)
    forbidden = {task.url: why for task in (*new, *due) if (why := forbids(task.url)) is not None}
    new, due = ([task for task in tasks if task.url not in forbidden] for tasks in (new, due))
    tasks = _woven(new, due, limits.max_pages)
    return Plan(
        tasks=tasks,
        announced=total if announced is None else announced,
        within=len(wanted),
        new=len(new),
        due=len(due),
        left=len(new) + len(due) - len(tasks),
        trapped=tuple(trapped),
        forbidden=tuple(forbidden.items()),
    )


def _asked_for(url: str, newest_at: dt.datetime, limits: Limits) -> bool:
    if limits.since is not None and at_latest(newest_at) < limits.since:
        return False
    if limits.until is not None and newest_at > limits.until:
        return False
    return limits.matching is None or limits.matching.search(url) is not None


def _of_candidate(candidate: Candidate, key: str, errand: Errand) -> Task:
    return Task(
        url=candidate.url,
        identity=key,
        errand=errand,
        at=candidate.newest_at,
        source=candidate.source,
        headline=candidate.headline,
    )


def _again(article: Known, announced: Candidate | None, limits: Limits, now: dt.datetime) -> Task | None:
    """Return why an article that is known is looked at now; None when it is not."""
    if limits.again and announced is not None:
        return _of_candidate(announced, article.identity, "again")
    newest = article.newest_at or article.last_looked_at
    errand: Errand | None = None
    if announced is not None and _moved(article, announced, now):
        errand = "moved"
    elif article.next_look_at is not None and article.next_look_at <= now:
        errand = "due"
    elif limits.again and article.is_article and (limits.since is None or at_latest(newest) >= limits.since):
        errand = "again"
    if errand is None or (limits.matching and not limits.matching.search(article.url)):
        return None
    return Task(
        url=article.url,
        identity=article.identity,
        errand=errand,
        at=newest,
        source=announced.source if announced else "",
    )


def _each_page_once(tasks: Iterable[Task]) -> list[Task]:
    """Return one task a page: an article that moved is known by each address it ever had."""
    pages: dict[str, Task] = {}
    for task in sorted(tasks, key=lambda task: task.identity):
        pages.setdefault(urls.identity_key(task.url), task)
    return list(pages.values())


def _moved(article: Known, announced: Candidate, now: dt.datetime) -> bool:
    """Tell whether a source says that an article changed since it was last looked at, and is to be believed."""
    if announced.lastmod is None or announced.lastmod <= article.last_looked_at:
        return False
    return brings_forward(article.last_looked_at, article.next_look_at, now)


def _newest_first(tasks: Iterable[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.at, task.url), reverse=True)


def _woven(new: list[Task], due: list[Task], most: int) -> tuple[Task, ...]:
    """Return both in one order, one of `due` in every fourth place, cut to the budget."""
    woven: list[Task] = []
    fresh, late = iter(new), iter(due)
    while True:
        part = [*islice(fresh, SHARE_OF_DUE - 1), *islice(late, 1)]
        if not part:
            break
        woven.extend(part)
    return tuple(woven[:most] if most else woven)


def announcement(
    outlet: str, plan: Plan, limits: Limits, now: dt.datetime, *, delay: float, page_bytes: int = 0
) -> str:
    """Return the sentence that a crawl says before it fetches."""
    count = len(plan.tasks)
    within = f"{plan.within:,} {_window(limits, now)}"
    if not count:
        return f"{outlet}: {plan.announced:,} announced, {within}, nothing new and nothing due."
    newest = f"the {count:,} newest" if plan.left else f"all {count:,} that are new or due"
    pace = f"at one page per {round(delay, 1):g} s" if delay else "as fast as it answers"
    size = amounts.said_size(count * (page_bytes or PAGE_BYTES))
    seconds = count * delay if delay else 0
    if limits.max_time and seconds > limits.max_time.total_seconds():
        seconds = limits.max_time.total_seconds()
        pace += f", stopping after {amounts.said(seconds)}"
    took = f"about {amounts.said(seconds)} {pace}" if delay else pace
    return f"{outlet}: {plan.announced:,} announced, {within}, taking {newest}: {took}, about {size}."


def _window(limits: Limits, now: dt.datetime) -> str:
    matching = f" matching {limits.matching.pattern}" if limits.matching else ""
    if limits.since is None:
        return ("in all" if limits.until is None else f"until {limits.until:%Y-%m-%d %H:%M}") + matching
    if limits.until is not None:
        return f"from {limits.since:%Y-%m-%d %H:%M} to {limits.until:%Y-%m-%d %H:%M}{matching}"
    return f"within {amounts.said((now - limits.since).total_seconds())}{matching}"
