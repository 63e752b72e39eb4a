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
