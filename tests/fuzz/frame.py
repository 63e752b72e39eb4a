"""The fuzzing itself: inputs made of our own bytes, one run of a target on each, and what must hold of every run.

No exception but those that have a name in the project, no input that takes longer or more memory than a bound, no file
written outside the folder given. An input is a function of target, seed and number: it can be made again.
"""

import os
import random
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import Any, Final

from archive.errors import RowbackError

SECONDS: Final = 20.0  # that one input may take, on a busy machine
MEMORY: Final = 1_500_000_000  # bytes that the process may grow by over a whole run
SEEDS: Final = Path(__file__).with_name("seeds")  # inputs that failed once, each in the folder of its target
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


@dataclass(frozen=True, kw_only=True)
class Target:
    """Something that hostile bytes are given to."""

    name: str
    seeds: Callable[[], Sequence[bytes]]  # good inputs to begin from
    start: Callable[[Path], Callable[[bytes], object]]  # a folder of its own in, what is run on each input out
    words: Sequence[bytes] = ()  # that its inputs are made of
    named: tuple[type[Exception], ...] = (RowbackError,)  # what it may raise


@dataclass(frozen=True)
class Failure:
    """An input that something does not hold of."""

    target: str
    number: int  # -1: one of the kept seeds
    what: str
    data: bytes


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    inputs: int
    failures: list[Failure]


class _TooLongError(BaseException):
    """An input took longer than it may; no `Exception`, so that nobody catches it."""


def run(target: Target, folder: Path, *, seed: int, inputs: int, seconds: float, begin: int = 0) -> Ran:
    """Give a target its kept seeds and then generated inputs until one of the bounds is reached."""
    folder.mkdir(parents=True, exist_ok=True)
    call = target.start(folder)
    kept = [(-1, path.read_bytes()) for path in sorted((SEEDS / target.name).glob("*"))]
    made = ((number, generated(target, seed, number)) for number in range(begin, begin + inputs))
    until, before, count = time.monotonic() + seconds, _memory(), 0
    failures: list[Failure] = []
    for number, data in chain(kept, _until(made, until)):
        count += 1
        if what := _fault(target, call, data, folder):
            failures.append(Failure(target.name, number, what, data))
    if _memory() - before > MEMORY:
        failures.append(Failure(target.name, -1, f"the process grew by {_memory() - before:,} bytes", b""))
    return Ran(count, failures)


def _until(made: Iterator[tuple[int, bytes]], until: float) -> Iterator[tuple[int, bytes]]:
    for each in made:
        if time.monotonic() > until:
            return
        yield each


def generated(target: Target, seed: int, number: int) -> bytes:
    """Return one input: the seeds put together, cut, doubled, nested and flipped."""
    chance = random.Random(f"{target.name} {seed} {number}")
    seeds = target.seeds()
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        data = chance.choice(_CHANGES)(data, chance, target.words, seeds)
    return bytes(data[: 1 << 20])


Change = Callable[[bytearray, random.Random, Sequence[bytes], Sequence[bytes]], bytearray]


def _flip(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _cut(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _end(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    return data[: chance.randrange(len(data) + 1)]


def _double(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    start, end = _stretch(data, chance)
    times = chance.choice((1, 2, 10, 1000)) if end - start < 50 else 1
    return data[:end] + data[start:end] * times + data[end:]


def _move(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    start, end = _stretch(data, chance)
    rest = data[:start] + data[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def _splice(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    other = bytearray(chance.choice(seeds))
    start, end = _stretch(other, chance)
    place = chance.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def _word(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    place = chance.randrange(len(data) + 1)
    word = chance.choice([*words, *_ODD]) * chance.choice((1, 1, 1, 2, 300))
    return data[:place] + word + data[place:]


def _number(data: bytearray, chance: random.Random, words: Sequence[bytes], seeds: Sequence[bytes]) -> bytearray:
    digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return data
    place = chance.choice(digits)
    return (
        data[:place] + chance.choice((b"-1", b"0", b"99999999999999999999", b"1e9", b"4294967296")) + data[place + 1 :]
    )


_CHANGES: Final[Sequence[Change]] = (_flip, _cut, _end, _double, _move, _splice, _word, _number)
_ODD: Final = (
    b"\0", b"\xff\xfe", b"\r\n", b"\xc2\x85", "\u2028".encode(), "\u202e".encode(), "ß\u0130\ufb01".encode(), b"%00",
    b"%2e%2e/", b"'", b'"', b"\xed\xa0\x80", b"&#0;", b"&amp;", b"]]>", b"-" * 70, "👩‍👩‍👧".encode(), b"[", b"://",
    b"@",
)  # fmt: skip


def _stretch(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 4, 16, 64, 500, 5000)))


def _fault(target: Target, call: Callable[[bytes], object], data: bytes, folder: Path) -> str:
    """Run a target on an input and return what does not hold; "" when all does."""
    began = time.monotonic()
    with _watched(folder) as written, _limited():
        try:
            call(data)
        except target.named:
            pass
        except _TooLongError:
            return f"took longer than {SECONDS:.0f} s"
        except Exception:
            return traceback.format_exc()
    if time.monotonic() - began > SECONDS:
        return f"took longer than {SECONDS:.0f} s"
    return f"wrote {written[0]}" if written else ""


@contextmanager
def _limited() -> Iterator[None]:
    """Break off what takes too long, where the interpreter is reached at all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_WATCHES: list[tuple[Path, list[str]]] = []


@contextmanager
def _watched(folder: Path) -> Iterator[list[str]]:
    """Note each file that is opened to be written and lies elsewhere."""
    if not getattr(sys, "_fuzz_watches", False):
        sys.addaudithook(_opened)
        sys._fuzz_watches = True  # type: ignore[attr-defined]  # a hook cannot be taken away again
    written: list[str] = []
    _WATCHES.append((folder.resolve(), written))
    try:
        yield written
    finally:
        _WATCHES.pop()


def _opened(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open" or not _WATCHES or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    flags = arguments[2] if isinstance(arguments[2], int) else 0
    folder, written = _WATCHES[-1]
    path = os.fsdecode(arguments[0])
    if flags & _WRITING and not path.startswith(("/dev/", "/proc/")) and path != "":
        place = Path(path).absolute()
        if not place.is_relative_to(folder) and not place.is_relative_to(folder.absolute()):
            written.append(path)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
