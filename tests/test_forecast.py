"""What archiving an outlet will take: pages a day, looks at each, the size of a look."""

import datetime as dt
import json
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path

import pytest

from archive.models import Exchange
from archive.spool import Spool
from archive.times import UTC
from crawler.check.checking import kept_size, pages_a_day
from crawler.discovery.candidate import Candidate
from crawler.newspaper.press import Answer
from crawler.schedule.forecast import Seen, looks_a_page, month
from tests.keeping import at
from tests.kit.outlet import Outlet
from tests.running import rowback

SEEN = Seen(pages_a_day=100, page_bytes=20_000, source_bytes=0)


def test_a_page_is_looked_at_ever_more_rarely() -> None:
    assert 25 < looks_a_page() < 45  # every 15 minutes for an hour, then each time a quarter of its age later


def test_a_month_is_pages_times_looks_times_their_size() -> None:
    told = month(SEEN)
    assert told.bytes == 30 * 100 * looks_a_page() * 20_000
    assert told.why.startswith(f"100 new pages a day, each looked at {looks_a_page()} times in its first month, 20 kB")


def test_sources_count_by_the_hour() -> None:
    assert month(replace(SEEN, source_bytes=1000)).bytes - month(SEEN).bytes == 30 * 24 * 1000


@pytest.mark.parametrize(
    ("limit", "looks"),
    [({"delay": 60.0}, 1440), ({"looks_per_day": 50}, 50), ({"delay": 60.0, "looks_per_day": 5000}, 1440)],
)
def test_no_more_is_forecast_than_pace_and_budget_allow(limit: dict[str, float], looks: int) -> None:
    told = month(replace(SEEN, **limit))  # type: ignore[arg-type]  # fields of Seen
    assert told.looks == 30 * looks
    assert told.why.startswith(f"{looks:,} looks a day, as many as its pace or budget allows")


def test_a_budget_of_bytes_holds() -> None:
    assert month(replace(SEEN, bytes_per_day=1_000_000)).bytes == 30_000_000


@pytest.mark.parametrize(("many", "hours", "a_day"), [(20, 6, 80), (3, 6, 3), (30, 48, 15)])
def test_pages_a_day_follow_from_the_dates_of_the_sources(many: int, hours: float, a_day: float) -> None:
    shown = [
        Candidate(url=f"https://e.example/{n}", source="", seen_at=at(0), lastmod=at(-60 * hours * (n + 1) / many))
        for n in range(many)
    ]
    assert pages_a_day(shown, at(0)) == pytest.approx(a_day)


def test_a_look_takes_what_its_record_would() -> None:
    body = b"HTTP/1.1 200 OK\r\n\r\n" + b"The ferry left at nine. " * 4000
    shown = Exchange(
        url="https://e.example/",
        started_at=at(0),
        finished_at=at(0),
        request=b"",
        response=Spool(body),
        ip_address=None,
    )
    assert 1_500 < kept_size(shown) < 3_000


@pytest.mark.parametrize(("dates", "forecast"), [("<pubDate>{}</pubDate>", True), ("", False)])
def test_check_says_it_where_sources_give_dates(tmp_path: Path, dates: str, forecast: bool) -> None:
    stamp = dates.format(format_datetime(dt.datetime.now(UTC)))
    outlet = Outlet(lambda asked: feed(asked.path))

    def feed(path: str) -> Answer | None:
        if path != "/feed/":
            return None
        items = "".join(f"<item><link>{outlet.page(n)}</link>{stamp}</item>" for n in range(1, 7))
        text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        return Answer(headers=(("Content-Type", "application/rss+xml"),), body=text.encode())

    with outlet.press:
        shown = rowback(tmp_path, "check", outlet.home)
        (told,) = json.loads(rowback(tmp_path, "check", "--json", outlet.home).out)["outlets"]
    assert ("forecast       about " in shown.out) == forecast, shown
    assert (told["bytes_a_month"] is not None) == forecast
    assert told["page_bytes"] > 1_500
