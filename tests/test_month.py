"""A watch over simulated days, held against what was published; `python -m tests.benchmarks.month` plays a month."""

from pathlib import Path

from tests.benchmarks.month.proof import prove
from tests.benchmarks.month.run import play


def test_a_watch_that_is_killed_holds_all_it_was_shown_and_its_ledger_is_exact(tmp_path: Path) -> None:
    month = play(tmp_path, articles=16, days=0.6, seed=5, kills=3, say=lambda line: None)
    proof = prove(month)
    assert proof.wrong == []
    assert (month.kills and month.codes[-1], len(month.codes)) == (143, 4)
    assert "rate_limited" in proof.figures["misses"]  # the outage
