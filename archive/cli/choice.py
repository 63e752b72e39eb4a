"""Which version a command is to show: by number, by time with its certainty, or the latest. Prints only notes."""

import datetime as dt
import re
from dataclasses import dataclass

from archive.errors import BadInput, NotInArchive
from archive.lookup import ArticleRow, CaptureRow, Certainty, Standing, VersionRow
from archive.times import parse_iso
from archive.wording import phrases

from .context import Looking

_BARE_DAY = re.compile(r"\s*\d{4}-?\d{2}-?\d{2}\s*")


@dataclass(frozen=True, slots=True)
class Choice:
    """A version, a capture that shows it, and how sure it is that it stood at the time asked for."""

    article: ArticleRow
    version: VersionRow
    capture: CaptureRow
    asked_at: dt.datetime | None = None  # None when no time was asked for
    standing: Standing | None = None  # likewise
    next_version: VersionRow | None = None  # what the look after the time showed, when that was another

    @property
    def certainty(self) -> Certainty | None:
        return self.standing.certainty if self.standing else None


def find_article(looking: Looking, url: str) -> ArticleRow:
    """Return the article at an address; a note on stderr when the outlet used the address for others, too."""
    article, *others = looking.lookup.articles_by_url(url)
    for other in others:
        last = looking.zone.show(parse_iso(other.last_captured_at))
        looking.output.note(f"This address held another article until {last}: {other.headline}")
    return article


def choose(looking: Looking, article: ArticleRow, *, number: int | None = None, at: str | None = None) -> Choice:
    """Return the version with a number, or that stood at a time, or the latest.

    Raises `BadInput`, and `NotInArchive` for a time at which nobody had looked or the article was gone.
    """
    if number is not None and at is not None:
        raise BadInput("--version and --at exclude each other", cure="Give one of them")
    if at is not None:
        return _standing(looking, article, at)
    version = looking.lookup.version(article, article.version_count if number is None else number)
    return Choice(article, version, looking.lookup.capture_of(version))


def _standing(looking: Looking, article: ArticleRow, at: str) -> Choice:
    moment = looking.time(at)
    standing = looking.lookup.standing(article, moment)
    if _BARE_DAY.fullmatch(at):
        _note_others(looking, article, moment)
    if standing.before is None:
        raise _too_early(looking, article)
    if standing.before.version is None:
        raise _was_gone(looking, article, standing.before.at, moment)
    version = looking.lookup.version_by_id(standing.before.version)
    after = standing.after.version if standing.after and standing.certainty == "changed_between" else None
    return Choice(
        article,
        version,
        looking.lookup.capture_of(version, moment),
        asked_at=moment,
        standing=standing,
        next_version=looking.lookup.version_by_id(after) if after else None,
    )


def _note_others(looking: Looking, article: ArticleRow, moment: dt.datetime) -> None:
    """Name the versions that appeared on the day that was asked for."""
    day = looking.zone.day(moment)
    that_day = [v for v in looking.lookup.versions(article) if looking.zone.day(parse_iso(v.first_captured_at)) == day]
    if len(that_day) > 1:
        named = ", ".join(f"version {v.number} ({looking.zone.show(parse_iso(v.first_captured_at))})" for v in that_day)
        looking.output.note(f"Versions first seen on {day}: {named}")


def _too_early(looking: Looking, article: ArticleRow) -> NotInArchive:
    first = looking.zone.show(parse_iso(article.first_captured_at))
    message = f"first look {first}; rowback cannot know what stood there before"
    return NotInArchive(message, subject=article.url)


def _was_gone(looking: Looking, article: ArticleRow, since: dt.datetime, moment: dt.datetime) -> NotInArchive:
    message = f"at {looking.zone.show(moment)} it was gone: the look at {looking.zone.show(since)} did not find it"
    return NotInArchive(message, subject=article.url, cure="--version N shows what stood before: see rowback log")


def absence_words(looking: Looking, article: ArticleRow) -> str:
    """Say that an article does not stand at its address now, since when, and when it last did; "" when it stands."""
    if article.state == "live":
        return ""
    last = looking.lookup.version(article, article.version_count).last_captured_at
    since, seen = (looking.zone.show(parse_iso(time), seconds=True) for time in (article.state_since, last))
    return f"{phrases.state(article, since)}; last there {seen}"


def certainty_words(looking: Looking, choice: Choice) -> str:
    """Say how sure it is that the version stood at the time asked for; "" when no time was."""
    standing = choice.standing
    if standing is None or standing.before is None or choice.asked_at is None:
        return ""
    show = looking.zone.show
    asked, before = show(choice.asked_at), show(standing.before.at, seconds=True)
    if standing.after is None:
        return f"{asked} is after the last look, {before}; what stood there since is not known"
    after = show(standing.after.at, seconds=True)
    if standing.certainty == "bracketed":
        return f"stood at {asked}: seen so at {before} and at {after}"
    then = f"version {choice.next_version.number}" if choice.next_version else "gone"
    return (
        f"seen at {before}; at {after} it was {then}. Somewhere between it changed, "
        f"so which of the two stood at {asked} is not known"
    )
