"""Scrapy settings that differ from Scrapy's own, each with its reason. What an outlet changes is in `NewsSpider`."""

from typing import Final

from scrapy.settings import default_settings

_STEERING: Final = ("scrapy.extensions.telnet.", "scrapy.extensions.remote_control.")

BOT_NAME = "rowback"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "crawler.loader.OutletLoader"  # rowback.toml's outlets beside those of spiders/

# Every exchange is kept as it went over the wire, before anyone parses it.
DOWNLOAD_HANDLERS = {
    "http": "crawler.wire.RecordingDownloadHandler",
    "https": "crawler.wire.RecordingDownloadHandler",
}
WIRE_KEEPER = "crawler.crawl.keeping.Keeping"
TWISTED_DNS_RESOLVER = "crawler.wire.GuardedResolver"  # no name leads to a private address
EXTENSIONS = {"crawler.crawl.keeping.Keeping": 0}
EXTENSIONS_BASE = {  # nobody steers a crawl from outside; what would let them takes a tenth of a start's time to load
    name: order for name, order in default_settings.EXTENSIONS_BASE.items() if not name.startswith(_STEERING)
}
HTTPCACHE_ENABLED = False  # a cached answer would be kept as if the outlet had given it
COOKIES_ENABLED = False  # no cookie outlives a request
REFERRER_POLICY = "no-referrer"  # says nothing to the outlet that a reader without history would not
CONCURRENT_ITEMS = 1  # a response starts as many tasks, and there are no items

# A polite guest; none of it is a switch.
ROBOTSTXT_OBEY = False  # crawler.politeness.middleware.RobotsGuard does, and says which line forbids
DOWNLOADER_MIDDLEWARES = {
    "crawler.politeness.middleware.WithheldGuard": 90,
    "crawler.politeness.middleware.RobotsGuard": 100,
    "crawler.politeness.middleware.PolitenessGuard": 560,  # sees the answer before RetryMiddleware (550) does
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.wire.redirect.Redirect": 600,  # in its place: one bad redirect costs its page alone
}
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.5
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 are answered by waiting, not by asking again
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 10
METAREFRESH_ENABLED = False  # front pages reload themselves

# Whatever a server sends, memory stays bounded.
DOWNLOAD_MAXSIZE = 64 << 20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_FAIL_ON_DATALOSS = False  # a cut page is kept and marked as such; asking again is the schedule's matter
HTTPERROR_ALLOW_ALL = True  # a 404 is news

LOG_LEVEL = "WARNING"
STATS_DUMP = False
