"""Innocent rewordings accuse nobody, and what is really another number, hour or certainty is still told."""

# ruff: noqa: E501 (a pair of sentences reads best on one line)

import pytest

from archive.compare import compare, read_note
from archive.models import Block, Change, Content

STORY = {
    "en": "The old mill at Marrow Ford reopened on Friday after the flood.\nIts keeper waited for the first guests.",
    "de": "Die alte Mühle in Brehm ist seit Freitag wieder offen.\nDie Müllerin wartete auf die ersten Gäste.",
    "fr": "Le vieux moulin de Brézols a rouvert vendredi.\nLa meunière attendait les premiers visiteurs.",
    "es": "El viejo molino de Villaserena reabrió el viernes.\nLa molinera esperaba a los primeros visitantes.",
    "it": "Il vecchio mulino di Valchiusa ha riaperto venerdì.\nLa mugnaia aspettava i primi visitatori.",
    "pt": "O velho moinho de Vale Seco reabriu na sexta-feira.\nA moleira esperava os primeiros visitantes.",
    "ru": "Старая мельница в Заречье снова открылась в пятницу.\nХозяйка ждала первых гостей.",
    "zh": "河口镇的老磨坊周五重新开放。\n磨坊主人正在等候第一批客人。",
    "ar": "أعيد افتتاح الطاحونة القديمة في وادي النهر يوم الجمعة.\nوكان صاحبها ينتظر الضيوف.",
}


def page(text: str, language: str) -> Content:
    blocks = tuple(Block(paragraph, "article/p", kept=True) for paragraph in text.split("\n"))
    return Content(headline="The mill is open", blocks=blocks, language=language)


def reworded(language: str, old: str, new: str) -> Change:
    story = STORY[language]
    return compare(page(f"{story}\n{old}", language), page(f"{story}\n{new}", language))


NOTATIONS = [
    ("en", "The wheel stood still for {} on the first day.", "forty-five minutes", "three quarters of an hour", "half an hour"),
    ("en", "The mill was closed for {} after the flood.", "six months", "half a year", "nine months"),
    ("en", "Of the guests, {} came from the other valley.", "25 per cent", "one in four", "one in five"),
    ("en", "Of the guests, {} came from the other valley.", "three-quarters", "75 per cent", "70 per cent"),
    ("en", "The keeper signed a {} for new stones.", "38m-crown contract", "contract of 38m crowns", "contract of 48m crowns"),
    ("en", "Each of the two stones weighs {} when dry.", "1,000kg", "one tonne", "two tonnes"),
    ("en", "The sluice is opened at {} every day.", "4 in the afternoon", "4pm", "5pm"),
    ("de", "Der Eintritt kostet {} für alle.", "5 Euro 50", "5,50 Euro", "6,50 Euro"),
    ("de", "Die Mühle ist von {} offen.", "7 bis 21 Uhr", "7.00 bis 21.00 Uhr", "8.00 bis 21.00 Uhr"),
    ("de", "Der Umbau hat {} gekostet.", "siebeneinhalb Millionen Euro", "7,5 Millionen Euro", "8,5 Millionen Euro"),
    ("de", "Davon kamen {} Gästen aus dem Nachbartal.", "neun von zehn", "9 von 10", "8 von 10"),
    ("fr", "La visite du moulin dure {} en été.", "trois quarts d'heure", "45 minutes", "30 minutes"),
    ("es", "El molino abre de {} en verano.", "ocho de la mañana a tres de la tarde", "8.00 a 15.00 horas", "8.00 a 16.00 horas"),
    ("es", "La obra ha costado {} en total.", "siete millones y medio de euros", "7,5 millones de euros", "8,5 millones de euros"),
    ("it", "La visita comincia {} dal ponte.", "alle 8 e 30", "alle 8.30", "alle 9.30"),
    ("it", "Lo hanno visto {} in un anno.", "trentamila visitatori", "30mila visitatori", "40mila visitatori"),
    ("pt", "O moinho abre {} na primavera.", "às três da tarde", "às 15h", "às 16h"),
    ("ru", "Длина плотины {} по верху.", "сто сорок метров", "140 метров", "150 метров"),
    ("zh", "修缮工程历时{}完工。", "一年半", "18个月", "20个月"),
    ("zh", "磨坊开放到{}为止。", "晚上九点", "21时", "晚上八点"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "old", "new", "other"), NOTATIONS)
def test_one_number_in_another_notation_is_style_and_another_number_is_told(
    language: str, sentence: str, old: str, new: str, other: str
) -> None:
    assert reworded(language, sentence.format(old), sentence.format(new)).kind == "style"
    assert reworded(language, sentence.format(new), sentence.format(old)).kind == "style"
    assert reworded(language, sentence.format(old), sentence.format(other)).kind == "fact_changed_unnoted"


def test_arabic_numerals_in_words_are_their_digits() -> None:
    sentence = "وشارك في العمل {} عاملا من القرية."
    assert reworded("ar", sentence.format("مئة وعشرون"), sentence.format("120")).kind == "style"
    assert reworded("ar", sentence.format("مئة وعشرون"), sentence.format("130")).kind == "update"


def test_a_first_half_is_no_fraction() -> None:
    change = reworded("en", "He ran the first half in 20 minutes.", "He ran the second half in 20 minutes.")
    assert [fact.kind for fact in change.facts] == ["number"]


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("ru", "«Путь в школу занимал сорок минут каждый день», — сказала Дарья Котова.", "«Путь в школу занимал 40 минут каждый день», — сказала Дарья Котова."),
        ("en", "“We carried it for forty minutes over the hill,” said Ada Quill.", "“We carried it for 40 minutes over the hill,” said Ada Quill."),
        ("zh", "“最难的是那座木楼梯，它有八十八级台阶。”她说。", "“最难的是那座木楼梯，它有88级台阶。”她说。"),
    ],
)  # fmt: skip
def test_a_quotation_that_only_writes_its_number_otherwise_is_unchanged(language: str, old: str, new: str) -> None:
    assert reworded(language, old, new).kind == "style"
    other = new.replace("40", "50").replace("88", "99")
    assert reworded(language, old, other).kind == "fact_changed_unnoted"


def test_a_number_is_no_other_form_of_one_that_measures_something_else() -> None:
    change = reworded("en", "The mill employs 5 people in the valley.", "The mill runs 3 hours in the valley.")
    assert change.kind != "fact_changed_unnoted"


@pytest.mark.parametrize(
    ("old", "new", "accuses"),
    [
        ("Nobody could ever say who dug the race.", "Nobody ever said who dug the race.", False),
        ("He asked whether it was possible for a pump to lift it.", "He asked whether a pump could lift it.", False),
        ("The tower can be seen from the ford.", "The tower could be seen from the ford.", False),
        ("The trust will close the mill in spring.", "The trust could close the mill in spring.", True),
        ("The miller started the fire.", "The miller may have started the fire.", True),
        ("The miller allegedly started the fire.", "The miller started the fire.", True),
    ],
)
def test_a_modal_hedges_only_what_stood_unhedged(old: str, new: str, accuses: bool) -> None:
    assert (reworded("en", old, new).kind == "fact_changed_unnoted") is accuses


def test_a_toll_with_its_own_later_source_is_an_update() -> None:
    old = "The mayor, Ida Quill, said that 14 bodies had been found by noon and that 22 people were missing."
    new = "The mayor, Ida Quill, said on Sunday evening that 19 bodies had been found and that 17 people were missing."
    assert reworded("en", old, new).kind == "update"
    silent = old.replace("14", "19").replace("22", "17")
    assert reworded("en", old, silent).kind == "fact_changed_unnoted"


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "The age of the mill was given as 90 years in this article as it appeared on Tuesday."),
        ("en", "(I wrote 1804 here on Tuesday. The keeper has shown me the deed, and I stand corrected.)"),
        ("en", "This newspaper made an error in the table of prices."),
        ("de", "Die Redaktion hat sich bei den Besucherzahlen verrechnet."),
        ("fr", "La rédaction s'est trompée en additionnant les visiteurs."),
        ("es", "Este periódico se equivocó al contar las ruedas."),
        ("it", "Questo giornale ha sbagliato la somma."),
        ("pt", "Este jornal errou ao somar os visitantes."),
        ("ru", "Наша редакция ошиблась в подсчётах."),
        ("zh", "昨日刊出时，本文把“米”误作“尺”。"),
    ],
)
def test_an_admission_in_the_houses_own_words_is_one(language: str, note: str) -> None:
    found = read_note(note, language)
    assert found is not None
    assert found.kind == "correction"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "The paper was wrong about the mill, the minister said."),
        ("en", "I wrote a letter here on Tuesday and waited."),
        ("es", "El alcalde se equivocó al contar las ruedas."),
        ("zh", "本报记者将磨坊的故事写成了一本书。"),
    ],
)
def test_what_others_say_or_what_somebody_wrote_admits_nothing(language: str, line: str) -> None:
    assert read_note(line, language) is None


def test_subheads_that_ask_and_a_call_to_readers_are_no_new_telling() -> None:
    story = "\n".join([*STORY["en"].split("\n"), "Tickets are sold at the gate.", "The path is steep."])
    first, second, third, fourth = story.split("\n")
    headed = "\n".join([first, "How do I get in?", third, second, "Is it far?", fourth])
    assert compare(page(story, "en"), page(headed, "en")).kind == "style"
    called = f"{story}\nDo you mill your own flour? Write to our country desk and tell us how."
    assert compare(page(story, "en"), page(called, "en")).kind == "style"
