"""The figures that changes must not fall below, on made-up stories; a corpus is measured by tests.quality.changes."""

import random

import pytest

from archive.digests import strict_digest
from archive.models import Content
from tests.edits import article, noise, relink
from tests.quality.changes import measure
from tests.quality.labelled import below_floors

STORIES = (
    article(
        "Harbour Wall Breaks After Night Storm",
        [
            "GULL BAY — The harbour wall broke on Tuesday after a storm that lasted 14 hours, and 230 people "
            "left their homes. The sea was calm by noon, but the lower streets stayed under water until dusk.",
            "The council had warned of the wall in March and in September, according to letters that Anna Bell kept. "
            "Repairs were planned for the spring, while a large part of the money went to a new pier.",
            "“We wrote three letters about the wall and nobody ever came to look at it,” said Tom Hale, who owns "
            "a boat yard near the gate. He has lost 8 boats and most of his tools.",
            "The mayor Ida Kern was told at dawn. She called a meeting for Friday, and engineers from Dorport will "
            "look at the stones before anyone decides on a new wall.",
            "Many people helped each other through the night. A school was opened for 60 children, and a bakery "
            "began to hand out bread before the roads were cleared.",
        ],
    ),
    article(
        "Night Trains Return to the Coast Line",
        [
            "Night trains will run again between Dorport and the coast from Monday, the railway said. The first "
            "train has 320 seats and 4 sleeping cars, and tickets were offered at half the usual price.",
            "The line was closed in November when a slope slid onto the track at Elm Gorge. Workers moved 9,000 "
            "tons of rock, and a big net was fixed above the rails.",
            "“It is slow, it is noisy, and there is nothing like waking up beside the sea,” said Kim Oke, a nurse "
            "who used to take the train every week. She has kept her old timetable.",
            "Critics of the plan, led by Paul Strand of the drivers’ union, say the net is too short. The "
            "railway, however, has called it safe, and inspectors were satisfied after a test run on Sunday.",
            "A ticket costs 35 crowns. People who buy one in January get a cup of coffee, and children travel free.",
        ],
    ),
    article(
        "Museum Finds Lost Map in a Drawer",
        [
            "A map that was missing for 71 years has turned up in a drawer of the Island Museum, where a student "
            "began to sort old bills on Thursday. It is drawn on calf skin and shows 12 wells that nobody knew.",
            "The museum had looked for it in August, after a letter from Norway named the room. Staff searched "
            "two floors, but the drawer was locked and the key was lost.",
            "“I thought it was a menu, because somebody had written the price of soup on the back of it,” said "
            "Lena Moor, the student. She was invited to show the map to the board.",
            "Its value is unknown. The director, Hugh Tarn, said the map would be shown in April, near the door, "
            "and would never be sold while he had the key.",
        ],
    ),
)


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measure(STORIES * 2, seed=5)


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("kinds_macro_f1", 0.95), ("edit_recall", 1.0), ("noise_precision", 1.0), ("alignment_f1", 0.97)],
)
def test_no_figure_falls_below_its_floor(figures: dict[str, float], figure: str, floor: float) -> None:
    assert figures[figure] >= floor


def test_pairs_labelled_by_hand_are_called_what_people_call_them() -> None:
    assert below_floors() == []


def test_alignment_is_no_worse_than_difflib(figures: dict[str, float]) -> None:
    assert figures["alignment_f1"] >= figures["difflib_f1"]


@pytest.mark.parametrize("story", STORIES)
def test_noise_of_every_sort_is_no_version_and_a_link_is(story: Content) -> None:
    one = relink(story, "https://a.example/1")
    for seed in range(20):
        noisy = relink(noise(one, random.Random(seed)), "https://a.example/1?utm_source=x")
        assert strict_digest(noisy) == strict_digest(one)
    assert strict_digest(relink(one, "https://a.example/2")) != strict_digest(one)
