"""Holds what a month of cron leaves against what it may: silence, few files, little memory; and the whole archive."""

import sqlite3
import statistics
from collections import Counter
from contextlib import closing
from typing import Final

from archive import exits
from archive.warc.members import OPEN
from archive.warc.writer import Limits

from . import proof as of_archive
from .cron import MOST
from .memory import mb
from .proof import Proof
from .stage import Month, Run

_IN_VAIN: Final = "not one page could be had"


def prove(month: Month) -> Proof:
    """Hold an archive and the runs that made it against what the paper knows."""
    proof = of_archive.prove(month)
    _silence(proof, month)
    _rows(proof, month)
    _warcs(proof, month)
    _cost(proof, month)
    return proof


def _silence(proof: Proof, month: Month) -> None:
    """Have each run end with 0 and print nothing, but for those that had no page although they asked for some."""
    paths, vain = {each.path for each in month.paper.articles}, Counter[str]()
    for run in month.runs:
        answers = [each.status for each in run.asked if each.target in paths]
        if _in_vain(answers):
            vain[" ".join(map(str, answers))] += 1
            proof.require(run.code == exits.NOTHING and _IN_VAIN in run.said, f"had no page, and yet: {_told(run)}")
        else:
            proof.require((run.code, run.said) == (exits.DONE, ""), _told(run))
    told = "; ".join(f"{count} × {answers}" for answers, count in vain.most_common()) or "none"
    proof.figures["runs"] = f"{len(month.runs):,}, silent but for {vain.total()} that had no page, by answers: {told}"


def _in_vain(answers: list[int]) -> bool:
    """Tell whether no page was had, and one was refused, or failed; gone is an answer."""
    return not any(status < 400 for status in answers) and any(status in (403, 500, 503) for status in answers)


def _told(run: Run) -> str:
    answers = Counter(each.status for each in run.asked)
    return f"{run.began:%Y-%m-%d %H:%M}: code {run.code} after answers {dict(answers)}, saying {run.said.strip()!r}"


def _rows(proof: Proof, month: Month) -> None:
    """Find a row for each run, and no row of one that did not end."""
    with closing(sqlite3.connect(month.morgue / "rowback.db")) as connection:
        statuses = dict(connection.execute("SELECT status, count(*) FROM crawls GROUP BY status").fetchall())
    proof.require(statuses == {"done": len(month.runs)}, f"{len(month.runs)} crawls ran, and are kept as {statuses}")


def _warcs(proof: Proof, month: Month) -> None:
    """Find no more WARC files than days, but for full ones, and none left open but the newest."""
    files = sorted(path for path in (month.morgue / "warcs").rglob("*.warc.gz*") if path.is_file())
    days = {at.date() for run in month.runs for at in (run.began, run.ended)}
    full = sum(path.stat().st_size >= Limits().bytes for path in files)
    proof.require(len(files) <= len(days) + full, f"{len(files)} WARC files, {full} of them full, in {len(days)} days")
    left = [path.name for path in files[:-1] if path.name.endswith(OPEN)]
    proof.require(not left, f"left open: {left}")
    proof.figures["days"] = f"{len(days)} begun, {len(files)} WARC files"


def _cost(proof: Proof, month: Month) -> None:
    """Find no crawl that took more memory than it may, and tell what they took."""
    memory = [run.memory.crawl + run.memory.readers for run in month.runs]
    most, usual = mb(max(memory)), mb(statistics.median(memory))
    proof.require(max(memory) <= MOST, f"a crawl and its readers took {most} MB")
    proof.figures["memory"] = f"{most} MB at most for a crawl with its readers, median {usual} MB"
    seconds = [run.processor_seconds for run in month.runs]
    proof.figures["a crawl"] = (
        f"{statistics.median(seconds):.2f} s of a processor (median), {max(seconds):.2f} s at most"
    )
