"""WACZ: chosen capture events in one file that any replay tool opens, with their index and a list of the pages.

Every record that a revisit refers to comes along, wherever it lies. Read the specification at
https://specs.webrecorder.net/wacz/1.1.1/ before touching this.
"""

import datetime as dt
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Final

from archive import times
from archive.errors import NotInArchive, WarcError
from archive.store.chosen import PageRow, Selection, in_file_order, pages
from archive.warc import cdxj

from .events import Found, copy, records_of
from .index import as_recorded
from .package import Entry, Package

_LINES: Final = 300  # of the index in one gzip member

Step = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the package says of itself."""

    title: str
    description: str
    software: str
    created: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What went into a package."""

    captures: int
    pages: int
    damaged: tuple[WarcError, ...]  # records that were left out


def write(
    connection: sqlite3.Connection, warcs: Path, chosen: Selection, path: Path, about: About, *, step: Step
) -> Packed:
    """Write a package; `step` is told how many captures were copied. Raises `NotInArchive` when nothing is chosen."""
    with Package(path) as package, Lines() as index:
        damaged: list[WarcError] = []
        count = 0
        for filename, captures in groupby(in_file_order(connection, chosen), key=attrgetter("filename")):
            found = _without_damage(records_of(warcs / filename, captures), damaged)
            count += _add_warc(package, index, warcs / filename, found, step=step)
        if not count:
            raise NotInArchive("nothing was kept of what you chose", cure="Widen --outlet, --since or --until")
        add_index(package, index)
        page_count, main = add_pages(package, pages(connection, chosen))
        package.finish(described(about, main))
    return Packed(captures=count, pages=page_count, damaged=tuple(damaged))


def described(about: About, main: PageRow | None) -> dict[str, str]:
    """Return what the manifest says beside the files; `main` is the page to open first, None when there is none."""
    said = {
        "title": about.title,
        "description": about.description,
        "created": times.iso(about.created),
        "software": about.software,
    }
    return said | ({"mainPageUrl": main.url, "mainPageDate": _second(main.captured_at)} if main else {})


class Lines:
    """Index lines, sorted, however many: on disk while there are many."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")  # a temporary database, on disk when it grows
        self._rows.execute("CREATE TABLE lines (line BLOB)")

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def add(self, line: cdxj.Line) -> None:
        """Add one line."""
        self._rows.execute("INSERT INTO lines VALUES (?)", (cdxj.write(line).encode(),))

    def __iter__(self) -> Iterator[bytes]:
        return (row[0] for row in self._rows.execute("SELECT line FROM lines ORDER BY line"))


def _without_damage(found: Iterable[Found | WarcError], damaged: list[WarcError]) -> Iterator[Found]:
    for each in found:
        if isinstance(each, WarcError):
            damaged.append(each)
        else:
            yield each


def _add_warc(package: Package, index: Lines, path: Path, found: Iterable[Found], *, step: Step) -> int:
    """Add records of one WARC file under that file's name; return how many captures are among them."""
    count = 0
    with package.entry(f"archive/{path.name}") as entry:
        for each in found:
            line = _placed(each, entry, path.name)
            for piece in copy(path, each.member):
                entry.write(piece)
            if line is not None:
                index.add(line)
                count += 1
                step(1)
    return count


def _placed(found: Found, entry: Entry, name: str) -> cdxj.Line | None:
    if found.capture is None:
        return None
    return cdxj.line_of(replace(as_recorded(found.capture), offset=entry.size), filename=name)


def add_index(package: Package, index: Iterable[bytes]) -> None:
    """Add the index in gzip members of a few hundred lines each, and the list of where these begin."""
    where: list[bytes] = [_json_line("!meta 0", {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})]
    lines = iter(index)
    with package.entry("indexes/index.cdx.gz") as entry:
        while group := list(islice(lines, _LINES)):
            packed = _gzip(b"".join(group))
            place: dict[str, str | int] = {
                "offset": entry.size,
                "length": len(packed),
                "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
            }
            where.append(_json_line(group[0].split(b" {", 1)[0].decode(), place))
            entry.write(packed)
    package.add("indexes/index.idx", where)


def _gzip(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=zlib.MAX_WBITS + 16)
    return engine.compress(data) + engine.flush()


def _json_line(head: str, said: dict[str, str | int]) -> bytes:
    return f"{head} {json.dumps(said)}\n".encode()


def add_pages(package: Package, rows: Iterable[PageRow]) -> tuple[int, PageRow | None]:
    """Add the list of pages, one for each version; return how many there are, and the last."""
    count, last = 0, None
    with package.entry("pages/pages.jsonl") as entry:
        entry.write(_object({"format": "json-pages-1.0", "id": "pages", "title": "Versions", "hasText": True}))
        for row in rows:
            entry.write(_object(_page(row)))
            count, last = count + 1, row
    return count, last


def _page(row: PageRow) -> dict[str, str | bool]:
    title = f"{row.headline} (version {row.number})"
    return {"id": str(row.version_id), "url": row.url, "ts": _second(row.captured_at), "title": title, "text": row.text}


def _object(said: dict[str, str | bool]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _second(moment: str) -> str:
    return times.iso(times.parse_iso(moment))
