"""`rowback verify`: whether the archive is what it was when it was written."""

import functools
import re
from collections.abc import Iterator
from importlib.metadata import version

import click
from rich.console import RenderableType
from rich.text import Text

from archive import exits
from archive.errors import BadInput
from archive.times import iso
from archive.verify import Finding, Report, size
from archive.verify import verify as check
from archive.wording import phrases
from archive.wording.text import one_line

from .context import Looking, looking
from .progress import bar

_HEAD = re.compile(r"(?:sha256:)?[0-9a-fA-F]{64}")
_STYLES = {"missing": "red", "altered": "red", "orphaned": "yellow", "malformed": "yellow"}


@click.command()
@click.option("--deep", is_flag=True, help="Also derive every row again from the WARC files and compare.")
@click.option("--chain", "noted", metavar="HEAD", help="Check against a head of the chain that was noted elsewhere.")
@looking
def verify(look: Looking, deep: bool, noted: str | None) -> int:
    """Check every row, byte range, digest and version, and the chain; exit 9 with a list when something is wrong.

    Nothing is mended. What was erased on purpose is no damage.

    The chain shows accidents. Whoever can write the files can also write a chain that fits them: only a head that you
    published, noted elsewhere (--chain) or had timestamped (`rowback timestamp`) shows forgery.
    """
    if noted is not None and not _HEAD.fullmatch(noted.strip()):
        raise BadInput("not the head of a chain", subject=noted, cure="A head is 64 hex digits, as `verify` prints it")
    shown = functools.partial(bar, silent=look.output.as_json)
    with bar("verify", size(look.morgue), silent=look.output.as_json) as step:
        software = f"rowback/{version('rowback')}"
        report = check(look.morgue, deep=deep, noted=noted, software=software, progress=step, bar=shown)
    if look.output.as_json:
        look.output.answer(**_object(report))
    else:
        look.output.show(*_shown(report))
    return 0 if report.sound else exits.DAMAGE


def _object(report: Report) -> dict[str, object]:
    return {
        "sound": report.sound,
        "files": report.files,
        "records": report.records,
        "captures": report.captures,
        "versions": report.versions,
        "bytes": report.bytes,
        "withheld": report.withheld,
        "not_derived_again": report.apart,
        "unfinished_erasure": report.unfinished,
        "unindexed": report.unindexed,
        "chain": {"lines": report.lines, "head": report.head, "unchained_bytes": report.unchained},
        "timestamps": report.stamps,
        "unread_timestamps": report.unread_stamps,
        "findings": report.findings,
        "erased": report.erased,
    }


def _shown(report: Report) -> Iterator[RenderableType]:
    for finding in report.findings:
        yield _line(finding)
    for grave in report.erased:
        why = f": {grave.reason}" if grave.reason else ""
        what = phrases.count(grave.records, "record") if grave.records else "records"
        yield Text(one_line(f"erased on {grave.erased_at[:10]}{why} ({what}, {_place(grave.file, grave.offset)})"))
    counts = (("file", report.files), ("record", report.records), ("capture", report.captures))
    said = ", ".join(phrases.count(number, one) for one, number in (*counts, ("version", report.versions)))
    if report.sound:
        yield Text(f"All is as it was written: {said}.", style="green")
    else:
        yield Text(f"{phrases.count(len(report.findings), 'finding')} in {said}.", style="red")
    if report.withheld:
        yield f"{phrases.count(report.withheld, 'capture')} withheld: kept, checked and hidden."
    if report.apart:
        those = phrases.count(report.apart, "article")
        yield f"{those} not derived again: still to be read, or of another version of rowback (`rowback rebuild`)."
    if report.unfinished:
        yield "An erasure was broken off. Run `rowback erase` for the same address again."
    yield _chain(report)
    for stamp in report.stamps:
        yield Text(one_line(f"Timestamped: {stamp.head[:16]}… existed by {iso(stamp.at)} ({stamp.file})"), style="dim")
    if report.unread_stamps:
        yield f"{phrases.count(report.unread_stamps, 'timestamp')} not read: pip install 'rowback[timestamp]'"


def _line(finding: Finding) -> Text:
    place = _place(finding.file, finding.offset, finding.length) if finding.file else ""
    said = one_line(": ".join(filter(None, (place, finding.subject, finding.detail))))
    return Text.assemble((f"{finding.what:<10}", _STYLES[finding.what]), said, no_wrap=True, overflow="ignore")


def _place(file: str | None, offset: int | None, length: int | None = None) -> str:
    if offset is None:
        return str(file)
    until = f"-{offset + length}" if length is not None else ""
    return f"{file} at {offset}{until}"


def _chain(report: Report) -> Text:
    if report.head is None:
        return Text("No chain yet; the next crawl begins it.", style="dim")
    waiting = f", {report.unchained:,} bytes are not in it yet" if report.unchained else ""
    lines = phrases.count(report.lines, "line")
    return Text(f"Chain: {lines}{waiting}. Note its head elsewhere: {report.head}", no_wrap=True, overflow="ignore")
