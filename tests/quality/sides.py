"""Two readers of the same page, measured alike: rowback and trafilatura's default."""

import datetime as dt
import time
from dataclasses import dataclass

import trafilatura

from archive.extract import read
from archive.extract.people import bare
from archive.models import Content, Rejection

from . import scores
from .corpus import URL_UNTRUSTED, WITH_HEADLINE, WITH_STANDFIRST, Page

LATEST = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)  # later than any page of the corpus; not a clock


@dataclass(frozen=True, slots=True)
class Found:
    """What one reader made of one page."""

    text: str
    paragraphs: tuple[str, ...] = ()
    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    published: str | None = None
    raw: str = ""
    rejected: str = ""
    seconds: float = 0.0


def captured_at(page: Page) -> dt.datetime:
    """Return when the page was fetched; a fixed late time when nobody knows."""
    if not page.fetched_at:
        return LATEST
    moment = dt.datetime.fromisoformat(page.fetched_at)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def url_of(page: Page) -> str:
    """Return the page's address, or one that says nothing where the corpus' are wrong."""
    return "https://unknown.example/" if page.set in URL_UNTRUSTED else page.url


def rowback(page: Page) -> Found:
    """Read with our own reader; the text is composed as the set's truth counts it."""
    body = page.html()
    start = time.process_time()
    content = read(body, url=url_of(page), captured_at=captured_at(page), charset="utf-8")
    seconds = time.process_time() - start
    if isinstance(content, Rejection):
        return Found("", rejected=f"{content.reason}: {content.detail}", seconds=seconds)
    head = [content.headline] if page.set in WITH_HEADLINE else []
    lead = [content.standfirst or ""] if page.set in WITH_STANDFIRST | WITH_HEADLINE else []
    stamp = content.published
    return Found(
        "\n".join((*head, *lead, content.text)),
        content.paragraphs,
        content.headline,
        content.standfirst,
        content.authors or (() if content.agencies else house(content)),
        content.agencies,
        stamp.value if stamp else None,
        stamp.raw if stamp else "",
        "",
        seconds,
    )


def house(content: Content) -> tuple[str, ...]:
    """Return the byline when it names nobody: truths then count the outlet as the author, rowback does not."""
    return tuple(bare(part) for part in (content.byline or "").split(",") if bare(part))


def default(page: Page) -> Found:
    """Read with trafilatura's default, comments left out."""
    html = page.html().decode("utf-8", "replace")
    start = time.process_time()
    document = trafilatura.bare_extraction(html, url=url_of(page), include_comments=False, with_metadata=True)
    seconds = time.process_time() - start
    if document is None:
        return Found("", rejected="none", seconds=seconds)
    text, title = document.text or "", document.title or ""
    head = f"{title}\n" if page.set in WITH_HEADLINE and scores.plain(title) not in scores.plain(text[:600]) else ""
    lines = tuple(line for line in text.split("\n") if line.strip())
    authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
    return Found(head + text, lines, title, None, authors, (), document.date, "", "", seconds)
