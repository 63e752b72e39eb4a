"""A new reader reads other things in the same pages: no change may come of it that no newsroom made."""

import functools
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest.archive import Archive
from archive.ingest.deriving import Settled
from archive.ingest.pool import ReaderPool
from archive.lookup import Lookup
from archive.models import Block, Content, Reading, Rejection
from archive.morgue import Morgue
from archive.rebuild.reread import Reread, reread
from archive.store.connection import connect_reader
from tests import readers
from tests.histories import FERRY, FERRY_2
from tests.keeping import INFO, PAGE, at, exchange
from tests.kit.rebuilding import copied, no_bar, same_again

OLD, NEW = "old reader 1", "new reader 2"


def read_old(page: Content) -> Reading:
    """Read a page as the old reader did: with an advertisement, and straight quotes."""
    advert = Block("Subscribe now for more of this.", "main/div", kept=True)
    return replace(page, blocks=(*page.blocks, advert), reader=OLD)


def read_new(page: Content) -> Reading:
    """Read it as the new one does: curly quotes, a standfirst of its own, another path, no advertisement."""
    first, *others = page.blocks
    blocks = tuple(replace(each, path="article/p", text=each.text.replace(" says ", " – says… ")) for each in others)
    return replace(page, standfirst=first.text, blocks=blocks, reader=NEW)


def read_nothing(page: Content) -> Reading:
    """Read it as a new reader does that takes it for no article."""
    return Rejection("not_article", "", NEW)


class Pages:
    """An archive of one address, its pages by capture, and who reads them now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, Content] = {}

    def look(self, page: Content, minute: float, *, new: object = None, noise: str = "") -> Settled:
        """Keep a page and have it read, with what it is to be compared with."""
        reader = NEW if new else OLD
        with Archive.open(self.folder, INFO, now=at(minute), reader=reader) as archive:
            body = PAGE + repr(page).encode() + noise.encode()
            (capture,) = archive.keep([exchange(body=body, minute=minute)])
            self.pages[capture.digest] = page
            return self._settled(archive, capture.id, minute, new or read_old)

    def _settled(self, archive: Archive, capture_id: int, minute: float, read: object) -> Settled:
        settled = archive.settle(capture_id, at(minute))
        if settled is None:
            capture = archive.capture(capture_id)
            assert callable(read)
            settled = archive.keep_reading(capture_id, read(self.pages[capture.digest]), at(minute))
        for earlier in settled.unread:
            self._settled(archive, earlier, minute, read)
        again = archive.settle(capture_id, at(minute))
        assert again is not None
        assert again.unread == ()
        return again

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "rowback.db")) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path)


def test_a_new_reader_makes_no_version_of_an_unchanged_page(pages: Pages) -> None:
    pages.look(FERRY, 0)
    assert pages.look(FERRY, 60, new=read_new, noise="<!-- 2 -->").decision == "same"
    assert pages.rows("SELECT number FROM versions") == [(1,)]
    assert pages.rows("SELECT count(*) FROM _pending") == [(0,)]


def test_only_the_capture_that_is_compared_is_read_again(pages: Pages) -> None:
    for minute, page in enumerate([FERRY, FERRY_2, FERRY_2]):
        pages.look(page, minute, noise=str(minute))
    pages.look(FERRY_2, 60, new=read_new, noise="new")
    read = pages.rows(
        "SELECT c.captured_at, r.name FROM contents k JOIN captures c ON c.id = k.capture_id "
        "JOIN readers r ON r.id = k.reader_id ORDER BY 1, 2"
    )
    assert [name for _, name in read] == [OLD, NEW, OLD, OLD, NEW]
    assert pages.rows("SELECT number, version_count FROM versions JOIN articles a ON a.id = article_id") == [
        (1, 2), (2, 2),
    ]  # fmt: skip


def test_what_a_newsroom_changed_is_told_as_that_alone(pages: Pages) -> None:
    plain = Pages(pages.folder / "plain")
    for each in (pages, plain):
        each.look(FERRY, 0)
    assert pages.look(FERRY_2, 60, new=read_new).decision == "changed"
    assert plain.look(FERRY_2, 60).decision == "changed"
    sql = "SELECT kind, words_added, words_removed, headline_changed FROM changes"
    assert pages.rows(sql) == plain.rows(sql)


def test_a_diff_shows_what_one_reader_read_in_both(pages: Pages) -> None:
    for minute, page in enumerate([FERRY, FERRY_2]):
        pages.look(page, minute)
    pages.look(replace(FERRY_2, section="News"), 60, new=read_new)
    with closing(connect_reader(Morgue(pages.folder))) as connection:
        lookup = Lookup(connection)
        article = lookup.article_by_url("https://example.org/2017/ferry")
        first, second = (lookup.version(article, number) for number in (1, 2))
        assert (first.reader, second.reader) == (OLD, NEW)
        told = lookup.contents(first, second)
    assert [content.reader for content in told] == [OLD, OLD]
    assert [content.headline for content in told] == [FERRY.headline, FERRY_2.headline]


def test_a_page_that_the_new_reader_cannot_read_makes_no_change(pages: Pages) -> None:
    pages.look(FERRY, 0)
    settled = pages.look(FERRY, 60, new=lambda page: read_nothing(page), noise="2")
    assert settled.decision in (None, "held_back")
    assert pages.rows("SELECT count(*) FROM changes") == [(0,)]
    assert pages.rows("SELECT number FROM versions") == [(1,)]


def test_an_older_page_that_the_new_reader_cannot_read_makes_no_change_and_the_next_is_compared(pages: Pages) -> None:
    def picky(page: Content) -> Reading:
        return read_new(page) if page.section else read_nothing(page)

    pages.look(FERRY, 0)
    named = replace(FERRY, section="News")
    first = pages.look(named, 60, new=picky)
    assert (first.decision, first.reason) == ("held_back", "suspect_reading")
    assert pages.look(named, 120, new=picky, noise="3").decision == "same"
    assert pages.look(replace(FERRY_2, section="News"), 180, new=picky).decision == "changed"
    assert pages.rows("SELECT number FROM versions ORDER BY 1") == [(1,), (2,)]


def test_equal_bytes_are_read_once_by_each_reader(pages: Pages) -> None:
    pages.look(FERRY, 0)
    assert pages.look(FERRY, 60, new=read_new).decision == "same"
    assert pages.rows("SELECT count(*), count(DISTINCT reading_id) FROM contents") == [(3, 2)]


def test_a_rebuild_tells_the_same_of_two_readers(pages: Pages) -> None:
    for minute, page in enumerate([FERRY, FERRY_2, FERRY_2, FERRY_2]):
        pages.look(page, minute, noise=str(min(minute, 2)))
    for minute, page in enumerate([FERRY_2, FERRY, FERRY], 60):
        pages.look(page, minute, new=read_new, noise=str(min(minute, 61)))
    assert pages.rows("SELECT max(number) FROM versions") == [(3,)]
    same_again(pages.folder)


FIRST = (
    "The ferry left - at nine\nIt was late by an hour on Monday.\nNobody was hurt in the harbour of the town.\n# Ad 1"
)
ADVERT = FIRST.replace("# Ad 1", "# Ad 2, and a very different one that a newsroom never wrote")
SECOND = ADVERT.replace("an hour", "two hours")


def read_all(folder: Path, minute: float) -> Reread:
    with (
        Archive.open(folder, INFO, now=at(minute), reader=readers.LATER) as archive,
        ReaderPool(archive.morgue, reader="tests.readers.read_later", workers=2) as pool,
    ):
        return reread(archive, pool, reader=readers.LATER, now=at(minute), bar=no_bar)


@pytest.fixture(scope="module")
def told_by_the_old_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive where an advertisement was taken for text, and made a version."""
    folder = tmp_path_factory.mktemp("old")
    with Archive.open(folder, INFO, now=at(0), reader=readers.READER) as archive:
        for minute, text in enumerate([FIRST, FIRST, ADVERT, SECOND]):
            (capture,) = archive.keep([exchange(body=text.encode(), minute=minute)])
            if archive.settle(capture.id, at(minute)) is None:
                reading = readers.read(text.encode(), url=capture.url, captured_at=capture.captured_at)
                archive.keep_reading(capture.id, reading, at(minute))
    return folder


def test_reading_everything_again_lists_the_numbers_that_moved(told_by_the_old_reader: Path, tmp_path: Path) -> None:
    folder = copied(told_by_the_old_reader, tmp_path)
    rows = functools.partial(Pages.rows, Pages(folder))
    assert rows("SELECT number FROM versions ORDER BY 1") == [(1,), (2,), (3,)]
    came = read_all(folder, 60)
    assert (came.pages, came.failed) == (4, ())
    assert rows("SELECT number, reader FROM versions ORDER BY 1") == [(1, readers.LATER), (2, readers.LATER)]
    assert rows("SELECT old_number, new_number FROM renumbered ORDER BY 1") == [(2, None), (3, 2)]
    assert rows("SELECT count(*) FROM changes") == [(1,)]
    assert rows("SELECT count(*) FROM _pending") == [(0,)]
    assert read_all(folder, 61).pages == 0


def test_a_rebuild_knows_what_was_read_again(told_by_the_old_reader: Path, tmp_path: Path) -> None:
    folder = copied(told_by_the_old_reader, tmp_path)
    read_all(folder, 60)
    rows = functools.partial(Pages.rows, Pages(folder))
    moved = rows("SELECT * FROM renumbered ORDER BY 2")
    same_again(folder)
    assert rows("SELECT * FROM renumbered ORDER BY 2") == moved
    assert len(moved) == 2
