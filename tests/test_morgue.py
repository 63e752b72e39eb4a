import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from archive import migrations, morgue
from archive.errors import MorgueError, MorgueLocked, MorgueMissing, MorgueTooNew
from archive.lookup import metadata
from tests import keeping


def pragma(folder: Path, name: str) -> int:
    with sqlite3.connect(folder / "rowback.db") as connection:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def test_making_a_morgue_gives_a_database_of_ours_and_what_datasette_reads(tmp_path: Path) -> None:
    place = morgue.create(tmp_path / "deep" / "morgue")
    metadata.write(place.folder)
    assert pragma(place.folder, "application_id") == 0x726F7762
    assert pragma(place.folder, "user_version") == migrations.NEWEST
    assert {path.name for path in place.folder.iterdir()} >= {
        "rowback.db", "warcs", "metadata.yml", "settings.json", "datasette.yml",
    }  # fmt: skip
    assert not place.desk.exists()


def test_opening_it_again_alters_nothing(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    (tmp_path / "metadata.yml").write_text("title: mine\n")
    metadata.write(tmp_path)
    with sqlite3.connect(place.database) as connection:
        connection.execute("INSERT INTO outlets (id, name, title, home) VALUES (1, 'a', 'a', 'a')")
    assert morgue.create(tmp_path) == place == morgue.find(tmp_path)
    assert (tmp_path / "metadata.yml").read_text() == "title: mine\n"
    with sqlite3.connect(place.database) as connection:
        assert connection.execute("SELECT count(*) FROM outlets").fetchone() == (1,)


def test_reading_a_missing_morgue_names_the_absolute_path_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MorgueMissing, match=str(tmp_path / "morgue")):
        morgue.find(Path("morgue"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opening", [morgue.create, morgue.find])
def test_a_newer_database_is_refused_with_the_line_that_upgrades(tmp_path: Path, opening: object) -> None:
    place = morgue.create(tmp_path)
    with sqlite3.connect(place.database) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    with pytest.raises(MorgueTooNew, match="uv tool upgrade rowback"):
        opening(tmp_path)  # type: ignore[operator]


def test_a_reader_refuses_an_older_database_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    with sqlite3.connect(place.database) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(MorgueError, match="brings it up to date"):
        morgue.find(tmp_path)
    assert pragma(tmp_path, "user_version") == 0
    morgue.create(tmp_path)
    assert pragma(tmp_path, "user_version") == migrations.NEWEST


def test_an_older_database_takes_a_miss_that_is_our_own_fault_and_keeps_its_misses(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    insert = "INSERT INTO misses (url, missed_at, reason) VALUES ('http://a.example/1', '2026-11-20T00:00:00Z', ?)"
    with closing(sqlite3.connect(place.database)) as connection, connection:
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'misses'").fetchone()
        connection.execute("DROP TABLE misses")
        connection.execute(made.replace(", 'fault'", ""))
        connection.execute(insert, ("gone",))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(insert, ("fault",))
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_misses_know_our_own_fault'")
        connection.execute("PRAGMA user_version = 2")
    morgue.create(tmp_path)
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute(insert, ("fault",))
        assert connection.execute("SELECT reason FROM misses").fetchall() == [("gone",), ("fault",)]
        indexes = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'misses'")
        assert indexes.fetchone() == (4,)


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, None])
def test_a_database_of_someone_else_is_not_touched(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "rowback.db"
    if content is None:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE recipes (name)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(MorgueError, match=str(path)):
        morgue.create(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MorgueError, match=str(tmp_path / "file" / "morgue")):
        morgue.create(tmp_path / "file" / "morgue")


def _hold(lock: AbstractContextManager[None]) -> None:
    with lock:
        pass


def test_an_outlet_is_held_by_one_process_at_a_time(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    holding = f"""
import sys
from pathlib import Path
from archive.morgue import Morgue
with Morgue(Path({str(tmp_path)!r})).lock_outlet("a/b.example"):
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert morgue.locked_outlets(place) == ("a/b.example",)
        with pytest.raises(MorgueLocked, match=f"process {other.pid} holds outlet a/b.example") as refused:
            _hold(place.lock_outlet("a/b.example"))
        assert refused.value.code == 8
        with place.lock_outlet("other.example"):
            pass
        other.communicate(b"")
    with place.lock_outlet("a/b.example"):
        pass
    assert morgue.locked_outlets(place) == ()


def test_many_may_add_to_a_morgue_while_none_replaces_its_database(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    with place.lock_shared(), place.lock_shared(), pytest.raises(MorgueLocked), place.lock_alone():
        pass
    with place.lock_alone(), pytest.raises(MorgueLocked, match=f"process {os.getpid()} holds the morgue"):
        _hold(place.lock_shared())


def test_a_lock_goes_with_its_holder_and_not_with_its_file(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    with place.lock_outlet("x"):
        pass
    (path,) = (tmp_path / "locks").glob("outlet x.lock")
    with path.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_an_archive_whose_keys_had_no_capitals_gets_them_and_derives_what_they_tell_apart(tmp_path: Path) -> None:
    place = morgue.create(tmp_path)
    urls = ["https://example.org/s/aB3x", "https://example.org/s/Ab3X", "https://example.org/plain"]
    with keeping.opened(place.folder) as archive:
        archive.keep([keeping.exchange(url, url.encode() * 9) for url in urls])
    with sqlite3.connect(place.database) as connection:
        kept = connection.execute("SELECT url, identity FROM captures ORDER BY url").fetchall()
        edges = connection.execute("SELECT * FROM _edges ORDER BY 1").fetchall()
        connection.execute("UPDATE captures SET identity = lower(identity)")
        connection.execute("DELETE FROM _edges")
        connection.execute("DELETE FROM _pending")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm002%'")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    morgue.create(tmp_path)
    with sqlite3.connect(place.database) as connection:
        assert connection.execute("SELECT url, identity FROM captures ORDER BY url").fetchall() == kept
        assert connection.execute("SELECT * FROM _edges ORDER BY 1").fetchall() == edges
        assert connection.execute("SELECT count(*) FROM _pending").fetchone() == (2,)
    connection.close()
