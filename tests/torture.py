"""A server that answers in every way that servers do, and writes down which bytes its sockets sent and received.

    with TortureServer() as server:
        url = server.url("chunked")      # a case by its name, or any path added with `server.add`
        ...
    server.served                        # after the `with`: every exchange, in the order they began

It speaks http, https, and both as a proxy (plain and CONNECT). It never judges a request; a client is judged by
comparing what it says happened with `served`.
"""

import contextlib
import datetime as dt
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Literal
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Ending = Literal["keep", "close", "cut", "reset", "hang"]
Mode = Literal["http", "https", "proxy"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server sends, piece by piece, and how it leaves the connection."""

    pieces: tuple[bytes, ...]
    ending: Ending = "keep"  # cut: closed without TLS's farewell; reset: RST; hang: until the client gives up


@dataclass
class Served:
    """One exchange as the server's socket saw it."""

    path: str
    connection: int
    request: bytes
    response: bytearray = field(default_factory=bytearray)


class TortureServer:
    """Serves answers by path on a loopback address until the `with` block ends."""

    def __init__(
        self,
        answers: dict[str, Answer],
        *,
        mode: Mode = "http",
        address: str = "127.0.0.1",
        drop_reused: bool = False,
        tls_maximum: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
    ) -> None:
        self.answers = dict(answers)
        self.mode = mode
        self.address = address
        self.served: list[Served] = []
        self.connections = 0
        self._drop_reused = drop_reused  # closes a connection when a second request comes on it, without an answer
        self._tls = None if mode == "http" else tls_context(address, tls_maximum)
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server((address, 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]

    def url(self, path: str) -> str:
        """Return the address of a path on this server."""
        return f"{'https' if self.mode == 'https' else 'http'}://{self.address}:{self.port}/{path}"

    def of(self, path: str) -> list[Served]:
        """Return what was served for a path."""
        return [one for one in self.served if one.path == path]

    def __enter__(self) -> "TortureServer":
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(30)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open.add(connection)
                self.connections += 1
            self._start(self._converse, connection, self.connections)

    def _converse(self, connection: socket.socket, number: int) -> None:
        # an OSError: the client went away; what was sent up to then is in the log
        with contextlib.suppress(OSError), connection:
            if self.mode == "https":
                self._converse_secured(connection, number)
            else:
                self._answer_all(connection, number)
        with self._lock:
            self._open.discard(connection)

    def _converse_secured(self, connection: socket.socket, number: int) -> None:
        if self._tls is None:
            raise ValueError("no certificate in this mode")
        with self._tls.wrap_socket(connection, server_side=True) as secured:
            with self._lock:
                self._open.add(secured)
            try:
                self._answer_all(secured, number)
            finally:
                with self._lock:
                    self._open.discard(secured)

    def _answer_all(self, connection: socket.socket, number: int) -> None:
        for earlier, request in enumerate(requests(connection)):
            method, target = request.split(b" ", 2)[:2]
            if method == b"CONNECT":
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self._converse_secured(connection, number)
                return
            path = urlsplit(target.decode("ascii")).path.removeprefix("/")
            served = Served(path, number, request)
            with self._lock:
                self.served.append(served)
            if (self._drop_reused and earlier) or not self._answer(connection, served):
                return

    def _answer(self, connection: socket.socket, served: Served) -> bool:
        """Send the answer of a path and return whether the connection goes on."""
        answer = self.answers[served.path]
        for piece in answer.pieces:
            served.response += piece
            connection.sendall(piece)
        if answer.ending == "hang":
            with contextlib.suppress(OSError):
                connection.recv(1)
        elif answer.ending == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif answer.ending == "close" and isinstance(connection, ssl.SSLSocket):
            with contextlib.suppress(OSError):
                connection.unwrap()
        return answer.ending == "keep"


def requests(connection: socket.socket) -> Iterator[bytes]:
    """Yield each request of a connection, head and body, as its bytes came; end when the client closes."""
    buffer = b""
    while True:
        while b"\r\n\r\n" not in buffer:
            more = connection.recv(1 << 16)
            if not more:
                return
            buffer += more
        head, _, rest = buffer.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        wanted = int(lengths[0]) if lengths else 0
        while len(rest) < wanted:
            rest += connection.recv(1 << 16)
        yield head + b"\r\n\r\n" + rest[:wanted]
        buffer = rest[wanted:]


def tls_context(address: str, maximum: ssl.TLSVersion) -> ssl.SSLContext:
    """Return a server's TLS with a certificate made on the spot."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = maximum
    with TemporaryDirectory() as folder:
        pem = Path(folder) / "server.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(pem)
    return context
