"""The chain against the files: every line's bytes, every line's predecessor, and a head that was noted elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive.errors import RecordMissing, WarcError
from archive.morgue import Morgue
from archive.warc import chain, timestamps
from archive.warc.chain import Broken, Line
from archive.warc.timestamps import TimestampsUnavailable

from .report import Finding, Report

CHAIN: Final = "chain.txt"


def look(morgue: Morgue, lines: Sequence[Line | Broken], noted: str | None) -> Iterator[Finding]:
    """Yield what is wrong with the chain; `noted` is a head that was kept elsewhere."""
    for number, what in chain.check(lines):
        yield Finding(what="altered", detail=f"line {number} {what}", file=CHAIN, subject=f"line {number}")
    for line in chain.current(lines):
        yield from _bytes_of(morgue, line)
    if noted is not None and chain.position(lines, noted) is None:
        detail = f"the head that was noted, {noted}, is that of no line: the chain was replaced or cut since"
        yield Finding(what="altered", detail=detail, file=CHAIN)


def _bytes_of(morgue: Morgue, line: Line) -> Iterator[Finding]:
    try:
        same = chain.digest_of(morgue.warcs / line.file, line.start, line.end) == line.sha256
    except RecordMissing:
        return  # a missing file is named once, with all that lay in it
    except WarcError as error:
        what, detail = "missing", f"line {line.number} of the chain covers more: {error.message}"
        same = False
    else:
        what, detail = "altered", f"the sha256 of these bytes is not the one in line {line.number} of the chain"
    if not same:
        yield Finding(
            what=what,  # type: ignore[arg-type]  # one of the two above
            detail=detail,
            file=line.file,
            offset=line.start,
            length=line.end - line.start,
            subject=f"line {line.number}",
        )


def unchained(lines: Sequence[Line | Broken], ends: Mapping[str, int]) -> int:
    """Count the bytes that no line covers yet."""
    return sum(end - start for _, start, end in chain.grown(lines, ends))


def look_at_stamps(morgue: Morgue, lines: Sequence[Line | Broken], report: Report) -> None:
    """Read the timestamps that lie beside the chain: each must be of a head that the chain had."""
    paths = timestamps.kept(morgue)
    try:
        for stamp in timestamps.stamps(paths):
            if not isinstance(stamp, timestamps.Stamp):
                report.findings.append(Finding(what="altered", detail=stamp.message, file=stamp.subject))
            elif chain.position(lines, stamp.head) is None:
                detail = f"it certifies {stamp.head}, which no line of this chain is: the chain was altered since"
                report.findings.append(Finding(what="altered", detail=detail, file=stamp.file))
            else:
                report.stamps.append(stamp)
    except TimestampsUnavailable:
        report.unread_stamps = len(paths)
