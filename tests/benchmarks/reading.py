"""How fast pages are read: rowback beside trafilatura with metadata, newspaper4k and news-please, in one run.

    python -m tests.benchmarks.reading [--pages 80] [--other /path/to/python]

Each page is read by every reader before the next page, in turn, and CPU time counts: trust the ratios. The two other
readers are measured when `--other` names a Python that has them (they need libraries that rowback does not), with
trafilatura beside them there too, so that both runs share a measure.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import trafilatura

from archive.extract import read
from tests.quality import corpus

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
Reader = Callable[[str, str], object]

OTHER = """
import json, logging, sys, time, warnings
warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
import socket
def refuse(*given, **named):
    raise OSError("reading asks no network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import trafilatura
from newspaper import Article
from newsplease import NewsPlease
def paper(html, url):
    article = Article(url or "https://unknown.example/", fetch_images=False)  # else it asks the network for them
    article.download(input_html=html)
    article.parse()
readers = {
    "trafilatura": lambda html, url: trafilatura.bare_extraction(html, url=url, include_comments=False),
    "newspaper4k": paper,
    "news-please": lambda html, url: NewsPlease.from_html(html, url=url),
}
spent = dict.fromkeys(readers, 0.0)
for line in sys.stdin:
    html, url = json.loads(line)
    for name, read in readers.items():
        start = time.process_time()
        try:
            read(html, url)
        except Exception:
            pass
        spent[name] += time.process_time() - start
print(json.dumps(spent))
"""


def main() -> int:
    """Measure and print pages a second and the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument("--pages", type=int, default=80, help="how many pages of each set")
    parser.add_argument("--other", type=Path, help="a Python that has newspaper4k and news-please")
    options = parser.parse_args()
    pages = chosen(options.pages)
    if not pages:
        print(f"no pages in {CORPUS}", file=sys.stderr)
        return 2
    ours = here(pages)
    report(ours, len(pages))
    if options.other:
        theirs = there(pages, options.other)
        report(theirs, len(pages))
        for name in ("newspaper4k", "news-please"):
            times = theirs[name] / theirs["trafilatura"] / ours["rowback"] * ours["trafilatura"]
            print(f"rowback is {times:.2f} × {name}")
    print(f"rowback is {ours['trafilatura'] / ours['rowback']:.2f} × trafilatura, body with metadata")
    return 0


def chosen(number: int) -> list[tuple[str, str]]:
    """Return pages of each set as text with their addresses."""
    if not CORPUS.is_dir():
        return []
    count: dict[str, int] = defaultdict(int)
    found = []
    for page in corpus.pages(CORPUS):
        count[page.set] += 1
        if count[page.set] <= number:
            found.append((page.html().decode("utf-8", "replace"), page.url))
    return found


def here(pages: list[tuple[str, str]]) -> Mapping[str, float]:
    """Return the CPU seconds of the readers that this Python has."""
    captured_at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    readers: dict[str, Reader] = {
        "trafilatura": lambda html, url: trafilatura.bare_extraction(
            html, url=url, include_comments=False, with_metadata=True
        ),
        "rowback": lambda html, url: read(html.encode(), url=url, captured_at=captured_at, charset="utf-8"),
    }
    for reader in readers.values():
        reader(*pages[0])
    spent = dict.fromkeys(readers, 0.0)
    for html, url in pages:
        for name, reader in readers.items():
            start = time.process_time()
            reader(html, url)
            spent[name] += time.process_time() - start
    return spent


def there(pages: list[tuple[str, str]], python: Path) -> Mapping[str, float]:
    """Return the CPU seconds of the readers that another Python has."""
    given = "\n".join(json.dumps(page) for page in pages)
    done = subprocess.run([python, "-c", OTHER], input=given, capture_output=True, text=True, check=True)
    spent: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return spent


def report(spent: Mapping[str, float], pages: int) -> None:
    """Print what each reader took."""
    for name, seconds in spent.items():
        print(f"{name:12} {pages / seconds:7.1f} pages a second")


if __name__ == "__main__":
    raise SystemExit(main())
