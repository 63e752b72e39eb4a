"""Tells what is due: notes it in desk.db first, so that nothing is lost, then sends, and notes who got it."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Literal

from archive import Morgue, connect_reader, open_desk, read_desk, told_alarms, transaction, withheld_articles
from archive import ToldEntry as Entry
from archive import find_alarms as of_all
from archive import finding_rows as findings
from archive import health_rows as health
from archive import shape_desk as shape
from archive import told_rows as told
from crawler.config.tell_rules import Rule, Target

from . import alarms, choosing
from .saying import Message, corrections, messages, over, raised
from .sending import Send, by_apprise


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for a target, and how it went."""

    rule: str
    target: str
    message: Message
    error: str = ""  # why it waits; "" when it was sent, or is only shown

    def __str__(self) -> str:
        how = f"waits for the next crawl: {self.error}" if self.error else "told"
        return f"{self.rule}, {self.target}: {self.message.size} {how}"


Mark = Callable[[sqlite3.Connection, dt.datetime], None]  # notes who got a message


def tell(
    morgue: Morgue,
    rules: Sequence[Rule],
    environ: Mapping[str, str],
    now: dt.datetime,
    *,
    outlets: Sequence[str] = (),
    send: Send = by_apprise,
) -> list[Delivery]:
    """Tell each target of each rule what is due and what still waits; return what was sent and what was not.

    `outlets` are those whose health is looked at; none named: all. Raises `MorgueError` when the archive or desk.db
    cannot be used.
    """
    if not rules:
        return []
    with morgue.telling(), closing(connect_reader(morgue)) as archive, open_desk(morgue) as desk:
        _note(archive, desk, morgue, rules, now)
        _note_alarms(archive, desk, rules, outlets, now)
        sender = _Sender(archive, desk, environ, now, send)
        return [done for rule in rules for target in rule.to for done in sender.serve(rule, target)]


def preview(morgue: Morgue, rules: Sequence[Rule], now: dt.datetime, *, outlets: Sequence[str] = ()) -> list[Delivery]:
    """Return what `tell` would send; nothing is sent or noted. Raises as `tell` does."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with closing(connect_reader(morgue)) as archive, read_desk(morgue) as log, closing(copy) as desk:
        log.backup(desk)
        shape(desk)
        _note(archive, desk, morgue, rules, now)
        _note_alarms(archive, desk, rules, outlets, now)
        shown = _Sender(archive, desk, {}, now, by_apprise)
        return [each for rule in rules for target in rule.to for each in shown.planned(rule, target)]


def _note(
    archive: sqlite3.Connection, desk: sqlite3.Connection, morgue: Morgue, rules: Sequence[Rule], now: dt.datetime
) -> None:
    """Bring the log up to date: what is due is noted, what waits and does not hold any more is dropped."""
    withheld = withheld_articles(morgue)
    found = findings.newest(archive, now - choosing.FRESH)
    with transaction(desk):
        known = told.known(desk, now - choosing.REMEMBERED)
        told.note(desk, choosing.due(rules, found, known, withheld, now), now)
        waiting = told.all_waiting(desk)
        states = findings.states(archive, {entry.change_id: entry.after_record for entry in waiting})
        told.drop(desk, list(choosing.obsolete(waiting, states, withheld)))


def _note_alarms(
    archive: sqlite3.Connection,
    desk: sqlite3.Connection,
    rules: Sequence[Rule],
    outlets: Sequence[str],
    now: dt.datetime,
) -> None:
    """Bring the log of alarms up to date: those that are new, those that are over."""
    if not any(rule.health for rule in rules):
        return
    vitals = health.watched(archive, outlets, now)
    with transaction(desk):
        known = told_alarms.latest(desk)
        turn = alarms.turn(rules, of_all(vitals, now), known, {each.outlet for each in vitals}, now)
        told_alarms.put(desk, turn.put)
        told_alarms.drop(desk, turn.drop)


@dataclass(frozen=True, slots=True)
class _Sender:
    archive: sqlite3.Connection
    desk: sqlite3.Connection
    environ: Mapping[str, str]
    now: dt.datetime
    send: Send

    def planned(self, rule: Rule, target: Target) -> list[Delivery]:
        """Return what is to be sent to a target: what waits, and what is to be corrected."""
        return [Delivery(rule.name, target.label, message) for message, _ in self._plan(rule, target)]

    def serve(self, rule: Rule, target: Target) -> list[Delivery]:
        """Send a target what is planned; after one refusal the others wait, too."""
        done: list[Delivery] = []
        for message, mark in self._plan(rule, target):
            error = done[-1].error if done else ""
            error = error or self._deliver(target, message)
            with transaction(self.desk):
                if error:
                    told.mark_failed(self.desk, message.entries)
                    told_alarms.mark_failed(self.desk, message.alarms)
                else:
                    mark(self.desk, self.now)
            done.append(Delivery(rule.name, target.label, message, error))
        return done

    def _plan(self, rule: Rule, target: Target) -> list[tuple[Message, Mark]]:
        of_target = rule.name, target.label
        earlier = told.correctable(self.desk, *of_target, self.now - choosing.REMEMBERED)
        states = findings.states(self.archive, {entry.change_id: entry.after_record for entry in earlier})
        wrong = choosing.to_correct(earlier, states)
        plan: list[tuple[Message, Mark]] = [
            (message, _marking(message, told.mark_corrected)) for message in corrections(wrong)
        ]
        waiting = messages(told.waiting(self.desk, *of_target))
        plan += [(message, _marking(message, told.mark_told)) for message in waiting]
        log = told_alarms.latest(self.desk)
        plan += [(message, _marking_alarms(message, "told_at")) for message in raised(alarms.begun(log, *of_target))]
        ended = alarms.ended(log, *of_target)
        return plan + [(message, _marking_alarms(message, "over_told_at")) for message in over(ended)]

    def _deliver(self, target: Target, message: Message) -> str:
        address = target.address(self.environ)
        if address is None:
            return f"the environment variable {target.label[1:]} is not set"
        return self.send(address, message.title, message.body)


def _marking(message: Message, mark: Callable[[sqlite3.Connection, Iterable[Entry], dt.datetime], None]) -> Mark:
    return lambda desk, now: mark(desk, message.entries, now)


def _marking_alarms(message: Message, when: Literal["told_at", "over_told_at"]) -> Mark:
    def mark(desk: sqlite3.Connection, now: dt.datetime) -> None:
        noted = (
            replace(each, told_at=now) if when == "told_at" else replace(each, over_told_at=now)
            for each in message.alarms
        )
        told_alarms.put(desk, noted)

    return mark
