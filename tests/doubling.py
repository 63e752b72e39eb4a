"""How work grows with a page's length: `python -m tests.doubling [--shapes N] [--seed N] [--only NAME,…] [--size N]`.

Each function that takes a page's text is given made-up shapes of n, 2n and 4n characters. Counted are steps, which are
the same on every machine: lines run in our own code, characters that patterns went over, cells that texts were aligned
by. Twice the text may take twice the steps, and a little more; what takes more is printed, and the exit code is 1.

A pattern's backtracking cannot be counted. So a pattern that could go back far is told when it is given a text that
grows with the page: it must be given a bounded piece, or be written so that nothing follows what it repeats.
"""

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from types import FrameType
from typing import Any

import regex
from rapidfuzz.distance import OSA, Indel

LOOKED = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
ROUGHLY = 2.8  # growth of the growth: 2 is linear, 4 quadratic
LEAST = 100_000  # steps; fewer are no burden
LONGEST = 4_200  # characters that a pattern which may go back is given at most
SIZE = 6_000  # characters of the shortest text: beyond all bounds that a sentence or a paragraph has


class Steps:
    """What was counted since the last `begin`."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        self.longest: dict[str, int] = {}

    def begin(self) -> None:
        self.counted.clear()

    def went_over(self, pattern: str, text: str, characters: int) -> None:
        self.counted["characters"] += characters + 1
        self.longest[pattern] = max(self.longest.get(pattern, 0), len(text))


STEPS = Steps()


class CountedPattern:
    """A compiled pattern that tells how far it went."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> Any:
        found = self._compiled.search(text, pos, endpos)
        end = len(text) if endpos is None else min(endpos, len(text))
        reached = end if found is None or "(?r)" in self._compiled.pattern else found.end()
        STEPS.went_over(self._compiled.pattern, text[pos:end], reached - pos)
        return found

    def match(self, text: str, pos: int = 0, *rest: Any) -> Any:
        found = self._compiled.match(text, pos, *rest)
        STEPS.went_over(self._compiled.pattern, text, found.end() - pos if found else 1)
        return found

    def fullmatch(self, text: str, *rest: Any) -> Any:
        STEPS.went_over(self._compiled.pattern, text, len(text))
        return self._compiled.fullmatch(text, *rest)

    def finditer(self, text: str, *rest: Any, **named: Any) -> Any:
        STEPS.went_over(self._compiled.pattern, text, len(text))
        return self._compiled.finditer(text, *rest, **named)

    def findall(self, text: str, *rest: Any) -> Any:
        STEPS.went_over(self._compiled.pattern, text, len(text))
        return self._compiled.findall(text, *rest)

    def split(self, text: str, *rest: Any, **named: Any) -> Any:
        STEPS.went_over(self._compiled.pattern, text, len(text))
        return self._compiled.split(text, *rest, **named)

    def sub(self, new: Any, text: str, *rest: Any, **named: Any) -> Any:
        STEPS.went_over(self._compiled.pattern, text, len(text))
        return self._compiled.sub(new, text, *rest, **named)


def _count_patterns() -> None:
    """Let every pattern that our code compiles from now on be counted."""
    plain = regex.compile
    made: dict[tuple[str, int], CountedPattern] = {}

    def compiled(pattern: Any, flags: int = 0, **named: Any) -> Any:
        if not isinstance(pattern, str):
            return pattern
        if (pattern, flags) not in made:
            made[pattern, flags] = CountedPattern(plain(pattern, flags, **named))
        return made[pattern, flags]

    regex.compile = compiled
    for name in ("search", "match", "fullmatch", "findall", "finditer", "split"):
        setattr(regex, name, _at_once(compiled, name))
    regex.sub = lambda pattern, new, text, *rest, **named: compiled(pattern).sub(new, text, *rest, **named)


def _at_once(compiled: Callable[..., Any], name: str) -> Callable[..., Any]:
    return lambda pattern, text, flags=0: getattr(compiled(pattern, flags), name)(text)


def _count_cells() -> None:
    """Let every alignment of two texts be counted."""
    for module in (Indel, OSA):
        for name in ("opcodes", "distance", "normalized_similarity"):
            if hasattr(module, name):
                setattr(module, name, _counting(getattr(module, name)))


def _counting(aligned: Callable[..., Any]) -> Callable[..., Any]:
    def counted(one: Sequence[Any], other: Sequence[Any], **named: Any) -> Any:
        STEPS.counted["cells"] += len(one) * len(other) // 64 + len(one) + len(other)
        return aligned(one, other, **named)

    return counted


_count_patterns()
_count_cells()

from archive.compare import compare, quotations, read_note, side_by_side  # noqa: E402  # what they compile is counted
from archive.compare.sentences import split_sentences  # noqa: E402
from archive.derive.clock import is_clock_or_counter  # noqa: E402
from archive.derive.gist import gist  # noqa: E402
from archive.extract import read  # noqa: E402
from archive.models import Block, Content  # noqa: E402

# A space is written "_", and each atom stands with a space around it.
_ATOMS = """
1 a A Ab the_ 1, 1. 1/ 1- 1_ a_ A_ The_ said_ not_ $ % " “ ” ‘ ’ « » ' „ , . ; : - — ( ) Mr._ May_ Monday_ and_ of_ two_
million_ half_ at_ 10:30_ 2016-01-01_ 1/2/2016_ é 中 一 万 ا и_ & / < @ http://a.b/_ U.S._ per_cent_ according_to_ was_
a- a' ! ? … 0 00 1_000_ may_ more_than_ The_Big_Bank_of_ is_ correction:_ this_article_ earlier_version_ \u0301 \u200b
3/4_ the_minister,_Anna_Bell,_said_ 1:1_ 1h_ 20m_ ein halb_ einhalb_ bis_ Uhr_ hours_ days_ago_ views_ by_ —_ •_ №_ ٣_ ก
ー ·
"""
ATOMS = tuple(atom.replace("_", " ") for atom in _ATOMS.split())
KNOWN = ("1/", "1 ", "1,", "1.", "1,1,", '"a "a ', '",', '"', "'", "1-", "A ", "a", "A.", "1", "\u0316\u0301")
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "xx")


def shapes(count: int, seed: int) -> list[str]:
    """Make units that a text repeats: those that are known to hurt, then rows of atoms drawn by chance."""
    rng = random.Random(seed)
    drawn = ("".join(rng.choices(ATOMS, k=rng.choice((1, 1, 2, 2, 3, 4, 6)))) for _ in range(count))
    return [*KNOWN, *drawn][:count]


def paragraphs(unit: str, size: int, how: str) -> list[str]:
    """Write a text of a size: one run, many sentences of one paragraph, or many paragraphs."""
    if how == "run":
        return [unit * max(1, size // len(unit))]
    line = (unit * 8).strip() or unit
    many = range(max(1, size // (len(line) + 6)))
    return [" ".join(f"{line} {k}." for k in many)] if how == "sentences" else [f"{line} {k}" for k in many]


def page(texts: Iterable[str], language: str) -> Content:
    return Content(headline="A bridge", blocks=tuple(Block(text, "main/p", True) for text in texts), language=language)


def html(texts: Iterable[str]) -> bytes:
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return f"<html><body><article><h1>A bridge</h1>{body}</article></body></html>".encode()


def changed(texts: Sequence[str]) -> list[str]:
    """Change a little in every sentence and at the end."""
    return [text.replace(". ", " not 7. ").replace(" ", " 3 ", 1) + " end" for text in texts]


def jobs(texts: Sequence[str], language: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """List the functions that take a page's text, ready to run."""
    one, other = page(texts, language), page(changed(texts), language)
    yield "compare", lambda: compare(one, other)
    yield "side_by_side", lambda: side_by_side(one, other)
    yield "quotations", lambda: quotations(one.blocks, language)
    yield "split_sentences", lambda: [split_sentences(text, language) for text in texts]
    yield "read_note", lambda: [read_note(text, language) for text in texts]
    yield "gist", lambda: gist(one)
    yield "read", lambda: read(html(texts), url="https://paper.example/a/b", captured_at=LOOKED)
    yield "is_clock_or_counter", lambda: [is_clock_or_counter(text, language) for text in texts]


def steps(work: Callable[[], object]) -> Counter[str]:
    """Run something and count its steps in our own code."""

    def line(frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            STEPS.counted["lines"] += 1
        return line

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        return line if "/archive/" in frame.f_code.co_filename else None

    STEPS.begin()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(None)
    return Counter(STEPS.counted)


def growth(unit: str, how: str, language: str, size: int, only: Sequence[str]) -> Iterator[str]:
    """Tell each function whose steps grow faster than the text."""
    sized = [dict(jobs(paragraphs(unit, size * times, how), language)) for times in (1, 2, 4)]
    for name in sized[0]:
        if only and name not in only:
            continue
        one, two, four = (steps(made[name]) for made in sized)
        for what in four:
            first, second = two[what] - one[what], four[what] - two[what]
            if four[what] > LEAST and second > ROUGHLY * max(first, one[what]):
                yield f"{name} {unit!r} {how} {language}: {what} {one[what]}, {two[what]}, {four[what]}"


_ONE = regex.compile(r"\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]")  # an escape or a class: one character
_END_LESS = regex.compile(r"(?:[*+]|\{\d+,\})(?!\+)[()?]*[^()?]")  # a repetition without end, and what follows it


def goes_back(pattern: str) -> bool:
    """Tell whether a pattern may go over a long text again and again: something follows what it repeats without end."""
    bare = _ONE.sub("x", pattern)
    return any(_END_LESS.search(part) is not None for part in bare.split("|"))


def unbounded() -> list[str]:
    """List the patterns that may go back and were given more than a bounded piece."""
    longest = [(pattern, length) for pattern, length in STEPS.longest.items() if length > LONGEST]
    return [f"{length} characters to {pattern[:90]!r}" for pattern, length in longest if goes_back(pattern)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.doubling", description=__doc__.splitlines()[0])
    parser.add_argument("--shapes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--only", default="", help="functions, with commas between")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    told = []
    for unit in shapes(options.shapes, options.seed):
        how, language = rng.choice(("run", "sentences", "paragraphs")), rng.choice(LANGUAGES)
        for line in growth(unit, how, language, options.size, [*filter(None, options.only.split(","))]):
            told.append(line)
            print(line, flush=True)
    bare = unbounded()
    told += bare
    print("\n".join([*bare, f"{options.shapes} shapes, {len(told)} that grow too fast"]))
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
