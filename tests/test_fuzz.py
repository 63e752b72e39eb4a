"""Whatever takes bytes from outside takes any: a few seconds a target here, 100,000 inputs by hand (`tests.fuzz`)."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import BadInput
from tests.fuzz import TARGETS, frame
from tests.fuzz.frame import Target, generated, run

IN_ALL = 60.0  # seconds


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_bytes_are_taken_or_refused_by_name(name: str, tmp_path: Path) -> None:
    ran = run(TARGETS[name], tmp_path / "fuzz", seed=1, inputs=100_000, seconds=IN_ALL / len(TARGETS))
    assert [(each.number, each.what, each.data[:500]) for each in ran.failures] == []


def of(call: Callable[[bytes], object]) -> Target:
    return Target(name="one", seeds=lambda: [b"abc 123"], start=lambda folder: call)


def test_an_input_can_be_made_again() -> None:
    target = of(bytes.upper)
    assert [generated(target, 1, n) for n in range(50)] == [generated(target, 1, n) for n in range(50)]
    assert len({generated(target, 1, n) for n in range(50)}) > 40
    assert [generated(target, 1, n) for n in range(50)] != [generated(target, 2, n) for n in range(50)]


def refuse(data: bytes) -> None:
    raise BadInput("no")


def fail(data: bytes) -> None:
    raise KeyError("unforeseen")


@pytest.mark.parametrize(("call", "said"), [(refuse, ""), (fail, "KeyError: 'unforeseen'")])
def test_an_error_without_a_name_is_a_failure(call: Callable[[bytes], object], said: str, tmp_path: Path) -> None:
    ran = run(of(call), tmp_path, seed=1, inputs=1, seconds=9)
    assert [said in each.what for each in ran.failures] == ([True] if said else [])


def test_an_input_that_takes_too_long_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "SECONDS", 0.2)

    def spin(data: bytes) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            pass

    ran = run(of(spin), tmp_path, seed=1, inputs=1, seconds=9)
    assert ["longer" in each.what for each in ran.failures] == [True]


def test_a_file_that_is_written_elsewhere_is_a_failure(tmp_path: Path) -> None:
    def inside(data: bytes) -> None:
        (tmp_path / "own" / "x").write_bytes(data)

    def outside(data: bytes) -> None:
        os.close(os.open(tmp_path / "y", os.O_WRONLY | os.O_CREAT))

    assert run(of(inside), tmp_path / "own", seed=1, inputs=1, seconds=9).failures == []
    (failure,) = run(of(outside), tmp_path / "own", seed=1, inputs=1, seconds=9).failures
    assert failure.what == f"wrote {tmp_path / 'y'}"
