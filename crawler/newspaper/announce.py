"""How a made-up outlet announces its articles: front page, sections, RSS or Atom, sitemaps, robots.txt."""

import datetime as dt
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from . import layout
from .house import House, Page
from .noise import Noise


def front_page(house: House, home: str, pages: Sequence[Page], noise: Noise, *, section: str = "") -> str:
    """Return the front page, or a section's page."""
    shown = [page for page in pages if section in ("", page.version.section)]
    cards = "\n".join(_card(home, page) for page in shown)
    title = section.capitalize() or house.motto
    names = {page.path: page for page in pages}
    most_read = [names[path] for path in noise.rotated(tuple(names), 4)]
    return layout.frame(
        house,
        home,
        title=f"{title} | {house.title}",
        head='<meta property="og:type" content="website">',
        main=f"<h1>{escape(title)}</h1>\n{cards}",
        side=layout.links(most_read, home=home, kind="most-read", title="Most read"),
        noise=noise,
    )


def about_page(house: House, home: str, noise: Noise) -> str:
    """Return the page about the outlet, which is no article."""
    text = f"<h1>About us</h1><p>{escape(house.title)} is made up, and so is everybody in it.</p>"
    return layout.frame(house, home, title=f"About us | {house.title}", head="", main=text, side="", noise=noise)


def missing_page(house: House, home: str, noise: Noise, *, withdrawn: bool) -> str:
    """Return the page that stands where an article is not."""
    why = "This article is no longer available." if withdrawn else "There is no such page."
    main = f"<h1>Page not found</h1><p>{why} Try the front page.</p>"
    return layout.frame(house, home, title=f"Page not found | {house.title}", head="", main=main, side="", noise=noise)


def rss(house: House, home: str, pages: Sequence[Page], built_at: dt.datetime) -> str:
    """Return an RSS 2.0 feed."""
    suffix = "?utm_source=rss&amp;utm_medium=feed" if house.tracked else ""
    items = "\n".join(
        f"<item><title>{escape(page.version.headline)}</title><link>{page.version.url}{suffix}</link>"
        f'<guid isPermaLink="false">{house.name}:{page.story.slug}</guid>'
        f"<pubDate>{format_datetime(page.version.published_at)}</pubDate>"
        f"<description>{escape(page.version.standfirst)}</description></item>"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(house.title)}</title><link>{home}</link><description>{escape(house.motto)}</description>"
        f"<lastBuildDate>{format_datetime(built_at)}</lastBuildDate>\n{items}\n</channel></rss>\n"
    )


def atom(house: House, home: str, pages: Sequence[Page], built_at: dt.datetime) -> str:
    """Return an Atom feed."""
    entries = "\n".join(
        f"<entry><title>{escape(page.version.headline)}</title>"
        f'<link rel="alternate" type="text/html" href="{page.version.url}"/>'
        f"<id>tag:{house.name}.example,2020:{page.story.slug}</id>"
        f"<published>{page.version.published_at.isoformat()}</published>"
        f"<updated>{page.version.modified_at.isoformat()}</updated>"
        f"<summary>{escape(page.version.standfirst)}</summary></entry>"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(house.title)}</title><id>tag:{house.name}.example,2020:feed</id>"
        f'<link rel="self" href="{home.rstrip("/")}{house.feed}"/><link href="{home}"/>'
        f"<updated>{built_at.isoformat()}</updated>\n{entries}\n</feed>\n"
    )


def sitemap(home: str, pages: Sequence[Page], sections: Sequence[str]) -> str:
    """Return a sitemap of the standing articles and of the section pages, which have no date."""
    articles = "\n".join(
        f"<url><loc>{page.version.url}</loc><lastmod>{page.version.modified_at.isoformat()}</lastmod></url>"
        for page in pages
    )
    fixed = "".join(f"<url><loc>{home}{path}</loc></url>" for path in ("", *(f"{name}/" for name in sections), "about"))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{fixed}\n{articles}\n</urlset>\n"
    )


def news_sitemap(house: House, pages: Sequence[Page]) -> str:
    """Return a Google News sitemap."""
    items = "\n".join(
        f"<url><loc>{page.version.url}</loc><news:news><news:publication><news:name>{escape(house.title)}</news:name>"
        "<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{page.version.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(page.version.headline)}</news:title></news:news></url>"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{items}\n</urlset>\n'
    )


def robots(home: str) -> str:
    """Return robots.txt."""
    return (
        "User-agent: *\nDisallow: /search\nDisallow: /newsletter\nDisallow: /drafts/\n\n"
        f"Sitemap: {home}sitemap.xml\nSitemap: {home}news-sitemap.xml\n"
    )


def picture(colour: str) -> str:
    """Return a picture: sea, sky and a headland."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"><rect width="640" height="320" fill="#c9d6df"/>'
        f'<path d="M0 210Q160 190 320 210T640 205V320H0Z" fill="{colour}" opacity=".7"/>'
        '<path d="M400 205l60-70 40 30 50-60 90 90v12Z" fill="#444"/><rect x="546" y="60" width="12" height="48" '
        'fill="#eee"/></svg>\n'
    )


def _card(home: str, page: Page) -> str:
    return (
        f'<div class="card"><h2><a href="{home}{page.path[1:]}">{escape(page.version.headline)}</a></h2>'
        f"<p>{escape(page.version.standfirst)}</p></div>"
    )
