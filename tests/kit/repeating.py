"""An outlet whose pages repeat a line."""

from dataclasses import replace

from archive.ingest.archive import Archive
from archive.models import Block, Content
from tests.keeping import PAGE, at, content, exchange
from tests.prose import prose

OUTLET = "example.org"
SITE = "https://example.org/2017/"
SHARE = "Send this story to a friend by letter or by telegram."


BODY, BELOW, AROUND = "div.page article p", "div.page article p.share", "div.page div.notice p"


DAY = 24 * 60.0
Look = tuple[int, Content, float]


def article(number: int, *lines: str, path: str = BELOW) -> Content:
    told = content(prose(number).headline, *prose(number).paragraphs, language="en")
    blocks = tuple(replace(block, path=BODY) for block in told.blocks)
    return replace(told, blocks=(*blocks, *(Block(line, path, kept=True) for line in lines)))


def keep(archive: Archive, *looks: Look) -> None:
    """Keep looks at articles by number, each read as given."""
    made = [exchange(f"{SITE}{n}", PAGE + repr((n, text)).encode(), minute=minute) for n, text, minute in looks]
    for capture, (_, text, minute) in zip(archive.keep(made), looks, strict=True):
        archive.keep_reading(capture.id, text, at(minute))


def shared(count: int = 5, minute: float = 0) -> list[Look]:
    return [(n, article(n, SHARE), minute + n) for n in range(count)]
