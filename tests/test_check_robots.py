"""`rowback check` says of robots.txt what a crawl then does."""

from pathlib import Path

import pytest

from crawler.newspaper.press import Answer, Asked
from tests.kit.outlet import HTML, Outlet
from tests.running import rowback


def robots(answer: Answer) -> Outlet:
    return Outlet(lambda asked: answer if asked.path == "/robots.txt" else None)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(body=b"User-agent: rowback\nDisallow: /\n"), "robots forbids / (line 2)"),
        (
            Answer(body=b"User-agent: *\nDisallow: /news/\n"),
            "robots forbids /news/council-sits-on-plan-number-1 (line 2)",
        ),
        (Answer(403, HTML, b"<h1>No</h1>"), "reads well"),  # RFC 9309: what is not shown forbids nothing
    ],
)
def test_the_verdict_is_what_a_crawl_finds(tmp_path: Path, answer: Answer, verdict: str) -> None:
    outlet = robots(answer)
    with outlet.press:
        run = rowback(tmp_path, "check", outlet.home)
        crawled = rowback(tmp_path, "crawl", outlet.home)
    assert f"verdict        {verdict}" in run.out
    assert "None" not in run.out
    assert (crawled.code == 0) == (verdict == "reads well")


def test_a_wall_before_pages_and_robots_refuses_robots(tmp_path: Path) -> None:
    def wall(asked: Asked) -> Answer:
        return Answer(403, HTML, b"<h1>No</h1>")

    outlet = Outlet(wall)
    with outlet.press:
        run = rowback(tmp_path, "check", outlet.home)
    assert (run.code, run.err) == (6, f"{outlet.home}: refuses robots (403)\n")
