"""What is wrong with watching an outlet, told in plain words; `rowback status`."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.store.health import SourceState, Vitals
from archive.times import UTC
from crawler.health import Alarm, alarms, of_outlet, prometheus
from tests.running import rowback
from tests.test_crawl import Outlet, nothing_special

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FEED = SourceState(url="https://e.example/feed", failures=0, newest_at=NOW - HOUR)
WELL = Vitals(
    outlet="paper",
    articles=500,
    last_look_at=NOW - HOUR,
    last_new_at=NOW - 2 * HOUR,
    new_before=280,
    days_before=28,
    looks=900,
    misses={"timeout": 9},
    words_now=(300,) * 30,
    words_before=(320,) * 200,
    sources=(FEED,),
)


def test_an_outlet_that_is_well_gives_no_alarm() -> None:
    assert of_outlet(WELL, NOW) == []


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"last_look_at": NOW - 3 * DAY, "misses": {}}, "not_watched", "for 3 days"),
        ({"last_look_at": None, "misses": {}}, "not_watched", "yet"),
        ({"last_new_at": NOW - 3 * DAY}, "silent", "nothing new for 3 days, after 280 articles in the 28 days before"),
        ({"last_new_at": None}, "silent", "has not brought one article"),
        ({"last_new_at": NOW - 11 * DAY, "new_before": 1}, "silent", "nothing new for 11 days"),
        ({"sources": (replace(FEED, failures=4),)}, "source", "1 of 1 sources cannot be read"),
        ({"sources": (replace(FEED, newest_at=NOW - 12 * DAY),)}, "source", "nothing younger than 12 days"),
        ({"words_now": (40,) * 9}, "template", "read as 40 words (median of 9), before as 320 (median of 200)"),
        ({"misses": {"refused": 400, "wall": 200}}, "walled", "600 of 900"),
        ({"truncated": 800}, "truncated", "800 of 900"),
        ({"misses": {"budget": 2000}}, "budget", "2,000 of 2,900"),
    ],
)
def test_what_is_wrong_is_named_with_its_denominator(change: dict[str, object], kind: str, words: str) -> None:
    (alarm,) = of_outlet(replace(WELL, **change), NOW)  # type: ignore[arg-type]  # fields of Vitals
    assert alarm.kind == kind
    assert words in alarm.words


@pytest.mark.parametrize(
    "change",
    [
        {"last_new_at": NOW - 6 * DAY, "new_before": 8},  # publishes rarely
        {"words_now": (40,) * 4},  # too few to tell
        {"misses": {"refused": 4}, "looks": 0},
        {"sources": (replace(FEED, newest_at=NOW - 12 * DAY), FEED)},  # one of two is merely old
        {"sources": (replace(FEED, newest_at=None),)},
    ],
)
def test_what_proves_nothing_gives_no_alarm(change: dict[str, object]) -> None:
    assert of_outlet(replace(WELL, **change), NOW) == []  # type: ignore[arg-type]  # fields of Vitals


def test_an_outlet_that_only_refuses_is_walled_not_unwatched() -> None:
    refused = replace(WELL, last_look_at=NOW - 5 * DAY, misses={"refused": 50}, looks=0)
    assert [alarm.kind for alarm in of_outlet(refused, NOW)] == ["walled"]


def test_prometheus_gets_one_sample_a_line_and_escaped_labels() -> None:
    odd = replace(WELL, outlet='a"b\\c')
    text = prometheus([odd], [Alarm('a"b\\c', "silent", "words")], size=5)
    assert 'rowback_articles{outlet="a\\"b\\\\c"} 500' in text
    assert 'rowback_alarms{outlet="a\\"b\\\\c",kind="silent"} 1' in text
    assert "rowback_morgue_bytes 5" in text
    assert f"}} {(NOW - HOUR).timestamp():.15g}" in text


def test_alarms_come_outlet_by_outlet() -> None:
    assert [alarm.outlet for alarm in alarms([WELL, replace(WELL, outlet="b", last_new_at=None)], NOW)] == ["b"]


def test_status_checks_and_exits_with_ten_on_an_alarm(tmp_path: Path) -> None:
    outlet = Outlet(nothing_special)
    with outlet.press:
        sources = f'sources = [{{ feed = "{outlet.home}feed/" }}]\n'
        text = f'[outlets.paper]\nhome = "{outlet.home}"\n{sources}'
        (tmp_path / "rowback.toml").write_text(text)
        rowback(tmp_path, "crawl")
        well = rowback(tmp_path, "status", "--check")
        (tmp_path / "rowback.toml").write_text(f'{text}[outlets.other]\nhome = "{outlet.home}"\n{sources}')
        ill = rowback(tmp_path, "status", "--check")
    assert (well.code, well.out) == (0, ""), well
    assert ill.code == 10, ill
    assert "other: was not looked at yet" in ill.out
    told = json.loads(rowback(tmp_path, "status", "--json").out)
    assert [alarm["kind"] for alarm in told["alarms"]] == ["not_watched"]
    assert told["health"][0]["looks"] == 6
    assert "a month" in rowback(tmp_path, "status", "--tz", "UTC").out
    assert 'rowback_looks_7d{outlet="paper"} 6' in rowback(tmp_path, "status", "--prometheus").out
