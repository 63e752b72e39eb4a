"""ARC, the format before WARC: read by warcio, record by record, and written as plain WARC.

No id and no time of today is put in, so that the same file gives the same bytes: its copy is known again.
"""

import gzip
import zlib
from typing import BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.errors import WarcError

from .zstd import Target

_BEGINNING: Final = b"filedesc://"
_LEFT_OUT: Final = ("WARC-Record-ID", "Content-Length")
_DAMAGE: Final = b"\r\n(bytes that are no ARC record)\r\n\r\n"  # who reads the records tells of it


def is_arc(file: BinaryIO) -> bool:
    """Tell whether a file is an ARC, packed or not."""
    file.seek(0)
    beginning = file.read(len(_BEGINNING))
    if beginning[:2] == b"\x1f\x8b":
        file.seek(0)
        try:
            beginning = gzip.GzipFile(fileobj=file).read(len(_BEGINNING))
        except (OSError, EOFError, zlib.error):
            return False
    return beginning == _BEGINNING


def to_warc(source: BinaryIO, target: Target) -> None:
    """Write the records of an ARC as those of a WARC. Raises `WarcError` where it cannot be read at all."""
    records = 0
    try:
        for record in ArchiveIterator(source, no_record_parse=True, arc2warc=True, verify_http=False):
            content = record.raw_stream.read()
            fields = [pair for pair in record.rec_headers.headers if pair[0] not in _LEFT_OUT]
            said = record.rec_headers.get_header("Content-Length")  # more than there is, where it was cut off
            announced = said if record.rec_type == "response" else len(content)
            lines = [*(f"{name}: {value}" for name, value in fields), f"Content-Length: {announced}"]
            target.write("\r\n".join(("WARC/1.0", *lines, "", "")).encode("utf-8", "replace") + content + b"\r\n\r\n")
            records += 1
    except (ArchiveLoadFailed, ValueError, EOFError, zlib.error, IndexError, AttributeError) as error:
        if not records:
            raise WarcError(f"an ARC that cannot be read ({error})", cure="`warcio recompress` may mend it") from error
        target.write(_DAMAGE)
