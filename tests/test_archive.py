import gzip
import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import BadInput, CaptureFailed, DiskFull, NotHttp
from archive.ingest.archive import Archive
from archive.ingest.deriving import Settled
from archive.lookup import Lookup
from archive.models import Capture, Change, Content, Exchange, Rejection
from archive.spool import Spool
from archive.store.sources import OutletRow, put_outlet
from archive.warc.reader import StoredRecord, iterate, read_record
from tests.keeping import INFO, PAGE, at, content, exchange, opened


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "rowback.db") as connection:
        return connection.execute(sql).fetchall()


def bytes_of(folder: Path, capture: Capture) -> bytes:
    path = folder / "warcs" / capture.filename
    path = path if path.exists() else path.with_name(path.name + ".open")
    return path.read_bytes()[capture.offset : capture.offset + capture.length]


def test_a_capture_lies_in_the_warc_where_its_row_says(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        (capture,) = archive.keep([exchange()])
    stored = bytes_of(tmp_path, capture)
    assert hashlib.sha256(stored).hexdigest() == capture.record_sha256
    assert gzip.decompress(stored).endswith(PAGE + b"\r\n\r\n")
    assert rows(tmp_path, "SELECT url, status, record_type, purpose FROM captures") == [
        ("https://example.org/2017/ferry", 200, "response", "article")
    ]


def test_rows_follow_the_order_of_the_records(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        kept = archive.keep([exchange(f"https://example.org/{n}", PAGE + b"%d" % n) for n in range(5)])
    assert [capture.offset for capture in kept] == sorted(capture.offset for capture in kept)
    assert [capture.url[-1] for capture in kept] == list("01234")


def test_an_equal_payload_is_a_revisit_across_urls_and_crawls_and_never_of_a_revisit(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        first, second = archive.keep([exchange(), exchange("https://example.org/other", minute=1)])
    with opened(tmp_path, 2) as archive:
        (third,) = archive.keep([exchange(minute=2)])
    assert [each.record_type for each in (first, second, third)] == ["response", "revisit", "revisit"]
    assert second.refers_to == third.refers_to == first.record_id
    assert b"WARC-Refers-To: <" + first.record_id.encode() in gzip.decompress(bytes_of(tmp_path, third))


@pytest.mark.parametrize("body", [b"", b"gone"])
def test_bodies_smaller_than_a_revisit_are_kept_as_they_are(tmp_path: Path, body: bytes) -> None:
    with opened(tmp_path) as archive:
        kept = archive.keep([exchange(body=body), exchange(body=body, minute=1)])
    assert [capture.record_type for capture in kept] == ["response", "response"]


def test_nothing_refers_to_a_truncated_capture(tmp_path: Path) -> None:
    cut = exchange(promised=99_999)
    with opened(tmp_path) as archive:
        first, second = archive.keep([cut, exchange(minute=1)])
    assert (first.truncated, second.record_type) == ("disconnect", "response")


def test_a_304_refers_to_the_last_200_of_its_url_with_the_etag_that_was_sent(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        one, two, asked = archive.keep([
            exchange(head=b'ETag: "1"\r\n'), exchange(body=PAGE + b"2", head=b'ETag: "2"\r\n', minute=1),
            exchange("https://example.org/2017/other", PAGE + b"3", minute=2),
        ])  # fmt: skip
        (old,) = archive.keep([exchange(status=304, request=b'If-None-Match: "1"\r\n', minute=3)])
        (new,) = archive.keep([exchange(status=304, request=b'If-None-Match: "2"\r\n', minute=4)])
        (unknown,) = archive.keep([exchange(status=304, request=b'If-None-Match: "9"\r\n', minute=5)])
    assert (old.refers_to, old.digest) == (one.record_id, one.digest)
    assert (new.refers_to, new.digest) == (two.record_id, two.digest)
    assert (unknown.record_type, unknown.refers_to) == ("response", None)
    assert asked.record_type == "response"


def test_an_answer_that_is_no_http_costs_only_itself(tmp_path: Path) -> None:
    garbage = exchange()
    garbage = Exchange(**{name: getattr(garbage, name) for name in garbage.__slots__} | {"response": Spool(b"\0junk")})
    with opened(tmp_path) as archive:
        kept = archive.keep_each([garbage, exchange()])
    assert isinstance(kept[0], NotHttp)
    assert isinstance(kept[1], Capture)
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(1,)]


def test_events_without_rows_are_indexed_at_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        kept = archive.keep([exchange(f"https://example.org/{n}", PAGE + b"%d" % n, minute=n) for n in range(4)])
    whole = rows(tmp_path, "SELECT * FROM captures ORDER BY offset")
    with sqlite3.connect(tmp_path / "rowback.db") as connection:
        connection.execute("DELETE FROM _pending")
        connection.execute("DELETE FROM captures WHERE offset > ?", (kept[1].offset,))
        connection.execute("UPDATE _warcs SET indexed = ?", (kept[2].offset,))
    with opened(tmp_path, 9) as archive:
        assert [mended.indexed for mended in archive.mended] == [2]
        archive.keep([exchange("https://example.org/later", PAGE + b"later", minute=9)])
    assert rows(tmp_path, "SELECT * FROM captures ORDER BY offset")[:4] == whole


def test_a_torn_tail_is_cut_and_kept_beside(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        archive.keep([exchange()])
    (path,) = (tmp_path / "warcs").glob("*/*/*.open")
    with path.open("ab") as file:
        file.write(b"\x1f\x8b torn")
    with opened(tmp_path, 1) as archive:
        assert [mended.cut for mended in archive.mended] == [7]
        assert str(archive.mended[0]).endswith(".warc.gz: 7 bytes of a torn tail were cut off and kept beside it")
        archive.keep([exchange(body=PAGE + b"2", minute=1)])
    assert [tail.read_bytes() for tail in path.parent.glob("*.tail-*")] == [b"\x1f\x8b torn"]
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(2,)]


def test_two_archives_of_one_morgue_write_to_files_of_their_own(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as other:
        first, second = one.keep([exchange()]), other.keep([exchange(body=PAGE + b"2", minute=1)])
        third = one.keep([exchange(body=PAGE + b"3", minute=2)])
    assert first[0].filename == third[0].filename != second[0].filename
    with opened(tmp_path, 3) as archive:
        assert archive.mended == ()


FIRST = content("Ferry late", "The ferry left at nine on Monday.", "Nobody was hurt in the harbour.", "It rained.")
SECOND = content("Ferry late", "The ferry left at ten on Monday.", "Nobody was hurt in the harbour.", "It rained.")


def look(archive: Archive, reading: Content | Rejection | None, minute: float, **said: object) -> Settled:
    """Keep one exchange, and its reading when its page has to be read."""
    body = PAGE + repr(reading).encode()
    (capture,) = archive.keep([exchange(body=body, minute=minute, **said)])  # type: ignore[arg-type]
    settled = archive.settle(capture.id, at(minute))
    if settled is None:
        assert reading is not None
        settled = archive.keep_reading(capture.id, reading, at(minute))
    return settled


def test_a_changed_text_is_a_second_version_with_its_change(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        decisions = [look(archive, text, minute) for minute, text in enumerate([FIRST, FIRST, SECOND])]
    assert [settled.decision for settled in decisions] == ["new", "same", "changed"]
    assert rows(tmp_path, "SELECT number, appeared_after, gone_by FROM versions ORDER BY number") == [
        (1, None, "2017-02-14T08:02:00.000000Z"),
        (2, "2017-02-14T08:01:00.000000Z", None),
    ]
    assert rows(tmp_path, "SELECT kind FROM changes") == [("fact_changed_unnoted",)]
    assert rows(tmp_path, "SELECT version_count, capture_count, state FROM articles") == [(2, 3, "live")]


def test_a_headline_that_comes_back_is_being_tried_out_however_its_quotes_are_set(tmp_path: Path) -> None:
    first, back = (replace(FIRST, headline=f"{mark}Ferry late{mark} says harbour") for mark in "'’")
    other = replace(FIRST, headline="Harbour says the ferry was late")
    with opened(tmp_path) as archive:
        for minute, text in enumerate([first, other, back]):
            look(archive, text, minute)
    assert rows(tmp_path, "SELECT kind FROM changes ORDER BY changed_before") == [("headline",), ("headline_test",)]


@pytest.mark.parametrize(
    ("outlet", "page", "kind", "why"),
    [
        (None, None, "style", "language unknown"),
        ("pl-PL", None, "fact_changed_unnoted", "dwunastu górników → trzynastu górników"),
        ("en", "pl", "fact_changed_unnoted", "dwunastu górników → trzynastu górników"),
    ],
)
def test_an_outlets_language_holds_where_the_page_does_not_say(
    tmp_path: Path, outlet: str | None, page: str | None, kind: str, why: str
) -> None:
    first = content("Katastrofa", "Zginęło dwunastu górników.", "Ratownicy pracowali nocą.", language=page)
    second = content("Katastrofa", "Zginęło trzynastu górników.", "Ratownicy pracowali nocą.", language=page)
    with opened(tmp_path) as archive:
        row = OutletRow(name="example.org", title="Example", home="https://example.org/", language=outlet)
        put_outlet(archive.connection, row)
        for minute, text in enumerate([first, second]):
            look(archive, text, minute)
    ((found, evidence),) = rows(tmp_path, "SELECT kind, evidence FROM changes")
    assert (found, why in evidence) == (kind, True), evidence
    with closing(sqlite3.connect(tmp_path / "rowback.db")) as database:
        lookup = Lookup(database)
        (article,) = lookup.articles_by_url("https://example.org/2017/ferry")
        assert lookup.content(lookup.versions(article)[-1]).language == (page or (outlet or "")[:2] or None)


def test_a_page_read_before_is_not_read_again(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        (first,) = archive.keep([exchange()])
        assert archive.settle(first.id, at(0)) is None
        archive.keep_reading(first.id, FIRST, at(0))
        again, moved = archive.keep([exchange(minute=1), exchange("https://www.example.org/2017/ferry", minute=2)])
        settled = [archive.settle(each.id, at(3)) for each in (again, moved)]
    assert [each and each.decision for each in settled] == ["same", "same"]


def test_a_reading_is_one_conversion_record_and_notes_that_name_it(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        for minute in range(3):
            (capture,) = archive.keep([exchange(body=PAGE + b"%d" % minute, minute=minute)])
            archive.keep_reading(capture.id, FIRST, at(minute))
    held = rows(tmp_path, "SELECT DISTINCT record_id FROM contents")
    (path,) = (tmp_path / "warcs").glob("*/*/*.open")
    records = [(r.type, r.record_id, r.block.read()) for r in iterate(path) if isinstance(r, StoredRecord)]
    assert [(kind,) for kind, _, _ in records].count(("conversion",)) == 1
    assert [(name,) for kind, name, _ in records if kind == "conversion"] == held
    notes = [block for kind, _, block in records if kind == "metadata" and b"reading: <" in block]
    assert len(notes) == 2
    assert all(str(held[0][0]).encode() in block for block in notes)


def test_readers_comments_stay_in_the_raw_page(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        said = look(archive, replace(FIRST, comments=("Rubbish, says Jo.",)), 0)
        more = look(archive, replace(FIRST, comments=("Rubbish, says Jo.", "No!")), 1)
    assert (said.decision, more.decision, more.reason) == ("new", "held_back", "comments_only")
    assert rows(tmp_path, "SELECT count(*) FROM _readings WHERE reading LIKE '%Rubbish%'") == [(0,)]


def test_work_left_over_is_done_after_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        kept = archive.keep([exchange(), exchange(body=PAGE + b"2", minute=1)])
    with opened(tmp_path, 2) as archive:
        assert [capture.id for capture in archive.unread_captures()] == [capture.id for capture in kept]
        for capture in archive.unread_captures():
            archive.keep_reading(capture.id, FIRST, at(2))
        assert archive.unread_captures() == []


def test_a_withdrawal_is_observed_then_settled_then_restored(tmp_path: Path) -> None:
    hours = 60
    with opened(tmp_path) as archive:
        look(archive, FIRST, 0)
        gone = look(archive, None, 1 * hours, status=404)
        assert rows(tmp_path, "SELECT state, state_since FROM articles") == [
            ("gone_once", "2017-02-14T09:00:00.000000Z")
        ]
        assert gone.look_again_at == at(7 * hours)
        look(archive, None, 8 * hours, status=410)
        assert rows(tmp_path, "SELECT state FROM articles") == [("gone",)]
        look(archive, FIRST, 9 * hours)
    assert rows(tmp_path, "SELECT state, state_since FROM articles") == [("live", "2017-02-14T17:00:00.000000Z")]
    assert rows(
        tmp_path, "SELECT kind, finding, changed_after, changed_before FROM changes ORDER BY changed_before"
    ) == [
        ("withdrawn", "settled", "2017-02-14T08:00:00.000000Z", "2017-02-14T09:00:00.000000Z"),
        ("restored", "settled", "2017-02-14T16:00:00.000000Z", "2017-02-14T17:00:00.000000Z"),
    ]


def test_a_redirect_joins_two_addresses_and_the_later_article_id_vanishes(tmp_path: Path) -> None:
    slug = "https://example.org/2017/ferry-sinks"
    with opened(tmp_path) as archive:
        look(archive, SECOND, 5, url=slug)
        look(archive, FIRST, 1)
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
        look(archive, None, 4, status=301, head=f"Location: {slug}\r\n".encode())
    assert rows(tmp_path, "SELECT url, version_count, capture_count FROM articles") == [(slug, 2, 3)]
    assert rows(tmp_path, "SELECT relation, url FROM article_urls ORDER BY 1") == [
        ("first", "https://example.org/2017/ferry"), ("redirect", slug),
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT count(DISTINCT article_id) FROM captures") == [(1,)]


def test_rows_whose_bytes_a_power_cut_took_are_removed_and_their_article_is_derived_again(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        look(archive, FIRST, 0)
        (last,) = archive.keep([exchange(body=PAGE + b"2", minute=1)])
        archive.keep_reading(last.id, SECOND, at(1))
    (path,) = (tmp_path / "warcs").glob("*/*/*.open")
    with path.open("r+b") as file:
        file.truncate(last.offset)
    with opened(tmp_path, 2) as archive:
        assert [(mended.removed, mended.indexed) for mended in archive.mended] == [(1, 0)]
        for capture in archive.unread_captures():
            assert archive.settle(capture.id, at(2)) is not None
    assert rows(tmp_path, "SELECT number, headline FROM versions") == [(1, "Ferry late")]
    assert rows(tmp_path, "SELECT decision FROM captures") == [("new",)]
    assert rows(tmp_path, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    "hostile",
    ["http://[::1", "http://x::1^", "//\udcff", "http://http://a::1", "https://example.org/\ud800", "\0", "a" * 9000],
)
def test_hostile_addresses_and_halved_characters_cost_nothing(tmp_path: Path, hostile: str) -> None:
    location = b"Location: " + hostile.encode("utf-8", "surrogatepass") + b"\r\n"
    odd = replace(FIRST, headline="Ferry \ud800 late", canonical_url=hostile)
    with opened(tmp_path) as archive:
        look(archive, None, 0, status=301, head=location)
        assert look(archive, odd, 1).decision == "new"
        assert look(archive, SECOND, 2).decision == "changed"
    assert rows(tmp_path, "SELECT headline FROM versions WHERE number = 1") == [("Ferry ? late",)]


def test_an_address_that_is_none_is_refused_by_name_and_costs_only_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        kept = archive.keep_each([exchange("http://x::1^/"), exchange()])
    assert isinstance(kept[0], BadInput)
    assert isinstance(kept[1], Capture)


def test_a_full_disk_breaks_off_whole_events_and_nothing_is_lost_after_it(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        archive.keep([exchange()])
        pages = archive.connection.execute("PRAGMA page_count").fetchone()[0]
        archive.connection.execute(f"PRAGMA max_page_count = {pages}")
        big = [exchange(f"https://example.org/{n}/" + "x" * 2000, PAGE + b"%d" % n, minute=n) for n in range(1, 40)]
        with pytest.raises(DiskFull):
            archive.keep(big)
        with pytest.raises(DiskFull):
            archive.keep([exchange(minute=50)])
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (1,)
    with opened(tmp_path, 60) as archive:
        assert [mended.indexed for mended in archive.mended] == [39]
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(40,)]


def test_an_article_that_cannot_be_derived_stops_no_other_and_is_tried_again(tmp_path: Path) -> None:
    def fail(before: Content, after: Content, **_: object) -> Change:
        raise ZeroDivisionError(before.headline)

    with Archive.open(tmp_path, INFO, now=at(0), compare=fail) as archive:
        look(archive, FIRST, 0)
        with pytest.raises(CaptureFailed, match="ZeroDivisionError: Ferry late"):
            look(archive, SECOND, 1)
        assert look(archive, FIRST, 2, url="https://example.org/other").decision == "new"
    with opened(tmp_path, 3) as archive:
        (left,) = archive.unread_captures()
        settled = archive.settle(left.id, at(3))
    assert settled is not None
    assert settled.decision == "changed"


KEEPER = """
import itertools, sys
from pathlib import Path
from tests.histories import story
from tests.keeping import PAGE, exchange, at, opened

start = int(sys.argv[2])
with opened(Path(sys.argv[1]), start) as archive:
    for number in itertools.count(start):
        group = [exchange(f"https://example.org/{number}/{n}", PAGE + b"%d %d" % (number, n)) for n in range(3)]
        for capture in archive.keep(group):
            print(capture.record_id, flush=True)
            archive.keep_reading(capture.id, story("Ferry late", number), at(number))
"""


@pytest.mark.slow
def test_killed_at_any_moment_nothing_that_was_acknowledged_is_missing(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for turn in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(tmp_path), str(turn * 100)],
            stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent,
        ) as keeper:  # fmt: skip
            assert keeper.stdout is not None
            acknowledged |= {keeper.stdout.readline().strip() for _ in range(7 + 5 * turn)}
            keeper.kill()
            acknowledged |= {line.strip() for line in keeper.stdout if line.endswith("\n")}
    with opened(tmp_path, 500) as archive:
        for capture in archive.unread_captures():
            if archive.settle(capture.id, at(500)) is None:
                archive.keep_reading(capture.id, FIRST, at(500))
        places = archive.connection.execute("SELECT filename, offset, length, record_sha256, record_id FROM captures")
        for filename, offset, length, sha256, record_id in places.fetchall():
            with read_record(tmp_path / "warcs" / str(filename), offset, length, sha256=sha256) as record:
                assert record.record_id == record_id
            acknowledged.discard(record_id)
        assert acknowledged == set()
        unread = "SELECT count(*) FROM captures c WHERE article_id IS NULL OR decision IS NULL"
        assert archive.connection.execute(unread).fetchone() == (0,)
        assert archive.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
