"""`rowback timestamp`: have an authority certify that the chain's head existed by now."""

import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import click

from archive import (
    LARGEST_REPLY,
    QUERY_TYPE,
    REPLY_TYPE,
    BadInput,
    NotInArchive,
    Output,
    TimestampRefused,
    chain,
    iso,
    timestamps,
)
from archive import find_morgue as find
from crawler.cli import Root

_PATIENCE = 30  # seconds


@click.command()
@click.argument("url")
@click.option(
    "--ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The authority's root certificate (PEM); without it the signature is kept unchecked.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, times in UTC.")
@click.pass_obj
def timestamp(root: Root, url: str, ca: Path | None, as_json: bool) -> None:
    """Ask the timestamping authority at URL (RFC 3161) to sign the head of the chain, and keep its answer beside it.

    Only the head's digest is sent, nothing of the archive. Without a published or timestamped head the chain shows
    accidents, not forgery. Needs the extra: pip install 'rowback[timestamp]'.
    """
    morgue = find(root.find_morgue())
    lines = [line for line in chain.load(morgue) if isinstance(line, chain.Line)]
    if not lines:
        raise NotInArchive("there is no chain yet", subject=str(morgue.folder), cure="The next crawl begins it")
    asked = timestamps.question(lines[-1])
    answer = ask(url, asked.query)
    stamp = timestamps.check(asked, answer, authority=ca.read_bytes() if ca else None)
    path = timestamps.keep(morgue, asked, answer, stamp)
    output = Output(as_json=as_json)
    if as_json:
        output.answer(head=stamp.head, line=asked.line.number, at=iso(stamp.at), file=str(path), checked=ca is not None)
        return
    output.show(f"Line {asked.line.number} of the chain existed by {iso(stamp.at)}: {path}")
    if ca is None:
        output.note(f"Check its signature: openssl ts -verify -digest {stamp.head} -in {path.name} -CAfile CA.pem")


def ask(url: str, query: bytes) -> bytes:
    """Send a question to an authority and return its answer.

    Raises `BadInput` for what is no web address, `TimestampRefused` when there is no answer, or too much of one.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise BadInput("not the web address of a timestamping authority", subject=url)
    request = urllib.request.Request(url, query, {"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310 (a web address, see above)
            answer: bytes = response.read(LARGEST_REPLY + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise TimestampRefused(f"no answer ({error})", subject=url, cure="Try again later, or another one") from None
    if len(answer) > LARGEST_REPLY:
        raise TimestampRefused("the answer is too long for a timestamp", subject=url)
    return answer
