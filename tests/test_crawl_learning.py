"""An outlet is crawled day after day: what its pages repeat is learned in the first night and no change afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.derive.template import State
from archive.ingest import learning
from archive.ingest.writer import Intake
from archive.morgue import Morgue
from crawler.newspaper.press import Answer, Asked, Press
from tests.keeping import at, opened
from tests.kit.rebuilding import copied, same_again
from tests.kit.repeating import DAY, OUTLET, keep, shared
from tests.kit.started import start
from tests.prose import prose

HERE = Path(__file__).resolve().parent.parent
HTML = (("Content-Type", "text/html; charset=utf-8"),)
RULE = "Whoever wants to print this report elsewhere writes to the house in Mill Lane beforehand."
MARK = "The house thanks the readers whose letters have made reports like this one possible again."


class Gazette:
    """A paper of six articles that prints a rule below each of them, and changes what a day brings."""

    def __init__(self) -> None:
        self.day = 0
        self.press = Press(self._answer)

    def lines(self, number: int) -> list[str]:
        """Return what stands below an article today."""
        below = [MARK] if self.day == 3 and number < 6 else []  # put below five articles on the fourth day
        return below if self.day == 1 and number != 1 else [RULE, *below]  # the rule is gone for a day

    def text(self, number: int) -> list[str]:
        told = list(prose(number).paragraphs)
        return [f"{told[0]} Nobody was hurt.", *told[1:]] if number == 2 and self.day > 1 else told

    def _feed(self) -> Answer:
        links = (f"<link>{self.press.home}news/the-council-sits-on-{number}</link>" for number in range(1, 8))
        items = "".join(f"<item>{link}</item>" for link in links)
        kind = (("Content-Type", "application/rss+xml"),)
        return Answer(headers=kind, body=f"<rss><channel>{items}</channel></rss>".encode())

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == "/feed/":
            return self._feed()
        number = int(asked.path.rpartition("-")[2]) if asked.path.startswith("/news/the-council") else 0
        if not number or (number == 7 and self.day < 2):
            return Answer(status=404, headers=HTML, body=b"<h1>Not found</h1>")
        text = "".join(f"<p>{line}</p>" for line in self.text(number))
        below = "".join(f'<p class="below">{line}</p>' for line in self.lines(number))
        title = f"The council sits on plan {number}"
        head = f"<head><title>{title}</title></head>"
        page = f"<html lang=en>{head}<body><article><h1>{title}</h1>{text}{below}</article></body></html>"
        return Answer(headers=HTML, body=page.encode())


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Crawl it on four days."""
    folder = tmp_path_factory.mktemp("days")
    gazette = Gazette()
    with gazette.press:
        source = f'sources = [{{ feed = "{gazette.press.home}feed/" }}]'
        (folder / "rowback.toml").write_text(f'[outlets.gazette]\nhome = "{gazette.press.home}"\n{source}\n')
        for gazette.day in range(4):
            crawl(folder, gazette.day)
        yield folder / "morgue"


def crawl(folder: Path, day: int) -> None:
    arguments = [str(1.1 * day), "--config", str(folder / "rowback.toml"), "crawl", "--again"]
    with start(folder, *arguments, module="tests.kit.ahead") as run:
        assert run.ended(120) == (0, "", "")


def rows(morgue: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(morgue / "rowback.db")) as connection:
        return connection.execute(sql).fetchall()


def test_a_rule_below_every_article_is_learned_in_the_first_night(morgue: Path) -> None:
    night = """SELECT count(*) FROM states
                WHERE adopted_at > (SELECT max(captured_at) FROM captures WHERE decision = 'new' AND url NOT LIKE '%-7')
                  AND adopted_at < (SELECT min(captured_at) FROM captures WHERE decision = 'same')"""
    assert rows(morgue, night) == [(1,)]
    assert rows(morgue, "SELECT count(*) FROM states") == [(2,)]  # the second knows the thanks


def test_its_coming_and_going_makes_no_version_and_what_newly_appears_does(morgue: Path) -> None:
    told = rows(morgue, "SELECT substr(a.url, -1), version_count FROM articles a ORDER BY 1")
    assert told == [("1", 2), ("2", 3), ("3", 2), ("4", 2), ("5", 2), ("6", 1), ("7", 1)]
    assert rows(morgue, "SELECT reason FROM captures WHERE decision = 'held_back'") == []
    assert rows(morgue, "SELECT article_count, after FROM campaigns") == [(5, MARK)]
    assert rows(morgue, "SELECT count(*) FROM _edits WHERE before || after LIKE '%Mill Lane%'") == [(0,)]


def test_an_article_that_is_met_later_is_shown_without_it(morgue: Path) -> None:
    texts = rows(morgue, "SELECT t.text FROM latest_versions v JOIN texts t ON t.id = v.text_id WHERE url LIKE '%-7'")
    assert [(RULE in str(text), prose(7).paragraphs[0] in str(text)) for (text,) in texts] == [(False, True)]


def test_a_rebuild_tells_the_same(morgue: Path, tmp_path: Path) -> None:
    same_again(copied(morgue, tmp_path))


def learn(intake: Intake, folder: Path, said: list[str], *, goes_on: bool = True) -> None:
    """Learn as a crawl does at its end."""
    learning.learn_outlets(
        intake,
        Morgue(folder),
        [OUTLET],
        now=lambda: at(200),
        goes_on=lambda: goes_on,
        say=said.append,
        fault=lambda error, what: said.append(f"unforeseen {error!r} at {what}"),
    )


@pytest.mark.parametrize("harm", ["UPDATE _readings SET reading = '{'", "UPDATE states SET state = ''"])
def test_a_learning_that_fails_is_told_and_ends_no_crawl(tmp_path: Path, harm: str) -> None:
    with opened(tmp_path) as archive, Intake(archive) as intake:
        said: list[str] = []
        keep(archive, *shared())
        learning.adopt(archive, OUTLET, State(), at(-3 * DAY))
        archive.connection.execute(harm)
        learn(intake, tmp_path, said)
        assert [line.startswith(f"Nothing was learned of {OUTLET}: ") for line in said] == [True]
        learn(intake, tmp_path, said)  # not again on the same day
        assert len(said) == 1


def test_a_crawl_that_is_told_to_stop_does_not_learn(tmp_path: Path) -> None:
    with opened(tmp_path) as archive, Intake(archive) as intake:
        keep(archive, *shared())
        learn(intake, tmp_path, [], goes_on=False)
        assert rows(tmp_path, "SELECT count(*) FROM states") == [(0,)]
        learn(intake, tmp_path, [])
        assert rows(tmp_path, "SELECT count(*) FROM states") == [(1,)]
