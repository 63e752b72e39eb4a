"""The archive in a browser: Datasette's files, `rowback serve` at home and in public."""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from datasette.app import Datasette

from archive.browse import server
from archive.browse.server import listen
from archive.cli.output import guarded
from archive.cli.serve import opening_lines
from archive.errors import BadInput
from archive.lookup import metadata, questions
from archive.morgue import Morgue
from crawler.cli import root
from tests.morgues import bridge, build, content, mail

HOSTILE = "<script>alert(1)</script> {{7*7}} <img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    story = bridge()
    hostile = replace(mail(), looks=[replace(mail().looks[0], content=content(HOSTILE, HOSTILE))])
    return build(tmp_path_factory.mktemp("serve") / "morgue", [story, hostile])


@contextmanager
def serving(morgue: Morgue, *options: str) -> Iterator[str]:
    """Run `rowback serve` in a process of its own; the value is the address that it says to open."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "crawler", "--morgue", str(morgue.folder), "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        said = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert address, said
        try:
            yield address[0]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@pytest.fixture(scope="module")
def home(morgue: Morgue) -> Iterator[str]:
    with serving(morgue) as address:
        yield address


@pytest.fixture(scope="module")
def public(morgue: Morgue) -> Iterator[str]:
    with serving(morgue, "--public") as address:
        yield address


def fetch(address: str, host: str | None = None) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), {k.lower(): v for k, v in error.headers.items()}


def test_every_table_and_view_of_the_schema_is_described_and_internal_ones_are_hidden(morgue: Morgue) -> None:
    with closing(sqlite3.connect(morgue.database)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    tables = metadata.metadata()["databases"]["rowback"]["tables"]  # type: ignore[index]
    for (name,) in rows:
        if name.startswith("_"):
            assert tables[name]["hidden"] is True
        elif not name.startswith(("versions_fts", "sqlite_")):
            assert tables[name]["description"].endswith(".")


def test_labels_facets_and_sorting_name_columns_that_exist(morgue: Morgue) -> None:
    tables = metadata.metadata()["databases"]["rowback"]["tables"]  # type: ignore[index]
    with closing(sqlite3.connect(morgue.database)) as connection:
        for name, table in tables.items():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
            named = {table.get("label_column"), table.get("sort"), table.get("sort_desc"), table.get("fts_pk")}
            named |= {*table.get("facets", []), *table.get("columns", {}), *table.get("units", {})}
            assert named - {None} <= columns, name


def test_a_morgue_is_a_folder_that_datasette_understands(morgue: Morgue) -> None:
    assert yaml.safe_load((morgue.folder / "metadata.yml").read_text()) == metadata.metadata()
    assert json.loads((morgue.folder / "settings.json").read_text()) == metadata.SETTINGS
    newer = yaml.safe_load((morgue.folder / "datasette.yml").read_text())
    assert newer["settings"] == metadata.SETTINGS
    assert newer["databases"]["rowback"]["queries"] == questions.canned()

    async def pages() -> list[tuple[int, str]]:
        found = Datasette(config_dir=morgue.folder)
        paths = ["/", "/rowback", "/rowback/latest_versions?_search=fourteen", "/rowback/versions?_search=twelve"]
        answers = [await found.client.get(path) for path in paths]
        return [(answer.status_code, answer.text) for answer in answers]

    front, database, latest, versions = asyncio.run(pages())
    assert [front[0], database[0], latest[0], versions[0]] == [200] * 4
    assert 'href="/rowback/recent_changes"' in front[1]
    assert ">_readings<" not in front[1]
    assert "1 row" in latest[1]
    assert "1 row" in versions[1]


@pytest.mark.parametrize(
    "path",
    ["/", "/rowback", *[f"/rowback/{name}" for name in ("articles", "versions", "changes", "captures", "texts")]],
)
def test_at_home_every_page_is_there_and_none_is_indexed(home: str, path: str) -> None:
    status, page, headers = fetch(f"{home}{path}")
    assert status == 200
    assert "noindex" in headers["x-robots-tag"]
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_at_home_rows_link_to_each_other_by_headline_and_label(home: str) -> None:
    page = fetch(f"{home}/rowback/versions")[1]
    assert re.search(r'<a href="/rowback/articles/\d+">Bridge collapse kills fourteen in Halmere</a>', page)
    assert "v3 · 2026-11-17 09:00" in page


def test_at_home_sql_can_be_written_but_nothing_changed(home: str) -> None:
    assert json.loads(fetch(f"{home}/rowback.json?sql=select+1+as+one&_shape=array")[1]) == [{"one": 1}]
    for statement in ("delete+from+articles", "attach+'x'+as+y", "pragma+journal_mode%3Ddelete"):
        assert fetch(f"{home}/rowback.json?sql={statement}")[0] == 400
    assert fetch(f"{home}/rowback.db")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "[::2]:80"])
def test_at_home_a_foreign_host_name_is_refused(home: str, host: str) -> None:
    assert fetch(f"{home}/", host)[0] == 421


@pytest.mark.parametrize("host", ["localhost:9999", "127.0.0.1", "[::1]:8001", "LOCALHOST"])
def test_at_home_the_machine_answers_to_its_own_names(home: str, host: str) -> None:
    assert fetch(f"{home}/", host)[0] == 200


@pytest.mark.parametrize("path", ["/rowback/articles", "/rowback/recent_changes", "/rowback/versions?_search=twelve"])
def test_in_public_headlines_and_changes_are_shown(public: str, path: str) -> None:
    status, page, headers = fetch(f"{public}{path}", "archive.example")
    assert status == 200
    assert "Bridge" in page
    assert "noindex" in headers["x-robots-tag"]


def test_in_public_no_table_holds_a_full_text_and_nothing_else_is_open(morgue: Morgue, public: str) -> None:
    with closing(sqlite3.connect(morgue.database)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    for (name,) in rows:
        for ending in ("", ".json", ".csv"):
            status, page, _ = fetch(f"{public}/rowback/{name}{ending}")
            assert status in (200, 403)
            assert "The road will stay closed" not in page
        assert status == (200 if name in server._PUBLIC else 403)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/rowback.json?sql=select+1", 403),
        ("/rowback?sql=select+1", 403),
        ("/rowback.db", 403),
        ("/rowback/texts/1", 403),
        ("/-/databases", 404),
        ("/-/plugins.json", 404),
        ("/-/settings", 404),
        ("/-/static/app.css", 200),
    ],
)
def test_in_public_there_is_no_sql_no_download_and_no_inside_information(public: str, path: str, code: int) -> None:
    assert fetch(f"{public}{path}")[0] == code


def test_robots_are_asked_to_stay_away(public: str) -> None:
    assert fetch(f"{public}/robots.txt")[1] == "User-agent: *\nDisallow: /\n"


def test_what_is_withheld_is_never_served_to_the_public(tmp_path: Path) -> None:
    morgue = build(tmp_path / "morgue", [bridge(), mail()])
    with closing(sqlite3.connect(morgue.database)) as connection:
        (article,) = connection.execute("SELECT id FROM articles WHERE headline LIKE 'Bridge%'").fetchone()
        (version,) = connection.execute("SELECT id FROM versions WHERE article_id = ?", (article,)).fetchmany(1)[0]
    pages = ["/", f"/-/rowback/article/{article}", "/-/rowback/search?q=fourteen", "/-/rowback/outlet/courier"]
    pages += ["/-/rowback/feed.atom", f"/-/rowback/article/{article}/feed.atom", "/-/rowback/outlet/courier/feed.atom"]
    pages += [f"/-/rowback/diff?from={version}&to={version}", "/rowback/articles", "/rowback/recent_changes.json"]
    with serving(morgue, "--public") as address:
        assert all("Bridge" in fetch(f"{address}{path}")[1] for path in pages if "search" not in path)
        with closing(sqlite3.connect(morgue.desk)) as desk:
            desk.execute("CREATE TABLE withheld (article_id INTEGER)")
            desk.execute("INSERT INTO withheld VALUES (?)", (article,))
            desk.commit()
        for path in pages:  # from now on, in the server that runs already
            assert "Bridge" not in fetch(f"{address}{path}")[1]
        assert fetch(f"{address}/rowback/articles")[0] == 403


def test_a_port_that_is_taken_is_named() -> None:
    with listen(0) as first, pytest.raises(BadInput, match=f"port {first.getsockname()[1]}"):
        listen(first.getsockname()[1])


def test_over_ssh_the_line_that_brings_the_port_home_is_printed() -> None:
    assert opening_lines(8001, "") == ["Open http://127.0.0.1:8001/    (Ctrl-C stops it)"]
    over = opening_lines(8001, "203.0.113.5 50000 198.51.100.7 22")
    assert re.fullmatch(r"On your own machine: ssh -L 8001:127\.0\.0\.1:8001 \S+@198\.51\.100\.7", over[0])


def test_serving_a_morgue_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert guarded(root, ["--morgue", str(tmp_path / "none"), "serve"]) == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), ("run by Jo Doe, Esq.", "jo@example.org")),
        (("--contact", "https://desk.example/"), ("run by Jo Doe, Esq.", "https://desk.example/")),
        (("--operator", "The Desk"), ("run by The Desk", "jo@example.org")),
    ],
)
def test_the_public_is_told_whom_to_ask_as_the_configuration_says(
    morgue: Morgue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: tuple[str, str]
) -> None:
    config = tmp_path / "rowback.toml"
    config.write_text('[operator]\nname = "Jo Doe, Esq."\ncontact = "jo@example.org"\n', "utf-8")
    monkeypatch.setenv("ROWBACK_CONFIG", str(config))
    with serving(morgue, "--public", *options) as address:
        page = fetch(f"{address}/")[1]
    assert all(words in page for words in said)
    assert "Esq., jo@" not in page
