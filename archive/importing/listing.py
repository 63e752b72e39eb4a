"""The captures in a copy of another program's file, as their rows are to be.

Reads the copy alone, so that a rebuild finds the same.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from archive.errors import BadInput, WarcError
from archive.warc.events import Place
from archive.warc.fields import read_fields
from archive.warc.reader import StoredRecord, iterate
from archive.warc.walk import Damage

from .events import Imported, imported, is_capture, method_of
from .terms import Terms, terms_of

_NEAR: Final = 32  # captures that wait for the request which may lie behind them


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is no capture, and why."""

    offset: int
    reason: str


def captures_in(warcs: Path, filename: str) -> Iterator[Imported | Refused]:
    """Yield every capture of a copy, in file order, and every record that should be one and cannot.

    Raises `BadInput` when the file is no copy of rowback's, `RecordMissing`.
    """
    waiting: deque[Imported | Refused] = deque()
    methods: dict[str, str] = {}  # of requests that are no GET, by the record they belong to
    terms: Terms | None = None
    seen: set[str] = set()
    with closing(iterate(warcs / filename)) as found:  # type: ignore[type-var]  # a generator
        for record in found:
            if isinstance(record, Damage):
                waiting.append(Refused(record.offset, record.reason))
                continue
            terms = terms or _terms(record, filename)
            if record.type == "request" and (method := method_of(record)) != "GET":
                methods.update(dict.fromkeys(record.member.all("WARC-Concurrent-To"), method))
            elif is_capture(record):
                waiting.append(_capture(record, filename, terms, methods, seen))
            while len(waiting) > _NEAR:
                yield _known(waiting.popleft(), methods)
    yield from (_known(each, methods) for each in waiting)


def _terms(record: StoredRecord, filename: str) -> Terms:
    if record.type != "warcinfo":
        raise BadInput("not a file that rowback imported", subject=filename, cure="rowback import FILE")
    return terms_of(read_fields(record.block.read()))


def _capture(
    record: StoredRecord, filename: str, terms: Terms, methods: dict[str, str], seen: set[str]
) -> Imported | Refused:
    own, member = record.header("WARC-Record-ID"), record.member
    if own in seen:
        return Refused(member.offset, f"the id {own} stands there twice")
    seen.add(own)
    place = Place(filename, member.offset, member.length, member.sha256)
    try:
        return imported(record, place, terms, method=methods.get(own, "GET"))
    except (WarcError, BadInput) as error:
        return Refused(member.offset, error.message)


def _known(each: Imported | Refused, methods: dict[str, str]) -> Imported | Refused:
    """Take a capture for no page when its request turned out to be no GET."""
    if isinstance(each, Refused) or f"<{each.capture.record_id}>" not in methods or each.capture.purpose != "article":
        return each
    return replace(
        each, capture=replace(each.capture, purpose="other"), provenance=replace(each.provenance, purpose="other")
    )
