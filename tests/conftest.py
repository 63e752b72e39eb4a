"""What all tests share. It imports nothing of rowback: a test file pays for what it needs itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.kit.desk import Desk
    from tests.running import Run

pytest.register_assert_rewrite("tests.kit")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> "Run":
    """Run `rowback` in this process on the archive in a test module's `folder`."""
    from archive.cli.output import guarded
    from crawler.cli import root

    def called(*arguments: str) -> tuple[int, str, str]:
        code = guarded(root, ["--morgue", str(folder), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


@pytest.fixture
def service() -> "Iterator[Desk]":
    """Play a web service that takes notifications, or refuses them."""
    from tests.kit.desk import serving

    with serving() as desk:
        yield desk
