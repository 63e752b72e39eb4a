"""Within an article's extent every visible block is text, or left out for a named reason."""

import datetime as dt
import json

import pytest

from archive.extract import read, serial
from archive.models import Content

CAPTURED = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
BODY = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The harbour board of Silverhaven voted on Monday to raise the sea wall by a metre before the winter storms.",
        "Engineer Tove Almgren told the meeting that the wall had been overtopped four times in the last two years.",
        "Work begins in August and should be finished by the middle of November, if the weather allows it at all.",
        "Two members voted against, because the money was meant for the school, whose roof has leaked since March.",
    )
)


def content(inside: str = "", *, before: str = "", after: str = "") -> Content:
    found = read(
        f"<!doctype html><html lang=en><title>Sea wall to rise</title><body><nav><a href=/>Home</a></nav>{before}"
        f"<article><h1>Sea wall to rise</h1>{BODY}{inside}</article>{after}</body></html>".encode(),
        url="https://paper.example/sea-wall",
        captured_at=CAPTURED,
    )
    assert isinstance(found, Content)
    return found


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<aside class=factbox><h2>The wall</h2><p>Built: 1931</p></aside>", "Built: 1931"),
        ("<table><tr><th>Ward<th>Votes<tr><td>Harbour<td>212</table>", "Harbour | 212"),
        ("<div class=related-facts><p>Length: 840 metres</p></div>", "Length: 840 metres"),
        ("<details><summary>How they voted</summary><p>Seven to two.</p></details>", "Seven to two."),
        ("<div style='display:none'><p>Folded: the vote was taken at 9.</p></div>", "Folded: the vote was taken at 9."),
        (
            "<ul class=nav-list><li><a href=/more>More on the wall of Silverhaven</a></ul>",
            "More on the wall of Silverhaven",
        ),
        ("<p class=updated>Updated 14:05</p>", "Updated 14:05"),
    ],
)
def test_every_block_of_the_extent_is_text_or_has_a_name(inside: str, text: str) -> None:
    blocks = [block for block in content(inside).blocks if block.text == text]
    assert blocks
    assert all(block.kept or block.left_out for block in blocks)


def test_what_stands_outside_the_extent_has_no_name() -> None:
    found = content(before="<p class=date>Monday</p>", after="<footer><p>The Paper, Quay 4</p></footer>")
    named = {block.text: block.left_out for block in found.blocks if not block.kept}
    assert named["Home"] == named["The Paper, Quay 4"] == ""
    assert named["Sea wall to rise"] == "headline"


@pytest.mark.parametrize("name", ["related", "widget-navigation", "promo", "newsletter", "share-box", "timestamp"])
def test_a_class_name_alone_never_calls_a_box_what_moves_by_itself(name: str) -> None:
    found = content(f"<div class={name}><p>Height above the sea: 4.2 metres today</p></div>")
    block = next(block for block in found.blocks if "4.2 metres" in block.text)
    assert block.kept or block.left_out in ("aside", "other")


def test_readings_from_before_blocks_had_names_still_load() -> None:
    value = json.loads(serial.dumps(content()))
    for block in value["content"]["blocks"]:
        del block["left_out"]
    found = serial.loads(json.dumps(value))
    assert isinstance(found, Content)
    assert {block.left_out for block in found.blocks} == {""}
