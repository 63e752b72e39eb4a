"""Charts as static SVG: numbers in, shapes out; templates draw them. Readable without colour, each with its words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `dark` is the part of it that is filled."""

    x: float
    width: float
    height: float
    dark: float
    said: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of bars with the words under its ends."""

    width: float
    height: float
    bars: list[Bar]
    most: int
    first: str
    last: str
    said: str  # the whole in a sentence, for who does not see it


def bars(
    values: Sequence[tuple[str, int, int]], *, said: str, width: float = 320, height: float = 64, dark_word: str = ""
) -> Bars:
    """Draw values as bars: what each is called, how many, and how many of these are dark."""
    most = max((many for _, many, _ in values), default=0)
    step = width / max(1, len(values))
    scale = height / max(1, most)
    drawn = [
        Bar(
            round(place * step, 1),
            round(max(1.0, step - 2), 1),
            round(many * scale, 1),
            round(dark * scale, 1),
            f"{name}: {many:,}" + (f", {dark:,} {dark_word}" if dark_word and dark else ""),
        )
        for place, (name, many, dark) in enumerate(values)
    ]
    ends = (values[0][0], values[-1][0]) if values else ("", "")
    return Bars(width, height, drawn, most, *ends, said)


def by_day(days: Mapping[str, tuple[int, int]], until: dt.date, *, length: int) -> Bars:
    """Draw changes a day, up to a day."""
    listed = [until - dt.timedelta(days=back) for back in range(length - 1, -1, -1)]
    values = [(f"{one.day} {one:%b}", *days.get(one.isoformat(), (0, 0))) for one in listed]
    total = sum(many for _, many, _ in values)
    top = max(values, key=lambda value: value[1])
    busiest = f"; most on {top[0]}: {top[1]:,}" if total else ""
    return bars(values, said=f"Changes a day over {length} days: {total:,}{busiest}", dark_word="weighty")


@dataclass(frozen=True, slots=True)
class Dot:
    """One look on a timeline."""

    x: float
    kind: str  # version, same, gone, held, miss
    said: str
    number: int | None = None
    y: float = 0  # of a version that another one would cover: how far above the line it stands


@dataclass(frozen=True, slots=True)
class Timeline:
    """Looks on a line, to scale; versions that are close stand above each other."""

    width: float
    height: float
    axis: float  # where the line lies
    dots: list[Dot]


_HEIGHT, _AXIS = 58.0, 24.0  # without a pile
_ROOM = 34.0  # between two versions, so that both numbers are seen on a small screen, too
_TALLEST = 8 * _ROOM  # a pile that would be higher is pressed together


def timeline(
    looks: Sequence[tuple[dt.datetime, str, str, int | None]], *, width: float = 640, margin: float = 14
) -> Timeline:
    """Place looks to scale between the first and the last; of many at one place only a few are drawn."""
    if not looks:
        return Timeline(width, _HEIGHT, _AXIS, [])
    start = min(look[0] for look in looks)
    whole = (max(look[0] for look in looks) - start).total_seconds() or 1.0
    seen: dict[tuple[int, str], int] = {}
    dots = []
    for at, kind, said, number in looks:
        x = margin + (width - 2 * margin) * (at - start).total_seconds() / whole
        place = (round(x / 3), kind)
        seen[place] = seen.get(place, 0) + 1
        if kind == "version" or seen[place] == 1:
            dots.append(Dot(round(x, 1), kind, said, number))
    versions = _piled(sorted((dot for dot in dots if dot.kind == "version"), key=lambda dot: (dot.x, dot.number or 0)))
    highest = max((dot.y for dot in versions), default=0.0)
    others = [dot for dot in dots if dot.kind != "version"]
    return Timeline(width, _HEIGHT + highest, _AXIS + highest, others + versions)  # what is drawn last lies on top


def _piled(versions: Sequence[Dot]) -> list[Dot]:
    """Lift each version, in their order, to the lowest row in which it covers none."""
    ends: list[float] = []  # the last x of each row
    rows = []
    for dot in versions:
        row = next((row for row, end in enumerate(ends) if dot.x - end >= _ROOM), len(ends))
        ends[row : row + 1] = [dot.x]
        rows.append(row)
    step = min(_ROOM, _TALLEST / max(1, len(ends) - 1))
    return [replace(dot, y=round(row * step, 1)) for dot, row in zip(versions, rows, strict=True)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One place on a page, as long as it was seen there."""

    x: float
    end: float
    y: float
    rank: int
    said: str


@dataclass(frozen=True, slots=True)
class Course:
    """Places on a page over time, the first on top."""

    width: float
    height: float
    stretches: list[Stretch]
    lowest: int


def course(
    stays: Sequence[tuple[dt.datetime, dt.datetime, int, str]], *, width: float = 440, margin: float = 26
) -> Course:
    """Draw stays (from, to, place, words) to scale; many places are squeezed, none is left out."""
    start = min(stay[0] for stay in stays)
    whole = (max(stay[1] for stay in stays) - start).total_seconds() or 1.0
    lowest = max(stay[2] for stay in stays)
    step = 12.0 if lowest <= 10 else 120.0 / lowest
    scale = (width - 2 * margin) / whole
    drawn = [
        Stretch(
            round(margin + (first - start).total_seconds() * scale, 1),
            round(margin + (last - start).total_seconds() * scale, 1),
            round(10 + (rank - 1) * step, 1),
            rank,
            said,
        )
        for first, last, rank, said in stays
    ]
    return Course(width, round(20 + (lowest - 1) * step, 1), drawn, lowest)
