"""The pages that say how well outlets are followed: alarms in words, a ledger, every page that was missed."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive import ids
from archive.morgue import Morgue
from archive.store import coverage
from archive.store.connection import connect_writer, transaction
from tests.kit.browsing import ROOT, ask
from tests.morgues import MOVED, Look, Miss, Story, bridge, build, mail, moment

COURIER = f"{ROOT}/health/courier"
MISSES = (
    Miss("https://courier.example/a", "2026-11-17 03:00", "refused", "HTTP 403"),
    Miss("https://courier.example/b", "2026-11-17 04:00", "refused", "HTTP 401"),
    Miss(MOVED, "2026-11-17 05:00", "rate_limited", retry_at="2026-11-17 06:00", of=MOVED),
    Miss("https://courier.example/<script>", "2026-11-18 05:00", "trap", "path repeats 'a'"),
)


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    empty = Story("courier", "https://courier.example/2026/11/empty", [Look("2026-11-17 15:00")])
    made = build(tmp_path_factory.mktemp("health") / "morgue", [bridge(), mail(), empty], misses=MISSES)
    with closing(connect_writer(made)) as connection, transaction(connection):
        connection.execute("UPDATE captures SET reason = 'consent' WHERE url LIKE '%empty'")
        coverage.announce(connection, ids.outlet_id("courier"), moment("2026-11-17 00:00").date(), 1234)
        coverage.recount_all(connection)
    return made


def text(morgue: Morgue, path: str) -> str:
    """Return a page's words, tags taken out."""
    reply = ask(morgue, path)
    assert reply.status == 200, reply.text
    return " ".join(re.sub(r"<[^>]*>", " ", reply.text).split())


def test_what_is_wrong_is_told_in_words_with_the_way_to_the_outlet(morgue: Morgue) -> None:
    reply = ask(morgue, f"{ROOT}/health")
    assert re.search(r"not watched</span> was not looked at|silent</span> has brought nothing new", reply.text)
    assert f'href="{COURIER}"' in reply.text
    assert "Days without coverage, of 30" in reply.text


def test_each_day_has_its_counts_and_every_reason_leads_to_its_pages(morgue: Morgue) -> None:
    page = ask(morgue, f"{COURIER}?until=2026-11-18").text
    row = next(part for part in page.split("<tr>") if ">2026-11-17</time>" in part)
    cells = [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
    assert cells[0] == "1,234"
    assert int(cells[1]) == int(cells[3]) + int(cells[4])  # what was had is read, or shows no article
    assert cells[5] == "3"
    assert cells[6] == "refused: 2; asked to come back later: 1; a consent page: 1"
    links = re.findall(r'href="([^"]*/missed\?[^"]*day=2026-11-17[^"]*)"', row)
    found = [text(morgue, link.replace("&amp;", "&")) for link in links]
    assert "refused (HTTP 403)" in found[0]
    assert "refused (HTTP 401)" in found[0]
    assert "from 17 Nov 2026, 06:00 UTC" in found[1]
    assert "its article" in found[1]
    assert "a consent page" in found[2]
    assert "what came" in found[2]


def test_a_day_on_which_nothing_was_had_says_so(morgue: Morgue) -> None:
    page = text(morgue, f"{COURIER}?until=2026-10-01")
    assert page.count("not crawled") == 28
    assert "Later" in page


def test_older_days_are_reached_page_by_page(morgue: Morgue) -> None:
    page = ask(morgue, f"{COURIER}?until=2026-12-20").text
    earlier = re.search(r'rel="next" href="(\?until=2026-11-22)"', page)
    assert earlier
    assert "2026-11-17" in text(morgue, COURIER + earlier[1])


def test_an_address_that_is_hostile_is_only_text(morgue: Morgue) -> None:
    reply = ask(morgue, f"{COURIER}/missed?day=2026-11-18")
    assert "<script" not in reply.text
    assert "endless run of addresses" in reply.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ROOT}/health/nobody", 404),
        (f"{COURIER}?until=yesterday", 400),
        (f"{COURIER}?until=2026-13-01", 400),
        (f"{COURIER}/missed?reason=a'b", 400),
        (f"{COURIER}/missed?reason=nonsense", 200),
        (f"{COURIER}/missed?page=0", 400),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(morgue: Morgue, path: str, status: int) -> None:
    assert ask(morgue, path).status == status


@pytest.mark.parametrize("path", [f"{ROOT}/health", COURIER, f"{COURIER}/missed"])
def test_the_public_has_no_health_page_and_no_link_to_one(morgue: Morgue, path: str) -> None:
    assert ask(morgue, path, public=True).status == 404
    assert "/health" not in ask(morgue, f"{ROOT}/outlet/courier", public=True).text


def test_outlets_and_every_page_lead_there(morgue: Morgue) -> None:
    assert f'href="{COURIER}"' in ask(morgue, f"{ROOT}/outlet/courier").text
    assert f'href="{ROOT}/health"' in ask(morgue, ROOT).text


def test_an_archive_without_outlets_has_an_empty_page(tmp_path: Path) -> None:
    empty = build(tmp_path / "morgue", [mail()])
    with closing(sqlite3.connect(empty.database)) as connection, connection:
        for table in ("changes", "versions", "article_urls", "articles", "captures", "_pending", "outlets"):
            connection.execute(f"DELETE FROM {table}")
    assert "No outlet yet" in text(empty, f"{ROOT}/health")
