"""Rows of `stories` and of what they are worked out from. archive.stories decides which articles are one story."""

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from archive import times
from archive.stories.features import Telling
from archive.stories.grouping import Joined, Placed, Standing, story_id
from archive.stories.packing import pack_list, pack_terms, pack_vector, unpack_list, unpack_terms, unpack_vector
from archive.stories.weights import Counts, Vector

WEIGHED_BY: Final = 30  # days before a day, by whose articles its terms are weighed
REACH: Final = 3  # days before a day, whose articles may tell the same

TABLES: Final = ("stories", "story_articles", "story_numbers", "passages", "passage_uses")


def all_told(connection: sqlite3.Connection) -> bool:
    """Tell whether stories and passages are worked out from all that is there."""
    waiting = ("_untold", "_stale_days", "_stale_sentences", "_stale_stories")
    return not any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in waiting)


def untold(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return articles that changed since stories were worked out, by id, as many as asked for."""
    return [row[0] for row in connection.execute("SELECT article_id FROM _untold LIMIT ?", (limit,))]


def await_telling(connection: sqlite3.Connection, article_id: int) -> None:
    """Note that an article changed."""
    connection.execute("INSERT OR IGNORE INTO _untold VALUES (?)", (article_id,))


def told(connection: sqlite3.Connection, article_id: int) -> None:
    """Note that an article's telling and sentences are worked out."""
    connection.execute("DELETE FROM _untold WHERE article_id = ?", (article_id,))


def put_telling(
    connection: sqlite3.Connection, article_id: int, telling: Telling | None, version_id: int, *, tells: bool
) -> bool:
    """Put a telling in the old one's place, or take it away; return whether it is another one now.

    Then its days, the old and the new, and the thirty behind each are to be worked out again.
    """
    row = None if telling is None else _telling_row(telling, version_id, tells=tells)
    held = connection.execute(
        "SELECT article_id, outlet_id, day, captured_at, language, version_id, tells, terms FROM _tellings"
        " WHERE article_id = ?",
        (article_id,),
    ).fetchone()
    if held == row:
        return False
    connection.execute("DELETE FROM _tellings WHERE article_id = ?", (article_id,))
    if row is not None:
        connection.execute("INSERT INTO _tellings VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", row)
    for day in {int(str(each[2])) for each in (held, row) if each is not None}:
        stale_days(connection, day, day + WEIGHED_BY)
    return True


def _telling_row(telling: Telling, version_id: int, *, tells: bool) -> tuple[object, ...]:
    words, names = (sorted(counted.items()) for counted in (telling.words, telling.names))
    terms = pack_list([column for counted in (words, names) for column in _columns(counted)])
    return (
        telling.article_id, telling.outlet_id, telling.captured_at.toordinal(), times.warc_date(telling.captured_at),
        telling.language, version_id, int(tells), terms,
    )  # fmt: skip


def _columns(counted: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [term for term, _ in counted], [count for _, count in counted]


def stale_days(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Note that a day, and those up to the last that have articles, are to be worked out again."""
    connection.execute("INSERT OR IGNORE INTO _stale_days VALUES (?)", (first,))
    for table in ("_tellings", "_sayings"):
        connection.execute(
            f"INSERT OR IGNORE INTO _stale_days SELECT DISTINCT day FROM {table} WHERE day > ? AND day <= ?",
            (first, last),
        )


def next_stale_day(connection: sqlite3.Connection) -> int | None:
    """Return the first day that is to be worked out again; None when all are."""
    day: int | None = connection.execute("SELECT min(day) FROM _stale_days").fetchone()[0]
    return day


def day_done(connection: sqlite3.Connection, day: int) -> None:
    """Note that a day is worked out."""
    connection.execute("DELETE FROM _stale_days WHERE day = ?", (day,))


def tellings_of(connection: sqlite3.Connection, day: int) -> list[Telling]:
    """Return the tellings of a day that tell something."""
    rows = connection.execute(
        "SELECT article_id, outlet_id, captured_at, language, terms FROM _tellings WHERE day = ? AND tells"
        " ORDER BY article_id",
        (day,),
    )
    return [_telling(*row) for row in rows]


def _telling(article_id: int, outlet_id: int, captured_at: str, language: str, terms: bytes) -> Telling:
    words, often, names, named = unpack_list(terms)
    return Telling(
        article_id=article_id,
        outlet_id=outlet_id,
        captured_at=times.parse_iso(captured_at),
        language=language,
        words=dict(zip(words, often, strict=True)),
        names=dict(zip(names, named, strict=True)),
    )


def count_day(connection: sqlite3.Connection, day: int, tellings: Iterable[Telling]) -> None:
    """Count the terms of a day's articles, by language."""
    counts: dict[str, Counts] = defaultdict(Counts)
    for telling in tellings:
        counts[telling.language].add(telling)
    connection.execute("DELETE FROM _story_days WHERE day = ?", (day,))
    connection.executemany(
        "INSERT INTO _story_days (day, language, articles, terms) VALUES (?, ?, ?, ?)",
        ((day, language, each.articles, pack_terms(each.terms)) for language, each in counts.items()),
    )


def counts_for(connection: sqlite3.Connection, day: int) -> dict[str, Counts]:
    """Return in how many articles of a day and the thirty before each term stands, by language."""
    counts: dict[str, Counts] = defaultdict(Counts)
    for language, articles, terms in connection.execute(
        "SELECT language, articles, terms FROM _story_days WHERE day BETWEEN ? AND ?", (day - WEIGHED_BY, day)
    ):
        counts[language].articles += articles
        counts[language].terms.update(unpack_terms(terms))
    return counts


def put_vectors(connection: sqlite3.Connection, vectors: Mapping[int, Vector]) -> None:
    """Keep the weights of articles' terms."""
    connection.executemany(
        "UPDATE _tellings SET weighed = ? WHERE article_id = ?",
        ((pack_vector(vector), article) for article, vector in vectors.items()),
    )


def alone_before(connection: sqlite3.Connection, day: int, language: str) -> list[Placed]:
    """Return the articles of the days before a day that were in no story when it began."""
    rows = connection.execute(
        """SELECT t.article_id, t.captured_at, t.weighed FROM _tellings t
            WHERE t.day BETWEEN ?1 AND ?2 - 1 AND t.language = ?3 AND t.tells AND t.weighed IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM story_articles s WHERE s.article_id = t.article_id AND s.joined_on < ?2)
            ORDER BY t.article_id""",
        (day - REACH, day, language),
    )
    return [_placed(*row) for row in rows]


def standing_before(connection: sqlite3.Connection, day: int, language: str) -> list[Standing]:
    """Return the stories that stood when a day began, with those of their articles that are recent."""
    rows = connection.execute(
        """SELECT s.story_id, t.article_id, t.captured_at, t.weighed FROM _tellings t
             JOIN story_articles s ON s.article_id = t.article_id AND s.joined_on < ?2
            WHERE t.day BETWEEN ?1 AND ?2 - 1 AND t.language = ?3 AND t.weighed IS NOT NULL
            ORDER BY s.story_id, t.article_id""",
        (day - REACH, day, language),
    ).fetchall()
    recent: dict[int, list[Placed]] = defaultdict(list)
    for story, *telling in rows:
        recent[story].append(_placed(*telling))
    return [Standing(story, _began(connection, story, day), tuple(placed)) for story, placed in recent.items()]


def _began(connection: sqlite3.Connection, story: int, day: int) -> dt.datetime:
    row = connection.execute(
        """SELECT min(t.captured_at) FROM story_articles s JOIN _tellings t ON t.article_id = s.article_id
            WHERE s.story_id = ? AND s.joined_on < ?""",
        (story, day),
    ).fetchone()
    return times.parse_iso(row[0])


def _placed(article_id: int, captured_at: str, weighed: bytes) -> Placed:
    return Placed(article_id, times.parse_iso(captured_at), unpack_vector(weighed))


def replace_day(connection: sqlite3.Connection, day: int, stories: Sequence[Joined]) -> set[int]:
    """Put what a day joined in the place of what it joined before; return the stories that are others now."""
    before = connection.execute(
        "SELECT article_id, story_id, likeness FROM story_articles WHERE joined_on = ?", (day,)
    ).fetchall()
    after = [(article, story.story_id, likeness) for story in stories for article, likeness in story.articles]
    if sorted(before) == sorted(after):
        return set()
    touched = {row[1] for row in (*before, *after)}
    connection.execute("DELETE FROM story_articles WHERE joined_on = ?", (day,))
    for article, _, _ in after:  # a later day that took it is worked out again, too
        touched |= {row[0] for row in _taken(connection, article)}
    connection.executemany(
        "INSERT INTO story_articles (article_id, story_id, likeness, joined_on, begins_story_id)"
        " VALUES (?, ?, ?, ?, ?)",
        ((article, story, likeness, day, story_id(article)) for article, story, likeness in after),
    )
    stale_days(connection, day + 1, day + REACH)
    return touched


def _taken(connection: sqlite3.Connection, article: int) -> list[tuple[int]]:
    held = connection.execute("SELECT story_id FROM story_articles WHERE article_id = ?", (article,)).fetchall()
    connection.execute("DELETE FROM story_articles WHERE article_id = ?", (article,))
    return held


def refresh(connection: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Write the rows of stories again from their articles; one with fewer than two articles goes."""
    for story in stories:
        row = connection.execute(_STORY, (story,)).fetchone()
        connection.execute("INSERT OR IGNORE INTO _stale_stories VALUES (?)", (story,))
        if row is None or row[5] < 2:
            connection.execute("DELETE FROM story_articles WHERE story_id = ?", (story,))
            connection.execute("DELETE FROM story_numbers WHERE story_id = ?", (story,))
            connection.execute("DELETE FROM stories WHERE id = ?", (story,))
            continue
        connection.execute(
            """INSERT INTO stories (id, language, headline, first_article_id, first_seen_at, last_seen_at,
                 article_count, outlet_count) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               ON CONFLICT (id) DO UPDATE SET (language, headline, first_article_id, first_seen_at, last_seen_at,
                 article_count, outlet_count) = (?2, ?3, ?4, ?5, ?6, ?7, ?8)""",
            (story, *row),
        )


_STORY: Final = """
SELECT t.language, v.headline, t.article_id, t.captured_at,
       (SELECT max(o.captured_at) FROM story_articles x JOIN _tellings o ON o.article_id = x.article_id
         WHERE x.story_id = s.story_id),
       (SELECT count(*) FROM story_articles x WHERE x.story_id = s.story_id),
       (SELECT count(DISTINCT o.outlet_id) FROM story_articles x JOIN _tellings o ON o.article_id = x.article_id
         WHERE x.story_id = s.story_id)
  FROM story_articles s JOIN _tellings t ON t.article_id = s.article_id JOIN versions v ON v.id = t.version_id
 WHERE s.story_id = ? ORDER BY t.captured_at, t.article_id LIMIT 1"""


def stories_of(connection: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Return the stories that these articles are in."""
    found = set()
    for article in articles:
        found |= {
            row[0] for row in connection.execute("SELECT story_id FROM story_articles WHERE article_id = ?", (article,))
        }
    return found


def drop_article(connection: sqlite3.Connection, article: int) -> None:
    """Take an article that is gone out of every story, at once; the day is worked out again later."""
    await_telling(connection, article)
    touched = stories_of(connection, [article])
    connection.execute("DELETE FROM story_articles WHERE article_id = ?", (article,))
    connection.execute("DELETE FROM story_numbers WHERE article_id = ?", (article,))
    put_telling(connection, article, None, 0, tells=False)
    refresh(connection, touched)
