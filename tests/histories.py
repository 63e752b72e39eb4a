"""A tangle of looks at one made-up outlet: every way in which addresses, texts and answers can come together.

Times are in hours; a look is an address, an answer and what is read in it.
"""

from dataclasses import dataclass, replace

from archive.models import Content, Exchange, Provenance, Reading, Rejection, Stamp
from archive.spool import Spool
from tests.keeping import at, content

SITE = "https://example.org"


@dataclass(frozen=True)
class Seen:
    """One look."""

    hour: float
    path: str
    reading: Reading | None = None
    status: int = 200
    location: str | None = None
    own_id: str = ""
    site: str = SITE

    def exchange(self) -> Exchange:
        """Return the exchange of this look; its body is made from what is read in it."""
        body = f"<p>{self.reading!r}</p>".encode() * 20 if self.reading else b"none"
        location = f"Location: {self.location}\r\n" if self.location else ""
        head = (
            f"HTTP/1.1 {self.status} Said\r\n{location}Content-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        moment = at(60 * self.hour)
        extra = {"article": self.own_id} if self.own_id else {}
        return Exchange(
            url=self.site + self.path,
            started_at=moment,
            finished_at=moment,
            request=b"GET / HTTP/1.1\r\n\r\n",
            response=Spool(head.encode() + body),
            ip_address=None,
            provenance=Provenance(outlet="example.org", purpose="article", extra=extra),
        )


def story(headline: str, *numbers: int, about: str = "ferry", **fields: object) -> Content:
    """Return an article whose sentences are told apart by number."""
    return content(headline, *(f"Sentence number {n} of the {about} story says this." for n in numbers), **fields)


FERRY = story("Ferry late", *range(10))
FERRY_2 = story("Ferry late again", *range(9), 77)
FERRY_3 = story("Ferry sunk", *range(8), 77, 78)
STAMPED = replace(FERRY_3, modified=Stamp("2017-02-14T12:00:00Z", "meta"))
BROKEN = story("Ferry late", 1)
FLOOD = story("Flood in the valley", *range(10), about="flood")
STRIKE = story("Strike at the port", *range(10), about="strike", canonical_url=f"{SITE}/strike")
STRIKE_PRINT = story("Strike at the port", *range(9), about="strike", canonical_url=f"{SITE}/strike")
TRIAL = story("The trial begins", *range(10), about="trial")
TRIAL_MOBILE = story("A trial begins today", *range(10, 20), about="trial")

HISTORY = (
    Seen(0, "/ferry-late", FERRY),
    Seen(1, "/ferry-late", FERRY),
    Seen(2, "/ferry-late?utm_source=x", FERRY_2),
    Seen(3, "/ferry-late", BROKEN),
    Seen(4, "/ferry-late", None, 301, f"{SITE}/ferry-sunk"),
    Seen(4.1, "/ferry-sunk", FERRY_3),
    Seen(5, "/ferry-sunk", STAMPED),
    Seen(6, "/ferry-sunk", None, 404),
    Seen(13, "/ferry-sunk", None, 410),
    Seen(14, "/ferry-late", None, 404),
    Seen(20, "/ferry-sunk", FERRY_3, site="http://www.example.org"),
    Seen(21, "/f1", None, 301, f"{SITE}/f2"),
    Seen(21.1, "/f2", None, 302, f"{SITE}/ferry-sunk"),
    Seen(0, "/today", FLOOD),
    Seen(8, "/today", TRIAL),
    Seen(9, "/today", Rejection("soft_404")),
    Seen(15, "/today", TRIAL),
    Seen(2, "/strike?page=print", STRIKE_PRINT),
    Seen(3, "/strike", STRIKE),
    Seen(4, "/strike", STRIKE_PRINT),
    Seen(5, "/strike", STRIKE),
    Seen(6, "/strike", STRIKE_PRINT),
    Seen(7, "/strike", STRIKE),
    Seen(8, "/strike", Rejection("bot_wall")),
    Seen(9, "/strike", None, 302, f"{SITE}/"),
    Seen(16, "/trial", TRIAL, own_id="4711"),
    Seen(17, "/mobile-trial", TRIAL_MOBILE, own_id="4711"),
    Seen(18, "/trial", None, 503),
    Seen(1, "/lost", None, 404),
)
