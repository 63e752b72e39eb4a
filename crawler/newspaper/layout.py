"""The frame of a made-up outlet's pages: head, masthead, side boxes, footer. Strings in, a string out."""

from collections.abc import Sequence
from html import escape

from .house import House, Page
from .noise import Noise

_STYLE = """
body{margin:0;background:#f4f1ea;color:#222;font:17px/1.55 Georgia,serif}
a{color:inherit}
header.masthead,footer{background:%(colour)s;color:#fff;padding:1rem 2rem}
.masthead .title{font-size:2rem;font-weight:bold;text-decoration:none}
.masthead .clock,.masthead .weather{float:right;font:13px sans-serif;margin-left:1rem}
nav a{margin-right:1rem;font:15px sans-serif}
.columns{display:flex;flex-wrap:wrap;gap:2rem;max-width:68rem;margin:1.5rem auto;padding:0 1rem}
main{flex:1 1 36rem;background:#fff;padding:1rem 2rem}
.side{flex:0 1 17rem;font:15px/1.4 sans-serif}
h1{font-size:2.1rem;line-height:1.15;margin:.6rem 0}
.standfirst{font-size:1.2rem;color:#555}
.byline,.stamp,.credit,figcaption,.share,.tags{font:14px sans-serif;color:#666}
figure{margin:1rem 0}figure img{width:100%%}
.teaser,.box,.newsletter,.comments{background:#efeade;padding:.8rem 1rem;margin:1rem 0;font:15px/1.4 sans-serif}
.correction{border-left:4px solid %(colour)s;padding-left:1rem;font-style:italic}
.consent{position:fixed;bottom:0;left:0;right:0;background:#222;color:#eee;padding:.5rem 2rem;font:14px sans-serif}
ul{padding-left:1.2rem}
"""


def frame(house: House, home: str, *, title: str, head: str, main: str, side: str, noise: Noise) -> str:
    """Return a whole page around its main part."""
    navigation = "".join(f'<a href="{home}{name}/">{name.capitalize()}</a>' for name in house.sections)
    kind = "application/atom+xml" if house.atom else "application/rss+xml"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="alternate" type="{kind}" title="{escape(house.title)}" href="{house.feed}">
<meta property="og:site_name" content="{escape(house.title)}">
{head}
<style>{_STYLE % {"colour": house.colour}}</style>
<script>window.visit = {{"id": "{noise.seed:08x}", "at": {noise.clock.timestamp():.0f}}};</script>
</head>
<body class="{house.name}">
<header class="masthead"><span class="clock">{noise.clock:%A, %d %B %Y, %H:%M:%S} UTC</span>
<span class="weather">{escape(noise.weather)}</span>
<a class="title" href="{home}">{escape(house.title)}</a><div class="motto">{escape(house.motto)}</div>
<nav><a href="{home}">Front page</a>{navigation}<a href="/about">About us</a><a href="/search?q=">Search</a></nav>
</header>
<div class="columns">
<main>
{main}
</main>
<aside class="side">
{side}
<div class="box ad" id="ad-{noise.seed}"><small>Advertisement</small><p>{escape(noise.advertisement)}</p></div>
</aside>
</div>
<footer><p>© {noise.clock:%Y} {escape(house.title)}. All rights reserved. <a href="/about">Imprint</a></p></footer>
<div class="consent" id="cookie-banner">We use one cookie to remember that you have read this.
<button type="button">Accept</button></div>
</body>
</html>
"""


def links(pages: Sequence[Page], *, home: str, kind: str, title: str) -> str:
    """Return a box of links to articles."""
    items = "".join(f'<li><a href="{home}{page.path[1:]}">{escape(page.version.headline)}</a></li>' for page in pages)
    return f'<div class="box {kind}"><h3>{escape(title)}</h3><ul>{items}</ul></div>'


def newsletter() -> str:
    """Return the box that asks for an address."""
    return (
        '<form class="newsletter" action="/newsletter" method="post"><h3>The morning letter</h3>'
        "<p>Sign up and get the most important stories of the day at six in the morning. You can leave at any time.</p>"
        '<input name="email" placeholder="Your e-mail address"><button>Sign up</button></form>'
    )


def share(noise: Noise) -> str:
    """Return the share bar with its counter."""
    return (
        f'<div class="share"><a href="#share">Share</a> · <a href="#mail">Send by e-mail</a> · '
        f'<a href="#print">Print</a> · <span class="count">{noise.share_count} shares</span></div>'
    )


def comments(noise: Noise) -> str:
    """Return the readers' comments and the rules for them."""
    posts = "".join(
        f'<div class="comment"><strong>{escape(name)}</strong> <small>{noise.clock:%H:%M}</small>'
        f"<p>{escape(text)}</p></div>"
        for name, text in noise.comments
    )
    return (
        f'<section class="comments" id="comments"><h3>Comments ({noise.comment_count})</h3>'
        "<p>Please stay polite and to the point. Comments are read by a person before they appear, which may take an "
        f"hour. By writing you accept our rules.</p>{posts}</section>"
    )
