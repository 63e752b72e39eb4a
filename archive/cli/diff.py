"""`rowback diff`: what changed between two versions of an article."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

import click
from rich.text import Text

from archive.compare.render import as_json
from archive.lookup import ArticleRow, FactRow, VersionRow
from archive.lookup.difference import Difference, difference
from archive.lookup.moments import Point, span
from archive.times import parse_iso
from archive.wording import marking, phrases
from archive.wording.text import one_line

from .choice import choose, find_article
from .context import Looking, looking
from .output import unbroken


@click.command()
@click.argument("url")
@click.argument("span_text", metavar="[A..B]", required=False)
@click.option("--whole", is_flag=True, help="The unchanged paragraphs, too.")
@looking
def diff(look: Looking, url: str, span_text: str | None, whole: bool) -> None:
    """Show what changed between two versions of an article: the last two, or A..B.

    A and B are version numbers or times: 2..3, 2026-11-17.., 24h... A number alone means what made that version.
    """
    article = find_article(look, url)
    before, after = _versions(look, article, span_text)
    found = difference(look.lookup, before, after) if before else None
    if look.output.as_json:
        look.output.answer(
            **{"article": article, "from": before, "to": after},
            change=_change_json(found),
            operations=as_json(found.operations) if found else [],
        )
    elif found is None:
        look.output.show(*_only_one(look, article, after))
    else:
        look.output.show(*_shown(look, article, found, whole=whole))


def _versions(look: Looking, article: ArticleRow, text: str | None) -> tuple[VersionRow | None, VersionRow]:
    """Return the two versions that were asked for; None for the first when there is only one."""
    if text is None:
        after = look.lookup.version(article, article.version_count)
        return _before(look, article, after), after
    asked = span(text, now=look.now, zone=look.zone)
    after = _version(look, article, asked.end)
    if asked.start is None:
        return _before(look, article, after), after
    before = _version(look, article, asked.start)
    return (None, after) if before.id == after.id else (before, after)


def _before(look: Looking, article: ArticleRow, version: VersionRow) -> VersionRow | None:
    return look.lookup.version(article, version.number - 1) if version.number > 1 else None


def _version(look: Looking, article: ArticleRow, point: Point) -> VersionRow:
    """Return the version of one end of a span; a time before the first look means the first version."""
    if isinstance(point, int) or point is None:
        return look.lookup.version(article, article.version_count if point is None else point)
    if point < parse_iso(article.first_captured_at):
        first = look.zone.show(parse_iso(article.first_captured_at))
        look.output.note(f"The first look was at {first}; what stood there before is not known. This starts there.")
        return look.lookup.version(article, 1)
    return _stood(look, article, point)


def _stood(look: Looking, article: ArticleRow, moment: dt.datetime) -> VersionRow:
    choice = choose(look, article, at=moment.isoformat())
    if choice.certainty == "changed_between" and choice.next_version:
        asked, other = look.zone.show(moment), choice.next_version.number
        look.output.note(f"At {asked} it was version {choice.version.number} or already {other}; taking the first.")
    return choice.version


def _change_json(found: Difference | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {**found.change.columns(), "facts": found.facts}


def _only_one(look: Looking, article: ArticleRow, version: VersionRow) -> Iterator[Text]:
    first, last = (look.zone.show(parse_iso(at)) for at in (version.first_captured_at, version.last_captured_at))
    looks = phrases.count(article.capture_count, "look")
    yield Text(one_line(version.headline), style="bold")
    yield Text(f"Nothing to compare: version {version.number} is one text, seen {first} to {last} ({looks} in all).")


def _shown(look: Looking, article: ArticleRow, found: Difference, *, whole: bool) -> Iterator[Text | str]:
    """Yield a change as it reads in a terminal: what, when, why we call it that, the words."""
    versions = (found.before, found.after)
    seconds = phrases.crowded(time for row in versions for time in (row.first_captured_at, row.last_captured_at))
    show = partial(look.zone.show, seconds=seconds)
    yield Text(one_line(found.after.headline), style="bold")
    yield unbroken(article.url, "dim")
    for version in versions:
        first, last = show(parse_iso(version.first_captured_at)), show(parse_iso(version.last_captured_at))
        seen = f"seen {first} to {last}" if first != last else f"seen once, {first}"
        yield Text.assemble((f"v{version.number}", "bold"), f"  {seen}")
    said = (
        phrases.change(found.change),
        phrases.words(found.change),
        one_line(phrases.evidence(found.change, look.when)),
    )
    yield Text(" · ".join(part for part in said if part))
    if note := phrases.note(found.change):
        yield Text.assemble(("note: ", "bold"), f"“{one_line(note)}”")
    colour = look.output.colour
    for fact in found.facts:
        if fact.kind != "headline" and (altered := _fact(fact)) not in found.change.evidence:  # said once is enough
            yield Text.assemble((f"{fact.kind}: ", "bold" if colour else ""), altered)
    yield from marking.difference(found.operations, colour=colour, whole=whole)


def _fact(fact: FactRow) -> str:
    """Write one fact that changed: `12 → 14`."""
    before, after = one_line(fact.before or ""), one_line(fact.after or "")
    return f"{before} → {after}" if before and after else f"gone: {before}" if before else f"new: {after}"
