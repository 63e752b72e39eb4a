"""One change made on many articles is one campaign, whatever came first; each article keeps its own version."""

import json
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.cli.output import guarded
from archive.derive.campaigns import Member, campaigns
from archive.ingest.archive import Archive
from archive.lookup.dump import dump
from archive.models import Block, Content, Edit
from crawler.cli import root
from tests.keeping import PAGE, at, content, exchange, opened

DISCLAIMER = "Disclaimer: this report was written with the help of partners who paid for travel and lodging."
NOTE = "Correction: an earlier version of this article gave a wrong time."
SITE = "https://example.org/2017/"


def article(number: int) -> Content:
    lines = [
        f"The ship number {number} left the harbour of Port{number} with {number + 7} people on board.",
        f"Its owner from village {number} told us that the militants had been seen near pier {number}.",
        f"Nothing more was known about case {number} in the evening.",
    ]
    return content(f"Ship {number} leaves harbour {number}", *lines, language="en")


def with_line(text: Content, line: str, path: str = "main/p") -> Content:
    return replace(text, blocks=(*text.blocks, Block(line, path, kept=True)))


def reworded(text: Content, old: str, new: str) -> Content:
    return replace(text, blocks=tuple(replace(block, text=block.text.replace(old, new)) for block in text.blocks))


def keep(archive: Archive, looks: Sequence[tuple[int, Content, float]]) -> None:
    """Keep looks at articles by number, each read as given."""
    made = [exchange(f"{SITE}{n}", PAGE + repr((n, text)).encode(), minute=minute) for n, text, minute in looks]
    for capture, (_, text, minute) in zip(archive.keep(made), looks, strict=True):
        archive.keep_reading(capture.id, text, at(minute))


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "rowback.db") as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 articles; then 50 get a disclaimer, two of them with a corrected fact and a note, and one a silent fact."""
    made: Path = tmp_path_factory.mktemp("campaign") / "morgue"
    noted = with_line(reworded(article(1), "8 people", "9 people"), NOTE)
    silent = reworded(article(2), "9 people", "6 people")
    later = [(n, with_line({1: noted, 2: silent}.get(n, article(n)), DISCLAIMER), 60.0 + n) for n in range(50)]
    with opened(made) as archive:
        keep(archive, [(n, article(n), 0.0) for n in range(200)])
        keep(archive, later)
    return made


def test_a_disclaimer_on_50_of_200_articles_is_50_versions_and_one_campaign(folder: Path) -> None:
    assert rows(folder, "SELECT count(*) FROM versions WHERE number = 2") == [(50,)]
    assert rows(folder, "SELECT article_count, after, before FROM campaigns") == [(50, DISCLAIMER, None)]
    assert rows(folder, "SELECT count(*) FROM changes WHERE campaign_id = (SELECT id FROM campaigns)") == [(50,)]
    assert rows(folder, "SELECT count(*) FROM changes WHERE beside_campaign") == [(2,)]
    assert rows(folder, "SELECT count(*) FROM captures WHERE decision = 'held_back'") == [(0,)]


def test_no_noted_correction_is_called_unnoted_within_a_campaign(folder: Path) -> None:
    kinds = "SELECT kind, count(*) FROM changes GROUP BY kind ORDER BY kind"
    assert rows(folder, kinds) == [("correction_noted", 1), ("fact_changed_unnoted", 1), ("update", 48)]


def test_a_campaign_is_told_once_and_above_its_members(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(root, ["--morgue", str(folder), "changes", "--since", "2017-01-01"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("One change on 50 articles\n")
    assert f"{DISCLAIMER} was put in" in told
    assert told.count("updated") == 1
    assert told.index("One change on") < told.index("a fact changed without a note")
    assert guarded(root, ["--morgue", str(folder), "changes", "--since", "2017-01-01", "--limit", "99", "--json"]) == 0
    (campaign,), changes = (found := json.loads(capsys.readouterr().out))["campaigns"], found["changes"]
    assert {change["campaign_id"] for change in changes} == {campaign["id"]}
    assert campaign["weight"] >= max(change["weight"] for change in changes)


def test_the_campaigns_of_another_outlet_kind_or_time_are_not_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked in (["--kind", "style"], ["--min-weight", "1"], ["--since", "2017-03-01"]):
        options = ["--since", "2017-01-01", *asked, "--json"]
        assert guarded(root, ["--morgue", str(folder), "changes", *options]) == 0
        assert json.loads(capsys.readouterr().out)["campaigns"] == []


def test_a_rebuild_gives_the_same_campaigns(folder: Path) -> None:
    told = "SELECT id, campaign_id, beside_campaign FROM changes ORDER BY id"
    before = rows(folder, "SELECT * FROM campaigns"), rows(folder, told)
    assert guarded(root, ["--morgue", str(folder), "rebuild"]) == 0
    assert (rows(folder, "SELECT * FROM campaigns"), rows(folder, told)) == before


def test_any_order_of_arrival_gives_the_same_campaigns(tmp_path: Path) -> None:
    looks = [(n, article(n), float(n)) for n in range(5)]
    looks += [(n, reworded(article(n), "militants", "fighters"), 60.0 + n) for n in range(4)]
    looks += [(n, with_line(reworded(article(n), "militants", "fighters"), DISCLAIMER), 90.0 + n) for n in range(3)]
    dumps = []
    for seed in range(4):
        shuffled = random.Random(seed).sample(looks, len(looks))
        with opened(tmp_path / str(seed)) as archive:
            for each in shuffled:
                keep(archive, [each])
            kept = [row[1:] for row in dump(archive.connection) if row[0] == "campaigns"]
            members = archive.connection.execute(
                "SELECT a.url, c.changed_before, c.campaign_id, c.beside_campaign FROM changes c"
                " JOIN articles a ON a.id = c.article_id ORDER BY 1, 2"
            ).fetchall()
        dumps.append((kept, members))
    assert all(each == dumps[0] for each in dumps[1:])
    assert sorted(row[5] for row in dumps[0][0]) == [3, 4]


def test_a_campaign_ends_when_looks_show_that_fewer_articles_have_it(tmp_path: Path) -> None:
    looks = [(n, article(n), 0.0) for n in range(3)]
    edited = [(n, with_line(article(n), DISCLAIMER), 100.0 + n) for n in range(3)]
    with opened(tmp_path) as archive:
        keep(archive, [*looks, *edited])
        assert len(rows(tmp_path, "SELECT id FROM campaigns")) == 1
        keep(archive, [(0, with_line(article(0), "Another line that only this article has got."), 50.0)])
        assert len(rows(tmp_path, "SELECT id FROM campaigns")) == 1  # its edit is still the same beside another
        keep(archive, [(1, with_line(article(1), DISCLAIMER), -9.0)])  # it had the line from the beginning
    assert rows(tmp_path, "SELECT count(*) FROM changes WHERE beside_campaign") == [(1,)]


def edit(text: str, place: str = "text", before: str = "") -> Edit:
    return Edit(digest=f"{place} {before} {text}", place=place, before=before, after=text)


def member(number: int, *edits: Edit, hours: float = 0, weight: float = 0.3, takes_name: bool = False) -> Member:
    return Member(
        change_id=number, article_id=number, changed_before=at(60 * hours), kind="update", weight=weight,
        takes_name=takes_name, edits=edits,
    )  # fmt: skip


def counted(*members: Member) -> list[tuple[int, int]]:
    return sorted((each.article_count, len(each.beside)) for each in campaigns(1, members))


LINE, OTHER = edit("A whole new line of text."), edit("Something else was said.")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([member(n, LINE) for n in range(2)], []),
        ([member(n, LINE) for n in range(3)], [(3, 0)]),
        ([member(n, LINE, edit(f"Only article {n} says so.")) for n in range(3)], [(3, 3)]),
        ([member(n, LINE, OTHER) for n in range(4)], [(4, 0)]),
        ([*(member(n, LINE, OTHER) for n in range(3)), *(member(n, OTHER) for n in range(3, 7))], [(7, 0)]),
        ([*(member(n, LINE) for n in range(3)), *(member(n, OTHER) for n in range(3, 7))], [(3, 0), (4, 0)]),
        ([member(n, edit(",")) for n in range(9)], []),
        ([member(n, edit("14", before="12")) for n in range(9)], []),
        ([member(n, edit("https://a.example/donate", "link")) for n in range(9)], []),
        ([member(n, LINE, edit("https://a.example/donate", "link")) for n in range(9)], [(9, 0)]),
        ([member(n, edit("武装勢力")) for n in range(3)], [(3, 0)]),
        ([member(n, LINE, hours=800 * (n // 3)) for n in range(6)], [(3, 0), (3, 0)]),
        ([member(n, LINE, hours=800 * n) for n in range(6)], []),
    ],
)  # fmt: skip
def test_changes_that_share_words_are_a_campaign_from_three_articles_on(
    members: list[Member], expected: list[tuple[int, int]]
) -> None:
    assert counted(*members) == expected


def test_the_order_of_changes_never_matters() -> None:
    members = [member(0, LINE, OTHER), member(1, LINE), member(2, LINE), member(3, OTHER), member(4, OTHER)]
    found = {campaigns(1, order) for order in permutations(members)}
    assert len(found) == 1


def test_two_changes_of_one_article_are_not_two_articles() -> None:
    again = replace(member(9, LINE), article_id=1)
    assert counted(member(1, LINE), member(2, LINE), again) == []


def test_a_name_that_is_taken_away_everywhere_is_not_spelled_out_and_never_leads() -> None:
    gone = edit("", "byline", "Jo Reed")
    (found,) = campaigns(1, [member(n, gone, weight=0.2, takes_name=True) for n in range(400)])
    assert (found.before, found.weight) == (None, 0.2)


def test_ids_differ_between_outlets_and_stay_when_members_come() -> None:
    (few,) = campaigns(1, [member(n, LINE) for n in range(3)])
    (many,) = campaigns(1, [member(n, LINE) for n in range(30)])
    (elsewhere,) = campaigns(2, [member(n, LINE) for n in range(3)])
    assert few.id == many.id != elsewhere.id
    assert few.weight < many.weight
