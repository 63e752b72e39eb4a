"""`rowback stories`, `story`, `trace`: one event as all outlets tell it, and where a sentence stood."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

import click
from rich.padding import Padding
from rich.text import Text

from archive.errors import BadInput, NotInArchive
from archive.lookup import stories as asked
from archive.lookup import tracing
from archive.lookup.contradicting import Contradicted, contradictions
from archive.lookup.stories import Counted, Shared, Story, StoryRow, Telling
from archive.lookup.tracing import Trace
from archive.stories.uncorrected import Uncorrected
from archive.wording import phrases
from archive.wording.text import one_line

from .choice import find_article
from .context import Looking, looking
from .output import unbroken

_INDENT = (0, 0, 0, 2)
_FEW = 5  # passages and numbers that are shown of a story
_NOT_SEEN = "What was copied in other words is not seen."
Line = Text | Padding | str


@click.command()
@click.option("--since", metavar="TIME", default="24h", show_default=True, help="Told or taken back since then.")
@click.option(
    "--outlets", type=click.IntRange(1), metavar="N", default=2, show_default=True, help="By so many outlets."
)
@click.option("--uncorrected", is_flag=True, help="What one outlet took back and another still prints, instead.")
@click.option("--limit", type=click.IntRange(1, 10_000), metavar="N", default=30, show_default=True, help="At most.")
@looking
def stories(look: Looking, since: str, outlets: int, uncorrected: bool, limit: int) -> None:
    """List events that several outlets tell, or what one took back and another still prints."""
    start = look.start(since)
    with look.lookup.asking() as connection:
        if uncorrected:
            _show_uncorrected(look, asked.still_standing(connection, since=start)[:limit], asked.titles(connection))
            return
        found = asked.newest(connection, start, outlets=outlets, limit=limit)
        disputed = {row.id: asked.disagreements(connection, row.id) for row in found}
    if look.output.as_json:
        look.output.answer(stories=[row.columns() | {"disagreements": disputed[row.id]} for row in found])
        return
    if not found:
        look.output.note(f"No story of {phrases.count(outlets, 'outlet')} was told since {look.zone.show(start)}.")
    for place, row in enumerate(sorted(found, key=lambda each: -disputed[each.id])):
        look.output.show(*([""] if place else []), *_listed(look, row, disputed[row.id]))


def _listed(look: Looking, row: StoryRow, disputed: int) -> Iterator[Line]:
    yield Text(one_line(row.headline), style="bold")
    told = f"{phrases.count(row.outlet_count, 'outlet')} · {phrases.count(row.article_count, 'article')}"
    seen = f"first seen {look.when(row.first_seen_at)}"
    more = f" · {phrases.count(disputed, 'number')} in dispute" if disputed else ""
    yield Text.assemble(f"{told} · {seen}", (more, "yellow"))
    yield unbroken(f"rowback story {row.id}", "dim")


def _show_uncorrected(look: Looking, found: list[Uncorrected], titles: dict[int, str]) -> None:
    if look.output.as_json:
        look.output.answer(uncorrected=[_uncorrected_json(each) for each in found])
        return
    if not found:
        look.output.note("Nothing that was taken back is known to stand elsewhere.")
    for place, each in enumerate(found):
        look.output.show(*([""] if place else []), *_still(look, each, titles))


def _uncorrected_json(each: Uncorrected) -> dict[str, object]:
    return {
        "change_id": each.change.change_id,
        "kind": each.change.kind,
        "changed_before": each.change.changed_before,
        "article_id": each.taken.article_id,
        "said": each.taken.said,
        "still_article_id": each.stands.article_id,
        "still_says": each.stands.said,
        "still_last_captured_at": each.stands.last_look_at,
    }


def _still(look: Looking, each: Uncorrected, titles: dict[int, str]) -> Iterator[Line]:
    took, has = (look.lookup.article(held.article_id) for held in (each.taken, each.stands))
    at = look.zone.show(each.change.changed_before)
    yield Text.assemble((titles[took.outlet_id], "bold"), f" {_TOOK[each.change.kind]}, seen {at}:")
    yield Padding(Text(one_line(each.taken.said), style="red"), _INDENT)
    last = look.zone.show(each.stands.last_look_at)
    yield Text.assemble((titles[has.outlet_id], "bold"), f" still had it at rowback's last look, {last}:")
    yield Padding(Text(one_line(each.stands.said)), _INDENT)
    yield unbroken(f"rowback log {took.url}", "dim")
    yield unbroken(f"rowback show {has.url}", "dim")


_TOOK = {
    "correction_noted": "corrected this with a note",
    "fact_changed_unnoted": "changed this without a note that we could find",
    "withdrawn": "withdrew the article that said",
}


@click.command()
@click.argument("what", metavar="URL|ID")
@looking
def story(look: Looking, what: str) -> None:
    """Show one event as all outlets tell it: who said what first, what travelled, what each changed afterwards."""
    with look.lookup.asking() as connection:
        told = asked.whole(connection, _row(look, what))
    opposed = contradictions(look.lookup, told.tellings)
    if look.output.as_json:
        look.output.answer(**_json(told), contradictions=[_opposed_json(each) for each in opposed])
        return
    look.output.show(*_shown(look, told, opposed))


def _opposed_json(each: Contradicted) -> dict[str, object]:
    return {"article_id_a": each.article_a.id, "article_id_b": each.article_b.id} | asdict(each.found)


def _opposed(told: Story, opposed: list[Contradicted]) -> Iterator[Line]:
    if opposed:
        yield from ("", Text("They contradict each other", style="bold"))
    for each in opposed[:_FEW]:
        for article, sentence in ((each.article_a, each.found.sentence_a), (each.article_b, each.found.sentence_b)):
            yield Padding(Text(f"{told.outlets[article.outlet_id]}: {one_line(sentence)}"), _INDENT)
        yield ""


def _row(look: Looking, what: str) -> StoryRow:
    with look.lookup.asking() as connection:
        if what.isdecimal():
            return asked.by_id(connection, int(what))
        found = asked.of_article(connection, find_article(look, what).id)
    if found is None:
        raise NotInArchive("no other article of this event is known", subject=what, cure="`rowback stories` lists them")
    return found


def _json(told: Story) -> dict[str, object]:
    return {
        "story": told.row.columns(),
        "articles": [
            each.article.columns()
            | {
                "outlet": each.outlet,
                "versions": [version.columns() for version in each.versions],
                "changes": [change.columns() for change in each.changes],
            }
            for each in told.tellings
        ],
        "passages": [
            each.passage.columns() | {"passage_uses": [use.columns() for use in each.uses]} for each in told.shared
        ],
        "story_numbers": [row.columns() for counted in told.numbers for row in counted.given],
        "uncorrected": [_uncorrected_json(each) for each in told.uncorrected],
    }


def _shown(look: Looking, told: Story, opposed: list[Contradicted]) -> Iterator[Line]:
    row = told.row
    yield Text(one_line(row.headline), style="bold")
    by_hand = " · put together by hand" if row.by_hand else ""
    yield Text(f"{phrases.count(row.outlet_count, 'outlet')}, {phrases.count(row.article_count, 'article')}{by_hand}")
    for telling in told.tellings:
        yield from _telling(look, telling)
    yield from _opposed(told, opposed)
    yield from _numbers(look, told)
    yield from _passages(look, told)
    if told.uncorrected:
        yield from ("", Text("Taken back by one, still printed by another", style="bold"))
        for each in told.uncorrected:
            yield from _still(look, each, dict(told.outlets))


def _telling(look: Looking, telling: Telling) -> Iterator[Line]:
    article = telling.article
    yield ""
    yield Text.assemble((telling.title, "bold"), f"  {one_line(article.headline)}")
    seen = f"first seen {look.when(article.first_captured_at)} · {phrases.count(article.version_count, 'version')}"
    yield Padding(Text(seen, style="dim"), _INDENT)
    for change in telling.changes:
        yield Padding(Text(f"{look.when(change.changed_before)}  {phrases.change(change)}"), _INDENT)
    yield Padding(unbroken(f"rowback log {article.url}", "dim"), _INDENT)


def _numbers(look: Looking, told: Story) -> Iterator[Line]:
    if told.numbers:
        yield from ("", Text("Numbers over time", style="bold"))
    for counted in told.numbers[:_FEW]:
        disputed = " · they disagree now" if counted.disagrees else ""
        yield Padding(Text.assemble(counted.counted, (disputed, "yellow")), _INDENT)
        yield from _given(look, told, counted)


def _given(look: Looking, told: Story, counted: Counted) -> Iterator[Line]:
    for each in counted.given:
        until = f"until {look.when(each.gone_by)}" if each.gone_by else "at the last look"
        said = f"{told.outlets[each.outlet_id]}: {each.written}, from {look.when(each.said_by)} {until}"
        yield Padding(Text(said), (0, 0, 0, 4))


def _passages(look: Looking, told: Story) -> Iterator[Line]:
    if not told.shared:
        return
    yield from ("", Text("Said in the same words", style="bold"), Text(_NOT_SEEN, style="dim"))
    for shared in told.shared[:_FEW]:
        yield ""
        yield Padding(Text(f"“{one_line(shared.passage.text).strip('“”')}”"), _INDENT)
        yield Padding(Text(_first(told, shared), style="cyan"), _INDENT)
        for use in shared.uses:
            named = f", attributed to {told.outlets[use.named_outlet_id]}" if use.named_outlet_id else ""
            until = f", gone by {look.when(use.gone_by)}" if use.gone_by else ""
            said = f"{told.outlets[use.outlet_id]}: seen from {look.when(use.said_by)}{until}{named}"
            yield Padding(Text(said, style="dim"), (0, 0, 0, 4))
            if _words(use.text) != _words(shared.passage.text):  # a word other: a number, a name
                yield Padding(Text(f"“{one_line(use.text).strip('“”')}”"), (0, 0, 0, 6))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _first(told: Story, shared: Shared) -> str:
    """Say who was first, as far as it is known."""
    passage = shared.passage
    source = ""
    if passage.kind == "common_source":
        source = "common source: nobody names another" + (f", {passage.agency} is named" if passage.agency else "")
    first = next((use for use in shared.uses if use.version_id == passage.first_use_version_id), None)
    if first is None:
        return "; ".join(filter(None, ("not known which was first", source)))
    proof = "the others were looked at without it" if passage.first_known == "looks" else "by the others' own dates"
    return "; ".join(filter(None, (f"{told.outlets[first.outlet_id]} had it first: {proof}", source)))


@click.command()
@click.argument("sentence", nargs=-1, required=True)
@looking
def trace(look: Looking, sentence: tuple[str, ...]) -> None:
    """Trace a sentence: where it stood, first to last, in which version, what became of it."""
    text = " ".join(sentence).strip().strip('“”"')
    if not text:
        raise BadInput("no sentence to look for", cure="Give its words")
    with look.lookup.asking() as connection:
        found = tracing.trace(connection, tracing.sentences_like(connection, text))
    if look.output.as_json:
        look.output.answer(uses=[_trace_json(each) for each in found])
        return
    if not found:
        raise NotInArchive(
            "no article that rowback kept says this", subject=text[:80], cure="Fewer words: rowback search"
        )
    outlets = Counter(each.outlet for each in found)
    look.output.show(Text(f"{phrases.count(len(outlets), 'outlet')}, {phrases.count(len(found), 'place')}. {_NOT_SEEN}",
                          style="dim"))  # fmt: skip
    for each in found:
        look.output.show("", *_traced(look, each))


def _trace_json(each: Trace) -> dict[str, object]:
    return {
        "article_id": each.article.id, "url": each.article.url, "outlet": each.outlet, "text": each.text,
        "version": each.version, "said_after": each.said_after, "said_by": each.said_by, "gone_by": each.gone_by,
        "passage_id": each.passage_id,
    }  # fmt: skip


def _traced(look: Looking, each: Trace) -> Iterator[Line]:
    yield Text.assemble((each.outlet, "bold"), f"  {one_line(each.article.headline)}")
    yield Padding(Text(f"“{one_line(each.text).strip('“”')}”"), _INDENT)
    after = f"not yet at {look.when(each.said_after)}, " if each.said_after else ""
    until = f"gone by {look.when(each.gone_by)}" if each.gone_by else "there at the last look"
    yield Padding(Text(f"{after}seen from {look.when(each.said_by)} (version {each.version}), {until}"), _INDENT)
    yield Padding(unbroken(f"rowback log {each.article.url}", "dim"), _INDENT)
