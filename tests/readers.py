"""Readers that a page can break, by the word it begins with. Imported by reader processes under their dotted name."""

import ctypes
import datetime as dt
import os
import threading

from archive.models import Block, Content, Reading, Rejection

READER = "test reader 1"
LATER = "test reader 2"


def read(
    body: bytes, *, url: str, captured_at: dt.datetime, mime: str = "text/html", charset: str | None = None
) -> Reading:
    """Read the body's first line as headline and the others as paragraphs."""
    word = body.partition(b" ")[0]
    if word == b"hang":
        threading.Event().wait()
    if word == b"exit":
        os._exit(3)
    if word == b"crash":
        ctypes.string_at(0)
    if word == b"raise":
        raise ZeroDivisionError("a page made me")
    if word == b"eat":
        return Rejection("not_article", str(len(bytearray(4 << 30))), READER)
    headline, *paragraphs = body.decode(charset or "utf-8").splitlines()
    blocks = tuple(Block(text, "main/p", kept=True) for text in paragraphs)
    return Content(headline=headline, blocks=blocks, comments=("no",), section=f"{url} {mime}", reader=READER)


def read_later(
    body: bytes, *, url: str, captured_at: dt.datetime, mime: str = "text/html", charset: str | None = None
) -> Reading:
    """Read it as a later reader does: with a standfirst and long dashes, without the lines that begin with #."""
    headline, first, *others = body.decode(charset or "utf-8").splitlines()
    if "reject" in headline:
        return Rejection("not_article", "", LATER)
    blocks = tuple(Block(text.replace(" - ", " – "), "article/p", kept=not text.startswith("#")) for text in others)
    return Content(headline=headline, standfirst=first, blocks=blocks, reader=LATER)
