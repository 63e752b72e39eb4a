"""When it was published: from what a page shows, where it declares nothing."""

import datetime as dt
import re
from itertools import product

import pytest
from babel import Locale

from archive.extract import read
from archive.extract.months import MONTHS
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


LANGUAGES = """
    en de fr es it pt nl da sv nb nn fi is pl cs sk sl hr sr bs mk bg ru uk be ro hu el tr ar ar_SY he fa ur hi bn ta te
    mr gu ml th vi id ms sw az kk ka hy lt lv et sq ca gl eu af
"""
NO_MONTH_IS_SPELLED_SO = re.compile(r"[^\W\d_]{0,2}|.*[\W\d_].*|.{15,}")  # of several words, or with marks within


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


def test_the_months_are_those_of_cldr_and_the_first_language_has_a_name_that_two_give_to_different_ones() -> None:
    named: dict[str, int] = {}
    for language in LANGUAGES.split():
        months = Locale.parse(language).months
        for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            for number, name in months[context][width].items():
                for word in (name.lower().strip("."), name.lower().split()[0].strip(".")):
                    named.setdefault(word, number)
    usual = {word: number for word, number in named.items() if not NO_MONTH_IS_SPELLED_SO.fullmatch(word)}
    assert usual | {"sept": 9} == MONTHS
