"""Which findings are due to be told, and to whom. Pure: rules, findings, the log and `now` in, entries out."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from archive import FoundChange as Found
from archive import ToldEntry as Entry
from archive import ToldKey as Key
from crawler.config.tell_rules import Rule

from .saying import said

FRESH: Final = dt.timedelta(hours=48)  # what was found before is no news, and a rebuild or import tells nobody
REMEMBERED: Final = dt.timedelta(days=60)  # how far back the log is asked


def due(
    rules: Sequence[Rule],
    findings: Iterable[Found],
    known: Collection[Key],
    withheld: Collection[int],
    now: dt.datetime,
) -> list[Entry]:
    """Return what is to be noted: one entry for each finding and each target of a rule that wants it."""
    fresh = [found for found in findings if is_news(found, now) and found.article_id not in withheld]
    return [entry for rule in rules for entry in _of_rule(rule, fresh) if entry.key not in known]


def is_news(found: Found, now: dt.datetime) -> bool:
    """Tell whether a finding is young enough, and was made by looking."""
    return now - found.decided_at < FRESH and not found.imported


def wants(rule: Rule, found: Found) -> bool:
    """Tell whether a rule asks for a finding."""
    return (
        rule.health != "only"
        and (found.finding == "settled" or (rule.early and found.finding == "observed"))
        and found.weight >= rule.min_weight
        and (not rule.outlets or found.outlet in rule.outlets)
        and (not rule.kinds or found.kind in rule.kinds)
        and (rule.matching is None or rule.matching.search(found.url) is not None)
        and (rule.names or not found.takes_name)
    )


def obsolete(
    entries: Iterable[Entry], states: Mapping[int, tuple[str, int]], withheld: Collection[int]
) -> Iterator[Entry]:
    """Yield what waits and must not be told any more: retracted, not in the archive any more, or withheld."""
    for entry in entries:
        finding, article = states.get(entry.change_id, ("retracted", 0))
        if finding == "retracted" or article in withheld:
            yield entry


def to_correct(entries: Iterable[Entry], states: Mapping[int, tuple[str, int]]) -> list[Entry]:
    """Return what was told and has been retracted since."""
    return [entry for entry in entries if states.get(entry.change_id, ("", 0))[0] == "retracted"]


def _of_rule(rule: Rule, findings: Iterable[Found]) -> Iterator[Entry]:
    for found in findings:
        for target in rule.to if wants(rule, found) else ():
            yield Entry(
                rule=rule.name,
                target=target.label,
                before_record=found.before_record,
                after_record=found.after_record,
                kind=found.kind,
                change_id=found.change_id,
                campaign_id=found.campaign_id,
                weight=found.weight,
                takes_name=found.takes_name,
                outlet=found.outlet,
                text=said(found),
            )
