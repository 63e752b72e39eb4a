"""Each kind of change is told with its facts, its weight and the reason."""

import dataclasses
import re
from collections.abc import Callable

import pytest

from archive import languages
from archive.compare import compare, diff_digest, edit_digests, operations, read_note
from archive.compare.quantities import measured
from archive.models import Block, Change, Content, Image

FERRY = (
    "The ferry sank on Tuesday with 12 passengers on board, the Harbour Office said.\n"
    "Nobody had warned the crew, according to Anna Bell. "
    "“We were never told about the storm,” said Tom Hale, the captain.\n"
    "The company reportedly paid $3 million for her in 2019.\n"
    "It has four ships in all and sails to nine islands along the coast every single day of the year."
)
NOTE = "Correction: An earlier version of this article gave a wrong number of passengers."


def page(text: str = FERRY, headline: str = "Ferry sinks off Gull Bay", **fields: object) -> Content:
    blocks = tuple(Block(paragraph, "article/p", True) for paragraph in text.split("\n"))
    return dataclasses.replace(Content(headline=headline, blocks=blocks, language="en"), **fields)  # type: ignore[arg-type]


def edited(old: str, new: str) -> Change:
    assert old in FERRY
    return compare(page(), page(FERRY.replace(old, new)))


def facts(change: Change) -> list[tuple[str, str | None, str | None]]:
    return [(fact.kind, fact.before, fact.after) for fact in change.facts]


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("12 passengers", "15 passengers", ("number", "12 passengers", "15 passengers")),
        ("12 passengers", "twenty passengers", ("number", "12 passengers", "twenty passengers")),
        ("$3 million", "$3 billion", ("number", "$3 million", "$3 billion")),
        ("Tuesday", "Monday", ("date", "Tuesday", "Monday")),
        ("2019", "2018", ("date", "2019", "2018")),
        ("Anna Bell", "Greta Holm", ("name", "Anna Bell", "Greta Holm")),
        ("Nobody had", "Somebody had", ("negation", "nobody", None)),
        ("It has four", "It has not four", ("negation", None, "not")),
        ("reportedly paid", "paid", ("hedge", "reportedly", None)),
        ("the Harbour Office said", "the Coast Guard said", ("attribution", "Harbour Office", "Coast Guard")),
        ("never told", "always told", ("quotation", "“We were never told about the storm” (Tom Hale)",
                                       "“We were always told about the storm” (Tom Hale)")),
        ("Tom Hale", "Ida Kern", ("quotation", "“We were never told about the storm” (Tom Hale)",
                                  "“We were never told about the storm” (Ida Kern)")),
    ],
)  # fmt: skip
def test_a_fact_changed_in_place_without_a_note_is_told_as_such(
    old: str, new: str, fact: tuple[str, str | None, str | None]
) -> None:
    change = edited(old, new)
    assert change.kind == "fact_changed_unnoted"
    assert fact in facts(change)
    assert "no note that we could find" in change.evidence
    assert change.weight > 0.7


def test_a_fact_comes_with_its_sentences() -> None:
    (fact,) = edited("12 passengers", "15 passengers").facts
    assert fact.sentence_before == FERRY.split("\n", maxsplit=1)[0]
    assert fact.sentence_after == FERRY.split("\n", maxsplit=1)[0].replace("12", "15")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sails to", "goes to"),
        ("12 passengers", "twelve passengers"),
        ("on board, the", "on board the"),
        ("“We were never told about the storm,”", '"We were never told about the storm,"'),
        ("Anna Bell", "Ms. Bell"),
        ("all and", "all, and"),
    ],
)
def test_another_wording_of_the_same_is_style(old: str, new: str) -> None:
    change = edited(old, new)
    assert change.kind == "style"
    assert change.weight < 0.15


def test_a_comma_weighs_less_than_a_word() -> None:
    assert 0 < edited("all and", "all, and").weight < edited("sails to", "goes to").weight


def test_a_noted_correction_carries_its_note() -> None:
    change = compare(page(), page(f"{FERRY.replace('12 passengers', '15 passengers')}\n{NOTE}"))
    assert (change.kind, change.note_added) == ("correction_noted", NOTE)
    assert ("number", "12 passengers", "15 passengers") in facts(change)


def test_a_note_outside_the_kept_text_is_still_a_note() -> None:
    after = page(FERRY.replace("12", "15"))
    after = dataclasses.replace(after, blocks=(*after.blocks, Block(NOTE, "aside/p", False, reason="template")))
    assert compare(page(), after).kind == "correction_noted"


def test_an_old_note_excuses_no_new_change() -> None:
    before, after = page(f"{FERRY}\n{NOTE}"), page(f"{FERRY.replace('12', '15')}\n{NOTE}")
    change = compare(before, after)
    assert (change.kind, change.note_added) == ("fact_changed_unnoted", None)


def test_an_announced_update_is_an_update() -> None:
    change = compare(page(), page(f"{FERRY.replace('12', '15')}\nThis story has been updated."))
    assert (change.kind, change.note_added) == ("update", "This story has been updated.")


def test_a_count_that_grows_beside_news_is_an_update_and_one_that_falls_is_not() -> None:
    news = "\nA fifth ship joined the search on Wednesday."
    assert compare(page(), page(FERRY.replace("12", "at least 15") + news)).kind == "update"
    assert compare(page(), page(FERRY.replace("12", "9") + news)).kind == "fact_changed_unnoted"


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (page(headline="Ferry lost near Gull Bay"), "headline"),
        (page(FERRY + "\nA fifth ship joined the search on Wednesday, police said."), "update"),
        (page(FERRY + "\nThe company was founded in 1921 and had lost two ships before."), "background"),
        (page(FERRY.rsplit("\n", 1)[0]), "update"),
        (page(paywalled=True), "paywalled"),
        (page(FERRY + "\nMore soon.", kind="live"), "live"),
        (page(image=Image("https://a.example/ferry.jpg", caption="The ferry")), "update"),
        (page(standfirst="Twelve were on board."), "update"),
    ],
)
def test_each_kind_has_its_rule(after: Content, kind: str) -> None:
    assert compare(page(), after).kind == kind


def test_a_headline_that_comes_back_is_being_tested() -> None:
    change = compare(page(), page(headline="Ship lost"), earlier_headlines=("Ship lost",))
    assert (change.kind, change.headline_changed) == ("headline_test", True)
    assert compare(page(), page(headline="Ship lost")).kind == "headline"


@pytest.mark.parametrize("gone", [", according to Anna Bell", ", the Harbour Office said"])
def test_a_name_taken_out_never_leads_and_is_not_spelled_in_the_evidence(gone: str) -> None:
    change = edited(gone, "")
    assert change.weight <= 0.2
    assert "Bell" not in change.evidence


def test_a_byline_taken_away_never_leads() -> None:
    change = compare(page(authors=("Ida Aro",)), page())
    assert ("byline", "Ida Aro", None) in facts(change)
    assert change.weight <= 0.2


def test_words_are_counted_without_addresses() -> None:
    change = compare(page(), page(FERRY.replace("12", "15"), image=Image("https://a.example/ferry/one.jpg")))
    assert (change.words_added, change.words_removed) == (1, 1)


def test_a_move_alone_is_style() -> None:
    paragraphs = FERRY.split("\n")
    change = compare(page(), page("\n".join([paragraphs[3], *paragraphs[:3]])))
    assert (change.kind, change.words_added, change.words_removed) == ("style", 0, 0)


def test_no_fact_is_claimed_for_a_language_without_a_lexicon() -> None:
    before, after = (page(f"Lautta upposi ja {n} kuoli.", language="fi") for n in (12, 13))
    change = compare(before, after)
    assert change.kind == "update"
    assert change.facts == ()
    assert "not analysed (fi)" in change.evidence


@pytest.mark.parametrize(
    ("language", "before", "after", "kind"),
    [
        ("de", "Am Montag starben 12 Menschen, teilte die Polizei mit.", "12 Menschen|15 Menschen", "number"),
        ("de", "Das Tor war nicht offen, sagte Eva Kern am Abend.", "nicht offen|offen", "negation"),
        ("de", "Der Mann hat angeblich das Tor geöffnet.", "angeblich das|das", "hedge"),
        ("fr", "Selon la police, 12 personnes sont mortes lundi soir.", "12|15", "number"),
        ("fr", "La digue aurait probablement tenu toute la nuit.", "probablement tenu|tenu", "hedge"),
        ("es", "El 5 de marzo de 2017 murieron 12 personas en la isla.", "5 de|6 de", "date"),
        ("it", "Almeno 12 persone sono morte lunedì sera sull'isola.", "lunedì|martedì", "date"),
        ("pt", "A polícia disse que 12 pessoas morreram na ilha.", "12|13", "number"),
        ("ru", "По словам полиции, погибли 12 человек на острове.", "12|13", "number"),
    ],
)
def test_facts_are_read_in_each_language_with_a_lexicon(language: str, before: str, after: str, kind: str) -> None:
    old, new = after.split("|")
    change = compare(page(before, language=language), page(before.replace(old, new), language=language))
    assert change.kind == "fact_changed_unnoted"
    assert kind in {fact.kind for fact in change.facts}


@pytest.mark.parametrize(
    ("language", "text", "quantities", "dates"),
    [
        ("en", "It lost $3.5 million on March 5, 2017, up 4.2% from 10,500 men.",
         ["$3.5 million", "4.2%", "10,500 men"], ["March 5, 2017"]),
        ("en", "Twenty-one died at 10:30 in one of the towns; they may march.", ["Twenty-one died", "10:30"], []),
        ("de", "Am 5. März 2017 kamen 10.500 Menschen.", ["10.500 Menschen"], ["5. März 2017"]),
        ("fr", "Le 5 mars 2017, 10 500 personnes sont venues.", ["10 500 personnes"], ["5 mars 2017"]),
        ("ru", "5 марта 2017 года пришли 12 человек.", ["12 человек"], ["5 марта 2017"]),
    ],
)  # fmt: skip
def test_numbers_and_dates_are_read_as_written(
    language: str, text: str, quantities: list[str], dates: list[str]
) -> None:
    found, dated = measured(text, languages.lexicon(language))
    trimmed = [re.sub(r" (?:died|sont)$", "", q.text) for q in found]
    assert [t.removesuffix(" died") for t in quantities] == trimmed
    assert [d.text for d in dated][: len(dates)] == dates


def test_thousands_and_fractions_are_told_apart_by_language() -> None:
    (english,), _ = measured("10.500 tons", languages.lexicon("en"))
    (german,), _ = measured("10.500 Tonnen", languages.lexicon("de"))
    assert (str(english.value), str(german.value)) == ("10.500", "10500")


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Correction: the toll was wrong.", "en", "correction"),
        ("An earlier version of this story misspelled a name.", "en", "correction"),
        ("This article was amended on 3 May to give the right year.", "en", "correction"),
        ("Editor's note: an error in the third paragraph was removed.", "en", "correction"),
        ("This story has been updated.", "en", "update"),
        ("Korrektur: In einer früheren Version stand eine falsche Zahl.", "de", "correction"),
        ("Dieser Artikel wurde aktualisiert.", "de", "update"),
        ("Une version précédente de cet article donnait un autre chiffre.", "fr", "correction"),
        ("Fe de errores: la cifra era otra.", "es", "correction"),
        ("Una precedente versione di questo articolo dava un'altra cifra.", "it", "correction"),
        ("Errata: o número estava errado.", "pt", "correction"),
        ("Исправление: в тексте была неверная цифра.", "ru", "correction"),
        ("تصحيح: ورد رقم خاطئ في هذا الخبر.", "ar", "correction"),
        ("訂正：人数に誤りがありました。", "ja", "correction"),
        ("Oikaisu.", "fi", None),
        ("The minister corrected himself on Tuesday.", "en", None),
        ("The Department of Corrections opened a new prison.", "en", None),
        ("Editor's note: the author teaches at the harbour school.", "en", None),
        ("They updated the harbour plan and corrected the chart.", "en", None),
        ("", None, None),
    ],
)
def test_notes_are_read_and_stories_about_corrections_are_not(
    text: str, language: str | None, kind: str | None
) -> None:
    note = read_note(text, language)
    assert (note.kind if note else None) == kind


def test_without_a_language_all_notes_are_tried() -> None:
    note = read_note("Korrektur: Die Zahl war falsch.")
    assert note is not None
    assert note.kind == "correction"


def test_an_identical_change_on_two_articles_has_one_digest() -> None:
    texts = ("Militants took the town.\nThe militants left.", "Then militants came to the bridge at night.")

    def digest(text: str, new: str) -> str:
        after = text.replace("militants", new).replace("Militants", new)
        return diff_digest(operations(page(text), page(after)))

    lower = [digest(text.replace("Militants", "militants"), "fighters") for text in texts]
    assert lower[0] == lower[1]
    assert digest(texts[1], "rebels") != lower[1]
    assert diff_digest(operations(page(), page())) == ""


def test_a_disclaimer_is_recognised_beside_other_edits() -> None:
    line = "\nThis text was made with the help of a machine."
    alone = edit_digests(operations(page(), page(FERRY + line)))
    mixed = edit_digests(operations(page(), page(FERRY.replace("nine", "ten") + line)))
    assert len(alone) == 1
    assert alone < mixed


SAID = (
    "The head of the harbour office, Albin Storr, said that he could not speak about the papers.",
    "“Everybody down there understood it at once, the children too, and we ran,” said Ilka Roen, a cook.",
)


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("office, Albin Storr, said", "office, Albin Storr said"),
        lambda text: text.replace("understood", "under\u00adstood").replace("children", "chil\u00addren"),
        lambda text: text.replace("“", '"').replace("”", '"'),
    ],
)
def test_marks_give_no_words_to_another_speaker(edit: Callable[[str], str]) -> None:
    change = compare(page("\n".join(SAID)), page("\n".join((*map(edit, SAID), "Two boats came back in the evening."))))
    assert [fact for fact in change.facts if fact.kind in ("attribution", "quotation")] == []


def test_words_that_are_given_to_another_speaker_are_a_fact() -> None:
    change = compare(page(SAID[1]), page(SAID[1].replace("Ilka Roen, a cook", "Marta Quill, a cook")))
    assert change.kind == "fact_changed_unnoted"
    assert "quotation" in {fact.kind for fact in change.facts}
