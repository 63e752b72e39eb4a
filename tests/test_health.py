"""What is wrong with watching an outlet, told in plain words; `rowback status`."""

import datetime as dt
import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.lookup.health import Alarm, alarms, of_outlet
from archive.morgue import Morgue
from archive.store import health, sources
from archive.store.connection import connect_reader
from archive.store.health import SourceState, Vitals
from archive.times import UTC
from crawler.commands.metrics import Folder, prometheus
from crawler.newspaper.press import Answer
from tests.kit.outlet import HTML, Outlet, nothing_special, special
from tests.running import rowback

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
        (
            {"sources": (replace(FEED, failures=4, moved_to="https://e.example/rss"),)},
            "source",
            "moved to https://e.example/rss",
        ),
        ({"last_new_at": None}, "silent", "has not brought one article"),
        ({"last_new_at": NOW - 11 * DAY, "new_before": 1}, "silent", "nothing new for 11 days"),
        ({"sources": (replace(FEED, failures=4),)}, "source", "1 of 1 sources cannot be read"),
        ({"sources": (replace(FEED, newest_at=NOW - 12 * DAY),)}, "source", "nothing younger than 12 days"),
        ({"words_now": (40,) * 9}, "template", "read as 40 words (median of 9), before as 320 (median of 200)"),
        (
            {"looked_at": 100, "differing": 40, "template_wide": 30},
            "template",
            "30 of the 40 articles that differed among 100 articles looked at in 3 days differed as their",
        ),
        (
            {"misses": {"refused": 400, "wall": 200}},
            "walled",
            "600 of 900 answers in 7 days let us in no further: 400 ref",
        ),
        ({"unread": {"bot_wall": 500, "consent": 40}}, "walled", "540 of 900 answers"),
        (
            {"unread": {"not_article": 500, "empty_text": 40}},
            "unread",
            "540 of 900 pages in 7 days show no article: 500 not",
        ),
        (
            {"misses": {"robots": 1000}},
            "robots",
            "1,000 of 1,900 pages wanted in 7 days are forbidden by its robots.txt",
        ),
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
        {"looked_at": 100, "differing": 40, "template_wide": 12},  # a minority
        {"looked_at": 1000, "differing": 40, "template_wide": 40},  # one change made on some
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


FOLDER = Folder(size=5, growth=1.5, free=7, crawled_at=None)


def test_prometheus_gets_one_sample_a_line_and_escaped_labels() -> None:
    odd = replace(WELL, outlet='a"b\\c', unread={"consent": 3}, median_gap_hours=0.5)
    text = prometheus([odd], [Alarm('a"b\\c', "silent", "words")], FOLDER)
    label = 'outlet="a\\"b\\\\c"'
    for line in (
        f"rowback_articles{{{label}}} 500",
        f'rowback_alarms{{{label},kind="silent"}} 1',
        "rowback_morgue_bytes 5",
        f'rowback_looks_unread_7d{{{label},reason="consent"}} 3',
        f"rowback_look_gap_seconds{{{label}}} 1800",
        f'rowback_source_failures{{{label},source="https://e.example/feed"}} 0',
        f"rowback_last_look_timestamp_seconds{{{label}}} {(NOW - HOUR).timestamp():.15g}",
    ):
        assert line in text.splitlines()
    assert "rowback_first_look_seconds{" not in text  # nothing is known of it
    assert not [line for line in text.splitlines() if line.startswith("rowback_last_crawl")]  # none was yet


def test_each_metric_is_described_before_its_samples_which_stand_together() -> None:
    names = [line.split()[2] if line[0] == "#" else line.partition("{")[0].split()[0] for line in lines_of_two()]
    assert names == sorted(names, key=names.index)


def lines_of_two() -> list[str]:
    return prometheus([WELL, replace(WELL, outlet="b")], [], FOLDER).splitlines()


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
    shown = rowback(tmp_path, "status", "--tz", "UTC").out
    full = r"(full on \d{4}-\d\d-\d\d|not full for ten years)"
    assert re.search(rf"^morgue \d+ kB, \+\d+ kB a day, {full}, \d+ .B a month$", shown, re.M), shown
    assert re.findall(r"looks at \w+(?: pages)?", shown) == ["looks at articles", "looks at all pages"]
    assert "0 of 1" in shown  # days not covered, of those since the first look
    assert 'rowback_looks_7d{outlet="paper"} 6' in rowback(tmp_path, "status", "--prometheus").out


MOVED = special(
    {
        "/old/": Answer(status=301, headers=(("Location", "/feed/"),)),
        "/news/council-sits-on-plan-number-2": Answer(status=403, headers=HTML, body=b"<h1>No</h1>"),
        "/news/council-sits-on-plan-number-4": Answer(headers=HTML, body=b"<html><p>Just a moment</p></html>"),
    }
)


def test_vitals_are_what_the_archive_holds(tmp_path: Path) -> None:
    outlet = Outlet(MOVED)
    with outlet.press:
        sources = f'sources = [{{ feed = "{outlet.home}old/" }}]\n'
        (tmp_path / "rowback.toml").write_text(f'[outlets.paper]\nhome = "{outlet.home}"\n{sources}')
        for _ in range(2):
            rowback(tmp_path, "crawl", "--again")
    with closing(connect_reader(Morgue(tmp_path / "morgue"))) as connection:
        (each,) = health.watched(connection, ["paper"], dt.datetime.now(UTC))
    assert (each.articles, each.looks, each.gaps, each.days_watched, each.days_without_coverage) == (4, 12, 4, 1, 0)
    assert (each.looked_at, each.differing, each.template_wide) == (4, 0, 0)
    assert (sum(each.unread.values()), each.misses) == (2, {"refused": 2})
    assert [source.moved_to for source in each.sources] == [f"{outlet.home}feed/"]


def test_a_host_that_was_mistyped_once_is_shown_nowhere(tmp_path: Path) -> None:
    outlet, other = Outlet(nothing_special), Outlet(lambda asked: Answer(status=404, headers=HTML))
    with outlet.press, other.press:
        rowback(tmp_path, "crawl", outlet.home)
        for wrong in ("http://127.0.0.1:9/", other.home):
            assert rowback(tmp_path, "crawl", wrong).code == 6
            assert rowback(tmp_path, "keep", f"{wrong}not-there").code == 6
    told = json.loads(rowback(tmp_path, "status", "--json").out)
    assert len(told["outlets"]) == len(told["health"]) == 1
    with closing(connect_reader(Morgue(tmp_path / "morgue"))) as connection:
        assert len(sources.outlets_heard_of(connection)) == 1
