"""Sentences of two versions find each other, and no word is lost on the way."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.compare import align, kept_share, left, operations, right, sentences_of
from archive.compare.operations import Operation
from archive.compare.render import as_json, plain, rich_markup
from archive.compare.sentences import guess_language, split_sentences, tokens, words
from archive.digests import normalise
from archive.models import Block, Content, Image, Link

STORY = (
    "The ferry left the island at dawn.",
    "It carried forty passengers and a cargo of salt.",
    "Nobody on board had heard the storm warning.",
    "A radio operator on the mainland sent it twice.",
    "By noon the harbour master had closed the port.",
    "Families waited on the quay until the lights came on.",
)

AND_SO = "Nobody on board had heard the storm warning, though an operator on the mainland sent it twice."


def kinds(operations: tuple[Operation, ...]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(operation.kind, operation.before, operation.after) for operation in operations if operation.kind != "kept"]


@pytest.mark.parametrize(
    ("after", "want"),
    [
        (STORY, []),
        (STORY[:2] + STORY[3:], [("removed", (2,), ())]),
        ((*STORY[:3], "Two fishing boats had turned back already.", *STORY[3:]), [("added", (), (3,))]),
        (
            (*STORY[:1], STORY[1].replace("forty", "fourteen"), *STORY[2:]),
            [("changed", (1,), (1,))],
        ),
        ((STORY[4], *STORY[:4], STORY[5]), [("moved", (4,), (0,))]),
        (
            (*STORY[:2], AND_SO, *STORY[4:]),
            [("merged", (2, 3), (2,))],
        ),
        (
            (STORY[0], "It carried forty passengers.", "It also carried a cargo of salt.", *STORY[2:]),
            [("split", (1,), (1, 2))],
        ),
        (("Entirely other words stand here now.",), [("added", (), (0,)), *(("removed", (i,), ()) for i in range(6))]),
        ((), [("removed", (i,), ()) for i in range(6)]),
    ],
)
def test_each_sentence_is_told_what_became_of_it(after: tuple[str, ...], want: list[object]) -> None:
    assert sorted(kinds(align(STORY, after)), key=str) == sorted(want, key=str)


def test_a_moved_sentence_with_another_word_is_moved_and_altered() -> None:
    moved = STORY[1].replace("forty", "fifty")
    operation = next(o for o in align(STORY, (STORY[0], *STORY[2:], moved)) if o.kind == "moved")
    assert operation.altered
    assert plain([operation]) == "{>It carried [-forty-]{+fifty+} passengers and a cargo of salt.<}"


def test_typography_alone_changes_no_sentence() -> None:
    one = ["He said: 'It's over'.", "A co\u00adop - small."]
    other = ["He said: ‘It’s over’.", "A coop\u00a0– small."]
    assert kinds(align(one, other)) == []


@pytest.mark.parametrize(
    ("before", "after", "want"),
    [
        ("It cost 10,500 crowns.", "It cost 10,501 crowns.", "It cost [-10,500-]{+10,501+} crowns."),
        ("They were warned.", "They were not warned.", "They were {+not +}warned."),
        ("今天有三人受伤。", "今天有五人受伤。", "今天有[-三-]{+五+}人受伤。"),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, want: str) -> None:
    assert plain(align([before], [after])) == want


sentences = st.lists(
    st.one_of(st.sampled_from(STORY), st.text(st.sampled_from("ab cde.,'’“\u00a01é语"), min_size=1, max_size=30)),
    max_size=8,
)


@given(sentences, sentences)
def test_both_sides_can_be_rebuilt_from_the_operations(before: list[str], after: list[str]) -> None:
    found = align(before, after)
    assert sorted(i for operation in found for i in operation.before) == list(range(len(before)))
    assert sorted(j for operation in found for j in operation.after) == list(range(len(after)))
    assert normalise(" ".join(left(found))) == normalise(" ".join(map(normalise, before)))
    assert normalise(" ".join(right(found))) == normalise(" ".join(map(normalise, after)))


@given(st.lists(st.sampled_from(STORY), unique=True), st.randoms(use_true_random=False))
def test_a_shuffle_is_only_moves(before: list[str], rng: random.Random) -> None:
    after = rng.sample(before, len(before))
    assert {operation.kind for operation in align(before, after)} <= {"kept", "moved"}


@given(st.text())
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(st.text(max_size=200), st.sampled_from(["en", "de", "ja", "ar", None, "xx"]))
def test_sentences_lose_nothing_but_white_space(text: str, language: str | None) -> None:
    joined = "".join(split_sentences(text, language))
    assert "".join(normalise(joined).split()) == "".join(normalise(text).split())


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "May 4, 2021 (ABCD)—U.S. ships sailed on. They came back.", 2),
        ("en", "OSLO, Norway (AP) — The bridge closed. It stays shut.", 2),
        ("en", "It ended at 5 p.m. Tuesday. Nobody came.", 2),
        ("en", "“It is over. We go home,” she said. Then she left.", 2),
        ("de", "Am 3. Mai kamen z. B. 50 Leute. Im 19. Jahrhundert waren es mehr.", 2),
        ("fr", "M. Roy a dit : « Non. » Puis il est parti.", 2),
        ("ja", "雨が降った。橋は閉じた。", 2),
        (None, "雨が降った。橋は閉じた。", 2),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(language: str | None, text: str, count: int) -> None:
    assert len(split_sentences(text, language)) == count


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The gate was shut and nobody knew why it had been left.", "en"),
        ("Das Tor war zu und niemand wusste, warum es nicht offen war.", "de"),
        ("La porte était fermée et personne ne savait pourquoi.", "fr"),
        ("Ворота были закрыты, и никто не знал почему.", "ru"),
        ("橋は閉じた。", "ja"),
        ("桥关闭了。", "zh"),
        ("42", None),
    ],
)
def test_a_language_is_guessed_by_its_little_words_or_its_script(text: str, language: str | None) -> None:
    assert guess_language(text) == language


def test_words_of_scripts_without_spaces_are_characters() -> None:
    assert words("桥关闭 10,5 can't") == ["桥", "关", "闭", "10,5", "can't"]


def content(*paragraphs: str, **fields: object) -> Content:
    return Content(headline="Ferry", blocks=tuple(Block(p, "p", True) for p in paragraphs), language="en", **fields)  # type: ignore[arg-type]


def test_all_fields_of_an_article_are_compared() -> None:
    before = content(
        " ".join(STORY), standfirst="A storm.", authors=("Ida Aro",), image=Image("https://a.example/x.jpg")
    )
    after = Content(
        headline="Ferry lost",
        blocks=(Block(" ".join(STORY[:5]), "p", True, links=(Link("https://a.example/", "port"),)),),
        language="en",
        paywalled=True,
    )
    assert [(o.kind, o.where) for o in operations(before, after) if o.kind != "kept"] == [
        ("changed", "headline"),
        ("removed", "standfirst"),
        ("removed", "byline"),
        ("removed", "text"),
        ("removed", "image"),
        ("added", "link"),
        ("added", "paywalled"),
    ]
    assert kept_share(before, after) == pytest.approx(5 / 6)


def test_a_rewrapped_text_is_the_same_text() -> None:
    assert [o.kind for o in operations(content(*STORY), content(" ".join(STORY)))] == ["kept"] * 7


def test_sentences_know_their_paragraph() -> None:
    found = sentences_of(content(" ".join(STORY[:2]), STORY[2]))
    assert [(s.text, s.paragraph) for s in found] == [(STORY[0], 0), (STORY[1], 0), (STORY[2], 1)]


def test_all_renderings_come_from_one_value() -> None:
    found = operations(content(STORY[0], STORY[1]), content(STORY[0], STORY[1].replace("salt", "[b]{ash}")))
    assert plain(found).splitlines() == [
        "headline: Ferry",
        STORY[0],
        "It carried forty passengers and a cargo of [-salt-]{+[b]{ash}+}.",
    ]
    assert "[red strike]salt[/]" in rich_markup(found)
    assert "\\[b]" in rich_markup(found)
    last = as_json(found)[-1]
    assert last["kind"] == "changed"
    assert {"kind": "added", "text": "[b]{ash}"} in last["spans"]  # type: ignore[operator]
