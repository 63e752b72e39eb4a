"""A hostile archive in Chromium: no script runs, no request leaves, nothing of ours changes."""

import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from archive.browse.replay import SANDBOX
from archive.browse.site import Operator
from archive.morgue import Morgue
from tests.browser import chromium, hostile, pages
from tests.browser.serving import serving

pytestmark = pytest.mark.skipif(bool(chromium.missing()), reason=chromium.missing() or "all is here")

_ATOM = "{http://www.w3.org/2005/Atom}"
_ADDRESSES = "all => all.flatMap(e => ['href', 'src', 'action'].map(a => e.getAttribute(a)).filter(v => v))"
Site = tuple[str, list[str], Morgue]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with hostile.sink() as (address, heard):
        morgue = hostile.build(tmp_path_factory.mktemp("hostile") / "morgue", address)
        with serving(morgue) as home:
            yield home, heard, morgue


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.browser() as opened:
        yield opened


class Watched:
    """A page whose dialogs, windows and requests are written down."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.failed: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.failed.append((request.url, request.failure)))
        self.page.on("dialog", lambda dialog: (self.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.context.on("page", lambda opened: self.said.append(f"window {opened.url}"))

    def left(self, home: str) -> list[str]:
        """Return the requests that went elsewhere; what the policy stopped never went."""
        stopped = {url for url, why in self.failed if why == "csp"}
        ours = (f"{home}/", "data:", "about:")
        return [url for url in self.asked if url not in stopped and not url.startswith(ours)]


def test_the_sink_hears_the_page_when_nothing_protects_from_it(browser: Any, site: Site) -> None:
    """Without our policy the same page reaches out: the tests below can fail."""
    _, heard, _ = site
    watched = Watched(browser)
    watched.page.set_content(hostile.page(f"http://127.0.0.1:{_port(site)}").decode(), wait_until="load")
    watched.page.wait_for_load_state("networkidle")
    watched.context.close()
    assert len({line.split("?")[0] for line in heard}) > 8
    heard.clear()


def _port(site: Site) -> int:
    return int(_sink(site[2]).rsplit(":", 1)[1])


def _sink(morgue: Morgue) -> str:
    with sqlite3.connect(morgue.database) as connection:
        (text,) = connection.execute("SELECT text FROM texts LIMIT 1").fetchone()
    found = re.search(r"http://127\.0\.0\.1:\d+", text)
    assert found
    return found[0]


@pytest.mark.parametrize("public", [False, True])
def test_on_our_pages_nothing_runs_and_nothing_leaves(browser: Any, site: Site, public: bool) -> None:
    _, heard, morgue = site
    with serving(morgue, public=public, operator=Operator(hostile.MARKUP, "javascript:document.title='owned'")) as home:
        for path in pages.of(morgue).values():
            watched = Watched(browser)
            watched.page.goto(f"{home}{path}", wait_until="networkidle")
            assert watched.said == [], path
            assert watched.left(home) == [], path
            assert watched.page.title().endswith(" · rowback"), path
            assert watched.page.locator("script, [onerror], [onload], img, object, embed, base").count() == 0, path
            hrefs = watched.page.eval_on_selector_all("[href], [src], [action]", _ADDRESSES)
            assert not [href for href in hrefs if not href.startswith(("/", "?", "#", "https://", "http://"))], path
            assert watched.context.cookies() == []
            watched.context.close()
    assert heard == []


@pytest.mark.parametrize("path", ["/rowback", "/rowback/articles", "/rowback/article_urls", "/rowback/recent_changes"])
def test_on_datasettes_own_pages_nothing_of_the_archive_runs_or_leaves(browser: Any, site: Site, path: str) -> None:
    home, heard, _ = site
    watched = Watched(browser)
    watched.page.goto(f"{home}{path}", wait_until="networkidle")
    assert watched.page.title() != "owned"
    assert watched.page.locator("a[href^='javascript:' i], a[href^='data:' i], [onerror], [onload]").count() == 0
    assert (watched.said, watched.left(home), heard) == ([], [], [])
    watched.context.close()


def test_feeds_hold_an_attack_as_text(site: Site) -> None:
    home, _, _ = site
    for path in ("/-/rowback/feed.atom", "/-/rowback/outlet/evil/feed.atom"):
        with urllib.request.urlopen(f"{home}{path}", timeout=30) as answer:
            tree = ElementTree.fromstring(answer.read())  # noqa: S314 (our own)
        titles = [entry.findtext(f"{_ATOM}title") or "" for entry in tree.iter(f"{_ATOM}entry")]
        assert [title for title in titles if "<script>" in title], path
        links = [link.get("href") or "" for link in tree.iter(f"{_ATOM}link")]
        assert all(link.startswith(home) for link in links), path


@pytest.mark.parametrize("url", hostile.PARTS)
def test_a_picture_and_a_stylesheet_are_harmless_when_opened_alone(browser: Any, site: Site, url: str) -> None:
    home, heard, morgue = site
    with sqlite3.connect(morgue.database) as connection:
        (id,) = connection.execute("SELECT id FROM captures WHERE url = ?", (url,)).fetchone()
    watched = Watched(browser)
    answer = watched.page.goto(f"{home}/-/rowback/resource/{id}", wait_until="networkidle")
    assert answer.status == 200
    assert watched.page.title() != "owned"
    assert watched.page.url == f"{home}/-/rowback/resource/{id}"
    assert (watched.said, watched.left(home), watched.context.cookies(), heard) == ([], [], [], [])
    watched.context.close()


@pytest.mark.parametrize("kind", ["replay", "page"])
def test_a_replayed_page_is_shut_in(browser: Any, site: Site, kind: str) -> None:
    home, heard, morgue = site
    capture = pages.of(morgue)["replay"].rpartition("/")[2]
    watched = Watched(browser)
    watched.context.add_cookies([{"name": "secret", "value": "cookie", "url": home}])
    watched.page.goto(home)
    watched.page.evaluate("localStorage.secret = 'storage'")
    watched.page.goto(f"{home}/-/rowback/{kind}/{capture}", wait_until="networkidle")
    title = watched.page.title()
    frame = watched.page.frames[-1]
    for target in ("#j", "#d", "#l", "#s", "#b", "#c"):
        if frame.locator(target).count():
            frame.locator(target).dispatch_event("click")
    watched.page.wait_for_load_state("networkidle")
    assert watched.page.title() == title
    assert title != "owned"
    assert watched.page.url == f"{home}/-/rowback/{kind}/{capture}"
    assert [cookie["name"] for cookie in watched.context.cookies()] == ["secret"]
    assert watched.left(home) == []
    assert watched.said == []
    assert heard == []
    watched.context.close()


def test_the_policy_alone_holds_a_page_that_was_not_rewritten(browser: Any, site: Site) -> None:
    """Rewriting is for the looks; were it wrong, nothing would run or leave all the same."""
    _, heard, morgue = site
    watched = Watched(browser)
    with hostile.sending(hostile.page(_sink(morgue)), SANDBOX) as address:
        watched.page.goto(f"{address}/raw", wait_until="networkidle")
        assert watched.page.title() == "hostile"
        assert watched.page.url == f"{address}/raw"
    assert heard == []
    assert watched.said == []
    watched.context.close()


def test_every_answer_has_a_policy(site: Site) -> None:
    home, _, morgue = site
    for path in [*pages.of(morgue).values(), "/-/rowback/nothing", "/-/rowback/diff?from=x&to=y", "/rowback/articles"]:
        request = urllib.request.Request(f"{home}{path}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                headers = answer.headers
        except urllib.error.HTTPError as error:
            headers = error.headers
            error.close()
        assert "default-src" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
