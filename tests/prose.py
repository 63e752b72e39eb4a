"""News prose by the yard: made-up sentences from a seed, no two articles alike."""

import random
from dataclasses import dataclass

_PEOPLE = (
    "Aune Dorrick", "Bela Stranding", "Corin Vash", "Dagna Holm", "Emmer Tolland", "Frieda Quance", "Gorm Atwell",
    "Hale Ostrava", "Ivo Marchbank", "Jula Penhale", "Kester Boyle", "Lotte Urquell", "Milo Farthing", "Nessa Groat",
)  # fmt: skip
_PLACES = (
    "Upper Wendle", "Saltcombe Bridge", "the Marl valley", "Quarry Hill", "Old Thornby", "the Lissen fields",
    "Farrow Green", "the east docks", "Brindle Heath", "Kelpie Bay", "Stonegate", "the mill quarter",
)  # fmt: skip
_BODIES = (
    "town council", "water company", "farmers' union", "school board", "fire brigade", "bus company", "museum",
    "harbour office", "county court", "hospital trust", "rowing club", "chamber of trade",
)  # fmt: skip
_THINGS = (
    "a new footbridge", "the flood wall", "a second library", "the night bus", "a wind farm", "the old cinema",
    "an indoor market", "the ring road", "a seed bank", "the swimming hall", "a ferry landing", "the clock tower",
)  # fmt: skip
_SENTENCES = (
    "The {body} in {place} has voted by {a} to {b} in favour of {thing}.",
    "Work on {thing} is to begin within {a} weeks and will cost about {c},000 crowns.",
    "“Nobody asked us before the plans for {thing} were drawn,” said {person}, who has lived in {place} for {a} years.",
    "{person} of the {body} told a meeting that {c} people had signed the petition against {thing}.",
    "A study of {d} pages, which was kept back for {a} months, warns of higher costs in {place}.",
    "The {body} expects {c} visitors in the first year, {b} per cent more than it had planned for.",
    "According to {person}, the {body} had been told about the cracks {a} days before the gates were closed.",
    "In {place} the mood was calmer, and by the evening only {b} people were left in front of the hall.",
    "The last time that {thing} was debated, {person} recalled, the meeting lasted {a} hours and ended in the rain.",
    "{person} wants the {body} to publish the letters, of which there are said to be {b}.",
    "For the {c} households in {place} the decision means another winter without {thing}.",
    "The money is to come from a fund of {a}.{b} million crowns that the {body} set up {b} years ago.",
    "Critics point to {place}, where a similar plan was dropped after {a} months and {c},000 crowns.",
    "“We will look at the figures again,” {person} said, “and if they are wrong we will say so.”",
)
_HEADLINES = (
    "{place} argues over {thing}",
    "{body} backs {thing} after {a} hours of debate",
    "{thing} to cost {c},000 crowns more",
    "{person} asks {body} for the missing {b} letters",
    "Who pays for {thing} in {place}?",
    "{c} sign petition about {thing}",
)


@dataclass(frozen=True)
class Prose:
    """A made-up article."""

    headline: str
    standfirst: str
    author: str
    paragraphs: tuple[str, ...]


def prose(seed: int, *, paragraphs: int = 7) -> Prose:
    """Write the article of a seed; two or three sentences a paragraph."""
    dice = random.Random(seed)
    sentences = iter(dice.sample(_SENTENCES, len(_SENTENCES)) * (paragraphs * 3 // len(_SENTENCES) + 1))
    headline = _filled(dice, dice.choice(_HEADLINES))
    return Prose(
        headline=headline[0].upper() + headline[1:],
        standfirst=_filled(dice, "What the {body} decided, and what {person} makes of it."),
        author=dice.choice(_PEOPLE),
        paragraphs=tuple(
            " ".join(_filled(dice, next(sentences)) for _ in range(dice.randint(2, 3))) for _ in range(paragraphs)
        ),
    )


def _filled(dice: random.Random, template: str) -> str:
    return template.format(
        person=dice.choice(_PEOPLE),
        place=dice.choice(_PLACES),
        body=dice.choice(_BODIES),
        thing=dice.choice(_THINGS),
        a=dice.randint(3, 29),
        b=dice.randint(31, 97),
        c=dice.randint(101, 990),
        d=dice.randint(1001, 4000),
    )
