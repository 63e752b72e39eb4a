"""`rowback search`: which articles ever said these words."""

import re
from collections.abc import Iterator, Sequence

import click
from rich.text import Text

from archive.lookup import MARKS, ArticleRow, Hit
from archive.times import parse_iso
from archive.wording import phrases
from archive.wording.text import clean, one_line

from .context import Looking, looking
from .output import unbroken

_MOST = 20  # articles


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--raw", is_flag=True, help="WORDS are an FTS5 query as it stands.")
@click.option("--outlet", metavar="NAME", help="Only this outlet's articles.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    metavar="N",
    default=_MOST,
    show_default=True,
    help="At most so many articles.",
)
@looking
def search(look: Looking, words: tuple[str, ...], raw: bool, outlet: str | None, limit: int) -> None:
    """Find articles by words that any of their versions holds; "a phrase" in quotes works."""
    if outlet is not None:
        look.lookup.outlet_named(outlet)
    elif not raw and _show_address(look, words):
        return
    text = " ".join(words if raw else map(_as_typed, words))
    _show_hits(look, look.lookup.search(text, raw=raw, limit=limit, outlet=outlet))


@click.command()
@click.argument("text", nargs=-1, required=True)
@looking
def find(look: Looking, text: tuple[str, ...]) -> None:
    """Find what you have: an address in any form finds its article, anything else is searched for."""
    if not _show_address(look, text):
        _show_hits(look, look.lookup.search(" ".join(map(_as_typed, text)), raw=False, limit=_MOST, outlet=None))


def _show_hits(look: Looking, hits: Sequence[Hit]) -> None:
    if look.output.as_json:
        look.output.answer(articles=[_json(hit) for hit in hits])
        return
    if not hits:
        look.output.note("Nothing that rowback kept holds these words.")
    for position, hit in enumerate(hits):
        look.output.show(*([""] if position else []), *_shown(look, hit))


def _show_address(look: Looking, words: Sequence[str]) -> bool:
    """Show the articles at an address; tells whether the words are one."""
    found = look.lookup.at_address(words[0]) if len(words) == 1 else []
    if found:
        show_articles(look, found)
    return bool(found)


def show_articles(look: Looking, articles: Sequence[ArticleRow]) -> None:
    """Print the articles at an address, with the command that shows more."""
    if look.output.as_json:
        look.output.answer(articles=[article.columns() for article in articles])
        return
    for article in articles:
        look.output.show(Text(one_line(article.headline), style="bold"))
        first, last = (look.zone.show(parse_iso(at)) for at in (article.first_captured_at, article.last_captured_at))
        counts = f"{phrases.count(article.version_count, 'version')}, {phrases.count(article.capture_count, 'look')}"
        look.output.show(Text(f"{counts}, {first} to {last}"))
        look.output.show(unbroken(f"rowback log {article.url}", "dim"))


def _as_typed(word: str) -> str:
    """Return a word as it was typed: the shell takes the quotes off a phrase."""
    return f'"{word}"' if re.search(r"\s", word.strip()) and '"' not in word else word


def _json(hit: Hit) -> dict[str, object]:
    return {
        **hit.article.columns(),
        "outlet": hit.outlet,
        "matching_versions": hit.matching,
        "latest_matches": hit.latest_matches,
        "snippet": re.sub(f"[{''.join(MARKS)}]", "", hit.snippet) or None,
    }


def _shown(look: Looking, hit: Hit) -> Iterator[Text]:
    """Yield a hit's lines."""
    article = hit.article
    yield Text(one_line(article.headline), style="bold")
    which = f"{hit.matching} of {phrases.count(article.version_count, 'version')}"
    gone = "" if hit.latest_matches else ", but not the latest"
    seen = look.zone.show(parse_iso(article.first_captured_at))
    yield Text.assemble(f"{hit.outlet} · {seen} · ", (f"{which}{gone}", "" if hit.latest_matches else "yellow"))
    if hit.snippet:
        yield _marked(hit.snippet)
    yield unbroken(article.url, "dim")


def _marked(snippet: str) -> Text:
    """Return a snippet with the found words in bold."""
    text = Text()
    for position, piece in enumerate(re.split(f"[{''.join(MARKS)}]", snippet)):
        text.append(" ".join(clean(piece).split("\n")), "bold" if position % 2 else "")
    return text
