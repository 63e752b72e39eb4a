"""One event as three made-up outlets tell it over three days, and another at two of them."""

from archive.models import Content
from tests.morgues import Look, Story, content

CLAIM = "The harbour board of Skarrow had known since March that the rudder of the Halcyon was worn."
WIRE = "Divers found a crack of forty centimetres in the stern of the Halcyon on Tuesday evening."
CREW = "The crew of the Halcyon will be heard by the maritime court of Lorne on Friday, a clerk said."


def _text(headline: str, *more: str, toll: str = "41") -> Content:
    place, road = {"F": ("Skarrow", "northern"), "H": ("the old harbour", "rocky")}.get(headline[0], ("Lorne", "east"))
    return content(
        headline,
        f"The ferry Halcyon ran aground off Skarrow on Tuesday, and {toll} passengers were injured, people said.",
        f"Two lifeboats went out from {place}, and the first of those on board were ashore before the evening.",
        f"In {place} the ferries are replaced by buses until the weekend, which take the road along the {road} coast.",
        *more,
    )


def stories() -> list[Story]:
    """Return one event at three outlets over two days, and another at two."""
    courier = "https://courier.example/halcyon"
    herald = "https://herald.example/news/ferry"
    mirror = "https://mirror.example/2026/halcyon"
    mill = "A fire destroyed the paper mill of Brantley on Monday night, and Mayor Tobias Venn spoke of {} crowns."
    return [
        Story("courier", courier, [
            Look("2026-11-17 10:00", _text("Ferry Halcyon runs aground off Skarrow", WIRE)),
            Look("2026-11-17 14:00", _text("Ferry Halcyon runs aground off Skarrow", WIRE, CLAIM)),
            Look("2026-11-18 09:00", _text("Ferry Halcyon runs aground off Skarrow", WIRE, CREW, toll="14")),
        ]),
        Story("herald", herald, [
            Look("2026-11-17 13:00", _text("Halcyon aground: passengers hurt at Skarrow", WIRE)),
            Look("2026-11-17 15:00", _text("Halcyon aground: passengers hurt at Skarrow", WIRE)),
            Look("2026-11-17 16:00", _text("Halcyon aground: passengers hurt at Skarrow", WIRE,
                                           f"The Courier reported: “{CLAIM}”")),
            Look("2026-11-18 12:00", _text("Halcyon aground: passengers hurt at Skarrow", WIRE,
                                           f"The Courier reported: “{CLAIM}”")),
        ]),
        Story("mirror", mirror, [
            Look("2026-11-18 08:00", _text("Halcyon inquiry begins after grounding at Skarrow", WIRE, CREW)),
            Look("2026-11-19 08:00", None, status=410),
            Look("2026-11-19 18:00", None, status=410),
        ]),
        Story("courier", "https://courier.example/mill", [
            Look("2026-11-17 08:00", content("Fire destroys the mill of Brantley", mill.format("forty thousand"),
                                             "Firefighters from Lorne saved the houses around the mill in Brantley.")),
        ]),
        Story("herald", "https://herald.example/mill", [
            Look("2026-11-17 11:30", content("Brantley mill burns down", mill.format("fifty thousand"),
                                             "Firefighters from Lorne kept the fire from the houses of Brantley.")),
        ]),
    ]  # fmt: skip
