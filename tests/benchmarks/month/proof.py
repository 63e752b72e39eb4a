"""Holds an archive against what the paper published and served: nothing lost, nothing doubled, nothing made up."""

import datetime as dt
import sqlite3
import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive import times
from crawler.schedule import SHORTEST, SOONEST

from .paper import Noted, is_forbidden
from .plan import Planned
from .stage import Month

Row = tuple[Any, ...]


@dataclass(slots=True)
class Proof:
    """What was found; `wrong` is empty when all is as it must be."""

    wrong: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    def require(self, true: object, otherwise: str) -> None:
        """Note what is wrong unless it is true."""
        if not true:
            self.wrong.append(otherwise)


def prove(month: Month) -> Proof:
    """Hold the archive of a month against what the paper knows."""
    proof = Proof()
    with closing(sqlite3.connect(month.morgue / "rowback.db")) as connection:
        _versions(proof, month, connection)
        _looks(proof, month, connection)
        _ledger(proof, month, connection)
        _crawls(proof, connection)
    _files(proof, month.morgue)
    return proof


def _versions(proof: Proof, month: Month, connection: sqlite3.Connection) -> None:
    """Hold the versions against those that kept looks were shown: each as it was published, in order, and no other."""
    held = defaultdict[str, list[tuple[str, str]]](list)
    for url, headline, text in connection.execute(
        """SELECT a.url, v.headline, t.text FROM versions v JOIN articles a ON a.id = v.article_id
             JOIN texts t ON t.id = v.text_id ORDER BY a.id, v.number"""
    ):
        held[urlsplit(url).path].append((headline, text))
    shown, end = _shown(month, connection), month.paper.noted[-1].at
    published, early, between = 0, list[float](), list[float]()
    for article in month.paper.articles:
        seen = shown.get(article.path, set())
        expected, found = [_text(article, version) for version in sorted(seen)], held.pop(article.path, [])
        proof.require(found == expected, f"{article.path}: {_difference(article, expected, found)}")
        out = bisect_right(article.times, end)
        published += out
        for version in set(range(1, out + 1)) - seen:
            life = min(article.ends(version) or end, end) - article.times[version - 1]
            (early if version < min(seen, default=out + 1) else between).append(life.total_seconds() / 60)
    proof.require(not held, f"articles that were not published: {sorted(held)[:5]}")
    had = sum(map(len, shown.values()))
    proof.figures["versions"] = f"{published:,} published, {had:,} ({had / published:.1%}) shown to a look, all held"
    proof.figures["not seen"] = f"{_lives(early)} before the first look; {_lives(between)} between two looks, or after"


def _lives(minutes: list[float]) -> str:
    """Say how many versions lived how long."""
    if not minutes:
        return "none"
    return f"{len(minutes)} (median life {statistics.median(minutes):,.0f} min, longest {max(minutes):,.0f})"


def _text(article: Planned, version: int) -> tuple[str, str]:
    text = article.texts[version - 1]
    return text.headline, "\n".join((text.standfirst, *text.paragraphs))


def _difference(article: Planned, expected: list[tuple[str, str]], found: list[tuple[str, str]]) -> str:
    known = {_text(article, version): version for version in range(1, len(article.times) + 1)}
    named = [str(known.get(each, "one that was not published")) for each in found]
    return f"versions {', '.join(named) or 'none'} are held, {[known[each] for each in expected]} were shown"


def _shown(month: Month, connection: sqlite3.Connection) -> dict[str, set[int]]:
    """Return by path the versions that kept looks were shown; what was cut off by a kill was not kept."""
    shown = defaultdict[str, set[int]](set)
    kept = _kept(connection)
    for noted in month.paper.noted:
        if noted.version and _match(kept, noted):
            shown[noted.target].add(noted.version)
    return shown


def _kept(connection: sqlite3.Connection) -> dict[tuple[str, int], list[dt.datetime]]:
    """Return by path and status when kept exchanges began, in order."""
    kept = defaultdict[tuple[str, int], list[dt.datetime]](list)
    for url, status, at in connection.execute("SELECT url, status, captured_at FROM captures ORDER BY captured_at"):
        kept[urlsplit(url).path, status].append(times.parse_iso(at))
    return kept


def _match(kept: dict[tuple[str, int], list[dt.datetime]], noted: Noted) -> bool:
    """Take away the exchange that this answer belongs to; it began at most a minute before."""
    waiting = kept[noted.target, noted.status]
    for place, at in enumerate(waiting):
        if dt.timedelta(0) <= noted.at - at < dt.timedelta(minutes=1):
            del waiting[place]
            return True
    return False


def _looks(proof: Proof, month: Month, connection: sqlite3.Connection) -> None:
    """Find each answer kept once, but for those under way at a kill, and looks at their distance."""
    kept = _kept(connection)
    unkept = [noted for noted in month.paper.noted if not _match(kept, noted)]
    strays = [noted for noted in unkept if not any(abs(noted.at - at) < dt.timedelta(seconds=30) for at in month.kills)]
    proof.require(not strays, f"{len(strays)} answers were served and are not kept: {strays[:3]}")
    proof.require(not any(kept.values()), f"kept and never served: {[key for key in kept if kept[key]][:3]}")
    looks = defaultdict[str, list[dt.datetime]](list)
    for url, at in connection.execute(
        """SELECT url, captured_at FROM captures WHERE purpose = 'article' AND status IN (200, 304, 410)
            ORDER BY captured_at"""
    ):
        looks[urlsplit(url).path].append(times.parse_iso(at))
    gaps = [after - before for each in looks.values() for before, after in pairwise(each)]
    close = sum(gap < SOONEST - dt.timedelta(seconds=30) for gap in gaps)
    proof.require(not close, f"{close} looks came sooner than after {SOONEST}")
    late = SHORTEST + month.every
    (overdue,) = connection.execute(
        "SELECT count(*) FROM articles WHERE next_check_at < ?", (times.warc_date(month.paper.noted[-1].at - late),)
    ).fetchone()
    proof.require(not overdue, f"{overdue} looks are overdue by more than {late}")
    counts = [len(each) for each in looks.values()]
    proof.figures["requests"] = f"{len(month.paper.noted):,}, {len(unkept)} of them cut off by {len(month.kills)} kills"
    proof.figures["looks"] = (
        f"{sum(counts):,} at {len(counts):,} articles, {statistics.mean(counts):.1f} each, median gap "
        f"{statistics.median(gaps).total_seconds() / 3600:.1f} h, shortest {min(gaps).total_seconds() / 60:.1f} min"
    )
    waits = [
        (looks[each.path][0] - each.times[0]).total_seconds() / 60
        for each in month.paper.articles
        if each.path in looks
    ]
    proof.figures["first look"] = (
        f"median {statistics.median(waits):.0f} min after publication, longest {max(waits):.0f}"
    )


def _ledger(proof: Proof, month: Month, connection: sqlite3.Connection) -> None:
    """Compare the coverage of each day with what the paper's own notes come to."""
    expected = defaultdict[str, Counter[str]](Counter)
    kept, seen = _kept(connection), set[str]()
    by_path = {each.path: each for each in month.paper.articles}
    for at in month.paper.announced.values():
        expected[at.date().isoformat()]["announced"] += 1
    for noted in month.paper.noted:
        if noted.target in by_path and _match(kept, noted):
            day = expected[noted.at.date().isoformat()]
            day["fetched"] += bool(noted.version)
            day["kept"] += bool(noted.version) and noted.target not in seen
            day["read"] += bool(noted.version)
            seen |= {noted.target} if noted.version else set()
    names = ("announced", "fetched", "kept", "read", "unread")
    for day, *counts in connection.execute("SELECT day, announced, fetched, kept, read, unread FROM coverage"):
        told, true = dict(zip(names, counts, strict=True)), expected.pop(day, Counter())
        proof.require(all(told[n] == true[n] for n in names), f"coverage of {day}: {told}, and it was {dict(true)}")
    left = [day for day, counts in expected.items() if any(counts.values())]
    proof.require(not left, f"no coverage of {left}")
    _misses(proof, month, connection)


def _misses(proof: Proof, month: Month, connection: sqlite3.Connection) -> None:
    reasons = dict(connection.execute("SELECT reason, count(*) FROM misses GROUP BY reason").fetchall())
    (total,) = connection.execute("SELECT sum(missed) FROM coverage").fetchone()
    proof.require(total == sum(reasons.values()), f"coverage tells of {total} misses, there are {reasons}")
    forbidden = {urlsplit(row[0]).path for row in connection.execute("SELECT url FROM misses WHERE reason = 'robots'")}
    announced = {
        each.path for each in month.paper.articles if is_forbidden(each) and each.path in month.paper.announced
    }
    proof.require(forbidden == announced, f"forbidden by robots.txt: {forbidden ^ announced}")
    asked = {noted.target for noted in month.paper.noted}
    proof.require(not asked & announced, f"asked for although robots.txt forbids it: {asked & announced}")
    statuses = Counter(noted.status for noted in month.paper.noted)
    for status, reason in ((403, "refused"), (410, "gone")):
        proof.require(
            statuses[status] == reasons.get(reason, 0), f"{statuses[status]} answers {status}, misses {reasons}"
        )
    proof.figures["misses"] = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "none"


def _crawls(proof: Proof, connection: sqlite3.Connection) -> None:
    statuses = dict(connection.execute("SELECT status, count(*) FROM crawls GROUP BY status").fetchall())
    proof.figures["crawls"] = ", ".join(f"{count:,} {status}" for status, count in statuses.items())
    proof.require(not set(statuses) - {"done", "stopped", "running"}, f"crawls ended badly: {statuses}")
    held = connection.execute(
        "SELECT reason, count(*) FROM captures WHERE decision = 'held_back' GROUP BY reason ORDER BY 2 DESC"
    ).fetchall()
    proof.figures["held back"] = ", ".join(f"{count} {reason}" for reason, count in held) or "none"


def _files(proof: Proof, morgue: Path) -> None:
    files = [path for path in (morgue / "warcs").rglob("*.warc.gz*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    database = (morgue / "rowback.db").stat().st_size
    proof.figures["files"] = f"{len(files)} WARC files, {size / 1e6:,.1f} MB; database {database / 1e6:,.1f} MB"
