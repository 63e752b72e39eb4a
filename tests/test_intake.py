import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from archive.errors import ArchiveError, CaptureFailed, DiskFull, NotHttp
from archive.ingest.archive import Archive
from archive.ingest.writer import Intake
from archive.models import Capture
from archive.spool import Spool
from tests.keeping import PAGE, exchange, opened

WAIT = 30


def test_what_many_threads_hand_in_is_kept_in_groups_each_in_order(tmp_path: Path) -> None:
    futures: dict[str, list[Future[Capture]]] = {name: [] for name in "abcd"}
    with opened(tmp_path) as archive, Intake(archive) as intake:
        held = threading.Event()
        blocked = intake.call(lambda _: held.wait(WAIT))

        def hand_in(name: str) -> None:
            for number in range(10):
                url = f"https://example.org/{name}/{number}"
                futures[name].append(intake.submit(exchange(url, PAGE + url.encode())))

        threads = [threading.Thread(target=hand_in, args=(name,)) for name in futures]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        held.set()
        kept = {name: [future.result(WAIT) for future in handed] for name, handed in futures.items()}
        assert blocked.result(WAIT)
        groups = archive.connection.execute("SELECT count(DISTINCT filename), count(*) FROM captures").fetchone()
    assert groups == (1, 40)
    for name, captures in kept.items():
        assert [capture.url for capture in captures] == [f"https://example.org/{name}/{n}" for n in range(10)]
        assert [capture.offset for capture in captures] == sorted(capture.offset for capture in captures)


def test_one_answer_that_is_no_http_costs_only_its_own_future(tmp_path: Path) -> None:
    bad = exchange()
    bad.response.close()
    object.__setattr__(bad, "response", Spool(b"\0"))
    with opened(tmp_path) as archive, Intake(archive) as intake:
        first, second, third = (intake.submit(each) for each in (exchange(), bad, exchange(minute=1)))
        assert first.result(WAIT).url == third.result(WAIT).url
        with pytest.raises(NotHttp):
            second.result(WAIT)


def test_calls_see_what_was_handed_in_before(tmp_path: Path) -> None:
    def count(archive: Archive) -> int:
        return int(archive.connection.execute("SELECT count(*) FROM captures").fetchone()[0])

    with opened(tmp_path) as archive, Intake(archive) as intake:
        before = intake.call(count)
        intake.submit(exchange())
        after = intake.call(count)
        assert (before.result(WAIT), after.result(WAIT)) == (0, 1)


@pytest.mark.parametrize(
    ("raised", "named"),
    [(OSError(5, "broken"), CaptureFailed), (KeyError("x"), CaptureFailed), (DiskFull("no room"), DiskFull)],
)
def test_errors_have_names_and_are_never_the_network_s(
    tmp_path: Path, raised: Exception, named: type[ArchiveError]
) -> None:
    def fail(_: Archive) -> None:
        raise raised

    with opened(tmp_path) as archive, Intake(archive) as intake:
        error = intake.call(fail).exception(WAIT)
        assert type(error) is named
        assert not isinstance(error, OSError)
        assert intake.submit(exchange()).result(WAIT).status == 200


def test_closing_finishes_what_was_handed_in_and_refuses_what_comes_later(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        intake = Intake(archive)
        futures = [intake.submit(exchange(f"https://example.org/{n}", PAGE + b"%d" % n)) for n in range(20)]
        intake.close()
        assert all(future.done() and future.exception() is None for future in futures)
        with pytest.raises(CaptureFailed, match="being closed"):
            intake.submit(exchange())
        intake.close()
