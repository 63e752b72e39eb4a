"""Each page on the demo's archive in Chromium: light and dark, wide and narrow; axe-core has nothing to say."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.morgue import Morgue, find
from tests.browser import chromium, pages
from tests.browser.serving import serving

pytestmark = pytest.mark.skipif(bool(chromium.missing()), reason=chromium.missing() or "all is here")


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [sys.executable, "-m", "crawler", "demo"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=300,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    return find(folder / "rowback-demo")


@pytest.fixture(scope="module")
def home(morgue: Morgue) -> Iterator[str]:
    with serving(morgue) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.browser() as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [chromium.WIDE, chromium.NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_fits_and_breaks_no_policy(
    browser: Any, home: str, morgue: Morgue, scheme: str, size: dict[str, int]
) -> None:
    if not chromium.axe():
        pytest.skip("no axe-core: pip install 'rowback[browser-test]'")
    said: list[str] = []
    context = browser.new_context(color_scheme=scheme, viewport=size, bypass_csp=False)
    page = context.new_page()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    for name, path in pages.of(morgue).items():
        answer = page.goto(f"{home}{path}")
        assert answer.status == (404 if name == "not there" else 200), name
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{name} is {wider} pixels wider than the window"
        page.evaluate(chromium.axe())  # in the page's own world, past its policy, as a person's tool would be
        found = page.evaluate("axe.run(document, {iframes: false}).then(done => done.violations)")
        assert not found, [(name, one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
    context.close()
    assert [line for line in said if "404" not in line] == []


def test_a_keyboard_reaches_the_content_first(browser: Any, home: str) -> None:
    page = browser.new_page()
    page.goto(home)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


def test_pages_need_no_script(browser: Any, home: str, morgue: Morgue) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in pages.of(morgue).values():
        page.goto(f"{home}{path}")
        assert page.locator("script").count() == 0
        assert page.locator("h1").count() == 1
    context.close()
