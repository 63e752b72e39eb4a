"""A headless Chromium for tests and pictures, and axe-core. Says plainly what is missing where it is not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    " --disable-sync --no-first-run"
)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


def missing() -> str:
    """Return what keeps pages from being opened; "" when nothing does."""
    if not CHROMIUM.exists():
        return "no Chromium: apt-get install -y chromium"
    if find_spec("playwright") is None:
        return "no Playwright: pip install 'rowback[browser-test]'"
    return ""


def axe() -> str:
    """Return axe-core's script; "" where it is not installed."""
    found = find_spec("axe_core_python")
    if found is None or found.origin is None:
        return ""
    return (Path(found.origin).parent / "axe.min.js").read_text("utf-8")


@contextmanager
def browser() -> Iterator[Any]:
    """Open Chromium; the value is Playwright's browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        try:
            yield opened
        finally:
            opened.close()
