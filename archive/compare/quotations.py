"""Quotations of speech in an article: the words and whose they are said to be.

Titles of works in quotation marks and single words held at arm's length are no speech. Attribution is looked for in the
same sentence, behind the passage, in the sentence before (also in the paragraph before a block quote), and carries on
through a divided or continued quotation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from archive import languages
from archive.languages import Lexicon
from archive.models import Block

from .attribution import beyond_lexicons
from .marks import ENDINGS, MASK, Quoted, masked, quoted
from .sentences import guess_language, primary_subtag, split_sentences, words
from .speakers import Mention, Speakers, after_quote, around_quote, before_quote, is_pronoun, opening

_SPOKEN = 6  # words; a passage of so many is speech though nobody is named
_SPOKEN_BY_SOMEBODY = 2  # words; so many are enough beside a verb of speech
_TITLE_REACH = 6  # words before a passage in which a word like "headlined" makes it a title
_SENTENCES_BACK = 2  # in which a pronoun's person is looked for
_MOST = 2000  # quotations of one text
_NEAR = 600  # characters around a passage in which its attribution is looked for
_PASSAGES = 12  # passages before one that are masked
_LEADS_ON = regex.compile(r"[:,：，]\s*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody is quoted with."""

    text: str
    speaker: str | None  # None when the text names nobody
    paragraph: int  # counted from 0
    start: int  # position of the opening mark in the paragraph


def quotations(paragraphs: Sequence[str | Block], language: str | None = None) -> tuple[Quotation, ...]:
    """List the quotations of speech in order.

    A block whose role is `quote` is one as a whole, with or without marks. `language` is guessed when not given.
    """
    texts = [_marked(paragraph) for paragraph in paragraphs]
    primary = primary_subtag(language) or guess_language(" ".join(texts)) or ""
    return tuple(_Finder(texts, primary).found())


def _marked(paragraph: str | Block) -> str:
    """Put marks around a block quote that has none."""
    if isinstance(paragraph, str):
        return paragraph.strip()
    text = paragraph.text.strip()
    return f"“{text}”" if paragraph.role == "quote" and not quoted([text]) else text


class _Finder:
    """One pass over an article."""

    def __init__(self, texts: list[str], language: str) -> None:
        self._texts = texts
        self._language = language
        self._lexicon = languages.lexicon(language)
        self._passages = quoted(texts)
        self._masked = masked(texts, self._passages)
        self._speakers = Speakers("\n".join(self._masked), self._lexicon) if self._lexicon and self._passages else None

    def found(self) -> list[Quotation]:
        out: list[Quotation] = []
        previous: tuple[Quoted, str | None] | None = None
        for at, passage in enumerate(self._passages):
            size = len(words(passage.text))
            if size < _SPOKEN_BY_SOMEBODY or len(out) >= _MOST:
                continue
            head, tail = self._head(at), self._tail(at)
            if self._is_title(passage, head, tail):
                continue
            speaker, close = self._speaker(passage, head, tail, previous)
            if size < (_SPOKEN_BY_SOMEBODY if close and speaker else _SPOKEN):
                continue
            out.append(Quotation(passage.text.rstrip(" ,，"), speaker, passage.paragraph, passage.start))
            previous = (passage, speaker)
        return out

    def _head(self, at: int) -> str:
        """Return what stands before a passage in its paragraph, masked; of a long one only the end."""
        passage = self._passages[at]
        begin = max(0, passage.start - _NEAR)
        parts: list[str] = []
        end = passage.start
        for other in reversed(self._passages[max(0, at - _PASSAGES) : at]):
            if other.last_paragraph != passage.paragraph or other.end <= begin:
                break
            full = "." if other.pieces[-1][-1:] in ENDINGS else ""
            parts = [MASK, full, self._texts[passage.paragraph][other.end : end], *parts]
            end = other.start if other.paragraph == passage.paragraph else 0
        return self._texts[passage.paragraph][min(begin, end) : end] + "".join(parts)

    def _tail(self, at: int) -> str:
        """Return what follows a passage in its paragraph, up to the next one."""
        passage = self._passages[at]
        following = self._passages[at + 1] if at + 1 < len(self._passages) else None
        end = passage.end + _NEAR
        if following is None or following.paragraph != passage.last_paragraph or following.start > end:
            return self._texts[passage.last_paragraph][passage.end : end]
        return self._texts[passage.last_paragraph][passage.end : following.start] + MASK

    def _speaker(
        self, passage: Quoted, head: str, tail: str, previous: tuple[Quoted, str | None] | None
    ) -> tuple[str | None, bool]:
        """Find the speaker, and whether it stands in the same sentence."""
        if self._lexicon is None or self._speakers is None:
            return beyond_lexicons(head, tail, self._before_paragraph(passage), self._language), True
        lead = _last_sentence(head, self._language)
        ended = passage.text[-1:] in ".。" and not tail.lstrip().startswith(",")
        mention = before_quote(lead, self._lexicon) if lead and MASK not in lead else None
        mention = mention or around_quote(lead, tail, self._lexicon)
        mention = mention or (after_quote(tail, self._lexicon) if not ended else None)
        mention = mention or (before_quote(lead.rsplit(MASK)[-1], self._lexicon) if lead else None)
        if mention is not None and is_pronoun(mention, self._lexicon):
            return self._meant(passage, head, previous), True
        if mention is not None:
            return self._speakers.name(mention), True
        if previous is not None and self._carries_on(previous[0], passage, head):
            return previous[1], True
        leads_on = not head.strip() and _LEADS_ON.search(self._before_paragraph(passage)) is not None
        mention = self._from_sentence_before(passage, head) or after_quote(tail, self._lexicon)
        return (self._speakers.name(mention), leads_on) if mention else (None, leads_on)

    def _meant(self, passage: Quoted, head: str, previous: tuple[Quoted, str | None] | None) -> str | None:
        """Find whom a pronoun means: who the sentence before begins with, else who spoke last, if that is near."""
        if self._lexicon is None or self._speakers is None:
            return None
        before = head if head.strip() else self._before_paragraph(passage)
        for sentence in reversed(split_sentences(before, self._language)[-_SENTENCES_BACK:]):
            if MASK in sentence:
                break
            if (mention := opening(sentence, self._lexicon)) is not None:
                return self._speakers.name(mention)
        if previous is not None and passage.paragraph - previous[0].last_paragraph <= 1:
            return previous[1]
        return None

    def _carries_on(self, before: Quoted, passage: Quoted, head: str) -> bool:
        """Tell a divided quotation (`"A," he said. "B."`) and a row of paragraphs that are quotations as a whole."""
        if before.last_paragraph == passage.paragraph:
            return True
        whole = not head.strip() and before.start == 0 and before.end >= len(self._texts[before.last_paragraph]) - 1
        return whole and before.last_paragraph + 1 == passage.paragraph

    def _before_paragraph(self, passage: Quoted) -> str:
        return self._masked[passage.paragraph - 1][-_NEAR:] if passage.paragraph else ""

    def _from_sentence_before(self, passage: Quoted, head: str) -> Mention | None:
        """Look in the sentence before: in the same paragraph, or the last of the paragraph before."""
        if self._lexicon is None:
            return None
        text = head if head.strip() else self._before_paragraph(passage)
        sentence = _last_sentence(text, self._language, closed=True)
        return before_quote(sentence, self._lexicon) if sentence else None

    def _is_title(self, passage: Quoted, head: str, tail: str) -> bool:
        """Tell a title of a work: a word that announces one stands before it, or it is written like one."""
        if self._lexicon is None:
            return False
        lead = _last_sentence(head.rsplit(MASK, 1)[-1], self._language)
        near = [word.lower() for word in words(lead)][-_TITLE_REACH:]
        spoken_of = any(word in self._lexicon.speech for word in near[-3:])
        cued = any(word in self._lexicon.titles for word in near)
        if cued and not spoken_of and not (near and _LEADS_ON.search(head) and head.rstrip().endswith(":")):
            return True
        return (
            self._language == "en" and _title_case(passage.text, self._lexicon) and not after_quote(tail, self._lexicon)
        )


def _last_sentence(text: str, language: str, *, closed: bool = False) -> str:
    """Return the sentence that leads to the end of a text; "" when the last one is complete, unless `closed`."""
    found = split_sentences(text, language)
    if not found:
        return ""
    complete = found[-1][-1:] in ".!?。！？" and not found[-1].endswith("...")
    return found[-1] if closed or not complete else ""


def _title_case(text: str, lexicon: Lexicon) -> bool:
    """Tell whether nearly every word that carries content begins with a capital, as English titles do."""
    bearing = [word for word in words(text) if word.lower() not in lexicon.little and word[:1].isalpha()]
    return len(bearing) >= 2 and sum(word[:1].isupper() for word in bearing) >= 0.9 * len(bearing)
