"""The made-up newspaper for tests: a fixed `now`, and requests whose bytes are seen as the socket gave them."""

import datetime as dt
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

NOW = dt.datetime(2026, 3, 14, 9, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Wire:
    """One response, cut at the empty line and not otherwise touched."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    def header(self, name: str) -> str | None:
        """Return the value of a header, None without it."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name.lower().encode():
                return value.strip().decode("latin-1")
        return None

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(url: str, *, method: str = "GET", **headers: str) -> Wire:
    """Send one request by hand and read until the server hangs up; `if_none_match=…` becomes a header."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return Wire(head, body)


def unchunked(body: bytes) -> bytes:
    """Undo chunked transfer encoding strictly: every size must be right, and nothing may follow the last chunk."""
    whole = b""
    while True:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        whole += rest[:length]
        assert rest[length : length + 2] == b"\r\n", "a chunk ends with CRLF"
        body = rest[length + 2 :]
        if length == 0:
            assert body == b""
            return whole
