"""Reader processes: each page is read in a process of its own kind, with a deadline and a memory limit.

What a page does to its reader, hang it, kill it, eat its memory, costs that page alone: it gives a rejection with the
reason. A reader that is killed from outside costs nothing: its page is read once more, and a pool that broke is started
again. Damage to the archive is not the page's fault and comes back as the error that it is.
"""

import datetime as dt
import importlib
import multiprocessing
import multiprocessing.context
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as DeadlineExceeded
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Final, cast

from pebble import ProcessExpired, ProcessPool

from archive.errors import CaptureFailed, PageTooLarge, RowbackError
from archive.models import Capture, Reading, Rejection
from archive.morgue import Morgue
from archive.warc.http import mime_of
from archive.warc.reader import page

from .prepared import Prepared, prepare

READER: Final = "archive.extract.read"
_WORKER_BYTES: Final = 300_000_000  # what a reader process needs as a rule
_LARGEST_PAGE: Final = 64_000_000  # bytes, unpacked
_PAGES_A_WORKER: Final = 500  # then a fresh one takes its place: parsers leak
_MOST_BREAKS: Final = 3  # of the pool in a row, without a page read between

Read = Callable[..., Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A page to be read: where its bytes lie, and for which capture."""

    path: Path
    offset: int
    length: int
    sha256: str
    url: str
    captured_at: dt.datetime
    keep_comments: bool


@dataclass(slots=True)
class _Work:
    """A page that is being read."""

    job: Job
    answer: "Future[Prepared]"
    deaths: int = 0  # of readers that had it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one page may cost."""

    seconds: float = 30.0
    memory: int = 1_000_000_000  # bytes of address space beyond what the process has at its start


def is_alone() -> bool:
    """Tell whether copies of this process work: it has no thread but this one, and no reactor with its files."""
    return threading.active_count() == 1 and "twisted.internet.reactor" not in sys.modules


class ReaderPool:
    """Reads pages in processes of their own."""

    def __init__(
        self,
        morgue: Morgue,
        *,
        reader: str = READER,
        software: str | None = None,
        bounds: Bounds | None = None,
        workers: int | None = None,
    ) -> None:
        """Start no process yet: they come with the first page.

        `reader` is the dotted name of a function like `archive.extract.read`, `software` what its rejections are signed
        with when it cannot sign them itself.
        """
        self._morgue = morgue
        self._software = software or _signature(reader)
        self._bounds = bounds or Bounds()
        self.workers = workers or worker_count()
        self._unread: set[Future[Prepared]] = set()
        self._closing = False
        self._context = _context(reader)
        self._reader = reader
        self._renewing = threading.Lock()
        self._breaks = 0
        self._ends: list[threading.Thread] = []  # of pools that broke
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.workers,
            max_tasks=_PAGES_A_WORKER,
            initializer=_begin,
            initargs=(self._reader, self._bounds.memory),
            context=self._context,
        )

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(
        self, capture: Capture, source: Capture | None = None, *, keep_comments: bool = False
    ) -> "Future[Prepared]":
        """Read the page of a capture; `source` is the capture whose record holds its bytes, when that is another one.

        The future never fails for what the page does; it does with a `WarcError` when the record is damaged, and with
        `CaptureFailed` when the pool was closed or its processes cannot run: the page is then still to be read.
        """
        held = source or capture
        job = Job(
            path=self._morgue.warcs / held.filename,
            offset=held.offset,
            length=held.length,
            sha256=held.record_sha256,
            url=capture.url,
            captured_at=capture.captured_at,
            keep_comments=keep_comments,
        )
        answer: Future[Prepared] = Future()
        answer.set_running_or_notify_cancel()
        self._unread.add(answer)
        try:
            self._hand_over(_Work(job, answer))
        except RuntimeError as error:
            self._unread.discard(answer)
            raise self._cannot(error) from error
        return answer

    def _hand_over(self, work: _Work) -> None:
        """Hand a page to the pool, and to a new one should that be broken. Raises `RuntimeError`."""
        while True:
            pool = self._pool
            try:
                working = pool.schedule(_read, args=(work.job, self._software), timeout=self._bounds.seconds)
            except RuntimeError as error:
                self._renew(pool, error)
                continue
            working.add_done_callback(partial(self._answer, work, pool))
            return

    def _renew(self, broken: ProcessPool, error: RuntimeError) -> None:
        """Put a new pool in the place of one that broke. Raises what broke it when that happens again and again."""
        with self._renewing:
            if self._pool is not broken:
                return  # another page was quicker
            if self._closing or self._breaks >= _MOST_BREAKS:
                raise error
            self._breaks += 1
            self._pool = self._new_pool()
            end = threading.Thread(target=_end, args=(broken,), name="rowback readers end")
            self._ends.append(end)
            end.start()  # not here: it may be one of the broken pool's own threads that called

    def start(self) -> None:
        """Start the processes now, as copies of this one, which must have no thread, no lock and no open file."""
        self._context.plainly = True
        self._pool.active  # noqa: B018  # asking starts it
        self._context.plainly = False

    @property
    def waiting(self) -> int:
        """How many pages were handed in and are not read yet."""
        return len(self._unread)

    def close(self) -> None:
        """Stop at once; pages that were not read yet are left for the next start."""
        self._closing = True  # readers that die from now on were killed by us
        with self._renewing:
            last = self._pool
        _end(last)
        for end in self._ends:
            end.join()
        for answer in tuple(self._unread):  # what the pool gave up without a word
            self._give_up(answer)

    def _give_up(self, answer: "Future[Prepared]") -> None:
        self._unread.discard(answer)
        with suppress(InvalidStateError):  # both the pool's thread and whoever closes it may come here
            answer.set_exception(CaptureFailed("the readers were stopped", cure="Start again; the page is kept"))

    def _answer(self, work: _Work, pool: ProcessPool, done: "Future[Prepared]") -> None:
        if self._closing:
            self._give_up(work.answer)
            return
        error = done.exception()
        if isinstance(error, BrokenProcessPool) or (isinstance(error, ProcessExpired) and not work.deaths):
            self._read_again(work, pool, error)
            return
        self._breaks = 0
        self._unread.discard(work.answer)
        self._settle(work.answer, done)

    def _read_again(self, work: _Work, pool: ProcessPool, error: BrokenProcessPool | ProcessExpired) -> None:
        """Read a page again whose reader died, and not because of it as far as is known."""
        try:
            if isinstance(error, BrokenProcessPool):  # a reader died that had no page
                self._renew(pool, error)
            else:
                work.deaths += 1
            self._hand_over(work)
        except RuntimeError as final:
            self._unread.discard(work.answer)
            with suppress(InvalidStateError):
                work.answer.set_exception(self._cannot(final))

    def _settle(self, answer: "Future[Prepared]", done: "Future[Prepared]") -> None:
        try:
            answer.set_result(done.result())
        except DeadlineExceeded:
            answer.set_result(self._rejected(f"no answer within {self._bounds.seconds:g} s"))
        except ProcessExpired as error:
            answer.set_result(self._rejected(f"the reader died ({_death(error.exitcode)})"))
        except RowbackError as error:
            answer.set_exception(error)
        except Exception as error:  # whatever a page made the reader raise
            answer.set_result(self._rejected(f"{type(error).__name__}: {error}"[:500]))

    def _cannot(self, error: RuntimeError) -> CaptureFailed:
        """Return why no page can be read any more."""
        if self._closing:
            return CaptureFailed("the readers are stopped", cure="Start again; the page is kept")
        return CaptureFailed(f"no page can be read ({error})", cure="Start again, with more memory; the pages are kept")

    def _rejected(self, detail: str) -> Prepared:
        return prepare(Rejection("extractor_error", detail, self._software))


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
    pool.join()


def worker_count() -> int:
    """Return how many reader processes this machine has cores and free memory for, at least one."""
    return max(1, min(len(os.sched_getaffinity(0)), _free_memory() // _WORKER_BYTES))


def _free_memory() -> int:
    """Return the bytes that can be had without swapping, within the limits of a container."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for line in _text(Path("/proc/meminfo")).splitlines():
        if line.startswith("MemAvailable:"):
            free = int(line.split()[1]) * 1024
    most, used = (_text(Path("/sys/fs/cgroup", name)).strip() for name in ("memory.max", "memory.current"))
    return max(0, min(free, int(most) - int(used))) if most.isdigit() and used.isdigit() else free


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _death(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"


class _Starting(multiprocessing.context.ForkServerContext):
    """Starts readers as copies of one process that has imported the reader, and nothing of ours.

    While `plainly` holds, this process is copied itself: that takes no time when it has imported the reader.
    """

    plainly = False

    def Process(self, *args: Any, **kwargs: Any) -> BaseProcess:  # type: ignore[override]
        kind = multiprocessing.context.ForkProcess if self.plainly else multiprocessing.context.ForkServerProcess
        return kind(*args, **kwargs)


def _context(reader: str) -> _Starting:
    context = _Starting()
    context.set_forkserver_preload([reader.rpartition(".")[0]])
    return context


def _function(name: str) -> Read:
    module, _, function = name.rpartition(".")
    return cast(Read, getattr(importlib.import_module(module), function))


def _signature(reader: str) -> str:
    """Return the name that a reader module signs its readings with."""
    module = importlib.import_module(reader.rpartition(".")[0])
    return str(getattr(module, "READER", reader))


_reader: list[Read] = []  # in a reader process: the function that reads


def _begin(reader: str, memory: int) -> None:
    """Make a process ready: import first, so that no page's time goes into it, then set the limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the crawl, which finishes its page
    _reader[:] = [_function(reader)]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    given, _ = resource.getrlimit(resource.RLIMIT_AS)  # by whoever started us, as `ulimit -v`: it may not be raised
    most = size + memory if given == resource.RLIM_INFINITY else min(size + memory, given)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _read(job: Job, software: str) -> Prepared:
    """Read one page, in a reader process."""
    try:
        found = page(job.path, job.offset, job.length, limit=_LARGEST_PAGE, sha256=job.sha256)
    except PageTooLarge as error:
        return prepare(Rejection("extractor_error", error.message, software))
    reading = _reader[0](
        found.body,
        url=job.url,
        captured_at=job.captured_at,
        mime=mime_of(found.mime) or "text/html",
        charset=found.charset,
    )
    return prepare(reading, keep_comments=job.keep_comments)
