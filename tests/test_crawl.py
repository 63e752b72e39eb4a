"""`rowback crawl`, `keep`, `check`, `add` and Scrapy's own commands, as a person runs them, on a scripted outlet."""

import json
import re
import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.morgue import Morgue
from crawler.newspaper.press import Answer, Asked
from tests.kit.outlet import HTML, Outlet, Special, article, nothing_special, rows, special
from tests.kit.started import start
from tests.running import rowback

HERE = Path(__file__).resolve().parent.parent
LATER = Answer(status=503, headers=(*HTML, ("Retry-After", "7200")), body=b"<h1>Later</h1>")


@pytest.fixture
def outlet(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    """Play an outlet; a test gives its special answers by `@pytest.mark.parametrize("outlet", …, indirect=True)`."""
    made = Outlet(getattr(request, "param", nothing_special))
    with made.press:
        yield made


def test_a_crawl_without_outlets_names_add(tmp_path: Path) -> None:
    run = rowback(tmp_path, "crawl")
    assert run.code == 3, run
    assert "rowback add" in run.err


def test_without_a_terminal_a_crawl_that_went_well_prints_nothing(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", outlet.home)
    assert (run.code, run.out, run.err) == (0, "", ""), run
    assert rows(tmp_path, "SELECT count(*) FROM versions") == [(6,)]


def test_the_first_line_names_the_archive(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", "-v", outlet.home)
    assert run.err.startswith(f"Archive: {tmp_path / 'morgue'}\n"), run


def test_a_second_crawl_asks_for_nothing_that_is_not_due(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", outlet.home)
    before = len(outlet.asked())
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 0, run
    assert not [target for target in outlet.asked()[before:] if target.startswith("/news/")]


def test_max_pages_takes_so_many_and_leaves_the_rest_for_the_next(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", "--max-pages", "2", outlet.home)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
    rowback(tmp_path, "crawl", "--max-pages", "2", outlet.home)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(4,)]


def test_a_dry_run_says_what_it_would_take_and_fetches_no_article(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", "--dry-run", "-v", outlet.home)
    assert "taking all 6" in run.err, run
    assert not [target for target in outlet.asked() if target.startswith("/news/")]


def test_one_article_is_refused_naming_keep(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", outlet.page(1))
    assert run.code == 2, run
    assert f"rowback keep {outlet.page(1)}" in run.err


def test_keep_keeps_exactly_the_page_and_comes_back_to_it(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "keep", outlet.page(2))
    assert run.code == 0, run
    assert outlet.asked() == ["/robots.txt", "/news/council-sits-on-plan-number-2"]
    assert rows(tmp_path, "SELECT next_check_at IS NOT NULL FROM articles") == [(1,)]


ROBOTS = special({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /news/\n")})


@pytest.mark.parametrize("outlet", [ROBOTS], indirect=True)
def test_robots_is_obeyed_and_the_line_is_told(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 6, run
    assert not [target for target in outlet.asked() if target.startswith("/news/")]
    told = rows(tmp_path, "SELECT DISTINCT reason, detail LIKE '%(line 2)' FROM misses")
    assert told == [("robots", 1)]


ONE_FORBIDDEN = special({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /news/council-sits-on-plan-number-3\n")})


@pytest.mark.parametrize("outlet", [ONE_FORBIDDEN], indirect=True)
def test_a_crawl_that_finds_nothing_due_but_a_page_that_robots_forbids_is_no_failure(
    tmp_path: Path, outlet: Outlet
) -> None:
    for _ in range(2):
        run = rowback(tmp_path, "crawl", outlet.home)
        assert (run.code, run.out, run.err) == (0, "", ""), run
    assert rows(tmp_path, "SELECT reason FROM misses") == [("robots",)]
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE purpose = 'article'") == [(5,)]
    assert rowback(tmp_path, "keep", outlet.page(3)).code == 6  # a person named it


REFUSES = special({f"/news/council-sits-on-plan-number-{n}": Answer(status=403, headers=HTML) for n in range(1, 7)})


@pytest.mark.parametrize("outlet", [REFUSES], indirect=True)
def test_three_refusals_in_a_row_rest_the_outlet(tmp_path: Path, outlet: Outlet) -> None:
    config = "loopback_connections = 1\n"
    (tmp_path / "rowback.toml").write_text(config, "utf-8")
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 6, run
    asked = [target for target in outlet.asked() if target.startswith("/news/")]
    assert len(asked) == 3
    assert rows(tmp_path, "SELECT reason, count(*) FROM misses WHERE reason = 'refused' GROUP BY 1") == [("refused", 3)]


BUSY = special(
    {"/news/council-sits-on-plan-number-3": Answer(status=429, headers=(("Retry-After", "7200"), *HTML), body=b"busy")}
)


@pytest.mark.parametrize("outlet", [BUSY], indirect=True)
def test_retry_after_beyond_the_crawl_is_a_miss_with_a_time(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 0, run
    first = rows(tmp_path, "SELECT reason, retry_at > missed_at FROM misses ORDER BY id LIMIT 1")
    assert first == [("rate_limited", 1)]


SOON = Answer(status=503, headers=(("Retry-After", "600"), *HTML), body=b"<h1>Later</h1>")


@pytest.mark.parametrize(
    "outlet", [special({f"/news/council-sits-on-plan-number-{n}": SOON for n in range(1, 7)})], indirect=True
)
def test_a_page_that_waits_for_its_turn_is_missed_at_once_when_the_outlet_rests(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", outlet.home, limit=60)
    assert run.code == 6, run
    asked = [target for target in outlet.asked() if target.startswith("/news/")]
    assert len(asked) <= 4  # as many as there are connections
    missed = "SELECT count(*), count(DISTINCT url) FROM misses WHERE reason = 'rate_limited'"
    ((misses, pages),) = rows(tmp_path, missed)
    assert misses == pages in range(len(asked), 7)


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "gone"), (410, "gone"), (451, "gone"), (402, "wall"), (500, "server_error")]
)
def test_every_miss_has_its_reason(tmp_path: Path, status: int, reason: str) -> None:
    gone = special({"/news/council-sits-on-plan-number-3": Answer(status=status, headers=HTML, body=b"no")})
    made = Outlet(gone)
    with made.press:
        rowback(tmp_path, "crawl", made.home)
    assert rows(tmp_path, "SELECT reason, url LIKE '%number-3' FROM misses") == [(reason, 1)]


POISON = special(
    {
        "/news/council-sits-on-plan-number-1": Answer(
            headers=(("Content-Type", "application/pdf"),), body=b"%PDF-1.7 x"
        ),
        "/news/council-sits-on-plan-number-2": Answer(headers=HTML, body=b""),
        "/news/council-sits-on-plan-number-3": Answer(headers=HTML, body=b"<div>" * 20_000 + b"deep"),
        "/news/council-sits-on-plan-number-4": Answer(headers=HTML, body=b"<html><p>" + b"\x00\xff\xfe" * 50_000),
        "/news/council-sits-on-plan-number-5": Answer(
            headers=(("Content-Encoding", "gzip"), *HTML), body=b"this is no gzip at all"
        ),
    }
)


@pytest.mark.parametrize("outlet", [POISON], indirect=True)
def test_pages_that_are_no_articles_are_kept_with_the_reason_and_the_crawl_goes_on(
    tmp_path: Path, outlet: Outlet
) -> None:
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 0, run
    kept = rows(tmp_path, "SELECT count(*) FROM captures WHERE purpose = 'article'")
    assert kept == [(6,)]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(1,)]
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE purpose = 'article' AND reason IS NOT NULL") == [(5,)]


BAD_FEED = special(
    {"/feed/": Answer(headers=HTML, body=b"<html>we moved</html>"), "/": Answer(headers=HTML, body=b"x")}
)


@pytest.mark.parametrize("outlet", [BAD_FEED], indirect=True)
def test_an_outlet_without_sources_says_so(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "check", outlet.home)
    assert run.code == 5, run
    assert "no source found" in run.out
    assert not (tmp_path / "morgue").exists()


def test_check_says_what_it_found_and_keeps_nothing(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "check", "--json", outlet.home)
    assert run.code == 0, run
    told = json.loads(run.out)["outlets"][0]
    assert told["verdict"] == "reads well"
    assert told["headline"].startswith("Council sits on plan")
    assert not (tmp_path / "morgue").exists()


def test_an_added_outlet_is_crawled_by_itself_and_by_scrapy(tmp_path: Path, outlet: Outlet) -> None:
    assert rowback(tmp_path, "add", "--name", "council", outlet.home).code == 0
    assert rowback(tmp_path, "crawl", "--max-pages", "1").code == 0
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    with start(tmp_path, "list", module="scrapy", environment=settings) as listing:
        assert listing.wait(60) == 0
    assert {"council", "eir", "sputnik", "almasdar", "washingtonpost"} <= set(listing.out.split())
    with start(tmp_path, "crawl", "council", module="scrapy", environment=settings) as crawl:
        assert crawl.wait(120) == 0
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(6,)]
    assert rows(tmp_path, "SELECT DISTINCT status FROM crawls") == [("done",)]


def test_a_public_address_is_not_asked_before_there_is_a_contact(tmp_path: Path) -> None:
    run = rowback(tmp_path, "crawl", "https://example.org/")
    assert run.code == 3, run
    assert 'contact = "' in run.err


def test_a_redirect_to_a_private_address_is_refused(tmp_path: Path) -> None:
    away = (("Location", "http://127.0.0.2:9/inside"), *HTML)
    made = Outlet(special({"/news/council-sits-on-plan-number-3": Answer(status=302, headers=away)}))
    with made.press:
        run = rowback(tmp_path, "crawl", made.home)
    assert run.code == 0, run
    assert rows(tmp_path, "SELECT reason FROM misses") == [("private_address",)]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, outlet: Outlet) -> None:
    (tmp_path / "file").write_text("in the way")
    run = rowback(tmp_path, "--morgue", str(tmp_path / "file"), "crawl", outlet.home)
    assert run.code == 3, run
    assert str(tmp_path / "file") in run.err
    assert "--morgue" in run.err


def test_ctrl_c_finishes_the_page_and_loses_nothing(tmp_path: Path) -> None:
    asked, go = threading.Event(), threading.Event()

    def slowly(request: Asked) -> Answer | None:
        if request.path.startswith("/news/"):
            asked.set()
            go.wait(20)
        return None

    made = Outlet(slowly)
    (tmp_path / "rowback.toml").write_text("loopback_connections = 1\n", "utf-8")
    with made.press, start(tmp_path, "crawl", made.home) as run:
        assert asked.wait(30)
        run.send_signal(signal.SIGINT)
        go.set()
        assert run.wait(60) == 130
    served = [target for target in made.asked() if target.startswith("/news/")]
    assert 1 <= len(served) < 6
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(len(served),)]
    assert rows(tmp_path, "SELECT status FROM crawls") == [("stopped",)]


def test_ctrl_c_ends_a_crawl_that_waits_because_the_outlet_asked_it_to(tmp_path: Path) -> None:
    asked = threading.Event()

    def busy(request: Asked) -> Answer | None:
        if not request.path.startswith("/news/"):
            return None
        asked.set()
        return SOON

    made = Outlet(busy)
    (tmp_path / "rowback.toml").write_text("loopback_connections = 1\n", "utf-8")
    with made.press, start(tmp_path, "crawl", made.home) as run:
        assert asked.wait(30)
        while run.poll() is None and not rows(tmp_path, "SELECT 1 FROM misses"):
            threading.Event().wait(0.1)
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 130
    served = [target for target in made.asked() if target.startswith("/news/")]
    assert (len(served), rows(tmp_path, "SELECT DISTINCT reason FROM misses")) == (1, [("rate_limited",)])
    assert rows(tmp_path, "SELECT status FROM crawls") == [("stopped",)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_crawl_of_two_outlets(tmp_path: Path, number: signal.Signals, code: int) -> None:
    asked, go = threading.Barrier(3), threading.Event()

    def slowly(request: Asked) -> Answer | None:
        if request.path.startswith("/news/") and not go.is_set():
            asked.wait(30)
            go.wait(20)
        return None

    one, other = Outlet(slowly), Outlet(slowly)
    with one.press, other.press:
        defined = (f'[outlets.{name}]\nhome = "{made.home}"\n' for name, made in (("one", one), ("other", other)))
        (tmp_path / "rowback.toml").write_text("loopback_connections = 1\n" + "".join(defined), "utf-8")
        with start(tmp_path, "crawl", "one", "other") as run:
            asked.wait(30)
            run.send_signal(number)
            go.set()
            ended, _, said = run.ended(60)
    assert (ended, "fault" in said) == (code, False)
    assert rows(tmp_path, "SELECT status FROM crawls") == [("stopped",)]


def test_pages_that_a_person_named_are_missed_by_name(tmp_path: Path, outlet: Outlet) -> None:
    pages = (f"{outlet.home}private/paper", f"{outlet.home}nonono")
    run = rowback(tmp_path, "keep", *pages)
    assert (run.code, run.out) == (6, "")
    assert f"{pages[0]}: robots forbids /private/paper (line 2)" in run.err
    assert f"{pages[1]}: HTTP 404" in run.err


def test_pages_that_cannot_be_had_are_one_json_object(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "keep", f"{outlet.home}nonono", "--json")
    error = json.loads(run.out)["error"]
    assert (run.code, error["code"], run.err) == (6, 6, "")
    assert "nonono: HTTP 404" in error["cure"]


def test_an_outlet_of_which_nothing_was_had_is_named_beside_others(tmp_path: Path, outlet: Outlet) -> None:
    walls = Outlet(
        lambda asked: Answer(status=403, headers=HTML, body=b"<h1>No</h1>") if "/news/" in asked.path else None
    )
    with walls.press:
        defined = (f'[outlets.{name}]\nhome = "{made.home}"\n' for name, made in (("one", outlet), ("wall", walls)))
        (tmp_path / "rowback.toml").write_text("".join(defined), "utf-8")
        run = rowback(tmp_path, "crawl", "one", "wall")
    assert (run.code, run.out) == (5, "")
    assert "wall: not one page could be had. Missed:" in run.err
    assert "refused" in run.err


def test_an_outlet_that_another_crawl_holds_ends_with_8(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "add", "--name", "one", outlet.home)
    rowback(tmp_path, "crawl", "--max-pages", "1")
    with Morgue(tmp_path / "morgue").lock_outlet("one"):
        run = rowback(tmp_path, "crawl")
    assert run.code == 8, run
    assert "one" in run.err


def test_a_crawl_stops_before_the_disk_is_full(tmp_path: Path, outlet: Outlet) -> None:
    (tmp_path / "rowback.toml").write_text('min_free = "900 TB"\n', "utf-8")
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 7, run
    assert "min_free" in run.err
    assert rows(tmp_path, "SELECT status FROM crawls") == [("disk",)]


DRESSED = special(
    {
        "/news/council-sits-on-plan-number-1": Answer(
            headers=HTML,
            body=article(1).replace("<head>", '<head><link rel="stylesheet" href="/style.css">').encode(),
        ),
        "/style.css": Answer(headers=(("Content-Type", "text/css"),), body=b"body { color: black }"),
    }
)


@pytest.mark.parametrize("outlet", [DRESSED], indirect=True)
def test_stylesheets_are_kept_where_an_outlet_says_so_and_not_again(tmp_path: Path, outlet: Outlet) -> None:
    (tmp_path / "rowback.toml").write_text(f'[outlets.one]\nhome = "{outlet.home}"\nassets = "page"\n', "utf-8")
    rowback(tmp_path, "crawl")
    rowback(tmp_path, "crawl", "--again")
    assert outlet.asked().count("/style.css") == 1
    assert rows(tmp_path, "SELECT purpose, article_id FROM captures WHERE mime = 'text/css'") == [("other", None)]


SHUT = special({path: Answer(status=403, headers=HTML, body=b"no robots") for path in ("/robots.txt", "/", "/feed/")})


@pytest.mark.parametrize("outlet", [SHUT], indirect=True)
@pytest.mark.parametrize("command", ["crawl", "add"])
def test_an_outlet_that_refuses_robots_is_no_success(tmp_path: Path, outlet: Outlet, command: str) -> None:
    run = rowback(tmp_path, command, outlet.home)
    assert run.code in (5, 6), run
    assert run.err
    assert not (tmp_path / "rowback.toml").exists()


FORBIDDEN = special({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n")})


@pytest.mark.parametrize("outlet", [FORBIDDEN], indirect=True)
@pytest.mark.parametrize("sources", ["", 'sources = [{{ feed = "{home}feed/" }}]\n'])
def test_an_outlet_that_robots_forbids_is_no_success_however_often(
    tmp_path: Path, outlet: Outlet, sources: str
) -> None:
    text = f'[outlets.one]\nhome = "{outlet.home}"\n{sources.format(home=outlet.home)}'
    (tmp_path / "rowback.toml").write_text(text, "utf-8")
    for _ in range(3):
        run = rowback(tmp_path, "crawl")
        assert run.code == 6, run
        assert "robots" in run.err
    assert set(outlet.asked()) == {"/robots.txt"}


def test_a_front_page_and_a_feed_are_kept_and_named_as_no_articles(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "keep", outlet.home, f"{outlet.home}feed/")
    assert run.code == 2, run
    assert run.err.count("not read as an article") == 2
    assert "rowback crawl URL" in run.err
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url NOT LIKE '%robots.txt'") == [(2,)]
    run = rowback(tmp_path, "keep", outlet.home, outlet.page(1))
    assert (run.code, run.err.count("not read as an article")) == (0, 1), run


def test_commands_that_look_take_the_archives_folder(tmp_path: Path, outlet: Outlet) -> None:
    (tmp_path / "rowback.toml").write_text(f'morgue = "other"\n[outlets.one]\nhome = "{outlet.home}"\n', "utf-8")
    rowback(tmp_path, "--morgue", "morgue", "crawl")
    assert rowback(tmp_path, "status").code == 3
    run = rowback(tmp_path, "status", "--morgue", "morgue")
    assert f"Archive: {tmp_path / 'morgue'}" in run.out, run
    assert rowback(tmp_path, "tell", "--dry-run", "--morgue", "morgue").code == 0


def test_a_check_says_what_robots_txt_is_and_when_in_the_readers_zone(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "check", outlet.home)
    assert "robots.txt     lets us in" in run.out, run
    assert not re.search(r"\d{2}:\d{2}Z", run.out), run


@pytest.mark.parametrize("outlet", [BAD_FEED], indirect=True)
def test_a_crawl_that_finds_no_source_says_so(tmp_path: Path, outlet: Outlet) -> None:
    run = rowback(tmp_path, "crawl", outlet.home)
    assert run.code == 5, run
    assert "no source found" in run.err


@pytest.mark.parametrize(
    "outlet",
    [special({f"/news/council-sits-on-plan-number-{n}": LATER for n in range(1, 7)})],
    indirect=True,
)
def test_a_crawl_leaves_an_outlet_alone_for_as_long_as_it_asked_the_one_before(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", "--max-time", "1h", outlet.home)
    before = len(outlet.asked())
    run = rowback(tmp_path, "crawl", "-v", outlet.home)
    assert (run.code, len(outlet.asked())) == (0, before), run
    assert "asked to be left alone until" in run.out


def overloaded_at_first() -> Special:
    broken = Answer(status=500, headers=HTML, body=b"<h1>Broken</h1>")
    answers = iter([broken] * 3)  # a crawl asks three times
    return lambda asked: next(answers, None) if asked.path == "/news/council-sits-on-plan-number-1" else None


@pytest.mark.parametrize("outlet", [overloaded_at_first()], indirect=True)
def test_a_page_that_could_not_be_had_is_asked_for_again_after_a_while(tmp_path: Path, outlet: Outlet) -> None:
    rowback(tmp_path, "crawl", outlet.home)
    rowback(tmp_path, "crawl", outlet.home)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(5,)]
    with sqlite3.connect(tmp_path / "morgue" / "rowback.db") as connection:
        connection.execute(
            "UPDATE captures SET captured_at = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-1 hour') WHERE status = 500"
        )
    rowback(tmp_path, "crawl", outlet.home)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(6,)]
    assert rows(tmp_path, "SELECT m.url = a.url FROM misses m LEFT JOIN articles a ON a.id = m.article_id") == [(1,)]


def test_a_crawl_that_finds_only_a_page_gone_is_no_failure(tmp_path: Path) -> None:
    gone: list[Answer] = []
    outlet = Outlet(lambda asked: gone[0] if gone and asked.path.startswith("/news/") else None)
    with outlet.press:
        rowback(tmp_path, "crawl", outlet.home)
        gone.append(Answer(status=410, headers=HTML, body=b"<h1>Gone</h1>"))
        with sqlite3.connect(tmp_path / "morgue" / "rowback.db") as connection:
            connection.execute("UPDATE articles SET next_check_at = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')")
            connection.execute("UPDATE articles SET last_captured_at = '2020-01-01T00:00:00.000000Z'")
        run = rowback(tmp_path, "crawl", outlet.home)
    assert (run.code, run.out, run.err) == (0, "", ""), run
    assert rows(tmp_path, "SELECT count(*), count(article_id) FROM misses WHERE reason = 'gone'") == [(6, 6)]
