"""Rows of `passages` and of the sentences they are worked out from. archive.stories decides what is shared."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from archive import times
from archive.stories.packing import pack_list, unpack_list
from archive.stories.passages import Passage, Use
from archive.stories.reuse import COMMON
from archive.stories.sayings import Saying

from .tellings import stale_days

BEFORE: Final = 30  # days in which what is said again is found in other words
_KEPT: Final = 45  # days for which marks are kept


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands, with the article's date, the version's byline and the language."""

    article_id: int
    outlet_id: int
    sentence_id: int
    version_id: int
    block: int
    start: int
    length: int
    said_after: str | None
    said_by: str
    gone_by: str | None
    published_at: str | None
    byline: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a day that is to be compared."""

    id: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two sentences that may share their words: ids, the smaller first, and how many marks both have."""

    one: int
    other: int
    marks: int


def put_sayings(connection: sqlite3.Connection, article_id: int, outlet_id: int, said: Sequence[Saying]) -> None:
    """Put an article's sentences in the place of those it had."""
    old = set(
        connection.execute(
            "SELECT sentence_id, day, version_id, block, start, length, said_after, said_by, gone_by FROM _sayings"
            " WHERE article_id = ?",
            (article_id,),
        )
    )
    new = {_saying_row(each) for each in said}
    connection.executemany(
        "DELETE FROM _sayings WHERE article_id = ? AND sentence_id = ?", ((article_id, row[0]) for row in old - new)
    )
    connection.executemany(
        """INSERT INTO _sayings (article_id, outlet_id, sentence_id, day, version_id, block, start, length, said_after,
             said_by, gone_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        ((article_id, outlet_id, *row) for row in new - old),
    )
    _stale(connection, old ^ new, {(row[0], row[1]) for row in old} ^ {(row[0], row[1]) for row in new})


def _saying_row(said: Saying) -> tuple[int, int, int, int, int, int, str | None, str, str | None]:
    return (
        said.key, said.said_by.toordinal(), said.version_id, said.line, said.start, len(said.text),
        times.warc_date(said.said_after) if said.said_after else None, times.warc_date(said.said_by),
        times.warc_date(said.gone_by) if said.gone_by else None,
    )  # fmt: skip


def _stale(connection: sqlite3.Connection, rows: Iterable[tuple[object, ...]], moved: set[tuple[int, int]]) -> None:
    """Note what is to be worked out again: passages of all that changed, the days on which sentences came or went."""
    connection.executemany("INSERT OR IGNORE INTO _stale_sentences VALUES (?)", ((row[0],) for row in rows))
    connection.executemany("DELETE FROM _sentences WHERE sentence_id = ? AND day = ?", moved)
    for day in sorted({day for _, day in moved}):
        stale_days(connection, day, day + BEFORE)
        _uncompare(connection, day + 1, day + BEFORE)


def _uncompare(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Let the sentences of some days be compared again: something came or went that stood before them."""
    span = first, last
    if not connection.execute("SELECT 1 FROM _sentences WHERE day BETWEEN ? AND ? LIMIT 1", span).fetchone():
        return
    for column in ("one", "other"):
        connection.execute(
            f"INSERT OR IGNORE INTO _stale_sentences SELECT {column} FROM _echoes WHERE day BETWEEN ? AND ?", span
        )
    for table in ("_echoes", "_sentences"):
        connection.execute(f"DELETE FROM {table} WHERE day BETWEEN ? AND ?", span)


def uncompared(connection: sqlite3.Connection, day: int) -> list[tuple[int, int, int, int, int, int, str]]:
    """Return a day's sentences that were not compared: id, version, block, start, length, article, language."""
    return connection.execute(
        """SELECT s.sentence_id, s.version_id, s.block, s.start, s.length, s.article_id, coalesce(t.language, '')
             FROM _sayings s LEFT JOIN _tellings t ON t.article_id = s.article_id
            WHERE s.day = ?1 AND NOT EXISTS (
              SELECT 1 FROM _sentences c WHERE c.sentence_id = s.sentence_id AND c.day = ?1)
            GROUP BY s.sentence_id ORDER BY s.sentence_id""",
        (day,),
    ).fetchall()


def unmarked_days(connection: sqlite3.Connection, day: int) -> list[int]:
    """Return the days before a day whose sentences are no longer at hand."""
    return [each for each in range(day - BEFORE, day) if _has(connection, "_sayings", each)
            and not _has(connection, "_sentences", each)]  # fmt: skip


def _has(connection: sqlite3.Connection, table: str, day: int) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE day = ? LIMIT 1", (day,)).fetchone() is not None


def texts(connection: sqlite3.Connection, versions: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the texts of versions by id."""
    for version in versions:
        row = connection.execute(
            "SELECT t.text FROM versions v JOIN texts t ON t.id = v.text_id WHERE v.id = ?", (version,)
        ).fetchone()
        if row is not None:
            yield version, row[0]


def put_compared(
    connection: sqlite3.Connection, day: int, sentences: Sequence[Sentence], marks: Iterable[tuple[int, int]]
) -> None:
    """Keep the sentences of a day and their marks, each with its sentence, to find what is said again."""
    connection.executemany(
        "INSERT OR REPLACE INTO _sentences (sentence_id, day, language, text) VALUES (?, ?, ?, ?)",
        ((each.id, day, each.language, each.text) for each in sentences),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO _marks (mark, day, sentence_id) VALUES (?, ?, ?)",
        sorted((mark, day, sentence) for mark, sentence in marks),
    )


def candidates(connection: sqlite3.Connection, day: int, marks: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return pairs of sentences, the smaller id first, that share a mark: one given by its marks, one from before.

    A mark that many sentences of the days before have finds none; nor do two sentences that one outlet alone has.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (mark INTEGER, sentence_id INTEGER)")
    connection.execute("DELETE FROM temp.asked")
    connection.executemany("INSERT INTO temp.asked VALUES (?, ?)", sorted(marks))
    rows = connection.execute(_CANDIDATES, {"first": day - BEFORE, "day": day, "common": COMMON}).fetchall()
    at = Outlets(connection, day)
    return [Candidate(one, other, shared) for one, other, shared in rows if at.several((one, other))]


_CANDIDATES: Final = """
SELECT min(a.sentence_id, m.sentence_id), max(a.sentence_id, m.sentence_id), count(DISTINCT a.mark)
  FROM temp.asked a CROSS JOIN _marks m ON m.mark = a.mark AND m.day BETWEEN :first AND :day
   AND m.sentence_id != a.sentence_id
 WHERE a.mark NOT IN (
   SELECT n.mark FROM (SELECT DISTINCT mark FROM temp.asked) n CROSS JOIN _marks c ON c.mark = n.mark
      AND c.day BETWEEN :first AND :day - 1 GROUP BY n.mark HAVING count(DISTINCT c.sentence_id) > :common)
 GROUP BY 1, 2"""


def at_several_outlets(connection: sqlite3.Connection, day: int) -> list[int]:
    """Return the sentences of a day that several outlets have, in the days before it and the day."""
    rows = connection.execute(
        """SELECT s.sentence_id FROM (SELECT DISTINCT sentence_id FROM _sayings WHERE day = ?2) s
             CROSS JOIN _sayings o ON o.sentence_id = s.sentence_id AND o.day BETWEEN ?1 AND ?2
            GROUP BY s.sentence_id HAVING min(o.outlet_id) <> max(o.outlet_id)""",
        (day - BEFORE, day),
    )
    return [row[0] for row in rows]


class Outlets:
    """Which outlets have sentences, in the days before a day and the day; each sentence is asked for once."""

    def __init__(self, connection: sqlite3.Connection, day: int) -> None:
        self._connection = connection
        self._day = day
        self._known: dict[int, frozenset[int]] = {}

    def several(self, sentences: Iterable[int]) -> bool:
        """Tell whether sentences, taken together, are several outlets'."""
        return len(frozenset[int]().union(*map(self._of, sentences))) > 1

    def _of(self, sentence: int) -> frozenset[int]:
        if sentence not in self._known:
            rows = self._connection.execute(
                "SELECT outlet_id FROM _sayings WHERE sentence_id = ? AND day BETWEEN ? AND ?",
                (sentence, self._day - BEFORE, self._day),
            )
            self._known[sentence] = frozenset(row[0] for row in rows)
        return self._known[sentence]


def sentence(connection: sqlite3.Connection, sentence_id: int) -> Sentence | None:
    """Return a sentence that was compared; None when it is no longer at hand."""
    row = connection.execute(
        "SELECT sentence_id, language, text FROM _sentences WHERE sentence_id = ? ORDER BY day LIMIT 1", (sentence_id,)
    ).fetchone()
    return Sentence(*row) if row else None


def put_echoes(
    connection: sqlite3.Connection, day: int, found: Iterable[tuple[int, int, str, tuple[int, ...]]]
) -> None:
    """Add pairs of sentences that share words: ids, the smaller first, language, the terms of these words."""
    connection.executemany(
        "INSERT OR IGNORE INTO _echoes (day, one, other, language, content, holds) VALUES (?, ?, ?, ?, ?, 0)",
        ((day, one, other, language, pack_list([content])) for one, other, language, content in found),
    )


def forget_echoes(connection: sqlite3.Connection, day: int) -> None:
    """Remove the pairs of a day that has neither sentence any more."""
    gone = "day = ?1 AND NOT EXISTS (SELECT 1 FROM _sayings WHERE day = ?1 AND sentence_id IN (one, other))"
    for column in ("one", "other"):
        connection.execute(f"INSERT OR IGNORE INTO _stale_sentences SELECT {column} FROM _echoes WHERE {gone}", (day,))
    connection.execute(f"DELETE FROM _echoes WHERE {gone}", (day,))


def echoes(connection: sqlite3.Connection, day: int) -> list[tuple[int, int, str, list[int], int]]:
    """Return the pairs of a day: ids, language, terms, whether they hold."""
    rows = connection.execute("SELECT one, other, language, content, holds FROM _echoes WHERE day = ?", (day,))
    return [(one, other, language, unpack_list(content)[0], holds) for one, other, language, content, holds in rows]


def set_holds(connection: sqlite3.Connection, day: int, changed: Mapping[tuple[int, int], bool]) -> None:
    """Write which pairs hold, and note that their passages are to be worked out again."""
    connection.executemany(
        "UPDATE _echoes SET holds = ? WHERE day = ? AND one = ? AND other = ?",
        ((int(holds), day, *pair) for pair, holds in changed.items()),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO _stale_sentences VALUES (?)", ((each,) for pair in changed for each in pair)
    )


def prune(connection: sqlite3.Connection) -> None:
    """Remove the sentences and marks that are too old to be found again."""
    newest = connection.execute("SELECT max(day) FROM _sentences").fetchone()[0]
    oldest = connection.execute("SELECT min(day) FROM _sentences").fetchone()[0]
    if newest is not None and oldest < newest - _KEPT:
        connection.execute("DELETE FROM _sentences WHERE day < ?", (newest - BEFORE,))
        connection.execute("DELETE FROM _marks WHERE day < ?", (newest - BEFORE,))


def stale_sentences(connection: sqlite3.Connection) -> list[int]:
    """Return the sentences whose passages are to be worked out again."""
    return [row[0] for row in connection.execute("SELECT sentence_id FROM _stale_sentences ORDER BY sentence_id")]


def connected(connection: sqlite3.Connection, sentence_id: int) -> set[int]:
    """Return all sentences of one passage, that one among them: empty when it shares its words with none."""
    seen: set[int] = set()
    waiting = {sentence_id}
    while waiting:
        each = waiting.pop()
        near = {
            row[0]
            for row in connection.execute(
                "SELECT other FROM _echoes WHERE one = ?1 AND holds UNION SELECT one FROM _echoes WHERE other = ?1"
                " AND holds",
                (each,),
            )
        }
        if near:
            seen.add(each)
            waiting |= near - seen
    return seen


def uses_of(connection: sqlite3.Connection, sentences: Iterable[int]) -> list[Place]:
    """Return where sentences stand."""
    found: list[Place] = []
    for each in sorted(sentences):
        rows = connection.execute(
            """SELECT s.article_id, s.outlet_id, s.sentence_id, s.version_id, s.block, s.start, s.length, s.said_after,
                      s.said_by, s.gone_by, v.published_at, v.byline, coalesce(t.language, '')
                 FROM _sayings s JOIN versions v ON v.id = s.version_id
                 LEFT JOIN _tellings t ON t.article_id = s.article_id
                WHERE s.sentence_id = ?""",
            (each,),
        )
        found += [Place(*row) for row in rows]
    return found


def drop_passages(connection: sqlite3.Connection, sentences: Iterable[int]) -> None:
    """Remove the passages that hold one of these sentences."""
    for each in sentences:
        for (passage,) in connection.execute(
            "SELECT DISTINCT passage_id FROM passage_uses WHERE sentence_id = ?", (each,)
        ).fetchall():
            connection.execute("DELETE FROM passage_uses WHERE passage_id = ?", (passage,))
            connection.execute("DELETE FROM passages WHERE id = ?", (passage,))


def put_passage(connection: sqlite3.Connection, passage: Passage, speakers: Mapping[Use, str]) -> None:
    """Add a passage with its uses, and whose words each gives."""
    connection.execute(
        "INSERT OR REPLACE INTO passages (id, text, words, kind, first_use_version_id, first_known, agency,"
        " outlet_count, first_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            passage.id, passage.text, passage.words, passage.kind, passage.first.version_id if passage.first else None,
            passage.first_known, passage.agency, passage.outlet_count, times.warc_date(passage.uses[0].said_by),
        ),
    )  # fmt: skip
    outlets = {use.outlet_id for use in passage.uses}
    connection.executemany(
        """INSERT OR IGNORE INTO passage_uses (passage_id, version_id, block, start, article_id, outlet_id, sentence_id,
             text, length, said_after, said_by, gone_by, named_outlet_id, speaker)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                passage.id, use.version_id, use.line, use.start, use.article_id, use.outlet_id, use.key, use.text,
                len(use.text), times.warc_date(use.said_after) if use.said_after else None,
                times.warc_date(use.said_by), times.warc_date(use.gone_by) if use.gone_by else None,
                min((use.names & outlets) - {use.outlet_id}, default=None), speakers.get(use),
            )
            for use in passage.uses
        ),
    )  # fmt: skip


def sentence_done(connection: sqlite3.Connection, sentences: Iterable[int]) -> None:
    """Note that the passages of sentences are worked out."""
    connection.executemany("DELETE FROM _stale_sentences WHERE sentence_id = ?", ((each,) for each in sentences))


def drop_article(connection: sqlite3.Connection, article: int) -> None:
    """Take an article that is gone out of every passage, at once; what is left is worked out again later."""
    said = [row[0] for row in connection.execute("SELECT sentence_id FROM _sayings WHERE article_id = ?", (article,))]
    held = [
        row[0]
        for row in connection.execute("SELECT DISTINCT sentence_id FROM passage_uses WHERE article_id = ?", (article,))
    ]
    drop_passages(connection, held)
    put_sayings(connection, article, 0, ())
    for each in said:
        others = connection.execute("SELECT 1 FROM _sayings WHERE sentence_id = ?", (each,)).fetchone()
        if others is None:
            connection.execute("DELETE FROM _sentences WHERE sentence_id = ?", (each,))


def drop_dangling(connection: sqlite3.Connection, article: int) -> None:
    """Remove what names versions of an article that it has no more."""
    gone = "NOT IN (SELECT id FROM versions WHERE article_id = ?1)"
    held = [
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT sentence_id FROM passage_uses WHERE article_id = ?1 AND version_id {gone}", (article,)
        )
    ]
    drop_passages(connection, held)
    connection.executemany("INSERT OR IGNORE INTO _stale_sentences VALUES (?)", ((each,) for each in held))
    connection.execute(f"DELETE FROM story_numbers WHERE article_id = ?1 AND version_id {gone}", (article,))
