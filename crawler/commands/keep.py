"""`rowback keep`: exactly these pages, now, and on."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from archive import BadInput, NotInArchive, Output, exits, open_lookup, urls
from archive import find_morgue as find
from crawler.cli import Root
from crawler.config import Config
from crawler.crawl.options import CrawlOptions

from .choosing import Chosen, by_host
from .crawl import crawl_chosen


@click.command()
@click.argument("addresses", nargs=-1, metavar="URL...")
@click.option("--from", "file", metavar="FILE|-", help="Read addresses from a file, one a line; - is standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.option("-v", "--verbose", is_flag=True, help="Print the summary without a terminal, too.")
@click.pass_obj
def keep(root: Root, addresses: tuple[str, ...], file: str | None, as_json: bool, verbose: bool) -> int:
    """Keep exactly these pages now, and look at them again from then on."""
    pages = tuple(dict.fromkeys([*addresses, *(listed(file) if file else ())]))
    if not pages:
        raise BadInput("no address was given", cure="rowback keep URL, or --from FILE with one address a line")
    config = root.config()
    chosen: dict[str, Chosen] = {}
    for page in pages:
        urls.parse(page)
        found = by_host(page, config)
        chosen.setdefault(found.outlet.name, Chosen(found.outlet, None, True))
    options, output = CrawlOptions(max_pages=0, pages=pages), Output(as_json=as_json)
    code = crawl_chosen(root, list(chosen.values()), options, output, verbose=verbose)
    return code or _articles(config, pages, output)


def _articles(config: Config, pages: Sequence[str], output: Output) -> int:
    """Name the pages that were kept and are no articles, so not looked at again; return 2 when none is one."""
    others = []
    with open_lookup(find(config.morgue)) as lookup:
        for page in pages:
            try:
                lookup.articles_by_url(page)
            except NotInArchive as error:
                others.append(f"{page}: {error.message}, so it is not looked at again")
    for said in others:
        output.note(f"{said}. What an outlet announces is followed by: rowback crawl URL")
    return exits.USAGE if len(others) == len(pages) else exits.DONE


def listed(file: str) -> list[str]:
    """Return the addresses in a file, one a line, empty lines and `#` comments left out. Raises `BadInput`."""
    text = read_text(file)
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def read_text(file: str) -> str:
    """Return what a file holds; `-` is standard input. Raises `BadInput`."""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read ({error})", subject=file, cure="Give a text file, one address a line") from None
