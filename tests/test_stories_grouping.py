"""Articles of one event are one story, whatever order they come in; what only looks alike is none."""

import datetime as dt
import random

import pytest

from archive.stories.features import Telling, count_terms, language_of, tells_something
from archive.stories.grouping import Joined, Placed, Standing, stories_of_day
from archive.stories.weights import Counts, weigh

_NOON = dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC)

FERRY = (
    "Ferry Halcyon runs aground off Skarrow\nThe ferry Halcyon with 212 passengers ran aground off Skarrow on Tuesday."
    " The coastguard of Skarrow sent two lifeboats, and Captain Ines Orrell said that nobody was hurt.",
    "Passengers taken off the Halcyon\nTwo lifeboats took all passengers off the Halcyon, which ran aground near"
    " the harbour of Skarrow. Captain Orrell spoke of a failed rudder, the coastguard said.",
    "Rudder of the Halcyon failed, says captain\nThe captain of the grounded ferry, Ines Orrell, says the rudder of"
    " the Halcyon failed before it ran aground at Skarrow. The coastguard took the passengers off.",
)
MILL = (
    "Fire destroys Brantley mill\nA fire destroyed the paper mill in Brantley on Monday night. Mayor Tobias Venn said"
    " that forty workers escaped, and that firefighters from Lorne saved the houses around the mill.",
    "Forty escape fire at paper mill\nForty workers escaped when the mill at Brantley burned down, said Tobias Venn,"
    " its mayor. Firefighters came from Lorne, and the houses around it were saved.",
)
GERMAN = (
    "Fähre Halcyon läuft vor Skarrow auf Grund\nDie Fähre Halcyon ist mit 212 Passagieren vor Skarrow auf Grund"
    " gelaufen. Die Küstenwache schickte zwei Rettungsboote, wie Kapitänin Ines Orrell mitteilte.",
)


def _placed(texts: tuple[str, ...]) -> list[Placed]:
    tellings = []
    for at, text in enumerate(texts, 1):
        language = language_of(text, None)
        words, names = count_terms(text, language)
        tellings.append(
            Telling(article_id=at, outlet_id=at, captured_at=_NOON, language=language, words=words, names=names)
        )
    counts = Counts()
    for telling in tellings:
        counts.add(telling)
    return [Placed(each.article_id, each.captured_at, weigh(each, counts)) for each in tellings]


def _groups(stories: list[Joined]) -> list[list[int]]:
    return sorted(sorted(article for article, _ in story.articles) for story in stories)


def test_two_events_are_two_stories() -> None:
    assert _groups(stories_of_day(_placed((*FERRY, *MILL)), (), ())) == [[1, 2, 3], [4, 5]]


def test_the_order_of_articles_changes_nothing() -> None:
    placed = _placed((*FERRY, *MILL))
    told = sorted(stories_of_day(placed, (), ()), key=lambda story: story.story_id)
    for seed in range(20):
        random.Random(seed).shuffle(placed)
        assert sorted(stories_of_day(placed, (), ()), key=lambda story: story.story_id) == told


def test_a_later_article_joins_the_story_that_stands_and_keeps_its_id() -> None:
    placed = _placed((*FERRY, *MILL))
    yesterday = [Placed(each.article_id, _NOON - dt.timedelta(days=1), each.vector) for each in placed[:2]]
    (before,) = stories_of_day(yesterday, (), ())
    standing = Standing(before.story_id, yesterday[0].captured_at, tuple(yesterday))
    (joined,) = stories_of_day([placed[2]], (), [standing])
    assert joined.story_id == before.story_id
    assert [article for article, _ in joined.articles] == [3]


def test_a_story_does_not_go_on_for_ever() -> None:
    placed = _placed(FERRY)
    standing = Standing(7, _NOON - dt.timedelta(days=15), tuple(placed[:2]))
    assert stories_of_day([placed[2]], (), [standing]) == []


def test_standing_stories_are_never_put_together() -> None:
    placed = _placed(FERRY)
    standing = [Standing(7, _NOON, (placed[0],)), Standing(8, _NOON, (placed[1],))]
    (joined,) = stories_of_day([placed[2]], (), standing)
    assert joined.story_id in (7, 8)


def test_obituaries_of_two_people_are_no_story() -> None:
    words = "died peacefully at home after a long illness, leaving a wife, two sons and five grandchildren. The funeral"
    first = f"Anton Greve, 84\nMr Anton Greve {words} will be held at Osterby church on Friday."
    second = f"Maud Tilling, 91\nMrs Maud Tilling {words} will be held at Penhallow chapel on Monday."
    assert stories_of_day(_placed((first, second, *MILL)), (), ())[0].articles[0][0] != 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FERRY[0], True),
        ("More news\nFerry aground off Skarrow\nMill fire in Brantley\nWeather\nSport\nSubscribe", False),
        ("Lorne 2 Brantley 1\nSkarrow 0 Osterby 0", False),
    ],
    ids=["news", "links", "scores"],
)
def test_a_list_tells_nothing(text: str, said: bool) -> None:
    assert tells_something(text) is said


def test_german_nouns_are_no_names() -> None:
    assert count_terms(GERMAN[0], "de")[1] == {}
    assert count_terms(FERRY[0], "en")[1]
