"""What all tests share. It imports nothing of rowback: a test file pays for what it needs itself."""

from pathlib import Path

import pytest

from tests.running import Run


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `rowback` in this process on the archive in a test module's `folder`."""
    from archive.cli.output import guarded
    from crawler.cli import root

    def called(*arguments: str) -> tuple[int, str, str]:
        code = guarded(root, ["--morgue", str(folder), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called
