"""The two articles that the project began from, through a crawl: kept from a server on loopback, shown and compared.

The publishers' text stays out of this repository: it is read where it lies beside the checkout, and skipped, saying so,
where it does not.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.newspaper.press import Answer, Asked, Press, second_host
from tests.running import rowback

SHARED = Path(__file__).parents[2] / "shared" / "pages"
EXPECTED = {path.parent.name: json.loads(path.read_text("utf-8")) for path in SHARED.glob("*/expected.json")}
HTML = (("Content-Type", "text/html; charset=utf-8"),)

pytestmark = pytest.mark.skipif(not EXPECTED, reason=f"the publishers' pages are not in {SHARED}")


@dataclass(frozen=True)
class Kept:
    """A folder with the archive of both articles, and where they stood."""

    folder: Path
    urls: dict[str, str]

    def ask(self, *arguments: str) -> dict[str, Any]:
        run = rowback(self.folder, *arguments, "--json")
        assert run.code == 0, run
        told: dict[str, Any] = json.loads(run.out)
        return told


def _answer(asked: Asked) -> Answer:
    for case, expected in EXPECTED.items():
        if urlsplit(expected["url"]).path == asked.path:
            return Answer(headers=HTML, body=(SHARED / case / "page.html").read_bytes())
    return Answer(status=404)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("shared")
    with Press(_answer, host="127.0.0.1") as one, Press(_answer, host=second_host()) as other:
        homes = dict(zip(sorted(EXPECTED), (one.home, other.home), strict=True))
        urls = {case: homes[case].rstrip("/") + urlsplit(EXPECTED[case]["url"]).path for case in homes}
        run = rowback(folder, "keep", *urls.values())
        assert run.code == 0, run
        yield Kept(folder, urls)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", sorted(EXPECTED))
def test_a_kept_page_shows_the_article(kept: Kept, case: str) -> None:
    expected, content = EXPECTED[case], kept.ask("show", kept.urls[case])["content"]
    assert [flat(text) for text in content["paragraphs"]] == [flat(text) for text in expected["paragraphs"]]
    assert flat(content["headline"]) == expected["headline"]
    assert content["published_at"][:10] == expected["published_at"]
    assert content["standfirst"] == expected.get("standfirst")
    assert content["tags"] == expected.get("tags", [])
    assert [line for line in expected["absent_from_text"] if line in flat(content["text"])] == []


def test_the_comparison_attributes_every_quotation(kept: Kept) -> None:
    told = json.dumps(kept.ask("compare", *kept.urls.values()), ensure_ascii=False)
    quotes = [quote for expected in EXPECTED.values() for quote in expected.get("quotes", [])]
    assert quotes
    for quote in quotes:
        assert json.dumps(quote["text"], ensure_ascii=False)[1:-1] in told
        assert json.dumps(quote["attributed_to"], ensure_ascii=False) in told


def test_readers_comments_are_in_the_raw_page_alone(kept: Kept) -> None:
    database = (kept.folder / "morgue" / "rowback.db").read_bytes()
    wal = kept.folder / "morgue" / "rowback.db-wal"
    database += wal.read_bytes() if wal.exists() else b""
    comments = [comment for expected in EXPECTED.values() for comment in expected.get("comments", [])]
    assert comments
    assert [comment for comment in comments if comment.encode() in database] == []
