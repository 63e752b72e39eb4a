"""A crawl on a disk that fills up stops cleanly with exit 7 and goes on when there is room."""

import datetime as dt
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.warc.conformance import check_file
from archive.warc.members import OPEN
from tests.keeping import at, content, exchange, opened
from tests.running import rowback
from tests.unknownsite import COUNT, NEW_IN, UnknownSite


def _mount(*arguments: str) -> bool:
    """Mount; False where that is not permitted."""
    found = shutil.which("mount")
    return found is not None and subprocess.run([found, *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=1100k", "tmpfs", str(place)):
        pytest.skip("mounting a small file system is not permitted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_ends_a_crawl_with_7_and_it_goes_on_when_there_is_room(tmp_path: Path, small_disk: Path) -> None:
    (tmp_path / "rowback.toml").write_text(f'morgue = "{small_disk}/morgue"\nmin_free = "0 B"\n', "utf-8")
    with UnknownSite(dt.datetime.now(dt.UTC)) as site:
        run = rowback(tmp_path, "crawl", site.home)
        assert run.code == 7, run
        assert _mount("-o", "remount,size=64m", str(small_disk))
        run = rowback(tmp_path, "crawl", "--again", site.home)
        assert run.code == 0, run
    with closing(sqlite3.connect(small_disk / "morgue" / "rowback.db")) as connection:
        count = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert count == COUNT - len(NEW_IN)
    for path in (small_disk / "morgue" / "warcs").glob("*/*/*.warc.gz*"):
        assert check_file(path.with_name(path.name.removesuffix(OPEN))) == []
    assert rowback(tmp_path, "verify").code == 0
    assert rowback(tmp_path, "rebuild").code == 0


@pytest.mark.parametrize("room", range(450, 2000, 250))
def test_a_disk_that_fills_up_in_a_rebuild_is_told_as_that(tmp_path: Path, small_disk: Path, room: int) -> None:
    assert _mount("-o", "remount,size=64m", str(small_disk))
    folder = small_disk / "morgue"
    with opened(folder) as archive:
        for n in range(30):
            (capture,) = archive.keep([exchange(f"https://example.org/{n}/news", b"%d" % n * 9_000, minute=n)])
            text = f"The ferry number {n} left at nine on Monday, people in the harbour said. " * 20
            archive.keep_reading(capture.id, content(f"Ferry {n} leaves", text), at(n))
    used = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    assert _mount("-o", f"remount,size={used // 1024 + room}k", str(small_disk))
    told = rowback(tmp_path, "--morgue", str(folder), "rebuild")
    assert told.code in (0, 7), told
    if told.code == 7:
        assert "room" in told.err.lower()
        assert rowback(tmp_path, "--morgue", str(folder), "status").code == 0
    assert _mount("-o", "remount,size=64m", str(small_disk))
    assert rowback(tmp_path, "--morgue", str(folder), "rebuild").code == 0
    assert rowback(tmp_path, "--morgue", str(folder), "verify", "--deep").code == 0
