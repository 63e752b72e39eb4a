"""Works out stories and passages anew where articles changed: after a crawl, and for all articles in a rebuild.

Days are worked out in their order, each from the articles of the days before it; so the result does not depend on when
what arrived. What is still to be done stands in the database, so that a kill costs no more than the step it hits.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from archive import times
from archive.store import passages, storied, tellings
from archive.store.connection import transaction
from archive.store.passages import Candidate, Sentence
from archive.store.passages import Outlets as At
from archive.stories.features import Telling, count_terms, language_of, tells_something
from archive.stories.grouping import Placed, stories_of_day
from archive.stories.naming import Outlets, agencies, around, named, outlets, speaker
from archive.stories.numbers import Telling as Counting
from archive.stories.numbers import numbers
from archive.stories.passages import Use, passage
from archive.stories.reuse import is_telling, marks, prepared, shared
from archive.stories.sayings import Saying, sayings
from archive.stories.weights import Counts, Vector, weigh

Step = Callable[[int], object]

_GROUP: Final = 50  # articles a transaction
_PASSAGES: Final = 100  # sentences a transaction, whose passages are made again


def _nothing(done: int) -> None:
    pass


def tell_stories(connection: sqlite3.Connection, step: Step = _nothing) -> None:
    """Work out what is to be worked out; the caller lets no other process do so meanwhile. `step` gets articles."""
    while group := tellings.untold(connection, _GROUP):
        with transaction(connection):
            for article_id in group:
                _read(connection, article_id)
        step(len(group))
    while (day := tellings.next_stale_day(connection)) is not None:
        with transaction(connection):
            _day(connection, day)
            tellings.day_done(connection, day)
    _passages(connection)
    for story in storied.stale_stories(connection):
        with transaction(connection):
            _numbers(connection, story)
    with transaction(connection):
        passages.prune(connection)


def _read(connection: sqlite3.Connection, article_id: int) -> None:
    """Read what an article tells, and what it said sentence by sentence."""
    found = storied.article(connection, article_id)
    if found is None:
        tellings.put_telling(connection, article_id, None, 0, tells=False)
        passages.put_sayings(connection, article_id, 0, ())
    else:
        telling = _telling(found)
        said = _said(found, telling.language)
        first = found.versions[0]
        tells = tells_something(first.text)
        tellings.put_telling(connection, article_id, telling, first.version_id, tells=tells)
        passages.put_sayings(connection, article_id, found.outlet_id, said)
        storied.note_stale_stories(connection, [article_id])
    tellings.told(connection, article_id)


def _telling(found: storied.Article) -> Telling:
    text = f"{found.headline}\n{found.versions[0].text}"
    language = language_of(text, None)
    words, names = count_terms(text, language)
    return Telling(
        article_id=found.id,
        outlet_id=found.outlet_id,
        captured_at=found.first_captured_at,
        language=language,
        words=words,
        names=names,
    )


def _said(found: storied.Article, language: str) -> tuple[Saying, ...]:
    return sayings(found.versions, language, found.over_at)


def _day(connection: sqlite3.Connection, day: int) -> None:
    told = tellings.tellings_of(connection, day)
    tellings.count_day(connection, day, told)
    counts = tellings.counts_for(connection, day)
    vectors = {each.article_id: weigh(each, counts[each.language]) for each in told}
    tellings.put_vectors(connection, vectors)
    joined = [
        story
        for language in sorted({each.language for each in told})
        for story in stories_of_day(
            _placed([each for each in told if each.language == language], vectors),
            tellings.alone_before(connection, day, language),
            tellings.standing_before(connection, day, language),
        )
    ]
    tellings.refresh(connection, tellings.replace_day(connection, day, joined))
    _compare(connection, day, counts)


def _placed(told: Sequence[Telling], vectors: dict[int, Vector]) -> list[Placed]:
    return [Placed(each.article_id, each.captured_at, vectors[each.article_id]) for each in told]


def _compare(connection: sqlite3.Connection, day: int, counts: dict[str, Counts]) -> None:
    """Find the sentences of a day that share their words with others, and weigh what they share."""
    new, at = _sentences(connection, day), At(connection, day)
    if new:
        for before in passages.unmarked_days(connection, day):
            _mark(connection, before, _sentences(connection, before))
        marked = _mark(connection, day, new)
        here = {each.id for each in new}
        own = [Candidate(each, each, 0) for each in passages.at_several_outlets(connection, day) if each in here]
        pairs = [*own, *passages.candidates(connection, day, marked)]
        passages.put_echoes(connection, day, _echoes(connection, pairs, {each.id: each for each in new}))
    passages.forget_echoes(connection, day)
    changed = {}
    for one, other, language, content, holds in passages.echoes(connection, day):
        said = is_telling(content, counts[language]) and at.several((one, other))
        if said != bool(holds):
            changed[one, other] = said
    passages.set_holds(connection, day, changed)


def _sentences(connection: sqlite3.Connection, day: int) -> list[Sentence]:
    rows = passages.uncompared(connection, day)
    texts = dict(passages.texts(connection, {row[1] for row in rows}))
    lines: dict[int, list[str]] = {}
    found = []
    for sentence, version, block, start, length, _, language in rows:
        if version not in lines:
            lines[version] = texts.get(version, "").splitlines()
        if block < len(lines[version]):
            found.append(Sentence(sentence, language, lines[version][block][start : start + length]))
    return found


def _mark(connection: sqlite3.Connection, day: int, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    marked = [(mark, each.id) for each in sentences for mark in marks(prepared(each.text))]
    passages.put_compared(connection, day, sentences, marked)
    return marked


def _echoes(
    connection: sqlite3.Connection, pairs: Iterable[Candidate], at_hand: dict[int, Sentence]
) -> list[tuple[int, int, str, tuple[int, ...]]]:
    found = []
    for pair in pairs:
        for each in (pair.one, pair.other):
            if each not in at_hand and (known := passages.sentence(connection, each)) is not None:
                at_hand[each] = known
        one, other = at_hand.get(pair.one), at_hand.get(pair.other)
        if one is None or other is None or one.language != other.language:
            continue
        held = shared(prepared(one.text), prepared(other.text), pair.marks, one.language)
        if held is not None:
            found.append((pair.one, pair.other, one.language, held.content))
    return found


def _passages(connection: sqlite3.Connection) -> None:
    """Make the passages of all sentences anew that changed, or whose likeness to others did."""
    uses = _Uses(connection)
    done: set[int] = set()
    waiting = passages.stale_sentences(connection)
    for at in range(0, len(waiting), _PASSAGES):
        with transaction(connection):
            for sentence in waiting[at : at + _PASSAGES]:
                if sentence not in done:
                    done |= uses.passage(sentence)
            passages.sentence_done(connection, waiting[at : at + _PASSAGES])


class _Uses:
    """Reads the places of sentences as a passage needs them: with who is named there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._outlets = storied.outlet_names(connection)
        self._names: dict[str, Outlets] = {}

    def passage(self, sentence: int) -> set[int]:
        """Make the passage of a sentence anew, if it has one; return all sentences of it."""
        together = passages.connected(self._connection, sentence)
        passages.drop_passages(self._connection, together | {sentence})
        speakers: dict[Use, str] = {}
        uses = [self._use(row, speakers) for row in passages.uses_of(self._connection, together)]
        if (made := passage(uses)) is not None:
            passages.put_passage(self._connection, made, speakers)
        return together | {sentence}

    def _use(self, row: passages.Place, speakers: dict[Use, str]) -> Use:
        text = next((text for _, text in passages.texts(self._connection, [row.version_id])), "")
        lines = text.splitlines()
        said = lines[row.block][row.start : row.start + row.length] if row.block < len(lines) else ""
        near = around(lines, row.block, row.start, row.length)
        use = Use(
            article_id=row.article_id,
            outlet_id=row.outlet_id,
            key=row.sentence_id,
            text=said,
            version_id=row.version_id,
            line=row.block,
            start=row.start,
            said_after=_moment(row.said_after),
            said_by=times.parse_iso(row.said_by),
            gone_by=_moment(row.gone_by),
            published_at=_hour(row.published_at),
            names=named(near, self._known(row.language)) - {row.outlet_id},
            agencies=agencies(row.byline, near),
        )
        if (who := speaker(text, row.language, row.block, said)) is not None:
            speakers[use] = who
        return use

    def _known(self, language: str) -> Outlets:
        if language not in self._names:
            self._names[language] = outlets(self._outlets, language)
        return self._names[language]


def _moment(text: str | None) -> dt.datetime | None:
    return times.parse_iso(text) if text else None


def _hour(published: str | None) -> dt.datetime | None:
    """Return when an article says that it came out; None when it gives no hour."""
    return times.parse_iso(published) if published and "T" in published else None


def _numbers(connection: sqlite3.Connection, story: int) -> None:
    counting = []
    language = storied.language(connection, story)
    for article_id in storied.articles_in(connection, story):
        found = storied.article(connection, article_id)
        if found is not None:
            counting.append(Counting(found.id, found.outlet_id, _said(found, language)))
    storied.replace_numbers(connection, story, numbers(counting, language))
