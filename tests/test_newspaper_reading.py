"""Reading the made-up newspaper gives back what it published, from three kinds of markup and through all its noise."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from archive.extract import read
from archive.models import Content
from crawler.newspaper import EDITIONS, Newspaper, PublishedVersion

from .newspaper import NOW, fetch

CAPTURED_AT = NOW + dt.timedelta(minutes=5)
Page = tuple[PublishedVersion, Content]


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return list(_read_all())


def _read_all() -> Iterator[Page]:
    """Read every version in the edition that published it."""
    with Newspaper(NOW) as paper:
        for edition in EDITIONS:
            paper.edition = edition
            for version in paper.published():
                if version.edition == edition:
                    reading = read(fetch(version.url).body, url=version.url, captured_at=CAPTURED_AT)
                    assert isinstance(reading, Content), (version.url, reading)
                    yield version, reading


def test_headline_standfirst_and_paragraphs_are_those_that_were_published(pages: list[Page]) -> None:
    read_as = {(v.url, v.number): (c.headline, c.standfirst, *c.paragraphs) for v, c in pages}
    assert read_as == {(v.url, v.number): (v.headline, v.standfirst, *v.paragraphs) for v, _ in pages}


def test_people_and_agencies_of_the_byline_are_told_apart(pages: list[Page]) -> None:
    for version, content in pages:
        assert content.byline == version.byline
        assert content.authors == version.authors
        assert content.agencies == ((version.agency,) if version.agency else ())


def test_the_date_is_the_article_s_and_not_the_page_clock_s(pages: list[Page]) -> None:
    for version, content in pages:
        assert content.published is not None
        day_only = "what-is-known" in version.url
        stamp = version.published_at.strftime("%Y-%m-%d" if day_only else "%Y-%m-%dT%H:%M:%SZ")
        assert content.published.value == stamp, urlsplit(version.url).path


def test_the_lead_image_has_its_caption_which_is_no_paragraph(pages: list[Page]) -> None:
    for version, content in pages:
        assert (content.image is not None) == (version.caption is not None), version.url
        if content.image is not None and version.caption is not None:
            assert (content.image.caption or "").startswith(version.caption)
            assert version.caption not in content.text


def test_readers_comments_are_no_part_of_the_text(pages: list[Page]) -> None:
    for _, content in pages:
        assert "harbour rat" not in content.text
        assert "I heard the siren myself" not in content.text
        assert "By writing you accept our rules" not in content.text
        assert "Sign up" not in content.text
