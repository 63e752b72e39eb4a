"""Stories and passages are a function of what was captured: in any order, at once or one by one, rebuilt or not."""

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest.telling import tell_stories
from archive.lookup.dump import dump
from archive.morgue import Morgue
from archive.rebuild import rebuild
from archive.store.connection import connect_reader, connect_writer
from archive.takedown.withholding import withhold
from tests.kit.storied import CLAIM, WIRE, stories
from tests.morgues import Story, build, moment


def _told(folder: Path, told: Sequence[Story], *, one_by_one: bool = False) -> list[tuple[object, ...]]:
    parts = [[story] for story in told] if one_by_one else [list(told)]
    for part in parts:
        build(folder, part)
        with closing(connect_writer(_morgue(folder))) as connection:
            tell_stories(connection)
    return _dump(folder)


def _morgue(folder: Path) -> Morgue:
    return Morgue(folder)


def _dump(folder: Path) -> list[tuple[object, ...]]:
    """Return the rows of stories and passages; each archive here names its versions anew, so by article and number."""
    tables = {"stories", "story_articles", "story_numbers", "passages", "passage_uses"}
    with closing(connect_reader(_morgue(folder))) as connection:
        versions = {
            row[0]: f"{row[1]} v{row[2]}" for row in connection.execute("SELECT id, article_id, number FROM versions")
        }
        rows = [row for row in dump(connection) if row[0] in tables]
    return sorted((tuple(versions.get(value, value) for value in row) for row in rows), key=repr)


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(connect_reader(_morgue(folder))) as connection:
        return connection.execute(sql).fetchall()


def _shuffled_looks(told: Sequence[Story], seed: int) -> list[Story]:
    """Return every look as a story of its own, in an order of its own."""
    looks = [replace(story, looks=[look]) for story in told for look in story.looks]
    random.Random(seed).shuffle(looks)
    return looks


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morgue")
    _told(folder, stories())
    return folder


def test_two_events_at_three_outlets_are_two_stories(folder: Path) -> None:
    rows = _rows(folder, "SELECT headline, article_count, outlet_count FROM stories ORDER BY first_seen_at")
    assert rows == [
        ("Fire destroys the mill of Brantley", 2, 2),
        ("Ferry Halcyon runs aground off Skarrow", 3, 3),
    ]


def test_a_passage_names_who_took_it_by_name_and_who_was_first(folder: Path) -> None:
    ((kind, known, outlets, first),) = _rows(
        folder,
        f"SELECT p.kind, p.first_known, p.outlet_count, o.name FROM passages p"
        f" JOIN versions v ON v.id = p.first_use_version_id JOIN articles a ON a.id = v.article_id"
        f" JOIN outlets o ON o.id = a.outlet_id WHERE p.text = '{CLAIM}'",
    )
    assert (kind, outlets) == ("by_name", 2)
    assert (known, first) == ("looks", "courier")  # the Herald was seen without it at 15:00


def test_wire_copy_is_a_common_source_of_which_nobody_is_known_to_be_first(folder: Path) -> None:
    ((kind, known, first, outlets),) = _rows(
        folder,
        f"SELECT kind, first_known, first_use_version_id, outlet_count FROM passages WHERE text = '{WIRE}'",
    )
    assert (kind, known, first, outlets) == ("common_source", "unknown", None, 3)


def test_each_use_stands_from_look_to_look(folder: Path) -> None:
    rows = _rows(
        folder,
        """SELECT o.name, substr(u.said_after, 12, 5), substr(u.said_by, 12, 5), substr(u.gone_by, 1, 16)
             FROM passage_uses u JOIN passages p ON p.id = u.passage_id JOIN outlets o ON o.id = u.outlet_id
            WHERE p.text LIKE 'The harbour board%' ORDER BY u.said_by""",
    )
    assert rows == [("courier", "10:00", "14:00", "2026-11-18T09:00"), ("herald", "15:00", "16:00", None)]


def test_numbers_stand_from_look_to_look(folder: Path) -> None:
    rows = _rows(
        folder,
        """SELECT o.name, n.value, substr(n.said_by, 1, 10), substr(n.gone_by, 1, 10) FROM story_numbers n
             JOIN outlets o ON o.id = n.outlet_id WHERE n.counted LIKE '%injured%' ORDER BY n.said_by, o.name""",
    )
    assert rows == [
        ("courier", "41", "2026-11-17", "2026-11-18"),
        ("herald", "41", "2026-11-17", None),
        ("mirror", "41", "2026-11-18", "2026-11-19"),
        ("courier", "14", "2026-11-18", None),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_arrival_gives_the_same_rows(folder: Path, tmp_path: Path, seed: int) -> None:
    assert _told(tmp_path / "m", _shuffled_looks(stories(), seed), one_by_one=True) == _dump(folder)


def test_one_by_one_gives_the_same_rows(folder: Path, tmp_path: Path) -> None:
    assert _told(tmp_path / "m", stories(), one_by_one=True) == _dump(folder)


def test_a_rebuild_gives_the_same_rows(folder: Path, tmp_path: Path) -> None:
    @contextmanager
    def bar(words: str, count: int):
        yield lambda done: None

    again = tmp_path / "m"
    _told(again, stories(), one_by_one=True)
    before = _dump(again)
    rebuild(again, software="rowback test", bar=bar)
    assert _dump(again) == before == _dump(folder)


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8, 13, 21])
def test_a_kill_anywhere_costs_nothing(folder: Path, tmp_path: Path, after: int) -> None:
    """The process dies at one of its commits; the next start does the rest."""
    place = tmp_path / "m"
    build(place, stories())

    class Killed(BaseException):
        pass

    class Dying(sqlite3.Connection):
        left = after

        def execute(self, sql: str, *more: object) -> sqlite3.Cursor:  # type: ignore[override]
            if sql == "COMMIT":
                Dying.left -= 1
                if Dying.left < 0:
                    raise Killed
            return super().execute(sql, *more)

    with closing(sqlite3.connect(_morgue(place).database, isolation_level=None, factory=Dying)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with suppress(Killed):
            tell_stories(connection)
    with closing(connect_writer(_morgue(place))) as connection:
        tell_stories(connection)
    assert _dump(place) == _dump(folder)


def test_an_article_that_is_gone_is_in_no_story_at_once(tmp_path: Path) -> None:
    place = tmp_path / "m"
    _told(place, stories())
    withhold(_morgue(place), "https://herald.example/news/ferry", reason="asked", now=moment("2026-11-20 10:00"))
    for table in ("story_articles", "passage_uses", "story_numbers"):
        assert not _rows(
            place,
            f"SELECT 1 FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)",
        )
    assert len(_rows(place, "SELECT 1 FROM _tellings")) == len(stories()) - 1
    assert not _rows(place, "SELECT 1 FROM passages WHERE text LIKE 'The harbour board%'")
    assert not _rows(place, "SELECT 1 FROM _sentences WHERE text LIKE 'The Courier reported%'")
