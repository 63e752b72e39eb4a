"""rowback with errors thrown inside it where a test wants them; everything else is as it is.

    TEST_FAULTS='{"derive": {"plan-3": "RuntimeError"}}' python -m tests.faults crawl …

A seam is where one thing of a kind is worked on. What it works on has a name, mostly an address; where that holds one
of the texts given for the seam, the error of that name is thrown in place of the work.
"""

import builtins
import json
import os
import sqlite3
import zlib
from collections.abc import Callable
from typing import Any

import archive.extract
import archive.ingest.deriving
import archive.ingest.group
import archive.ingest.learning
import archive.warc.chain
import crawler.crawl.session
import crawler.discovery.scout
import crawler.politeness.robots
from archive import RowbackError, errors
from crawler import errors as ours
from crawler.wire.handler import RecordingDownloadHandler

UNFORESEEN = (
    "RuntimeError", "ValueError", "KeyError", "TypeError", "AttributeError", "AssertionError", "RecursionError",
    "MemoryError", "OSError", "UnicodeDecodeError", "OperationalError", "zlib.error",
)  # fmt: skip


def made(name: str) -> Exception:
    """Return an error by its name."""
    if name == "UnicodeDecodeError":
        return UnicodeDecodeError("utf-8", b"\xff", 0, 1, "injected")
    found = {"OperationalError": sqlite3.OperationalError, "zlib.error": zlib.error}.get(name)
    for place in (builtins, errors, ours):
        found = found or getattr(place, name, None)
    error: Exception = (found or RuntimeError)("injected")
    if isinstance(error, RowbackError):
        error.subject = "injected"
    return error


def throw(seam: str, what: object) -> None:
    """Throw what is planned for something at a seam."""
    for text, name in json.loads(os.environ["TEST_FAULTS"]).get(seam, {}).items():
        if text in str(what):
            raise made(name)


def before(module: object, name: str, seam: str, what: Callable[..., object]) -> None:
    """Have a function throw what is planned before it works; `what` makes of its arguments what it works on."""
    whole: Callable[..., Any] = getattr(module, name)

    def faulty(*arguments: Any, **named: Any) -> Any:
        throw(seam, what(*arguments, **named))
        return whole(*arguments, **named)

    setattr(module, name, faulty)


def spoil() -> None:
    """Make every seam one that throws."""
    before(crawler.discovery.scout, "harvest", "source", lambda body, **how: how["url"])
    before(crawler.politeness.robots, "_read", "robots", lambda fetched: fetched.origin)
    before(RecordingDownloadHandler, "_begin", "fetch", lambda handler, request: request.url)
    before(archive.ingest.group, "answered", "keep", lambda exchange: exchange.url)
    before(archive.extract, "read", "read", lambda body, **how: how["url"])
    before(archive.ingest.deriving, "derive", "derive", lambda group, *rest: group.looks[0].url)
    before(archive.ingest.deriving.Settler, "_change", "compare", lambda settler, one, other, *rest: other.url)
    before(archive.ingest.learning, "learn", "learn", lambda *rest: "learn")
    before(archive.warc.chain, "append", "seal", lambda *rest: "seal")
    before(crawler.crawl.session, "tell", "tell", lambda *rest, **how: "tell")


if __name__ == "__main__":
    from crawler.cli import main

    spoil()
    main()
