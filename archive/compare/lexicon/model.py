"""What a lexicon of one language holds. Words only, no rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def listed(text: str) -> frozenset[str]:
    """Read a list of words; `_` stands for a space within one entry."""
    return frozenset(word.replace("_", " ") for word in text.split())


def numbered(text: str, start: int = 1) -> dict[str, int]:
    """Read words that count up from `start`; `|` joins the forms of one, `-` is no word at all."""
    groups = (entry.split("|") for entry in text.split())
    return {form: number for number, forms in enumerate(groups, start) for form in forms if form != "-"}


def valued(text: str) -> dict[str, str]:
    """Read phrases with what they are worth: `a_third_of=0.333 two_thirds=0.667`."""
    return {phrase.replace("_", " "): value for phrase, _, value in (entry.partition("=") for entry in text.split())}


def day_halves(morning: str, afternoon: str) -> dict[str, int]:
    """Read phrases that say of which half of the day an hour is, as hours to add."""
    return dict.fromkeys(listed(morning), 0) | dict.fromkeys(listed(afternoon), 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language that comparing needs, all in lower case."""

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
    decimal_comma: bool = False
    nouns_capitalised: bool = False  # German: a capital does not make a name
    units: frozenset[str] = field(default_factory=frozenset)  # adjectives and the like that a count skips to its noun
    clock_before: frozenset[str] = field(default_factory=frozenset)  # a bare number behind these is a time of day
    clock_after: frozenset[str] = field(default_factory=frozenset)  # a number before these is one
    clock_leads: frozenset[str] = field(default_factory=frozenset)  # but only behind these, when there are any
    relative: frozenset[str] = field(default_factory=frozenset)  # days told from the day of publication: "today"
    fractions: Mapping[str, str] = field(default_factory=dict)  # "three quarters of": "0.75"
    halves: frozenset[str] = field(default_factory=frozenset)  # a half, before a unit or a magnitude
    shares: Mapping[str, int] = field(default_factory=dict)  # "one in" of "one in four": 1
    and_a_half: frozenset[str] = field(default_factory=frozenset)  # behind a number or a magnitude
    day_halves: Mapping[str, int] = field(default_factory=dict)  # "in the afternoon": 12
    through: frozenset[str] = field(default_factory=frozenset)  # "to" of "from seven to nine o'clock"
    able: frozenset[str] = field(default_factory=frozenset)  # say that something can be: as much as a modal says
    modals: frozenset[str] = field(default_factory=frozenset)  # hedges that also say what can be, or what is asked
    unasserted: frozenset[str] = field(default_factory=frozenset)  # a modal behind these hedges nothing
    explaining: frozenset[str] = field(default_factory=frozenset)  # say that a sentence tells how things are or work


# Words before a name, in any language; those with a full stop end no sentence.
HONORIFICS = listed(
    """mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir dame lady lord rev. hon. herr frau m. mme monsieur madame
    señor señora sr sr. sra sra. don doña signor signora dott. senhor senhora г-н г-жа gen. gov. sen. rep. lt. col.
    capt. sgt."""
)
