"""`rowback rebuild`: from the WARC files alone the same rows, ids included, whatever happened to the database."""

import json
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.errors import MorgueLocked, MorgueMissing
from archive.models import Rejection
from tests.benchmarks.rebuild import measure
from tests.histories import HISTORY
from tests.keeping import PAGE, at, content, exchange, opened
from tests.kit.rebuilding import copied, dumped, end_as_a_crawl_does, rebuilt, same_again
from tests.running import rowback


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of revisits, redirects, slugs, withdrawals, walls and an address taken over."""
    folder = tmp_path_factory.mktemp("history")
    with opened(folder) as archive:
        for seen in HISTORY:
            (capture,) = archive.keep([seen.exchange()])
            if archive.settle(capture.id, at(60 * seen.hour)) is None:
                archive.keep_reading(capture.id, seen.reading or Rejection("not_article"), at(60 * seen.hour))
    return folder


def test_a_tangled_history_comes_out_row_for_row(history: Path) -> None:
    told = same_again(history)
    assert told.counts["versions"] > 5
    assert (told.damage, told.failed, told.counts["waiting"]) == ((), (), 0)


@pytest.mark.slow
def test_it_goes_on_after_a_kill_at_any_point(history: Path, tmp_path: Path) -> None:
    folder = copied(history, tmp_path)
    end_as_a_crawl_does(folder)
    before = dumped(folder / "rowback.db")
    resumed = 0
    for statements in range(0, 4000, 23):
        killed = killed_after(folder, statements)
        assert dumped(folder / "rowback.db") == before
        if not killed:
            break
        resumed += (folder / "rowback.db.new").exists()
    assert resumed > 5
    assert rebuilt(folder).counts["articles"] == len([row for row in before if row[0] == "articles"])
    assert dumped(folder / "rowback.db") == before


def killed_after(folder: Path, statements: int) -> bool:
    """Rebuild in a process that is killed at an SQL statement; True when it was."""
    child = os.fork()
    if child == 0:
        left = iter(range(statements))
        connect = sqlite3.connect

        def count_down(_: str) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        def traced(*arguments: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **named)
            connection.set_trace_callback(count_down)
            return connection

        sqlite3.connect = traced  # type: ignore[assignment]  # in this process alone
        rebuilt(folder)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_damaged_record_is_told_and_costs_only_itself(history: Path, tmp_path: Path) -> None:
    folder = copied(history, tmp_path)
    with closing(sqlite3.connect(folder / "rowback.db")) as connection:
        name, offset, length, capture = connection.execute(
            "SELECT filename, offset, length, id FROM captures ORDER BY filename, offset LIMIT 1 OFFSET 4"
        ).fetchone()
    (path,) = (folder / "warcs").glob("*/*/*.warc.gz*")
    with path.open("r+b") as file:
        file.seek(offset + length // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0xFF]))
    told = rebuilt(folder)
    assert [(each.filename, each.offset, each.length) for each in told.damage] == [(name, offset, length)]
    assert told.damage[0].reason
    with closing(sqlite3.connect(folder / "rowback.db")) as connection:
        assert connection.execute("SELECT count(*) FROM captures").fetchone() == (len(HISTORY) - 1,)
        assert connection.execute("SELECT count(*) FROM captures WHERE id = ?", (capture,)).fetchone() == (0,)


def test_a_torn_tail_is_left_to_the_next_crawl(history: Path, tmp_path: Path) -> None:
    folder = copied(history, tmp_path)
    before = dumped(folder / "rowback.db")
    (path,) = (folder / "warcs").glob("*/*/*.open")
    with path.open("ab") as file:
        file.write(path.read_bytes()[:99])
    assert rebuilt(folder).damage == ()
    assert dumped(folder / "rowback.db") == before
    with opened(folder, 60 * 30) as archive:
        assert [mended.cut for mended in archive.mended] == [99]


@pytest.mark.parametrize("harm", ["missing", "garbage", "empty"])
def test_what_the_old_database_was_does_not_matter(history: Path, tmp_path: Path, harm: str) -> None:
    folder = copied(history, tmp_path)
    before = dumped(folder / "rowback.db")
    for path in folder.glob("rowback.db*"):
        path.unlink()
    if harm != "missing":
        (folder / "rowback.db").write_bytes(b"no database at all" * 999 if harm == "garbage" else b"")
    rebuilt(folder)
    assert dumped(folder / "rowback.db") == before


def test_pages_that_nobody_had_read_wait_for_the_next_crawl(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        one, two = archive.keep([exchange(), exchange("https://example.org/other", PAGE + b"2", minute=1)])
        archive.keep_reading(one.id, content("Ferry late", "The ferry left at nine on Monday."), at(0))
        waiting = [capture.id for capture in archive.unread_captures()]
    assert waiting == [two.id]
    assert same_again(tmp_path).counts["waiting"] == 1
    with opened(tmp_path, 2) as archive:
        assert [capture.id for capture in archive.unread_captures()] == waiting


def test_a_crawl_goes_on_after_a_rebuild_as_if_nothing_had_been(history: Path, tmp_path: Path) -> None:
    folder = copied(history, tmp_path)
    rebuilt(folder)
    with opened(folder, 60 * 24) as archive:
        assert archive.mended == ()
        (again,) = archive.keep([HISTORY[2].exchange()])
        assert again.record_type == "revisit"
        assert archive.settle(again.id, at(60 * 24)) is not None


def test_no_rebuild_while_an_archive_is_written_to(history: Path, tmp_path: Path) -> None:
    folder = copied(history, tmp_path)
    with opened(folder, 60 * 24), pytest.raises(MorgueLocked):
        rebuilt(folder)


def test_without_warc_files_there_is_nothing_to_rebuild_from(tmp_path: Path) -> None:
    with pytest.raises(MorgueMissing):
        rebuilt(tmp_path)


@pytest.mark.slow
def test_three_hundred_captures_come_out_row_for_row(tmp_path: Path) -> None:
    measured = measure(tmp_path, 300)
    assert (measured.captures, measured.differing) == (300, 0)


def test_the_newspapers_three_editions_come_out_row_for_row(tmp_path: Path) -> None:
    assert rowback(tmp_path, "demo").code == 0
    morgue = tmp_path / "rowback-demo"
    before = dumped(morgue / "rowback.db"), ledgers(morgue / "rowback.db")
    run = rowback(tmp_path, "rebuild", "--json", "--morgue", str(morgue))
    assert run.code == 0, run
    assert (dumped(morgue / "rowback.db"), ledgers(morgue / "rowback.db")) == before
    told = json.loads(run.out)
    assert told["rebuild"]["captures"] == len([row for row in before[0] if row[0] == "captures"])
    assert (told["damage"], told["failed"]) == ([], [])


def ledgers(path: Path) -> list[tuple[object, ...]]:
    """Return what the crawls' ledgers bring back beside what is derived, and the times of the next looks."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            *connection.execute("SELECT id, started_at, status, outlets, announced, fetched, new, bytes FROM crawls"),
            *connection.execute("SELECT article_id, url, missed_at, reason, detail, retry_at FROM misses ORDER BY id"),
            *connection.execute("SELECT * FROM coverage"),
            *connection.execute("SELECT id, next_check_at FROM articles ORDER BY id"),
        ]
