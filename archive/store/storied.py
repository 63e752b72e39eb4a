"""What stories are worked out from, read out of an article's rows; and the numbers of stories, written."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive import times
from archive.stories.numbers import Given
from archive.stories.sayings import Stood


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as stories and passages ask."""

    id: int
    outlet_id: int
    headline: str  # of its first version
    first_captured_at: dt.datetime
    over_at: dt.datetime | None  # a look found it withdrawn; None while it stands
    versions: tuple[Stood, ...]


def article(connection: sqlite3.Connection, article_id: int) -> Article | None:
    """Return an article with the texts of its versions; None when it is not there."""
    row = connection.execute(
        "SELECT outlet_id, state, state_since FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return None
    versions = connection.execute(
        """SELECT v.id, t.text, v.appeared_after, v.first_captured_at, v.gone_by, v.headline
             FROM versions v JOIN texts t ON t.id = v.text_id WHERE v.article_id = ? ORDER BY v.number""",
        (article_id,),
    ).fetchall()
    if not versions:
        return None
    stood = tuple(
        Stood(
            version_id=version,
            text=text,
            appeared_after=_moment(after),
            first_captured_at=times.parse_iso(first),
            gone_by=_moment(gone),
        )
        for version, text, after, first, gone, _ in versions
    )
    over = times.parse_iso(row[2]) if row[1] in ("gone", "redirected", "replaced") else None
    return Article(
        id=article_id,
        outlet_id=row[0],
        headline=versions[0][5],
        first_captured_at=stood[0].first_captured_at,
        over_at=over,
        versions=stood,
    )


def outlet_names(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return every outlet's id, name and title."""
    return connection.execute("SELECT id, name, title FROM outlets ORDER BY id").fetchall()


def stale_stories(connection: sqlite3.Connection) -> list[int]:
    """Return the stories whose numbers are to be worked out again."""
    return [row[0] for row in connection.execute("SELECT story_id FROM _stale_stories ORDER BY story_id")]


def articles_in(connection: sqlite3.Connection, story_id: int) -> list[int]:
    """Return the articles of a story."""
    rows = connection.execute("SELECT article_id FROM story_articles WHERE story_id = ? ORDER BY 1", (story_id,))
    return [row[0] for row in rows]


def language(connection: sqlite3.Connection, story_id: int) -> str:
    """Return a story's language; "" when there is no such story, or nothing tells."""
    row = connection.execute("SELECT language FROM stories WHERE id = ?", (story_id,)).fetchone()
    return str(row[0]) if row else ""


def replace_numbers(connection: sqlite3.Connection, story_id: int, numbers: Iterable[Given]) -> None:
    """Put the numbers of a story in the place of those it had."""
    connection.execute("DELETE FROM story_numbers WHERE story_id = ?", (story_id,))
    connection.executemany(
        """INSERT OR IGNORE INTO story_numbers (story_id, counted, version_id, value, article_id, outlet_id, written,
             sentence, said_after, said_by, gone_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                story_id, each.counted, each.version_id, each.value, each.article_id, each.outlet_id, each.written,
                each.sentence, _iso(each.said_after), times.warc_date(each.said_by), _iso(each.gone_by),
            )
            for each in numbers
        ),
    )  # fmt: skip
    connection.execute("DELETE FROM _stale_stories WHERE story_id = ?", (story_id,))


def note_stale_stories(connection: sqlite3.Connection, articles: Sequence[int]) -> None:
    """Note the stories of articles as those whose numbers are to be worked out again."""
    connection.executemany(
        "INSERT OR IGNORE INTO _stale_stories SELECT story_id FROM story_articles WHERE article_id = ?",
        ((article,) for article in articles),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return times.parse_iso(text) if text else None


def _iso(moment: dt.datetime | None) -> str | None:
    return times.warc_date(moment) if moment else None
