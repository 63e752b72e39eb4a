"""Sputnik, Moscow: sputniknews.com until 2023, sputnikglobe.com since."""

from crawler.crawl.spider import NewsSpider
from crawler.outlet import Feed, Outlet, Sitemap


class Sputnik(NewsSpider):
    """Sputnik's international edition, in English, at both of its addresses."""

    name = "sputnik"
    outlet = Outlet(
        title="Sputnik",
        home="https://sputnikglobe.com/",
        language="en",
        timezone="UTC",
        hosts=("sputniknews.com",),
        sources=(
            Feed("https://sputnikglobe.com/export/rss2/archive/index.xml"),
            Sitemap("https://sputnikglobe.com/sitemap_article_index.xml"),
        ),
        article=r"/(?:19|20)\d{6}(?:/[^/]+-\d{9,}\.html|\d{9,}[-/])",
        article_id=r"/(?:19|20)\d{6}(?:/[^/]*-)?(\d{9,})(?:\.html|[-/])",
    )
