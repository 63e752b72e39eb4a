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

from archive import MissReason, NotHttp
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
_NETWORK = {"twisted", "OpenSSL", "service_identity", "scrapy"}  # what their errors tell of is no fault of ours
_UNPACKING = {"zlib", "gzip", "brotli", "_brotli", "brotlicffi", "zstandard", "compression", "_zstd"}
_BY_ERROR: tuple[tuple[type[BaseException], MissReason], ...] = (
    (PrivateAddress, "private_address"),
    (NotHttp, "server_error"),
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
    """Return why a fetch that gave no answer is a miss; what nobody foresaw is a fault of ours."""
    if isinstance(error, Missed):
        return error.reason
    for kind, reason in _BY_ERROR:
        if isinstance(error, kind):
            return reason
    library = type(error).__module__.partition(".")[0]
    if library in _UNPACKING:
        return "server_error"
    if library not in _NETWORK and not isinstance(error, OSError):
        return "fault"
    text = str(error).lower()
    return "tls" if "ssl" in text or "certificate" in text else "connection"
