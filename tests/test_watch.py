"""`rowback watch`: one process that stays, and what is due at any time."""

import datetime as dt
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.times import UTC
from crawler.clock import REAL
from crawler.newspaper.press import Answer, Asked
from crawler.watch import watching
from crawler.watch.supervisor import Supervisor, told
from crawler.watch.watching import Rest
from tests.kit.outlet import Outlet
from tests.kit.started import start
from tests.running import rowback

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
HERE = Path(__file__).resolve().parent.parent


def test_what_was_never_looked_at_is_due_at_once() -> None:
    assert watching.plan(["a", "b"], {"b": NOW + HOUR}, {}, NOW).outlets == ("a",)


def test_nothing_due_sleeps_until_the_first_is_but_never_long() -> None:
    due = {"a": NOW + 20 * dt.timedelta(seconds=1), "b": NOW + HOUR}
    assert watching.plan(["a", "b"], due, {}, NOW) == watching.Round((), dt.timedelta(seconds=20))
    assert watching.plan(["b"], due, {}, NOW).sleep == watching.LONGEST_SLEEP
    assert watching.plan([], {}, {}, NOW).sleep == watching.LONGEST_SLEEP


def test_an_outlet_rests_however_much_is_due() -> None:
    rests = {"a": Rest(NOW + MINUTE)}
    assert watching.plan(["a"], {"a": NOW - HOUR}, rests, NOW).outlets == ()
    assert watching.plan(["a"], {"a": NOW - HOUR}, rests, NOW + MINUTE).outlets == ("a",)


def test_a_clock_that_was_put_back_silences_nothing() -> None:
    assert watching.plan(["a"], {"a": NOW}, {"a": Rest(NOW + 400 * HOUR)}, NOW).outlets == ("a",)


def test_rounds_that_give_nothing_grow_apart_until_one_gives_something() -> None:
    rest, waits = None, []
    for _ in range(9):
        rest = watching.after(rest, NOW, code=6, useful=False, chance=0.5)
        waits.append(rest.until - NOW)
    assert waits == sorted(waits)
    assert waits[-1] == watching.LONGEST_REST
    assert watching.after(rest, NOW, code=0, useful=True, chance=0.5) == Rest(NOW + watching.BETWEEN, 0)


def test_a_full_disk_is_waited_out() -> None:
    assert watching.after(None, NOW, code=7, useful=False, chance=0.5).until == NOW + watching.AFTER_DISK


@pytest.mark.parametrize("out", ["", "nonsense", "[]", '{"crawl": 1}', '{"crawl": {"outlets": [1]}}'])
def test_a_crawl_that_died_is_trouble_in_its_own_words(out: str) -> None:
    assert told(1, out, "first\nMemoryError\n").trouble == "MemoryError"
    assert told(-9, out, "").trouble == "the crawl ended with -9"


def test_a_round_in_vain_is_told_when_the_next_one_is_too_and_once() -> None:
    heard: list[str] = []
    watch = Supervisor(enabled=list, due=dict, crawl=lambda _: 0, clock=REAL, say=heard.append)
    for code in (6, 0, 6, 6, 6, 0):
        watch._tell(told(code, '{"crawl": {"outlets": []}}', ""))
    assert heard == ["nothing could be fetched: `rowback status` says why", "All is well again."]


def slow(asked: Asked) -> Answer | None:
    """Answer as usual, articles a little later, so that a kill falls among them."""
    if asked.path.startswith("/news/"):
        threading.Event().wait(0.2)
    return None


@contextmanager
def outlet_of(folder: Path) -> Iterator[Outlet]:
    outlet = Outlet(slow)
    with outlet.press:
        text = f'[outlets.paper]\nhome = "{outlet.home}"\nsources = [{{ feed = "{outlet.home}feed/" }}]\n'
        (folder / "rowback.toml").write_text(text)
        yield outlet


def wait_for(folder: Path, sql: str, *, least: int) -> None:
    """Wait until the archive answers a question with so much."""
    for _ in range(600):
        if (folder / "morgue" / "rowback.db").exists() and asked(folder, sql) >= least:
            return
        threading.Event().wait(0.1)
    raise TimeoutError(sql)


def asked(folder: Path, sql: str) -> int:
    try:
        with sqlite3.connect(folder / "morgue" / "rowback.db") as connection:
            return int(connection.execute(sql).fetchone()[0])
    except sqlite3.OperationalError:
        return -1  # it is being made


LOOKS = "SELECT count(*) FROM captures WHERE purpose = 'article'"
VERSIONS = "SELECT count(*) FROM versions"


def test_a_watch_crawls_what_is_due_and_ends_cleanly_when_told_to(tmp_path: Path) -> None:
    with outlet_of(tmp_path), start(tmp_path, "watch") as run:
        wait_for(tmp_path, VERSIONS, least=6)
        run.send_signal(signal.SIGTERM)
        assert run.ended(60) == (143, "", "")
    assert asked(tmp_path, LOOKS) == 6


def test_a_watch_that_was_killed_goes_on_and_doubles_no_look(tmp_path: Path) -> None:
    with outlet_of(tmp_path) as outlet:
        with start(tmp_path, "watch") as run:
            wait_for(tmp_path, LOOKS, least=2)
            run.kill()
        with start(tmp_path, "watch") as run:
            wait_for(tmp_path, VERSIONS, least=6)
            run.send_signal(signal.SIGTERM)
            run.wait(60)
        pages = [target for target in outlet.asked() if target.startswith("/news/")]
    assert asked(tmp_path, LOOKS) == 6
    assert len(pages) == len(set(pages)) == 6


def test_schedule_says_when_and_why(tmp_path: Path) -> None:
    with outlet_of(tmp_path) as outlet:
        rowback(tmp_path, "crawl")
        run = rowback(tmp_path, "schedule", outlet.page(3))
    assert run.code == 0, run
    assert "next look" in run.out
    assert "Why: published" in run.out
    assert rowback(tmp_path, "schedule", "http://127.0.0.1:1/none").code == 4


@pytest.mark.parametrize("read", [True, False])
def test_what_a_killed_crawl_had_is_not_asked_for_again(tmp_path: Path, read: bool) -> None:
    with outlet_of(tmp_path) as outlet:
        rowback(tmp_path, "crawl")
        with sqlite3.connect(tmp_path / "morgue" / "rowback.db") as connection:
            if read:  # it was killed before it wrote the next looks
                connection.execute("UPDATE articles SET next_check_at = first_captured_at")
            else:  # it was killed before it read what it had
                connection.execute("INSERT INTO _pending SELECT id FROM captures WHERE purpose = 'article'")
                long_ago = "2026-11-20T00:00:00.000000Z", "2026-11-20T00:15:00.000000Z"
                connection.execute("UPDATE articles SET last_captured_at = ?, next_check_at = ?", long_ago)
        rowback(tmp_path, "crawl")
        pages = [target for target in outlet.asked() if target.startswith("/news/")]
    assert len(pages) == len(set(pages)) == 6
