"""Questions about stories: which there are, who tells them, what travelled, what stands uncorrected. Reads only."""

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from archive.errors import NotInArchive
from archive.stories.uncorrected import Held, TakenBack, Uncorrected, uncorrected
from archive.times import parse_iso, warc_date

from .rows import ArticleRow, ChangeRow, Row, VersionRow, select

_TAKES_BACK: Final = ("correction_noted", "fact_changed_unnoted", "withdrawn", "redirected")


@dataclass(frozen=True, slots=True)
class StoryRow(Row):
    """A row of `stories`."""

    table: ClassVar[str] = "stories"
    id: int
    language: str
    headline: str
    first_article_id: int
    first_seen_at: str
    last_seen_at: str
    article_count: int
    outlet_count: int
    by_hand: int


@dataclass(frozen=True, slots=True)
class PassageRow(Row):
    """A row of `passages`."""

    table: ClassVar[str] = "passages"
    id: int
    text: str
    words: int
    kind: str
    first_use_version_id: int | None
    first_known: str
    agency: str | None
    outlet_count: int
    first_seen_at: str


@dataclass(frozen=True, slots=True)
class UseRow(Row):
    """A row of `passage_uses`."""

    table: ClassVar[str] = "passage_uses"
    passage_id: int
    version_id: int
    block: int
    start: int
    article_id: int
    outlet_id: int
    sentence_id: int
    text: str
    length: int
    said_after: str | None
    said_by: str
    gone_by: str | None
    named_outlet_id: int | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class NumberRow(Row):
    """A row of `story_numbers`."""

    table: ClassVar[str] = "story_numbers"
    story_id: int
    counted: str
    version_id: int
    value: str
    article_id: int
    outlet_id: int
    written: str
    sentence: str
    said_after: str | None
    said_by: str
    gone_by: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story with its versions and what changed."""

    article: ArticleRow
    outlet: str
    title: str
    versions: tuple[VersionRow, ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage with its uses, in order of time."""

    passage: PassageRow
    uses: tuple[UseRow, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, with every number given of it, in order of time."""

    counted: str
    given: tuple[NumberRow, ...]

    @property
    def now(self) -> Mapping[int, frozenset[str]]:
        """The numbers that stand, by outlet."""
        found: dict[int, set[str]] = defaultdict(set)
        for each in self.given:
            if each.gone_by is None:
                found[each.outlet_id].add(each.value)
        return {outlet: frozenset(values) for outlet, values in found.items()}

    @property
    def moved(self) -> bool:
        """Whether an article gave two numbers of it."""
        return len({(each.article_id, each.value) for each in self.given}) > len(
            {each.article_id for each in self.given}
        )

    @property
    def disagrees(self) -> bool:
        """Whether two outlets have no number of it in common."""
        listed = list(self.now.values())
        return any(not one & other for at, one in enumerate(listed) for other in listed[at + 1 :])


@dataclass(frozen=True, slots=True)
class Story:
    """A story with all that is told of it."""

    row: StoryRow
    tellings: tuple[Telling, ...]
    shared: tuple[Shared, ...]
    numbers: tuple[Counted, ...]
    uncorrected: tuple[Uncorrected, ...]
    outlets: Mapping[int, str]  # titles by id, of all that is named here


def newest(connection: sqlite3.Connection, since: dt.datetime, *, outlets: int, limit: int) -> list[StoryRow]:
    """Return stories that gained an article since a time, those with the most outlets first."""
    rest = """WHERE last_seen_at >= ? AND outlet_count >= ?
              ORDER BY outlet_count DESC, article_count DESC, last_seen_at DESC, id LIMIT ?"""
    return select(connection, StoryRow, rest, (warc_date(since), outlets, limit))


def disagreements(connection: sqlite3.Connection, story_id: int) -> int:
    """Count the things of which two outlets give other numbers now."""
    return sum(each.disagrees for each in _numbers(connection, story_id))


def by_id(connection: sqlite3.Connection, id: int) -> StoryRow:
    """Return a story by its id, also by one that it had before it was joined to another. Raises `NotInArchive`."""
    rest = "WHERE id IN (?1, (SELECT story_id FROM story_articles WHERE begins_story_id = ?1)) ORDER BY id = ?1 DESC"
    for row in select(connection, StoryRow, rest, (id,)):
        return row
    raise NotInArchive("no story has this id", subject=str(id), cure="`rowback stories` lists them")


def of_article(connection: sqlite3.Connection, article_id: int) -> StoryRow | None:
    """Return the story that an article tells; None when it is in none."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'story_articles'").fetchone() is None:
        return None  # a database that no crawl of this rowback wrote to yet
    rest = "WHERE id = (SELECT story_id FROM story_articles WHERE article_id = ?)"
    return next(iter(select(connection, StoryRow, rest, (article_id,))), None)


def whole(connection: sqlite3.Connection, row: StoryRow) -> Story:
    """Return all that is told of a story."""
    told = tellings(connection, row)
    ids = [each.article.id for each in told]
    return Story(
        row=row,
        tellings=told,
        shared=tuple(_shared(connection, ids)),
        numbers=tuple(_numbers(connection, row.id)),
        uncorrected=tuple(still_standing(connection, articles=ids)),
        outlets=titles(connection),
    )


def tellings(connection: sqlite3.Connection, row: StoryRow) -> tuple[Telling, ...]:
    """Return the articles of a story, in the order in which they were seen first."""
    ids = [each[0] for each in connection.execute(_ARTICLES, (row.id,))]
    return tuple(_telling(connection, article) for article in ids)


_ARTICLES: Final = """
SELECT s.article_id FROM story_articles s JOIN articles a ON a.id = s.article_id
 WHERE s.story_id = ? ORDER BY a.first_captured_at, a.id"""


def titles(connection: sqlite3.Connection) -> dict[int, str]:
    """Return what readers call each outlet."""
    return dict(connection.execute("SELECT id, title FROM outlets"))


def _telling(connection: sqlite3.Connection, article_id: int) -> Telling:
    (article,) = select(connection, ArticleRow, "WHERE id = ?", (article_id,))
    name, title = connection.execute("SELECT name, title FROM outlets WHERE id = ?", (article.outlet_id,)).fetchone()
    versions = select(connection, VersionRow, "WHERE article_id = ? ORDER BY number", (article_id,))
    rest = "WHERE article_id = ? AND finding <> 'retracted' ORDER BY changed_before, id"
    return Telling(article, name, title, tuple(versions), tuple(select(connection, ChangeRow, rest, (article_id,))))


def _shared(connection: sqlite3.Connection, articles: Sequence[int]) -> list[Shared]:
    """Return the passages that articles share with any others: those of most outlets first."""
    ids = {
        row[0]
        for article in articles
        for row in connection.execute("SELECT passage_id FROM passage_uses WHERE article_id = ?", (article,))
    }
    found = [passage(connection, each) for each in ids]
    return sorted(found, key=lambda each: (-each.passage.outlet_count, each.passage.first_seen_at, each.passage.id))


def passage(connection: sqlite3.Connection, id: int) -> Shared:
    """Return a passage with its uses. Raises `NotInArchive`."""
    for row in select(connection, PassageRow, "WHERE id = ?", (id,)):
        uses = select(connection, UseRow, "WHERE passage_id = ? ORDER BY said_by, article_id, block, start", (id,))
        return Shared(row, tuple(uses))
    raise NotInArchive("no passage has this id", subject=str(id))


def _numbers(connection: sqlite3.Connection, story_id: int) -> list[Counted]:
    by: dict[str, list[NumberRow]] = defaultdict(list)
    for row in select(connection, NumberRow, "WHERE story_id = ? ORDER BY counted, said_by, article_id", (story_id,)):
        by[row.counted].append(row)
    found = [Counted(counted, tuple(given)) for counted, given in by.items()]
    return sorted(
        found, key=lambda each: (not each.disagrees, -len({one.outlet_id for one in each.given}), each.counted)
    )


def still_standing(
    connection: sqlite3.Connection, *, since: dt.datetime | None = None, articles: Sequence[int] = ()
) -> list[Uncorrected]:
    """Return what articles took back, since a time or some articles only, and others still print."""
    changes = _taken_back(connection, since, articles)
    held: dict[tuple[object, ...], Held] = {}
    for change in changes:
        numbers = [] if change.kind == "withdrawn" else _held_numbers(connection, change.article_id)
        for each in (*_held_passages(connection, change.article_id), *numbers):
            held[each.what, each.key, each.article_id, each.said_by] = each
    return uncorrected(changes, held.values())


def _taken_back(connection: sqlite3.Connection, since: dt.datetime | None, articles: Sequence[int]) -> list[TakenBack]:
    kinds = ", ".join("?" * len(_TAKES_BACK))
    of = f" AND article_id IN ({', '.join('?' * len(articles))})" if articles else ""
    rows = connection.execute(
        f"""SELECT id, article_id, changed_before, kind FROM changes
             WHERE changed_before >= ? AND finding <> 'retracted'
               AND (finding = 'settled' OR to_version_id IS NOT NULL) AND kind IN ({kinds}){of}
             ORDER BY changed_before, id""",  # noqa: S608 (marks)
        (warc_date(since) if since else "", *_TAKES_BACK, *articles),
    ).fetchall()
    return [
        TakenBack(
            change_id=id,
            article_id=article,
            changed_before=parse_iso(at),
            kind="withdrawn" if kind == "redirected" else kind,
            wrong=tuple(
                row[0]
                for row in connection.execute(
                    "SELECT before FROM facts WHERE change_id = ? AND before IS NOT NULL ORDER BY id", (id,)
                )
            ),
        )
        for id, article, at, kind in rows
    ]


def _held_passages(connection: sqlite3.Connection, article_id: int) -> list[Held]:
    rows = connection.execute(
        """SELECT u.passage_id, u.text, u.article_id, u.outlet_id, u.said_by, u.gone_by, a.last_captured_at,
                  u.sentence_id, (SELECT story_id FROM story_articles WHERE article_id = u.article_id)
             FROM passage_uses u JOIN articles a ON a.id = u.article_id
            WHERE u.passage_id IN (SELECT passage_id FROM passage_uses WHERE article_id = ?)""",
        (article_id,),
    )
    return [_held(*row) for row in rows]


def _held_numbers(connection: sqlite3.Connection, article_id: int) -> list[Held]:
    rows = connection.execute(
        """SELECT n.story_id || ' ' || n.counted, n.sentence, n.article_id, n.outlet_id, n.said_by, n.gone_by,
                  a.last_captured_at, n.story_id || ' ' || n.counted || ' ' || n.value, n.story_id
             FROM story_numbers m JOIN story_numbers n ON n.story_id = m.story_id AND n.counted = m.counted
             JOIN articles a ON a.id = n.article_id
            WHERE m.article_id = ?""",
        (article_id,),
    )
    return [_held(*row) for row in rows]


def _held(
    what: int | str,
    said: str,
    article: int,
    outlet: int,
    by: str,
    gone: str | None,
    last: str,
    key: int | str,
    story: int | None,
) -> Held:
    return Held(
        what=what,
        said=said,
        article_id=article,
        outlet_id=outlet,
        said_by=parse_iso(by),
        gone_by=parse_iso(gone) if gone else None,
        last_look_at=parse_iso(last),
        key=key,
        story_id=story,
    )
