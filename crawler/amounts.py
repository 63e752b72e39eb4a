"""Sizes and lengths of time as people write them in `rowback.toml` and on the command line: `1 GB`, `60m`. Pure."""

import datetime as dt
import re

from archive.errors import BadInput

_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([kmgt]?i?)b?", re.I)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(s|sec|m|min|h|d|w)", re.I)
_UNITS = {"s": "seconds", "sec": "seconds", "m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def size(text: str) -> int:
    """Read a number of bytes: `500 MB`, `1GB`, `2 GiB`, `1000`. Raises `BadInput`."""
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise BadInput("not a size", subject=text, cure="Write it like 500 MB or 1 GB")
    unit = found[2].lower()
    base = 1024 if unit.endswith("i") else 1000
    return int(float(found[1]) * pow(base, _POWERS[unit.removesuffix("i")]))


def length(text: str) -> dt.timedelta:
    """Read a length of time: `90s`, `60m`, `24h`, `3d`, `2w`; `0` is none at all. Raises `BadInput`."""
    if text.strip() == "0":
        return dt.timedelta(0)
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        raise BadInput("not a length of time", subject=text, cure="Write it like 60m, 24h or 3d")
    return dt.timedelta(**{_UNITS[found[2].lower()]: float(found[1])})


def said(seconds: float) -> str:
    """Write a length of time for people: `45 seconds`, `7 minutes`, `3 hours`, `2 days`."""
    for unit, long in (("day", 86400.0), ("hour", 3600.0), ("minute", 60.0)):
        if round(seconds / long) >= (1 if unit == "minute" else 2):
            return _counted(round(seconds / long), unit)
    return _counted(round(seconds), "second")


def said_size(number: int) -> str:
    """Write a number of bytes for people: `13 MB`, `3.4 GB`."""
    for unit, power in (("TB", 4), ("GB", 3), ("MB", 2), ("kB", 1)):
        if number >= 1000**power:
            amount = number / 1000**power
            return f"{amount:.1f} {unit}" if amount < 10 and power > 2 else f"{amount:.0f} {unit}"
    return _counted(number, "byte")


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
