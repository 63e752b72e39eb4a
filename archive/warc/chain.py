"""The chain: one line for every stretch of WARC bytes that was ever completed, each line naming the one before it.

    number time file from to sha256 previous [erased]

`file` lies below `warcs/` (blanks written as %20), without `.open`; `sha256` is that of its bytes from..to; `previous`
that of the line before with its line feed, zeros in front of the first. The head is the sha256 of the last line
(`tail -n 1 chain.txt | sha256sum`). A line that ends in `erased` stands for an earlier one over the same bytes.

Whoever can write the files can write a chain that fits them: only a head that was noted elsewhere, or timestamped,
shows more than accidents.
"""

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from archive import times
from archive.errors import WarcError
from archive.morgue import Morgue

from .file import failure
from .locks import sync_folder
from .members import open_warc

NO_LINE: Final = "0" * 64  # what the first line names as the one before it
ERASED: Final = "erased"
_SAFE: Final = "!#$&'()*+,/:;=?@[]~"
_PIECE: Final = 1 << 20
_LINE = re.compile(
    r"(?P<number>[1-9]\d{0,17}) (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) (?P<file>[!-~]+) "
    r"(?P<start>\d{1,18}) (?P<end>\d{1,18}) (?P<sha256>[0-9a-f]{64}) (?P<previous>[0-9a-f]{64})(?P<erased> erased)?\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the chain."""

    number: int  # 1, 2, …
    time: str  # when it was written
    file: str  # below warcs/, without `.open`
    start: int
    end: int
    sha256: str  # hex, over these bytes of the file
    previous: str  # hex, over the line before, its line feed included
    erased: bool = False  # records in these bytes were erased; an earlier line has the digest from before

    @property
    def text(self) -> str:
        """The line as it is written, with its line feed."""
        fields = (self.number, self.time, quote(self.file, safe=_SAFE), self.start, self.end, self.sha256)
        return " ".join(map(str, (*fields, self.previous, *([ERASED] if self.erased else [])))) + "\n"

    @property
    def digest(self) -> str:
        """The sha256 of the line: what the next one names, and the head when there is none."""
        return _digest(self)


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is none."""

    number: int  # which line of the file it is
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a file that a line is to be written for."""

    file: str
    start: int
    end: int
    sha256: str
    erased: bool = False


def read_line(text: str) -> Line | None:
    """Read a line with its line feed; None when it is none."""
    match = _LINE.fullmatch(text)
    if match is None:
        return None
    line = Line(
        number=int(match["number"]),
        time=match["time"],
        file=unquote(match["file"]),
        start=int(match["start"]),
        end=int(match["end"]),
        sha256=match["sha256"],
        previous=match["previous"],
        erased=match["erased"] is not None,
    )
    return line if line.text == text else None


def parse(text: str) -> list[Line | Broken]:
    """Read a chain line by line."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    return [read_line(line) or Broken(number, line) for number, line in enumerate(lines, start=1)]


def check(lines: Sequence[Line | Broken]) -> list[tuple[int, str]]:
    """Return what is wrong with a chain in itself: the number of a line in the file, and what."""
    wrong: list[tuple[int, str]] = []
    previous = NO_LINE
    ends: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if isinstance(line, Broken):
            last = number == len(lines) and not line.text.endswith("\n")
            wrong.append((number, "is torn: it ends in the middle" if last else "is no line of a chain"))
            previous = _digest(line)
            continue
        wrong += ((number, what) for what in _check_line(line, number, previous, ends.get(line.file, 0)))
        previous = line.digest
        ends[line.file] = max(line.end, ends.get(line.file, 0))
    return wrong


def _check_line(line: Line, number: int, previous: str, known: int) -> Iterator[str]:
    if line.number != number:
        yield f"says that it is line {line.number}"
    if line.previous != previous:
        yield "does not name the line before it: one of the two was altered, or a line between them is gone"
    if line.start >= line.end or (line.erased and line.end > known):
        yield f"covers bytes {line.start} to {line.end}, which cannot be"
    if not line.erased and line.start != known:
        yield f"begins at byte {line.start} of {line.file}, the line before ends at {known}"


def current(lines: Iterable[Line | Broken]) -> list[Line]:
    """Return the lines whose digests the files must have now: of those over the same bytes the last."""
    standing: dict[tuple[str, int, int], Line] = {}
    for line in lines:
        if isinstance(line, Line):
            standing[line.file, line.start, line.end] = line
    return list(standing.values())


def grown(lines: Iterable[Line | Broken], ends: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return what the chain does not cover yet: file, from, to; `ends` says how far each file is complete."""
    covered: dict[str, int] = {}
    for line in lines:
        if isinstance(line, Line):
            covered[line.file] = max(line.end, covered.get(line.file, 0))
    return [(file, covered.get(file, 0), end) for file, end in sorted(ends.items()) if end > covered.get(file, 0)]


def position(lines: Iterable[Line | Broken], head: str) -> int | None:
    """Return the number of the line that a head belongs to; None when it belongs to none."""
    digests = {line.digest: line.number for line in lines if isinstance(line, Line)}
    return digests.get(head.strip().lower().removeprefix("sha256:"))


def load(morgue: Morgue) -> list[Line | Broken]:
    """Read a morgue's chain; empty when there is none yet."""
    try:
        return parse(morgue.chain.read_bytes().decode("utf-8", "surrogateescape"))
    except FileNotFoundError:
        return []


def head(morgue: Morgue) -> str | None:
    """Return the digest of the chain's last whole line; None when there is none."""
    whole = [line for line in load(morgue) if isinstance(line, Line)]
    return whole[-1].digest if whole else None


def append(morgue: Morgue, ends: Mapping[str, int], now: dt.datetime) -> list[Line]:
    """Write a line for every file that grew since its last one; `ends` counts only bytes known to be on disk.

    A file that is not there, or not that long, gets none: `rowback verify` names it.
    """
    with morgue.chaining():
        lines = _mended(morgue)
        return _append(morgue, lines, _stretches(morgue, grown(lines, ends)), now)


def append_erased(morgue: Morgue, files: Iterable[str], now: dt.datetime) -> list[Line]:
    """Write lines that stand for those whose bytes an erasure replaced in these files."""
    wanted = set(files)
    with morgue.chaining():
        whole = _mended(morgue)
        lines = [line for line in current(whole) if line.file in wanted]
        found = {(s.file, s.start, s.end): s for s in _stretches(morgue, [(x.file, x.start, x.end) for x in lines])}
        changed = [
            Stretch(stretch.file, stretch.start, stretch.end, stretch.sha256, erased=True)
            for line in lines
            if (stretch := found.get((line.file, line.start, line.end))) and stretch.sha256 != line.sha256
        ]
        return _append(morgue, whole, changed, now)


def digest_of(path: Path, start: int, end: int) -> str:
    """Return the sha256 of a stretch of a WARC file, `.open` or not.

    Raises `RecordMissing` when there is no such file, `WarcError` when it ends before.
    """
    state = hashlib.sha256()
    with open_warc(path) as file:
        file.seek(start)
        while start < end:
            piece = file.read(min(_PIECE, end - start))
            if not piece:
                raise WarcError(f"the file ends at byte {start}, before {end}", subject=str(path))
            state.update(piece)
            start += len(piece)
    return state.hexdigest()


def _stretches(morgue: Morgue, ranges: Iterable[tuple[str, int, int]]) -> list[Stretch]:
    found = []
    for file, start, end in ranges:
        try:
            found.append(Stretch(file, start, end, digest_of(morgue.warcs / file, start, end)))
        except WarcError:
            continue
    return found


def _append(
    morgue: Morgue, before: Sequence[Line | Broken], stretches: Sequence[Stretch], now: dt.datetime
) -> list[Line]:
    """Write lines behind those that are there, durably."""
    if not stretches:
        return []
    lines = list(_lines(before, stretches, now))
    try:
        with morgue.chain.open("ab") as file:
            file.write("".join(line.text for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(morgue.chain.parent)
    except OSError as error:
        raise failure(error, morgue.chain) from error
    return lines


def _mended(morgue: Morgue) -> list[Line | Broken]:
    """Complete or cut off a torn last line, which nobody was told of, and return the lines that are there then."""
    lines = load(morgue)
    if not lines or not isinstance(last := lines[-1], Broken) or last.text.endswith("\n"):
        return lines
    try:
        with morgue.chain.open("rb+") as file:
            end = file.seek(0, os.SEEK_END)
            if read_line(last.text + "\n"):
                file.write(b"\n")
            else:
                file.truncate(end - len(last.text.encode("utf-8", "surrogateescape")))
            os.fsync(file.fileno())
    except OSError as error:
        raise failure(error, morgue.chain) from error
    return load(morgue)


def _lines(before: Sequence[Line | Broken], stretches: Iterable[Stretch], now: dt.datetime) -> Iterator[Line]:
    previous = _digest(before[-1]) if before else NO_LINE
    for number, each in enumerate(stretches, start=len(before) + 1):
        line = Line(
            number=number,
            time=times.warc_date(now),
            file=each.file,
            start=each.start,
            end=each.end,
            sha256=each.sha256,
            previous=previous,
            erased=each.erased,
        )
        previous = line.digest
        yield line


def _digest(line: Line | Broken) -> str:
    return hashlib.sha256(line.text.encode("utf-8", "surrogateescape")).hexdigest()
