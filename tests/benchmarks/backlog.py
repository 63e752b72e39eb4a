"""Whether readers keep up: pages that wait to be read while a crawl takes ten pages a second.

    python -m tests.benchmarks.backlog --pages 600 --delay 0.1

The crawl is a real one, of a made-up outlet in another thread, with the readers on. It prints how many kept pages
waited at each tenth of the way, the most that ever did, and how long the last took after the last page came.
"""

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.config import Config
from crawler.crawl import session
from crawler.crawl.engine import run
from crawler.crawl.options import CrawlOptions
from crawler.newspaper.press import Answer, Asked, Press
from crawler.outlet import Feed, Outlet
from crawler.progress import Silent
from tests.prose import prose

HTML = (("Content-Type", "text/html; charset=utf-8"),)
FILLER = "".join(f'<li><a href="/tag/{n}">Topic number {n} and all that belongs to it</a></li>' for n in range(900))


def page(number: int) -> bytes:
    """Return an article of about 90 kB, most of it not the article, as is usual."""
    text = prose(number)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs)
    return (
        f"<html lang=en><head><title>{text.headline}</title></head><body><nav><ul>{FILLER}</ul></nav>"
        f"<article><h1>{text.headline}</h1>{body}</article><footer>{number}</footer></body></html>"
    ).encode()


class Sampler(Silent):
    """Notes how many pages wait, each time one came."""

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.last = 0.0

    def page(self, outlet: str, done: int) -> None:
        """Take a sample."""
        house = session.current()
        self.waiting.append(house.unread if house is not None else 0)
        self.last = time.monotonic()


def main() -> None:
    """Crawl, and print what waited."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--delay", type=float, default=0.1, help="seconds between request starts")
    asked_for = parser.parse_args()

    def answer(asked: Asked) -> Answer:
        if asked.path == "/feed":
            links = "".join(f"<item><link>{press.home}story/{n}/a-tale</link></item>" for n in range(asked_for.pages))
            return Answer(body=f'<rss version="2.0"><channel><title>x</title>{links}</channel></rss>'.encode())
        if asked.path.startswith("/story/"):
            return Answer(headers=HTML, body=page(int(asked.path.split("/")[2])))
        return Answer(status=404)

    with TemporaryDirectory() as folder, Press(answer) as press:
        outlet = Outlet(
            home=press.home, name="press", sources=(Feed(f"{press.home}feed"),), delay=asked_for.delay, max_pages=0
        )
        sampler = Sampler()
        summary = run(Config(morgue=Path(folder)), [outlet], CrawlOptions(max_pages=0), progress=sampler)
        rest = time.monotonic() - sampler.last
    steps = [sampler.waiting[len(sampler.waiting) * tenth // 10] for tenth in range(10)]
    print(f"{summary.fetched} pages, {summary.new} articles; waiting at each tenth: {steps}")
    print(f"most that waited: {max(sampler.waiting)}; the last was read {rest:.1f} s after it came")


if __name__ == "__main__":
    main()
