"""The gist of a reading: what the deciders compare, small enough to have a hundred of them at hand.

Made from a reading alone, so it can be made again at any time.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from archive import urls
from archive.compare.sentences import count_words, split_sentences
from archive.digests import normalise, strict_digest
from archive.errors import BadInput
from archive.models import Block, Content, Reading, Rejection

from .clock import is_clock_or_counter

_NOTICE: Final = 300  # characters of a page that only says that something is not there
_LINKS: Final = 0.8  # share of the characters in links, from which a line is the title of another page
_TITLE: Final = 20  # characters of such a title
_TITLES: Final = 3  # of them, from which a page is a list
_RUN: Final = 400  # characters of text on end that a list does not have
_SHORTEST_SENTENCE: Final = 12  # characters; "Read more." is no evidence that two texts are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """A reading in digests; sentences and paths are numbers made from their text."""

    rejection: str = ""  # why it is no article; "" when it is one
    headline: str = ""
    strict: str = ""
    sober: str = ""  # strict, clocks and counters within the text left out
    core: str = ""  # sober, and what the template shows around the body left out; "" when that is nothing
    no_article: bool = False  # so short, or so full of links, that it is none where it shares nothing with one
    length: int = 0  # characters of the text
    words: int = -1  # of the text; -1 in gists of before they were counted
    sentences: frozenset[int] = frozenset()
    paths: frozenset[int] = frozenset()  # where in the page the text stood
    around: str = ""  # digest of what stands around the text
    around_sober: str = ""  # likewise, clocks and counters left out
    beside: str = ""  # digest of what the article's extent holds beside its text; "" in gists of before it was known
    comments: str = ""  # digest of readers' comments; "" when there are none
    published: str = ""  # the time the page gives for its publication
    modified: str = ""  # likewise for its last change
    canonical_url: str = ""  # "" when the page names none, or no web address

    @property
    def is_content(self) -> bool:
        return not self.rejection

    @property
    def body(self) -> str:
        """What is left of the text without clocks, counters and the template around it, as a digest."""
        return self.core or self.sober


def gist(reading: Reading, beside: Collection[int] = ()) -> Gist:
    """Return what deciders compare of a reading; `beside` are the places of what the template shows around its body."""
    if isinstance(reading, Rejection):
        return Gist(rejection=reading.reason)
    dropped = [block for block in reading.blocks if not block.kept]
    inside = [block for at, block in enumerate(reading.blocks) if at not in beside]
    return Gist(
        headline=normalise(reading.headline),
        strict=strict_digest(reading),
        sober=strict_digest(replace(reading, blocks=tuple(_sober(reading.blocks, reading.language)))),
        core=strict_digest(replace(reading, blocks=tuple(_sober(inside, reading.language)))) if beside else "",
        no_article=_is_notice(reading) or _is_list(reading.blocks),
        length=sum(map(len, reading.paragraphs)),
        words=count_words(reading.paragraphs),
        sentences=frozenset(map(_number, _sentences(reading))),
        paths=frozenset(_number(block.path) for block in reading.blocks if block.kept),
        around=_digest(block.text for block in dropped),
        around_sober=_digest(block.text for block in _sober(dropped, reading.language)),
        beside=_digest(_shown(block) for block in dropped if block.left_out and block.left_out != "hidden"),
        comments=_digest(reading.comments) if reading.comments else "",
        published=reading.published.value if reading.published else "",
        modified=reading.modified.value if reading.modified else "",
        canonical_url=named if (named := reading.canonical_url) and urls.is_address(named) else "",
    )


def dumps(value: Gist) -> str:
    """Write a gist as JSON."""
    fields = asdict(value) | {name: sorted(getattr(value, name)) for name in ("sentences", "paths")}
    return json.dumps(fields, separators=(",", ":"), sort_keys=True)


def loads(text: str) -> Gist:
    """Read what `dumps` wrote.

    Raises `BadInput` for anything else.
    """
    try:
        fields = json.loads(text)
        return Gist(**fields | {name: frozenset(fields[name]) for name in ("sentences", "paths")})
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"not a gist ({error})", subject=text[:60], cure="`rowback rebuild` makes it again") from None


def _sentences(content: Content) -> Iterable[str]:
    for paragraph in (content.standfirst or "", *content.paragraphs):
        for sentence in split_sentences(paragraph, content.language) if paragraph else ():
            folded = normalise(sentence)
            if len(folded) >= _SHORTEST_SENTENCE:
                yield folded


def _sober(blocks: Iterable[Block], language: str | None) -> Iterable[Block]:
    return (block for block in blocks if not is_clock_or_counter(block.text, language))


def _is_notice(content: Content) -> bool:
    return sum(map(len, content.paragraphs)) <= _NOTICE


def _is_list(blocks: Sequence[Block]) -> bool:
    """Tell whether titles of other pages stand between what text there is."""
    kept = [at for at, block in enumerate(blocks) if block.kept]
    titles, run, longest = 0, 0, 0
    for block in blocks[kept[0] : kept[-1] + 1] if kept else ():
        if block.link_density >= _LINKS and len(block.text) >= _TITLE:
            titles, run = titles + 1, 0
        elif block.kept:
            run += len(block.text)
            longest = max(longest, run)
    return titles >= _TITLES and longest < _RUN


def _shown(block: Block) -> str:
    return " ".join((block.text, *(link.url for link in block.links)))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big")


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]
