"""Ids that are derived, not counted, so that links and joins survive a rebuild and two archives can be merged.

53 bits of SHA-256: every such number is exact in JavaScript and in JSON readers that use doubles.
"""

import hashlib


def derived_id(*parts: object) -> int:
    """Return 53 bits of SHA-256 over the parts, each as text, NUL between them. Always positive."""
    data = "\0".join(str(part) for part in parts).encode()
    return (int.from_bytes(hashlib.sha256(data).digest()[:8], "big") >> 11) or 1


def outlet_id(name: str) -> int:
    """Return the id of an outlet by its name."""
    return derived_id("outlet", name)


def source_id(outlet: int, url: str) -> int:
    """Return the id of an outlet's source."""
    return derived_id("source", outlet, url)


def capture_id(record_id: str) -> int:
    """Return the id of a capture by its WARC record id."""
    return derived_id("capture", record_id)


def content_id(capture: int, reader: str) -> int:
    """Return the id of what one reader read in one capture."""
    return derived_id("content", capture, reader)


def article_id(outlet: str, first_url: str, reused_by: str = "") -> int:
    """Return the id of an article; `reused_by` is the record id of the capture that took the URL over, else empty."""
    return derived_id("article", outlet, first_url, reused_by)


def version_id(article: int, record_id: str) -> int:
    """Return the id of a version by its article and the record id of its first capture."""
    return derived_id("version", article, record_id)


def change_id(from_version: int | None, to_version: int | None, kind: str = "") -> int:
    """Return the id of a change between two versions; a withdrawal or return has one side and a kind."""
    return derived_id("change", from_version or "", to_version or "", kind)
