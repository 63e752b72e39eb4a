"""Times as feeds, sitemaps and addresses give them. Pure; what cannot be read is None, never a guess."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from archive import UTC

_DAY_OR_LESS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ZONE_NAME = re.compile(r"\s*(?:UTC|GMT|Z)$", re.I)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_YEAR = r"(?P<y>(?:19[89]|20[0-4])\d)"
_IN_PATH = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?:^|[/_=-]){_YEAR}[/_.-](?P<m>0?[1-9]|1[0-2])[/_.-](?P<d>0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?:^|/){_YEAR}/(?P<m>{'|'.join(_MONTHS)})[a-z]*/(?P<d>0?[1-9]|[12]\d|3[01])(?=/|$)",
        rf"(?:^|[/_.=-]){_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.&-]|\d{{6,}}|$)",
    )
)
_MONTH_IN_NAME = re.compile(rf"(?<!\d){_YEAR}[/_.-]?(?P<m>0[1-9]|1[0-2])(?!\d)")
_YEAR_IN_NAME = re.compile(rf"(?<!\d){_YEAR}(?!\d)")


def when(text: str | None, zone: dt.tzinfo = UTC) -> dt.datetime | None:
    """Read a time in W3C (ISO 8601) or RFC 822 form; a day alone is its midnight. `zone` holds where none is given."""
    text = (text or "").strip()[:64]
    found = _day(text) or _iso(text) or _mail(text)
    if found is None:
        return None
    try:
        return (found.replace(tzinfo=zone) if found.tzinfo is None else found).astimezone(UTC)
    except OverflowError:
        return None


def _day(text: str) -> dt.datetime | None:
    parts = _DAY_OR_LESS.fullmatch(text)
    try:
        return dt.datetime(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1), tzinfo=UTC) if parts else None
    except ValueError:
        return None


def _iso(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text if text[-1:].isdigit() else _ZONE_NAME.sub("+00:00", text))
    except ValueError:
        return None


def _mail(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None


def in_path(path: str) -> dt.datetime | None:
    """Return the day that an address names (`/2017/02/14/`, `/20170214/`, `/2017/feb/14/`), None when it names none."""
    for form in _IN_PATH:
        for found in form.finditer(path):
            month = _MONTHS.get(found["m"].lower()) or int(found["m"])
            try:
                return dt.datetime(int(found["y"]), month, int(found["d"]), tzinfo=UTC)
            except ValueError:
                continue
    return None


def last_of_name(name: str) -> dt.datetime | None:
    """Return the end of the day, month or year that a sitemap's name holds (`sitemap-2026-11.xml`); None without."""
    if day := in_path(name):
        return day + dt.timedelta(days=1)
    if month := _MONTH_IN_NAME.search(name):
        following = int(month["y"]) * 12 + int(month["m"])
        return dt.datetime(following // 12, following % 12 + 1, 1, tzinfo=UTC)
    year = _YEAR_IN_NAME.search(name)
    return dt.datetime(int(year["y"]) + 1, 1, 1, tzinfo=UTC) if year else None


def at_latest(moment: dt.datetime) -> dt.datetime:
    """Return the latest instant that a time can mean: midnight may stand for its whole day."""
    return moment + dt.timedelta(days=1) if moment.time() == dt.time() else moment
