"""A story's charts as static SVG: one row an outlet with its versions as marks; a number over time as steps."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from archive.lookup import Zone
from archive.lookup.stories import Counted, Story
from archive.times import parse_iso

_WIDTH: Final = 640.0
_LABEL: Final = 150.0  # for the outlet's name
_MARGIN: Final = 16.0
_ROW: Final = 34.0
_LINE: Final = 15.0
_LONGEST: Final = 20  # characters of a name


@dataclass(frozen=True, slots=True)
class Mark:
    """A version."""

    x: float
    number: int
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """An article, from its first look to its last."""

    name: str
    y: float
    x: float
    end: float
    marks: tuple[Mark, ...]
    article_id: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The tellings of a story."""

    width: float
    height: float
    rows: tuple[Row, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Line:
    """A number of an outlet, as long as it was seen."""

    x: float
    end: float
    y: float
    dash: str  # an outlet's own, so that nobody needs colours
    said: str
    label: str


@dataclass(frozen=True, slots=True)
class Steps:
    """A number over time."""

    width: float
    height: float
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    first: str
    last: str


class _Scale:
    """Times on a width."""

    def __init__(self, times: Sequence[dt.datetime], left: float) -> None:
        self.first, self.last = min(times), max(times)
        self._whole = (self.last - self.first).total_seconds() or 1.0
        self._left = left

    def at(self, moment: dt.datetime) -> float:
        room = _WIDTH - _MARGIN - self._left
        return round(self._left + room * (moment - self.first).total_seconds() / self._whole, 1)


def tellings(story: Story, zone: Zone) -> Rows:
    """Draw each telling on a line of its own."""
    times = [parse_iso(at) for each in story.tellings
             for at in (each.article.first_captured_at, each.article.last_captured_at)]  # fmt: skip
    scale = _Scale(times, _LABEL)
    rows = tuple(
        Row(
            name=_short(each.title),
            y=20 + place * _ROW,
            x=scale.at(parse_iso(each.article.first_captured_at)),
            end=scale.at(parse_iso(each.article.last_captured_at)),
            marks=tuple(
                Mark(
                    scale.at(parse_iso(version.first_captured_at)),
                    version.number,
                    f"{each.title}, version {version.number}: {zone.show(parse_iso(version.first_captured_at))}",
                )
                for version in each.versions
            ),
            article_id=each.article.id,
        )
        for place, each in enumerate(story.tellings)
    )
    return Rows(_WIDTH, 28 + len(rows) * _ROW, rows, zone.show(scale.first), zone.show(scale.last))


def numbers(counted: Counted, outlets: Mapping[int, str], zone: Zone, until: str) -> Steps | None:
    """Draw what each outlet gave of one thing up to the last look; None when nothing of it is left."""
    if not counted.given:
        return None
    times = [parse_iso(at) for each in counted.given for at in (each.said_by, each.gone_by) if at]
    scale = _Scale([*times, parse_iso(until)], 70)
    values = sorted({float(each.value) for each in counted.given})
    names = list(dict.fromkeys(each.outlet_id for each in counted.given))
    room = _LINE * len(names) + _LINE  # of one number: a line an outlet
    heights = {value: 16 + (len(values) - 1 - place) * room for place, value in enumerate(values)}
    lines = tuple(
        Line(
            x=scale.at(parse_iso(each.said_by)),
            end=scale.at(parse_iso(each.gone_by) if each.gone_by else scale.last),
            y=heights[float(each.value)] + _LINE * names.index(each.outlet_id),
            dash=_DASHES[names.index(each.outlet_id) % len(_DASHES)],
            said=f"{outlets[each.outlet_id]}: {each.written}",
            label=_short(outlets[each.outlet_id]),
        )
        for each in counted.given
    )
    ticks = tuple((heights[value] + 4, f"{value:g}") for value in values)
    height = 30 + len(values) * room
    return Steps(_WIDTH, height, lines, ticks, zone.show(scale.first), zone.show(scale.last))


_DASHES: Final = ("", "8 3", "2 3", "10 3 2 3")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
