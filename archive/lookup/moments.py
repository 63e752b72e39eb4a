"""Times as people write and read them: `2026-11-17`, `24h`, an ISO time, `2..3`. Pure: `now` is passed in."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.errors import BadInput
from archive.times import UTC

_AGO = re.compile(r"(\d{1,6})\s*(m|min|h|d|w)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}", re.ASCII)
_STAMP = re.compile(r"\d{14}", re.ASCII)
_NUMBER = re.compile(r"[vV]?(\d{1,6})", re.ASCII)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_YEARS = range(1900, 9999)  # beyond them a time zone may carry a time out of the calendar
_LAST_INSTANT = dt.time(23, 59, 59, 999999)


@dataclass(frozen=True, slots=True)
class Zone:
    """The time zone that a person reads in."""

    info: dt.tzinfo | None = None  # None is the machine's own

    def attach(self, wall: dt.datetime) -> dt.datetime:
        """Return the UTC instant of a wall-clock time in this zone."""
        return (wall.astimezone() if self.info is None else wall.replace(tzinfo=self.info)).astimezone(UTC)

    def show(self, moment: dt.datetime, *, seconds: bool = False) -> str:
        """Write a time for a person, its zone named: `2026-11-17 14:11 CET`."""
        local = moment.astimezone(self.info)
        return f"{local:%Y-%m-%d %H:%M:%S %Z}" if seconds else f"{local:%Y-%m-%d %H:%M %Z}"

    def day(self, moment: dt.datetime) -> dt.date:
        """Return the day of a time in this zone."""
        return moment.astimezone(self.info).date()


def zone(name: str | None) -> Zone:
    """Return the zone of a name such as `Europe/Paris`; without a name, the machine's own.

    Raises `BadInput` for a name that no time zone has.
    """
    if not name or name.lower() == "local":
        return Zone()
    try:
        return Zone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("no such time zone", subject=name, cure="Names look like Europe/Paris or UTC") from None


def latest(text: str, *, now: dt.datetime, zone: Zone) -> dt.datetime:
    """Read a time; a bare date means the end of that day. Raises `BadInput`."""
    return _read(text, now, zone, _LAST_INSTANT)


def earliest(text: str, *, now: dt.datetime, zone: Zone) -> dt.datetime:
    """Read a time; a bare date means the beginning of that day. Raises `BadInput`."""
    return _read(text, now, zone, dt.time())


def _read(text: str, now: dt.datetime, zone: Zone, of_day: dt.time) -> dt.datetime:
    text = text.strip()
    try:
        moment = _moment(text, now, zone, of_day)
    except (ValueError, OverflowError):
        _refuse(text)
    return moment if moment.year in _YEARS else _refuse(text)


def _moment(text: str, now: dt.datetime, zone: Zone, of_day: dt.time) -> dt.datetime:
    if ago := _AGO.fullmatch(text.lower()):
        return now - dt.timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    if _DAY.fullmatch(text):
        return zone.attach(dt.datetime.combine(dt.date.fromisoformat(text), of_day))
    if _STAMP.fullmatch(text):  # as CDX and the Wayback Machine write it
        return dt.datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    read = dt.datetime.fromisoformat(text)
    return zone.attach(read) if read.tzinfo is None else read.astimezone(UTC)


def _refuse(text: str) -> NoReturn:
    cure = "Write 2026-11-17, 2026-11-17T14:00, 2026-11-17T14:00Z, 24h or 7d"
    raise BadInput("not a time that rowback can read", subject=text, cure=cure)


Point = int | dt.datetime | None  # a version's number, a time, or the open end


@dataclass(frozen=True, slots=True)
class Span:
    """From one version to another, as a person asked for them."""

    start: Point  # None: the one before `end`, or the first when that is a time
    end: Point  # None: the latest


def span(text: str, *, now: dt.datetime, zone: Zone) -> Span:
    """Read `2..3`, `2026-11-17..`, `..2026-11-18`; `3` alone means what made version 3. Raises `BadInput`."""
    start, dots, end = text.strip().partition("..")
    if not dots:
        point = _point(start, now, zone)
        return Span(None, point) if isinstance(point, int) else Span(point, None)
    if not start and not end:
        raise BadInput("not a range", subject=text, cure="Write 2..3, 2026-11-17.. or ..2026-11-17")
    return Span(_point(start, now, zone) if start else 1, _point(end.lstrip("."), now, zone) if end else None)


def _point(text: str, now: dt.datetime, zone: Zone) -> int | dt.datetime:
    number = _NUMBER.fullmatch(text.strip())
    return int(number[1]) if number else latest(text, now=now, zone=zone)
