"""What years of running by itself leave: few files, no output, no look lost."""

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive.ingest.archive import Archive
from archive.models import Provenance
from tests.exchanges import INFO, exchange
from tests.kit.outlet import Outlet, nothing_special

HERE = Path(__file__).resolve().parent.parent
MIDNIGHT = dt.datetime(2026, 10, 1, 0, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def warcs(morgue: Path) -> list[Path]:
    return sorted((morgue / "warcs").rglob("*.warc.gz*"))


@pytest.mark.slow
def test_a_month_of_short_crawls_leaves_no_more_than_a_warc_file_a_day(tmp_path: Path) -> None:
    hours = (0.0, 0.2, 7.5, 23.5)  # the last crawl of a day ends just before midnight
    for day in range(31):
        for hour in hours:
            now = MIDNIGHT + day * DAY + dt.timedelta(hours=hour)
            with Archive.open(tmp_path / "morgue", INFO, now=now) as archive:
                archive.keep([exchange(at=now, provenance=Provenance(outlet="outlet.example", purpose="article"))])
    files = warcs(tmp_path / "morgue")
    assert len(files) <= 31
    with Archive.open(tmp_path / "morgue", INFO, now=MIDNIGHT + 31 * DAY) as archive:
        kept = archive.connection.execute("SELECT count(*) FROM captures").fetchone()[0]
    assert kept == 31 * len(hours)


@pytest.mark.slow
def test_cron_with_1_gb_of_memory_reads_all_prints_nothing_and_continues_the_days_file(tmp_path: Path) -> None:
    outlet = Outlet(nothing_special)
    with outlet.press:
        sources = f'sources = [{{ feed = "{outlet.home}feed/" }}]\n'
        (tmp_path / "rowback.toml").write_text(f'[outlets.paper]\nhome = "{outlet.home}"\n{sources}')
        for _ in range(3):
            run = subprocess.run(
                ["/bin/sh", "-c", f"ulimit -v 1000000 && exec {sys.executable} -m crawler crawl"],
                cwd=tmp_path,
                env={"HOME": str(tmp_path), "PYTHONPATH": str(HERE)},  # as `env -i` leaves it, but for the checkout
                capture_output=True,
                check=False,
            )
            assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    with closing(sqlite3.connect(tmp_path / "morgue" / "rowback.db")) as connection:
        assert connection.execute("SELECT count(*) FROM versions").fetchone() == (6,)
    days = {path.name[8:16] for path in warcs(tmp_path / "morgue")}
    assert len(warcs(tmp_path / "morgue")) == len(days)


def test_only_a_process_without_threads_has_readers_that_are_copies_of_it() -> None:
    said = "import crawler.crawl.engine, threading; from archive.ingest.pool import is_alone; print(is_alone()); "
    said += "threading.Timer(0.2, lambda: None).start(); print(is_alone())"
    run = subprocess.run([sys.executable, "-c", said], cwd=HERE, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]
