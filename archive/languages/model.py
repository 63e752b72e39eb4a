"""What the data file of one language holds. Words and patterns only, no rules.

Each class is a section of the file and each of its fields a key. A field's type says how the key is written:
`frozenset[str]` words with spaces between them, `Mapping` a line a value with the words that have it, `tuple[str, ...]`
a list of regular expressions. In words and lines `_` stands for a space within one entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Pairs = frozenset[tuple[str, str]]
Patterns = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """The words that comparing needs, all in lower case."""

    little: frozenset[str]  # words that carry no content
    speech: frozenset[str]  # forms of verbs that give somebody's words
    according: frozenset[str]  # "according to"
    titles: frozenset[str]  # words before the title of a work in quotation marks
    roles: frozenset[str]  # nouns that stand for a person who speaks or writes
    pronouns: frozenset[str]  # that stand for a speaker
    articles: frozenset[str]
    negations: frozenset[str]
    hedges: frozenset[str]  # what takes certainty from a statement
    approximators: frozenset[str]  # hedges that are such only before a number
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numerals: Mapping[str, int]
    magnitudes: Mapping[str, int]
    connectors: frozenset[str]  # small words within names
    past: frozenset[str]  # say that a sentence tells what was before
    present: frozenset[str]  # say that it tells what is new
    decimal_comma: bool
    nouns_capitalised: bool  # German: a capital does not make a name
    units: frozenset[str]  # adjectives and the like that a count skips to its noun
    clock_before: frozenset[str]  # a bare number behind these is a time of day
    clock_after: frozenset[str]  # a number before these is one
    clock_leads: frozenset[str]  # but only behind these, when there are any
    relative: frozenset[str]  # days told from the day of publication: "today"
    fractions: Mapping[str, str]  # "three quarters of": "0.75"
    halves: frozenset[str]  # a half, before a unit or a magnitude
    shares: Mapping[str, int]  # "one in" of "one in four": 1
    and_a_half: frozenset[str]  # behind a number or a magnitude
    day_halves: Mapping[str, int]  # hours to add: "in the afternoon": 12
    through: frozenset[str]  # "to" of "from seven to nine o'clock"
    able: frozenset[str]  # say that something can be: as much as a modal says
    modals: frozenset[str]  # hedges that also say what can be, or what is asked
    unasserted: frozenset[str]  # a modal behind these hedges nothing
    explaining: frozenset[str]  # say that a sentence tells how things are or work
    honorifics: frozenset[str]  # before a name; those with a full stop end no sentence
    abbreviations: frozenset[str]  # other words with a full stop that belong to a name: "st."
    auxiliaries: frozenset[str]  # before a verb in the passive or the perfect
    adverbs: frozenset[str]  # between a subject and its verb of speech
    adverb_endings: frozenset[str]
    addressing: frozenset[str]  # verbs of speech behind which the listener is named: "told"
    organisation: frozenset[str]  # words that a house's short name leaves out
    news_nouns: frozenset[str]  # nouns that stand for a news house
    opposites: Pairs  # `won/lost`: one put for the other turns a sentence round


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """How newsrooms announce that they changed an article."""

    correction: Patterns  # a note that admits a mistake or names an earlier version
    update: Patterns  # a note that only says that there is something new
    label: Patterns  # a word that heads a note, alone in its paragraph or with a date
    invites: Patterns  # an invitation to report mistakes: it stands under every article, and admits none


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The parts of which the admission of a mistake is made, in any order."""

    this: Patterns  # this very article, or a part of it, as its makers name it
    us: Patterns  # the newsroom, speaking of itself
    earlier: Patterns  # an earlier state of the article
    wrong: Patterns  # a mistake
    changed: Patterns  # that something was put right, or taken out
    regret: Patterns  # an apology in the newsroom's own voice
    stated: Patterns  # what an article does: say, give, name, attribute
    corrected: Patterns  # that a mistake was put right, in so many words
    owned: Patterns  # "as we first reported", "an earlier version said": an admission by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """All that is known of one language; a section that its file does not have is None."""

    code: str  # BCP 47 primary subtag
    name: str  # in English
    lexicon: Lexicon | None = None  # without one no fact is claimed
    notes: Notes | None = None
    admission: Admission | None = None
