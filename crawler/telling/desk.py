"""Tells what is due: notes it in desk.db first, so that nothing is lost, then sends, and notes who got it."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from archive.desk import open_desk, read_desk
from archive.export.selecting import withheld_articles
from archive.morgue import Morgue
from archive.store import findings, told
from archive.store.connection import connect_reader, transaction
from archive.store.told import Entry

from . import choosing
from .rules import Rule, Target
from .saying import Message, corrections, messages
from .sending import Send, by_apprise


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for a target, and how it went."""

    rule: str
    target: str
    message: Message
    error: str = ""  # why it waits; "" when it was sent, or is only shown

    def __str__(self) -> str:
        count = len(self.message.entries)
        how = f"waits for the next crawl: {self.error}" if self.error else "told"
        return f"{self.rule}, {self.target}: {count} finding{'s' * (count != 1)} {how}"


Mark = Callable[[sqlite3.Connection, Iterable[Entry], dt.datetime], None]


def tell(
    morgue: Morgue, rules: Sequence[Rule], environ: Mapping[str, str], now: dt.datetime, *, send: Send = by_apprise
) -> list[Delivery]:
    """Tell each target of each rule what is due and what still waits; return what was sent and what was not.

    Raises `MorgueError` when the archive or desk.db cannot be used.
    """
    if not rules:
        return []
    with morgue.telling(), closing(connect_reader(morgue)) as archive, open_desk(morgue) as desk:
        _note(archive, desk, morgue, rules, now)
        sender = _Sender(archive, desk, environ, now, send)
        return [done for rule in rules for target in rule.to for done in sender.serve(rule, target)]


def preview(morgue: Morgue, rules: Sequence[Rule], now: dt.datetime) -> list[Delivery]:
    """Return what `tell` would send; nothing is sent or noted. Raises as `tell` does."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with closing(connect_reader(morgue)) as archive, read_desk(morgue) as log, closing(copy) as desk:
        log.backup(desk)
        _note(archive, desk, morgue, rules, now)
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
        states = findings.states(archive, {entry.change_id for entry in waiting})
        told.drop(desk, list(choosing.obsolete(waiting, states, withheld)))


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
                else:
                    mark(self.desk, message.entries, self.now)
            done.append(Delivery(rule.name, target.label, message, error))
        return done

    def _plan(self, rule: Rule, target: Target) -> list[tuple[Message, Mark]]:
        of_target = rule.name, target.label
        earlier = told.correctable(self.desk, *of_target, self.now - choosing.REMEMBERED)
        states = findings.states(self.archive, {entry.change_id for entry in earlier})
        wrong = choosing.to_correct(earlier, states)
        plan: list[tuple[Message, Mark]] = [(message, told.mark_corrected) for message in corrections(wrong)]
        plan += [(message, told.mark_told) for message in messages(told.waiting(self.desk, *of_target))]
        return plan

    def _deliver(self, target: Target, message: Message) -> str:
        address = target.address(self.environ)
        if address is None:
            return f"the environment variable {target.label[1:]} is not set"
        return self.send(address, message.title, message.body)
