"""Sizes and lengths of time as people write them in `rowback.toml` and on the command line: `1 GB`, `60m`. Pure.

How they are written for people is the archive's.
"""

import datetime as dt
import re

from archive import BadInput, said_size
from archive import said_length as said

__all__ = ["length", "said", "said_size", "size"]

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
