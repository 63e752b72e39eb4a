"""Made-up things that move by themselves on pages, each in many forms: they know no rule of ours.

A widget is made once for a page and shows something else at each look.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.prose import prose

Show = Callable[[int], str]  # what stands there at a look, as HTML

_TITLES: Final = [prose(number).headline for number in range(400, 480)]
_LEADS: Final = [prose(number).paragraphs[0] for number in range(400, 480)]
_SHELLS: Final = ("<p>{}</p>", "<div>{}</div>", '<div class="{c}">{}</div>', '<aside class="{c}"><p>{}</p></aside>',
                  '<p class="{c}">{}</p>', '<section class="{c}"><div>{}</div></section>')  # fmt: skip


@dataclass(frozen=True)
class Widget:
    """Something that moves."""

    kind: str
    within: bool  # put into a paragraph, at its end; else put between two
    show: Show


def widgets(rng: random.Random) -> list[Widget]:
    """Make one of each kind."""
    makers = (clock, counter, price, ticker, teaser, related, comment, token, poll, meter, weather, sponsored)
    return [make(rng) for make in makers]


def _shell(rng: random.Random) -> Callable[[str], str]:
    shell = rng.choice(_SHELLS).replace("{c}", f"c-{rng.randrange(16**4):04x}")
    return lambda inner: shell.replace("{}", inner)


def _steps(rng: random.Random, low: int, high: int) -> list[int]:
    return rng.sample(range(low, high), 12)


_CLOCKS: Final = (
    "Updated {m} minutes ago",
    "Stand: {h}:{m:02} Uhr",
    "il y a {m} minutes",
    "Checked at {h}:{m:02} today",
    "{m} মিনিট আগে",
    "更新于{m}分钟前",
    "Read by the desk {m} minutes ago, by the clock of Orn",
)
_COUNTERS: Final = (
    "{} people are reading this now.",
    "{} Leute lesen das gerade",
    "{} views",
    "已有{}人阅读",
    "{} पाठक अभी पढ़ रहे हैं",
    "{} personas leen esta nota",
    "Seen by {} neighbours",
)
_PRICES: Final = (
    "The shares of Coast Lines ({} {}%) moved after that.",
    "Die Aktie der Küstenlinien ({} €, {} %) bewegte sich danach.",
    "Copper stood at <b>{}</b> (<i>{}</i>%) in Orn.",
    "L'action ({} {} %) a bougé.",
)


def clock(rng: random.Random) -> Widget:
    said = rng.choice(_CLOCKS)
    hours, minutes, shell = _steps(rng, 0, 23), _steps(rng, 3, 59), _shell(rng)
    return Widget("clock", False, lambda look: shell(said.format(h=hours[look], m=minutes[look])))


def counter(rng: random.Random) -> Widget:
    said, many, shell = rng.choice(_COUNTERS), _steps(rng, 11, 9000), _shell(rng)
    return Widget("counter", False, lambda look: shell(said.format(many[look])))


def price(rng: random.Random) -> Widget:
    said, prices, moves = rng.choice(_PRICES), _steps(rng, 1000, 9000), _steps(rng, -400, 400)
    return Widget("price", True, lambda look: " " + said.format(prices[look] / 100, moves[look] / 100))


def ticker(rng: random.Random) -> Widget:
    names = rng.sample(["CSTL", "ORNB", "SUND", "HVID", "BRND", "VESS"], 4)
    prices, shell = [_steps(rng, 1000, 9000) for _ in names], _shell(rng)
    joint = rng.choice([" · ", " | ", "<br>", "  "])
    cells = rng.choice(["{} {}", "<span>{}</span> <span>{}</span>", "<b>{}</b> {}"])
    return Widget(
        "ticker", False,
        lambda look: shell(joint.join(cells.format(n, p[look] / 100) for n, p in zip(names, prices, strict=True))),
    )  # fmt: skip


def _link(number: int) -> str:
    return f"/n/{number}/{_TITLES[number].lower().replace(' ', '-')[:30]}"


def teaser(rng: random.Random) -> Widget:
    which, shell = rng.sample(range(len(_TITLES)), 12), _shell(rng)
    form = rng.choice(
        [
            '<a href="{u}"><img src="/i/{n}.jpg" alt=""></a><h4><a href="{u}">{t}</a></h4><p>{l}</p>',
            '<h3><a href="{u}">{t}</a></h3><p>{l}</p>',
            '<a href="{u}"><strong>{t}</strong></a>',
            '<div><a href="{u}">{t}</a></div><div>{l}</div>',
        ]
    )

    def show(look: int) -> str:
        number = which[look]
        return shell(form.format(u=_link(number), n=number, t=_TITLES[number], l=_LEADS[number]))

    return Widget("teaser", False, show)


def related(rng: random.Random) -> Widget:
    which, head = (
        [rng.sample(range(len(_TITLES)), 4) for _ in range(12)],
        rng.choice(["", "<h4>More</h4>", "<h4>Mehr</h4>"]),
    )
    tag = rng.choice(["ul", "ol", "div"])
    item = "<li>{}</li>" if tag != "div" else "<p>{}</p>"

    def show(look: int) -> str:
        lines = "".join(item.format(f'<a href="{_link(n)}">{_TITLES[n]}</a>') for n in which[look])
        return f"{head}<{tag}>{lines}</{tag}>"

    return Widget("related", False, show)


def comment(rng: random.Random) -> Widget:
    which = rng.sample(range(len(_LEADS)), 12)

    def show(look: int) -> str:
        said = "".join(
            f'<div class="comment"><span class="comment-author">Reader {n}</span><p>{_LEADS[n]}</p></div>'
            for n in which[: look + 1]
        )
        return f'<div id="comments" class="comments"><h3>Comments</h3>{said}</div>'

    return Widget("comment", False, show)


def token(rng: random.Random) -> Widget:
    form = rng.choice(
        ["/timetable;jsessionid={}", "/t?item=77&clickid={}", "/video/88?nonce={}", "/go/{}/timetable", "/t?ts={}"]
    )
    values = [f"{rng.randrange(16**12):012x}" for _ in range(12)]
    href = "https://port.example" + form
    return Widget("token", True, lambda look: f' The <a href="{href.format(values[look])}">timetable</a> is there.')


def poll(rng: random.Random) -> Widget:
    said = rng.choice(["Yes {} %, no {} %", "Ja: {} % Nein: {} %", "Would you swim there? {} say yes, {} say no."])
    shares, shell = _steps(rng, 10, 90), _shell(rng)
    return Widget("poll", False, lambda look: shell(said.format(shares[look], 100 - shares[look])))


def meter(rng: random.Random) -> Widget:
    said, shell = rng.choice(["You have read {} of 20 free articles.", "{} von 20 freien Artikeln"]), _shell(rng)
    return Widget("meter", False, lambda look: shell(said.format(look + 1)))


def weather(rng: random.Random) -> Widget:
    degrees, shell = _steps(rng, -9, 35), _shell(rng)
    skies = rng.sample(
        ["rain", "sun", "fog", "snow", "hail", "clouds", "storm", "mist", "sleet", "haze", "dew", "wind"], 12
    )
    said = rng.choice(["Vessen {}°", "Vessen {}° {}", "Now in Orn: {} degrees, {}"])
    return Widget("weather", False, lambda look: shell(said.format(degrees[look], skies[look])))


def sponsored(rng: random.Random) -> Widget:
    which, shell = rng.sample(range(len(_TITLES)), 12), _shell(rng)
    form = rng.choice(
        [
            'Sponsored: <a href="https://ad.example/{n}">{t}</a>',
            '<a href="https://ad.example/{n}">{t}</a>',
            "Anzeige: {t}",
        ]
    )
    return Widget("sponsored", False, lambda look: shell(form.format(n=which[look], t=_TITLES[which[look]])))


def picture(rng: random.Random, name: str) -> Show:
    """Return the addresses under which a resizing server gives one picture."""
    forms = (
        "https://c{a}.img.example/{s}=/{w}x{h}/filters:quality({q})/photos/{n}.jpg?auth={s}&width={w}",
        "https://img.example/{s}/photos/{n}-{w}x{h}.jpg?sig={s}",
        "https://img.example/w_{w},h_{h},q_{q}/photos/{n}.webp",
        "https://img.example/photos/{n}.jpg?w={w}&h={h}&q={q}&token={s}",
    )
    form, sizes = rng.choice(forms), _steps(rng, 300, 2000)
    seals = ["".join(rng.choices("ABCDEFGHJKLMNPQRSTUVabcdefghkmnpqrstuv23456789", k=24)) for _ in sizes]
    return lambda look: form.format(a=look, s=seals[look], w=sizes[look], h=sizes[look] * 9 // 16, q=50 + look, n=name)
