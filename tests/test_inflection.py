"""Words in another case, number or capital are the same words: by endings in the data, not by rules of one language."""

import pytest

from archive import languages
from archive.compare import compare
from archive.compare.endings import stem
from archive.compare.names import same_name
from archive.compare.quantities import measured
from archive.compare.quotations import quotations
from archive.languages import Lexicon
from archive.models import Block, Content


def _lexicon(code: str) -> Lexicon:
    found = languages.lexicon(code)
    assert found is not None
    return found


def _page(text: str, code: str) -> Content:
    return Content(headline="X", blocks=(Block(text, "p", kept=True),), language=code)


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("pl", "Jan Kowalski", "Janem Kowalskim"),
        ("pl", "Anna Zielona", "Anny Zielonej"),
        ("pl", "Warszawa", "Warszawie"),
        ("tr", "Ayşe Yeşil", "Ayşe Yeşil'in"),
        ("tr", "Ankara", "Ankara’dan"),
        ("nl", "Mark Rivier", "Mark Riviers"),
        ("en", "Mark Rivers", "Mark Rivers's"),
    ],
)
def test_a_name_in_another_case_is_the_same_name(code: str, one: str, other: str) -> None:
    assert same_name(tuple(one.split()), tuple(other.split()), _lexicon(code))


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [("pl", "Anna Zielona", "Anna Zielińska"), ("pl", "Jan Kowalski", "Jan Kowal"), ("tr", "Ayşe Yeşil", "Ayşe Kara")],
)
def test_another_name_is_another(code: str, one: str, other: str) -> None:
    assert not same_name(tuple(one.split()), tuple(other.split()), _lexicon(code))


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (
            "pl",
            "Burmistrz spotkała się w piątek z Janem Kowalskim i rozmawiała z nim długo o nowej drodze.",
            "W piątek burmistrz odwiedziła Jana Kowalskiego i rozmawiała z nim długo o nowej drodze.",
        ),
        (
            "tr",
            "Başkan cuma günü Mert Irmak'ı ziyaret etti ve onunla yeni yol hakkında uzun uzun konuştu.",
            "Başkan cuma günü Mert Irmak'la buluştu ve onunla yeni yol hakkında uzun uzun konuştu.",
        ),
    ],
)
def test_a_sentence_put_in_another_case_names_nobody_else(code: str, before: str, after: str) -> None:
    change = compare(_page(before, code), _page(after, code))
    assert change.kind == "style", change.evidence
    assert not [fact for fact in change.facts if fact.kind == "name"]


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("pl", "Zginęło dwudziestu pięciu górników.", 25),
        ("pl", "Wydano 2 mln 300 tys. zł na remont.", 2_300_000),
        ("pl", "Przyszło 300 tys. osób.", 300_000),
        ("pl", "Pomogło trojgu dzieci, czyli trzem osobom.", 3),
        ("tr", "Olayda 15'i ağır yaralandı.", 15),
        ("tr", "Deprem 3 bin 450 evi yıktı.", 3450),
        ("tr", "Fiyatlar %12 arttı.", 12),
        ("tr", "İki kişi öldü.", 2),
        ("tr", "İKİ KİŞİ ÖLDÜ", 2),
        ("nl", "Er waren tweeëntwintig gewonden.", 22),
        ("nl", "Ze betaalden anderhalf miljoen euro.", 1_500_000),
    ],
)
def test_a_number_is_read_whatever_its_ending(code: str, text: str, value: int) -> None:
    assert int(measured(text, _lexicon(code))[0][0].value) == value


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        (
            "tr",
            "Bakan Kerem Bas, dün gece yaptığı açıklamada, “Bütün yollar bu hafta açılacak” ifadelerini kullandı.",
            "Kerem Bas",
        ),
        ("tr", "“Bütün yollar bu hafta açılacak” diyen Kerem Bas soruları yanıtladı.", "Kerem Bas"),
        ("pl", "– „Wszystkie drogi będą w tym tygodniu otwarte” – zapewnił minister Karol Bas.", "Karol Bas"),
        ("pl", "Jak dodała Anna Zielona: „Wszystkie drogi będą w tym tygodniu otwarte”.", "Anna Zielona"),
        ("nl", "“Alle wegen gaan deze week weer open”, aldus minister Karel Bas.", "Karel Bas"),
    ],
)
def test_a_speaker_is_found_where_the_language_puts_it(code: str, text: str, speaker: str) -> None:
    (found,) = quotations([text], code)
    assert speaker in (found.speaker or "")


def test_an_ending_leaves_enough_of_a_word() -> None:
    assert stem("kowalskiego", {"ego", "o"}) == "kowalski"
    assert stem("ego", {"ego"}) == "ego"
    assert stem("anna", set()) == "anna"
