"""A crawl as people run it leaves a ledger and a chain that verify; what was withheld is not asked for again."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.warc import ledger
from archive.warc.reader import StoredRecord, iterate
from crawler.newspaper.press import Answer, Asked, Press
from tests.prose import prose
from tests.running import rowback

HTML = (("Content-Type", "text/html; charset=utf-8"), ("Date", "Thu, 01 Jan 2026 00:00:00 GMT"))


@pytest.fixture
def press() -> Iterator[Press]:
    """Play an outlet of three articles, one of which redirects to another."""

    def answer(asked: Asked) -> Answer:
        if asked.path == "/feed/":
            items = "".join(f"<item><link>{made.home}news/story-number-{n}</link></item>" for n in (1, 2, 3))
            rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
            return Answer(headers=(("Content-Type", "application/rss+xml"),), body=rss.encode())
        if asked.path.endswith("number-3"):
            return Answer(status=302, headers=(*HTML, ("Location", "/news/story-number-1")), body=b"")
        if asked.path.startswith("/news/"):
            said = "".join(f"<p>{text}</p>" for text in prose(int(asked.path[-1])).paragraphs)
            page = f"<html lang=en><title>Story {asked.path[-1]}</title><article><h1>Story</h1>{said}</article>"
            return Answer(headers=HTML, body=page.encode())
        if asked.path == "/":
            return Answer(headers=HTML, body=b'<link rel="alternate" type="application/rss+xml" href="/feed/">')
        return Answer(status=404, headers=HTML, body=b"no")

    made = Press(answer)
    with made:
        yield made


def test_a_crawl_can_be_proved_and_leaves_alone_what_was_withheld(tmp_path: Path, press: Press) -> None:
    first = rowback(tmp_path, "crawl", press.home)
    assert first.code == 0, first
    checked = rowback(tmp_path, "verify", "--deep", "--json")
    assert checked.code == 0, checked
    said = json.loads(checked.out)
    assert (said["chain"]["lines"], said["chain"]["unchained_bytes"]) == (1, 0)
    with closing(sqlite3.connect(tmp_path / "morgue" / "rowback.db")) as connection:
        (skew,) = connection.execute("SELECT clock_skew_seconds FROM crawls").fetchone()
        names = [name for (name,) in connection.execute("SELECT DISTINCT filename FROM captures")]
    kept = [
        ledger.loads(record.block.read())
        for name in names
        for record in iterate(tmp_path / "morgue" / "warcs" / name)
        if isinstance(record, StoredRecord) and record.type == "resource" and ledger.URI in record.target_uri
    ]
    assert [each.status for each in kept] == ["done"]
    assert kept[0].clock_skew_seconds == skew
    assert skew is not None
    (part,) = kept[0].outlets
    assert part.definition["home"] == press.home
    assert [(each.url, each.announced) for each in part.sources if each.kind == "feed"] == [(f"{press.home}feed/", 3)]
    assert part.fetched == 3

    story = f"{press.home}news/story-number-1"
    assert rowback(tmp_path, "withhold", story, "--reason", "asked to").code == 0
    before = len(press.served)
    again = rowback(tmp_path, "crawl", "--again", press.home)
    assert again.code in (0, 5), again
    asked = [served.target for served in press.served[before:]]
    assert "/news/story-number-2" in asked
    assert "/news/story-number-1" not in asked
    with closing(sqlite3.connect(tmp_path / "morgue" / "rowback.db")) as connection:
        assert "number-1" not in "".join(
            str(row) for table in ("misses", "_candidates", "captures") for row in _urls(connection, table)
        )
    assert rowback(tmp_path, "verify", "--chain", said["chain"]["head"]).code == 0
    assert rowback(tmp_path, "erase", story, "--yes").code == 0
    assert rowback(tmp_path, "verify", "--deep").code == 0


def _urls(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT url FROM {table}").fetchall()
