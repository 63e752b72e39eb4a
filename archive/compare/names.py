"""Names in a sentence: runs of words with a capital that no grammar asks for."""

from collections.abc import Sequence
from functools import cache

import regex

from archive.languages import Lexicon
from archive.languages.patterns import either, escaped

from .endings import stem, unmarked
from .held import Held
from .speakers import cut

Name = tuple[str, ...]

_LONGEST = 14  # words of a name
_DATELINE = regex.compile(r"^\P{L}*\p{Lu}[^.!?—–]{0,60}?(?:\([^)]{1,40}\))?\s*(?:[—–]|\s-)\s*(?=\P{L}*\p{Lu})")


def names_in(sentence: str, lexicon: Lexicon, known: frozenset[str] = frozenset()) -> tuple[Name, ...]:
    """List the names of a sentence in order.

    `known` are words that have a capital within some sentence: the first word of a sentence is a name only if it is
    one of them, or if a name goes on after it. In German, where nouns have capitals, only longer runs are names.
    """
    tokens = cut(sentence, lexicon)
    found: list[Name] = []
    run: list[str] = []
    for at, token in enumerate([*tokens, "."]):
        if _naming(token, lexicon) and not (_opens_sentence(tokens, at) and _says_nothing(tokens, at, lexicon, known)):
            run.append(unmarked(token, lexicon))
        elif run and token in lexicon.connectors and at + 1 < len(tokens) and _naming(tokens[at + 1], lexicon):
            run.append(token)
        else:
            found += _kept(run, lexicon)
            run = []
    return tuple(found)


def same_name(one: Name, other: Name, lexicon: Lexicon | None = None) -> bool:
    """Tell whether two spellings may stand for one: `Smith` and `John Smith`, `U.S.` and `US` and `United States`."""
    a, b = _plain(one, lexicon), _plain(other, lexicon)
    return a <= b or b <= a or _initials(one) == "".join(_letters(other)) or _initials(other) == "".join(_letters(one))


def known_names(texts: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    """Collect the words that are written with a capital within a sentence, and nowhere small."""
    listed = [cut(text, lexicon) for text in texts]
    small = {token for tokens in listed for token in tokens if token.islower()}
    inside = {
        token
        for tokens in listed
        for at, token in enumerate(tokens)
        if token[:1].isupper() and not _opens_sentence(tokens, at) and _naming(token, lexicon)
    }
    return frozenset(token for token in inside if token.lower() not in small)


def _naming(token: str, lexicon: Lexicon) -> bool:
    low = token.lower()
    counted = low in lexicon.months or low in lexicon.weekdays or low in lexicon.magnitudes or low in lexicon.money
    return token[:1].isupper() and low not in lexicon.little and low not in lexicon.articles and not counted


def _opens_sentence(tokens: Sequence[str], at: int) -> bool:
    return at == 0 or tokens[at - 1] in "\"“„«'‘:—([.!?"


def _says_nothing(tokens: Sequence[str], at: int, lexicon: Lexicon, known: frozenset[str]) -> bool:
    """Tell whether the capital at the beginning of a sentence is only that."""
    token, following = tokens[at], tokens[at + 1 : at + 2]
    if token in known:
        return False
    low = token.lower()
    plain = low in lexicon.hedges or low in lexicon.negations or low in lexicon.speech
    return plain or not (following and _naming(following[0], lexicon))


def _kept(run: list[str], lexicon: Lexicon) -> list[Name]:
    name = list(run[:_LONGEST])
    while name and name[0].lower() in lexicon.roles | lexicon.honorifics:
        name.pop(0)
    if not name or (lexicon.nouns_capitalised and len(name) < 2):
        return []
    return [tuple(name)]


def _plain(name: Name, lexicon: Lexicon | None) -> frozenset[str]:
    before, endings = (lexicon.honorifics, lexicon.name_endings) if lexicon else (frozenset[str](), frozenset[str]())
    words = (_bare(word, lexicon) for word in name if word.lower() not in before)
    return frozenset(stem(word, endings) for word in words)


def _bare(word: str, lexicon: Lexicon | None) -> str:
    return regex.sub(r"[.\-'’]", "", unmarked(word, lexicon) if lexicon else word).lower()


def _letters(name: Name) -> list[str]:
    return [letter for word in name for letter in word.lower() if letter.isalpha()]


def _initials(name: Name) -> str:
    return "".join(word[0].lower() for word in name if word[:1].isupper()) if len(name) > 1 else ""


def elsewhere(name: Name, sentence: str, text: Held, lexicon: Lexicon) -> bool:
    """Tell whether a name that one sentence alone has is nothing new: the other text has it, or it is the outlet's.

    What stands in a dateline (`DORPORT (Star) — `), or is told something (`told the Star`), is where the news was made.
    """
    if text.says(" ".join(name)) or all(text.has(word, lexicon.name_endings) for word in name if word[:1].isupper()):
        return True
    line = _DATELINE.match(sentence)
    if line is not None and all(word in line[0] for word in name):
        return True
    return any(told.startswith(name[0]) for told in _told(lexicon).findall(sentence))


@cache
def _told(lexicon: Lexicon) -> "regex.Pattern[str]":
    """Compile what somebody is told: the word behind it is who."""
    to = either([each if each.endswith("'") else rf"{each}\s" for each in escaped(lexicon.towards)])
    spoken = rf"{either(escaped(lexicon.speech))}\s+{to}"
    addressed = rf"{either(escaped(lexicon.addressing))}\s+(?:{either(escaped(lexicon.listeners))}\s+)?"
    return regex.compile(rf"\b(?:{spoken}|{addressed})(\S+)")
