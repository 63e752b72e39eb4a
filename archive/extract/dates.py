"""When it was published and last changed: what the page declares, then what it shows. Never a page's clock.

Sources in the order of their trust: JSON-LD, meta, microdata, visible text near the headline, dateline, URL, and the
page as a whole (htmldate). Times without a zone give only a day.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from archive.models import Stamp
from archive.times import iso

from . import lexicon
from .months import MONTHS
from .piece import Piece, apart, clean
from .structured import Structured


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PUBLISHED = _listed("""
    article:published_time article:published og:published_time og:article:published_time datepublished date.published
    parsely-pub-date sailthru.date cxenseparse:recs:publishtime pubdate publishdate publish-date publish_date
    published_time published-date article_date_original originalpublicationdate dc.date.issued dcterms.created
    dc.date.created dcterms.date dc.date dc.created datecreated ptime displaydate article.published date created
""")
_MODIFIED = _listed("""
    article:modified_time og:updated_time article:modified datemodified dcterms.modified dc.date.modified lastmod
    last-modified updated_time article.updated lastmodified
""")
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)[-/.年年]\s?(?P<m>\d{1,2})[-/.月月]\s?(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<sep>[./-])\s?(?P<m2>\d{1,2})(?P=sep)\s?(?P<y2>(?:19|20)\d\d))(?!\d)"
)
_WORDED = re.compile(
    r"(?<!\w)(?:(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s\-/]*(?:de |of |d')?"
    r"(?P<m>[^\W\d_]{3,14})\.?,?[\s\-/]*(?:de |del )?(?P<y>(?:19|20)\d\d)"
    r"|(?P<m2>[^\W\d_]{3,14})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d))(?!\d)"
)
_IN_URL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2]|[1-9](?=[/_-]))[/_-]?"
    r"(?P<d>0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))(?=\D|\d{6})"
)
_IN_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>[a-z]{3})/(?P<d>\d{1,2})/")
_ISO = re.compile(r"^(\d{4}-\d\d-\d\d)[T ]?(\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$", re.I)
_LINE = 200  # characters of a line that is a date's
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW"})  # CLDR: short dates as M/d/y
_EITHER = frozenset({"CA", "IO", "CO", "TV", "ME", "AI", "GG", "FM", "LY", "TO"})  # written both ways, or sold to all
_EARLIEST = dt.date(1991, 8, 6)  # the first web site


class Calendar(NamedTuple):
    """What is known of a page's dates before they are read."""

    latest: dt.date  # nothing on the page happened later
    first: Literal["day", "month", "unsure"] = "day"  # in 10/03/2026


ANY: Final = Calendar(dt.date.max)


def parse(text: str, known: Calendar) -> str | None:
    """Return a date or time as `Stamp.value` has it; None for what is no date or lies outside the web's time."""
    text = text.strip()[:60]
    if match := _ISO.match(text):
        return _from_iso(match, known)
    if re.fullmatch(r"\d{10}|\d{13}", text):
        moment = dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
        return _moment(moment, known)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return next((day for day, _ in spelled(text, known)), None)
    return _moment(moment, known) if moment.tzinfo else _day(moment.date(), known)


def _from_iso(match: re.Match[str], known: Calendar) -> str | None:
    day, time, zone = match[1], match[2], match[3]
    try:
        if time and zone:
            offset = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
            return _moment(dt.datetime.fromisoformat(f"{day}T{time.replace(',', '.')[:15]}{offset}"), known)
        return _day(dt.date.fromisoformat(day), known)
    except ValueError:
        return None


def _moment(moment: dt.datetime, known: Calendar) -> str | None:
    try:
        return iso(moment) if _day(moment.astimezone(dt.UTC).date(), known) else None
    except (OverflowError, OSError):
        return None


def _day(day: dt.date, known: Calendar) -> str | None:
    return day.isoformat() if _EARLIEST <= day <= known.latest else None


def spelled(text: str, known: Calendar) -> Iterator[tuple[str, int]]:
    """Yield the days that a text spells out, each with its place in the text."""
    found = []
    for match in _NUMERIC.finditer(text):
        if match["y"]:
            found.append((match.start(), match["y"], int(match["m"]), match["d"]))
        elif whole := _ordered(match, known):
            found.append((match.start(), match["y2"], whole.month, str(whole.day)))
    for match in _WORDED.finditer(text):
        name = MONTHS.get((match["m"] or match["m2"]).lower())
        if name:
            found.append((match.start(), match["y"] or match["y2"], name, match["d"] or match["d2"]))
    for place, year, month, day in sorted(found):
        try:
            value = _day(dt.date(int(year), month, int(day)), known)
        except ValueError:
            continue
        if value:
            yield value, place


def _ordered(match: re.Match[str], known: Calendar) -> dt.date | None:
    """Return the day that figures like 10/03/2026 name; None when there are two and nothing tells which."""
    readings = _readings(match, known)
    if len(readings) < 2 or known.first == "day" or match["sep"] == ".":
        return next(iter(readings), None)
    return readings[1] if known.first == "month" else None


def _readings(match: re.Match[str], known: Calendar) -> list[dt.date]:
    """Return the days that such figures can mean, the one with the day first first."""
    one, other, year = int(match["d2"]), int(match["m2"]), int(match["y2"])
    found = []
    for day, month in dict.fromkeys(((one, other), (other, one))):
        with suppress(ValueError):
            found.append(dt.date(year, month, day))
    return [day for day in found if _EARLIEST <= day <= known.latest]


def order(texts: Iterable[str], tags: Iterable[str], host: str, latest: dt.date) -> Calendar:
    """Return in which order a page writes day and month: its other dates say so, else its language's region, its host.

    `tags` are BCP 47 tags, as the page gives them; the surest first.
    """
    known = Calendar(latest, "unsure")
    told = {first for text in texts if len(text) <= _LINE for first in _shown_orders(text, known)}
    if len(told) == 1:
        return Calendar(latest, told.pop())
    for tag in tags:
        language, _, region = tag.replace("_", "-").partition("-")
        if region.upper() in _MONTH_FIRST:
            return Calendar(latest, "month")
        if language.lower() != "en" or (len(region) == 2 and region.upper() not in _EITHER):
            return Calendar(latest, "day")
    country = host.rpartition(".")[2].upper()
    if country in _MONTH_FIRST:
        return Calendar(latest, "month")
    return Calendar(latest, "day") if len(country) == 2 and country not in _EITHER else known


def _shown_orders(text: str, known: Calendar) -> Iterator[Literal["day", "month"]]:
    """Yield the order of each date in a text that has but one reading, by its own figures."""
    for match in _NUMERIC.finditer(text):
        if match["sep"] in ("/", "-") and (int(match["d2"]) > 12) != (int(match["m2"]) > 12):
            yield "day" if int(match["d2"]) > 12 else "month"


def ambiguous(text: str, known: Calendar) -> bool:
    """Tell whether a text holds a date that could be two days, and nothing tells which."""
    found = (match for match in _NUMERIC.finditer(text) if match["sep"])
    return any(len(_readings(match, known)) > 1 and _ordered(match, known) is None for match in found)


def declared(structured: Structured, known: Calendar) -> tuple[list[Stamp], list[Stamp]]:
    """Return the published and modified stamps that a page declares to machines, most trustworthy first."""
    article = structured.article
    published = [_stamp(structured.ld(n), "json-ld", known) for n in ("datePublished", "dateCreated", "uploadDate")]
    modified = [_stamp(structured.ld("dateModified"), "json-ld", known)] if article else []
    published += [_stamp(structured.meta(name), "meta", known) for name in _PUBLISHED]
    modified += [_stamp(structured.meta(name), "meta", known) for name in _MODIFIED]
    published += [_stamp(structured.item(name), "microdata", known) for name in ("datePublished", "dateCreated")]
    modified += [_stamp(structured.item("dateModified"), "microdata", known)]
    return [stamp for stamp in published if stamp], [stamp for stamp in modified if stamp]


def _stamp(text: str | None, source: str, known: Calendar) -> Stamp | None:
    value = parse(text, known) if text else None
    return Stamp(value, source, text or "") if value else None


def shown(pieces: Sequence[Piece], around: tuple[int, int], known: Calendar) -> tuple[list[Stamp], list[Stamp]]:
    """Return the published and modified stamps that stand near headline and body, nearest to its beginning first.

    A page's header with its clock, captions, comments and lists of other articles are left out.
    """
    low, high = around
    near = [p for p in pieces[max(0, low - 30) : low + 1] if _may_date(p)]
    near = near[::-1] + [p for p in pieces[low + 1 : min(low + 6, high + 1)] if _may_date(p) and not p.kept]
    near += [p for p in pieces[high + 1 : high + 6] if _may_date(p)]
    near.sort(key=lambda piece: not (piece.marked("stamp", "byline") or piece.element.find(".//time") is not None))
    published: list[Stamp] = []
    modified: list[Stamp] = []
    for piece in near:
        for value, changed in (*_timed(piece, known), *_told(apart(piece), known)):
            (modified if changed else published).append(Stamp(value, "visible", piece.text[:80]))
    return published, modified


def _timed(piece: Piece, known: Calendar) -> Iterator[tuple[str, bool]]:
    """Yield what the time elements of a line say to machines, and whether they tell of a change.

    The line itself may hold only the hour.
    """
    for element in piece.element.iter("time"):
        said = clean(element.text_content())
        value = parse(element.get("datetime") or "", known) if said and said in piece.text else None
        if value:
            yield value, bool(lexicon.UPDATED.search(piece.text.partition(said)[0] + said))


def _told(text: str, known: Calendar) -> Iterator[tuple[str, bool]]:
    """Yield the days that a line spells out, and whether it calls them those of a change."""
    end = 0
    for value, place in spelled(text, known):
        then = re.sub(r"^[\d./年月-]+", "", text[place:])
        yield value, bool(lexicon.UPDATED.search(text[end:place]) or lexicon.UPDATED_BEHIND.match(then))
        end = place


def _may_date(piece: Piece) -> bool:
    return (
        not piece.hidden
        and len(piece.text) <= 200
        and piece.density < 0.8
        and (piece.role != "caption" or bool(_NUMERIC.match(piece.text) or _WORDED.match(piece.text)))
        and not piece.marked("comments", "related", "chrome")
    )


def dateline(first: str, known: Calendar) -> Stamp | None:
    """Return the date with which a text begins: `March 5, 2017 (EIRNS)—U.S. …`."""
    for value, place in spelled(first[:120], known):
        if place <= 60:
            return Stamp(value, "dateline", first[: place + 30])
    return None


def in_url(url: str, known: Calendar) -> Stamp | None:
    """Return the day that a URL's path holds."""
    path = urlsplit(url).path
    for pattern in (_IN_URL, _IN_URL_MONTH):
        for match in pattern.finditer(path.lower()):
            month = match["m"] if match["m"].isdigit() else str(MONTHS.get(match["m"], 0))
            try:
                value = _day(dt.date(int(match["y"]), int(month), int(match["d"])), known)
            except ValueError:
                continue
            if value:
                return Stamp(value, "url", match[0])
    return None


def guessed(tree: HtmlElement, known: Calendar) -> Stamp | None:
    """Return the day that the page as a whole suggests; the first of a January is only a year."""
    found = find_date(
        tree,
        original_date=True,
        max_date=known.latest.isoformat(),
        min_date=_EARLIEST.isoformat(),
        extensive_search=False,
    )
    return Stamp(found, "visible", "") if found and not found.endswith("-01-01") else None


def conflicts(name: str, stamps: Sequence[Stamp]) -> Iterator[str]:
    """Yield the sources that give another day than the first one does."""
    if stamps:
        others = {stamp.source: stamp.value for stamp in reversed(stamps) if stamp.value[:10] != stamps[0].value[:10]}
        for source in sorted(others):
            yield f"{name}: {stamps[0].source} {stamps[0].value}, {source} {others[source]}"
