"""The tee: Scrapy's HTTP/1.1 connections, with every byte of plaintext written down before anyone parses it.

It sits where Twisted's client writes a request and takes data, above TLS and CONNECT, so both come for free; a CONNECT
itself is the proxy's matter and is not recorded. It touches few inner names of Scrapy and Twisted, all of them here:
`_LenientHTTP11ClientProtocol`, `HTTP11ClientProtocol._finishResponse` and `._parser`, `HTTPConnectionPool._factory`,
`_HTTP11ClientFactory`. If one of them moves, nothing is recorded, and the handler raises.
"""

from collections.abc import Hashable, Iterable
from contextvars import ContextVar
from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol
from scrapy.exceptions import DownloadCancelledError
from twisted.internet.defer import Deferred, fail
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web.client import HTTPConnectionPool, _HTTP11ClientFactory
from twisted.web.iweb import IResponse

from archive import Truncated
from crawler.errors import WireRecordingError

from .guard import GuardedEndpoint
from .recording import HEAD_LIMIT, Download, Recording
from .tls import agreed

current: ContextVar[Download | None] = ContextVar("rowback_download", default=None)


class RecordingPool(HTTPConnectionPool):
    """Scrapy's pool of connections; each request through it is recorded for the download it belongs to."""

    def __init__(self, reactor: Any, persistent: int) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._factory = _RecordingFactory
        self.maxPersistentPerHost = persistent

    def getConnection(self, key: Hashable, endpoint: Any) -> "Deferred[Any]":
        """Return a guarded connection that records, for the download in whose context this is called."""
        download = current.get()
        if download is None:
            return fail(WireRecordingError("a connection was asked for outside of any download", subject=repr(key)))
        if not download.proxied:
            endpoint = GuardedEndpoint(endpoint, download.policy, download.host)
        return super().getConnection(key, endpoint).addCallback(_Recorder, download)


class _Recorder:
    """A connection as the agent sees it: one method, which marks the request with its download."""

    def __init__(self, connection: Any, download: Download) -> None:
        self._connection = connection
        self._download = download

    def request(self, request: Any) -> "Deferred[IResponse]":
        sent: Deferred[IResponse] = self._connection.request(RecordedRequest(request, self._download))
        return sent


class RecordedRequest:
    """Twisted's request, but what it writes is recorded. Sent again, it begins another recording."""

    def __init__(self, request: Any, download: Download) -> None:
        self._request = request
        self._recording: Recording | None = None
        self.download = download

    def __getattr__(self, name: str) -> Any:
        return getattr(self._request, name)

    def begin(self, transport: Any) -> Recording:
        """Start the recording of one sending."""
        self._recording = self.download.begin(transport.getPeer().host)
        return self._recording

    def writeTo(self, transport: Any) -> "Deferred[None]":
        """Write the request to a transport and into the recording."""
        tee = transport if self._recording is None else _Tee(transport, self._recording.request)
        written: Deferred[None] = self._request.writeTo(tee)
        return written


class _Tee:
    def __init__(self, transport: Any, copy: bytearray) -> None:
        self._transport = transport
        self._copy = copy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._copy += data
        self._transport.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:
        self.write(b"".join(pieces))


class _RecordingFactory(_HTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:
        return RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class RecordingProtocol(_LenientHTTP11ClientProtocol):
    """One connection. Between its requests it holds no recording."""

    _download: Download | None = None
    _recording: Recording | None = None

    def request(self, request: Any) -> "Deferred[IResponse]":
        """Send a request and start to record."""
        if isinstance(request, RecordedRequest):
            self._download = request.download
            self._recording = request.begin(self.transport)
        sent: Deferred[IResponse] = super().request(request)
        if self._parser is not None:
            self._parser.MAX_LENGTH = HEAD_LIMIT  # of one line; Twisted's own 16 KiB loses real pages
        return sent

    def dataReceived(self, data: bytes) -> None:
        """Record what came, then let it be parsed."""
        if self._recording is None or self._download is None:
            super().dataReceived(data)  # type: ignore[no-untyped-call]
        elif self._record(data, self._recording, self._download):
            super().dataReceived(data)  # type: ignore[no-untyped-call]
            if self._parser is None:  # and no end was seen: Twisted made nothing of it and has hung up
                self._end(truncated="unspecified")

    def _record(self, data: bytes, recording: Recording, download: Download) -> bool:
        """Append to the recording and return whether the response may go on."""
        if recording.finished_at is not None:
            return True
        if not recording.answered:
            recording.tls_version, recording.tls_cipher = agreed(self.transport)
        try:
            recording.response.append(data)
            in_head = getattr(self._parser, "state", "") in (STATUS, HEADER)
            if not download.oversized(recording, in_head=in_head):
                return True
            download.failed = DownloadCancelledError(f"{download.url} sent more than is taken of one response")
        except OSError as error:  # the temporary file's; it must not pass for the network's
            download.failed = error
        recording.end(download.clock(), truncated="length")
        self.transport.abortConnection()  # type: ignore[union-attr]
        return False

    def _end(self, *, whole: bool = False, truncated: Truncated | None = None) -> None:
        if self._recording is not None and self._download is not None:
            self._recording.end(self._download.clock(), whole=whole, truncated=truncated)
            self._recording = None

    def _finishResponse(self, rest: bytes) -> None:
        self._end(whole=True)
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """End the recording; only an orderly close says that what came may be all (RFC 9112, 9.8)."""
        self._end(truncated=None if isinstance(reason.value, ConnectionDone) else "disconnect")
        super().connectionLost(reason)  # type: ignore[no-untyped-call]
