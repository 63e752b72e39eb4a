"""An archive whose texts strain a page: other scripts, right to left, endless words, many versions, one change on many.

Also what the demo's archive does not have: a campaign, something withheld, places on a front page, a day with misses.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.models import Block, Content, Stamp
from archive.morgue import Morgue
from archive.store import positions
from archive.store.connection import connect_writer, transaction
from archive.takedown import withholding
from archive.urls import identity_key
from tests.morgues import TIMEOUT, Look, Story, bridge, build, content, mail, moment

WITHHELD = "https://courier.example/2026/11/taken-down"
LINE = "Disclaimer: partners paid for the travel and lodging behind this report."
_ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
_ADDRESS = "https://courier.example/" + "a-slug-that-never-ends-" * 20


def stories() -> Iterator[Story]:
    """Yield the articles."""
    yield bridge()
    yield mail()
    yield from map(_ship, range(1, 6))
    yield _told("sada", "arabic", *_arabic())
    yield _told("kol", "hebrew", *_hebrew())
    yield _told("mail", "tokyo", *_japanese())
    yield _told("courier", "endless", *_endless())
    yield _often()
    yield Story("courier", WITHHELD, [Look("2026-11-16 09:00", content("Taken down", "A name that is gone."))])


def make(folder: Path) -> Morgue:
    """Make the archive."""
    morgue = build(folder, list(stories()), misses=[TIMEOUT])
    with closing(connect_writer(morgue)) as connection, transaction(connection):
        for hour, rank in ((9, 4), (12, 2), (15, 1), (18, 1)):
            _stand(connection, f"2026-11-16T{hour:02}:00:00.000000Z", rank)
        connection.execute(
            """INSERT INTO coverage (outlet_id, day, announced, fetched, kept, missed)
               SELECT id, '2026-11-16', 40, 38, 36, 2 FROM outlets"""
        )
    withholding.withhold(morgue, WITHHELD, reason="asked for", now=moment("2026-11-18 12:00"))
    return morgue


def _stand(connection: sqlite3.Connection, at: str, rank: int) -> None:
    place = positions.Place(identity_key(bridge().url), rank, 2, "Bridge falls in Halmere")
    (outlet,) = connection.execute("SELECT id FROM outlets WHERE name = 'courier'").fetchone()
    positions.note(connection, outlet, "https://courier.example/", at, [place])


def _told(outlet: str, slug: str, *states: Content) -> Story:
    looks = [Look(f"2026-11-16 {8 + 2 * place:02}:00", state) for place, state in enumerate(states)]
    return Story(outlet, f"https://{outlet}.example/{slug}", looks)


def _ship(number: int) -> Story:
    """Return an article that gets a line which others get, too."""
    toll = f"The ship number {number} left Port{number} with {number + 7} people on board, and two of them died."
    first = content(f"Ship {number} leaves harbour", toll, f"Nothing was known about case {number}.", language="en")
    second = replace(first, blocks=(*first.blocks, Block(LINE, "main/p", kept=True)))
    url = f"https://courier.example/2026/11/ship-{number}"
    return Story("courier", url, [Look("2026-11-16 09:00", first), Look("2026-11-17 12:00", second)])


def _arabic() -> Iterator[Content]:
    for toll in ("12", "17"):
        yield content(
            f"مقتل {toll} شخصا في انهيار جسر Halmere شمال البلاد",
            f"قال مسؤولون إن {toll} شخصا لقوا مصرعهم يوم الاثنين عندما انهار الجسر.",
            "وأضاف البيان أن الطريق سيبقى مغلقا حتى نهاية العام (2026).",
            standfirst="ما نعرفه حتى الآن",
            byline="مراسلنا في Halmere",
            language="ar",
            published=Stamp("2026-11-16T06:00:00Z", "meta"),
        )


def _hebrew() -> Iterator[Content]:
    for toll in ("12", "14"):
        yield content("גשר קרס בצפון: מה שידוע", f"{toll} בני אדם נהרגו ביום שני.", "הכביש יישאר סגור.", language="he")


def _japanese() -> Iterator[Content]:
    for toll in ("12", "14"):
        yield content(
            "北部の町ハルメアで橋が崩落し市長が会見「原因を究明する」と述べ道路は年末まで通行止めに",
            f"ハルメアの橋が月曜日に崩落し、{toll}人が死亡した。" * 2,
            "市長は「原因を究明する」と述べた。道路は年末まで通行止めになる。",
            language="ja",
        )


def _endless() -> Iterator[Content]:
    for toll in ("Twelve", "Fourteen"):
        yield content(
            f"{_ENDLESS} and {toll}",
            f"{toll} people waited for the {_ENDLESS} near {_ADDRESS} on Monday.",
            _ENDLESS * 4,
            standfirst=_ENDLESS,
            byline=f"By {_ENDLESS}",
            language="en",
        )


def _often() -> Story:
    """Return a live article with forty versions within a day."""
    base = "The count went on through the night in every district of the town."
    looks = [
        Look(
            f"2026-11-17 {place // 4:02}:{place % 4 * 15:02}",
            content(f"Count goes on: {place + 1} of 40 districts", base, f"By then {place + 11} people were counted."),
        )
        for place in range(40)
    ]
    return Story("courier", "https://courier.example/count", looks)
