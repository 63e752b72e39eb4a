"""`rowback show`: the text of an article as it stood."""

from collections.abc import Iterator

import click
from rich.padding import Padding
from rich.text import Text

from archive.compare.difference import operations
from archive.derive.template import REASON
from archive.lookup import VersionRow
from archive.models import Block, Content
from archive.times import parse_iso
from archive.wording import phrases
from archive.wording.text import clean, one_line

from .choice import Choice, absence_words, certainty_words, choose, find_article
from .context import Looking, looking
from .output import unbroken

_MEASURE = 80  # columns of a line that is comfortable to read


@click.command()
@click.argument("url")
@click.option("--version", "number", type=click.IntRange(min=1), metavar="N", help="The version with this number.")
@click.option("--at", metavar="TIME", help="What stood at this time; a bare date is the end of that day.")
@click.option(
    "--removed", is_flag=True, help="Also what earlier versions said and this one does not, and what was left out."
)
@looking
def show(look: Looking, url: str, number: int | None, at: str | None, removed: bool) -> None:
    """Show the text of an article as it stood: the latest version, a numbered one, or that of a time."""
    article = find_article(look, url)
    choice = choose(look, article, number=number, at=at)
    content = look.lookup.content_at(choice.version, choice.capture)
    gone = list(_removed(look, choice)) if removed else []
    left = [block for block in content.blocks if block.reason == REASON] if removed else []
    if look.output.as_json:
        look.output.answer(
            article=article,
            version=choice.version,
            content=content_json(content),
            capture=choice.capture,
            certainty=choice.certainty,
            standing=standing_json(choice),
            removed=[{"version": version.number, "text": text} for version, text in gone] if removed else None,
            left_out=[{"text": block.text, "reason": block.reason} for block in left] if removed else None,
        )
        return
    look.output.show(*_head(look, choice, content), *_body(look, content))
    if removed:
        look.output.show(*_earlier(gone), *_left_out(left))


def content_json(content: Content) -> dict[str, object]:
    """Return a version's text and fields under the keys that scripts rely on."""
    return {
        "headline": content.headline,
        "standfirst": content.standfirst,
        "byline": content.byline,
        "authors": content.authors,
        "published_at": content.published.value if content.published else None,
        "modified_at": content.modified.value if content.modified else None,
        "section": content.section,
        "tags": content.tags,
        "language": content.language,
        "text": content.text,
        "paragraphs": content.paragraphs,
    }


def standing_json(choice: Choice) -> dict[str, object] | None:
    """Return the two looks around the time that was asked for; None when no time was."""
    if choice.standing is None or choice.asked_at is None:
        return None
    before, after = choice.standing.before, choice.standing.after
    return {
        "asked_at": choice.asked_at,
        "before": {"captured_at": before.at, "version": choice.version.number} if before else None,
        "after": {"captured_at": after.at, "version": _number_after(choice)} if after else None,
    }


def _number_after(choice: Choice) -> int | None:
    """Return the number of the version that the look after showed; None when the article was gone."""
    if choice.certainty == "bracketed":
        return choice.version.number
    return choice.next_version.number if choice.next_version else None


def _head(look: Looking, choice: Choice, content: Content) -> Iterator[Text]:
    """Yield what stands above the text."""
    outlet = look.lookup.outlet(choice.article.outlet_id)
    yield Text(one_line(content.headline), style="bold")
    if content.standfirst:
        yield Text(one_line(content.standfirst), style="italic")
    published = f"published {phrases.stamp(content.published.value, look.zone)}" if content.published else ""
    source = [part for part in (outlet.title, content.byline, published) if part]
    yield Text(" · ".join(one_line(part) for part in source))
    seen = look.zone.show(parse_iso(choice.capture.captured_at), seconds=True)
    yield Text(f"version {choice.version.number} of {choice.article.version_count}, captured {seen}", style="dim")
    yield unbroken(choice.capture.url, "dim")
    if gone := absence_words(look, choice.article):
        yield Text(gone, style="red")
    if words := certainty_words(look, choice):
        yield Text(words, style="yellow" if choice.certainty != "bracketed" else "dim")


def _body(look: Looking, content: Content) -> Iterator[Text | Padding | str]:
    """Yield the blocks of the article, a blank line before each."""
    for block in content.blocks:
        if block.kept and (text := clean(block.text).strip()):
            yield ""
            yield _block(look, block, text)


def _block(look: Looking, block: Block, text: str) -> Text | Padding:
    """Return one block as it reads in a terminal."""
    styled = {"heading": Text(text, style="bold"), "list": Text(f"• {text}"), "caption": Text(text, style="dim italic")}
    made = styled.get(block.role, Text(text))
    indent = 4 if block.role == "quote" else 0
    margin = max(0, look.output.console.width - _MEASURE) if look.output.terminal else 0
    return Padding(made, (0, margin, 0, indent)) if margin or indent else made


def _removed(look: Looking, choice: Choice) -> Iterator[tuple[VersionRow, str]]:
    """Yield what earlier versions said and this one does not, each once, with the last version that said it."""
    seen: set[str] = set()
    for version in reversed(look.lookup.versions(choice.article)[: choice.version.number - 1]):
        for operation in operations(*look.lookup.contents(version, choice.version)):
            said = operation.text_before.strip()
            if operation.altered and operation.before and said and said not in seen:
                seen.add(said)
                yield version, said if operation.where == "text" else f"{operation.where}: {said}"


def _earlier(gone: list[tuple[VersionRow, str]]) -> Iterator[Text | str]:
    yield ""
    yield Text("No longer there" if gone else "Nothing that earlier versions said is missing here", style="bold")
    for version, said in gone:
        yield Text.assemble((f"v{version.number}  ", "dim"), (f"[-{one_line(said)}-]", "red"))


def _left_out(left: list[Block]) -> Iterator[Text | str]:
    """Yield the lines of the page that are not taken for the article's, each with the reason."""
    if left:
        yield ""
        yield Text("Left out of the text", style="bold")
    for block in left:
        yield Text.assemble((f"{block.reason}  ", "dim"), one_line(block.text))
