"""Each page on the demo's archive in Chromium: light and dark, wide and narrow; axe-core has nothing to say."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.browse.site import Operator
from archive.morgue import Morgue, find
from tests.browser import chromium, pages, strained
from tests.browser.serving import serving

pytestmark = pytest.mark.skipif(bool(chromium.missing()), reason=chromium.missing() or "all is here")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
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
def strain(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    return strained.make(tmp_path_factory.mktemp("strained") / "morgue")


@dataclass(frozen=True)
class Served:
    """An archive that is shown somewhere."""

    home: str
    pages: dict[str, str]
    public: bool

    def status(self, name: str) -> int:
        """Return what a page is to be answered with."""
        if name == "not a number":
            return 400
        closed = self.public and name.partition(",")[0] in ("compare", "health", "record", "replay")
        return 404 if closed or name == "not there" or name.startswith("withheld") else 200


@pytest.fixture(scope="module", params=["demo", "strain", "strain in public"])
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    name, _, public = request.param.partition(" in ")
    morgue = request.getfixturevalue(name)
    operator = Operator("The Reading Room", "desk@archive.example")
    with serving(morgue, public=bool(public), operator=operator) as address:
        yield Served(address, pages.of(morgue), bool(public))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.browser() as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [chromium.WIDE, chromium.NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_fits_and_breaks_no_policy(
    browser: Any, served: Served, scheme: str, size: dict[str, int]
) -> None:
    if not chromium.axe():
        pytest.skip("no axe-core: pip install 'rowback[browser-test]'")
    said: list[str] = []
    context = browser.new_context(color_scheme=scheme, viewport=size, bypass_csp=False)
    page = context.new_page()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    for name, path in served.pages.items():
        answer = page.goto(f"{served.home}{path}")
        assert answer.status == served.status(name), name
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{name} is {wider} pixels wider than the window"
        page.evaluate(chromium.axe())  # in the page's own world, past its policy, as a person's tool would be
        found = page.evaluate("axe.run(document, {iframes: false}).then(done => done.violations)")
        assert not found, [(name, one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
    context.close()
    assert [line for line in said if "status of 40" not in line] == []


def test_a_keyboard_reaches_the_content_first(browser: Any, served: Served) -> None:
    page = browser.new_page()
    page.goto(served.home)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


_VISIBLE = "e => getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2"
_REACHABLE = "all => all.filter(e => e.checkVisibility() && e.tabIndex >= 0).length"


@pytest.mark.parametrize("name", ["front", "article", "diff", "search, with facets"])
def test_a_keyboard_reaches_everything_in_order_and_shows_where_it_is(browser: Any, served: Served, name: str) -> None:
    page = browser.new_page()
    page.goto(f"{served.home}{served.pages[name]}")
    wanted = page.eval_on_selector_all("a[href], button, input, select, summary, [tabindex]", _REACHABLE)
    page.evaluate("window.order = [...document.querySelectorAll('*')]")
    met = [_tabbed(page)]
    while (place := _tabbed(page)) >= met[-1]:  # behind the last one the window's own buttons, or the first again
        met.append(place)
    assert len(set(met)) == wanted  # a field for a day has several stops
    page.close()


def _tabbed(page: Any) -> int:
    """Press the key and return where in the document the focus is then, -1 for nowhere; it must be seen there."""
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement === document.body"):
        return -1
    assert page.evaluate(f"({_VISIBLE})(document.activeElement)"), page.evaluate("document.activeElement.outerHTML")
    return int(page.evaluate("window.order.indexOf(document.activeElement)"))


def test_searching_and_comparing_versions_need_a_keyboard_and_no_script(browser: Any, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.home)
    page.get_by_label("Words or an address").press_sequentially("people")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=people")
    page.locator(".item h2 a").first.press("Enter")
    page.wait_for_url("**/article/*")
    page.goto(f"{served.home}{served.pages['article']}")
    page.get_by_role("button", name="Compare").press("Enter")
    page.wait_for_url("**/diff?from=*")
    assert page.locator("ins, del").count()
    context.close()


def test_pages_need_no_script(browser: Any, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in served.pages.values():
        page.goto(f"{served.home}{path}")
        assert page.locator("script").count() == 0
        assert page.locator("h1").count() == 1
    context.close()
