"""Lists of outlets: as lines, as `name, url`, as OPML; what cannot be taken is named, and costs itself alone."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from lxml import etree

from archive.errors import BadInput
from crawler.config.lists import read_list, write_opml
from crawler.newspaper import Answer, Asked, Press
from crawler.outlet import Feed, Outlet

from .running import rowback

NOW = dt.datetime.now(dt.UTC)


def test_lines_and_names_are_read_with_the_line_that_is_wrong() -> None:
    text = "# mine\n\nhttps://a.example/\nvalley, https://b.example/\nBad Name, https://c.example/\nnonsense\nhttps://a.example/"
    found = [(each.line, each.url, each.name, bool(each.wrong)) for each in read_list(text)]
    assert found == [
        (3, "https://a.example/", None, False),
        (4, "https://b.example/", "valley", False),
        (5, "https://c.example/", None, True),
        (6, "nonsense", None, True),
        (7, "https://a.example/", None, True),
    ]
    assert "line 3" in read_list(text)[-1].wrong


def test_opml_of_a_feed_reader_is_read_with_its_folders() -> None:
    text = """<?xml version="1.0"?><opml version="2.0"><body>
    <outline text="Papers"><outline text="A" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
    <outline text="B &amp; C" htmlUrl="https://b.example/"/></outline>
    <outline text="nothing"/></body></opml>"""
    found = [(each.line, each.url, each.title, bool(each.wrong)) for each in read_list(text)]
    assert found == [
        (2, "https://a.example/feed", "A", False),
        (3, "https://b.example/", "B & C", False),
        (4, "nothing", "", True),
    ]


@pytest.mark.parametrize(
    "text", ["<opml><body>", '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "b">]>\n<opml>&a;</opm>']
)
def test_opml_that_is_no_xml_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput):
        read_list("<opml" + text.partition("<opml")[2])


def test_what_is_written_as_opml_is_read_again() -> None:
    outlets = [
        Outlet(home="https://a.example/", name="a", title="A & B", sources=(Feed("https://a.example/feed"),)),
        Outlet(home="https://b.example/", name="b"),
    ]
    found = [(each.url, each.name, each.title) for each in read_list(write_opml(outlets))]
    assert found == [("https://a.example/feed", "a", "A & B"), ("https://b.example/", "b", outlets[1].display)]
    assert etree.fromstring(write_opml(outlets)).get("version") == "2.0"


def paper(asked: Asked) -> Answer:
    """Answer as a small paper with a feed and one article."""
    pages = {
        "/": ("text/html", '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'),
        "/feed": (
            "application/rss+xml",
            "<rss version='2.0'><channel><title>The Paper</title><item><title>Ferry</title><link>/2026/ferry</link>"
            f"<pubDate>{NOW:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item></channel></rss>",
        ),
        "/2026/ferry": (
            "text/html",
            "<html><head><title>Ferry leaves</title></head><body><article><h1>Ferry leaves</h1>"
            + "".join(f"<p>The ferry of pier {n} left the harbour at {n} in the morning.</p>" for n in range(1, 9))
            + "</article></body></html>",
        ),
    }  # fmt: skip
    kind, text = pages.get(asked.path, ("text/html", ""))
    return Answer(200 if text else 404, (("Content-Type", kind),), text.encode())


def empty(asked: Asked) -> Answer:
    """Answer as a site that announces nothing."""
    return Answer(200 if asked.path == "/" else 404, (("Content-Type", "text/html"),), b"<html><body><p>Hello</p>")


def refusing(asked: Asked) -> Answer:
    """Answer as a site that refuses robots."""
    return Answer(403, (("Content-Type", "text/html"),), b"no")


def forbidding(asked: Asked) -> Answer:
    """Answer as a site whose robots.txt forbids everything."""
    if asked.path == "/robots.txt":
        return Answer(200, (("Content-Type", "text/plain"),), b"User-agent: *\nDisallow: /")
    return paper(asked)


def test_a_list_is_added_as_far_as_it_can_be_and_what_fails_is_named_with_its_line(tmp_path: Path) -> None:
    with (
        Press(paper) as one, Press(paper) as two, Press(empty) as nothing, Press(refusing) as refuses,
        Press(forbidding) as forbids,
    ):  # fmt: skip
        lines = [
            one.home, f"valley, {two.home}", "nonsense", nothing.home, refuses.home, forbids.home,
            "http://127.0.0.1:1/", one.home, "Bad Name, http://127.0.0.1:2/",
        ]  # fmt: skip
        (tmp_path / "papers.txt").write_text("\n".join(lines))
        run = rowback(tmp_path, "add", "--from", "papers.txt")
    assert run.code == 5, run
    written = tomllib.loads((tmp_path / "rowback.toml").read_text())["outlets"]
    assert sorted(each["home"] for each in written.values()) == sorted([one.home, two.home])
    assert written["valley"]["home"] == two.home
    assert {"front": two.home} in written["valley"]["sources"]
    assert re.findall(r"line (\d+):", run.err) == ["3", "4", "5", "6", "7", "8", "9"]
    assert "2 added, 0 there already, 7 not added" in run.out
    failed = (tmp_path / "papers.failed.txt").read_text()
    assert failed.count("# line ") == 7
    assert nothing.home in failed
    again = rowback(tmp_path, "outlets", "--opml")
    assert [each.name for each in read_list(again.out)] == list(written)


def test_an_outlet_is_renamed_until_something_was_kept_of_it_and_entitled_after(tmp_path: Path) -> None:
    with Press(paper) as press:
        assert rowback(tmp_path, "add", press.home, "--name", "valley").code == 0
        assert rowback(tmp_path, "rename", "valley", "hills").code == 0
        assert list(tomllib.loads((tmp_path / "rowback.toml").read_text())["outlets"]) == ["hills"]
        assert rowback(tmp_path, "crawl").code == 0
        told = rowback(tmp_path, "rename", "hills", "The Hills")
        assert (told.code, "its short name stays" in told.out) == (0, True), told
    written = tomllib.loads((tmp_path / "rowback.toml").read_text())["outlets"]
    assert written["hills"]["title"] == "The Hills"
    assert rowback(tmp_path, "rename", "nobody", "x").code != 0
