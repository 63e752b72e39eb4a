"""Work on a page's text has a bound: in steps, in size, in time."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive.compare import bounded, compare, compare_bounded
from archive.models import Block, Content

ROOT = Path(__file__).parents[1]


def _article(*paragraphs: str, headline: str = "The bridge is closed") -> Content:
    blocks = tuple(Block(text, "main/article/p", kept=True) for text in paragraphs)
    return Content(headline=headline, blocks=blocks, language="en")


def _test_steps(seed: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.doubling", "--shapes", "4", "--size", "2500", "--seed", str(seed)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_twice_the_text_takes_twice_the_steps() -> None:
    done = _test_steps(3)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_too_large_is_an_update_that_says_so() -> None:
    before = _article("The bridge over the Aller was closed on Monday. " * 5000)
    after = _article("The bridge over the Aller was closed on Monday. " * 5001, headline="The bridge is open")
    change = compare_bounded(before, after)
    assert (change.kind, change.headline_changed, change.words_added, change.facts) == ("update", True, 9, ())
    assert change.evidence == "too large to compare (480,086 characters)"


def test_what_is_large_is_compared_elsewhere_as_it_is_here() -> None:
    text = " ".join(f"Boat {number} left the harbour of Aller." for number in range(700))
    before, after = _article(text), _article(text.replace("Boat 5 left", "Boat 5 never left"))
    assert len(text) > bounded.AT_ONCE / 2
    assert compare_bounded(before, after) == compare(before, after)
    assert compare_bounded(before, after).kind == "fact_changed_unnoted"


def test_what_takes_too_long_is_an_update_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 0.05)
    text = " ".join(f"Boat {number} left the harbour of Aller with 1 1 1 1 1 1." for number in range(2500))
    change = compare_bounded(_article(text), _article(text.replace("left", "reached")))
    assert (change.kind, change.evidence) == ("update", "too large to compare (no answer within 0.05 s)")


@pytest.mark.parametrize("unit", ["1/", "1 ", '"a "a ', "9", "‘A ", "7 bis ", "million ", "\u0316\u0301"])
def test_no_row_of_marks_breaks_comparing(unit: str) -> None:
    text = unit * 1500
    assert compare(_article(text), _article(f"{text} 2")).kind in ("style", "update", "fact_changed_unnoted", "live")
