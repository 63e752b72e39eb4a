"""What is erased is gone from every file, says so, harms nothing else, and a kill at any step does no harm."""

import gzip
import io
import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, nullcontext
from itertools import groupby
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from archive import verify
from archive.cli.context import Context
from archive.cli.erase import erase as command
from archive.cli.output import guarded
from archive.errors import BadInput, CaptureFailed, DiskFull, MorgueLocked, NotInArchive
from archive.ingest import hidden
from archive.lookup.dump import dump
from archive.models import Rejection
from archive.morgue import Morgue
from archive.rebuild import rebuild
from archive.store import warcs
from archive.takedown import withholding
from archive.takedown.erasing import Erasure, erase
from archive.warc import chain, tombstone
from archive.warc.reader import StoredRecord, iterate, page
from archive.warc.tombstone import Tombstone
from tests.keeping import INFO, PAGE, at, content, exchange, opened

URL = "https://example.org/2017/ferry"
TWIN = "https://example.org/2017/the-same-page"
THIRD = "https://example.org/2017/the-same-again"
OTHER = "https://example.org/2017/storm"
SECRET = b"Ada Nordal was on the ferry. " * 60
SECRETS = (b"Ada Nordal", b"2017/ferry")


def small(folder: Path) -> Morgue:
    """Make an archive of an article to erase, two twins of its first page, and an article of its own."""
    with opened(folder) as archive:
        kept = archive.keep(
            [
                exchange(URL, SECRET, head=b'ETag: "1"\r\nContent-Type: text/html\r\n'),
                exchange(OTHER, PAGE, minute=1),
                exchange(TWIN, SECRET, minute=2, head=b"Content-Type: text/html\r\nX-Twin: yes\r\n"),
                exchange(URL, SECRET + b"more", minute=3),
                exchange(THIRD, SECRET, minute=4),
                exchange(URL, status=304, request=b'If-None-Match: "1"\r\n', minute=5),
                exchange("https://example.org/2017/wall", b"nothing to read", minute=6),
            ]
        )
        archive.keep_reading(kept[1].id, content("A storm", "A storm came over the sea on Monday."), at(7))
        shared = content("Ada Nordal sails", "Ada Nordal was on the ferry.")
        archive.keep_reading(kept[0].id, shared, at(7))
        archive.keep_reading(kept[3].id, content("Ada Nordal sails", "Ada Nordal was on the ferry. More."), at(7))
        for each in (kept[2], kept[4], kept[5]):
            archive.settle(each.id, at(8))
        archive.keep_reading(kept[6].id, Rejection("empty_text"), at(8))
        chain.append(archive.morgue, warcs.indexed(archive.connection), at(9))
    return Morgue(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("made") / "morgue").folder


@pytest.fixture
def morgue(made: Path, tmp_path: Path) -> Morgue:
    """Return a copy to work on."""
    return Morgue(Path(shutil.copytree(made, tmp_path / "morgue")))


def rows(morgue: Morgue, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(morgue.database)) as connection:
        return connection.execute(sql).fetchall()


def everything(morgue: Morgue) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(morgue.database)) as connection:
        return [row for row in dump(connection) if row[0] not in ("outlets", "readers")]


def files(morgue: Morgue) -> Iterator[Path]:
    yield from (path for path in morgue.warcs.rglob("*") if ".warc.gz" in path.name)


def unpacked(morgue: Morgue) -> bytes:
    return b"".join(gzip.decompress(path.read_bytes()) for path in files(morgue))


def gone(morgue: Morgue, url: str = URL, **more: object) -> Erasure:
    return erase(morgue, url, INFO, reason="a court's order", now=at(20), **more)  # type: ignore[arg-type]


def only_twins_remain(morgue: Morgue) -> None:
    """Check that all of the article is gone, and the twins, which have addresses of their own, are whole."""
    report = verify.verify(morgue, deep=True)
    assert report.sound, report.findings
    assert report.erased
    assert {grave.reason for grave in report.erased} == {"a court's order"}
    assert rows(morgue, "SELECT count(*) FROM captures WHERE url LIKE '%2017/ferry'") == [(0,)]
    everywhere = unpacked(morgue) + b"".join(path.read_bytes() for path in morgue.folder.glob("*.db*"))
    assert b"2017/ferry" not in everywhere
    kinds = rows(morgue, "SELECT url, record_type, refers_to IS NULL FROM captures WHERE url LIKE '%same%' ORDER BY 1")
    assert kinds == [(THIRD, "revisit", 0), (TWIN, "response", 1)]
    (place,) = rows(morgue, f"SELECT filename, offset, length FROM captures WHERE url = '{TWIN}'")
    shown = page(morgue.warcs / str(place[0]), int(str(place[1])), int(str(place[2])), limit=1 << 20)
    assert (shown.body, dict(shown.headers)["X-Twin"]) == (SECRET, "yes")


def test_it_is_gone_from_every_file_and_twins_keep_the_payload(morgue: Morgue) -> None:
    done = gone(morgue)
    assert (done.rehomed, len(done.files)) == (2, 1)
    only_twins_remain(morgue)


def test_an_article_alone_leaves_nothing_of_its_words(morgue: Morgue) -> None:
    for url in (TWIN, THIRD, URL):
        gone(morgue, url)
    everywhere = unpacked(morgue) + b"".join(path.read_bytes() for path in morgue.folder.glob("*.db*"))
    assert not [secret for secret in (*SECRETS, b"the-same") if secret in everywhere]
    assert verify.verify(morgue, deep=True).sound


def test_no_other_record_moves(morgue: Morgue) -> None:
    gone(morgue, TWIN)
    before = dict(rows(morgue, "SELECT record_id, offset || ' ' || record_sha256 FROM captures"))
    (path,) = files(morgue)
    size = path.stat().st_size
    gone(morgue, "https://example.org/2017/wall")
    after = dict(rows(morgue, "SELECT record_id, offset || ' ' || record_sha256 FROM captures"))
    assert path.stat().st_size == size
    assert after.items() < before.items()


def test_other_programs_read_what_is_left(morgue: Morgue) -> None:
    gone(morgue)
    for path in files(morgue):
        with path.open("rb") as file:
            kinds = []
            for record in ArchiveIterator(file, check_digests="raise"):
                kinds.append(record.rec_type)
                record.content_stream().read()
        assert kinds[0] == "warcinfo"


def test_the_chain_says_what_was_erased_and_goes_on(morgue: Morgue) -> None:
    before = chain.load(morgue)
    gone(morgue)
    lines = [line for line in chain.load(morgue) if isinstance(line, chain.Line)]
    assert lines[: len(before)] == before
    assert [line.erased for line in lines] == [False, True, False]
    assert not chain.check(lines)
    head = chain.head(morgue)
    with opened(morgue.folder, 30) as archive:
        archive.keep([exchange("https://example.org/later", PAGE + b"later", minute=30)])
        chain.append(morgue, warcs.indexed(archive.connection), at(31))
    assert verify.verify(morgue, noted=head).sound


def test_a_rebuild_makes_the_same_database(morgue: Morgue) -> None:
    gone(morgue)
    before = everything(morgue)
    rebuild(morgue.folder, software="test", bar=lambda what, total: nullcontext(lambda done: None))
    assert everything(morgue) == before


def test_a_reading_that_others_share_is_kept_for_them(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        pages = [exchange(f"https://example.org/{n}", PAGE + b"%d" % n, minute=n) for n in range(3)]
        for capture in archive.keep(pages):
            archive.keep_reading(capture.id, Rejection("not_article"), at(5))
    morgue = Morgue(tmp_path)
    gone(morgue, "https://example.org/0")
    assert verify.verify(morgue, deep=True).sound
    before = everything(morgue)
    rebuild(morgue.folder, software="test", bar=lambda what, total: nullcontext(lambda done: None))
    assert everything(morgue) == before


def test_what_was_withheld_can_be_erased_then_and_not_be_shown_again(morgue: Morgue) -> None:
    withholding.withhold(morgue, URL, reason="", now=at(19))
    gone(morgue)
    only_twins_remain(morgue)
    assert hidden.hides(morgue, [URL]) == frozenset([URL])
    with pytest.raises(BadInput, match="erased"):
        withholding.unwithhold(morgue, URL)
    with pytest.raises(NotInArchive, match="erased before"):
        gone(morgue)


def test_a_chunked_twin_is_framed_again(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        plain = exchange(URL, SECRET)
        chunked = exchange(TWIN, b"", minute=1, head=b"Transfer-Encoding: chunked\r\n")
        wire = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(SECRET), SECRET)
        chunked.response.close()
        object.__setattr__(chunked, "response", type(plain.response)(wire))
        _, second = archive.keep([plain, chunked])
    assert second.record_type == "revisit"
    morgue = Morgue(tmp_path)
    gone(morgue)
    assert verify.verify(morgue).sound
    (place,) = rows(morgue, "SELECT filename, offset, length FROM captures")
    shown = page(morgue.warcs / str(place[0]), int(str(place[1])), int(str(place[2])), limit=1 << 20)
    assert shown.body == SECRET


STEPS = ("withheld", "scanned", "rehomed", "moved", "replaced 1", "chained", "noted")


def _killed(folder: str, name: str) -> None:
    def step(done: str) -> None:
        if done == name:
            os.kill(os.getpid(), signal.SIGKILL)

    gone(Morgue(Path(folder)), step=step)


@pytest.mark.parametrize("name", STEPS)
def test_killed_after_any_step_it_is_hidden_and_doing_it_again_ends_it(morgue: Morgue, name: str) -> None:
    child = multiprocessing.get_context("fork").Process(target=_killed, args=(str(morgue.folder), name))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert rows(morgue, "SELECT count(*) FROM captures WHERE url LIKE '%2017/ferry'") == [(0,)]
    damaged = [
        each for each in verify.verify(morgue).findings if each.file != "chain.txt" and "line" not in each.subject
    ]
    assert [each for each in damaged if each.what in ("missing", "altered")] == []
    if name == "noted":
        with pytest.raises(NotInArchive, match="erased before"):
            gone(morgue)
    else:
        gone(morgue)
    only_twins_remain(morgue)


def test_a_disk_error_while_a_file_is_replaced_leaves_the_old_one(
    morgue: Morgue, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = files(morgue)
    before = path.read_bytes()

    def fails(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("archive.takedown.rewriting.os.fsync", fails)
        with pytest.raises(DiskFull):
            gone(morgue, "https://example.org/2017/wall")
    assert path.read_bytes() == before
    gone(morgue, "https://example.org/2017/wall")
    assert verify.verify(morgue).sound


def test_nothing_is_erased_while_a_crawl_runs(morgue: Morgue) -> None:
    with opened(morgue.folder, 9), pytest.raises(MorgueLocked):
        gone(morgue)


def test_without_yes_nothing_happens(morgue: Morgue, capsys: pytest.CaptureFixture[str]) -> None:
    context = Context(find_morgue=lambda: morgue.folder, now=lambda: at(20))
    assert guarded(command, [URL], obj=context) == 2
    assert "--yes" in capsys.readouterr().err
    assert verify.verify(morgue).withheld == 0
    assert guarded(command, [URL, "--yes", "--json"], obj=context) == 0
    assert json.loads(capsys.readouterr().out)["rehomed"] == 2


@pytest.mark.parametrize("length", [*range(230, 700, 7), 5_000, 200_000])
def test_a_tombstone_is_exactly_as_long_as_what_it_replaces(length: int) -> None:
    try:
        made = stone(length)
    except CaptureFailed:
        assert length < 400
        return
    member = zlib.decompressobj(31)
    assert len(member.decompress(made)) > 100
    assert (len(made), member.eof, member.unused_data) == (length, True, b"")
    record = next(told_by(made))
    assert (record.rec_type, record.rec_headers["WARC-Target-URI"]) == ("metadata", tombstone.URI)
    assert length < 700 or tombstone.read(record.content_stream().read()) == SAID


def test_a_tombstone_says_as_much_as_it_has_room_for() -> None:
    said: list[Tombstone | None] = []
    for length in range(200, 700):
        try:
            said.append(tombstone.read(next(told_by(stone(length))).content_stream().read()))
        except CaptureFailed:
            said.append(None)
    more_and_more = [None, Tombstone(at(1), "", ()), Tombstone(at(1), "a reason", ()), SAID]
    assert [step for step, _ in groupby(said)] == more_and_more


SAID = Tombstone(at(1), "a reason", ("urn:uuid:1", "urn:uuid:2"))


def stone(length: int) -> bytes:
    """Make a tombstone of so many bytes."""
    return tombstone.make(SAID, length, record_id=f"urn:uuid:{'0' * 36}", warcinfo_id=f"urn:uuid:{'1' * 36}")


def told_by(data: bytes) -> Iterator[ArcWarcRecord]:
    """Read records as warcio does, which checks their digests."""
    return iter(ArchiveIterator(io.BytesIO(data), check_digests="raise"))


def test_records_of_any_kind_have_room_for_a_tombstone(morgue: Morgue) -> None:
    (path,) = files(morgue)
    for item in iterate(path):
        if isinstance(item, StoredRecord) and item.type != "warcinfo":
            said = Tombstone(at(1), "a long reason " * 20, (item.record_id,))
            tombstone.make(said, item.member.length, record_id=item.record_id, warcinfo_id=item.record_id)
