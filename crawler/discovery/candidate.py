"""What a source announces: addresses of articles, and of further sitemaps. Values only."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that an outlet announced as an article's."""

    url: str  # absolute, without fragment
    source: str  # address of the feed, sitemap or page that announced it
    seen_at: dt.datetime
    lastmod: dt.datetime | None = None  # the newest time that the source gives for it; midnight where it gives a day
    headline: str | None = None  # what the source calls it
    position: int = 0  # its place in the source, from 0
    on_page: bool = False  # a link of a front or section page
    level: int | None = None  # of the heading that the link stands in; None outside any
    section: str | None = None  # what the page calls the part that the link stands in; None where it says nothing

    @property
    def newest_at(self) -> dt.datetime:
        """Return the time to order it by: the source's, else when it was seen."""
        return self.lastmod or self.seen_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that a sitemap index names."""

    url: str
    lastmod: dt.datetime | None = None  # None when the index gives none
    position: int = 0
