"""The chain: a line for every stretch of WARC bytes, each naming the one before it."""

import datetime as dt
import hashlib
import multiprocessing
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from archive.morgue import Morgue, create
from archive.warc import chain
from archive.warc.chain import Broken, Line

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
A, B = "2026/11/rowback-a.warc.gz", "2026/11/rowback-b.warc.gz"


@pytest.fixture
def morgue(tmp_path: Path) -> Morgue:
    made = create(tmp_path)
    for name in (A, f"{B}.open"):
        path = made.warcs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(range(256)) * 40)
    return made


def whole(morgue: Morgue) -> list[Line]:
    lines = chain.load(morgue)
    assert not chain.check(lines)
    return [line for line in lines if isinstance(line, Line)]


def test_each_file_that_grew_gets_a_line_and_an_unchanged_one_none(morgue: Morgue) -> None:
    chain.append(morgue, {A: 100, B: 50}, NOW)
    chain.append(morgue, {A: 100, B: 80}, NOW)
    assert [(line.number, line.file, line.start, line.end) for line in whole(morgue)] == [
        (1, A, 0, 100),
        (2, B, 0, 50),
        (3, B, 50, 80),
    ]
    assert chain.append(morgue, {A: 100, B: 80}, NOW) == []


def test_a_stranger_checks_it_with_coreutils(morgue: Morgue) -> None:
    chain.append(morgue, {A: 100, B: 50}, NOW)
    number, _, file, start, end, sha256, previous = morgue.chain.read_text().splitlines()[1].split()
    script = f"tail -c +{int(start) + 1} warcs/{file}.open | head -c {int(end) - int(start)} | sha256sum"
    told = subprocess.run(["sh", "-c", script], cwd=morgue.folder, capture_output=True, text=True, check=True).stdout
    before = subprocess.run(
        ["sh", "-c", "head -n 1 chain.txt | sha256sum"], cwd=morgue.folder, capture_output=True, text=True, check=True
    ).stdout
    assert (number, told.split()[0], before.split()[0]) == ("2", sha256, previous)
    last = morgue.chain.read_bytes().splitlines(keepends=True)[-1]
    assert chain.head(morgue) == hashlib.sha256(last).hexdigest()


def test_closing_a_file_breaks_nothing(morgue: Morgue) -> None:
    chain.append(morgue, {B: 50}, NOW)
    path = morgue.warcs / f"{B}.open"
    path.rename(path.with_name(path.name.removesuffix(".open")))
    chain.append(morgue, {B: 90}, NOW)
    first, second = whole(morgue)
    assert chain.digest_of(morgue.warcs / B, first.start, first.end) == first.sha256
    assert (second.start, second.end) == (50, 90)


def test_a_line_torn_anywhere_is_mended_and_the_chain_goes_on(morgue: Morgue) -> None:
    chain.append(morgue, {A: 100}, NOW)
    one = morgue.chain.read_bytes()
    chain.append(morgue, {A: 200}, NOW)
    both = morgue.chain.read_bytes()
    for cut in [len(one) + 1, *range(len(one) + 2, len(both) - 1, 9), len(both) - 1]:
        morgue.chain.write_bytes(both[:cut])
        assert [what for _, what in chain.check(chain.load(morgue))] == ["is torn: it ends in the middle"]
        chain.append(morgue, {A: 200}, NOW)
        assert [line.end for line in whole(morgue)] == [100, 200]
        assert morgue.chain.read_bytes() == both


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_line_that_was_altered_or_taken_out_is_named(morgue: Morgue, number: int) -> None:
    for end in (100, 200, 300):
        chain.append(morgue, {A: end}, NOW)
    lines = whole(morgue)
    forged = [*lines[:number], replace(lines[number], sha256="0" * 64), *lines[number + 1 :]]
    head = lines[-1].digest
    assert chain.check(forged) or chain.position(forged, head) is None
    if number < 2:
        gone = lines[:number] + lines[number + 1 :]
        assert chain.check(gone)[0][0] == number + 1
    assert chain.position(forged, lines[1].digest) == (None if number == 1 else 2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": 9}, "says that it is line 9"),
        ({"start": 150}, "begins at byte 150"),
        ({"end": 100}, "cannot be"),
        ({"erased": True, "start": 0, "end": 900}, "cannot be"),
        ({"previous": "1" * 64}, "does not name the line before it"),
    ],
)
def test_a_line_that_does_not_follow_from_the_one_before_is_named(
    morgue: Morgue, change: dict[str, int], told: str
) -> None:
    for end in (100, 200):
        chain.append(morgue, {A: end}, NOW)
    first, second = whole(morgue)
    found = chain.check([first, replace(second, **change)])  # type: ignore[arg-type]
    assert {number for number, _ in found} == {2}
    assert any(told in what for _, what in found)


@pytest.mark.parametrize("text", ["x\n", "1 2 3\n", "\n", "½\n"])
def test_garbage_is_no_line(text: str) -> None:
    assert chain.parse(text) == [Broken(1, text)]
    assert chain.check(chain.parse(text)) == [(1, "is no line of a chain")]


@pytest.mark.parametrize("name", ["imported/ab-a b.warc.gz", "imported/%20.warc.gz", "imported/é\u2028.warc.gz"])
def test_names_with_blanks_stay_one_field(name: str) -> None:
    line = Line(number=1, time="2026-11-20T10:00:00.000000Z", file=name, start=0, end=1, sha256="a" * 64,
                previous=chain.NO_LINE)  # fmt: skip
    assert len(line.text.split()) == 7
    assert chain.read_line(line.text) == line


def test_a_missing_or_short_file_gets_no_line(morgue: Morgue) -> None:
    assert chain.append(morgue, {"2026/11/gone.warc.gz": 10, A: 10**9}, NOW) == []
    assert chain.head(morgue) is None


def _grow(folder: str, first: int) -> None:
    for end in range(first, 2000, 2):
        chain.append(Morgue(Path(folder)), {A: end}, NOW)


def test_several_crawls_end_at_once(morgue: Morgue) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_grow, args=(str(morgue.folder), n)) for n in (1901, 1902)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert whole(morgue)[-1].end == 1999
