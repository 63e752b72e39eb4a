"""What is written down while bytes pass: one `Recording` per exchange, one `Download` per request of the crawler.

A download has several recordings when Twisted sends a request again by itself after a kept connection had died. Knows
neither Twisted nor Scrapy.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from archive import Exchange, Provenance, Spool, Truncated

from .addresses import AddressPolicy

Clock = Callable[[], dt.datetime]

# Bytes of heads, interim ones included, that one exchange may hold. What comes in one go may pass it by 64 KiB; even
# then it is less than the 1 MiB that framing takes for a head and a metadata record holds of what is no HTTP.
HEAD_LIMIT = (1 << 20) - (1 << 17)
_PROXY_SECRET = re.compile(rb"(?im)^proxy-authorization:[^\n]*\n")


@dataclass(slots=True)
class Recording:
    """One exchange as it passes."""

    started_at: dt.datetime
    ip_address: str | None
    tls_version: str | None = None
    tls_cipher: str | None = None
    request: bytearray = field(default_factory=bytearray)
    response: Spool = field(default_factory=Spool)
    finished_at: dt.datetime | None = None  # set when no further byte is taken
    whole: bool = False  # the parser saw the end of the message
    truncated: Truncated | None = None

    @property
    def answered(self) -> bool:
        """Whether at least one byte came back."""
        return len(self.response) > 0

    def end(self, now: dt.datetime, *, whole: bool = False, truncated: Truncated | None = None) -> None:
        """Take no more bytes; the first call counts."""
        if self.finished_at is None:
            self.finished_at = max(now, self.started_at)
            self.whole = whole
            self.truncated = truncated


@dataclass(slots=True, kw_only=True)
class Download:
    """One request of the crawler, with all that went over the wire for it."""

    url: str
    method: str
    host: str
    proxied: bool
    limit: int  # bytes one response may take on the wire; 0 for any number
    clock: Clock
    policy: AddressPolicy
    recordings: list[Recording] = field(default_factory=list)
    failed: Exception | None = None  # what made us stop it; it counts more than what Scrapy makes of that

    def begin(self, ip_address: str) -> Recording:
        """Start the recording of one exchange."""
        recording = Recording(self.clock(), None if self.proxied else ip_address)
        self.recordings.append(recording)
        return recording

    def oversized(self, recording: Recording, *, in_head: bool) -> bool:
        """Tell whether a response has grown past what is taken of one."""
        size = len(recording.response)
        return (in_head and size > HEAD_LIMIT) or 0 < self.limit < size

    def exchange(self, recording: Recording, provenance: Provenance, stopped: Truncated | None) -> Exchange:
        """Return a recording as the value that is kept; `stopped` says why we ended the download, if we did."""
        recording.end(self.clock(), truncated=stopped)
        return Exchange(
            url=self.url,
            method=self.method,
            started_at=recording.started_at,
            finished_at=recording.finished_at or recording.started_at,
            request=without_proxy_secret(bytes(recording.request)),
            response=recording.response,
            ip_address=recording.ip_address,
            tls_version=recording.tls_version,
            tls_cipher=recording.tls_cipher,
            truncated=None if recording.whole else stopped or recording.truncated,
            provenance=provenance,
        )

    def close(self) -> None:
        """Let go of all memory and temporary files."""
        for recording in self.recordings:
            recording.end(self.clock())
            recording.response.close()


def wire_limit(maxsize: int) -> int:
    """Return how many bytes a response may take on the wire when its body may take `maxsize`; 0 for any number.

    Twice the body and room for heads: chunk framing can be longer than what it frames.
    """
    return 2 * maxsize + HEAD_LIMIT if maxsize else 0


def without_proxy_secret(request: bytes) -> bytes:
    """Return a request without its Proxy-Authorization: it was meant for the proxy alone (RFC 9110, 11.7.2)."""
    head, end, body = request.partition(b"\r\n\r\n")
    return _PROXY_SECRET.sub(b"", head + end) + body
