"""Anyone may look without writing: whatever the folder's name, the medium, and what lies beside the database."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, MutableMapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.browse.server import application
from archive.errors import MorgueMissing
from archive.morgue import Morgue
from archive.verify import verify
from archive.warc.ledger import Ledger
from tests.keeping import at, exchange, opened
from tests.kit.small import small
from tests.running import rowback

NAMES = ("a#b", "what?", "100%20done", "a b", "ü", "mode=ro&x", "'quoted\"")
LOOKS = (
    ("status",), ("verify",), ("verify", "--deep"), ("search", "ferry"), ("log", "https://example.org/2017/ferry"),
    ("show", "https://example.org/2017/ferry"), ("cite", "https://example.org/2017/ferry"), ("changes",),
    ("diff", "https://example.org/2017/ferry"),
)  # fmt: skip


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and "home" not in path.relative_to(folder).parts
    }


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Mount a folder so that nobody can write to it, not even root."""
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "--bind", folder, folder], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        subprocess.run([mount, "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def looked(folder: Path, morgue: Path) -> dict[str, int]:
    return {" ".join(look): rowback(folder, "--morgue", str(morgue), *look).code for look in LOOKS}


def answers(morgue: Morgue, *paths: str) -> list[int]:
    """Start the application, ask it, end it."""
    return asyncio.run(_asked(morgue, paths))


async def _asked(morgue: Morgue, paths: tuple[str, ...]) -> list[int]:
    app = application(morgue, public=False)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport) as client:
        found = [(await client.get(f"http://localhost{path}")).status_code for path in paths]
    events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    told: list[str] = []

    async def receive() -> dict[str, str]:
        return next(events)

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message["type"])

    await app({"type": "lifespan"}, receive, send)
    assert told[-1] == "lifespan.shutdown.complete"
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    morgue = small(tmp_path / name / "morgue")
    before = listing(tmp_path)
    assert verify(morgue, deep=True).sound
    assert answers(morgue, "/rowback/articles.json?_shape=array", "/") == [200, 200]
    assert listing(tmp_path) == before


@pytest.mark.parametrize("path", ["//-/databases.json", "//x", "/a/b/c/d/e", "/-/nothing", "/%00", "/rowback/-/x/y/z"])
def test_an_address_that_is_none_is_told_as_none(tmp_path: Path, path: str) -> None:
    (status,) = answers(small(tmp_path / "morgue"), path)
    assert 300 <= status < 405


def test_looking_leaves_no_file_and_alters_none(tmp_path: Path) -> None:
    morgue = small(tmp_path / "morgue")
    shutil.rmtree(morgue.folder / "locks")
    before = listing(tmp_path)
    assert set(looked(tmp_path, morgue.folder).values()) == {0}
    assert listing(tmp_path) == before


@pytest.mark.parametrize("log", ["none", "log", "log and index"])
def test_a_medium_that_cannot_be_written_can_be_looked_at(tmp_path: Path, log: str) -> None:
    place = tmp_path / "disc"
    morgue = small(place / "morgue")
    if log != "none":
        with opened(morgue.folder, 30) as archive:
            archive.keep([exchange("https://example.org/2017/late", b"late", minute=30)])
            for end in ("", "-wal", "-shm"):
                shutil.copyfile(f"{morgue.database}{end}", f"{place}/kept{end}")
        for end in ("", "-wal", "-shm"):
            (morgue.folder / f"rowback.db{end}").unlink(missing_ok=True)
            if end != "-shm" or log == "log and index":
                shutil.copyfile(f"{place}/kept{end}", f"{morgue.database}{end}")
    with unwritable(place):
        assert set(looked(tmp_path, morgue.folder).values()) == {0}
        report = verify(morgue, deep=True)
        assert report.sound
        assert report.captures == (5 if log == "none" else 6)
        assert answers(morgue, "/rowback/articles.json", "/") == [200, 200]


def test_warc_files_without_their_database_name_the_rebuild(tmp_path: Path) -> None:
    morgue = small(tmp_path / "morgue")
    morgue.database.unlink()
    told = rowback(tmp_path, "--morgue", str(morgue.folder), "status")
    assert told.code == 3
    assert "rowback rebuild" in told.err
    assert rowback(tmp_path, "--morgue", str(tmp_path / "none"), "status").code == 3


@pytest.mark.parametrize("look", LOOKS)
def test_a_damaged_database_is_named(tmp_path: Path, look: tuple[str, ...]) -> None:
    morgue = small(tmp_path / "morgue")
    with morgue.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)
    told = rowback(tmp_path, "--morgue", str(morgue.folder), *look)
    assert told.code in (3, 9)
    assert "fault in rowback" not in told.err
    assert "rebuild" in told.out + told.err


def test_a_configuration_that_is_nested_deeply_is_named(tmp_path: Path) -> None:
    (tmp_path / "rowback.toml").write_text("x = " + "[" * 5000 + "]" * 5000, "utf-8")
    for arguments in (("status",), ("pause", "x")):
        told = rowback(tmp_path, *arguments)
        assert told.code == 3
        assert "nested" in told.err or "TOML" in told.err


def test_a_morgue_that_is_moved_away_is_named_and_not_made_again(tmp_path: Path) -> None:
    with opened(tmp_path / "morgue") as archive:
        archive.keep([exchange()])
        (tmp_path / "morgue").rename(tmp_path / "elsewhere")
        archive.keep([exchange("https://example.org/2017/flood", b"flood", minute=1)])
        ledger = Ledger(
            crawl_id=1, started_at=at(0), finished_at=at(1), status="done", software="", clock_skew_seconds=None,
            counts={}, outlets=(), misses=(),
        )  # fmt: skip
        with pytest.raises(MorgueMissing):
            archive.seal(ledger)
        with pytest.raises(MorgueMissing):  # a new file
            archive.keep([exchange("https://example.org/2017/late", b"late", minute=3 * 24 * 60)])
    assert not (tmp_path / "morgue").exists()
    with closing(sqlite3.connect(tmp_path / "elsewhere" / "rowback.db")) as connection:
        assert connection.execute("SELECT count(*) FROM captures").fetchone() == (2,)
