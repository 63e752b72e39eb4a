"""What trafilatura takes for the article: at once, or with all its doubts. No other module calls trafilatura."""

import logging
from importlib.metadata import version

import trafilatura
from lxml.html import HtmlElement

TRAFILATURA = version("trafilatura")

for name in ("trafilatura", "htmldate", "readability_lxml", "courlan"):
    logging.getLogger(name).setLevel(logging.CRITICAL)  # they log what they discard; a rejection says it better


def first(tree: HtmlElement) -> list[str]:
    """Return the lines that trafilatura alone takes for the article, in its order; empty when it finds none."""
    return _lines(trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False, fast=True))


def thorough(tree: HtmlElement) -> list[str]:
    """Return what trafilatura settles on after asking other readers too: half as slow again, and no better on most."""
    return _lines(trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False))


def _lines(document: object) -> list[str]:
    text = getattr(document, "text", None)
    return [line for line in text.split("\n") if line.strip()] if isinstance(text, str) else []
