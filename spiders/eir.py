"""Executive Intelligence Review, Washington: a weekly; its site has no feed and no sitemap that is known."""

from crawler.crawl.spider import NewsSpider
from crawler.outlet import Front, Outlet, Section


class ExecutiveIntelligenceReview(NewsSpider):
    """EIR's articles, found on its front page and in its lists."""

    name = "eir"
    outlet = Outlet(
        title="Executive Intelligence Review",
        home="https://larouchepub.com/",
        language="en",
        timezone="America/New_York",
        sources=(
            Front("https://larouchepub.com/"),
            Section("https://larouchepub.com/eiw/index.html"),
        ),
        # "4524-" in an address is volume and issue, the same for all articles of a week: no number of the article
        article=(
            r"/(?:other|pr|pr_lar|lar|hzl)/(?:[a-z_]+/)*(?:19|20)\d\d/(?!index)[^/]+\.html?$"
            r"|/eiw/public/(?:19|20)\d\d/[^/]+/\d{4}-[^/]+\.html?$"
        ),
    )
