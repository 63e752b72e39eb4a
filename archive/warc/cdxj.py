"""CDXJ lines, as every replay tool reads them, from captures and back. Pure; fields and spelling are cdxj-indexer's.

One difference: the digest is always that of the payload without chunk framing, where cdxj-indexer digests what lies
in the file.
"""

import json
import re
from typing import Final, NamedTuple

from archive.errors import BadInput
from archive.models import Capture

from .http import Framed

REVISIT: Final = "warc/revisit"
_LINE = re.compile(r"(\S+) (\d{14}) (\{.*\})\s*")


class Line(NamedTuple):
    """One line of a CDXJ file. What the line does not say is None."""

    urlkey: str
    timestamp: str  # 14 digits
    url: str
    mime: str | None
    status: int | None
    digest: str | None
    length: int
    offset: int
    filename: str


def mime(framed: Framed) -> str:
    """Return an answer's media type as CDXJ has it: case as sent; "" when the server did not say."""
    return re.split(r"[;\s]", framed.header("Content-Type") or "", maxsplit=1)[0]


def line_of(capture: Capture, *, filename: str | None = None) -> Line:
    """Return a capture's CDXJ fields; `filename` replaces its own, as in a package with all files in one folder."""
    revisit = capture.record_type == "revisit"
    return Line(
        urlkey=capture.urlkey,
        timestamp=capture.timestamp,
        url=capture.url,
        mime=REVISIT if revisit else capture.mime or None,
        status=None if revisit and capture.status == 304 else capture.status,
        digest=capture.digest,
        length=capture.length,
        offset=capture.offset,
        filename=capture.filename if filename is None else filename,
    )


def write(line: Line) -> str:
    """Write a line, with its line feed. Sorted bytewise, such lines are an index."""
    said = {
        "url": line.url,
        "mime": line.mime,
        "status": None if line.status is None else str(line.status),
        "digest": line.digest,
        "length": str(line.length),
        "offset": str(line.offset),
        "filename": line.filename,
    }
    block = json.dumps({name: value for name, value in said.items() if value is not None})
    return f"{line.urlkey} {line.timestamp} {block}\n"


def read(text: str) -> Line:
    """Read one line.

    Raises `BadInput` that shows the line.
    """
    match = _LINE.fullmatch(text)
    try:
        said = json.loads(match[3]) if match else None
        if match is None or not isinstance(said, dict):
            raise ValueError("no CDXJ line")
        return Line(
            urlkey=match[1],
            timestamp=match[2],
            url=str(said["url"]),
            mime=_text(said.get("mime")),
            status=int(said["status"]) if said.get("status") else None,
            digest=_text(said.get("digest")),
            length=int(said["length"]),
            offset=int(said["offset"]),
            filename=str(said["filename"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadInput(f"not a CDXJ line ({error})", subject=text[:120], cure="Index the WARC file again") from None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
