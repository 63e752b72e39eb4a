"""Which alarms are told, and whose end is. Pure: rules, what is wrong, the log and `now` in, the next log out.

Each alarm is told once and so is its end. One that comes and goes is told again once a day at most.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive import Alarm
from archive import AlarmKey as Key
from archive import NotedAlarm as Noted
from crawler.config.tell_rules import Rule

APART: Final = dt.timedelta(days=1)  # two tellings of one alarm that was over in between


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be written into the log: entries that are new or changed, and those to be forgotten."""

    put: tuple[Noted, ...] = ()
    drop: tuple[Noted, ...] = ()


def turn(
    rules: Sequence[Rule], found: Sequence[Alarm], log: Mapping[Key, Noted], watched: Collection[str], now: dt.datetime
) -> Turn:
    """Bring the log up to date; `watched` are the outlets that were asked about."""
    wanted = {noted.key: noted for rule in rules for noted in _of_rule(rule, found, now)}
    put = [each for key, noted in wanted.items() if (each := _raised(noted, log.get(key), now)) is not None]
    heard = {(rule.name, target.label) for rule in rules if rule.health for target in rule.to}
    drop = []
    for key, noted in log.items():
        if key in wanted or noted.over_told_at is not None:
            continue
        if noted.told_at is None or noted.outlet not in watched or key[:2] not in heard:
            drop.append(noted)  # nobody heard of it, or nobody is to hear of its end
        elif noted.over_at is None:
            put.append(replace(noted, over_at=now))
    return Turn(tuple(put), tuple(drop))


def begun(log: Mapping[Key, Noted], rule: str, target: str) -> list[Noted]:
    """Return the alarms that are still to be told to a target."""
    return [each for each in log.values() if each.key[:2] == (rule, target) and each.told_at is None]


def ended(log: Mapping[Key, Noted], rule: str, target: str) -> list[Noted]:
    """Return the alarms whose end is still to be told to a target."""
    of_target = (each for each in log.values() if each.key[:2] == (rule, target))
    return [each for each in of_target if each.told_at and each.over_at and each.over_told_at is None]


def _of_rule(rule: Rule, found: Sequence[Alarm], now: dt.datetime) -> Iterator[Noted]:
    for alarm in found if rule.health else ():
        if not rule.outlets or alarm.outlet in rule.outlets:
            for target in rule.to:
                yield Noted(
                    rule=rule.name,
                    target=target.label,
                    outlet=alarm.outlet,
                    kind=alarm.kind,
                    raised_at=now,
                    words=alarm.words,
                )


def _raised(alarm: Noted, last: Noted | None, now: dt.datetime) -> Noted | None:
    """Return the entry of an alarm that holds now; None when the log says it already, or said it just now."""
    if last is None or (last.over_told_at is not None and now - last.raised_at >= APART):
        return alarm
    if last.over_at is not None and last.over_told_at is None:
        return replace(last, over_at=None)  # it is back before its end was told
    return None
