"""Gives a payload a new home before the record that holds it is erased, when other addresses had it too.

Of the revisits elsewhere that refer to it the first becomes the response, with its own head, date and record id, and
the others refer to that one. Pure, but for reading the records it is given.
"""

from collections.abc import Iterable, Iterator, Sequence

from archive.errors import WarcError
from archive.models import Capture
from archive.spool import Spool
from archive.times import warc_date
from archive.warc.digest import sha1
from archive.warc.http import entity, frame
from archive.warc.reader import StoredRecord
from archive.warc.record import Record, Span
from archive.warc.records import READING, target_uri

_WRITERS_OWN = frozenset({"WARC-Warcinfo-ID", "Content-Length"})  # the writer adds them
_REVISITS_OWN = frozenset(
    {
        "WARC-Profile",
        "WARC-Refers-To",
        "WARC-Refers-To-Target-URI",
        "WARC-Refers-To-Date",
        "WARC-Truncated",
        "WARC-Payload-Digest",
        "WARC-Block-Digest",
        "WARC-Type",
    }
)


def heir_of(revisits: Sequence[Capture]) -> Capture | None:
    """Return the revisit that becomes the response: the first that brought an answer of its own; None without one.

    A 304 has no place for a payload.
    """
    able = [each for each in revisits if each.status != 304]
    return min(able, key=lambda each: (each.captured_at, each.record_id), default=None)


def as_response(revisit: StoredRecord, original: StoredRecord) -> Record:
    """Return a revisit as the response that it was, with the payload of its original."""
    head = revisit.block.read()
    framed = frame(revisit.block)
    said = framed.header("Transfer-Encoding")
    block = Spool(head)
    for piece in entity(original.block, original.framed):
        block.append(b"%x\r\n%b\r\n" % (len(piece), piece) if said and piece else piece)
    if said:
        block.append(b"0\r\n\r\n")
    made = frame(block)
    digest = sha1(entity(block, made))
    if digest != revisit.header("WARC-Payload-Digest") or not made.complete:
        raise WarcError("the payload does not fit the revisit that takes it over", subject=revisit.target_uri)
    span = Span(block, 0, len(block))
    headers = [("WARC-Type", "response"), *_other(revisit, _REVISITS_OWN | {"Content-Type"})]
    headers += [] if said else [("WARC-Payload-Digest", digest)]
    headers += [("WARC-Block-Digest", sha1(block.pieces())), ("Content-Type", revisit.header("Content-Type"))]
    return Record(tuple(headers), span)


def referring_to(revisit: StoredRecord, heir: Capture) -> Record:
    """Return a revisit that refers to another original of the same payload."""
    now = {
        "WARC-Refers-To": f"<{heir.record_id}>",
        "WARC-Refers-To-Target-URI": target_uri(heir.url),
        "WARC-Refers-To-Date": warc_date(heir.captured_at),
    }
    headers = tuple((name, now.get(name, value)) for name, value in _other(revisit))
    return Record(headers, revisit.block.read())


def unchanged(record: StoredRecord) -> Record:
    """Return a record as it is, to be written elsewhere."""
    return Record(tuple(_other(record)), record.block.read())


def conversion_of(record: StoredRecord, capture: Capture) -> Record:
    """Return a conversion record that refers to another capture which read the same; its id stays."""
    now = {"WARC-Refers-To": f"<{capture.record_id}>", "WARC-Target-URI": READING + target_uri(capture.url)}
    return Record(tuple((name, now.get(name, value)) for name, value in _other(record)), record.block.read())


def _other(record: StoredRecord, without: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    left_out = _WRITERS_OWN | set(without)
    return ((name, value) for name, value in record.member.headers if name not in left_out)
