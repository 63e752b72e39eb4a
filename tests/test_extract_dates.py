"""When it was published: from what a page shows, where it declares nothing."""

import datetime as dt

import pytest

from archive.extract import read
from archive.models import Content

CAPTURED = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The lighthouse on Skarv has had its lamp back since Monday, after eleven years in a museum on the mainland.",
        "Four men carried it up the hundred and nine steps, and it took them from six in the morning until noon.",
        "The lamp gives no light to ships any more; it is lit on Sundays, and for the feast of the island in August.",
        "The museum keeps the lens, which is cracked, and has lent the island a copy that a glazier made in spring.",
    )
)


def published(around: str, *, after: str = "") -> str | None:
    html = f"<html><head><title>Lamp is back</title></head><body><h1>Lamp is back</h1>{around}<div>{TEXT}</div>{after}"
    found = read(html.encode(), url="https://skarv.example/lamp", captured_at=CAPTURED)
    assert isinstance(found, Content), found
    return found.published.value if found.published else None


@pytest.mark.parametrize(
    ("around", "day"),
    [
        ("<p>Published 3 May 2025 | Updated 5 May 2025</p>", "2025-05-03"),
        ("<p>Publicerad 3 maj 2025 (uppdaterad 5 maj 2025)</p>", "2025-05-03"),
        ("<p>Updated 5 May 2025, published 3 May 2025</p>", "2025-05-03"),
        ("<p>2025年5月3日 01時28分 (5月4日 01時40分更新)</p>", "2025-05-03"),
        ("<p>2025年5月5日 更新</p>", "2025-05-05"),  # for want of another
        ("<div><span>Associated Press</span><span>May 3, 2025</span><span>GMT</span></div>", "2025-05-03"),
        ('<div><time datetime="2025-05-03T05:00:00+02:00">5:00</time></div>', "2025-05-03T03:00:00Z"),
        ('<div>Updated <time datetime="2025-05-05">5 May</time></div><div>3 May 2025</div>', "2025-05-03"),
        ('<div><time datetime="2025-05-05"></time>3 May 2025</div>', "2025-05-03"),
        ("<figure><figcaption>The lamp in its crate, on 1 May 2025.</figcaption></figure>", None),
        ("<figure><figcaption>3 May 2025, 14:10</figcaption></figure>", "2025-05-03"),
    ],
)
def test_the_day_that_a_page_shows_is_that_of_publication(around: str, day: str | None) -> None:
    assert published(around) == day


def test_a_date_below_the_text_is_read_when_none_stands_above() -> None:
    after = "<p class=date>3 maggio 2025 ( modifica il 5 maggio 2025 | 15:24)</p>"
    assert published("", after=after) == "2025-05-03"
    assert published("<p class=date>2 May 2025</p>", after=after) == "2025-05-02"


def test_the_day_of_a_change_that_a_page_shows_is_kept_as_such() -> None:
    html = f"<html><body><h1>Lamp is back</h1><p>Posted 3 May 2025. Updated 5 May 2025.</p><div>{TEXT}</div>"
    found = read(html.encode(), url="https://skarv.example/lamp", captured_at=CAPTURED)
    assert isinstance(found, Content), found
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.value, found.modified.value) == ("2025-05-03", "2025-05-05")
