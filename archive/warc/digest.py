"""Digests as WARC headers and CDX write them: `sha1:` and upper case base32 (WARC 1.1, 5.8, as annotated)."""

import base64
import hashlib
from collections.abc import Iterable

from archive.spool import Spool

from .http import Framed, entity

EMPTY = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"  # of no bytes at all


def sha1(pieces: Iterable[bytes]) -> str:
    """Return the digest of some bytes."""
    state = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        state.update(piece)
    return f"sha1:{base64.b32encode(state.digest()).decode()}"


def payload_digest(spool: Spool, framed: Framed) -> str:
    """Return the digest of an answer's payload: transfer encoding removed, content encoding kept (WARC 1.1, 5.9)."""
    return sha1(entity(spool, framed))
