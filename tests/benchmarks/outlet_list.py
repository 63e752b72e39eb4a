"""`rowback add --from` with an OPML of 200 outlets on loopback, 12 of them broken in different ways.

python -m tests.benchmarks.outlet_list
"""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from crawler.newspaper import Press
from tests.running import rowback
from tests.test_outlet_lists import empty, forbidding, paper, refusing

GOOD = 188


def outline(number: int, feed: str, home: str = "") -> str:
    """Return one entry of a feed reader's export."""
    return f'<outline text="Paper {number}" xmlUrl="{feed}" htmlUrl="{home}"/>'


def main() -> None:
    """Add them, and print how many were, how long it took, and what was said of the others."""
    with ExitStack() as held, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        good = [held.enter_context(Press(paper)).home for _ in range(GOOD)]
        bad = [held.enter_context(Press(each)).home for each in (empty, refusing, forbidding)]
        bad += [
            "http://127.0.0.1:1/",
            "https://127.0.0.1:1/",
            "http://nowhere.invalid/",
            "nonsense",
            "ftp://x.example/",
        ]
        bad += [f"{good[0]}feed", f"{good[1]}nothing", "http://[slug]/x", ""]
        entries = [outline(number, f"{home}feed", home) for number, home in enumerate(good)]
        entries += [outline(number, url) for number, url in enumerate(bad, GOOD)]
        (folder / "papers.opml").write_text("<opml version='2.0'><body>\n" + "\n".join(entries) + "</body></opml>")
        (folder / "rowback.toml").write_text('[operator]\ncontact = "jo@example.org"\n')
        began = time.monotonic()
        run = rowback(folder, "add", "--from", "papers.opml", limit=900)
        print(run.err.strip())
        print(run.out.strip().splitlines()[-1])
        print(f"exit {run.code}, {time.monotonic() - began:.0f} s, {run.peak / 1e6:.0f} MB at most")


if __name__ == "__main__":
    main()
