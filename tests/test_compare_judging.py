"""What a change is called, cause by cause: admissions, notations, restatements, history, structure, silent changes."""

import pytest

from archive.compare import compare, read_note
from archive.compare.digits import numbers
from archive.compare.weights import PASSAGE_GONE
from archive.models import Block, Change, Content

BRIDGE = """The old bridge at Dorport was closed on Monday after an inspector found cracks in two pillars, police said.
About 9,000 cars cross it every day. Drivers must now take the ferry at 5.30pm from Elm Quay, 3 miles away.
“We will not open it before the pillars are safe,” said Karl Vane, who heads the office. Repairs cost £2.5m.
The pillars will be propped up with steel until the spring. A second inspection follows in January."""
BRÜCKE = """Die alte Brücke in Brehm wurde am Montag gesperrt, weil zwei Pfeiler rissig sind, teilte die Polizei mit.
Rund 9.000 Autos fahren dort täglich, jedes 5. davon ein Laster. Die Fähre geht um 17.30 Uhr, 20 % sind billiger."""
PONT = """Le vieux pont de Brézols a été fermé lundi après la découverte de fissures, a indiqué la préfecture.
Environ 9 000 voitures l'empruntent. Le bac part à 17 h 30 et coûte trois euros, soit 20 % de plus."""
PUENTE = """El viejo puente de Villaserena fue cerrado el lunes tras hallarse grietas, informó la policía.
Unos 9.000 coches lo cruzan. El transbordador sale a las 17.30 horas y cuesta 34 euros, un 20% más."""


def page(text: str, headline: str = "Bridge at Dorport closed", language: str = "en", **fields: object) -> Content:
    blocks = tuple(Block(paragraph, "article/p", kept=True) for paragraph in text.split("\n"))
    return Content(headline=headline, blocks=blocks, language=language, **fields)  # type: ignore[arg-type]


def edited(text: str, old: str, new: str, language: str = "en") -> Change:
    assert old in text
    return compare(page(text, language=language), page(text.replace(old, new), language=language))


def with_added(text: str, line: str, language: str = "en") -> Change:
    return compare(page(text, language=language), page(f"{text}\n{line}", language=language))


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Editor's note: an earlier headline wrongly gave the cost as £25m. We are sorry for the slip."),
        ("en", "The figure for the cost in this article was wrong when it first appeared."),
        ("en", "We have taken out a paragraph that was based on a mix-up of two firms."),
        ("en", "This report previously stated that the bridge was built in 1951. In fact it opened in 1931."),
        ("en", "The spelling of Mr Vane's name has been corrected throughout."),
        ("en", "CORRECTED (cost in paragraph three)"),
        ("en", "Clarification, 6 p.m.: The £2.5m are the cost of both bridges."),
        ("en", "The Courier regrets that the photograph beside this report was of another bridge."),
        ("fr", "Modifié à 18 h 20 : le bac coûte trois euros, et non treize."),
        ("de", "Anders als zunächst berichtet, sind zwei Pfeiler beschädigt. Wir bitten, den Fehler zu entschuldigen."),
        ("de", "Die Redaktion hat einen Absatz entfernt, der auf einer Verwechslung beruhte."),
        ("fr", "Cet article comportait une erreur sur l'âge du pont."),
        ("fr", "Nous avions d'abord écrit que trois piles étaient fissurées."),
        ("es", "Hemos retirado de esta noticia un párrafo que contenía datos incorrectos."),
        ("it", "In una prima versione avevamo scritto per errore che i piloni erano tre."),
        ("pt", "Este texto atribuía por engano a frase ao prefeito."),
        ("ru", "Мы ошибочно написали, что трещины есть в трёх опорах."),
        ("nl", "In dit artikel stond eerder een onjuist bedrag. Dat is aangepast."),
        ("sv", "I en tidigare version av artikeln angavs fel belopp."),
        ("zh", "本文初版误将桥墩数目写为三个，现已更正。"),
        ("ja", "当初の記事で金額に誤りがありました。お詫びして訂正します。"),
    ],
)
def test_an_admission_is_recognised_by_its_parts_in_any_words(language: str, note: str) -> None:
    change = with_added(BRIDGE, note, language)
    assert (change.kind, change.note_added) == ("correction_noted", note)


@pytest.mark.parametrize(
    "line",
    [
        "“We were wrong about the pillars, and we apologise,” Vane said.",
        "If you see a mistake in this story, write to us and we will correct it.",
        "The ministry had wrongly counted the lorries and corrected its report.",
        "The mayor said he was sorry for the mistake and had the plan changed.",
        "The Evening Tide has apologised to the club for its report.",
        "This interview has been edited for length and clarity.",
        "This article was originally published in the Norland Review.",
    ],
)
def test_another_ones_mistake_and_an_invitation_are_no_admission(line: str) -> None:
    note = read_note(line, "en")
    assert note is None or note.kind == "update"


def test_an_admission_within_a_sentence_counts() -> None:
    assert edited(BRIDGE, "two pillars", "four pillars (not two, as we first reported)").kind == "correction_noted"


@pytest.mark.parametrize("note", ["This story has been updated.", "Last updated on Tuesday at 10:15."])
def test_a_bland_stamp_does_not_cover_a_fact_that_did_not_grow(note: str) -> None:
    text = BRIDGE.replace("Monday", "Sunday").replace("9,000", "6,000")
    assert compare(page(BRIDGE), page(f"{text}\n{note}")).kind == "fact_changed_unnoted"


@pytest.mark.parametrize(
    ("text", "language", "old", "new"),
    [
        (BRIDGE, "en", "£2.5m", "£2.5 million"),
        (BRIDGE, "en", "£2.5m", "£2.5m ($3.2m)"),
        (BRIDGE, "en", "3 miles away", "3 miles (4.8km) away"),
        (BRIDGE, "en", "3 miles away", "4.8 kilometres away"),
        (BRIDGE, "en", "9,000", "nine thousand"),
        (BRIDGE, "en", "3 miles away", "4.8km (3 miles) away"),
        (BRIDGE, "en", "About 9,000", "Some 9,000"),
        (BRIDGE, "en", "5.30pm", "17:30"),
        (BRIDGE, "en", "on Monday", "today"),
        (BRÜCKE, "de", "9.000", "9000"),
        (BRÜCKE, "de", "20 %", "20 Prozent"),
        (BRÜCKE, "de", "jedes 5. davon", "jedes fünfte davon"),
        (BRÜCKE, "de", "am Montag", "heute"),
        (PONT, "fr", "9 000", "9.000"),
        (PONT, "fr", "20 %", "20 pour cent"),
        (PONT, "fr", "17 h 30", "17h30"),
        (PONT.replace("trois euros", "quarante et un euros"), "fr", "quarante et un euros", "41 euros"),
        (PUENTE, "es", "20%", "20 por ciento"),
        (PUENTE, "es", "34 euros", "treinta y cuatro euros"),
        (PUENTE, "es", "las 17.30 horas", "las cinco y media de la tarde"),
    ],
)
def test_the_same_quantity_in_another_notation_is_style(text: str, language: str, old: str, new: str) -> None:
    change = edited(text, old, new, language)
    assert (change.kind, [fact for fact in change.facts if fact.kind in ("number", "date")]) == ("style", [])


def test_up_to_a_share_in_words_is_as_certain_as_up_to_one_in_digits() -> None:
    text = BRIDGE.replace("About 9,000 cars", "Up to a quarter of 9,000 cars")
    assert edited(text, "Up to a quarter", "Up to 25%").kind == "style"


def test_a_minister_who_apologises_admits_nothing_for_the_newspaper() -> None:
    assert read_note("Le ministre a présenté ses excuses aux familles pour une erreur.", "fr") is None


def test_a_time_of_day_does_not_become_a_duration() -> None:
    change = edited(PUENTE, "sale a las 17.30 horas", "tarda cinco horas", "es")
    assert all(fact.before is None or fact.after is None for fact in change.facts if fact.kind == "number")


@pytest.mark.parametrize(
    ("text", "language", "old", "new"),
    [
        (BRIDGE, "en", "£2.5m", "£25m"),
        (BRIDGE, "en", "5.30pm", "6.30pm"),
        (BRIDGE, "en", "3 miles away", "3 km away"),
        (BRIDGE, "en", "police said", "organisers said"),
        (BRÜCKE, "de", "teilte die Polizei mit", "teilte die Werft mit"),
        (PONT, "fr", "a indiqué la préfecture", "ont indiqué les riverains"),
        (PUENTE, "es", "informó la policía", "informaron los vecinos"),
        ("Polis 45 kişiyi gözaltına aldı.", "tr", "45", "15"),
        ("警方在三个桥墩上发现裂缝。", "zh", "三个", "五个"),
        ("أغلقت الشرطة الجسر بعد العثور على تشققات في 4 أعمدة.", "ar", "4", "6"),
    ],
)
def test_a_number_or_a_source_that_was_exchanged_is_told(text: str, language: str, old: str, new: str) -> None:
    change = edited(text, old, new, language)
    assert change.kind == "fact_changed_unnoted"
    assert change.weight > 0.7


def test_digits_are_one_number_in_any_script() -> None:
    assert numbers("٩٠٠٠, 9,000 and 九千") == ("9000", "9000", "9000")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            BRIDGE.split("\n")[0],
            "Cracks in two pillars have closed the old bridge at Dorport: an inspector found them, "
            "police said on Monday.",
        ),
        ("The pillars will be propped up with steel until the spring.", "Steel will prop up the pillars until spring."),
        ("\n“We", "\nNo date for the opening\n“We"),
        ("The old bridge", "DORPORT (The Star) — The old bridge"),
        ("police said", "police told the Dorport Star"),
        ("Elm Quay", "elm quay"),
        ("Karl Vane, who heads the office", "Karl Vane, the office's head"),
        ("January.", "January. Drivers must now take the ferry at 5.30pm from Elm Quay, 3 miles away."),
    ],
)
def test_the_same_said_otherwise_is_style(old: str, new: str) -> None:
    assert edited(BRIDGE, old, new).kind == "style"


def test_systematic_spelling_hides_no_fact_and_is_style_alone() -> None:
    text = "The harbor was gray.\nIts color scheme was analyzed.\nThe theater has a program.\nA boy of 14 ran it."
    british = text.replace("bor", "bour").replace("gray", "grey").replace("color", "colour").replace("yz", "ys")
    british = british.replace("theater", "theatre").replace("program", "programme")
    assert compare(page(text), page(british)).kind == "style"
    assert compare(page(text), page(british.replace("14", "16"))).kind == "fact_changed_unnoted"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"headline": "BRIDGE AT DORPORT CLOSED"}, "style"),
        ({"authors": ("Ida Aro",)}, "style"),
        ({"headline": "Months of ferry rides ahead", "standfirst": "Drivers are not amused"}, "headline"),
    ],
)
def test_what_stands_above_the_text(fields: dict[str, object], kind: str) -> None:
    assert compare(page(BRIDGE), page(BRIDGE, **fields)).kind == kind  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "line", "kind"),
    [
        ("en", "The bridge was built in 1931. It is the only one across the lower Elm.", "background"),
        ("en", "Bridges of this kind are usually inspected every six years.", "background"),
        ("en", "Divers looked at the other pillars this afternoon and found more rust.", "update"),
        ("de", "Die Brücke galt damals als die längste des Landes.", "background"),
        ("de", "Am Dienstag will der Minister einen Plan vorstellen.", "update"),
        ("sv", "Bron byggdes 1931.", "background"),
        ("sv", "Borgmästaren kommer och tittar.", "update"),
    ],
)
def test_history_is_told_from_news_by_cues_and_years(language: str, line: str, kind: str) -> None:
    change = with_added(BRIDGE, line, language)
    assert change.kind == kind
    assert ("not analysed (sv)" in change.evidence) == (language == "sv")


def test_history_that_is_taken_out_is_background_too() -> None:
    assert compare(page(f"{BRIDGE}\nThe bridge was built in 1931."), page(BRIDGE)).kind == "background"


def test_a_count_that_grew_on_another_ones_word_beside_news_is_an_update() -> None:
    text = BRIDGE.replace("two pillars, police said", "four pillars, divers said")
    assert compare(page(BRIDGE), page(text)).kind == "fact_changed_unnoted"
    assert compare(page(BRIDGE), page(f"{text}\nThey found the others on Tuesday morning.")).kind == "update"


def test_an_article_that_tells_the_earlier_number_itself_is_an_update() -> None:
    text = BRIDGE.replace("9,000", "6,000") + "\nThe office had counted 9,000 before it left out the buses."
    assert compare(page(BRIDGE), page(text)).kind == "update"


def test_entries_under_the_clock_make_a_live_page() -> None:
    report = "12:10 The ferry is full.\n11:45 Long queues at the quay."
    assert compare(page(report), page(f"12:40 A second ferry comes.\n{report}")).kind == "live"
    assert compare(page(BRIDGE), page(f"12:40 A second ferry comes.\n{BRIDGE}")).kind != "live"


def test_a_beginning_with_a_line_to_log_in_is_a_wall() -> None:
    first = BRIDGE.split("\n", 1)[0]
    assert compare(page(BRIDGE), page(f"{first}\nSubscribe or log in to go on reading.")).kind == "paywalled"
    assert compare(page(BRIDGE), page(first)).kind != "paywalled"


def test_a_removed_passage_that_names_somebody_is_told_and_does_not_lead() -> None:
    passage = "The steel comes from Harrow Works, which paid a fine for false papers."
    change = compare(page(f"{BRIDGE}\n{passage}"), page(BRIDGE))
    assert (change.kind, change.weight) == ("fact_changed_unnoted", PASSAGE_GONE)
    assert "Harrow" not in change.evidence


def test_a_hedge_that_goes_while_the_sentence_is_put_in_another_order_is_told() -> None:
    told = "Vane, who heads the office, allegedly took £9,000 in cash in return for permits for the new ferry."
    stated = "In return for permits for the new ferry, Vane, who heads the office, took £9,000 in cash."
    change = compare(page(f"{BRIDGE}\n{told}"), page(f"{BRIDGE}\n{stated}"))
    assert change.kind == "fact_changed_unnoted"
    assert "hedge removed: allegedly" in change.evidence


@pytest.mark.parametrize(("old", "new"), [("£2.5m", "£25m"), ("in January", "on Tuesday in January")])
def test_a_price_or_a_span_that_went_up_beside_new_words_is_no_growing_toll(old: str, new: str) -> None:
    later = BRIDGE.replace("3 miles away", "30 miles away").replace(old, new)
    assert compare(page(BRIDGE), page(later)).kind == "fact_changed_unnoted"


def test_figures_that_are_told_anew_under_another_headline_are_an_update() -> None:
    first = "Quantara lost 11 per cent in early trading.\nOptal fell by 6 per cent.\nOil cost $71.40 a barrel."
    later = "Quantara lost 14 per cent in early trading.\nOptal fell by 5 per cent.\nOil cost $70.95 a barrel."
    assert compare(page(first, "Stocks slip"), page(later, "Stocks close lower")).kind == "update"
    assert compare(page(first, "Stocks slip"), page(later, "Stocks slip")).kind == "fact_changed_unnoted"


def test_news_under_another_headline_is_an_update_and_no_mere_headline() -> None:
    more = "The mayor, Ida Sund, said on Friday evening that she would step down."
    assert compare(page(BRIDGE), page(f"{BRIDGE}\n{more}", "Mayor of Dorport goes")).kind == "update"


@pytest.mark.parametrize("line", ["Support local journalism: join us.", "Sign up to our Saturday letter from Dorport."])
def test_a_line_that_asks_readers_for_something_is_style(line: str) -> None:
    assert with_added(BRIDGE, line).kind == "style"


FIRE = """A fire in Dorport killed 23 people on Monday, police said.
The council did not approve the building.
“We saw the flames from the other side of the river,” said Ann Vane, who lives there.
The owner was found guilty in May."""
MOURNING = "\nThe mayor, Ida Sund, visited the street on Tuesday evening, she said."


@pytest.mark.parametrize(("old", "new"), [("23", "19"), ("did not approve", "did approve")])
def test_another_headline_and_a_new_sentence_hide_no_toll_that_fell_and_no_denial(old: str, new: str) -> None:
    change = compare(page(FIRE, "Fire in Dorport"), page(FIRE.replace(old, new) + MOURNING, "Town mourns after fire"))
    assert change.kind == "fact_changed_unnoted"
    assert change.weight > 0.7


def test_a_toll_that_rose_beside_another_headline_and_a_new_sentence_is_an_update() -> None:
    later = page(FIRE.replace("23", "29") + MOURNING, "Town mourns after fire")
    assert compare(page(FIRE, "Fire in Dorport"), later).kind == "update"


def test_a_quotation_of_which_half_was_put_otherwise_was_altered() -> None:
    change = edited(FIRE, "from the other side of the river", "from my kitchen window")
    assert (change.kind, change.weight > 0.7) == ("fact_changed_unnoted", True)
    assert [bool(fact.before and fact.after) for fact in change.facts if fact.kind == "quotation"] == [True]


@pytest.mark.parametrize(
    ("text", "language", "old", "new"),
    [
        (FIRE, "en", "guilty", "innocent"),
        (FIRE.replace("killed", "rose and killed"), "en", "rose", "fell"),
        (BRÜCKE.replace("gesperrt", "geschlossen"), "de", "geschlossen, weil", "geöffnet, weil"),
        ("La banque a augmenté ses taux lundi.", "fr", "augmenté", "diminué"),
        ("El tribunal lo declaró culpable el lunes.", "es", "culpable", "inocente"),
    ],
)
def test_a_word_for_which_its_contrary_was_put_is_told(text: str, language: str, old: str, new: str) -> None:
    assert edited(text, old, new, language).kind == "fact_changed_unnoted"


def test_a_contrary_that_both_versions_say_tells_nothing() -> None:
    text = BRIDGE + "\nThe road rose before it fell."
    assert edited(text, "rose before it fell", "fell after it rose").kind == "style"


@pytest.mark.parametrize(
    ("language", "text", "added"),
    [
        ("en", "The wall of the dam broke at dawn.", "The operator had known since 2019 that the wall was cracked."),
        (
            "de",
            "Die Mauer des Damms brach am Morgen.",
            "Der Betreiber hatte seit 2019 gewusst, dass die Mauer Risse hat.",
        ),
        ("fr", "Le mur du barrage a cédé à l'aube.", "L'exploitant savait depuis 2019 que le mur était fissuré."),
        ("es", "El muro de la presa cedió al amanecer.", "La empresa sabía desde 2019 que el muro tenía grietas."),
    ],
)
def test_that_somebody_knew_is_no_background(language: str, text: str, added: str) -> None:
    before, after = (
        Content(headline="Dam", blocks=tuple(Block(each, "p", True) for each in texts), language=language)
        for texts in ((text,), (text, added))
    )
    assert compare(before, after).kind == "update"
