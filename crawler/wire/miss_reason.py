"""How a fetch ended, in the ledger's words. Pure: a status or an exception in, a reason out."""

import datetime as dt
import ssl

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from archive import MissReason
from crawler.errors import PrivateAddress


class Missed(IgnoreRequest):
    """A page that is not asked for, with the ledger's reason. An `IgnoreRequest`, so that Scrapy does not ask again."""

    def __init__(self, reason: MissReason, detail: str = "", retry_at: dt.datetime | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: MissReason = reason
        self.detail = detail
        self.retry_at = retry_at


_BY_STATUS: dict[int, MissReason] = {
    401: "refused",
    402: "wall",
    403: "refused",
    404: "gone",
    410: "gone",
    429: "rate_limited",
    451: "gone",
    503: "rate_limited",
}
_BY_ERROR: tuple[tuple[type[BaseException], MissReason], ...] = (
    (PrivateAddress, "private_address"),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadCancelledError, "too_large"),
    (ssl.SSLError, "tls"),
)


def of_status(status: int) -> MissReason | None:
    """Return why an answer with this status is a miss, or None when it is none (1xx to 3xx, 200 and its kin)."""
    if status < 400:
        return None
    return _BY_STATUS.get(status, "server_error" if status >= 500 else "refused")


def of_error(error: BaseException) -> MissReason:
    """Return why a fetch that gave no answer is a miss. What nobody foresaw is a failed connection."""
    if isinstance(error, Missed):
        return error.reason
    for kind, reason in _BY_ERROR:
        if isinstance(error, kind):
            return reason
    text = str(error).lower()
    return "tls" if "ssl" in text or "certificate" in text else "connection"
