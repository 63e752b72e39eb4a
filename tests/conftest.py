"""What all tests need: Scrapy's and trafilatura's own warnings at import happen here, once, not inside a test."""

import warnings
from pathlib import Path

import pytest

from archive.cli.output import guarded
from crawler.cli import root
from tests.running import Run

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import scrapy.crawler  # noqa: F401
    import trafilatura  # noqa: F401


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `rowback` in this process on the archive in a test module's `folder`."""

    def called(*arguments: str) -> tuple[int, str, str]:
        code = guarded(root, ["--morgue", str(folder), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called
