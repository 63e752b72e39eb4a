"""The data files of languages: complete, read strictly, and read only when they are needed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive import languages
from archive.compare.units import SIGNS, UNITS
from archive.errors import BadInput
from archive.languages.loading import FOLDER, load
from archive.languages.patterns import bounded, either

WHOLE = [code for code in languages.codes() if languages.lexicon(code)]


def _written(folder: Path, text: str) -> Path:
    path = folder / "xx.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("code", languages.codes())
def test_every_file_is_read(code: str) -> None:
    found = languages.language(code)
    assert found is not None
    assert (found.code, bool(found.name)) == (code, True)


def test_a_language_without_a_file_is_none() -> None:
    assert languages.language("xx") is None
    assert languages.lexicon(None) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[notes]\nlabel = []", "name is missing"),
        ('name = "X"\n[verbs]\nsaid = ""', "no such section: verbs"),
        (
            'name = "X"\n[notes]\ncorrection = []\nupdate = []\nlabel = []\ninvites = []\ncolour = ""',
            r"unknown in \[notes\]: colour",
        ),
        ('name = "X"\n[notes]\ncorrection = []\nlabel = []', r"missing in \[notes\]: invites, update"),
        (
            'name = "X"\n[notes]\ncorrection = ""\nupdate = []\nlabel = []\ninvites = []',
            "notes.correction is str, not list",
        ),
        ("name = ", "languages/xx.toml"),
    ],
)
def test_what_a_file_must_not_hold_is_an_error_that_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        load(_written(tmp_path, text))
    assert "languages/xx.toml" in str(caught.value)


@pytest.mark.parametrize("key", ["months", "opposites", "little", "decimal_comma"])
def test_a_lexicon_without_one_of_its_keys_is_an_error(tmp_path: Path, key: str) -> None:
    text = (FOLDER / "it.toml").read_text("utf-8")
    with pytest.raises(BadInput, match=rf"missing in \[lexicon\]: {key}"):
        load(_cut(tmp_path, text, key))


def _cut(folder: Path, text: str, key: str) -> Path:
    """Take one key with its value out of a file."""
    start = text.index(f"\n{key} = ") + 1
    end = text.index('"""', text.index('"""', start) + 3) + 3 if text[start:].startswith(f'{key} = """') else 0
    return _written(folder, text[:start] + text[end or text.index("\n", start) :])


def test_a_partial_file_may_lack_keys_of_a_page_but_not_of_a_lexicon(tmp_path: Path) -> None:
    found = load(_written(tmp_path, 'name = "X"\npartial = true\n[page]\nshare = ["dela"]'))
    assert found.page is not None
    assert (found.page.share, found.page.answer) == (("dela",), ())
    with pytest.raises(BadInput, match="missing in"):
        load(_written(tmp_path, 'name = "X"\n[page]\nshare = ["dela"]'))
    with pytest.raises(BadInput, match="missing in"):
        load(_written(tmp_path, 'name = "X"\npartial = true\n[lexicon]\nlittle = "a"'))


PATTERNS = [
    (code, section, key, pattern)
    for code in languages.codes()
    for section in ("page", "notes", "admission", "digits")
    if (found := getattr(languages.language(code), section)) is not None
    for key in found.__dataclass_fields__
    if isinstance(patterns := getattr(found, key), tuple)
    for pattern in patterns
]


@pytest.mark.parametrize("code", languages.codes())
def test_every_pattern_stands_by_itself(code: str) -> None:
    for _, section, key, pattern in (row for row in PATTERNS if row[0] == code):
        compiled = re.compile(pattern, re.IGNORECASE)
        assert compiled.groups == (1 if key == "name_before" else 0), (section, key, pattern)
        assert compiled.match("") is None, (section, key, pattern)


def test_words_are_bounded_where_their_script_has_spaces() -> None:
    both = re.compile(bounded(["delen", "分享"]), re.IGNORECASE)
    assert both.search("Nu delen!")
    assert not both.search("mededelen")
    assert both.search("请分享给朋友")
    assert not re.search(either(()), "anything")


def test_no_file_is_read_before_a_language_is_met() -> None:
    code = (
        "import archive.compare, archive.languages as l; from archive.languages import language\n"
        "assert language.cache_info().currsize == 0; l.lexicon('it'); assert language.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("code", WHOLE)
def test_a_lexicon_names_every_month_and_weekday(code: str) -> None:
    lexicon = languages.lexicon(code)
    assert lexicon is not None
    assert set(lexicon.months.values()) == set(range(1, 13))
    assert set(lexicon.weekdays.values()) == set(range(1, 8))
    assert set(lexicon.numerals.values()) >= set(range(2, 21))


@pytest.mark.parametrize("code", WHOLE)
def test_measures_and_money_name_what_comparing_knows(code: str) -> None:
    lexicon = languages.lexicon(code)
    assert lexicon is not None
    assert set(lexicon.measures.values()) <= UNITS
    assert set(lexicon.money.values()) <= set(SIGNS)
    assert all(0 < float(value) < 2 for value in lexicon.fractions.values())
