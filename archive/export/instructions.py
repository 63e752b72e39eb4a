"""HOW-TO-CHECK.txt: what a proof shows, what not, and how to check it without rowback. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shlex import quote

from archive.warc.chain import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A record in the proof: where it lies there, where it came from, what it is."""

    path: str  # in the package
    offset: int
    length: int
    sha256: str
    kind: str
    url: str
    date: str
    source: str  # "2026/11/….warc.gz, bytes 100 to 900"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the text tells of."""

    name: str  # of the package
    url: str
    versions: str  # "version 3, and version 2 before it"
    pieces: Sequence[Piece]
    pages: Sequence[Piece]  # of these, the answers whose page can be shown
    warcs: Sequence[str]  # paths in the package
    lines: Sequence[Line]  # of the chain
    head: str  # its digest; "" without a chain


def text(proof: Proof) -> str:
    """Return the instructions. Lines that begin with `$` are commands; each ends with exit code 0 when all is well."""
    return "\n".join(line.rstrip() for part in (_opening, _steps, _chain) for line in part(proof)) + "\n"


def _opening(proof: Proof) -> Iterator[str]:
    yield f"How to check {proof.name}"
    yield ""
    yield f"It is about {proof.url}"
    yield f"({proof.versions})."
    yield ""
    yield "WHAT IT SHOWS: the bytes that rowback kept when it asked for this page, when it asked, and that these"
    yield "bytes fit the digests that were written with them. The page was read, and compared, from these bytes."
    yield ""
    yield "WHAT IT DOES NOT SHOW: that what the page says is true. That everybody saw the same page: it is what the"
    yield "server gave to this one machine, without cookies. What stood there between two looks. And, alone, that"
    yield "nobody made all of it up later: whoever can write a file can write one that fits its digests. Against"
    yield "that stand only the digests of the chain (below) that were published, or given to others, in time."
    yield ""


def _steps(proof: Proof) -> Iterator[str]:
    yield "You need: a shell with GNU coreutils, Python 3, and warcio (`pip install warcio`). Not rowback."
    yield "Lines that begin with $ are commands. Each says so, and ends with an error, when something does not fit."
    yield ""
    yield "1. Unpack it."
    yield ""
    yield f"$ python3 -m zipfile -e {quote(proof.name)} checked && cd checked"
    yield ""
    yield "2. Are all files as they were when the package was made?"
    yield ""
    yield "$ sha256sum --check --strict proof/SHA256SUMS"
    yield ""
    yield "3. Is each record, as it lies in the archive, what the archive's index says? (The number at the end of"
    yield "tail is the place of its first byte, counted from 1.)"
    for piece in proof.pieces:
        cut = f"tail -c +{piece.offset + 1} {quote(piece.path)} | head -c {piece.length} | sha256sum"
        yield ""
        yield f"   {piece.kind}, {piece.date}, {piece.url}"
        yield f"   in the archive: {piece.source}"
        yield f'$ test "$({cut})" = "{piece.sha256}  -"'
    yield ""
    yield "4. Do the records fit the digests that they carry inside?"
    yield ""
    yield from (f"$ warcio check {quote(path)}" for path in proof.warcs)
    yield ""
    yield "5. Look at the bytes. First the record with the server's own words, then the page in it."
    for number, piece in enumerate(proof.pages, 1):
        place = f"{quote(piece.path)} {piece.offset}"
        yield ""
        yield f"   {piece.kind}, {piece.date}"
        yield f"$ warcio extract {place} > record-{number}.txt"
        yield f"$ warcio extract --payload {place} > page-{number}.html"
    yield ""
    yield "Open the pages in an editor rather than in a browser, which would run what is in them. What rowback read in"
    yield "them lies in the conversion records; how the versions differ, in proof/difference.html."
    yield ""


def _chain(proof: Proof) -> Iterator[str]:
    if not proof.lines:
        yield "6. The chain. None covers these records yet: the archive writes its lines when a crawl ends."
        return
    yield "6. The chain. At the end of each crawl the archive writes a line over the bytes it kept, and each line names"
    yield "the one before it. proof/chain.txt holds the lines that cover these records:"
    yield ""
    yield "   number, time, file, from, to, sha256 of these bytes of the file, sha256 of the line before"
    yield ""
    yield "This package has single records out of those bytes, so the lines cannot be recomputed from it alone. Ask for"
    yield "the whole files; then, for each line, this has to give the line's sha256:"
    for line in proof.lines:
        yield ""
        yield f"   tail -c +{line.start + 1} {quote(line.file)} | head -c {line.end - line.start} | sha256sum"
        yield f"   {line.sha256}"
    yield ""
    yield "And these records have to lie in those files where step 3 says. The chain's last line had this digest when"
    yield "the package was made; compare it with one that was published or noted in time:"
    yield ""
    yield f"   {proof.head}"
