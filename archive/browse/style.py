"""Sends the stylesheet. It has an address of its own by its digest, so browsers may keep it."""

from .layout import STYLE
from .web import Answer, Asked


def sheet(asked: Asked) -> Answer:
    """Send the stylesheet."""
    return Answer(STYLE.read_bytes(), mime="text/css; charset=utf-8", headers={"cache-control": "max-age=31536000"})
