"""`rowback compare`: how outlets tell one event, side by side."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import click
from rich.padding import Padding
from rich.text import Text

from archive.compare import ASPECTS, Comparison, Quotation, side_by_side
from archive.lookup import OutletRow
from archive.models import Content
from archive.times import parse_iso
from archive.wording.text import one_line

from .choice import Choice, certainty_words, choose, find_article
from .context import Looking, looking
from .output import unbroken

_INDENT = (0, 0, 0, 2)
_FIRST = 5  # sentences that one article says alone; nobody reads twenty
Line = Text | Padding | str


@dataclass(frozen=True, slots=True)
class Told:
    """One outlet's article as it stood."""

    choice: Choice
    outlet: OutletRow
    content: Content


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL URL...")
@click.option("--at", metavar="TIME", help="As they stood at this time; a bare date is the end of that day.")
@click.option("--whole", is_flag=True, help="Every sentence that one says alone, not only the first.")
@looking
def compare(look: Looking, urls: tuple[str, ...], at: str | None, whole: bool) -> None:
    """Compare how outlets tell one event: where they contradict each other, who is quoted, what both say."""
    if len(urls) < 2:
        raise click.UsageError("Comparing takes two articles or more.")
    told = [_told(look, url, at) for url in urls]
    compared = [(a, b, side_by_side(a.content, b.content)) for a, b in combinations(told, 2)]
    if look.output.as_json:
        look.output.answer(
            articles=[one.choice.article for one in told],
            versions=[one.choice.version for one in told],
            comparisons=[
                {"article_id_a": a.choice.article.id, "article_id_b": b.choice.article.id} | found.as_dict()
                for a, b, found in compared
            ],
        )
        return
    names = _names(told)
    for name, one in zip(names, told, strict=True):
        look.output.show(*_head(look, name, one))
    for (name_a, name_b), (_, _, found) in zip(combinations(names, 2), compared, strict=True):
        look.output.show(*_shown(name_a, name_b, found, whole=whole))


def _told(look: Looking, url: str, at: str | None) -> Told:
    article = find_article(look, url)
    choice = choose(look, article, at=at)
    return Told(choice, look.lookup.outlet(article.outlet_id), look.lookup.content(choice.version))


def _names(told: Sequence[Told]) -> list[str]:
    """Name each article by its outlet; by its place, too, when an outlet has several."""
    titles = [one_line(one.outlet.title) for one in told]
    often = Counter(titles)
    return [title if often[title] == 1 else f"{title} ({place})" for place, title in enumerate(titles, 1)]


def _head(look: Looking, name: str, one: Told) -> Iterator[Text]:
    seen = look.zone.show(parse_iso(one.choice.capture.captured_at))
    yield Text.assemble((name, "bold"), f"  {one_line(one.content.headline)}")
    yield Text(f"version {one.choice.version.number}, captured {seen}", style="dim")
    if words := certainty_words(look, one.choice):
        yield Text(words, style="dim")
    yield unbroken(one.choice.capture.url, "dim")


def _shown(a: str, b: str, found: Comparison, *, whole: bool) -> Iterator[Line]:
    """Yield the parts of a comparison, what matters most first."""
    yield from _contradictions(a, b, found)
    yield from _numbers(a, b, found)
    yield from _quotations(a, b, found)
    yield from _part(f"Both say, {a} first", len(found.shared))
    for shared in found.shared:
        yield Padding(Text(one_line(shared.a)), _INDENT)
        if one_line(shared.a) != one_line(shared.b):
            yield Padding(Text(one_line(shared.b), style="cyan"), _INDENT)
        yield ""
    for name, alone in ((a, found.only_a), (b, found.only_b)):
        yield from _part(f"Only {name} says", len(alone))
        shown = alone if whole else alone[:_FIRST]
        yield from (Padding(Text(one_line(sentence)), _INDENT) for sentence in shown)
        if len(shown) < len(alone):
            yield Padding(Text(f"… and {len(alone) - len(shown)} more: --whole", style="dim"), _INDENT)


def _part(title: str, count: int) -> Iterator[Line]:
    """Yield a heading with the number of what follows; nothing when nothing does."""
    if count:
        yield ""
        yield Text.assemble((title, "bold"), (f"  {count}", "dim"))


def _contradictions(a: str, b: str, found: Comparison) -> Iterator[Line]:
    yield from _part("They contradict each other", len(found.contradictions))
    for each in found.contradictions:
        said = f": {each.a} | {each.b}" if each.a and each.b else ""
        yield Padding(Text.assemble((f"{ASPECTS[each.aspect]}{said}", "yellow")), _INDENT)
        for name, sentence in ((a, each.sentence_a), (b, each.sentence_b)):
            yield Padding(Text(f"{name}: {one_line(sentence)}"), (0, 0, 0, 4))


def _numbers(a: str, b: str, found: Comparison) -> Iterator[Line]:
    numbers = found.other_numbers
    yield from _part("Numbers that differ", len(numbers))
    for number in numbers:
        yield Padding(Text.assemble(f"{number.of}: ", (f"{number.a} | {number.b}", "yellow")), _INDENT)
        for name, sentence in ((a, number.sentence_a), (b, number.sentence_b)):
            yield Padding(Text(f"{name}: {one_line(sentence)}", style="dim"), (0, 0, 0, 4))
    if not found.analysed:
        yield ""
        yield Text("Contradictions were not looked for: rowback has no words for one of these languages.", style="dim")


def _quotations(a: str, b: str, found: Comparison) -> Iterator[Line]:
    """Yield who is quoted with what, and to whom each outlet gives the words."""
    yield from _part("Quoted by both", len(found.quoted_by_both))
    for both in found.quoted_by_both:
        yield Padding(Text(f"“{one_line(both.text_a)}”"), _INDENT)
        if not both.same_words:
            yield Padding(Text(f"“{one_line(both.text_b)}”", style="cyan"), _INDENT)
        speakers = f"{a}: {_speaker(both.speaker_a)} · {b}: {_speaker(both.speaker_b)}"
        yield Padding(Text(speakers, style="yellow" if both.same_speaker is False else "dim"), (0, 0, 0, 4))
    for name, alone in ((a, found.quoted_only_a), (b, found.quoted_only_b)):
        yield from _part(f"Quoted only by {name}", len(alone))
        yield from (Padding(_quoted(quotation), _INDENT) for quotation in alone)


def _quoted(quotation: Quotation) -> Text:
    return Text.assemble(f"“{one_line(quotation.text)}”", (f"  {_speaker(quotation.speaker)}", "dim"))


def _speaker(name: str | None) -> str:
    return one_line(name) if name else "no speaker found"
