"""The proof of one version: the records behind it and the one before it, with all that a stranger needs to check it.

A WACZ like any other, so that replay tools open it; what is for people lies in its folder `proof`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from archive.errors import WarcError
from archive.models import Capture
from archive.morgue import Morgue
from archive.store.chosen import PageRow
from archive.warc import cdxj
from archive.warc.members import Member, open_warc, read_member

from .chained import covering, head
from .events import Found, copy, records_of
from .index import as_recorded
from .instructions import Piece, Proof, text
from .package import Package
from .readings import find
from .wacz import About, Lines, add_index, add_pages, described

_PAGES = frozenset({"response"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What lies behind the versions that are to be proved."""

    captures: Sequence[Capture]  # those that show them, and the originals they refer to
    readings: Sequence[str]  # record ids of the conversions
    pages: Sequence[PageRow]
    difference: str  # the page that shows what changed
    url: str
    versions: str  # in words


@dataclass(slots=True)
class _Making:
    morgue: Morgue
    package: Package
    index: Lines
    pieces: list[Piece] = field(default_factory=list)


def write(morgue: Morgue, behind: Behind, path: Path, name: str, about: About) -> int:
    """Write a proof to `path`, to be called `name`; return how many records are in it.

    Raises `WarcError` when one of them is damaged or missing.
    """
    with Package(path) as package, Lines() as index:
        making = _Making(morgue, package, index)
        _add_records(making, behind)
        add_index(package, index)
        _, main = add_pages(package, behind.pages)
        _add_papers(making, behind, name)
        package.finish(described(about, main))
    return len(making.pieces)


def _add_records(making: _Making, behind: Behind) -> None:
    warcs = making.morgue.warcs
    found: dict[str, list[Found]] = {}
    for filename, captures in groupby(
        sorted(behind.captures, key=attrgetter("filename", "offset")), attrgetter("filename")
    ):
        for each in records_of(warcs / filename, captures):
            if isinstance(each, WarcError):
                raise each
            found.setdefault(filename, []).append(each)
    for filename, member in find(warcs, behind.readings, behind.captures[0]):
        found.setdefault(filename, [_first(warcs / filename)]).append(Found(member))
    for filename, records in sorted(found.items()):
        _add_warc(making, filename, sorted(records, key=lambda each: each.member.offset))


def _first(path: Path) -> Found:
    """Return a file's warcinfo record."""
    with open_warc(path) as file:
        return Found(read_member(file, 0, file.seek(0, 2), lambda _: None))


def _add_warc(making: _Making, filename: str, records: Iterable[Found]) -> None:
    path = making.morgue.warcs / filename
    inside = f"archive/{path.name}"
    with making.package.entry(inside) as entry:
        for each in records:
            making.pieces.append(_piece(inside, entry.size, filename, each.member))
            if each.capture is not None:
                line = cdxj.line_of(as_recorded(each.capture), filename=path.name)
                making.index.add(line._replace(offset=entry.size))
            for data in copy(path, each.member):
                entry.write(data)


def _piece(inside: str, offset: int, filename: str, member: Member) -> Piece:
    end = member.offset + member.length
    return Piece(
        path=inside,
        offset=offset,
        length=member.length,
        sha256=member.sha256,
        kind=member.header("WARC-Type"),
        url=member.header("WARC-Target-URI") or member.header("WARC-Filename"),
        date=member.header("WARC-Date"),
        source=f"{filename}, bytes {member.offset} to {end}",
    )


def _add_papers(making: _Making, behind: Behind, name: str) -> None:
    """Add what is for people, last the digests of all files but the manifest's."""
    package = making.package
    package.add("proof/difference.html", [behind.difference.encode("utf-8", "replace")])
    lines = covering(making.morgue, behind.captures)
    if lines:
        package.add("proof/chain.txt", ["".join(line.text for line in lines).encode()])
    said = Proof(
        name=name,
        url=behind.url,
        versions=behind.versions,
        pieces=making.pieces,
        pages=[piece for piece in making.pieces if piece.kind in _PAGES],
        warcs=[each.path for each in package.resources if each.path.startswith("archive/")],
        lines=lines,
        head=head(making.morgue),
    )
    package.add("proof/HOW-TO-CHECK.txt", [text(said).encode("utf-8", "replace")])
    sums = "".join(f"{each.hash.removeprefix('sha256:')}  {each.path}\n" for each in package.resources)
    package.add("proof/SHA256SUMS", [sums.encode()])
