"""What is wrong with watching an outlet is told once, and once that it is over."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.cli.output import guarded
from archive.lookup.health import Alarm
from archive.morgue import Morgue
from archive.store.alarms import Key, Noted, latest
from archive.store.desk import open_desk
from archive.times import UTC
from crawler.cli import root
from crawler.config import Config
from crawler.config.tell_rules import Rule, Target
from crawler.errors import ConfigError
from crawler.telling import alarms
from crawler.telling.choosing import wants
from crawler.telling.desk import Delivery, preview, tell
from tests.keeping import at, opened
from tests.kit.desk import FIRST, FOUND, HOUR, SECOND, Desk, config, kept, look

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTES = dt.timedelta(minutes=10)
DESK = Rule(name="desk", to=(Target("$HOOK"),), health="also")
SILENT = Alarm("paper", "silent", "has brought nothing new for 3 days")
WALLED = Alarm("paper", "walled", "600 of 900 answers")
Log = dict[Key, Noted]


def turned(log: Log, found: list[Alarm], now: dt.datetime, rule: Rule = DESK, watched: str = "paper") -> Log:
    """Return the log after a crawl whose messages all arrive."""
    turn = alarms.turn([rule], found, log, {watched}, now)
    after = {key: noted for key, noted in log.items() if noted not in turn.drop}
    after |= {noted.key: noted for noted in turn.put}
    of_target = rule.name, "$HOOK"
    for noted in alarms.begun(after, *of_target):
        after[noted.key] = replace(noted, told_at=now)
    for noted in alarms.ended(after, *of_target):
        after[noted.key] = replace(noted, over_told_at=now)
    return after


def test_an_alarm_that_lasts_is_told_once_and_its_end_once() -> None:
    log: Log = {}
    for crawl in range(5):
        log = turned(log, [SILENT], NOW + crawl * MINUTES)
    assert [(each.raised_at, each.told_at, each.over_at) for each in log.values()] == [(NOW, NOW, None)]
    for crawl in range(5, 9):
        log = turned(log, [], NOW + crawl * MINUTES)
    (each,) = log.values()
    assert each.over_told_at == NOW + 5 * MINUTES


def test_two_alarms_of_an_outlet_are_two() -> None:
    log = turned({}, [SILENT, WALLED], NOW)
    log = turned(log, [WALLED], NOW + MINUTES)
    assert {key[3]: each.over_told_at for key, each in log.items()} == {"silent": NOW + MINUTES, "walled": None}


def test_one_that_comes_and_goes_is_told_once_a_day_at_most() -> None:
    log: Log = {}
    begun = []
    for crawl in range(6 * 24 * 2):  # two days, every other crawl
        log = turned(log, [SILENT] if crawl % 2 else [], NOW + crawl * MINUTES)
        begun += [each.raised_at for each in log.values()]
    assert len(set(begun)) == 2


def test_one_that_is_back_before_its_end_was_told_lasts_on() -> None:
    log = turned({}, [SILENT], NOW)
    (over,) = alarms.turn([DESK], [], log, {"paper"}, NOW + MINUTES).put
    (back,) = alarms.turn([DESK], [SILENT], {over.key: over}, {"paper"}, NOW + 2 * MINUTES).put
    assert (over.over_at, back.over_at, back.told_at) == (NOW + MINUTES, None, NOW)


@pytest.mark.parametrize(
    ("told_at", "watched", "rules"), [(None, "paper", [DESK]), (NOW, "other", [DESK]), (NOW, "paper", [])]
)
def test_the_end_of_what_nobody_heard_or_watches_is_told_to_nobody(
    told_at: dt.datetime | None, watched: str, rules: list[Rule]
) -> None:
    noted = Noted(rule="desk", target="$HOOK", outlet="paper", kind="silent", raised_at=NOW, words="", told_at=told_at)
    turn = alarms.turn(rules, [], {noted.key: noted}, {watched}, NOW + MINUTES)
    assert (turn.put, turn.drop) == ((), (noted,))


@pytest.mark.parametrize(
    ("said", "health", "changes"), [("", "", True), ("health = true", "also", True), ('health = "only"', "only", False)]
)
def test_a_rule_says_whether_it_wants_alarms(said: str, health: str, changes: bool) -> None:
    (read,) = config(f'[[tell]]\nto = "$HOOK"\n{said}').tell
    assert (read.health, wants(read, FOUND)) == (health, changes)


def test_a_rule_hears_of_its_outlets_only() -> None:
    assert alarms.turn([replace(DESK, outlets=("other",))], [SILENT], {}, {"paper"}, NOW).put == ()
    assert alarms.turn([replace(DESK, health="")], [SILENT], {}, {"paper"}, NOW).put == ()


def test_health_that_is_neither_is_refused() -> None:
    with pytest.raises(ConfigError, match="health: 'always' is unknown") as caught:
        config('[[tell]]\nto = "$A"\nhealth = "always"')
    assert caught.value.cure


def run(morgue: Morgue, service: Desk, hour: float, **fields: object) -> list[Delivery]:
    watching = Rule(**{"name": "desk", "to": (Target(service.address),), "health": "only"} | fields)  # type: ignore[arg-type]
    return tell(morgue, [watching], {}, at(HOUR * hour))


def titles(service: Desk) -> list[str]:
    return [got["title"] for got in service.got]


def test_an_outlet_that_falls_silent_and_comes_back_is_told_of_twice(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND))
    assert run(morgue, service, 2) == []
    for hour in (24 * 11, 24 * 11 + 1):
        with opened(tmp_path, hour * HOUR) as archive:
            look(archive, SECOND, hour * HOUR)
        run(morgue, service, hour)
    assert titles(service) == ["rowback: example.org: something is wrong"]
    assert "example.org: has brought nothing new for 11 days" in service.got[0]["message"]
    with opened(tmp_path, 24 * 12 * HOUR) as archive:
        look(archive, FIRST, 24 * 12 * HOUR, "https://example.org/2017/news")
    for hour in (24 * 12, 24 * 12 + 1):
        run(morgue, service, hour)
    assert titles(service)[1:] == ["rowback: example.org: well again"]


def test_a_target_that_fails_gets_the_alarm_later(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST))
    service.status = 500
    assert [done.error for hour in (100, 101) for done in run(morgue, service, hour)] == [
        "the service did not take it"
    ] * 2
    with open_desk(morgue) as desk:
        assert [each.told_at for each in latest(desk).values()] == [None]
        assert desk.execute("SELECT tries FROM told_alarms").fetchall() == [(2,)]
    service.status = 200
    (done,) = run(morgue, service, 102)
    assert str(done).endswith(": 1 alarm told")
    assert titles(service) == ["rowback: example.org: something is wrong"]


def test_a_dry_run_shows_the_alarm_and_notes_nothing(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST))
    shown = preview(morgue, [DESK], at(100 * HOUR))
    assert [done.message.size for done in shown] == ["1 alarm"]
    assert (service.got, morgue.desk.exists()) == ([], False)


def test_the_command_asks_about_the_outlets_that_are_crawled(
    tmp_path: Path,
    service: Desk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept(tmp_path / "morgue", (0, FIRST))  # years ago
    rules = '[[tell]]\nname = "ops"\nto = "$ROWBACK_HOOK"\nhealth = "only"\n'
    outlet = '[outlets.paper]\nhome = "http://127.0.0.1/"\n'
    (tmp_path / "rowback.toml").write_text(f'morgue = "morgue"\n{outlet}{rules}')
    monkeypatch.setenv("ROWBACK_HOOK", service.address)
    assert guarded(root, ["--config", str(tmp_path / "rowback.toml"), "tell", "--json"]) == 0
    (sent,) = json.loads(capsys.readouterr().out)["messages"]
    assert (sent["alarms"], sent["findings"], sent["sent"]) == (1, 0, True)
    assert "paper: was not looked at yet" in service.got[0]["message"]


def test_an_archive_that_tells_nobody_asks_nothing(tmp_path: Path) -> None:
    assert tell(kept(tmp_path, (0, FIRST)), Config(morgue=tmp_path).tell, {}, at(100 * HOUR)) == []
