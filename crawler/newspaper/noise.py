"""What changes on a page at every request although nobody wrote a word: clock, comments, counters, related links.

A function of the request's number and the paper's `now`, so that no two requests look alike and every run does.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

_COMMENTS = (
    ("gull_in_the_rain", "My cousin was on the quay all night. Thank you to everyone who went out."),
    ("Old Salt", "I sailed that sound for 30 years. Nobody sane goes west of the lane in a north-wester."),
    ("marten", "Correction: it was 14 minutes, not 40. I heard the siren myself."),
    ("Tilda K.", "Can we please wait for the inquiry before everybody knows better?"),
    ("pier 4", "The 2:15 that is given here can't be right, my clock stopped at 2:22."),
    ("Anonymous", "Updated my will today. You never know."),
    ("R. Amsinck", "Well written. More of this and less of the weather, please."),
    ("wheelwright", "“We had four minutes” – and I need ten to find my glasses."),
    ("lodestar", "Why is there no word about the radio? Eleven people could tell you about the radio."),
    ("Nan of six", "Is the cat all right? Somebody please say that the cat is all right."),
    ("harbour rat", "They should name the new boat after the deckhand."),
    ("J. Tulle", "Deleted by the moderator."),
)
_ADVERTISEMENTS = (
    "Oilskins that keep you dry. Dorsa & Daughters, Quay 7.",
    "Learn to play the accordion in nine evenings.",
    "Firewood, dry, delivered to your door. Ring twice.",
    "Sea view, two rooms, kitchen with a ghost. To let.",
    "Hearing aids that hear. Try them for a week.",
)
_WEATHER = ("light rain", "fog on the sound", "wind from the north-west", "clear, cold", "snow later")


@dataclass(frozen=True, slots=True)
class Noise:
    """What one request gets to see besides the articles."""

    clock: dt.datetime
    advertisement: str
    weather: str
    comments: tuple[tuple[str, str], ...]
    comment_count: int
    share_count: int
    seed: int

    def rotated(self, items: Sequence[str], count: int) -> tuple[str, ...]:
        """Return some of the items, other ones at the next request."""
        if not items:
            return ()
        start = self.seed % len(items)
        return tuple((*items[start:], *items[:start])[:count])


def noise(number: int, now: dt.datetime) -> Noise:
    """Return what the request of that number sees."""
    start = number * 5 % len(_COMMENTS)
    return Noise(
        clock=now + dt.timedelta(seconds=number),
        advertisement=_ADVERTISEMENTS[number % len(_ADVERTISEMENTS)],
        weather=_WEATHER[number * 2 % len(_WEATHER)],
        comments=tuple((_COMMENTS * 2)[start : start + 3 + number % 3]),
        comment_count=17 + number,
        share_count=204 + 3 * number,
        seed=number,
    )
