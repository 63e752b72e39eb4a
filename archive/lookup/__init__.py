"""Questions to the archive's database: which article, which version, what stood at a time, where a word occurs.

Read-only. The answers are rows and Contents as values; how they are shown is archive.cli's and archive.browse's.
"""

import datetime as dt
import difflib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from archive import fulltext
from archive.errors import BadInput, NotInArchive
from archive.models import Content
from archive.times import parse_iso, warc_date

from . import addresses
from .moments import Span, Zone
from .news import Act, Beside, News, Wanted, newest, newest_acts, newest_beside
from .readings import Readings
from .rows import (
    ArticleRow,
    CampaignRow,
    CaptureRow,
    ChangeRow,
    FactRow,
    LookDifferenceRow,
    MissRow,
    OutletRow,
    VersionRow,
    select,
)
from .search import MARKS, Hit, search
from .standing import Certainty, Look, Standing, standing

__all__ = [
    "MARKS",
    "Act",
    "ArticleRow",
    "Beside",
    "CampaignRow",
    "CaptureRow",
    "Certainty",
    "ChangeRow",
    "FactRow",
    "Hit",
    "Look",
    "LookDifferenceRow",
    "Lookup",
    "MissRow",
    "News",
    "OutletRow",
    "Span",
    "Standing",
    "VersionRow",
    "Zone",
]


class Lookup:
    """One open database and the questions it answers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._readings = Readings(connection)

    @contextmanager
    def asking(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to a module of questions of this package (`stories`)."""
        yield self._connection

    def article_by_url(self, pasted: str) -> ArticleRow:
        """Return the article that stands or stood at an address. Raises `BadInput`, `NotInArchive`."""
        return self.articles_by_url(pasted)[0]

    def articles_by_url(self, pasted: str) -> list[ArticleRow]:
        """Return every article that ever stood at an address, the one seen last first; an outlet may reuse a URL.

        Raises `BadInput` for what is no address and `NotInArchive` with what is known of it.
        """
        url = addresses.tidy(pasted)
        found = addresses.article_ids(self._connection, url) or addresses.spelled_otherwise(self._connection, url)
        if not found:
            found = next(filter(None, (self._ids_at(inner) for inner in addresses.embedded(url))), [])
        if not found:
            raise addresses.absent(self._connection, url)
        return [self.article(id) for id in found]

    def _ids_at(self, url: str) -> list[int]:
        try:
            tidied = addresses.tidy(url)
        except BadInput:  # an address that a page wrapped badly
            return []
        return addresses.article_ids(self._connection, tidied)

    def at_address(self, text: str) -> list[ArticleRow]:
        """Return the articles at what somebody typed, none when it is meant as words.

        Raises `NotInArchive` for an address with a scheme, at which nothing is.
        """
        if not addresses.is_address(text):
            return []
        try:
            return self.articles_by_url(text)
        except (BadInput, NotInArchive):
            if "://" in text:
                raise
            return []

    def article(self, id: int) -> ArticleRow:
        """Return an article by its id. Raises `NotInArchive`."""
        for row in select(self._connection, ArticleRow, "WHERE id = ?", (id,)):
            return row
        raise NotInArchive("no article has this id", subject=str(id))

    def outlet(self, id: int) -> OutletRow:
        """Return an outlet by its id. Raises `NotInArchive`."""
        for row in select(self._connection, OutletRow, "WHERE id = ?", (id,)):
            return row
        raise NotInArchive("no outlet has this id", subject=str(id))

    def outlet_named(self, name: str) -> OutletRow:
        """Return an outlet by its name. Raises `NotInArchive` with the names nearest to it."""
        for row in select(self._connection, OutletRow, "WHERE name = ?", (name,)):
            return row
        known = [row.name for row in select(self._connection, OutletRow, "ORDER BY name")]
        near = ", ".join(difflib.get_close_matches(name, known, n=3, cutoff=0))
        raise NotInArchive("no outlet has this name", subject=name, cure=f"There is {near}" if near else "")

    def versions(self, article: ArticleRow) -> list[VersionRow]:
        """Return an article's versions, oldest first."""
        return select(self._connection, VersionRow, "WHERE article_id = ? ORDER BY number", (article.id,))

    def version(self, article: ArticleRow, number: int) -> VersionRow:
        """Return a version by its number. Raises `NotInArchive` that says how many there are."""
        for row in select(self._connection, VersionRow, "WHERE article_id = ? AND number = ?", (article.id, number)):
            return row
        count = article.version_count
        having = "There is one version: 1" if count == 1 else f"There are versions 1 to {count}"
        raise NotInArchive(f"has no version {number}", subject=article.url, cure=having)

    def version_by_id(self, id: int) -> VersionRow:
        """Return a version by its id. Raises `NotInArchive`."""
        for row in select(self._connection, VersionRow, "WHERE id = ?", (id,)):
            return row
        raise NotInArchive("no version has this id", subject=str(id))

    def captures(self, article: ArticleRow) -> list[CaptureRow]:
        """Return every capture of an article, oldest first."""
        rest = "WHERE article_id = ? ORDER BY captured_at, record_id"
        return select(self._connection, CaptureRow, rest, (article.id,))

    def capture(self, id: int) -> CaptureRow:
        """Return a capture by its id. Raises `NotInArchive`."""
        for row in select(self._connection, CaptureRow, "WHERE id = ?", (id,)):
            return row
        raise NotInArchive("no capture has this id", subject=str(id))

    def capture_of(self, version: VersionRow, moment: dt.datetime | None = None) -> CaptureRow:
        """Return the last capture that shows a version up to a time, or at all; else the one that brought it."""
        until = warc_date(moment) if moment else version.last_captured_at
        shown = "WHERE version_id = ? AND captured_at <= ? ORDER BY captured_at DESC, record_id LIMIT 1"
        for row in select(self._connection, CaptureRow, shown, (version.id, until)):
            return row
        return self.capture(version.capture_id)

    def changes(self, article: ArticleRow) -> list[ChangeRow]:
        """Return an article's changes, oldest first; retracted ones are not told."""
        rest = "WHERE article_id = ? AND finding <> 'retracted' ORDER BY changed_before, id"
        return select(self._connection, ChangeRow, rest, (article.id,))

    def change(self, before: VersionRow, after: VersionRow) -> ChangeRow | None:
        """Return the recorded change from one version to another; None when they are not neighbours."""
        rest = "WHERE from_version_id = ? AND to_version_id = ?"
        return next(iter(select(self._connection, ChangeRow, rest, (before.id, after.id))), None)

    def facts(self, change: ChangeRow) -> list[FactRow]:
        """Return the facts that a change altered."""
        return select(self._connection, FactRow, "WHERE change_id = ? ORDER BY id", (change.id,))

    def differences(self, article: ArticleRow) -> list[LookDifferenceRow]:
        """Return what differed at looks at an article and made no version, in the order of the looks."""
        rest = "WHERE article_id = ? ORDER BY found_at, capture_id, place, path, id"
        return select(self._connection, LookDifferenceRow, rest, (article.id,))

    def misses(self, article: ArticleRow) -> list[MissRow]:
        """Return when an article was looked for in vain, oldest first."""
        return select(self._connection, MissRow, "WHERE article_id = ? ORDER BY missed_at, id", (article.id,))

    def urls(self, article: ArticleRow) -> list[tuple[str, str]]:
        """Return every address of an article with how it is known to belong (first, canonical, redirect)."""
        rows = self._connection.execute(
            "SELECT url, relation FROM article_urls WHERE article_id = ? ORDER BY first_seen_at, url", (article.id,)
        )
        return [(url, relation) for url, relation in rows]

    def content(self, version: VersionRow) -> Content:
        """Return a version as it was read in the capture that brought it, the outlet's template left out.

        Raises `NotInArchive` when it is not here.
        """
        return self._readings.of_version(version, version.reader, version.first_captured_at)

    def content_at(self, version: VersionRow, capture: CaptureRow) -> Content:
        """Return a version with the dates that a look at it shows: an outlet may move them and nothing else.

        Raises `NotInArchive` as `content` does.
        """
        content, stamps = self.content(version), self._readings.stamps(capture.id)
        return replace(content, published=stamps[0], modified=stamps[1]) if stamps is not None else content

    def contents(self, before: VersionRow, after: VersionRow) -> tuple[Content, Content]:
        """Return what one reader read in both versions, so that what is told is what the newsroom changed.

        From both is left out what was the template's when the later one was captured. Where no reader has read both,
        each by its own. Raises `NotInArchive` as `content` does.
        """
        reader = self._readings.common_reader(before, after)
        at = max(before.first_captured_at, after.first_captured_at)
        one, other = (self._readings.of_version(each, reader or each.reader, at) for each in (before, after))
        return one, other

    def standing(self, article: ArticleRow, moment: dt.datetime) -> Standing:
        """Say which version stood at a time, and how surely."""
        return standing(self._looks(article), moment)

    def _looks(self, article: ArticleRow) -> list[Look]:
        """Return the looks that say whether and how the article stood.

        A single "not found" between two looks that found it is a failure of the server's: derived as retracted.
        """
        rows = self._connection.execute(
            """SELECT captured_at, version_id, id FROM captures
                WHERE article_id = ? AND version_id IS NOT NULL
               UNION ALL
               SELECT changed_before, NULL, NULL FROM changes
                WHERE article_id = ? AND to_version_id IS NULL AND finding <> 'retracted'""",
            (article.id, article.id),
        )
        return [Look(parse_iso(at), version, capture) for at, version, capture in rows]

    def search(self, words: str, *, raw: bool = False, limit: int = 20, outlet: str | None = None) -> list[Hit]:
        """Return the articles whose versions hold these words, best first. Raises `BadInput`."""
        match, shown = (words, []) if raw else (fulltext.query(words), fulltext.phrases(words))
        return search(self._connection, match, words=shown, limit=limit, outlet=outlet)

    def newest_changes(
        self,
        since: dt.datetime,
        *,
        outlet: str | None = None,
        kinds: Sequence[str] = (),
        min_weight: float = 0.0,
        limit: int = 50,
        apart: bool = False,
    ) -> list[News]:
        """Return the changes found since a time, weightiest first; retracted ones are not told.

        `apart` leaves out those that are nothing but part of a campaign.
        """
        wanted = Wanted(since=since, outlet=outlet, kinds=kinds, min_weight=min_weight, limit=limit)
        return newest(self._connection, wanted, apart=apart)

    def newest_acts(
        self,
        since: dt.datetime,
        *,
        outlet: str | None = None,
        kinds: Sequence[str] = (),
        min_weight: float = 0.0,
        limit: int = 50,
    ) -> list[Act]:
        """Return the campaigns that went on since a time, weightiest first."""
        wanted = Wanted(since=since, outlet=outlet, kinds=kinds, min_weight=min_weight, limit=limit)
        return newest_acts(self._connection, wanted)

    def newest_beside(self, since: dt.datetime, *, outlet: str | None = None, limit: int = 50) -> list[Beside]:
        """Return what changed beside the texts since a time, newest first."""
        return newest_beside(self._connection, Wanted(since=since, outlet=outlet, limit=limit))
