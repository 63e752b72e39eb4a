import hashlib
import json
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import CaptureFailed, RecordAltered
from archive.ingest.archive import Archive
from archive.ingest.pool import Bounds, ReaderPool, worker_count
from archive.models import Capture
from tests.keeping import at, exchange, opened

WAIT = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with opened(tmp_path_factory.mktemp("morgue")) as archive:
        yield archive


@pytest.fixture(scope="module")
def pool(archive: Archive) -> Iterator[ReaderPool]:
    bounds = Bounds(seconds=2, memory=500_000_000)
    with ReaderPool(archive.morgue, reader="tests.readers.read", bounds=bounds, workers=1) as pool:
        yield pool


def kept(archive: Archive, body: bytes, **said: object) -> Capture:
    (capture,) = archive.keep([exchange(body=body, **said)])  # type: ignore[arg-type]
    return capture


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (b"hang", "no answer within 2 s"),
        (b"exit", "the reader died (exit code 3)"),
        (b"crash", "the reader died (SIGSEGV)"),
        (b"raise", "ZeroDivisionError: a page made me"),
        (b"eat", "MemoryError: "),
    ],
)
def test_what_a_page_does_to_its_reader_costs_that_page_alone(
    archive: Archive, pool: ReaderPool, word: bytes, why: str
) -> None:
    bad = pool.read(kept(archive, word + b" me"))
    good = pool.read(kept(archive, b"Ferry late\nIt left at ten."))
    reading = json.loads(bad.result(WAIT).text)["rejection"]
    assert (reading["reason"], reading["detail"], reading["reader"]) == ("extractor_error", why, "test reader 1")
    assert good.result(WAIT).headline == "Ferry late"
    assert pool.waiting == 0


def test_a_page_is_read_with_its_url_charset_and_without_its_comments(archive: Archive, pool: ReaderPool) -> None:
    capture = kept(archive, "Füße\nNaß.".encode("latin-1"), head=b"Content-Type: Text/HTML; charset=latin1\r\n")
    content = json.loads(pool.read(capture).result(WAIT).text)["content"]
    assert (content["headline"], content["section"]) == ("Füße", "https://example.org/2017/ferry text/html")
    assert content["comments"] == ["sha256:" + hashlib.sha256(b"no").hexdigest()]


def test_the_page_of_a_revisit_is_read_from_the_record_it_refers_to(archive: Archive, pool: ReaderPool) -> None:
    body = b"Ferry late\n" + b"It left at ten. " * 100
    first, again = kept(archive, body), kept(archive, body, url="https://example.org/other", minute=1)
    source = archive.page_of(again)
    assert source is not None
    assert source.id == first.id
    assert json.loads(pool.read(again, source).result(WAIT).text)["content"]["section"].startswith(again.url)


def test_damage_to_the_archive_is_not_blamed_on_the_page(archive: Archive, pool: ReaderPool) -> None:
    capture = kept(archive, b"Ferry late\n")
    path = archive.morgue.warcs / (capture.filename + ".open")
    with path.open("r+b") as file:
        file.seek(capture.offset + capture.length - 12)
        byte = file.read(1)
        file.seek(capture.offset + capture.length - 12)
        file.write(bytes([byte[0] ^ 255]))
    with pytest.raises(RecordAltered, match=f"{capture.filename} at {capture.offset}"):
        pool.read(capture).result(WAIT)


def test_closing_leaves_what_was_not_read_for_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        capture = kept(archive, b"hang me")
        pool = ReaderPool(archive.morgue, reader="tests.readers.read", workers=1)
        reading = pool.read(capture)
        pool.close()
        with pytest.raises(CaptureFailed):
            reading.result(WAIT)
        with pytest.raises(CaptureFailed):
            pool.read(capture)
        assert [each.id for each in archive.unread_captures()] == [capture.id]
        assert archive.settle(capture.id, at(1)) is None


def test_readers_that_cannot_run_are_not_the_pages_fault_and_leave_it_for_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        capture = kept(archive, b"Ferry late\n")
        with (
            ReaderPool(archive.morgue, reader="tests.readers.missing", workers=1) as pool,
            pytest.raises(CaptureFailed, match="no page can be read"),
        ):
            pool.read(capture).result(WAIT)
        assert [each.id for each in archive.unread_captures()] == [capture.id]


def readers(pool: ReaderPool) -> list[int]:
    """Return the numbers of the processes that read now."""
    manager = pool._pool._pool_manager.worker_manager
    return [pid for pid, process in list(manager.workers.items()) if process.is_alive()]


@pytest.mark.parametrize("seed", range(3))
def test_readers_that_are_killed_from_outside_cost_no_page(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # of which reader dies when
    with opened(tmp_path) as archive:
        pages = [kept(archive, f"Ferry {n}\nIt left at ten.".encode(), minute=n) for n in range(40)]
        with ReaderPool(archive.morgue, reader="tests.readers.read", workers=2) as pool:
            pool.read(pages[0]).result(WAIT)
            os.kill(readers(pool)[0], signal.SIGKILL)  # one that has no page
            answers = []
            for page in pages:
                answers.append(pool.read(page))
                if chance.random() < 0.1 and (running := readers(pool)):
                    os.kill(chance.choice(running), signal.SIGKILL)
                    answers[-1].result(WAIT)
            assert [each.result(WAIT).headline for each in answers] == [f"Ferry {n}" for n in range(40)]
            assert pool.waiting == 0


def test_there_is_at_least_one_reader() -> None:
    assert worker_count() >= 1
