"""Content digests: which differences make a version, and which never do.

The strict digest decides versions, the loose one only groups near-identical texts of different articles. Digests of
bytes belong to the WARC, not here. What `normalise` folds away is exactly the table below: marks that typesetting or a
content management system change by themselves. Never compatibility forms (`10²` is not `102`), never case, never
punctuation between digits.
"""

import base64
import hashlib
import json
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

import regex

from . import urls
from .errors import BadInput
from .models import Block, Content, Image

_QUOTES = {"'": "‘’‚‛′`´ʼ‹›", '"': "“”„‟″«»〝〞〟"}
_DASHES = {"-": "‐‑‒–—―−⸺⸻"}
_SPACES = {
    " ": "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
}
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_TABLE = str.maketrans(
    {mark: plain for group in (_QUOTES, _DASHES, _SPACES) for plain, marks in group.items() for mark in marks}
    | dict.fromkeys(_INVISIBLE, "")
    | {"…": "..."}
)
_HIDDEN = dict.fromkeys(map(ord, _INVISIBLE))
_BETWEEN_CJK = regex.compile(
    r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}、-〟！-～]) (?=[\p{Han}\p{Hiragana}\p{Katakana}、-〟！-～])"
)
# Unicode's stream-safe text has at most 30 marks on a letter (UAX 15): putting more in order takes quadratic time.
_PILED = regex.compile(r"\p{M}{31}")
_LOOSE_WORD = regex.compile(r"\p{N}+(?:[.,:/\-]\p{N}+)*|[\p{L}\p{M}]+")

# How image servers write a size into an address: 640x360, w_640, -1024x576, @2x, resize, or a bare number of pixels.
_SIZE = regex.compile(
    r"(?i)[-_]?\b\d{2,4}x\d{1,4}(?:[a-z]?)\b|(?<![a-z0-9])[wh]_?\d{2,4}(?![a-z0-9])|@[23]x\b|[-_](?:scaled|thumb(?:nail)?|small|medium|large|xlarge)$"
)
_TRANSFORM = regex.compile(
    r"(?i)^(?:(?:w|h|c|f|q|g|e|t|x|y|ar|fl|dpr)_[\w.:]+(?:,|$))+$|^(?:resize|crop|fit-in|smart|width|quality|format)$"
    r"|^(?!(?:19|20)\d\d$)\d{3,4}$|[:()]|^[wh]?\d+[wh]?,"
)
# A part of an address that only a server can read: a signature, a cache key.
_SEALED = regex.compile(r"[0-9a-f]{16,}|(?=.*[A-Z])(?=.*[a-z])[\w-]{16,}={0,2}|[\w-]{10,}={1,2}")
_TELLING = regex.compile(r"(?=.*\p{L}).*(?:[-_.\s]|\d).*")  # a file's name that names one picture, unlike "photo"
_IMAGE_NAMED_BY = frozenset(
    {"id", "imageid", "image", "img", "src", "url", "file", "guid", "uuid", "media", "asset", "path"}
)


def normalise(text: str) -> str:
    """Fold what typesetting changes by itself: NFC, quotes, dashes, spaces, invisible characters, line wrapping."""
    folded = composed(text).translate(_TABLE)
    spaced = " ".join(word for word in folded.split(" ") if word)
    return composed(_BETWEEN_CJK.sub("", spaced))


def visible(text: str) -> str:
    """Return a text as it is seen: composed, without invisible characters, every run of white space one space."""
    return " ".join(composed(text.translate(_HIDDEN)).split())


def composed(text: str) -> str:
    """Return a text in NFC; one with more marks on a letter than any writing has stays as it is."""
    return text if text.isascii() or _PILED.search(text) else unicodedata.normalize("NFC", text)


def strict_digest(content: Content) -> str:
    """Return the SHA-256 (hex) over what makes a version, each part normalised.

    Headline, standfirst, people in the byline, body text with its link targets, captions, identity of the lead image,
    paywalled. No times, section, tags or comments; where a paragraph breaks is not part of it either.
    """
    parts = {
        "headline": normalise(content.headline),
        "standfirst": normalise(content.standfirst or ""),
        "people": [normalise(name) for name in content.authors],
        "body": body_text(content),
        "links": link_targets(content),
        "captions": captions(content),
        "image": image_identity(content.image),
        "paywalled": content.paywalled is True,
    }
    return hashlib.sha256(_canonical_json(parts)).hexdigest()


def loose_digest(content: Content) -> str:
    """Return the SHA-256 (hex) over the words of the body alone, case and punctuation folded."""
    words = _LOOSE_WORD.findall(body_text(content).casefold())
    return hashlib.sha256(_canonical_json(words)).hexdigest()


def body_text(content: Content) -> str:
    """Return the body in normal form as one run of text."""
    return normalise(" ".join(content.paragraphs))


def link_targets(content: Content) -> list[str]:
    """List where the body's links lead, in order, without tracking parameters."""
    return [link_target(link.url) for block in _body(content) for link in block.links]


def link_target(url: str) -> str:
    """Return where a link leads: its canonical URL, or the text itself when it is no web address."""
    try:
        parts = urlsplit(urls.canonical(url))
    except (BadInput, ValueError):
        return url.strip()
    fragment = urlsplit(url.strip()).fragment
    return parts._replace(fragment=fragment).geturl()


def captions(content: Content) -> list[str]:
    """List the captions in page order, each once, the lead image's first."""
    found = [content.image.caption] if content.image is not None and content.image.caption else []
    found += [block.text for block in content.blocks if block.kept and block.role == "caption"]
    return list(dict.fromkeys(filter(None, map(normalise, found))))


def image_identity(image: Image | None) -> str:
    """Return what names a picture whatever its size, format, quality or server: "" when there is none."""
    return _picture(image.url) if image is not None else ""


def _picture(url: str, depth: int = 0) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    named = {k.lower(): v for k, v in parse_qsl(parts.query) if k.lower() in _IMAGE_NAMED_BY}
    inner = next((v for v in named.values() if "://" in v or v.startswith("/")), None)
    if inner is not None and depth < 3:
        return _picture(inner, depth + 1)
    path = unquote(parts.path)
    if depth < 3 and (packed := _packed(path)):
        return _picture(packed, depth + 1)
    nested = regex.search(r"https?:/{1,2}(.+)$", path)
    if nested is not None:
        path = "/" + nested[1].partition("/")[2]
    *folders, name = path.split("/")
    stem = _SIZE.sub("", regex.sub(r"\.\w{2,5}$", "", name))
    sealed = _TELLING.fullmatch(stem) is not None and not _SEALED.fullmatch(stem)
    kept = [
        each for each in folders if each and not _TRANSFORM.search(each) and not (sealed and _SEALED.fullmatch(each))
    ]
    kept = [*(_SIZE.sub("", segment) for segment in kept), stem]
    return "/".join(filter(None, kept)) + "".join(f"?{key}={value}" for key, value in sorted(named.items()))


def _packed(path: str) -> str:
    """Return the address of the picture that resizing servers write into theirs as base64, or as JSON in it."""
    found = regex.search(r"/(eyJ[\w-]+=*|aHR0c[\w/-]+=*)", path)
    if found is None:
        return ""
    text = found[1].replace("/", "").replace("-", "+").replace("_", "/")
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4)).decode()
        value = json.loads(plain) if plain.startswith("{") else plain
    except ValueError:
        return ""
    return str(value.get("key") or value.get("url") or "") if isinstance(value, dict) else str(value)


def _body(content: Content) -> tuple[Block, ...]:
    return tuple(block for block in content.blocks if block.kept and block.role != "caption")


def _canonical_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
