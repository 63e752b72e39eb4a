"""Made-up pages, and what is read of them."""

import datetime as dt

from archive.extract import read
from archive.models import Content, Reading

CAPTURED = dt.datetime(2021, 6, 1, 12, tzinfo=dt.UTC)
URL = "https://gazette.example/2021/05/30/bridge-repair/"
SENTENCES = (
    "The council of Oberfeld agreed on Tuesday to close the old bridge for eleven weeks so its deck can be mended.",
    "Mayor Greta Lindqvist said that 1,240 vehicles cross it on a working day, a third more than ten years ago.",
    "Engineers found cracks in four of the nine piers last autumn, but none that made them fear for its safety.",
    "A ferry will carry walkers and cyclists from six in the morning until midnight while the works last.",
)


def page(*, head: str = "", body: str = "", sentences: tuple[str, ...] = SENTENCES) -> str:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Old bridge to close</title>{head}</head><body>"
        f"<article><h1>Old bridge to close</h1>{paragraphs}{body}</article></body></html>"
    )


def reading(body: bytes | str, *, url: str = URL, mime: str = "text/html", charset: str | None = None) -> Reading:
    raw = body.encode() if isinstance(body, str) else body
    return read(raw, url=url, captured_at=CAPTURED, mime=mime, charset=charset)


def content(body: bytes | str, *, url: str = URL, mime: str = "text/html", charset: str | None = None) -> Content:
    found = reading(body, url=url, mime=mime, charset=charset)
    assert isinstance(found, Content), found
    return found
