"""Finds the conversion records that hold what was read. Their places are in no table, so files are searched."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.errors import WarcError
from archive.models import Capture
from archive.warc.members import OPEN, Member, open_warc
from archive.warc.walk import Damage, pass_over, walk


def find(warcs: Path, record_ids: Iterable[str], near: Capture) -> Iterator[tuple[str, Member]]:
    """Yield the file and place of each of these records that is here; the search begins where `near` lies."""
    left = {f"<{each}>" for each in record_ids}
    names = _names(warcs)
    later = [name for name in names if name > near.filename]
    before = [name for name in reversed(names) if name < near.filename]
    start = near.offset if near.origin == "crawl" else 0
    for name, begin in [(near.filename, start), *((name, 0) for name in (*later, *before, near.filename))]:
        if not left:
            return
        for member in _records(warcs / name, begin):
            if member.header("WARC-Record-ID") in left:
                left.discard(member.header("WARC-Record-ID"))
                yield name, member


def _names(warcs: Path) -> list[str]:
    found = {path.relative_to(warcs).as_posix().removesuffix(OPEN) for path in warcs.glob("*/*/rowback-*.warc.gz*")}
    return sorted(name for name in found if name.endswith(".warc.gz"))


def _records(path: Path, start: int) -> Iterator[Member]:
    try:
        with open_warc(path) as file:
            for found in walk(file, start, file.seek(0, 2), pass_over):
                if not isinstance(found, Damage):
                    yield found.member
    except WarcError:
        return
