"""The one thread of a process that writes. Others hand it exchanges and calls, and get futures.

Exchanges that wait while one group is made durable form the next: the busier the crawl, the fewer syncs an exchange.
It knows no Scrapy and no event loop.
"""

import datetime as dt
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Final, TypeVar

from archive.errors import CaptureFailed, RowbackError
from archive.models import Capture, Exchange

from .archive import Archive
from .prepared import Prepared

_LARGEST_GROUP: Final = 64

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Keep:
    exchange: Exchange
    future: "Future[Capture]"


@dataclass(frozen=True, slots=True)
class _Reading:
    capture_id: int
    prepared: Prepared
    now: dt.datetime
    future: "Future[Archive]"


@dataclass(frozen=True, slots=True)
class _Call:
    run: Callable[[], None]  # does the work and settles its future


_Job = _Keep | _Reading | _Call | None  # None: there will be no more


class Intake:
    """Hands work to the thread that writes, in the order in which it comes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="rowback intake")
        self._thread.start()

    def __enter__(self) -> "Intake":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def submit(self, exchange: Exchange) -> "Future[Capture]":
        """Keep an exchange; the future is done when it lies on disk and has its row.

        It fails with an error by its name (`DiskFull`, `CaptureFailed`, `NotHttp` …), never with an `OSError`.
        """
        future: Future[Capture] = Future()
        self._put(_Keep(exchange, future))
        return future

    def keep_reading(self, capture_id: int, prepared: Prepared, now: dt.datetime) -> "Future[Archive]":
        """Keep what was read in a capture; the future is done, in this thread, when it is on disk and has its row."""
        future: Future[Archive] = Future()
        self._put(_Reading(capture_id, prepared, now, future))
        return future

    def call(self, work: Callable[[Archive], Answer]) -> "Future[Answer]":
        """Run something with the archive in the thread that writes, after all that was handed in before."""
        future: Future[Answer] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(work(self._archive))
            except Exception as error:
                future.set_exception(named(error))
            except BaseException as error:
                future.set_exception(error)

        self._put(_Call(run))
        return future

    def close(self) -> None:
        """Finish everything that was handed in, and stop; what comes later is refused."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _put(self, job: _Job) -> None:
        with self._gate:
            if self._closed:
                raise CaptureFailed("the archive is being closed", cure="Nothing was lost; start again")
            self._jobs.put(job)

    def _work(self) -> None:
        job = self._jobs.get()
        while job is not None:
            if isinstance(job, _Call):
                job.run()
                job = self._jobs.get()
                continue
            group, following = self._group(job)
            if isinstance(job, _Keep):
                self._keep([each for each in group if isinstance(each, _Keep)])
            else:
                self._keep_readings([each for each in group if isinstance(each, _Reading)])
            job = following

    def _group(self, first: _Keep | _Reading) -> tuple[list[_Keep | _Reading], _Job]:
        """Take what waits already and is of a kind; return it with the job that comes after."""
        group = [first]
        while len(group) < _LARGEST_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if isinstance(job, _Call) or job is None or type(job) is not type(first):
                return group, job
            group.append(job)
        return group, _Call(lambda: None)

    def _keep(self, group: list[_Keep]) -> None:
        """Keep a group. One that was handed in is kept even if nobody waits for it any more."""
        try:
            outcomes = self._archive.keep_each([job.exchange for job in group])
        except Exception as error:
            for job in group:
                _settle(job.future, named(error))
            return
        for job, outcome in zip(group, outcomes, strict=True):
            _settle(job.future, outcome)

    def _keep_readings(self, group: list[_Reading]) -> None:
        try:
            self._archive.keep_readings([(job.capture_id, job.prepared) for job in group], group[-1].now)
        except Exception as error:
            for job in group:
                _settle(job.future, named(error))
            return
        for job in group:
            _settle(job.future, self._archive)


def _settle(future: "Future[Answer]", outcome: Answer | BaseException) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def named(error: BaseException) -> RowbackError:
    """Return an error by its name, one that nobody can take for the network's."""
    if isinstance(error, RowbackError):
        return error
    unforeseen = CaptureFailed(f"{type(error).__name__}: {error}", cure="Please report this")
    unforeseen.__cause__ = error
    return unforeseen
