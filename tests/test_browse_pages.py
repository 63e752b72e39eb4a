"""Our pages over HTTP: what they show, what they refuse, what the public never sees."""

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from archive import browse
from archive.browse.site import is_ours
from archive.browse.warcs import place
from archive.errors import NotInArchive
from archive.morgue import Morgue
from archive.store import positions
from archive.store.connection import connect_writer, transaction
from tests.kit.browsing import ROOT, article, ask, one
from tests.morgues import URL, Look, Story, bridge, build, content, mail

SENTENCE = "The road will stay closed"


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    return build(tmp_path_factory.mktemp("pages") / "morgue", [bridge(), mail()])


def capture(morgue: Morgue) -> int:
    return one(morgue, "SELECT capture_id FROM versions WHERE id = ?", version(morgue, 1))


def version(morgue: Morgue, number: int) -> int:
    return one(morgue, "SELECT id FROM versions WHERE article_id = ? AND number = ?", article(morgue), number)


def diff(morgue: Morgue, **query: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return f"{ROOT}/diff?from={version(morgue, 1)}&to={version(morgue, 3)}{more}"


def test_the_front_page_marks_the_words_that_tell_a_change(morgue: Morgue) -> None:
    page = ask(morgue, ROOT).text
    assert re.search(r"<del>Twelve</del>\s*<ins>Fourteen</ins> people died", page)
    assert page.index("gone") < page.index("<del>Twelve</del>") or "kind-withdrawn" in page


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("?kind=withdrawn", "kind-withdrawn", "kind-fact_changed_unnoted"),
        ("?outlet=mail&days=365", "Nothing changed that fits", "Bridge"),
        ("?page=2", "Nothing changed that fits", "Bridge"),
    ],
)
def test_the_front_page_is_narrowed_by_its_address(morgue: Morgue, query: str, there: str, absent: str) -> None:
    stories = ask(morgue, ROOT + query).text.partition('aria-label="Changes"')[2].partition("</section>")[0]
    assert there in stories
    assert absent not in stories


@pytest.mark.parametrize("query", ["?kind=stealth", "?outlet=nobody", "?days=2", "?page=x", "?page=0", "?page=-1"])
def test_nonsense_in_an_address_is_refused_by_name(morgue: Morgue, query: str) -> None:
    answer = ask(morgue, ROOT + query)
    assert answer.status in (400, 404)
    assert "Traceback" not in answer.text


def test_an_article_shows_its_versions_headlines_looks_and_text(morgue: Morgue) -> None:
    page = ask(morgue, f"{ROOT}/article/{article(morgue)}").text
    assert [number for number in ("Version 1", "Version 2", "Version 3") if number in page] == [
        "Version 1", "Version 2", "Version 3",
    ]  # fmt: skip
    assert "Its headlines" in page
    assert SENTENCE in page
    assert "held back: only readers’ comments" in page or "held back" in page
    assert "https://courier.example/2026/11/bridge-falls" in page


def test_no_version_hides_another_on_the_timeline(tmp_path: Path) -> None:
    rest = "The mill in Halmere burned all night.", "“We saw nothing,” said Ana Weil, the mayor.", "Roads are closed."
    told = [
        content(
            "Fire",
            f"The fire service said that {toll} people died.",
            *rest,
            *(f"Street {n} burned." for n in range(toll)),
        )
        for toll in range(30)
    ]
    days = [Look(f"2026-11-{day} 09:00", told[day - 10]) for day in (10, 27)]
    close = [Look(f"2026-11-16 09:{minute:02}", told[minute]) for minute in range(2, 10)]
    fire = Story("courier", "https://courier.example/fire", [days[0], *close, days[1]])
    burned = build(tmp_path / "morgue", [fire])
    article_id = one(burned, "SELECT id FROM articles")
    page = ask(burned, f"{ROOT}/article/{article_id}").text
    placed = re.findall(r'class="version" cx="([0-9.]+)" cy="([0-9.]+)"', page)
    assert len(placed) == len(fire.looks)
    apart = [max(abs(float(x) - float(u)), abs(float(y) - float(v))) for (x, y), (u, v) in combinations(placed, 2)]
    assert min(apart) >= 32  # twice the radius on a small screen
    assert all(f">{number}</text>" in page for number in range(1, len(fire.looks) + 1))


def test_an_article_says_where_it_stood_and_that_its_headline_changed_while_it_led(
    morgue: Morgue, tmp_path: Path
) -> None:
    stood = build(tmp_path / "morgue", [bridge()])
    home = "https://courier.example/"
    with closing(connect_writer(stood)) as connection, transaction(connection):
        outlet, identity = connection.execute(
            "SELECT a.outlet_id, u.urlkey FROM articles a JOIN article_urls u ON u.article_id = a.id LIMIT 1"
        ).fetchone()
        for at, rank in [("2026-11-16T15:00:00.000000Z", 7), ("2026-11-17T08:00:00.000000Z", 1),
                         ("2026-11-17T10:00:00.000000Z", 1)]:  # fmt: skip
            positions.note(connection, outlet, home, at, [positions.Place(identity, rank, 2, "Bridge falls")])
    for public in (False, True):
        page = ask(stood, f"{ROOT}/article/{article(stood)}", public=public).text
        assert "it led the page, in a heading of level 2; place 7 at the lowest" in page
        assert "its headline was replaced while it led" in page
        assert page.count('class="stay') == 2
    assert "Where it stood" not in ask(morgue, f"{ROOT}/article/{article(morgue)}").text


@pytest.mark.parametrize("view", ["", "side"])
def test_a_diff_says_what_came_and_went(morgue: Morgue, view: str) -> None:
    page = ask(morgue, diff(morgue, view=view)).text
    assert "<del>Twelve</del>" in page
    assert "<ins>Fourteen</ins>" in page
    assert "another number of dead" in page


def test_versions_in_the_wrong_order_are_compared_in_the_right_one(morgue: Morgue) -> None:
    page = ask(morgue, f"{ROOT}/diff?from={version(morgue, 2)}&to={version(morgue, 1)}").text
    assert "<del>Twelve</del>" in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/health/courier", "What was not had has a reason"),
        ("/outlets", "Outlets that are looked at more often"),
        ("/question/edits_by_hour", "2 rows."),
        ("/record/{capture}", "bytes unpacked"),
    ],
)
def test_what_explains_a_wide_table_stands_outside_of_what_scrolls(morgue: Morgue, path: str, said: str) -> None:
    page = ask(morgue, ROOT + path.format(capture=capture(morgue))).text
    assert "<caption" not in page
    before, _, scrolled = page.partition('<div class="scroll"')
    assert said in before
    assert said not in scrolled


def test_search_finds_when_a_sentence_disappeared(morgue: Morgue) -> None:
    page = ask(morgue, f"{ROOT}/search?q=%22Twelve+people+died%22&show=gone").text
    assert "disappeared with version 2" in page
    assert "1 of 3 versions says it" in page
    assert "Nothing that rowback kept lost" in ask(morgue, f"{ROOT}/search?q=%22road+will+stay%22&show=gone").text


@pytest.mark.parametrize("public", [False, True])
def test_the_box_of_every_page_leads_from_an_address_to_its_article(morgue: Morgue, public: bool) -> None:
    with closing(sqlite3.connect(morgue.database)) as connection:
        (url,) = connection.execute("SELECT url FROM articles WHERE id = ?", (article(morgue),)).fetchone()
    answer = ask(morgue, f"{ROOT}/search?q={quote(f'<{url}?utm_source=x>.', safe='')}", public=public)
    assert (answer.status, answer.headers["location"]) == (302, f"{ROOT}/article/{article(morgue)}")
    missing = ask(morgue, f"{ROOT}/search?q={quote('https://nowhere.example/a', safe='')}", public=public)
    assert missing.status == 404
    assert "never kept" in missing.text


@pytest.mark.parametrize(
    "words",
    ['"', "*", "AND OR", "NEAR(", "col:x", "%00", "🐦", "'; DROP TABLE texts", "x" * 10_000, "橋", "((", "^a", "-b"],
)
def test_no_words_break_the_search(morgue: Morgue, words: str) -> None:
    assert ask(morgue, f"{ROOT}/search?q={words.replace(' ', '+')}").status in (200, 400)


def test_a_record_names_its_bytes_and_was_read_again(morgue: Morgue) -> None:
    id = capture(morgue)
    page = ask(morgue, f"{ROOT}/record/{id}").text
    assert "every digest holds" in page
    with closing(sqlite3.connect(morgue.database)) as connection:
        row = connection.execute("SELECT record_sha256, digest, record_id FROM captures WHERE id = ?", (id,))
        assert all(value in page for value in row.fetchone())


def test_a_capture_can_be_taken_away_as_wacz(morgue: Morgue) -> None:
    id = capture(morgue)
    answer = ask(morgue, f"{ROOT}/wacz/{id}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/wacz+zip"
    assert "attachment" in answer.headers["content-disposition"]


def test_a_replayed_page_is_sandboxed_and_says_what_it_is(morgue: Morgue) -> None:
    id = capture(morgue)
    frame, raw = (ask(morgue, f"{ROOT}/{kind}/{id}") for kind in ("replay", "page"))
    assert raw.headers["content-security-policy"].startswith("sandbox ")
    assert "allow-scripts" not in raw.headers["content-security-policy"] + frame.text
    assert "allow-same-origin" not in raw.headers["content-security-policy"] + frame.text
    assert "Scripts, frames and forms are off" in frame.text


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../x", "\0", "2026/../../desk.db"])
def test_no_name_of_a_file_leads_out_of_the_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / "warcs").mkdir()
    (tmp_path / "desk.db").touch()
    with pytest.raises(NotInArchive):
        place(tmp_path / "warcs", name)


def test_a_feed_is_atom_and_its_ids_rest_on_records(morgue: Morgue) -> None:
    root = ET.fromstring(ask(morgue, f"{ROOT}/feed.atom").text)  # noqa: S314 (our own)
    atom = "{http://www.w3.org/2005/Atom}"
    ids = [entry.findtext(f"{atom}id") or "" for entry in root.iter(f"{atom}entry")]
    assert len(set(ids)) == len(ids) == 3
    assert all(re.match(r"tag:rowback,2026:change:urn:uuid:[0-9a-f-]{36}:", id) for id in ids)
    assert root.findtext(f"{atom}updated") == "2026-11-18T09:00:00Z"
    links = [link.get("href") for link in root.iter(f"{atom}link")]
    assert all(link and link.startswith("http://localhost/-/rowback") for link in links)


@pytest.mark.parametrize("path", ["/outlet/courier/feed.atom", "/outlet/mail/feed.atom"])
def test_a_feed_holds_its_own_outlets_changes_alone(morgue: Morgue, path: str) -> None:
    assert ("Bridge" in ask(morgue, ROOT + path).text) == ("courier" in path)


def test_two_articles_are_compared(morgue: Morgue) -> None:
    page = ask(morgue, f"{ROOT}/compare?a={URL}&b=https://mail.example/bridge").text
    assert "One alone says" in page
    assert "橋の崩落" in page


@pytest.mark.parametrize("table", ["articles", "versions", "changes", "outlets"])
def test_who_may_not_read_a_table_sees_no_page_that_shows_it(morgue: Morgue, table: str) -> None:
    for path in (
        ROOT,
        f"{ROOT}/article/{article(morgue)}",
        diff(morgue),
        f"{ROOT}/search?q=bridge",
        f"{ROOT}/feed.atom",
    ):
        assert ask(morgue, path, deny=table).status == 403


def pages_for_all(morgue: Morgue) -> list[str]:
    return [ROOT, f"{ROOT}/article/{article(morgue)}", diff(morgue), diff(morgue, view="side"), f"{ROOT}/outlets",
            f"{ROOT}/outlet/courier", f"{ROOT}/search?q=road", f"{ROOT}/feed.atom"]  # fmt: skip


def test_the_public_sees_headlines_facts_and_excerpts_and_whom_to_ask(morgue: Morgue) -> None:
    for path in pages_for_all(morgue):
        answer = ask(morgue, path, public=True)
        assert answer.status == 200
        assert "Bridge" in answer.text or path.endswith("outlets")
        assert SENTENCE not in answer.text, path
        assert "noindex" in answer.headers["x-robots-tag"]
        if not path.endswith(".atom"):
            assert "desk@archive.example" in answer.text
            assert "The Reading Room" in answer.text
    assert "<del>Twelve</del>" in ask(morgue, diff(morgue), public=True).text


@pytest.mark.parametrize("kind", ["replay", "page", "record", "wacz", "resource", "compare"])
def test_the_public_has_no_replay_no_record_and_no_download(morgue: Morgue, kind: str) -> None:
    id = capture(morgue)
    path = f"{ROOT}/compare?a={URL}&b=https://mail.example/bridge" if kind == "compare" else f"{ROOT}/{kind}/{id}"
    assert ask(morgue, path).status in ((200, 404) if kind == "resource" else (200,))
    assert ask(morgue, path, public=True).status == 404
    assert f"/{kind}/" not in "".join(ask(morgue, one, public=True).text for one in pages_for_all(morgue))


def test_datasette_without_our_databases_has_none_of_our_pages(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY)")
    assert not is_ours(other)
    if not pm.is_registered(browse):
        pm.register(browse)
    datasette = Datasette([str(other)])

    async def answers() -> list[int]:
        return [(await datasette.client.get(path)).status_code for path in (ROOT, f"{ROOT}/search", "/", "/other")]

    assert asyncio.run(answers()) == [404, 404, 200, 200]
    menu = asyncio.run(datasette.client.get("/")).text
    assert "rowback" not in menu


def test_plain_datasette_finds_our_pages_by_the_database_alone(morgue: Morgue) -> None:
    if not pm.is_registered(browse):
        pm.register(browse)
    datasette = Datasette([str(morgue.database)])
    page = asyncio.run(datasette.client.get(ROOT))
    assert page.status_code == 200
    assert 'href="/rowback"' in page.text
    assert "rowback: what changed" in asyncio.run(datasette.client.get("/rowback")).text


def test_a_copy_without_readings_and_files_still_shows_what_it_can(morgue: Morgue, tmp_path: Path) -> None:
    copy = tmp_path / "rowback.db"
    with closing(sqlite3.connect(morgue.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    given = Morgue(tmp_path)
    with closing(connect_writer(given)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM _readings")
    id = capture(given)
    assert ask(given, ROOT).status == 200
    assert ask(given, f"{ROOT}/article/{article(given)}").status == 200
    assert "not here" in ask(given, f"{ROOT}/record/{id}").text
    assert ask(given, f"{ROOT}/replay/{id}").status == 404
    assert ask(given, diff(given)).status == 404


def test_ids_that_are_none_are_not_found(morgue: Morgue) -> None:
    for path in ("/article/1", "/article/x", "/diff", "/diff?from=1&to=2", "/diff?from=x&to=y", "/record/9", "/page/9"):
        assert ask(morgue, ROOT + path).status in (400, 404), path
    assert json.loads(ask(morgue, "/rowback/articles.json?_shape=array").text)
