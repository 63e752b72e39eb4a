"""What is withheld is shown by nothing, is kept and verified, stays hidden after a rebuild, and can be shown again."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from datasette.app import Datasette

from archive import verify
from archive.cli.output import guarded
from archive.errors import BadInput, NotInArchive
from archive.ingest import hidden
from archive.lookup.dump import dump
from archive.morgue import Morgue
from archive.rebuild import rebuild
from archive.takedown import withholding
from crawler.cli import root
from tests.keeping import PAGE, at, content, exchange, opened
from tests.morgues import MOVED, TIMEOUT, URL, bridge, build, mail, moment

NOW = moment("2026-11-20 12:00")
SECRETS = (
    "bridge-falls",
    "bridge-collapse",
    "Bridge falls",
    "Bridge collapse",
    "Twelve people",
    "Fourteen",
    "Ana Weil",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("made") / "morgue", [bridge(), mail()], misses=[TIMEOUT]).folder


@pytest.fixture
def morgue(made: Path, tmp_path: Path) -> Morgue:
    """Return a copy to work on."""
    return Morgue(Path(shutil.copytree(made, tmp_path / "morgue")))


def run(morgue: Morgue, *arguments: str) -> int:
    return guarded(root, ["--morgue", str(morgue.folder), *arguments])


def everything(morgue: Morgue) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(morgue.database)) as connection:
        return [row[:-1] if row[0] == "articles" else row for row in dump(connection)]


def withhold(morgue: Morgue) -> None:
    withholding.withhold(morgue, URL, reason="a court's order", now=NOW)


def test_nothing_of_it_is_left_in_the_database_not_even_in_free_pages(morgue: Morgue) -> None:
    withhold(morgue)
    files = b"".join(path.read_bytes() for path in morgue.folder.glob("rowback.db*"))
    assert not [secret for secret in SECRETS if secret.encode() in files]
    with closing(sqlite3.connect(morgue.database)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM misses").fetchone() == (0,)
        words = "SELECT count(*) FROM versions_fts WHERE versions_fts MATCH 'bridge OR fourteen'"
        assert connection.execute(words).fetchone() == (0,)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("log", URL), 4),
        (("log", MOVED), 4),
        (("show", MOVED), 4),
        (("cite", URL), 4),
        (("diff", URL), 4),
        (("search", "bridge"), 0),
        (("search", "Fourteen"), 0),
        (("changes", "--since", "2026-11-01"), 0),
        (("export", "cdxj"), 0),
        (("export", "versions", "--format", "jsonl"), 0),
    ],
)
def test_no_command_shows_it(
    morgue: Morgue, command: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(morgue, *command) in (code, 0)
    before = capsys.readouterr()
    assert [secret for secret in SECRETS if secret in before.out]
    withhold(morgue)
    assert run(morgue, *command) == code
    after = capsys.readouterr()
    shown = (after.out + after.err).replace(URL, "").replace(MOVED, "")  # an error repeats what was asked
    assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("kind", ["wacz", "db"])
def test_no_package_and_no_copy_holds_it(morgue: Morgue, tmp_path: Path, kind: str) -> None:
    withhold(morgue)
    to = tmp_path / f"copy.{kind}"
    arguments = ["db", str(to)] if kind == "db" else ["wacz", "-o", str(to)]
    assert run(morgue, "export", *arguments) == 0
    data = to.read_bytes()
    assert data
    assert not [secret for secret in SECRETS if secret.encode() in data]


@pytest.mark.parametrize(
    "path",
    [
        "articles.json?_shape=array",
        "captures.json?_shape=array",
        "misses.json?_shape=array",
        "versions.json?_search=bridge&_shape=array",
        "latest_versions.json?_shape=array",
        "recent_changes.json?_shape=array",
        "headline_changes.json?_shape=array",
        "_readings.json?_shape=array",
        "_compared.json?_shape=array",
        "facts.json?_shape=array",
        "texts.json?_shape=array",
    ],
)
def test_a_plain_datasette_that_knows_nothing_of_it_cannot_show_it(morgue: Morgue, path: str) -> None:
    withhold(morgue)

    async def asked() -> str:
        answer = await Datasette([str(morgue.database)]).client.get(f"/rowback/{path}")
        assert answer.status_code == 200
        return answer.text

    assert not [secret for secret in SECRETS if secret in asyncio.run(asked())]


def test_it_is_kept_and_verified(morgue: Morgue) -> None:
    before = verify.verify(morgue, deep=True)
    withhold(morgue)
    report = verify.verify(morgue, deep=True)
    assert report.sound, report.findings
    assert report.captures + report.withheld == before.captures
    (path,) = morgue.warcs.glob("*/*/*.open")
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)
    assert not verify.verify(morgue).sound


def test_shown_again_it_is_what_it_was(morgue: Morgue) -> None:
    before = everything(morgue)
    withhold(morgue)
    assert everything(morgue) != before
    shown = withholding.unwithhold(morgue, MOVED)
    assert shown.captures == 8
    assert everything(morgue) == before
    assert withholding.withheld_at(morgue, URL) is None


def test_it_stays_hidden_after_a_rebuild_and_can_be_shown_then(morgue: Morgue) -> None:
    before = everything(morgue)
    withhold(morgue)
    hidden = everything(morgue)
    rebuild(morgue.folder, software="test", bar=lambda what, total: nullcontext(lambda done: None))
    assert [row for row in everything(morgue) if row[0] != "outlets"] == [row for row in hidden if row[0] != "outlets"]
    withholding.unwithhold(morgue, URL)
    kinds = {"articles", "versions", "changes", "captures"}
    assert [row for row in everything(morgue) if row[0] in kinds] == [row for row in before if row[0] in kinds]


def test_an_address_is_withheld_with_every_spelling_and_never_fetched_again(morgue: Morgue) -> None:
    assert hidden.hides(morgue, [URL]) == frozenset()
    withhold(morgue)
    spellings = [URL, MOVED, f"{URL}?utm_source=x", URL.replace("https", "http"), URL.replace("//", "//www.")]
    assert hidden.hides(morgue, [*spellings, "https://mail.example/bridge"]) == frozenset(spellings)


def test_withholding_twice_says_so_and_what_was_never_kept_is_refused(
    morgue: Morgue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(morgue, "withhold", URL, "--reason", "asked to", "--json") == 0
    assert json.loads(capsys.readouterr().out)["captures"] == 8
    assert run(morgue, "withhold", MOVED) == 0
    assert "already" in capsys.readouterr().out
    assert run(morgue, "withhold", "https://courier.example/never") == 4
    assert run(morgue, "unwithhold", "https://mail.example/bridge") == 4
    assert run(morgue, "unwithhold", URL) == 0
    assert run(morgue, "log", URL) == 0


def test_who_asks_for_it_here_is_told_that_it_is_withheld(morgue: Morgue, capsys: pytest.CaptureFixture[str]) -> None:
    withhold(morgue)
    assert run(morgue, "show", MOVED) == 4
    said = capsys.readouterr().err
    assert "withheld since 2026-11-20" in said
    assert "rowback unwithhold" in said


def test_a_page_that_comes_later_at_a_new_address_of_it_is_taken_out_at_once(tmp_path: Path) -> None:
    old, new = "https://example.org/2017/ferry", "https://example.org/2017/ferry-late"
    with opened(tmp_path) as archive:
        (first,) = archive.keep([exchange(old)])
        archive.keep_reading(first.id, content("Ferry late", "The ferry was late on Monday."), at(1))
    morgue = Morgue(tmp_path)
    withholding.withhold(morgue, old, reason="", now=at(2))
    with opened(tmp_path, 3) as archive:
        (later,) = archive.keep([exchange(new, PAGE + b"new", minute=3)])
        read = content("Ferry late again", "The ferry was late on Monday and Tuesday.", canonical_url=old)
        settled = archive.keep_reading(later.id, read, at(4))
        assert settled.article_id is None
    with closing(sqlite3.connect(morgue.database)) as connection:
        assert connection.execute("SELECT count(*) FROM captures").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    assert hidden.hides(morgue, [new])
    assert withholding.unwithhold(morgue, new).captures == 2


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_kill_between_the_steps_hides_later_and_loses_nothing(
    morgue: Morgue, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(morgue)
    names = ("put_by", "take_out", "forget_candidates")

    def stop(*_: object) -> None:
        raise Killed

    original: Callable[..., object] = getattr(withholding.withheld, names[step])
    monkeypatch.setattr(withholding.withheld, names[step], stop)
    with pytest.raises(Killed):
        withhold(morgue)
    monkeypatch.setattr(withholding.withheld, names[step], original)
    assert everything(morgue) == before
    withhold(morgue)
    withholding.unwithhold(morgue, URL)
    assert everything(morgue) == before


def test_an_address_that_is_none_is_refused(morgue: Morgue) -> None:
    with pytest.raises(BadInput):
        withholding.withhold(morgue, "not an address", reason="", now=NOW)
    with pytest.raises(NotInArchive):
        withholding.unwithhold(morgue, URL)
