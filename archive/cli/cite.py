"""`rowback cite`: a citation that names the bytes, for a footnote."""

import click
from rich.text import Text

from archive.models import Content
from archive.morgue import Morgue
from archive.times import parse_iso
from archive.warc.members import OPEN, standing
from archive.wording import phrases
from archive.wording.text import one_line

from .choice import Choice, absence_words, certainty_words, choose, find_article
from .context import Looking, looking


@click.command()
@click.argument("url")
@click.option("--version", "number", type=click.IntRange(min=1), metavar="N", help="The version with this number.")
@click.option("--at", metavar="TIME", help="What stood at this time; a bare date is the end of that day.")
@looking
def cite(look: Looking, url: str, number: int | None, at: str | None) -> None:
    """Print a citation: outlet, headline, time, digest, where the record lies, its entry in the chain."""
    article = find_article(look, url)
    choice = choose(look, article, number=number, at=at)
    outlet = look.lookup.outlet(article.outlet_id)
    content = look.lookup.content_at(choice.version, choice.capture)
    entry = chain_entry(look.morgue, choice)
    sentence = citation(look, outlet.title, choice, content)
    if look.output.as_json:
        look.output.answer(
            article=article,
            outlet=outlet,
            version=choice.version,
            capture=choice.capture,
            certainty=choice.certainty,
            citation=sentence,
            chain_entry=entry,
        )
        return
    look.output.show(Text(sentence))
    if gone := absence_words(look, article):
        look.output.show(Text(gone, style="red"))
    look.output.show("", *_evidence(look.morgue, choice, entry))
    if words := certainty_words(look, choice):
        look.output.note(words)


def citation(look: Looking, outlet: str, choice: Choice, content: Content) -> str:
    """Return the sentence for a footnote."""
    seen = look.zone.show(parse_iso(choice.capture.captured_at), seconds=True)
    people = f"{', '.join(content.authors)}: " if content.authors else ""
    published = f", published {phrases.stamp(content.published.value, look.zone)}" if content.published else ""
    of = f"version {choice.version.number} of {choice.article.version_count} seen by rowback"
    return one_line(
        f"{people}“{content.headline}”, {outlet}{published}, {choice.capture.url}, as it stood at {seen} ({of})."
    )


def chain_entry(morgue: Morgue, choice: Choice) -> str | None:
    """Return the line of chain.txt that covers the capture's record; None when there is none yet.

    A line reads: number, time, file, from, to, sha256, the digest before it; blanks between.
    """
    if not morgue.chain.is_file():
        return None
    for line in morgue.chain.read_text("utf-8", "replace").splitlines():
        fields = line.split()
        if len(fields) >= 7 and fields[3].isdecimal() and fields[4].isdecimal():
            in_file = fields[2].endswith(choice.capture.filename.removesuffix(".open"))
            if in_file and int(fields[3]) <= choice.capture.offset < int(fields[4]):
                return line
    return None


def _evidence(morgue: Morgue, choice: Choice, entry: str | None) -> list[Text]:
    """Return the lines that let somebody check the bytes, in the file as it is called now."""
    capture, version = choice.capture, choice.version
    name = standing(morgue.warcs / capture.filename).relative_to(morgue.folder).as_posix()
    lines = [
        ("captured", capture.captured_at),
        ("content digest", f"sha256:{version.content_digest}"),
        ("payload digest", capture.digest),
        ("WARC record", f"{capture.record_id} ({capture.record_type})"),
        ("in file", name),
        *([("", "without .open once the file is full")] if name.endswith(OPEN) else []),
        ("bytes", f"{capture.length} from {capture.offset} on (the first byte of the file is 0)"),
        ("sha256 of these", capture.record_sha256),
        ("chain", entry or "no entry yet"),
    ]
    if capture.refers_to:
        lines.insert(4, ("same bytes as", capture.refers_to))
    return [Text.assemble((f"{name:<16}", "dim"), one_line(value)) for name, value in lines]
