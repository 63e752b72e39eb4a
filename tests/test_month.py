"""A watch and cron over simulated days, held against what was published; `tests.benchmarks.month` plays a month."""

import datetime as dt
from pathlib import Path

import pytest

from tests.benchmarks.month import cron, cronproof
from tests.benchmarks.month.proof import prove
from tests.benchmarks.month.run import play

pytestmark = pytest.mark.slow


def test_a_watch_that_is_killed_holds_all_it_was_shown_and_its_ledger_is_exact(tmp_path: Path) -> None:
    month = play(tmp_path, articles=16, days=0.6, seed=5, kills=3, say=lambda line: None)
    proof = prove(month)
    assert proof.wrong == []
    assert (month.kills and month.codes[-1], len(month.codes)) == (143, 4)
    assert "rate_limited" in proof.figures["misses"]  # the outage


def test_cron_is_silent_and_leaves_a_file_a_day_and_holds_all_it_was_shown(tmp_path: Path) -> None:
    every = dt.timedelta(hours=2)
    month = cron.play(tmp_path, articles=12, days=1.05, seed=5, every=every, say=lambda line: None)
    proof = cronproof.prove(month)
    assert proof.wrong == []
    assert len(month.runs) == 13
    assert proof.figures["days"] == "2 begun, 2 WARC files"
