"""The exchange as it went over the wire: request and response, byte for byte, for everything a crawl sends.

`RecordingDownloadHandler` is what Scrapy's setting `DOWNLOAD_HANDLERS` names for http and https, `GuardedResolver` what
`TWISTED_DNS_RESOLVER` names. Keeps nothing itself: that is the `Keeper`'s part.
"""

from .guard import GuardedResolver
from .handler import Keeper, RecordingDownloadHandler

__all__ = ["GuardedResolver", "Keeper", "RecordingDownloadHandler"]
