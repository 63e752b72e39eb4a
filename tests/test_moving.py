"""On pages where a dozen kinds of widgets move at every look, no version is made and nobody is accused."""

import random
from html import escape

import pytest

from archive.extract.reading import read
from archive.models import Content
from tests.prose import prose
from tests.quality.moving import START, derived
from tests.quality.widgets import Widget, picture, widgets

_STYLES = ("<main><article>{}</article></main>", '<div id="content"><div class="story">{}</div></div>', "<div>{}</div>")


def page(number: int, rng: random.Random, looks: int) -> list[Content]:
    """Return what is read of a made-up page at some looks, all its widgets between its paragraphs."""
    told, style, image = prose(number), rng.choice(_STYLES), picture(rng, f"pier-{number}-orn")
    lines, put = list(told.paragraphs) * 2, rng.sample(widgets(rng), 5)
    places = {widget.kind: rng.randrange(len(lines)) for widget in put}
    found = []
    for look in range(looks):
        body = "".join(
            f"<p>{line} {n}{_shown(put, places, n, look, within=True)}</p>{_shown(put, places, n, look, within=False)}"
            for n, line in enumerate(lines)
        )
        meta = f'<meta property="og:image" content="{escape(image(look))}">'
        head = f"<title>{told.headline}</title>{meta}"
        text = style.format(f"<h1>{told.headline}</h1>{body}")
        whole = f"<html lang=en><head>{head}</head><body>{text}</body></html>"
        reading = read(whole.encode(), url="https://orn.example/2026/pier", captured_at=START)
        assert isinstance(reading, Content)
        found.append(reading)
    return found


def _shown(put: list[Widget], places: dict[str, int], at: int, look: int, *, within: bool) -> str:
    return "".join(each.show(look) for each in put if each.within is within and places[each.kind] == at)


@pytest.mark.parametrize("seed", range(24))
def test_what_moves_at_each_of_five_looks_makes_no_version_and_accuses_nobody(seed: int) -> None:
    history = derived(page(500 + seed, random.Random(seed), 6))
    assert len(history.versions) == 1
    assert history.changes == ()
