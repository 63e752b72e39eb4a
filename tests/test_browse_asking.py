"""The five questions as pages, and what is said at home of an article that was taken down."""

from contextlib import closing
from pathlib import Path

import pytest

from archive.lookup.questions import QUESTIONS
from archive.morgue import Morgue
from archive.store.desk import open_desk
from archive.takedown import withholding
from tests.kit.browsing import ROOT, article, ask
from tests.morgues import MOVED, bridge, build, mail, moment


@pytest.fixture(scope="module")
def morgue(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    return build(tmp_path_factory.mktemp("asking") / "morgue", [bridge(), mail()])


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_page_with_its_statement(morgue: Morgue, name: str, public: bool) -> None:
    page = ask(morgue, f"{ROOT}/question/{name}", public=public)
    assert page.status == 200
    assert QUESTIONS[name].title in page.text
    assert "The statement" in page.text
    assert f"{ROOT}/question/{name}" in ask(morgue, f"{ROOT}/questions", public=public).text


@pytest.mark.parametrize(("time", "there"), [("2026-11-16T10:30:00Z", True), ("2026-11-15", False), ("", False)])
def test_a_question_is_asked_for_a_time(morgue: Morgue, time: str, there: bool) -> None:
    """Without a time it is asked for now, when the article is gone."""
    page = ask(morgue, f"{ROOT}/question/versions_as_of?time={time}").text
    assert ("Bridge falls in Halmere" in page) == there
    assert (f"{ROOT}/article/{article(morgue)}" in page) == there


@pytest.mark.parametrize(
    ("path", "status"),
    [("versions_as_of?time=never", 400), ("nothing", 404), ("versions_as_of?time=%27;DROP%20TABLE%20texts", 400)],
)
def test_a_question_that_is_none_is_refused_by_name(morgue: Morgue, path: str, status: int) -> None:
    assert ask(morgue, f"{ROOT}/question/{path}").status == status


def test_an_answer_to_the_public_leaves_out_what_is_withheld(tmp_path: Path) -> None:
    """Also in the moment between the note that hides it and the rows that leave."""
    made = build(tmp_path / "morgue", [bridge(), mail()])
    path = f"{ROOT}/question/versions_as_of?time=2026-11-16T10:30:00Z"
    with open_desk(made) as desk, closing(desk.cursor()):
        desk.execute("INSERT INTO withheld (article_id) VALUES (?)", (article(made),))
    assert "Bridge falls" in ask(made, path).text
    shown = ask(made, path, public=True).text
    assert "Bridge falls" not in shown
    assert "橋の崩落" in shown


def test_at_home_a_withheld_article_says_so_and_how_to_show_it_and_in_public_it_never_was(tmp_path: Path) -> None:
    made = build(tmp_path / "morgue", [bridge(), mail()])
    path = f"{ROOT}/article/{article(made)}"
    withholding.withhold(made, MOVED, reason="asked for", now=moment("2026-11-20 12:00"))
    home, public, unknown = ask(made, path), ask(made, path, public=True), ask(made, f"{ROOT}/article/1", public=True)
    assert (home.status, public.status) == (404, 404)
    assert "withheld since 2026-11-20" in home.text
    assert f"rowback unwithhold {MOVED}" in home.text
    assert "withheld" not in public.text
    assert public.text.replace(path.rpartition("/")[2], "1") == unknown.text
