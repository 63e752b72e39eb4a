"""`verify` names whatever is not as it was written: by file and place, by row, by digest."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from archive import row_digests, verify
from archive.ingest.hidden import hides
from archive.morgue import Morgue
from archive.rebuild import rebuild
from archive.store import desk_journal, warcs
from archive.store.connection import connect_reader, connect_writer
from archive.store.desk import open_desk
from archive.takedown.withholding import unwithhold, withhold
from archive.verify import Finding, Report
from archive.warc import chain
from tests.benchmarks.touched import unnoticed
from tests.keeping import INFO, at, exchange, opened
from tests.kit.small import altered, small, warc

URL = "https://example.org/2017/ferry"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    small(folder)
    return folder


@pytest.fixture
def morgue(made: Path, tmp_path: Path) -> Morgue:
    """Return a copy to damage."""
    return Morgue(Path(shutil.copytree(made, tmp_path / "morgue")))


def told(report: Report) -> set[str]:
    return {finding.what for finding in report.findings}


def about(report: Report, words: str) -> list[Finding]:
    return [finding for finding in report.findings if words in f"{finding.detail} {finding.subject} {finding.file}"]


@pytest.mark.parametrize("deep", [False, True])
def test_an_archive_as_it_was_written_is_sound(morgue: Morgue, deep: bool) -> None:
    report = verify.verify(morgue, deep=deep)
    assert report.sound, report.findings
    assert (report.files, report.captures, report.versions) == (1, 5, 2)
    assert (report.lines, report.unchained, report.unindexed) == (1, 0, 0)
    assert report.bytes == warc(morgue).stat().st_size
    assert report.head == chain.head(morgue)


def test_a_closed_file_is_as_sound_as_an_open_one(morgue: Morgue) -> None:
    path = warc(morgue)
    path.rename(path.with_name(path.name.removesuffix(".open")))
    assert verify.verify(morgue, deep=True).sound


def test_what_a_crawl_has_not_committed_yet_is_no_damage(morgue: Morgue) -> None:
    with warc(morgue).open("ab") as file:
        file.write(b"\x1f\x8b half a record")
    assert verify.verify(morgue, deep=True).sound


def test_a_flipped_byte_anywhere_is_named_with_its_place(tmp_path: Path) -> None:
    with opened(tmp_path) as archive:
        archive.keep([exchange(body=b"gone", status=404)])
        chain.append(archive.morgue, warcs.indexed(archive.connection), at(1))
    morgue = Morgue(tmp_path)
    whole = warc(morgue).read_bytes()
    lines = chain.load(morgue)
    with warc(morgue).open("r+b", buffering=0) as file:
        for at_byte, byte in enumerate(whole):
            os.pwrite(file.fileno(), bytes([byte ^ 0x20]), at_byte)
            (finding,) = verify.chained.look(morgue, lines, None)
            assert (finding.what, finding.offset) == ("altered", 0)
            os.pwrite(file.fileno(), bytes([byte]), at_byte)
    assert verify.verify(morgue).sound


def test_a_flipped_byte_is_named_by_the_record_that_it_lies_in(morgue: Morgue) -> None:
    path = warc(morgue)
    whole = bytearray(path.read_bytes())
    with closing(sqlite3.connect(morgue.database)) as connection:
        rows = connection.execute("SELECT offset, length, record_id FROM captures").fetchall()
    for offset, length, record_id in rows:
        for at_byte in range(offset, offset + length, max(1, length // 40)):
            whole[at_byte] ^= 0x01
            path.write_bytes(whole)
            whole[at_byte] ^= 0x01
            found = verify.verify(morgue).findings
            assert [each for each in found if each.what in ("altered", "missing") and record_id in each.subject], (
                at_byte
            )


def test_a_deleted_file_is_named(morgue: Morgue) -> None:
    size = warc(morgue).stat().st_size
    warc(morgue).unlink()
    (finding,) = verify.verify(morgue).findings
    assert (finding.what, finding.offset, finding.length) == ("missing", 0, size)
    assert "5 captures" in finding.detail
    assert finding.file is not None
    assert finding.file.endswith(".warc.gz")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_named_with_what_is_gone(morgue: Morgue, share: float) -> None:
    path = warc(morgue)
    size = path.stat().st_size
    kept = int(size * share)
    path.write_bytes(path.read_bytes()[:kept])
    report = verify.verify(morgue)
    (finding,) = [each for each in report.findings if "the file ends" in each.detail and "not at" in each.detail]
    assert (finding.what, finding.offset, finding.length) == ("missing", kept, size - kept)
    with closing(sqlite3.connect(morgue.database)) as connection:
        gone = {r for (r,) in connection.execute("SELECT record_id FROM captures WHERE offset + length > ?", (kept,))}
    named = {each.subject.split(" ")[0] for each in report.findings if each.what == "missing"}
    assert gone <= named


def test_a_deleted_row_leaves_an_orphan(morgue: Morgue) -> None:
    altered(morgue, "DELETE FROM captures WHERE purpose = 'robots'")
    (finding,) = verify.verify(morgue).findings
    assert (finding.what, finding.detail) == ("orphaned", "a capture of https://example.org/robots.txt that has no row")
    assert finding.length


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE captures SET status = 404 WHERE status = 200", "status"),
        ("UPDATE captures SET url = url || '/x' WHERE record_type = 'response'", "url"),
        ("UPDATE captures SET captured_at = '2016-01-01T00:00:00.000000Z' WHERE status = 304", "captured_at"),
        ("UPDATE captures SET digest = 'sha1:' || substr(digest, 6, 31) || 'A'", "digest"),
        ("UPDATE captures SET etag = NULL", "etag"),
        ("UPDATE captures SET mime = 'text/plain'", "mime"),
        ("UPDATE captures SET record_sha256 = replace(record_sha256, '0', '1')", "record_sha256"),
        ("UPDATE captures SET length = length + 1 WHERE purpose = 'robots'", "another record or length"),
        ("UPDATE captures SET offset = offset + 1 WHERE purpose = 'robots'", "no such record does"),
        ("UPDATE captures SET record_id = 'urn:uuid:x' WHERE purpose = 'robots'", "another record or length"),
        ("UPDATE versions SET headline = 'Ferry sinks' WHERE number = 1", "headline and text are not those"),
        ("UPDATE texts SET text = text || ' Not true.'", "headline and text are not those"),
        ("UPDATE _readings SET reading = replace(reading, 'nine', 'noon')", "the reading is not the one"),
        ("DELETE FROM versions WHERE number = 1", "the version that it shows is gone"),
        ("UPDATE versions SET capture_id = (SELECT id FROM captures WHERE purpose = 'robots')", "shows another"),
        ("DELETE FROM texts", "its text is gone"),
        ("DELETE FROM articles", "its article is gone"),
        ("DELETE FROM _readings", "what was read is gone"),
        ("DELETE FROM contents", "what was read in it is gone"),
        ("UPDATE articles SET version_count = 9", "another number of versions"),
        ("DELETE FROM captures WHERE digest IN (SELECT digest FROM captures WHERE refers_to IS NOT NULL) "
         "AND refers_to IS NULL", "the original that it repeats is gone"),
    ],
)  # fmt: skip
def test_an_altered_row_is_named(morgue: Morgue, sql: str, named: str) -> None:
    altered(morgue, sql)
    report = verify.verify(morgue)
    assert about(report, named), report.findings
    assert told(report) <= {"altered", "missing", "orphaned"}


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE versions SET byline = 'By Ann Other'", "byline"),
        ("UPDATE versions SET content_digest = 'x'", "content_digest"),
        ("UPDATE contents SET record_id = 'urn:uuid:x'", "record_id"),
        ("UPDATE contents SET record_id = (SELECT min(record_id) FROM contents)", "record_id"),
        ("UPDATE articles SET headline = 'Another'", "headline"),
        ("UPDATE articles SET state = 'gone'", "state"),
        ("UPDATE versions SET appeared_after = NULL, words = words + 1", "words, appeared_after"),
        ("UPDATE changes SET kind = 'style', weight = weight / 2, evidence = ''", "kind, weight, evidence"),
        ("DELETE FROM facts", "a row that the WARC files give is not there"),
        ("UPDATE facts SET before = 'noon'", "no WARC file gives this row"),
        ("INSERT INTO texts (id, text, search) VALUES (9, 'a', 'b')", "no WARC file gives this row"),
    ],
)
def test_deep_derives_every_row_again_and_names_what_differs(morgue: Morgue, sql: str, named: str) -> None:
    altered(morgue, sql)
    assert about(verify.verify(morgue), "its rows are not those that rowback wrote")
    assert about(verify.verify(morgue, deep=True), named)


def test_deep_names_a_search_index_that_is_not_that_of_the_texts(morgue: Morgue) -> None:
    altered(morgue, "UPDATE versions_fts_docsize SET sz = x'0102'")
    assert about(verify.verify(morgue, deep=True), "versions_fts")


def test_what_is_derived_again_needs_room_and_leaves_nothing(
    morgue: Morgue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert verify.verify(morgue, deep=True).sound
    assert list(scratch.iterdir()) == []


def test_what_another_program_derived_is_not_held_against_it(morgue: Morgue) -> None:
    report = verify.verify(morgue, deep=True, software="rowback of another day")
    assert report.sound
    assert report.apart == 1
    altered(morgue, "UPDATE changes SET weight = weight / 2")
    assert about(verify.verify(morgue, deep=True, software="rowback of another day"), "changes")


def test_an_altered_line_of_the_chain_is_named(morgue: Morgue) -> None:
    text = morgue.chain.read_text()
    morgue.chain.write_text(text.replace(" 0 ", " 1 ", 1))
    report = verify.verify(morgue)
    assert about(report, "line 1")
    assert {finding.file for finding in report.findings} >= {"chain.txt"}


def test_a_head_that_was_noted_elsewhere_shows_a_chain_that_was_made_anew(morgue: Morgue) -> None:
    head = chain.head(morgue)
    assert head is not None
    assert verify.verify(morgue, noted=head).sound
    assert verify.verify(morgue, noted=f"sha256:{head.upper()}").sound
    lines = morgue.chain.read_text()
    morgue.chain.unlink()
    with opened(morgue.folder, 20) as archive:
        chain.append(morgue, warcs.indexed(archive.connection), at(20))
    assert morgue.chain.read_text() != lines
    assert verify.verify(morgue).sound
    (finding,) = verify.verify(morgue, noted=head).findings
    assert (finding.what, finding.file) == ("altered", "chain.txt")


def test_a_record_against_the_rules_is_named_though_all_digests_match(tmp_path: Path) -> None:
    forged = exchange(request=b"Proxy-Authorization: Basic c2VjcmV0\r\n")
    with opened(tmp_path) as archive:
        archive.keep([forged])
    (finding,) = verify.verify(Morgue(tmp_path)).findings
    assert (finding.what, finding.detail) == ("malformed", "the request holds a Proxy-Authorization")


def test_records_that_wait_for_their_rows_are_no_damage(morgue: Morgue) -> None:
    path = warc(morgue)
    path.rename(path.with_name(path.name.removesuffix(".open")))
    with closing(connect_writer(morgue)) as connection:
        connection.execute("UPDATE _warcs SET indexed = (SELECT offset FROM captures WHERE purpose = 'robots')")
        connection.execute("DELETE FROM captures WHERE purpose = 'robots'")
    report = verify.verify(morgue)
    assert report.sound
    assert report.unindexed == 1


def test_it_says_how_far_it_is(morgue: Morgue) -> None:
    steps: list[int] = []
    verify.verify(morgue, progress=steps.append)
    assert len(steps) > 5
    assert sum(steps) == verify.size(morgue) == warc(morgue).stat().st_size


def test_verifying_alters_nothing(morgue: Morgue) -> None:
    def digests() -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in morgue.folder.rglob("*")
            if path.is_file()
        }

    before = digests()
    verify.verify(morgue, deep=True)
    assert digests() == before


def test_desk_says_what_was_altered_and_is_made_again_from_its_journal(morgue: Morgue) -> None:
    withhold(morgue, URL, reason="asked to", now=at(30))
    assert verify.verify(morgue, deep=True).sound
    with closing(sqlite3.connect(morgue.desk)) as desk, desk:
        desk.execute("DELETE FROM withheld_addresses")
    found = about(verify.verify(morgue), "withheld_addresses")
    assert {(finding.file, finding.what) for finding in found} == {("desk.db", "altered"), ("desk.db", "missing")}
    morgue.desk.unlink()
    assert about(verify.verify(morgue), "desk.jsonl")
    assert hides(morgue, [URL]) == {URL}
    rebuild(morgue.folder, software=INFO.software, bar=verify.no_bar)
    assert verify.verify(morgue, deep=True).sound
    assert hides(morgue, [URL]) == {URL}
    with closing(connect_reader(morgue)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_an_altered_line_of_the_journal_is_named(morgue: Morgue) -> None:
    withhold(morgue, URL, reason="asked to", now=at(30))
    text = morgue.desk_journal.read_bytes()
    morgue.desk_journal.write_bytes(text.replace(b"asked to", b"asked no"))
    assert about(verify.verify(morgue), "line 1 is not as it was written")
    morgue.desk_journal.write_bytes(text[: text.rindex(b"\n", 0, -1) + 1])
    assert about(verify.verify(morgue), "desk.jsonl says otherwise")
    morgue.desk_journal.write_bytes(text + b"torn")
    assert verify.verify(morgue).sound
    unwithhold(morgue, URL)
    assert verify.verify(morgue, deep=True).sound


def test_what_a_kill_left_unwritten_in_the_journal_is_written_at_the_next_start(morgue: Morgue) -> None:
    with pytest.raises(KeyboardInterrupt), open_desk(morgue):
        raise KeyboardInterrupt
    with closing(sqlite3.connect(morgue.desk, isolation_level=None)) as desk:
        row_digests.keep(desk)
        desk_journal.keep(desk)
        desk.execute("INSERT INTO withheld_addresses VALUES ('a', 1)")
    assert verify.verify(morgue).sound
    assert b"withheld_addresses" not in morgue.desk_journal.read_bytes()
    with open_desk(morgue):
        pass
    assert morgue.desk_journal.read_bytes().count(b"withheld_addresses") == 1
    assert verify.verify(morgue).sound


def test_random_edits_and_flips_of_both_databases_are_noticed(tmp_path: Path) -> None:
    assert unnoticed(tmp_path, 60, seed=1) == []
