"""`rowback changes`: the newest changes of all articles, weightiest first; a campaign stands for its changes."""

import datetime as dt
from collections.abc import Iterator, Sequence

import click
from rich.text import Text

from archive import terms
from archive.lookup import Act, Beside, News
from archive.lookup.tracing import Edited, edited
from archive.wording import phrases
from archive.wording.text import one_line

from .context import Looking, looking
from .output import unbroken


@click.command()
@click.option("--since", metavar="TIME", default="7d", show_default=True, help="Found since then.")
@click.option("--outlet", metavar="NAME", help="Only this outlet's.")
@click.option(
    "--kind", "kinds", type=click.Choice(tuple(terms.KINDS)), multiple=True, help="Only this kind; may be given again."
)
@click.option(
    "--min-weight", type=click.FloatRange(0, 1), metavar="W", default=0.0, help="Only from this weight on, 0 to 1."
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), metavar="N", default=50, show_default=True, help="At most this many."
)
@click.option("--beside", is_flag=True, help="What changed within articles beside their texts, newest first, instead.")
@click.option("--added", metavar="WORDS", default="", help="Only what put these words in, newest first.")
@click.option("--removed", metavar="WORDS", default="", help="Only what took these words out, newest first.")
@looking
def changes(
    look: Looking,
    since: str,
    outlet: str | None,
    kinds: tuple[str, ...],
    min_weight: float,
    limit: int,
    beside: bool,
    added: str,
    removed: str,
) -> None:
    """List the newest changes, weightiest first; one made on many articles is told once."""
    if outlet is not None:
        look.lookup.outlet_named(outlet)
    start = look.start(since)
    if added or removed:
        with look.lookup.asking() as connection:
            found_edits = edited(
                connection, start, added=added, removed=removed, outlet=outlet, kinds=kinds, limit=limit
            )
        _show_edited(look, found_edits)
        return
    if beside:
        _show_beside(look, start, outlet, limit)
        return
    as_json = look.output.as_json
    acts = look.lookup.newest_acts(start, outlet=outlet, kinds=kinds, min_weight=min_weight, limit=limit)
    found = look.lookup.newest_changes(
        start, outlet=outlet, kinds=kinds, min_weight=min_weight, limit=limit, apart=not as_json
    )
    if as_json:
        look.output.answer(campaigns=[_act_json(act) for act in acts], changes=[_json(news) for news in found])
        return
    if not found and not acts:
        look.output.note(f"No change was found since {look.zone.show(start)}.")
    told = [(act.campaign.weight, list(_act_shown(look, act))) for act in acts]
    told += [(news.change.weight, list(_shown(look, news))) for news in found]
    told.sort(key=lambda each: -each[0])  # stable: a campaign stands before changes of its weight
    for position, (_, lines) in enumerate(told[:limit]):
        look.output.show(*([""] if position else []), *lines)


def _show_edited(look: Looking, found: Sequence[Edited]) -> None:
    if look.output.as_json:
        look.output.answer(changes=[_edited_json(each) for each in found])
        return
    if not found:
        look.output.note("No change put these words in or took them out.")
    for position, each in enumerate(found):
        look.output.show(*([""] if position else []), *_edited_shown(look, each))


def _edited_json(each: Edited) -> dict[str, object]:
    return {
        **each.change.columns(),
        "outlet": each.outlet,
        "url": each.article.url,
        "headline": each.article.headline,
        "place": each.place,
        "before": each.before,
        "after": each.after,
    }


def _edited_shown(look: Looking, each: Edited) -> Iterator[Text]:
    yield Text(one_line(each.article.headline), style="bold")
    yield Text(f"{phrases.change(each.change)} · {each.outlet} · {look.when(each.change.changed_before)}")
    if each.before:
        yield Text(f"- {one_line(each.before)}", style="red")
    if each.after:
        yield Text(f"+ {one_line(each.after)}", style="green")
    yield unbroken(f"rowback log {each.article.url}", "dim")


def _show_beside(look: Looking, start: dt.datetime, outlet: str | None, limit: int) -> None:
    found = look.lookup.newest_beside(start, outlet=outlet, limit=limit)
    if look.output.as_json:
        look.output.answer(look_differences=[_beside_json(each) for each in found])
        return
    if not found:
        look.output.note(f"Nothing changed beside the texts since {look.zone.show(start)}.")
    for position, each in enumerate(found):
        look.output.show(*([""] if position else []), *_beside_shown(look, each))


def _beside_json(each: Beside) -> dict[str, object]:
    return {
        **each.difference.columns(),
        "outlet": each.outlet,
        "url": each.article.url,
        "headline": each.article.headline,
    }


def _beside_shown(look: Looking, each: Beside) -> Iterator[Text]:
    yield Text(one_line(each.article.headline), style="bold")
    yield Text(f"{each.outlet} · {look.when(each.difference.found_at)}", style="dim")
    yield Text(one_line(phrases.difference(each.difference, look.zone)))
    yield unbroken(f"rowback log {each.article.url}", "dim")


def _json(news: News) -> dict[str, object]:
    return {
        **news.change.columns(),
        "outlet": news.outlet,
        "url": news.article.url,
        "headline": news.article.headline,
        "headline_before": news.headline_before,
        "headline_after": news.headline_after,
        "versions": news.numbers,
    }


def _act_json(act: Act) -> dict[str, object]:
    return {**act.campaign.columns(), "outlet": act.outlet}


def _act_shown(look: Looking, act: Act) -> Iterator[Text]:
    """Yield a campaign's lines."""
    campaign = act.campaign
    yield Text(f"One change on {campaign.article_count:,} articles", style="bold")
    first, last = map(look.when, (campaign.first_seen_at, campaign.last_seen_at))
    said = f"{terms.words(terms.KINDS, campaign.kind)} · {act.outlet} · {first} to {last}"
    yield Text.assemble(said, (f" · weight {campaign.weight:.2f}", "dim"))
    yield Text(one_line(phrases.act(campaign)))
    for news in act.examples:
        yield unbroken(f"rowback diff {news.article.url} {news.numbers}", "dim")


def _shown(look: Looking, news: News) -> Iterator[Text]:
    """Yield a change's lines."""
    change = news.change
    yield Text(one_line(news.article.headline), style="bold")
    if change.headline_changed and news.headline_before:
        yield Text(f"before: {one_line(news.headline_before)}", style="dim")
    kind = Text(phrases.change(change))
    if change.kind == "fact_changed_unnoted":
        kind.stylize("yellow")
    about = (news.outlet, news.numbers, look.when(change.changed_before), phrases.words(change))
    said = " · ".join(part for part in about if part)
    yield Text.assemble(kind, f" · {said}", (f" · weight {change.weight:.2f}", "dim"))
    if change.evidence:
        yield Text(one_line(phrases.evidence(change, look.when)))
    both = change.from_version_id is not None and change.to_version_id is not None
    command = f"rowback diff {news.article.url} {news.numbers}" if both else f"rowback log {news.article.url}"
    yield unbroken(command, "dim")
