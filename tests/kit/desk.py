"""A web service that takes notifications, and an archive of findings to tell."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from archive.ingest.archive import Archive
from archive.models import Content
from archive.morgue import Morgue
from archive.store.findings import Found
from crawler.config import Config, Surroundings, parse
from tests.keeping import PAGE, at, content, exchange, opened

URL = "https://example.org/2017/ferry"
FIRST = content(
    "Ferry late", "The ferry left at nine with 12 people.", "Nobody was hurt on Monday.", "It rained.", language="en"
)
SECOND = replace(
    FIRST, blocks=(replace(FIRST.blocks[0], text="The ferry left at nine with 14 people."), *FIRST.blocks[1:])
)
HOUR = 60


class Desk(ThreadingHTTPServer):
    """A web service that takes notifications, or refuses them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[dict[str, str]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"json://user:secret@127.0.0.1:{self.server_address[1]}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Desk

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.got.append(json.loads(body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Desk]:
    """Play the service."""
    with Desk() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def look(archive: Archive, shown: Content | int, minute: float, url: str = URL) -> None:
    status = shown if isinstance(shown, int) else 200
    (capture,) = archive.keep([exchange(url, PAGE + repr((shown, minute)).encode(), minute=minute, status=status)])
    if archive.settle(capture.id, at(minute)) is None:
        assert isinstance(shown, Content)
        archive.keep_reading(capture.id, shown, at(minute))


def kept(folder: Path, *looks: tuple[float, Content | int]) -> Morgue:
    with opened(folder) as archive:
        for hour, shown in looks:
            look(archive, shown, HOUR * hour)
    return Morgue(folder)


FOUND = Found(
    change_id=1, kind="fact_changed_unnoted", weight=0.8, evidence="number changed: 1 → 2", finding="settled",
    changed_before=at(0), decided_at=at(0), article_id=7, url=URL, headline="Ferry late", outlet="example.org",
    before_record="urn:1", after_record="urn:2", imported=False, takes_name=False,
    campaign_id=None, campaign_before=None, campaign_after=None,
)  # fmt: skip


def config(text: str) -> Config:
    around = Surroundings(environ={}, cwd=Path("/tmp/none"), home=Path("/tmp/none"))
    return parse(text, path=None, around=around)
