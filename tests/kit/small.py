"""A small archive to damage."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.models import Content
from archive.morgue import Morgue
from archive.store import warcs
from archive.warc import chain
from tests.keeping import PAGE, at, content, exchange, opened


def small(folder: Path) -> Morgue:
    """Make an archive of one article with two versions, a revisit, a 304 and robots.txt, its chain complete."""
    with opened(folder) as archive:
        first, second, again, unchanged, _ = archive.keep(
            [
                exchange(head=b'ETag: "1"\r\nContent-Type: text/html\r\n'),
                exchange(body=PAGE + b"two", head=b'ETag: "2"\r\nContent-Type: text/html\r\n', minute=1),
                exchange(body=PAGE + b"two", head=b'ETag: "2"\r\nContent-Type: text/html\r\n', minute=2),
                exchange(status=304, request=b'If-None-Match: "2"\r\n', minute=3),
                exchange("https://example.org/robots.txt", b"User-agent: *\n", minute=4, purpose="robots"),
            ]
        )
        archive.keep_reading(first.id, _read("Ferry leaves at nine", "nine"), at(5))
        archive.keep_reading(second.id, _read("Ferry leaves at ten", "ten"), at(5))
        for capture in (again, unchanged):
            archive.settle(capture.id, at(6))
        chain.append(archive.morgue, warcs.indexed(archive.connection), at(7))
    return Morgue(folder)


def _read(headline: str, hour: str) -> Content:
    return content(headline, f"The ferry left at {hour} on Monday, people in the harbour said.", byline="By Jo Reed")


def warc(morgue: Morgue) -> Path:
    (path,) = morgue.warcs.glob("*/*/rowback-*")
    return path


def altered(morgue: Morgue, sql: str) -> None:
    with closing(sqlite3.connect(morgue.database)) as connection, connection:
        connection.execute(sql)
