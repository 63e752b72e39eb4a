"""What the data file of one language holds. Words and patterns only, no rules.

Each class is a section of the file and each of its fields a key. A field's type says how the key is written:
`frozenset[str]` words with spaces between them, `Mapping` a line a value with the words that have it, `tuple[str, ...]`
a list of regular expressions. In words and lines `_` stands for a space within one entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Pairs = frozenset[tuple[str, str]]
Patterns = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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
    days_capitalised: bool  # a weekday or month without a capital is another word
    said_that: frozenset[str]  # between a verb of speech and what is said
    negation_forms: Mapping[str, str]  # a negation and what says the same: "not": can't, don't
    negative_endings: frozenset[str]  # of verbs that are negated by an ending
    flags: frozenset[str]  # words before a headline that are no part of it: "breaking"
    towards: frozenset[str]  # between a verb of speech and who is told
    listeners: frozenset[str]  # behind a verb that names who is told: "told our"
    according_behind: frozenset[str]  # "according to", behind the source
    verb_last: bool  # a verb of speech ends its sentence: the speaker opens it
    decade_endings: frozenset[str]  # of decades in digits: "1980s"
    name_marks: Patterns  # endings that a mark parts from a name: 's
    name_endings: frozenset[str]  # endings that a name may have in another case
    noun_endings: frozenset[str]  # endings that a counted noun may have
    suffix_marks: Patterns  # endings that a mark parts from any word or number
    joins_numbers: frozenset[str]  # "and" within a number
    joins_minutes: frozenset[str]  # "and" between hour and minutes
    one: frozenset[str]  # an article that is a number behind tens: "quarante et un"
    adds_behind: bool  # a number right behind "thousand" or "million" is added: `2 mln 300 tys.`
    half_past: frozenset[str]
    half_prefixes: frozenset[str]  # "half-" of "half-year", with its mark
    half_suffixes: frozenset[str]  # "and a half", joined to its number
    ordinal_endings: frozenset[str]  # of a number in digits: "st"
    glued: frozenset[str]  # magnitudes that are written without a space: "38m"
    month_leads: frozenset[str]  # before a month without a day
    doubtful_months: frozenset[str]  # are months only behind these
    date_links: frozenset[str]  # "of" within a date
    unit_links: frozenset[str]  # "of" between a number and its currency
    elisions: frozenset[str]  # what is joined to the next word: "d'"
    percent: frozenset[str]
    percent_before: frozenset[str]  # before its number
    money: Mapping[str, str]  # by word, its sign
    measures: Mapping[str, str]  # by word, its unit in archive.compare.units
    square: frozenset[str]
    celsius: frozenset[str]
    fahrenheit: frozenset[str]
    opposites: Pairs  # `won/lost`: one put for the other turns a sentence round
    knowing: frozenset[str]  # say that somebody knew: what was known before is news
    persons: frozenset[str]  # nouns for people, whoever they are
    places: frozenset[str]  # a place stands behind these
    agents: frozenset[str]  # who did it stands behind these: "by"
    outcomes: Mapping[str, str]  # what became of people, by one word: "killed", "deaths": "dead"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Notes:
    """How newsrooms announce that they changed an article."""

    correction: Patterns  # a note that admits a mistake or names an earlier version
    update: Patterns  # a note that only says that there is something new
    label: Patterns  # a word that heads a note, alone in its paragraph or with a date
    invites: Patterns  # an invitation to report mistakes: it stands under every article, and admits none


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Page:
    """What stands on news pages beside the text. A page in one language shows lines of others, so all are tried."""

    share: Patterns = ()  # a line that offers to share
    share_on: Patterns = ()  # what may follow in it: "on", "this article"
    signup: Patterns = ()  # begin a line that asks to subscribe or log in
    newsletter_before: Patterns = ()  # behind "newsletter" in such a line
    newsletter_behind: Patterns = ()  # before "newsletter" in such a line
    related: Patterns = ()  # begin a line that leads to other articles
    aside: Patterns = ()  # begin a line between paragraphs that points elsewhere
    furniture: Patterns = ()  # a whole line of page furniture: advertisement, tags, comments
    reading_time: Patterns = ()  # behind the minutes that reading takes
    remarks: Patterns = ()  # a heading over readers' comments
    posted: Patterns = ()  # begin a line that says who wrote a comment and when
    posted_by: Patterns = ()  # stand in the last words of a comment: "posted by"
    wrote: Patterns = ()  # behind a name in a line that opens a comment
    report_last: Patterns = ()  # end a comment: "report abuse"
    answer: Patterns = ()  # a whole line of commands under a comment: reply, report
    notice: Patterns = ()  # a copyright notice
    contact: Patterns = ()  # begin a word to readers: contacts, tips, questions
    asks: Patterns = ()  # begin a paragraph in which the makers ask readers for something
    highlights: Patterns = ()  # a heading over the main points
    embed: Patterns = ()  # begin a placeholder of an embed
    wall: Patterns = ()  # a wall against robots
    wall_line: Patterns = ()  # a line that asks to subscribe or log in, where a text was cut
    consent: Patterns = ()  # a consent page
    gone: Patterns = ()  # a page that says that it is not there
    login: Patterns = ()  # begin the title of a page that asks to log in
    photo: Patterns = ()  # begin a credit: "photo"
    photo_by: Patterns = ()  # behind it: "by"
    correction_hint: Patterns = ()  # a line that may be a note of correction: never dropped
    time_words: Patterns = ()  # words of a line that holds only a date or a time
    clock_around: frozenset[str] = frozenset()  # stand around a time in a line that is a clock
    counters: frozenset[str] = frozenset()  # stand around a count of views or comments
    ago: Patterns = ()  # behind a number: "minutes ago", "min read"
    updated: Patterns = ()  # before the time of a change
    updated_behind: Patterns = ()  # behind the time of a change
    entry_label: Patterns = ()  # before the time with which an entry of a live page begins: "update"
    hour: Patterns = ()  # behind the hour with which such an entry begins
    by: Patterns = ()  # begin a byline: "by"
    by_opens: Patterns = ()  # surely begin a byline, and no headline
    byline_verbs: Patterns = ()  # before it: "written"
    byline_noise: Patterns = ()  # from here on a byline names nobody
    joins: Patterns = ()  # between two names
    agency: Patterns = ()  # a news agency
    agencies: Patterns = ()  # "news agencies" behind a name
    for_outlet: Patterns = ()  # before the outlet a name wrote for: "for"
    dated_names: Patterns = ()  # a date that looks like a name
    after_name: Patterns = ()  # what a name ends before
    desk: Patterns = ()  # the newsroom or a part of it
    role: Patterns = ()  # what somebody who writes is
    name_before: Patterns = ()  # a name with the word behind it that makes it a reporter's
    author_path: Patterns = ()  # in addresses of pages about authors
    not_names: frozenset[str] = frozenset()  # words that no name has
    openers: frozenset[str] = frozenset()  # words with which headings and places begin, and no names
    heading_openers: frozenset[str] = frozenset()  # words with which headings begin, and only some names
    particles: frozenset[str] = frozenset()  # small words within names
    within_names: frozenset[str] = frozenset()  # small words within a name that nothing else confirms


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Names:
    """Words in the class and id names of elements, by what they hint at. All languages are tried."""

    comments: frozenset[str] = frozenset()  # readers' comments
    related: frozenset[str] = frozenset()  # other articles
    share: frozenset[str] = frozenset()  # buttons to share
    signup: frozenset[str] = frozenset()  # subscription, login, donation
    chrome: frozenset[str] = frozenset()  # navigation and the like
    advert: frozenset[str] = frozenset()  # advertisements
    caption: frozenset[str] = frozenset()  # captions
    headline: frozenset[str] = frozenset()  # the headline
    kicker: frozenset[str] = frozenset()  # the line above it
    bio: frozenset[str] = frozenset()  # about the author
    byline: frozenset[str] = frozenset()  # who wrote it
    tags: frozenset[str] = frozenset()  # tags
    section: frozenset[str] = frozenset()  # the section
    credit: frozenset[str] = frozenset()  # whose picture it is
    stamp: frozenset[str] = frozenset()  # dates and times
    standfirst: frozenset[str] = frozenset()  # the standfirst


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Quoting:
    """Who is quoted, in a language without a lexicon: each pattern gives the speaker as its group `who`."""

    before: Patterns  # in the sentence that leads to a quotation
    behind: Patterns  # in what follows it


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Digits:
    """Numbers in words, in a language without a lexicon."""

    numerals: Mapping[str, int]
    magnitudes: Mapping[str, int]
    joined: frozenset[str]  # "and", joined to the next numeral
    afternoon: Patterns  # before an hour of the afternoon


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Language:
    """All that is known of one language; a section that its file does not have is None."""

    code: str  # BCP 47 primary subtag
    name: str  # in English
    lexicon: Lexicon | None = None  # without one no fact is claimed
    notes: Notes | None = None
    admission: Admission | None = None
    quoting: Quoting | None = None
    digits: Digits | None = None
    page: Page | None = None
    names: Names | None = None
    ordinal_stop: bool = False  # "3." is a third, and ends no sentence
    partial: bool = False  # some words only: keys may be missing in [page] and [names]
