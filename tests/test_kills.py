"""Crawls killed at random moments lose nothing; `python -m tests.kills` does it two hundred times."""

from pathlib import Path

from tests.kills import endure


def test_killed_crawls_lose_nothing_and_tell_what_undisturbed_ones_tell(tmp_path: Path) -> None:
    ordeal = endure(tmp_path, count=12, seed=7)
    assert ordeal.kills >= 6
    assert len(ordeal.checked) > 50
