"""What search finds, tried on SQLite's own index."""

import sqlite3
from contextlib import closing

import pytest

from archive.errors import BadInput
from archive.fulltext import phrases, query, search_column

TEXTS = {
    1: ("Bridge falls", "Twelve people died when the bridge fell."),
    2: ("橋の崩落", "ハルメアの橋が月曜日に崩落し、12人が死亡した。全文検索も試す。"),
    3: ("Café “Zur Brücke” closed", "Nothing is wrong: it's C++ and AND, OR, NOT a query; 3.5 per cent."),
    4: ("สะพานถล่ม", "มีผู้เสียชีวิตสิบสองคนในเหตุสะพานถล่ม"),
    5: ("新中国2026年底", "总书记在2026年底说"),
}


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text, search, tokenize='unicode61 remove_diacritics 2')")
    for number, (headline, text) in TEXTS.items():
        row = (number, text, search_column(headline, text))
        connection.execute("INSERT INTO words (rowid, text, search) VALUES (?, ?, ?)", row)
    return connection


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bridge", [1]),
        ("twelve bridge", [1]),
        ("bridge twelve", [1]),
        ('"people died"', [1]),
        ('"died people"', []),
        ("brucke", [3]),
        ("AND", [3]),
        ("NOT", [3]),
        ("C++", [3]),
        ("3.5", [3]),
        ("text:nothing", []),
        ('unclosed "people died', []),
        ('nothing "is wrong', [3]),
        ("橋", [2]),
        ("崩落", [2]),
        ("全文検索", [2]),
        ("検索全文", []),
        ("崩落 橋", [2]),
        ("12人", [2]),
        ("死亡 bridge", []),
        ("สะพาน", [4]),
        ("2026年", [5]),
        ("中国", [5]),
        ("国中", []),
        ("(*:^-{}", None),
        ("brid*", []),
    ],
)
def test_words_are_found_as_a_person_means_them(index: sqlite3.Connection, typed: str, found: list[int] | None) -> None:
    if found is None:
        with pytest.raises(BadInput):
            query(typed)
        return
    rows = index.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (query(typed),)).fetchall()
    assert [row[0] for row in rows] == found


@pytest.mark.parametrize("typed", ["", "   ", '""', "\0", "…"])
def test_nothing_to_search_for_is_named(typed: str) -> None:
    with pytest.raises(BadInput, match="no word"):
        query(typed)


@pytest.mark.parametrize(
    "typed", ['a" OR "b', "NEAR(a b)", "a\0b", "😀 word", "x" * 10_000, '"' * 99 + "a", "col:x -y ^z"]
)
def test_no_words_reach_the_index_as_syntax(typed: str) -> None:
    words = phrases(typed)
    texts = [" ".join(words), *(" ".join(words[:i] + words[i + 1 :]) for i in range(len(words)))]  # all; all but one
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text, search)")
        connection.executemany("INSERT INTO words VALUES (?, ?)", [(text, search_column("", text)) for text in texts])
        found = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (query(typed),)).fetchall()
    assert found == [(1,)]


def test_phrases_are_what_was_typed() -> None:
    assert phrases('one "two  three" … 橋') == ["one", "two  three", "橋"]
