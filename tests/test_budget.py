"""What looking may cost a day."""

import datetime as dt
import json
import math
from pathlib import Path

import pytest

from archive.times import UTC
from crawler.config import Budget
from crawler.frontier import Task, budget
from crawler.schedule import EDITS_MISSED
from tests.kit.outlet import Outlet, nothing_special, rows
from tests.running import rowback

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
TASKS = tuple(Task(url=f"https://e.example/{n}", identity=str(n), errand="new", at=NOW) for n in range(10))


@pytest.mark.parametrize(
    ("configured", "bytes_a_day"),
    [(Budget(), None), (Budget(bytes_per_day=5), 5), (Budget(bytes_per_day="auto"), 1_000_000)],
)
def test_auto_is_the_free_disk_over_half_a_year(configured: Budget, bytes_a_day: int | None) -> None:
    assert budget.bytes_a_day(configured, 180_000_000) == bytes_a_day


def test_a_disk_that_is_too_full_leaves_nothing() -> None:
    assert budget.bytes_a_day(Budget(bytes_per_day="auto"), -5) == 0


def test_the_tightest_limit_holds_and_is_named() -> None:
    spent = budget.Spent(looks=40, bytes=4_000_000)
    assert budget.left(None, None, spent, "e").looks == math.inf
    assert budget.left(100, None, spent, "e").looks == 60
    assert budget.left(100, 5_000_000, spent, "e") == budget.Limit(10, "e: 5 MB a day")
    assert budget.left(30, None, spent, "e") == budget.Limit(0, "e: 30 looks a day")
    assert "at its pace" in budget.left(100, None, spent, "e", per_day=43).why


def test_what_is_worth_most_is_what_is_afforded() -> None:
    assert budget.afford(TASKS, budget.Limit(3.9)) == (TASKS[:3], TASKS[3:])
    assert budget.afford(TASKS, budget.Limit(math.inf)) == (TASKS, ())


def test_a_short_budget_makes_every_look_dearer_within_reason() -> None:
    assert budget.price(900, 1000) == EDITS_MISSED
    assert budget.price(2000, 1000) == 4 * EDITS_MISSED
    assert budget.price(10**9, 0) == 50 * EDITS_MISSED


@pytest.mark.parametrize("where", ["[budget]\nlooks_per_day = 2\n", "[outlets.paper]\nlooks_per_day = 2\n"])
def test_looks_beyond_the_budget_are_noted_once_and_the_crawl_went_well(tmp_path: Path, where: str) -> None:
    outlet = Outlet(nothing_special)
    with outlet.press:
        named = f'home = "{outlet.home}"\nsources = [{{ feed = "{outlet.home}feed/" }}]\n'
        (tmp_path / "rowback.toml").write_text(where + ("" if "outlets" in where else "[outlets.paper]\n") + named)
        for _ in range(2):
            run = rowback(tmp_path, "crawl")
            assert (run.code, run.out, run.err) == (0, "", ""), run
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE purpose = 'article'") == [(2,)]
    noted = rows(tmp_path, "SELECT reason, detail, count(*) FROM misses GROUP BY 1")
    assert [(reason, count) for reason, _, count in noted] == [("budget", 4)]
    assert "2 looks a day" in str(noted[0][1])
    assert json.loads(rowback(tmp_path, "status", "--json").out)["crawl"]["status"] == "done"
