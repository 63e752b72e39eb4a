"""`rowback export`: other programs read what leaves the archive, and find the same in it."""

import csv
import gc
import gzip
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer
from pyarrow import parquet
from warcio.archiveiterator import ArchiveIterator

from archive.cli.output import guarded
from archive.export import tables
from archive.export.package import Package
from archive.lookup.exported import TABLES
from archive.takedown.withholding import withhold
from archive.warc import cdxj
from crawler.cli import root
from tests.keeping import PAGE, at, content, exchange, opened
from tests.morgues import MOVED, URL, bridge, build, mail

Run = Callable[..., tuple[int, str, str]]
FERRY = "https://example.org/2017/ferry"
AROUND = ("It had forty passengers.", "The crew of six was aboard.", "It is the first crossing of the year.")
NINE, TEN = ("The ferry left at nine.", *AROUND), ("The ferry left at ten.", *AROUND)
CHUNKED = b"Transfer-Encoding: chunked\r\nX-"  # what follows is the name of a header that says nothing


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def called(folder: Path, *arguments: str) -> tuple[int, str, str]:
        code = guarded(root, ["--morgue", str(folder), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a page, have it unchanged, not modified and changed; robots.txt; addresses that others spell anew."""
    folder = tmp_path_factory.mktemp("looked") / "morgue"
    with opened(folder) as archive:
        robots = exchange("https://example.org/robots.txt", b"User-agent: *\n", purpose="robots")
        first, *_ = archive.keep([exchange(head=b'Content-Type: Text/HTML\r\nETag: "1"\r\n'), robots])
        archive.keep_reading(first.id, content("Ferry leaves", *NINE), at(1))
        odd = exchange("https://example.org/a b?x=é&b=1", b"odd", minute=2)
        chunked = b"5\r\nhello\r\n0\r\n\r\n"
        framed = exchange("https://example.org/framed", chunked, minute=3, head=CHUNKED)
        for each in archive.keep([odd, framed]):
            archive.settle(each.id, at(4))
    with opened(folder, 60) as archive:
        later = [
            exchange(minute=60, head=b'Content-Type: text/html\r\nETag: "1"\r\n'),
            exchange(minute=70, status=304, request=b'If-None-Match: "1"\r\n'),
        ]
        for each in archive.keep(later):
            archive.keep_reading(each.id, content("Ferry leaves", *NINE), at(71))
        (changed,) = archive.keep([exchange(body=PAGE + b"2", minute=80)])
        archive.keep_reading(changed.id, content("Ferry leaves late", *TEN), at(81))
    return folder


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("told") / "morgue", [bridge(), mail()]).folder


def indexed(paths: list[Path], folder: Path) -> list[str]:
    """Return cdxj-indexer's lines, sorted."""
    out = io.StringIO()
    CDXJIndexer(out, [str(path) for path in paths], dir_root=str(folder)).process_all()
    gc.collect()  # it leaves temporary files behind
    return sorted(out.getvalue().splitlines(keepends=True))


def without_digest(line: str) -> str:
    return cdxj.write(cdxj.read(line)._replace(digest=None))


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_the_index_is_that_of_cdxj_indexer_but_for_digests_of_chunked_records(
    run: Run, looked: Path, tmp_path: Path
) -> None:
    code, out, err = run(looked, "export", "cdxj")
    assert (code, err) == (0, "")
    for path in (looked / "warcs").glob("*/*/*.open"):
        path.rename(path.with_suffix(""))  # cdxj-indexer knows files by their names
    try:
        theirs = indexed(sorted((looked / "warcs").glob("*/*/*.warc.gz")), looked / "warcs")
    finally:
        for path in (looked / "warcs").glob("*/*/*.warc.gz"):
            path.rename(f"{path}.open")
    ours = out.splitlines(keepends=True)
    assert ours == sorted(ours)
    assert len(ours) == len(theirs) == 7
    differing = [one for one, other in zip(ours, theirs, strict=True) if one != other]
    assert [cdxj.read(line).url for line in differing] == ["https://example.org/framed"]
    assert [without_digest(line) for line in ours] == [without_digest(line) for line in theirs]


def test_an_index_is_of_what_was_chosen(run: Run, looked: Path, told: Path) -> None:
    assert run(looked, "export", "cdxj", "--since", "2017-02-14T09:10Z")[1].count("\n") == 2
    assert run(looked, "export", "cdxj", "--until", "2017-02-14T08:00Z")[1].count("\n") == 2
    urls = {cdxj.read(line).url for line in run(told, "export", "cdxj", "--outlet", "mail")[1].splitlines()}
    assert urls == {"https://mail.example/bridge"}


def test_an_outlet_that_is_not_here_is_named(run: Run, told: Path) -> None:
    code, _, err = run(told, "export", "cdxj", "--outlet", "corier")
    assert code == 4
    assert "courier" in err


def package(run: Run, folder: Path, path: Path, *arguments: str) -> dict[str, bytes]:
    """Write a package and return its files."""
    code, out, err = run(folder, "export", "wacz", "-o", str(path), *arguments)
    assert (code, out, err) == (0, "", "")
    with zipfile.ZipFile(path) as file:
        assert {info.compress_type for info in file.infolist() if info.filename.endswith(".gz")} == {zipfile.ZIP_STORED}
        return {name: file.read(name) for name in file.namelist()}


def test_a_package_passes_the_validation_of_others(run: Run, looked: Path, tmp_path: Path) -> None:
    package(run, looked, tmp_path / "a.wacz")
    said = subprocess.run(  # in a process of its own: the package changes what cdxj-indexer indexes
        [sys.executable, "-c", "import sys; from wacz.main import main; sys.exit(main())", "validate", "-f", "a.wacz"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert "Version detected as 1.1.1" in said.stdout
    assert "Validation succeeded" in said.stdout


def test_a_package_holds_every_record_that_a_revisit_refers_to(run: Run, looked: Path, tmp_path: Path) -> None:
    files = package(run, looked, tmp_path / "a.wacz", "--since", "2017-02-14T09:00Z", "--until", "2017-02-14T09:10Z")
    records = {}
    for name, data in files.items():
        if name.startswith("archive/"):
            for record in ArchiveIterator(io.BytesIO(data)):
                records[record.rec_headers["WARC-Record-ID"]] = record.rec_headers
                record.content_stream().read()
    kinds = sorted(each["WARC-Type"] for each in records.values())
    assert kinds == ["metadata"] * 3 + ["request"] * 3 + ["response", "revisit", "revisit", "warcinfo"]
    for each in records.values():
        assert each["WARC-Refers-To"] is None or each["WARC-Refers-To"] in records
        assert each["WARC-Warcinfo-ID"] is None or each["WARC-Warcinfo-ID"] in records


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_a_package_s_index_is_that_of_its_own_files(run: Run, looked: Path, tmp_path: Path) -> None:
    files = package(run, looked, tmp_path / "a.wacz")
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    theirs = indexed(sorted((tmp_path / "archive").iterdir()), tmp_path / "archive")
    first, *places = files["indexes/index.idx"].decode().splitlines()
    assert first.startswith('!meta 0 {"format": "cdxj-gzip-1.0"')
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines(keepends=True)
    assert [without_digest(line) for line in lines] == [without_digest(line) for line in theirs]
    assert len(places) == 1
    said = json.loads(places[0].partition("{")[1] + places[0].partition("{")[2])
    assert said["length"] == len(files["indexes/index.cdx.gz"])


def test_the_pages_are_the_versions_with_title_time_and_text(run: Run, looked: Path, tmp_path: Path) -> None:
    files = package(run, looked, tmp_path / "a.wacz")
    head, *pages = (json.loads(line) for line in files["pages/pages.jsonl"].splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"], page["title"], page["text"]) for page in pages] == [
        (FERRY, "2017-02-14T08:00:00Z", "Ferry leaves (version 1)", "\n".join(NINE)),
        (FERRY, "2017-02-14T09:20:00Z", "Ferry leaves late (version 2)", "\n".join(TEN)),
    ]
    manifest = json.loads(files["datapackage.json"])
    assert manifest["mainPageDate"] == "2017-02-14T09:20:00Z"
    assert {each["path"]: (each["hash"], each["bytes"]) for each in manifest["resources"]} == {
        name: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
        for name, data in files.items()
        if not name.startswith("datapackage")
    }


def test_the_same_choice_is_the_same_package(run: Run, looked: Path, tmp_path: Path) -> None:
    one, other = package(run, looked, tmp_path / "a.wacz"), package(run, looked, tmp_path / "b.wacz")
    changing = {"datapackage.json", "datapackage-digest.json"}  # when it was made, and under which name
    assert {name: data for name, data in one.items() if name not in changing} == {
        name: data for name, data in other.items() if name not in changing
    }


def test_a_damaged_record_is_named_and_left_out(run: Run, told: Path, tmp_path: Path) -> None:
    copied = build(tmp_path / "morgue", [mail(), bridge()])
    with sqlite3.connect(copied.database) as connection:
        sql = "SELECT filename, offset, length FROM captures WHERE url LIKE '%mail%'"
        ((name, offset, length),) = connection.execute(sql)
    (path,) = copied.warcs.glob(f"{name}*")
    data = bytearray(path.read_bytes())
    data[offset + length - 5] ^= 1
    path.write_bytes(data)
    code, _, err = run(copied.folder, "export", "wacz", "-o", str(tmp_path / "a.wacz"))
    assert code == 9
    assert err.count("left out") == 1
    assert f"at {offset}" in err
    with zipfile.ZipFile(tmp_path / "a.wacz") as file:
        assert b"mail.example" not in b"".join(file.read(name) for name in file.namelist() if "idx" in name)


def test_nothing_chosen_is_no_package(run: Run, looked: Path, tmp_path: Path) -> None:
    code, _, err = run(looked, "export", "wacz", "-o", str(tmp_path / "a.wacz"), "--since", "2030-01-01")
    assert (code, list(tmp_path.iterdir())) == (4, [])
    assert "nothing was kept" in err


def test_versions_are_json_lines_with_their_texts(run: Run, told: Path) -> None:
    rows = [json.loads(line) for line in run(told, "export", "versions")[1].splitlines()]
    numbers = [(row["outlet"], row["number"]) for row in rows]
    assert numbers == [("courier", 1), ("courier", 2), ("courier", 3), ("mail", 1)]
    assert rows[0]["url"] == URL
    assert rows[2]["article_url"] == MOVED
    assert "Twelve people died" in rows[0]["text"]
    assert rows[0]["appeared_after"] is None


@pytest.mark.parametrize("table", TABLES)
def test_every_table_holds_the_same_as_json_as_csv_and_as_parquet(
    run: Run, told: Path, tmp_path: Path, table: str
) -> None:
    rows = [json.loads(line) for line in run(told, "export", table)[1].splitlines()]
    text = run(told, "export", table, "--format", "csv")[1]
    assert list(csv.DictReader(io.StringIO(text))) == [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in rows
    ]
    code, *_ = run(told, "export", table, "-o", str(tmp_path / "t.parquet"))
    read = parquet.read_table(tmp_path / "t.parquet")
    assert (code, read.to_pylist(), read.schema.names) == (0, rows, list(TABLES[table].columns))
    assert bool(rows) == (table != "stories")


def test_changes_and_facts_name_outlet_article_and_times(run: Run, told: Path) -> None:
    changes = [json.loads(line) for line in run(told, "export", "changes")[1].splitlines()]
    facts = [json.loads(line) for line in run(told, "export", "facts")[1].splitlines()]
    assert {fact["change_id"] for fact in facts} <= {change["change_id"] for change in changes}
    assert all(each["outlet"] and each["outlet_title"] and each["article_url"] for each in (*changes, *facts))
    assert all(change["changed_before"] >= (change["changed_after"] or "") for change in changes)
    assert any("Twelve" in (fact["sentence_before"] or "") for fact in facts)
    assert run(told, "export", "facts", "--outlet", "mail")[1] == ""
    assert run(told, "export", "changes", "--since", "2030-01-01")[1] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_takes_a_text_for_a_formula(start: str) -> None:
    row: tables.Row = dict.fromkeys(TABLES["versions"].columns, None) | {"headline": f"{start}HYPERLINK()", "words": -1}
    (read,) = csv.DictReader(io.StringIO("".join(tables.csv_lines([row], row)), newline=""))
    assert (read["headline"], read["words"]) == (f"'{start}HYPERLINK()", "-1")


@pytest.mark.parametrize(
    ("name", "options", "start"),
    [
        ("v.csv", [], b"outlet,"),
        ("V.CSV", [], b"outlet,"),
        ("v.parquet", [], b"PAR1"),
        ("v.jsonl", [], b"{"),
        ("v", [], b"{"),
        ("v.csv", ["--format", "jsonl"], b"{"),
    ],
)
def test_a_table_has_the_format_that_its_file_is_named_by(
    run: Run, told: Path, tmp_path: Path, name: str, options: list[str], start: bytes
) -> None:
    assert run(told, "export", "versions", "-o", str(tmp_path / name), *options)[0] == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_parquet_needs_a_file(run: Run, told: Path) -> None:
    assert run(told, "export", "versions", "--format", "parquet")[0] == 2


def test_a_shared_database_is_whole_without_what_only_rowback_needs(run: Run, told: Path, tmp_path: Path) -> None:
    code, out, _ = run(told, "export", "db", str(tmp_path / "shared.db"), "--json")
    assert (code, json.loads(out)["export"]["kind"]) == (0, "db")
    with sqlite3.connect(tmp_path / "shared.db") as shared, sqlite3.connect(told / "rowback.db") as own:
        for table in ("articles", "versions", "texts", "captures", "changes", "facts", "outlets"):
            sql = f"SELECT * FROM {table} ORDER BY 1"
            assert shared.execute(sql).fetchall() == own.execute(sql).fetchall() != []
        names = own.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '[_]*'")
        internal = [name for (name,) in names if name != "_sqlite_migrations"]
        assert "_readings" in internal
        counts = {shared.execute(f"SELECT count(*) FROM {name}").fetchone() for name in internal}
        assert counts == {(0,)}
        assert shared.execute("SELECT count(*) FROM versions_fts WHERE versions_fts MATCH 'twelve'").fetchone() == (1,)
        assert shared.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_shared_database_never_replaces_the_archive_s_own(run: Run, told: Path) -> None:
    before = (told / "rowback.db").read_bytes()
    code, _, err = run(told, "export", "db", str(told / "rowback.db"))
    assert (code, (told / "rowback.db").read_bytes() == before) == (2, True)
    assert "lies in the morgue" in err


def test_what_is_withheld_leaves_in_no_export(run: Run, tmp_path: Path) -> None:
    morgue = build(tmp_path / "morgue", [bridge(), mail()])
    withhold(morgue, URL, reason="a name", now=at(0))
    assert "courier.example" not in run(morgue.folder, "export", "cdxj")[1]
    assert "courier.example" not in run(morgue.folder, "export", "versions")[1]
    files = package(run, morgue.folder, tmp_path / "a.wacz")
    assert b"courier.example" not in b"".join(files.values()).replace(b"\\u", b"")
    run(morgue.folder, "export", "db", str(tmp_path / "shared.db"))
    assert b"courier.example/2026" not in (tmp_path / "shared.db").read_bytes()


def test_what_cannot_be_told_to_be_withheld_stops_every_export(run: Run, tmp_path: Path) -> None:
    morgue = build(tmp_path / "morgue", [mail()])
    morgue.desk.write_bytes(b"no database" * 200)
    code, _, err = run(morgue.folder, "export", "cdxj")
    assert code == 3
    assert "withheld" in err


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path, run: Run, told: Path) -> None:
    code, _, err = run(told, "export", "cdxj", "-o", str(tmp_path / "missing" / "a.cdxj"))
    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert "-o" in err


def test_a_package_without_end_is_no_package(tmp_path: Path) -> None:
    with Package(tmp_path / "a.zip") as made:
        made.add("a/b", [b"1", b"2"])
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        assert (file.namelist(), file.read("a/b")) == (["a/b"], b"12")
