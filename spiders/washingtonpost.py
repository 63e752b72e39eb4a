"""The Washington Post, Washington."""

from crawler.crawl.spider import NewsSpider
from crawler.outlet import Feed, NewsSitemap, Outlet


class WashingtonPost(NewsSpider):
    """The Post's articles, from its news sitemap and its feeds."""

    name = "washingtonpost"
    outlet = Outlet(
        title="The Washington Post",
        home="https://www.washingtonpost.com/",
        language="en",
        timezone="America/New_York",
        sources=(
            NewsSitemap("https://www.washingtonpost.com/sitemaps/news-sitemap.xml.gz"),
            Feed("https://feeds.washingtonpost.com/rss/world"),
            Feed("https://feeds.washingtonpost.com/rss/national"),
        ),
        article=r"/20\d\d/(?:0[1-9]|1[0-2])/(?:[0-2]\d|3[01])/[^/?#]+",
    )
