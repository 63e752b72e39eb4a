"""Every language with a lexicon is read and compared as well as every other: one made-up article in each.

The articles stand in tests/languages, one file a language, with what is changed in them and what is expected of it.
"""

import datetime as dt
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive import languages
from archive.compare import compare, read_note
from archive.compare.quantities import measured
from archive.compare.quotations import quotations
from archive.compare.sentences import guess_language
from archive.derive.clock import is_clock_or_counter
from archive.extract import lexicon, read
from archive.models import Block, Change, Content, Rejection

FOLDER = Path(__file__).parent / "languages"
CODES = [code for code in languages.codes() if languages.lexicon(code)]
FACTS = ["number", "day", "date", "name", "negation", "hedge", "quotation", "attribution", "opposite"]
FOUND_AS = {"day": {"date"}, "opposite": {"negation"}, "name": {"name", "attribution"}}
LINES = (
    *("SHARE", "SIGNUP", "RELATED", "FURNITURE", "REMARKS", "ANSWER", "HIGHLIGHTS", "GONE"),
    *("LOGIN", "CREDIT", "CORRECTION", "UPDATED", "ROLE", "DESK"),
)
WHOLE = ("SHARE", "FURNITURE", "REMARKS", "ANSWER", "HIGHLIGHTS")
SEEN = dt.datetime(2024, 3, 7, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.parametrize("code", CODES)


@cache
def told(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))


def page(code: str, *more: str, headline: str = "") -> Content:
    texts = [*told(code)["paragraphs"], *more]
    blocks = tuple(Block(text, f"article>p[{at}]", kept=True) for at, text in enumerate(texts))
    return Content(headline=headline or told(code)["headline"], blocks=blocks, language=code)


def edited(code: str, what: str) -> Change:
    before, (old, new) = page(code), told(code)[what]
    assert sum(old in block.text for block in before.blocks) == 1, f"{what}: {old}"
    blocks = tuple(replace(block, text=block.text.replace(old, new)) for block in before.blocks)
    return compare(before, replace(before, blocks=blocks))


def test_a_language_is_known_by_its_little_words(code: str) -> None:
    assert guess_language(" ".join(told(code)["paragraphs"])) == code


@pytest.mark.parametrize("what", FACTS)
def test_a_fact_that_changed_is_found(code: str, what: str) -> None:
    change = edited(code, what)
    assert change.kind == "fact_changed_unnoted", change.evidence
    assert {fact.kind for fact in change.facts} & FOUND_AS.get(what, {what}), change.facts


@pytest.mark.parametrize("what", ["number_in_words", "amount_otherwise", "style"])
def test_the_same_said_otherwise_is_style(code: str, what: str) -> None:
    change = edited(code, what)
    assert change.kind == "style", change.evidence
    assert not [fact for fact in change.facts if fact.kind in ("number", "date", "negation", "hedge")], change.facts


@pytest.mark.parametrize(("what", "kind"), [("news", "update"), ("background", "background")])
def test_what_was_added_is_news_or_background(code: str, what: str, kind: str) -> None:
    change = compare(page(code), page(code, told(code)[what]))
    assert change.kind == kind, change.evidence


def test_another_headline_is_one(code: str) -> None:
    assert compare(page(code), page(code, headline=told(code)["other_headline"])).kind == "headline"


@pytest.mark.parametrize("at", range(3))
def test_a_note_of_correction_is_found(code: str, at: int) -> None:
    note = told(code)["corrections"][at]
    found = read_note(note, code)
    assert found is not None
    assert found.kind == "correction"
    change = compare(page(code), page(code, note))
    assert (change.kind, change.note_added) == ("correction_noted", note)


@pytest.mark.parametrize("at", range(2))
def test_a_note_of_an_update_admits_nothing(code: str, at: int) -> None:
    found = read_note(told(code)["updates"][at], code)
    assert found is not None
    assert found.kind == "update"


@pytest.mark.parametrize("at", range(2))
def test_what_only_speaks_of_mistakes_is_no_note(code: str, at: int) -> None:
    assert read_note(told(code)["no_notes"][at], code) is None


def test_entries_under_the_clock_are_live(code: str) -> None:
    live = told(code)["live"]
    assert compare(page(code, *live[:2]), page(code, *live)).kind == "live"


def test_a_text_cut_at_a_wall_is_paywalled(code: str) -> None:
    whole = page(code)
    wall = Block(told(code)["wall"], "article>p[9]", kept=True)
    assert compare(whole, replace(whole, blocks=(*whole.blocks[:2], wall))).kind == "paywalled"


@pytest.mark.parametrize("at", range(2))
def test_a_quotation_has_its_speaker(code: str, at: int) -> None:
    text, speaker = told(code)["quoted"][at]
    (found,) = quotations([text], code)
    assert speaker in (found.speaker or "")


@pytest.mark.parametrize("at", range(3))
def test_a_number_is_read(code: str, at: int) -> None:
    text, value = told(code)["numbers"][at]
    words = languages.lexicon(code)
    assert words is not None
    (found,) = measured(text, words)[0]
    assert found.value == int(value)


def test_a_time_of_day_is_the_same_in_another_notation(code: str) -> None:
    words = languages.lexicon(code)
    assert words is not None
    (one,), (other,) = (measured(text, words)[0] for text in told(code)["same_time"])
    assert (one.unit, one.value) == ("clock", 17 * 60 + 30)
    assert one.same(other)


@pytest.mark.parametrize("name", LINES)
def test_a_line_beside_the_text_is_known(code: str, name: str) -> None:
    line, pattern = told(code)["lines"][name], getattr(lexicon, name)
    assert (pattern.fullmatch if name in WHOLE else pattern.search)(line)


def test_no_sentence_of_the_article_is_taken_for_a_line_beside_it(code: str) -> None:
    for text in told(code)["paragraphs"]:
        assert not [name for name in LINES[:8] if getattr(lexicon, name).match(text)], text


@pytest.mark.parametrize("name", ["UPDATED", "REMARKS"])
def test_a_line_that_is_a_clock_or_a_counter_is_known(code: str, name: str) -> None:
    assert is_clock_or_counter(told(code)["lines"][name], code)
    assert not is_clock_or_counter(told(code)["number"][0], code)


def _html(code: str) -> bytes:
    this = told(code)
    lines = this["lines"]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in this["paragraphs"])
    others = "".join(f'<p><a href="/other/{at}">{this["other_headline"]} {at}</a></p>' for at in range(4))
    return f"""<!doctype html><html lang="{code}"><head><title>{this["headline"]}</title></head><body>
      <nav><a href="/">Valmora</a></nav><main><article><h1>{this["headline"]}</h1>
      <div><span>{this["byline"]}</span></div><div><span>{this["dateline"]}</span></div>
      <p>{lines["SHARE"]}</p>{text}<p>{lines["FURNITURE"]}</p></article>
      <div><h3>{lines["RELATED"]}</h3>{others}</div>
      <div><h3>{lines["REMARKS"]}</h3><p>Una Lettera Qui 2024</p><p>{lines["ANSWER"]}</p></div>
      </main></body></html>""".encode()


def test_a_page_is_read_with_its_byline_its_date_and_nothing_beside_the_text(code: str) -> None:
    reading = read(_html(code), url="https://news.example/2/bridge", captured_at=SEEN)
    assert isinstance(reading, Content)
    assert list(reading.paragraphs) == told(code)["paragraphs"]
    assert reading.authors == (told(code)["byline"].split(maxsplit=1)[-1],)
    assert reading.published is not None
    assert reading.published.value == "2024-03-05"


def test_a_page_that_says_it_is_gone_is_no_article(code: str) -> None:
    gone = told(code)["lines"]["GONE"]
    html = f'<html lang="{code}"><head><title>{gone}</title></head><body><h1>{gone}</h1><p>{gone}.</p></body></html>'
    reading = read(html.encode(), url="https://news.example/3/bridge", captured_at=SEEN)
    assert isinstance(reading, Rejection)
    assert reading.reason == "soft_404"
