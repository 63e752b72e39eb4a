"""Replay of what a crawl captured: stylesheet and picture come from the archive, with the outlet gone."""

import re
import socket
import struct
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from archive.morgue import Morgue, find
from archive.store.connection import connect_reader
from crawler.newspaper.press import Answer
from tests.browser import chromium
from tests.browser.serving import serving
from tests.kit.outlet import HTML, Outlet, article, special
from tests.running import rowback

SHEET = b"h1 { color: rgb(1, 2, 3); border-top: 7px solid } p { background: url(/lost.png) }"
STORY = "/news/council-sits-on-plan-number-1"


def picture() -> bytes:
    """Return a PNG of 4 × 2 grey pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"\0\x80\x80\x80\x80" * 2)
    head = struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def dressed() -> str:
    sheets = '<link rel="stylesheet" href="/style.css"><link rel="stylesheet" href="/lost.css">'
    page = article(1).replace("<head>", f"<head>{sheets}<script src='/run.js'></script>")
    return page.replace("</h1>", '</h1><figure><img src="/lead.png"></figure>')


ANSWERS = special(
    {
        STORY: Answer(headers=HTML, body=dressed().encode()),
        "/style.css": Answer(headers=(("Content-Type", "text/css"),), body=SHEET),
        "/lead.png": Answer(headers=(("Content-Type", "image/png"),), body=picture()),
    }
)


@dataclass(frozen=True)
class Shown:
    """The archive being served, and the paths of one replay: the bar with its frame, and the page in the frame."""

    home: str
    frame: str
    page: str


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("dressed")
    outlet = Outlet(ANSWERS)
    with outlet.press:
        port = outlet.press.port
        config = f'[outlets.one]\nhome = "{outlet.home}"\nassets = "page"\n'
        (folder / "rowback.toml").write_text(config, "utf-8")
        run = rowback(folder, "crawl")
        assert "/run.js" not in outlet.asked(), run
    with closing(socket.socket()) as gone:
        assert gone.connect_ex(("127.0.0.1", port)) != 0  # whatever is shown from here on is the archive's
    morgue = find(folder / "morgue")
    with serving(morgue) as home:
        id = _capture(morgue)
        yield Shown(home, f"/-/rowback/replay/{id}", f"/-/rowback/page/{id}")


def _capture(morgue: Morgue) -> int:
    with closing(connect_reader(morgue)) as connection:
        (id,) = connection.execute("SELECT id FROM captures WHERE url LIKE ?", (f"%{STORY}",)).fetchone()
    return int(id)


def fetch(address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read(), answer.headers.get_content_type()


def test_the_stylesheet_and_the_picture_of_a_page_come_from_the_archive_byte_for_byte(shown: Shown) -> None:
    page = fetch(shown.home + shown.page)[0].decode()
    (sheet,) = re.findall(r'<link rel="stylesheet" href="(/-/rowback/resource/\d+)"', page)
    (image,) = re.findall(r'<img src="(/-/rowback/resource/\d+)"', page)
    assert fetch(shown.home + image) == (picture(), "image/png")
    css, mime = fetch(shown.home + sheet)
    assert mime == "text/css"
    assert css == SHEET.replace(b"url(/lost.png)", b'url("data:,")')
    assert "<script" not in page


def test_the_bar_says_what_was_not_captured(shown: Shown) -> None:
    bar = fetch(shown.home + shown.frame)[0].decode()
    assert "1 of 2 stylesheets not captured." in bar
    assert not re.search(r"images? not captured", bar)


@pytest.mark.skipif(bool(chromium.missing()), reason=chromium.missing() or "all is here")
def test_in_a_browser_the_archived_page_wears_its_stylesheet_and_asks_nobody_else(shown: Shown) -> None:
    asked: list[str] = []
    with chromium.browser() as browser:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(shown.home + shown.frame, wait_until="networkidle")
        (inside,) = [frame for frame in page.frames if frame != page.main_frame]
        worn = inside.eval_on_selector("h1", "e => [getComputedStyle(e).color, getComputedStyle(e).borderTopWidth]")
        seen = inside.eval_on_selector("img", "e => [e.naturalWidth, e.naturalHeight]")
    assert (worn, seen) == (["rgb(1, 2, 3)", "7px"], [4, 2])
    assert [url for url in asked if not url.startswith((shown.home, "data:"))] == []
