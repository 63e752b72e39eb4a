"""Who is quoted with what, in several languages and layouts."""

import json
from pathlib import Path

import pytest

from archive.compare import quotations
from archive.models import Block

PAGES = Path(__file__).parents[2] / "shared" / "pages"

ISLAND = (
    "GULL BAY (Harbour News) — The ferry line will close, the owners said on Monday.",
    'The Evening Star reported June 3, in an article entitled, "Last Boat Leaves Gull Bay," that:',
    '"The line has lost money in each of the past eleven years, and nobody came."',
    "Noted the Evening Star,",
    '"Both the mayor and the owners have yet to say what becomes of the crew."',
    'Coast Herald reporter Nora Lind headlined her piece, "Islanders Count the Days." Lind states that nobody was '
    "asked, and then added,",
    '"In the last ten days of May the line sold 23 tickets in all."',
)


@pytest.mark.parametrize(
    ("paragraphs", "language", "want"),
    [
        (
            ISLAND,
            "en",
            [
                ("The line has lost money in each of the past eleven years, and nobody came.", "Evening Star"),
                ("Both the mayor and the owners have yet to say what becomes of the crew.", "Evening Star"),
                ("In the last ten days of May the line sold 23 tickets in all.", "Nora Lind, Coast Herald"),
            ],
        ),
        (
            ["“We will rebuild,” Mayor Ana Ruiz said on Friday. “It takes time.”", "“Not by May,” she added."],
            "en",
            [("We will rebuild", "Ana Ruiz"), ("It takes time.", "Ana Ruiz"), ("Not by May", "Ana Ruiz")],
        ),
        (
            ["“The first paragraph goes on.", "“And this ends it,” said Tom Hale, a fisherman from Dor."],
            "en",
            [("The first paragraph goes on. And this ends it", "Tom Hale")],
        ),
        (
            [
                '"The gate is shut tonight," Harbour Office spokesperson said.',
                'The spokesperson also noted that the office "keeps a watch on the water level".',
            ],
            "en",
            [
                ("The gate is shut tonight", "Harbour Office spokesperson"),
                ("keeps a watch on the water level", "Harbour Office spokesperson"),
            ],
        ),
        (["Tom Hale disagreed.", '"Nobody asked us what we wanted here."'], "en", [
            ("Nobody asked us what we wanted here.", "Tom Hale")]),
        (["According to the ministry, “the tests went on for three weeks”."], "en", [
            ("the tests went on for three weeks", "ministry")]),
        (["‘I never saw it,’ said Kim Oke. It’s the boys’ boat."], "en", [("I never saw it", "Kim Oke")]),
        (['The novel "War on the Long Sea" sells well.', 'He called it a "mess".'], "en", []),
        (["„Das wussten wir nicht“, sagte Ministerin Eva Kern. „Es tut uns leid.“"], "de", [
            ("Das wussten wir nicht", "Eva Kern"), ("Es tut uns leid.", "Eva Kern")]),
        (["»Das glaube ich nicht«, meinte Jo Abel am Montag."], "de", [("Das glaube ich nicht", "Jo Abel")]),
        (["« Nous ne savions rien », a déclaré la ministre Eva Kern lundi."], "fr", [
            ("Nous ne savions rien", "Eva Kern")]),
        (["Selon le préfet Jean Roy, « la digue a tenu toute la nuit »."], "fr", [
            ("la digue a tenu toute la nuit", "Jean Roy")]),
        (["«No sabíamos nada de esto», dijo el alcalde Luis Mora."], "es", [("No sabíamos nada de esto", "Luis Mora")]),
        (["«Non sapevamo nulla di questo», ha detto il sindaco Luca Neri."], "it", [
            ("Non sapevamo nulla di questo", "Luca Neri")]),
        (["«Мы ничего не знали об этом решении», — заявил министр Иван Петров."], "ru", [
            ("Мы ничего не знали об этом решении", "Иван Петров")]),
        (["佐藤首相は「この法案は必要だ」と述べた。"], "ja", [("この法案は必要だ", "佐藤首相")]),
        (["市长王明说：“我们不会离开这里。”"], "zh", [("我们不会离开这里。", "市长王明")]),
        (["وقال الوزير أحمد سالم: «لن نغادر هذا المكان أبدا اليوم»."], "ar", [
            ("لن نغادر هذا المكان أبدا اليوم", "الوزير أحمد سالم")]),
        ([], "en", []),
    ],
)  # fmt: skip
def test_quotations_are_found_with_their_speaker(
    paragraphs: list[str], language: str, want: list[tuple[str, str]]
) -> None:
    assert [(q.text, q.speaker) for q in quotations(paragraphs, language)] == want


@pytest.mark.parametrize(
    ("behind", "speaker"),
    [
        ("said the fire chief, Tom Brandt.", "Tom Brandt"),
        ("said fire chief Tom Brandt on Monday.", "Tom Brandt"),
        ("said a police spokeswoman, Rita Holm, on Friday.", "Rita Holm"),
        ("a police spokeswoman, Rita Holm, said.", "Rita Holm"),
        ("said the baker Emma Stahl.", "Emma Stahl"),
        ("said the company's chief executive, Emma Stahl.", "Emma Stahl"),
        ("said London’s mayor, Emma Stahl.", "Emma Stahl"),
        ("said his wife, Anna Weil.", "Anna Weil"),
        ("said police in Halmere, Dor County.", "police in Halmere"),
        ("said the ministry, which Tom Hale leads.", "ministry"),
    ],
)
def test_a_role_leads_to_the_name_beside_it(behind: str, speaker: str) -> None:
    (found,) = quotations([f"“We could not,” {behind}"], "en")
    assert found.speaker == speaker


@pytest.mark.parametrize(
    ("text", "language", "speaker"),
    [
        ("„Das wussten wir nicht“, sagte der Chef der Feuerwehr, Tom Brandt.", "de", "Tom Brandt"),
        ("« Nous ne savions rien », a déclaré le boulanger Jean Roy lundi.", "fr", "Jean Roy"),
        ("«No sabíamos nada de esto», dijo el jefe de bomberos, Luis Mora.", "es", "Luis Mora"),
        ("«Non sapevamo nulla», ha detto il capo dei pompieri, Luca Neri.", "it", "Luca Neri"),
    ],
)
def test_a_role_leads_to_the_name_beside_it_in_other_languages(text: str, language: str, speaker: str) -> None:
    assert [found.speaker for found in quotations([text], language)] == [speaker]


def test_a_block_quote_needs_no_marks() -> None:
    blocks = [Block("Ana Ruiz wrote:", "p", True), Block("We never closed the gate.", "blockquote", True, role="quote")]
    assert [(q.text, q.speaker) for q in quotations(blocks, "en")] == [("We never closed the gate.", "Ana Ruiz")]


def test_a_quotation_knows_its_place() -> None:
    found = quotations(["First.", "Ana Ruiz said: “We never closed the gate.”"], "en")
    assert [(q.paragraph, q.start) for q in found] == [(1, 15)]


@pytest.mark.parametrize("text", ["“" * 50, '"' * 51, "«»" * 9, "'a' ’ ‘", "“a", "” said", 'a "b" "c', "「「」"])
def test_marks_without_order_break_nothing(text: str) -> None:
    for language in ("en", "ja", "xx"):
        assert quotations([text, text], language) == ()
    found = quotations([text, "Ana Ruiz said: “We never closed the gate.”", text], "en")
    assert [(q.text, q.speaker, q.paragraph) for q in found] == [("We never closed the gate.", "Ana Ruiz", 1)]


def test_a_page_full_of_quotation_marks_is_read_in_one_pass() -> None:
    found = quotations(["“We never knew it,” said Tom Hale. " * 2000, "'A " * 5000, "“" * 20_000], "en")
    assert {(q.text, q.speaker) for q in found} == {("We never knew it", "Tom Hale")}
    assert len(found) == 2000


@pytest.mark.skipif(not PAGES.is_dir(), reason="the publishers' pages are not here")
def test_the_quotations_of_the_first_pages_come_out_as_expected() -> None:
    expected = json.loads((PAGES / "eir-palmyra" / "expected.json").read_text("utf-8"))
    found = quotations(expected["paragraphs"], "en")
    assert [(q.text, q.speaker) for q in found] == [(q["text"], q["attributed_to"]) for q in expected["quotes"]]
    other = json.loads((PAGES / "sputnik-palmyra" / "expected.json").read_text("utf-8"))
    found = quotations(other["paragraphs"], "en")
    assert [q.speaker for q in found] == ["Operation Inherent Resolve spokesperson"] * 3
