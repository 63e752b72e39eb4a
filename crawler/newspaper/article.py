"""An article's page: the same kinds of things said in three ways, as outlets do.

`json-ld` is a tidy page with metadata for machines, `microdata` says it in attributes of the visible page, and
`dateline` says no more than its text does.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from html import escape

from . import layout
from .house import House, Page, PublishedVersion
from .noise import Noise
from .story import Markup


def article_page(house: House, home: str, page: Page, others: Sequence[Page], noise: Noise) -> str:
    """Return an article's page as one request sees it."""
    version = page.version
    names = {other.path: other for other in others if other.path != page.path}
    related = [names[path] for path in noise.rotated(tuple(names), 3)]
    head, body = _MARKUPS[page.story.markup](house, home, page)
    parts = (
        body,
        layout.share(noise),
        layout.links(related, home=home, kind="related", title="More on this"),
        layout.newsletter(),
        layout.comments(noise),
    )
    most_read = [names[path] for path in noise.rotated(tuple(reversed(names)), 4)]
    return layout.frame(
        house,
        home,
        title=f"{version.headline} | {house.title}",
        head=f'<link rel="canonical" href="{version.url}">\n{head}',
        main="\n".join(parts),
        side=layout.links(most_read, home=home, kind="most-read", title="Most read"),
        noise=noise,
    )


def stamp(moment: dt.datetime) -> str:
    """Write a time as pages do for machines."""
    return moment.isoformat()


def _json_ld(house: House, home: str, page: Page) -> tuple[str, str]:
    version = page.version
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.headline,
        "description": version.standfirst,
        "datePublished": stamp(version.published_at),
        "dateModified": stamp(version.modified_at),
        "articleSection": version.section.capitalize(),
        "author": [{"@type": "Person", "name": name} for name in version.authors]
        + ([{"@type": "Organization", "name": version.agency}] if version.agency else []),
        "publisher": {"@type": "NewsMediaOrganization", "name": house.title, "url": home},
        "mainEntityOfPage": version.url,
        "inLanguage": "en",
        "isAccessibleForFree": True,
    }
    if version.caption:
        data["image"] = _picture_url(home, page)
    tags = (
        ("og:type", "article"),
        ("og:title", version.headline),
        ("og:description", version.standfirst),
        ("og:url", version.url),
        ("article:published_time", stamp(version.published_at)),
        ("article:modified_time", stamp(version.modified_at)),
        ("article:section", version.section.capitalize()),
    )
    meta = "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in tags)
    ld = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    body = f"""<article class="story">
<p class="kicker">{escape(version.section.capitalize())}</p>
<h1>{escape(version.headline)}</h1>
<p class="standfirst">{escape(version.standfirst)}</p>
<div class="byline">{escape(version.byline or "")}</div>
<div class="stamp"><time datetime="{stamp(version.published_at)}">{_day(version.published_at)}</time></div>
{_figure(home, page)}
<div class="story-body">
{_paragraphs(page, _teaser(home, house))}
</div>
</article>"""
    return f'{meta}\n<script type="application/ld+json">{ld}</script>', body


def _microdata(house: House, home: str, page: Page) -> tuple[str, str]:
    version = page.version
    people = " and ".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">'
        f"{escape(name)}</span></span>"
        for name in version.authors
    )
    agency = f' with <span class="agency">{escape(version.agency)}</span>' if version.agency else ""
    body = f"""<div class="art" itemscope itemtype="https://schema.org/NewsArticle">
<meta itemprop="mainEntityOfPage" content="{version.url}">
<div class="art-head"><span class="rubric" itemprop="articleSection">{escape(version.section.capitalize())}</span>
<h1 itemprop="headline">{escape(version.headline)}</h1>
<p class="art-lead standfirst" itemprop="description">{escape(version.standfirst)}</p>
<p class="art-by byline">By {people}{agency}</p>
<p class="art-time stamp"><time itemprop="datePublished" datetime="{stamp(version.published_at)}">
{_day(version.published_at)}</time>{_updated(version)}</p></div>
{_figure(home, page)}
<div class="art-text" itemprop="articleBody">
{_paragraphs(page, "")}
</div>
</div>"""
    return "", body


def _dateline(house: House, home: str, page: Page) -> tuple[str, str]:
    version = page.version
    body = f"""<div class="art">
<div class="art-head"><h1>{escape(version.headline)}</h1>
<p class="art-lead standfirst">{escape(version.standfirst)}</p></div>
<div class="art-text">
{_paragraphs(page, "")}
</div>
</div>"""
    return "", body


_MARKUPS: dict[Markup, Callable[[House, str, Page], tuple[str, str]]] = {
    "json-ld": _json_ld,
    "microdata": _microdata,
    "dateline": _dateline,
}


def _paragraphs(page: Page, inset: str) -> str:
    version = page.version
    body = version.paragraphs[:-1] if version.note else version.paragraphs
    lines = [f"<p>{escape(text, quote=False)}</p>" for text in body]
    lines.insert(4, inset)
    if version.note:
        lines.append(f'<p class="correction">{escape(version.note, quote=False)}</p>')
    return "\n".join(lines)


def _teaser(home: str, house: House) -> str:
    return (
        f'<aside class="teaser"><strong>Read us first:</strong> <a href="{home}{house.sections[0]}/">all stories from '
        f"{escape(house.title)}</a></aside>"
    )


def _figure(home: str, page: Page) -> str:
    if page.story.picture is None:
        return ""
    caption, credit = page.story.picture
    return (
        f'<figure><img src="{_picture_url(home, page)}" alt="" width="640" height="320">'
        f'<figcaption>{escape(caption)} <span class="credit">Photo: {escape(credit)}</span></figcaption></figure>'
    )


def _picture_url(home: str, page: Page) -> str:
    return f"{home}pictures/{page.story.slug}.svg"


def _updated(version: PublishedVersion) -> str:
    if version.modified_at == version.published_at:
        return ""
    return (
        f' · updated <time itemprop="dateModified" datetime="{stamp(version.modified_at)}">'
        f"{_day(version.modified_at)}</time>"
    )


def _day(moment: dt.datetime) -> str:
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
