"""What an outlet's pages repeat is learned from them, kept in the WARC, and left out of what is captured later."""

import json
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import ids
from archive.cli.output import guarded
from archive.derive.template import State
from archive.extract import READER
from archive.ingest import learning
from archive.ingest.archive import Archive
from archive.models import Block, Content
from archive.morgue import Morgue
from archive.verify import verify
from archive.warc.conformance import check_file
from archive.warc.reader import StoredRecord, iterate
from crawler.cli import root
from tests.keeping import at, opened
from tests.kit.rebuilding import copied, rebuilt, same_again
from tests.kit.repeating import AROUND, BODY, DAY, OUTLET, SHARE, SITE, Look, article, keep, shared
from tests.prose import prose

NOTE = "Correction: an earlier version of this article gave a wrong time."
CORRECTED = "Correction: an earlier version of this article gave a wrong time of the meeting."
DISCLAIMER = "This report was written with the help of partners who paid for travel and lodging."


def reworded(text: Content, old: str, new: str) -> Content:
    return replace(text, blocks=tuple(replace(block, text=block.text.replace(old, new)) for block in text.blocks))


def learn(archive: Archive, minute: float) -> bool:
    """Adopt what the outlet's pages teach; False when that is nothing new."""
    state = learning.learn(archive.connection, ids.outlet_id(OUTLET), READER)
    if state is not None:
        learning.adopt(archive, OUTLET, state, at(minute))
    return state is not None


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "rowback.db")) as connection:
        return connection.execute(sql).fetchall()


def texts(folder: Path, number: int) -> list[str]:
    sql = """SELECT a.url, t.text FROM versions v JOIN texts t ON t.id = v.text_id
               JOIN articles a ON a.id = v.article_id ORDER BY v.number"""
    return [str(text) for url, text in rows(folder, sql) if url == f"{SITE}{number}"]


def test_a_line_that_is_learned_vanishes_from_later_captures_and_makes_no_version(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        assert learn(archive, 100)
        keep(archive, (0, article(0, SHARE), DAY), (1, article(1), DAY), (9, article(9, SHARE), DAY))
        keep(archive, (2, reworded(article(2, SHARE), "crowns", "ducats"), DAY))
    assert rows(tmp_path, "SELECT decision, count(*) FROM captures GROUP BY 1 ORDER BY 1") == [
        ("changed", 1), ("new", 6), ("same", 2),
    ]  # fmt: skip
    assert [SHARE in text for text in texts(tmp_path, 2)] == [True, False]
    assert [SHARE in text for text in texts(tmp_path, 9)] == [False]
    told = rows(tmp_path, "SELECT f.before, f.after FROM facts f")
    assert not any(SHARE in str(row) for row in told)
    assert rows(tmp_path, "SELECT words_added = words_removed FROM changes") == [(1,)]
    assert rows(tmp_path, "SELECT before, after FROM _edits WHERE before || after LIKE '%telegram%'") == []


def test_a_state_is_adopted_only_when_it_leaves_out_other_things(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        assert [learn(archive, minute) for minute in (100, 200)] == [True, False]
        keep(archive, *((n, article(n, SHARE), DAY + n) for n in range(5, 9)))
        assert not learn(archive, DAY + 100)
        keep(archive, *((n, article(n, DISCLAIMER), DAY + n) for n in range(9, 13)))
        assert learn(archive, DAY + 200)
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT digest) FROM states") == [(2, 2)]


def test_fewer_than_three_articles_teach_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared(2))
        assert not learn(archive, 100)


def test_an_outlet_is_asked_once_a_day_and_adopts_once_a_day(tmp_path: Path) -> None:
    outlet = ids.outlet_id(OUTLET)
    with opened(tmp_path) as archive:
        assert learning.is_due(archive.connection, outlet, at(0))
        learning.note_checked(archive, OUTLET, at(0))
        due = [learning.is_due(archive.connection, outlet, at(minute)) for minute in (1, DAY - 1, DAY)]
        assert due == [False, False, True]
        assert learning.is_due(archive.connection, outlet, at(-10))  # a clock that was put back
        learning.adopt(archive, OUTLET, State(), at(DAY))
        due = [learning.is_due(archive.connection, outlet, at(minute)) for minute in (DAY + 1, 2 * DAY)]
        assert due == [False, True]


def test_a_state_lies_in_the_warc_and_tells_no_text_and_no_address(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        learn(archive, 100)
        (row,) = archive.connection.execute("SELECT record_id, adopted_at FROM states")
    (path,) = (tmp_path / "warcs").glob("*/*/*.open")
    (kept,) = (
        (record.record_id, record.header("WARC-Date"), record.target_uri, record.block.read())
        for record in iterate(path)
        if isinstance(record, StoredRecord) and record.type == "resource"
    )
    assert kept[:3] == (*row, "urn:rowback:state:example.org")
    assert b"telegram" not in kept[3]
    assert b"org,example" not in kept[3]
    assert check_file(path) == []
    assert verify(Morgue(tmp_path), deep=True).findings == []


def test_verify_names_a_state_that_the_warc_does_not_hold(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        learn(archive, 100)
        for change in ("SET state = replace(state, '5', '6')", "SET record_id = 'urn:uuid:0'"):
            archive.connection.execute("UPDATE states " + change)
            told = [finding.subject for finding in verify(Morgue(tmp_path), deep=True).findings]
            assert any(subject.startswith("states ") for subject in told)


def test_a_rebuild_restores_the_states_first(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        learn(archive, 100)
        keep(archive, *((n, article(n), DAY + n) for n in range(3)), (9, article(9, SHARE), DAY))
    same_again(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM states") == [(1,)]


def test_a_state_whose_row_a_crash_took_is_back_at_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        before = dict(archive.connection.execute("SELECT filename, indexed FROM _warcs"))
        learn(archive, 100)
    state = rows(tmp_path, "SELECT * FROM states")
    with closing(sqlite3.connect(tmp_path / "rowback.db")) as connection, connection:
        connection.execute("DELETE FROM states")
        connection.executemany("UPDATE _warcs SET indexed = ?2 WHERE filename = ?1", before.items())
    with opened(tmp_path, 200):
        pass
    assert rows(tmp_path, "SELECT * FROM states") == state


def history() -> list[Look]:
    """Return looks at five articles over four days: a campaign, a note, a line that comes and goes, an edit."""
    drawn = random.Random(5)
    looks: list[Look] = []
    for day in range(4):
        for n in range(5):
            lines = [SHARE] * (not day or drawn.choice((0, 1)))
            lines += [DISCLAIMER] * (day > 1 and n < 3) + [NOTE] * (day > 0 and n < 2)
            text = article(n, *lines)
            looks.append((n, reworded(text, "crowns", "ducats") if day > 2 and n == 4 else text, day * DAY + n))
    return looks


@pytest.mark.slow
def test_a_history_with_states_is_the_same_in_any_order_of_arrival(tmp_path: Path) -> None:
    looks, learned, dumps = history(), adopted_states(tmp_path / "first"), []
    for seed in range(12):
        order = random.Random(seed).sample(looks, len(looks)) if seed else looks
        with opened(tmp_path / str(seed)) as archive:
            late = seed % 3 == 2  # by a clock that was put back: looks are there that are later than the states
            for turn in (late, not late):
                for each in order if turn else ():
                    keep(archive, each)
                for minute, state in () if turn else learned:
                    learning.adopt(archive, OUTLET, state, at(minute))
            for capture in archive.unread_captures():
                archive.settle(capture.id, at(9 * DAY))
            told = """SELECT a.url, v.number, v.content_digest, v.first_captured_at, v.gone_by
                        FROM versions v JOIN articles a ON a.id = v.article_id ORDER BY 1, 2"""
            reasons = "SELECT url, captured_at, decision, reason FROM captures ORDER BY 1, 2"
            dumps.append([archive.connection.execute(sql).fetchall() for sql in (told, reasons)])
    assert all(each == dumps[0] for each in dumps[1:])
    assert {row[3] for row in dumps[0][1]} == {None}
    assert [row[1] for row in dumps[0][0]] == [1, 2, 3, 1, 2, 3, 1, 2, 1, 1, 2]


def adopted_states(folder: Path) -> Sequence[tuple[float, State]]:
    """Return what an archive of this history learns in the nights."""
    found = []
    with opened(folder) as archive:
        for look in history():
            if look[0] == 0 and look[2]:
                state = learning.learn(archive.connection, ids.outlet_id(OUTLET), READER)
                if state is not None:
                    found.append((look[2] - 60, state))
                    learning.adopt(archive, OUTLET, state, at(look[2] - 60))
            keep(archive, look)
    assert found
    return found


def shown(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert guarded(root, ["--morgue", str(folder), *arguments]) == 0
    return capsys.readouterr().out


def test_what_was_left_out_is_shown_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        learn(archive, 100)
        keep(archive, (9, article(9, SHARE), DAY))
    assert SHARE not in shown(tmp_path, capsys, "show", f"{SITE}9")
    said = shown(tmp_path, capsys, "show", f"{SITE}9", "--removed")
    assert f"on other articles of the outlet  {SHARE}" in " ".join(said.split("\n"))
    told = json.loads(shown(tmp_path, capsys, "show", f"{SITE}9", "--removed", "--json"))
    assert told["left_out"] == [{"text": SHARE, "reason": "on other articles of the outlet"}]
    assert SHARE not in told["content"]["text"]
    assert json.loads(shown(tmp_path, capsys, "show", f"{SITE}9", "--json"))["left_out"] is None


def test_versions_on_both_sides_of_an_adoption_differ_in_the_edit_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = reworded(article(2, SHARE), "crowns", "ducats")
    with opened(tmp_path) as archive:
        keep(archive, *shared(), (2, reworded(article(2, SHARE), "The", "Teh"), 60))
        learn(archive, 100)
        keep(archive, (2, edited, DAY))
    for span in ("1..3", "2..3", "1..2"):
        told = json.loads(shown(tmp_path, capsys, "diff", f"{SITE}2", span, "--json"))
        altered = [each for each in told["operations"] if each["kind"] != "kept"]
        assert altered
        assert not any("telegram" in str(each) for each in altered)
    assert "telegram" in shown(tmp_path, capsys, "show", f"{SITE}2", "--version", "1")
    assert "telegram" not in shown(tmp_path, capsys, "show", f"{SITE}2", "--version", "3")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 40 articles; 12 get a disclaimer, learned in the night; then more get it, with a note or a silent fact."""
    folder = tmp_path_factory.mktemp("campaign")
    text = {n: article(n, SHARE) for n in range(40)}
    also = {n: with_lines(text[n], DISCLAIMER) for n in range(40)}
    noted = {n: with_lines(text[n], DISCLAIMER, CORRECTED) for n in (20, 21, 22)}
    noted[20] = reworded(noted[20], " to ", " till ")
    with opened(folder) as archive:
        keep(archive, *((n, text[n], n / 60) for n in range(40)))
        learn(archive, 100)
        keep(archive, *((n, also[n], DAY + n) for n in range(12)))
        learn(archive, DAY + 100)
        keep(archive, *((n, noted.get(n, also[n]), 3 * DAY + n) for n in range(24)))
        learn(archive, 3 * DAY + 100)
        keep(archive, *((n, noted.get(n, also.get(n, text[n])), 5 * DAY + n) for n in range(24)))
        keep(archive, (19, with_lines(also[19], CORRECTED), 6 * DAY), (50, article(50, CORRECTED), 6 * DAY))
    return folder


def with_lines(text: Content, *lines: str) -> Content:
    return replace(text, blocks=(*text.blocks, *(Block(line, BODY, kept=True) for line in lines)))


def test_a_campaign_goes_on_when_its_words_are_learned_already(campaign: Path) -> None:
    assert rows(campaign, "SELECT count(*) > 1 FROM states") == [(1,)]
    assert rows(campaign, "SELECT count(*) FROM versions WHERE number = 2") == [(24,)]
    assert rows(campaign, "SELECT count(*) FROM captures WHERE decision = 'held_back'") == [(0,)]
    assert (24, DISCLAIMER) in rows(campaign, "SELECT article_count, after FROM campaigns")
    texts_of = "SELECT count(*) FROM latest_versions v JOIN texts t ON t.id = v.text_id WHERE t.text LIKE '%lodging%'"
    assert rows(campaign, texts_of) == [(24,)]


def test_a_note_that_many_articles_show_is_neither_dropped_nor_called_unnoted_after_learning(campaign: Path) -> None:
    noted = "SELECT count(*) FROM versions v JOIN texts t ON t.id = v.text_id WHERE t.text LIKE '%of the meeting%'"
    assert rows(campaign, noted) == [(5,)]
    assert [CORRECTED in text for text in texts(campaign, 50)] == [True]  # met for the first time with it
    kinds = rows(campaign, "SELECT kind, count(*) FROM changes GROUP BY kind")
    assert ("correction_noted", 4) in kinds
    assert "fact_changed_unnoted" not in [kind for kind, _ in kinds]


def test_verify_finds_each_version_as_it_was_read_under_its_state(campaign: Path) -> None:
    assert verify(Morgue(campaign), deep=True).findings == []


def test_a_rebuild_tells_the_same_campaign(campaign: Path, tmp_path: Path) -> None:
    told = same_again(copied(campaign, tmp_path))
    assert told.failed == ()


def test_what_the_template_puts_around_the_body_is_held_back_once_it_is_known(tmp_path: Path) -> None:
    notice = [(n, article(n, DISCLAIMER, path=AROUND)) for n in range(9)]
    with opened(tmp_path) as archive:
        keep(archive, *((n, article(n), n / 60) for n in range(9)))
        keep(archive, *((n, text, 100 + n) for n, text in notice[:4]))
        learn(archive, 200)
        keep(archive, *((n, text, DAY + n) for n, text in notice))
    assert rows(tmp_path, "SELECT decision, reason, count(*) FROM captures GROUP BY 1, 2 ORDER BY 1, 2") == [
        ("changed", None, 4), ("held_back", "template", 5), ("new", None, 9), ("same", None, 4),
    ]  # fmt: skip
    same_again(tmp_path)


def test_a_state_of_another_archive_is_kept_and_ignored(tmp_path: Path) -> None:
    with opened(tmp_path / "theirs") as archive:
        keep(archive, *shared())
        learn(archive, 100)
    (warc,) = (tmp_path / "theirs" / "warcs").glob("*/*/*.open")
    closed = tmp_path / warc.name.removesuffix(".open")
    closed.write_bytes(warc.read_bytes())
    with opened(tmp_path / "ours") as archive:
        keep(archive, *((n, article(n), n / 60) for n in range(20, 24)))
    assert guarded(root, ["--morgue", str(tmp_path / "ours"), "import", str(closed)]) == 0
    assert rows(tmp_path / "ours", "SELECT count(*) FROM states") == [(0,)]
    rebuilt(tmp_path / "ours")
    assert rows(tmp_path / "ours", "SELECT count(*) FROM states") == [(0,)]


def test_reading_everything_again_keeps_the_states_in_force(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        learn(archive, 100)
        keep(archive, *((n, article(n, SHARE), DAY + n) for n in range(4)), (9, article(9, SHARE), DAY))
        for (capture,) in archive.connection.execute("SELECT id FROM captures ORDER BY captured_at").fetchall():
            archive.derive(capture)
    assert [SHARE in text for text in texts(tmp_path, 9)] == [False]
    assert rows(tmp_path, "SELECT max(number) FROM versions") == [(1,)]


def test_what_is_withheld_leaves_nothing_among_what_was_worked_out(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *shared())
        learn(archive, 100)
        keep(archive, (8, article(8, SHARE), DAY), (9, article(9, SHARE), DAY))
    gists = "SELECT gist FROM _left WHERE gist IS NOT NULL"
    assert [prose(9).headline in str(gist) for (gist,) in rows(tmp_path, gists)].count(True) == 1
    assert guarded(root, ["--morgue", str(tmp_path), "withhold", f"{SITE}9", "--reason", "a name"]) == 0
    assert [prose(9).headline in str(gist) for (gist,) in rows(tmp_path, gists)] == [False]


def reading(number: int, readers: int) -> Content:
    """Return an article with what a widget shows below it."""
    return article(number, f"{readers} people are reading this now.")


def test_what_moved_by_itself_on_one_article_moves_by_itself_on_the_next_from_its_first_move_on(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, *((0, reading(0, n), minute) for minute, n in enumerate((38, 112, 87))))
        keep(archive, *((n, article(n), n) for n in (1, 2)))
        assert learn(archive, 100)
        keep(archive, (5, reading(5, 12), DAY), (5, reading(5, 14), DAY + 10))
        keep(
            archive,
            (6, article(6, "At least 12 people died."), DAY),
            (6, article(6, "At least 14 people died."), DAY + 10),
        )
    assert rows(tmp_path, "SELECT reason, count(*) FROM captures WHERE decision = 'held_back' GROUP BY 1") == [
        ("volatile", 3)
    ]
    assert rows(tmp_path, "SELECT kind, finding FROM changes") == [("fact_changed_unnoted", "observed")]
    same_again(tmp_path)


def test_what_a_definition_drops_is_left_out_of_later_captures_and_makes_no_version(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        keep(archive, (0, article(0, SHARE), 0))
        learning.define(archive, OUTLET, ("p.share",), at(1))
        learning.define(archive, OUTLET, ("p.share",), at(2))
        keep(archive, (0, article(0, NOTE), 10), (1, article(1, SHARE), 10))
        learning.define(archive, OUTLET, (), at(20))
        keep(archive, (2, article(2, SHARE), 30))
    assert rows(tmp_path, "SELECT count(*) FROM states") == [(2,)]
    assert rows(tmp_path, "SELECT decision FROM captures ORDER BY captured_at, decision DESC") == [
        ("new",), ("same",), ("new",), ("new",),
    ]  # fmt: skip
    assert [[SHARE in text for text in texts(tmp_path, number)] for number in range(3)] == [[True], [False], [True]]
    same_again(tmp_path)
