"""Who is said to speak: the noun phrase beside a verb of speech, and the full name that the text gives it.

Works on text in which quoted passages are masked. Finds nothing rather than guess.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from archive.languages import Lexicon

from .endings import unmarked
from .marks import MASK

_LONGEST = 14  # words of a name with its role
_MOST_NAMES = 1000  # of one text that are remembered
_SKIPPED = 4  # adverbs between a subject and its verb
_PLAIN_ROLE = 3  # words of a role that stands right before the name, as no list of roles has it: `the baker`
_LONGEST_APPOSITION = 25  # words and marks
_MOST_ALIKE = 50  # names that end in one word
_LONGEST_ROLE = 10  # words of one that a comma parts from the name
_PARTS = frozenset(",;:—–-.")
_NEAR_VERB = 6  # words behind a quotation within which a verb ends the sentence
_WORDS = r"(?:\p{Lu}\.){2,}|[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’&\-]*|[^\s]"


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as the text has it here."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words, as written."""
        return " ".join(self.words)


def cut(text: str, lexicon: Lexicon) -> list[str]:
    """Cut a text into words and marks; abbreviations with full stops stay whole."""
    return _token(lexicon).findall(text)


@cache
def _token(lexicon: Lexicon) -> "regex.Pattern[str]":
    stopped = sorted(word for word in lexicon.honorifics | lexicon.abbreviations if word.endswith("."))
    spellings = (regex.escape(each) for word in stopped for each in (word, word[:1].upper() + word[1:]))
    return regex.compile("|".join((*(rf"\b{each}" for each in spellings), _WORDS)))


def before_quote(text: str, lexicon: Lexicon) -> Mention | None:
    """Find the speaker in the part of a sentence that leads to a quotation: `X said that`, `noted X,`, `X:`."""
    tokens = cut(text, lexicon)
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].lower() in lexicon.speech:
            behind = None if tokens[at].lower() in lexicon.addressing else _named(tokens, at + 1, lexicon)
            found = _subject(tokens, at, lexicon) or behind
            if found is not None:
                return found
    spoken = lexicon.verb_last and any(token.lower() in lexicon.speech for token in tokens)
    return (spoken and opening(text, lexicon)) or _according(tokens, lexicon) or _named_by_colon(tokens, lexicon)


def around_quote(lead: str, tail: str, lexicon: Lexicon) -> Mention | None:
    """Find who opens a sentence that ends with a verb of speech behind its quotation, in languages that say it so."""
    behind = [word.lower() for word in cut(tail, lexicon) if word not in _PARTS][:_NEAR_VERB]
    if not lexicon.verb_last or lexicon.speech.isdisjoint(behind):
        return None
    tokens = cut(lead, lexicon)
    end = len(tokens) - (tokens[-1:] in ([","], [":"]))
    return opening(lead, lexicon) or _subject(tokens, end, lexicon)


def after_quote(text: str, lexicon: Lexicon) -> Mention | None:
    """Find the speaker in what follows a quotation: `, said X`, `, X said`, `, according to X`."""
    tokens = cut(text, lexicon)
    while tokens and tokens[0] in _PARTS:
        tokens.pop(0)
    tokens = _clause(tokens)
    if not tokens:
        return None
    for at, token in enumerate(tokens):
        if token.lower() not in lexicon.speech:
            continue
        if all(_adverb(word, lexicon) for word in tokens[:at]):
            return _named(tokens, at + 1, lexicon)
        return _named(tokens[:at], 0, lexicon) or _subject(tokens, at, lexicon)
    return _according(tokens, lexicon)


def _clause(tokens: Sequence[str]) -> list[str]:
    """Keep the tokens up to the end of the sentence or the next quotation."""
    out: list[str] = []
    for token in tokens:
        if token in (".", "!", "?", ";", MASK, "。"):
            break
        out.append(token)
    return out


def _subject(tokens: Sequence[str], verb: int, lexicon: Lexicon) -> Mention | None:
    """Find the noun phrase that ends right before a verb, adverbs between them left out."""
    end = verb
    while end > 0 and verb - end < _SKIPPED and _adverb(tokens[end - 1], lexicon):
        end -= 1
    first = max(0, end - _LONGEST_APPOSITION)
    parted = end == verb and tokens[end - 1 : end] == [","]  # `Tom Hale, the captain, said`
    if parted and "," in tokens[first : end - 1]:
        comma = max(at for at in range(first, end - 1) if tokens[at] == ",")
        between = tokens[comma + 1 : end - 1]
        if _is_full_name(between):  # `the minister of transport, Edda Marrin, told`
            return Mention(tuple(between))
        end = comma
    start = end
    while start > max(0, end - _LONGEST) and _in_name(tokens, start - 1, lexicon):
        start -= 1
    return _mention(tokens[start:end], lexicon)


def _is_full_name(words: Sequence[str]) -> bool:
    return len(words) >= 2 and all(word[:1].isupper() for word in words)


def is_pronoun(mention: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a mention says only `he`, `she`, `they`."""
    return len(mention.words) == 1 and mention.words[0].lower() in lexicon.pronouns


def opening(sentence: str, lexicon: Lexicon) -> Mention | None:
    """Find the person that a sentence begins with: one with a role, or with a full name."""
    found = _phrase(cut(sentence, lexicon), 0, lexicon)
    if found is None or is_pronoun(found, lexicon):
        return None
    role = any(word.lower() in lexicon.roles for word in found.words)
    capitals = [word for word in found.words if word[:1].isupper() and word.lower() not in lexicon.articles]
    return found if role or _is_full_name(capitals) else None


def _adverb(word: str, lexicon: Lexicon) -> bool:
    return word.lower() in lexicon.adverbs or (word.islower() and word.endswith(tuple(lexicon.adverb_endings)))


def _named(tokens: Sequence[str], start: int, lexicon: Lexicon) -> Mention | None:
    """Find who is named here: behind a role and a comma, as a noun phrase, or behind a role that no list has."""
    found = _behind_comma(tokens, start, lexicon)  # `the fire chief, Tom Brandt`
    if found is not None:
        return found
    found = _phrase(tokens, start, lexicon)
    if found is not None and any(word[:1].isupper() for word in found.words):
        return found
    at = start + (tokens[start : start + 1] != [] and tokens[start].lower() in lexicon.articles)
    end = at
    while end < min(len(tokens), at + _PLAIN_ROLE) and tokens[end].islower() and _of_role(tokens, end, lexicon):
        end += 1
    plain = end > at and tokens[end - 1] not in lexicon.connectors
    return (_full_name(tokens, end, lexicon) if plain else None) or found  # `the baker Emma Stahl`


def _behind_comma(tokens: Sequence[str], start: int, lexicon: Lexicon) -> Mention | None:
    """Find the name that a comma parts from a role; what follows a place is none: `police in Halmere, Dor County`."""
    end = start
    while end < min(len(tokens), start + _LONGEST_ROLE) and _of_role(tokens, end, lexicon):
        end += 1
    if end == start or tokens[end : end + 1] != [","]:
        return None
    opens, closes, lead = tokens[start], tokens[end - 1], tokens[end - 2].lower()
    common = opens.islower() or opens.lower() in lexicon.articles or opens.endswith(("'s", "’s"))
    placed = lead in lexicon.connectors and lead not in lexicon.articles
    if not common or not (closes.islower() or (lexicon.nouns_capitalised and not placed)):
        return None
    return _full_name(tokens, end + 1, lexicon)


def _of_role(tokens: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Tell a word that may be part of saying what somebody is: `the head of the company's fire service`."""
    low = tokens[at].lower()
    dated = low in lexicon.months or low in lexicon.weekdays
    if dated or low in lexicon.speech or low in lexicon.pronouns or not tokens[at][:1].isalpha():
        return False
    return low in lexicon.articles or low in lexicon.connectors or low not in lexicon.little


def _full_name(tokens: Sequence[str], start: int, lexicon: Lexicon) -> Mention | None:
    """Return the name of two words or more that begins here."""
    end = start
    while end < len(tokens) and end - start < _LONGEST and _in_name(tokens, end, lexicon):
        low = tokens[end].lower()
        if low in lexicon.articles or (tokens[end].islower() and low not in lexicon.connectors):
            break
        end += 1
    while end > start and tokens[end - 1] in lexicon.connectors:
        end -= 1
    name = tokens[start:end]
    return Mention(tuple(name)) if name and name[0][:1].isupper() and _capitals(name) >= 2 else None


def _capitals(words: Sequence[str]) -> int:
    return sum(word[:1].isupper() for word in words)


def _phrase(tokens: Sequence[str], start: int, lexicon: Lexicon) -> Mention | None:
    """Find the noun phrase that begins here."""
    end = start
    while end < min(len(tokens), start + _LONGEST) and _in_name(tokens, end, lexicon):
        end += 1
    return _mention(tokens[start:end], lexicon)


def _in_name(tokens: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    word = tokens[at]
    low = word.lower()
    if low in lexicon.speech or low in lexicon.months or low in lexicon.weekdays or word == MASK:
        return False
    if low in lexicon.pronouns or low in lexicon.roles or low in lexicon.articles or low in lexicon.news_nouns:
        return True
    if low in lexicon.connectors:
        return True
    return word[:1].isupper() and low not in lexicon.little and low not in lexicon.according


def _mention(words: Sequence[str], lexicon: Lexicon) -> Mention | None:
    """Trim a phrase to what names somebody; None when nothing does."""
    kept = list(words)
    while kept and (kept[-1] in lexicon.connectors or kept[-1].lower() in lexicon.articles):
        kept.pop()
    while kept and kept[0] in lexicon.connectors and kept[0] not in lexicon.articles:
        kept.pop(0)
    while len(kept) > 1 and kept[0].lower() in lexicon.pronouns:
        kept.pop(0)
    empty = lexicon.little | lexicon.negations | lexicon.hedges
    naming = [word for word in kept if word[:1].isupper() and word.lower() not in empty]
    telling = any(word.lower() in lexicon.pronouns | lexicon.roles for word in kept)
    return Mention(tuple(kept)) if naming or telling else None


def _according(tokens: Sequence[str], lexicon: Lexicon) -> Mention | None:
    low = [token.lower() for token in tokens]
    for phrase in sorted(lexicon.according, key=len, reverse=True):
        words = phrase.split()
        for at in range(len(low) - len(words), -1, -1):
            if low[at : at + len(words)] == words:
                found = _phrase(tokens, at + len(words), lexicon)
                if found is not None:
                    return found
    behind = [at for at, word in enumerate(low) if at and word in lexicon.according_behind]
    return next((found for at in behind if (found := _subject(tokens, at, lexicon))), None)


def _named_by_colon(tokens: Sequence[str], lexicon: Lexicon) -> Mention | None:
    """Read `Smith: "…"`."""
    if len(tokens) < 2 or tokens[-1] not in (":", "："):
        return None
    return _subject([*tokens[:-1], "says"], len(tokens) - 1, lexicon)


Run = tuple[str, ...]


def _introduces(run: Run) -> bool:
    """Tell a role with whose it is: `Operation Inherent Resolve spokesperson`."""
    return len(run) > 1 and run[0][:1].isupper()


class Speakers:
    """Gives each mention the name that the text knows it by."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tokens = cut(text, lexicon)
        names = self._runs()
        self._known = frozenset(names)
        self._introduced = {run[-1].lower(): " ".join(run) for run in reversed(names) if _introduces(run)}
        self._ending_in: dict[str, list[tuple[Run, tuple[Run, Run]]]] = defaultdict(list)
        for run in names:
            split = self._split_role(run)
            self._ending_in[(split[1] or run)[-1]].append((run, split))
        self._last: str | None = None

    def name(self, mention: Mention) -> str:
        """Return the fullest name of a speaker: with affiliation for `Post reporter Liz Sly`, found from `Sly` too."""
        words = self._bare(mention.words)
        if not words or (words[0].lower() in self._lexicon.pronouns and len(words) == 1):
            return self._last or mention.text
        roles = [word for word in words if word.lower() in self._lexicon.roles]
        if not any(word[:1].isupper() for word in words) and roles:
            found = self._by_role(roles[-1]) or " ".join(words)
        else:
            found = self._full(words)
        self._last = found
        return found

    def _bare(self, words: Sequence[str]) -> tuple[str, ...]:
        """Drop articles in front and the lower-case noun of a news house behind."""
        kept = [unmarked(word, self._lexicon) for word in words]
        while len(kept) > 1 and kept[0].lower() in self._lexicon.articles | self._lexicon.honorifics:
            kept.pop(0)
        while len(kept) > 1 and kept[-1] in self._lexicon.news_nouns:
            kept.pop()
        return tuple(kept)

    def _full(self, words: tuple[str, ...]) -> str:
        house, person = self._split_role(words)
        if person and house:
            return f"{' '.join(person)}, {' '.join(house)}"
        name = person or words
        for run, behind_role in self._ending_in.get(name[-1], ())[:_MOST_ALIKE]:
            full = behind_role[1] or run
            if len(full) > len(name) and full[-len(name) :] == name:
                return self._full(run) if behind_role[1] and behind_role[0] else " ".join(full)
            if full == name and behind_role[0] and behind_role[1]:
                return f"{' '.join(name)}, {' '.join(behind_role[0])}"
        return " ".join(self._short(name))

    def _short(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Use the short name of a house that the text itself uses: `Al Masdar` for `Al Masdar News`."""
        size = len(name)
        while size > 1 and name[size - 1].lower() in self._lexicon.organisation:
            size -= 1
        return name[:size] if size < len(name) and name[:size] in self._known else name

    def _split_role(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Split `Washington Post reporter Liz Sly` at the role into house and person."""
        for at, word in enumerate(words):
            if word.lower() in self._lexicon.roles and at + 1 < len(words) and words[at + 1][:1].isupper():
                house = words[:at] if at and word[:1].islower() else ()
                return house, self._split_role(words[at + 1 :])[1] or words[at + 1 :]
        return (), ()

    def _by_role(self, role: str) -> str | None:
        """Find who was introduced with a role: `the spokesperson` was `Operation Inherent Resolve spokesperson`."""
        return self._introduced.get(role.lower())

    def _runs(self) -> tuple[tuple[str, ...], ...]:
        """List the runs of words that name somebody, in order, articles in front dropped."""
        found: list[tuple[str, ...]] = []
        at = 0
        while at < len(self._tokens) and len(found) < _MOST_NAMES:
            mention = _phrase(self._tokens, at, self._lexicon)
            size = 1
            while size < _LONGEST and at + size < len(self._tokens) and mention:
                if not _in_name(self._tokens, at + size, self._lexicon):
                    break
                size += 1
            if mention is not None:
                found.append(self._bare(mention.words))
            at += size
        return tuple(run for run in dict.fromkeys(found) if run)
