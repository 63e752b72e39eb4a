"""Findings are told once, by rule, to real services on this machine; what fails waits, what was wrong is corrected."""

import datetime as dt
import json
import logging
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archive.cli.output import guarded
from archive.models import Content
from archive.morgue import Morgue
from archive.store.desk import open_desk
from crawler.cli import root
from crawler.clock import REAL
from crawler.config import Config
from crawler.config.tell_rules import Rule, Target
from crawler.crawl.session import Session
from crawler.errors import ConfigError
from crawler.progress import Silent
from crawler.telling.choosing import due, wants
from crawler.telling.desk import Delivery, preview, tell
from crawler.telling.saying import messages
from tests.keeping import at, content, opened
from tests.kit.desk import FIRST, FOUND, HOUR, SECOND, URL, Desk, config, kept, look


def rule(service: Desk, **fields: object) -> Rule:
    return Rule(**{"name": "desk", "to": (Target(service.address),)} | fields)  # type: ignore[arg-type]


def run(morgue: Morgue, rules: list[Rule], hour: float, **environ: str) -> list[Delivery]:
    return tell(morgue, rules, environ, at(HOUR * hour))


def test_a_settled_finding_is_told_once(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND))
    assert [done.error for hour in (2, 3) for done in run(morgue, [rule(service)], hour)] == [""]
    (message,) = service.got
    assert message["title"] == "rowback: example.org: a fact changed without a note that we could find"
    assert message["message"].splitlines()[:4] == [
        "Ferry late",
        "example.org · a fact changed without a note that we could find · 2017-02-14T09:00:00Z",
        "number changed: 12 people → 14 people; no note that we could find",
        URL,
    ]


@pytest.mark.parametrize(("hour", "told"), [(1.5, 1), (49.1, 1), (49.2, 0), (200, 0)])
def test_what_is_older_than_two_days_is_no_news(tmp_path: Path, service: Desk, hour: float, told: int) -> None:
    run(kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND)), [rule(service)], hour)
    assert len(service.got) == told


def reading(number: int) -> Content:
    """Return the article with what a widget shows."""
    line = replace(FIRST.blocks[0], text=f"{number} people are reading this now.")
    return replace(FIRST, blocks=(*FIRST.blocks, line))


def test_a_change_of_fact_waits_for_a_second_look_however_late(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND))
    assert run(morgue, [rule(service)], 2) == []
    with opened(tmp_path, 200 * HOUR) as archive:
        look(archive, SECOND, 200 * HOUR)
    assert [len(run(morgue, [rule(service)], hour)) for hour in (201, 202)] == [1, 0]


def test_what_turns_out_to_move_by_itself_is_told_nobody_and_corrected_where_it_was_told_early(
    tmp_path: Path, service: Desk
) -> None:
    early, late = rule(service, early=True), rule(service, name="late")
    morgue = kept(tmp_path, (0, reading(38)), (1, reading(112)))
    assert len(run(morgue, [early, late], 1.1)) == 1
    with opened(tmp_path, 1.2 * HOUR) as archive:
        look(archive, reading(87), 1.2 * HOUR)
        look(archive, reading(87), 1.4 * HOUR)
        look(archive, reading(91), 1.6 * HOUR)
    assert [done.message.title for done in run(morgue, [early, late], 3)] == ["rowback: correction, example.org"]
    assert run(morgue, [early, late], 4) == []


def test_a_rebuild_tells_nobody_again(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND))
    run(morgue, [rule(service)], 2)
    assert guarded(root, ["--morgue", str(tmp_path), "rebuild"]) == 0
    assert run(morgue, [rule(service)], 3) == []


def test_a_withdrawal_waits_for_the_look_that_settles_it_however_late(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, 404))
    assert run(morgue, [rule(service)], 2) == []
    with opened(tmp_path, 100 * HOUR) as archive:
        look(archive, 404, 100 * HOUR)
    assert len(run(morgue, [rule(service)], 101)) == 1
    assert "gone" in service.got[0]["title"]
    assert run(morgue, [rule(service)], 102) == []


def test_an_early_rule_hears_at_once_and_gets_one_correction(tmp_path: Path, service: Desk) -> None:
    early = rule(service, early=True)
    morgue = kept(tmp_path, (0, FIRST), (1, 404))
    run(morgue, [early], 1.5)
    assert "gone, not yet confirmed" in service.got[0]["message"]
    with opened(tmp_path, 2 * HOUR) as archive:
        look(archive, FIRST, 2 * HOUR)
    service.status = 500
    assert run(morgue, [early], 2.5)[0].error
    service.status = 200
    for hour in (3, 4):
        run(morgue, [early], hour)
    assert [got["title"] for got in service.got[1:]] == ["rowback: correction, example.org"]
    assert "did not confirm" in service.got[1]["message"]


def test_what_was_told_early_is_not_told_again_when_it_settles(tmp_path: Path, service: Desk) -> None:
    early = rule(service, early=True)
    morgue = kept(tmp_path, (0, FIRST), (1, 404))
    run(morgue, [early], 1.5)
    with opened(tmp_path, 8 * HOUR) as archive:
        look(archive, 404, 8 * HOUR)
    run(morgue, [early], 8.5)
    assert len(service.got) == 1


def test_a_finding_retracted_before_it_could_be_told_is_never_told(tmp_path: Path, service: Desk) -> None:
    early = rule(service, early=True)
    morgue = kept(tmp_path, (0, FIRST), (1, 404))
    service.status = 500
    run(morgue, [early], 1.5)
    with opened(tmp_path, 2 * HOUR) as archive:
        look(archive, FIRST, 2 * HOUR)
    service.status = 200
    assert run(morgue, [early], 3) == []
    assert service.got == []


def test_a_failing_target_gets_everything_later_and_holds_nobody_else_up(tmp_path: Path, service: Desk) -> None:
    both = rule(service, to=(Target("$HOOK"), Target(service.address)))
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND))
    assert [done.error for done in run(morgue, [both], 2)] == ["the environment variable HOOK is not set", ""]
    with Desk() as closed:
        dead = closed.address
    assert run(morgue, [both], 3, HOOK=dead)[0].error == "the service did not take it"
    assert run(morgue, [both], 3, HOOK="nosuch://service")[0].error == "Apprise knows no such address"
    third = replace(
        SECOND, blocks=(replace(SECOND.blocks[0], text="The ferry left at nine with 9 people."), *SECOND.blocks[1:])
    )
    with opened(tmp_path, 4 * HOUR) as archive:
        look(archive, third, 4 * HOUR)
        look(archive, third, 4.2 * HOUR)
    run(morgue, [both], 5, HOOK=dead)
    assert len(service.got) == 2
    (late,) = run(morgue, [both], 500, HOOK=service.address)  # long after: nothing is lost
    assert (late.error, len(late.message.entries), len(service.got)) == ("", 2, 3)


def test_no_secret_reaches_the_log_the_answer_or_desk_db(
    tmp_path: Path, service: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND))
    service.status = 500
    done = run(morgue, [rule(service, name="")], 2)
    assert done[0].error
    for text in (
        caplog.text.replace("urllib3", ""),
        str(done[0]),
        repr(done[0]),
        morgue.desk.read_bytes().decode("latin-1"),
    ):
        assert "secret" not in text


def test_a_dry_run_shows_what_would_be_sent_and_leaves_no_trace(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND))
    (shown,) = preview(morgue, [rule(service)], at(2 * HOUR))
    assert "12 people → 14 people" in shown.message.body
    assert (service.got, morgue.desk.exists()) == ([], False)


def test_fifty_articles_of_one_campaign_are_one_paragraph(tmp_path: Path, service: Desk) -> None:
    line = "This report was written with the help of partners who paid for the travel."
    with opened(tmp_path) as archive:
        for n in range(8):
            text = content(f"Ship {n} sails", f"The ship {n} left the port of {n}.", f"Its crew {n} was well.")
            look(archive, text, n, f"{URL}{n}")
            more = replace(text, blocks=(*text.blocks, replace(text.blocks[0], text=line)))
            look(archive, more, 90 + n, f"{URL}{n}")
    (done,) = run(Morgue(tmp_path), [rule(service, min_weight=0.0)], 2)
    assert len(done.message.entries) == 8
    assert done.message.body.count(line) == 1
    assert done.message.body.count(URL) == 6
    assert "and 2 more" in done.message.body


def test_a_withheld_article_is_not_told(tmp_path: Path, service: Desk) -> None:
    morgue = kept(tmp_path, (0, FIRST), (1, SECOND), (1.2, SECOND))
    service.status = 500
    run(morgue, [rule(service)], 2)
    with sqlite3.connect(morgue.database) as connection:
        (article,) = connection.execute("SELECT id FROM articles").fetchone()
    with open_desk(morgue) as desk:
        desk.execute("INSERT INTO withheld (article_id) VALUES (?)", (article,))
    service.status = 200
    assert run(morgue, [rule(service), rule(service, name="other")], 3) == []


DESK = Rule(name="desk", to=(Target("$HOOK"),))


@pytest.mark.parametrize(
    ("said", "found", "wanted"),
    [
        ("", {}, True),
        ("", {"weight": 0.39}, False),
        ("min_weight = 0.9", {}, False),
        ('outlet = "courier"', {}, False),
        ('outlet = ["courier", "example.org"]', {}, True),
        ('kinds = ["withdrawn"]', {}, False),
        ('kinds = ["withdrawn", "fact_changed_unnoted"]', {}, True),
        ('matching = "/2017/"', {}, True),
        ('matching = "/2018/"', {}, False),
        ("", {"finding": "observed"}, False),
        ("early = true", {"finding": "observed"}, True),
        ("early = true", {"finding": "retracted"}, False),
        ("min_weight = 0", {"weight": 0.2, "takes_name": True}, False),
        ("", {"weight": 0.9, "takes_name": True}, False),
        ("min_weight = 0\nnames = true", {"weight": 0.2, "takes_name": True}, True),
    ],
)
def test_a_rule_says_which_findings_it_wants(said: str, found: dict[str, object], wanted: bool) -> None:
    (read,) = config(f'[[tell]]\nto = "$HOOK"\n{said}').tell
    assert wants(read, replace(FOUND, **found)) is wanted  # type: ignore[arg-type]


def test_imports_tell_nobody() -> None:
    assert due([DESK], [replace(FOUND, imported=True)], set(), (), at(1)) == []
    assert len(due([DESK], [FOUND], set(), (), at(1))) == 1


def test_a_removed_name_never_leads_and_its_headline_is_not_repeated() -> None:
    named = replace(FOUND, takes_name=True, weight=1.0, headline="Jo Reed resigns", before_record="urn:3")
    rule = replace(DESK, names=True)
    entries = due([rule], [named, FOUND, replace(FOUND, outlet="b", before_record="urn:4")], set(), (), at(1))
    for seed in range(6):
        (message,) = messages(random.Random(seed).sample(entries, len(entries)))
        assert "Jo Reed" not in message.title + message.body
        assert [entry.before_record for entry in message.entries] == ["urn:4", "urn:1", "urn:3"] or [
            entry.before_record for entry in message.entries
        ] == ["urn:1", "urn:4", "urn:3"]


def test_many_findings_are_cut_into_messages_without_losing_one() -> None:
    found = [replace(FOUND, before_record=f"urn:{n}", weight=n / 100) for n in range(41, 91)]
    cut = messages(due([DESK], found, set(), (), at(1)))
    assert [len(message.entries) for message in cut] == [20, 20, 10]
    assert cut[0].entries[0].weight == 0.9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[tell]]\nmin_weight = 0.5", "to: is missing"),
        ('[[tell]]\nto = "me@example.org"', "is no address that Apprise could know"),
        ('[[tell]]\nto = "$2"', "is no address that Apprise could know"),
        ('[[tell]]\nto = "http://[1/"', "is no address that Apprise could know"),
        ('[[tell]]\nto = "$A"\nkinds = ["corection_noted"]', "did you mean 'correction_noted'"),
        ('[[tell]]\nto = "$A"\nmin_wait = 1', "did you mean 'min_weight'"),
        ('[[tell]]\nto = "$A"\nmin_weight = 2', "out of range"),
        ('[[tell]]\nto = "$A"\nmatching = "("', "no regular expression"),
        ('[[tell]]\nto = "$A"\n[[tell]]\nto = "$A"', "two rules are called"),
        ('[tell]\nto = "$A"', "must be a list of tables"),
    ],
)
def test_a_rule_that_cannot_be_names_its_cure(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("[", "\\[")) as caught:
        config(text)
    assert "me@example.org" not in str(caught.value)
    assert caught.value.cure


def test_the_command_shows_and_sends(
    tmp_path: Path, service: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = dt.datetime.now(dt.UTC)
    hours = (now - at(0)).total_seconds() / 3600
    kept(tmp_path / "morgue", (hours - 2, FIRST), (hours - 1, SECOND), (hours - 0.8, SECOND))
    (tmp_path / "rowback.toml").write_text('morgue = "morgue"\n[[tell]]\nname = "desk"\nto = "$ROWBACK_HOOK"\n')
    monkeypatch.setenv("ROWBACK_HOOK", service.address)
    arguments = ["--config", str(tmp_path / "rowback.toml"), "tell"]
    assert guarded(root, [*arguments, "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("To $ROWBACK_HOOK by desk: rowback: example.org: a fact changed")
    service.status = 500
    assert guarded(root, arguments) == 10
    assert (
        capsys.readouterr().out
        == "desk, $ROWBACK_HOOK: 1 finding waits for the next crawl: the service did not take it\n"
    )
    service.status = 200
    assert guarded(root, [*arguments, "--json"]) == 0
    (sent,) = json.loads(capsys.readouterr().out)["messages"]
    assert (sent["sent"], sent["findings"], sent["error"]) == (True, 1, None)
    assert [got["title"] for got in service.got] == [sent["title"]]


def test_a_crawl_tells_at_its_end(tmp_path: Path, service: Desk) -> None:
    hours = (dt.datetime.now(dt.UTC) - at(0)).total_seconds() / 3600
    kept(tmp_path, (hours - 2, FIRST), (hours - 1, SECOND), (hours - 0.8, SECOND))
    with Session(Config(morgue=tmp_path, tell=(rule(service),)), Silent(), REAL.now) as session:
        session.begin([])
        session.finish([])
    assert len(service.got) == 1
