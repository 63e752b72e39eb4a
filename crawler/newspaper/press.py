"""A small threaded web server on loopback with exact control over what goes over the wire.

It serves whatever one function answers, and counts what was asked. No web framework: frameworks add, sort and rewrite
headers, and a made-up outlet has to send just what a real one would.
"""

import contextlib
import datetime as dt
import gzip
import http.server
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
_POLL = 0.05  # seconds between two looks at whether to stop
_PATIENCE = 30  # seconds that a silent connection is kept


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its target as sent, its headers in lower case, and its number over the server's life."""

    method: str
    target: str
    headers: Mapping[str, str]
    number: int  # 1, 2, …

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def takes_gzip(self) -> bool:
        """Whether the client said that it can unpack gzip."""
        return "gzip" in self.headers.get("accept-encoding", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. A body in pieces goes out chunked, so that nobody needs to know its length."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | Iterable[bytes] = b""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, None when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Served:
    """What the server remembers of one request."""

    method: str
    target: str
    status: int
    agent: str


Respond = Callable[[Asked], Answer]
Now = Callable[[], dt.datetime]


def packed(data: bytes, *, piece: int = 1000) -> Iterator[bytes]:
    """Yield gzipped bytes in pieces; the same data always gives the same bytes."""
    whole = gzip.compress(data, mtime=0)
    return (whole[start : start + piece] for start in range(0, len(whole), piece))


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: "_Server"

    def do_GET(self) -> None:
        number = self.server.next_number()
        headers = {key.lower(): value for key, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, number)
        answer = self.server.respond(asked)
        self.server.remember(Served(self.command, self.path, answer.status, headers.get("user-agent", "")))
        self._send(answer)

    do_HEAD = do_GET

    def version_string(self) -> str:
        return "newspaper"

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return what the Date header says."""
        if self.server.now is None or timestamp is not None:
            return super().date_time_string(timestamp)
        return format_datetime(self.server.now(), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: what was asked stands in `Press.served`."""

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        bodiless = self.command == "HEAD" or answer.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
        if isinstance(answer.body, bytes):
            if answer.status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(b"" if bodiless else answer.body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if not bodiless:
            self._send_chunks(answer.body)

    def _send_chunks(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            if piece:  # an empty chunk would be the last
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, respond: Respond, now: Now | None) -> None:
        self.respond = respond
        self.now = now
        self.served: list[Served] = []
        self.failures: list[BaseException] = []
        self._open: set[socket.socket] = set()
        self._count = 0
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, 0), _Handler)

    def next_number(self) -> int:
        with self._lock:
            self._count += 1
            return self._count

    def remember(self, served: Served) -> None:
        with self._lock:
            self.served.append(served)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep what went wrong for whoever asks; a client that hangs up did nothing wrong."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.failures.append(error)

    def hang_up(self) -> None:
        with self._lock:
            still_open = tuple(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Press:
    """A running server on a free port of 127.0.0.1; a context manager, because a server must be stopped."""

    def __init__(self, respond: Respond, *, host: str = LOOPBACK, now: Now | None = None) -> None:
        """Serve what `respond` answers; `host` is the name that addresses carry, and must mean 127.0.0.1.

        `now` is what answers are dated by; None: the present.
        """
        self._now = now
        self.host = host
        self._respond = respond
        self._started: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def _server(self) -> _Server:
        if self._started is None:
            raise RuntimeError("the server was never started: use it in a with statement")
        return self._started

    @property
    def port(self) -> int:
        """The port, known once it runs."""
        return int(self._server.server_address[1])

    @property
    def home(self) -> str:
        """The address of the front page."""
        return f"http://{self.host}:{self.port}/"

    @property
    def served(self) -> tuple[Served, ...]:
        """What was asked so far, in order."""
        return tuple(self._server.served)

    def __enter__(self) -> Self:
        self._started = _Server(self._respond, self._now)
        self._thread = threading.Thread(target=self._started.serve_forever, args=(_POLL,), name=f"press {self.port}")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and raise what went wrong while answering, unless something worse is under way."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        if self._thread is not None:
            self._thread.join()
        if error is None and self._server.failures:
            raise self._server.failures[0]


def second_host() -> str:
    """Return another name of 127.0.0.1 where the system has one, so that two outlets are two hosts."""
    with contextlib.suppress(OSError):
        if socket.gethostbyname("localhost") == LOOPBACK:
            return "localhost"
    return LOOPBACK
