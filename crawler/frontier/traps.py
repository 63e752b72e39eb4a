"""Addresses without end: calendars, endless query strings, session ids, paths that repeat themselves. Pure."""

import datetime as dt
import re
from collections import Counter
from urllib.parse import SplitResult, parse_qsl, unquote

from archive import urls

LONGEST_URL = 2_000  # characters; longer ones are made by machines for machines
MOST_PARAMETERS = 8
DEEPEST_PATH = 16
_REPEATED = 3  # times that a segment, or a run of segments, may not stand in one path
_SESSION_NAME = re.compile(r"^(?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken|s(?:ess(?:ion)?)?_?id|sid)$", re.I)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=|/\(S\([a-z0-9]{24}\)\)/", re.I)
_RANDOM = re.compile(r"[A-Za-z0-9,_-]{16,}")
_CALENDARS = frozenset({"calendar", "kalender", "calendrier", "calendario", "calendars", "ical"})
_DATE_NAMES = frozenset({"year", "month", "day", "date", "week", "yr", "mo", "jahr", "monat", "tribe-bar-date", "ical"})
_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|2\d)\d\d)(?!\d)")
_CALENDAR_SPAN = dt.timedelta(days=400)  # a calendar page further away than this is padding


def trap(url: str, now: dt.datetime) -> str | None:
    """Say in words why an address looks endless, or None when it does not. Raises `BadInput` for what is no URL."""
    parts = urls.parse(url)
    if len(url) > LONGEST_URL:
        return f"address of {len(url):,} characters"
    return _path(parts.path) or _query(parts) or _calendar(parts, now)


def _path(path: str) -> str | None:
    if _SESSION_PATH.search(path):
        return "session id in the path"
    segments = [segment.lower() for segment in path.split("/") if segment]
    if len(segments) > DEEPEST_PATH:
        return f"path of {len(segments)} parts"
    repeated = [segment for segment, count in Counter(segments).items() if count >= _REPEATED and len(segment) > 2]
    if repeated:
        return f"path repeats {unquote(repeated[0])!r}"
    return "path repeats itself" if _runs(segments) else None


def _runs(segments: list[str]) -> bool:
    """Tell whether some run of segments stands `_REPEATED` times in a row (`a/b/a/b/a/b`); dates may (`1/1/1`)."""
    for size in range(1, len(segments) // _REPEATED + 1):
        for start in range(len(segments) - size * _REPEATED + 1):
            run = segments[start : start + size]
            again = [segments[start + size * n : start + size * (n + 1)] for n in range(1, _REPEATED)]
            if all(each == run for each in again) and not all(segment.isdigit() for segment in run):
                return True
    return False


def _query(parts: SplitResult) -> str | None:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if len(pairs) > MOST_PARAMETERS:
        return f"{len(pairs)} query parameters"
    for name, count in Counter(name for name, _ in pairs).items():
        if count >= _REPEATED and not name.endswith("[]"):
            return f"query repeats {name!r}"
    for name, value in pairs:
        if _SESSION_NAME.match(name) and _RANDOM.fullmatch(value):
            return f"session id in the query ({name})"
    return None


def _calendar(parts: SplitResult, now: dt.datetime) -> str | None:
    names = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    dated = names & _DATE_NAMES
    if not _CALENDARS & {segment.lower() for segment in parts.path.split("/")} and len(dated) < 2:
        return None
    years = [int(found) for found in _YEAR.findall(f"{parts.path}?{parts.query}")]
    span = range((now - _CALENDAR_SPAN).year, (now + _CALENDAR_SPAN).year + 1)
    far = [year for year in years if year not in span]
    if far:
        return f"calendar page of {far[0]}"
    return "calendar page" if dated else None
