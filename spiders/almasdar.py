"""Al-Masdar News, Beirut: nothing new since early 2021; the definition serves old addresses and imports."""

from crawler.crawl.spider import NewsSpider
from crawler.outlet import Feed, Outlet, Sitemap


class AlMasdarNews(NewsSpider):
    """Al-Masdar's articles, by WordPress's usual addresses."""

    name = "almasdar"
    outlet = Outlet(
        title="Al-Masdar News",
        home="https://www.almasdarnews.com/",
        language="en",
        timezone="Asia/Beirut",
        sources=(
            Feed("https://www.almasdarnews.com/feed/"),
            Sitemap("https://www.almasdarnews.com/sitemap_index.xml"),
        ),
        article=r"/article/[^/?#]+/?(?:$|[?#])",
        drop=(".td-post-sharing", ".td_block_related_posts", ".td-post-next-prev", ".td-author-name"),
    )
