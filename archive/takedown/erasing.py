"""Erasing: the bytes of what stands at an address leave the WARC files for good; tombstones say that and when.

It goes in steps, each of which may be done twice: withheld first, then payloads that other addresses share are given a
new home, then each file is replaced, then the chain and desk.db are told. Killed anywhere, doing it again ends it.
What an article's feeds and section pages said of it lies in captures of their own, and stays.
"""

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace

from archive.errors import BadInput, NotInArchive, RecordMissing
from archive.ingest.hidden import Taken, take_out
from archive.models import Capture
from archive.morgue import Morgue
from archive.store import erased, warcs, withheld
from archive.store.connection import connect_writer, transaction
from archive.store.desk import open_desk, rewrite_journal
from archive.store.withheld import WithheldRow
from archive.warc import chain
from archive.warc.events import Events, Indexed
from archive.warc.file import Placed
from archive.warc.folder import on_disk
from archive.warc.reader import StoredRecord, iterate, iterate_unchecked, read_record
from archive.warc.records import WarcInfo
from archive.warc.tombstone import Tombstone
from archive.warc.writer import WarcWriter, new_record_id

from . import rehoming, rewriting, withholding
from .rewriting import Doomed, Run

Step = Callable[[str], object]  # is told the name of each step that was done


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was erased."""

    records: int
    files: tuple[str, ...]  # below warcs/
    rehomed: int  # captures elsewhere that had the same payload, and keep it


@dataclass(slots=True)
class _Scan:
    """What a look through all files found."""

    doomed: dict[str, list[Doomed]] = field(default_factory=lambda: defaultdict(list))  # by file
    warcinfo: dict[str, str] = field(default_factory=dict)  # by file, the id of its warcinfo record
    conversions: dict[str, tuple[str, Doomed]] = field(default_factory=dict)  # doomed ones by id: file and place


def erase(
    morgue: Morgue,
    pasted: str,
    info: WarcInfo,
    *,
    reason: str,
    now: dt.datetime,
    progress: Callable[[int], object] = lambda read: None,
    step: Step = lambda name: None,
) -> Erasure:
    """Erase what stands or stood at an address, with all its addresses.

    Raises `BadInput`, `NotInArchive`, `MorgueLocked` while a crawl runs, `DiskFull`.
    """
    with ExitStack() as held:
        held.enter_context(morgue.lock_alone())
        rewriting.clean_up(morgue.warcs)
        entry = _entry(morgue, pasted, reason, now)
        step("withheld")
        connection = held.enter_context(closing(connect_writer(morgue)))
        desk = held.enter_context(open_desk(morgue))
        withheld.begin_erasing(desk, entry.id, now)
        return _Erasing(morgue, connection, desk, info, entry, now).run(progress, step)


def _entry(morgue: Morgue, pasted: str, reason: str, now: dt.datetime) -> WithheldRow:
    """Withhold it first, if it is not; from then on nothing shows it."""
    entry = withholding.withheld_at(morgue, pasted)
    if entry is None:
        withholding.withhold(morgue, pasted, reason=reason, now=now)
        entry = withholding.withheld_at(morgue, pasted)
    if entry is None or entry.erased_at is not None:
        raise NotInArchive("it was erased before" if entry else "never kept", subject=pasted)
    return replace(entry, reason=reason or entry.reason)


class _Erasing:
    def __init__(
        self,
        morgue: Morgue,
        connection: sqlite3.Connection,
        desk: sqlite3.Connection,
        info: WarcInfo,
        entry: WithheldRow,
        now: dt.datetime,
    ) -> None:
        self._morgue, self._connection, self._desk = morgue, connection, desk
        self._info, self._entry, self._now = info, entry, now
        self._targets = self._with_what_hangs_on_them()
        self._ids = {capture.record_id for capture in self._targets}
        self._places = {(capture.filename, capture.offset) for capture in self._targets}
        self._others = [each for each in withheld.kept(desk) if each.record_id not in self._ids]
        self._refuse_shared()

    def run(self, progress: Callable[[int], object], step: Step) -> Erasure:
        scan = self._scan(progress)
        step("scanned")
        rehomed = self._rehome(scan, step)
        files = self._replace(scan, step)
        chain.append_erased(self._morgue, erased.files(self._desk, self._entry.id) | set(files), self._now)
        chain.append(self._morgue, warcs.indexed(self._connection), self._now)
        step("chained")
        for beside in self._morgue.folder.glob("rowback.db.*"):  # databases before and after a rebuild
            beside.unlink()
        withheld.forget_erased(self._desk, self._entry.id)
        rewrite_journal(self._morgue, self._desk)
        withheld.end_erasing(self._desk, self._entry.id, self._now)
        step("noted")
        return Erasure(records=sum(map(len, scan.doomed.values())), files=tuple(sorted(files)), rehomed=rehomed)

    def _with_what_hangs_on_them(self) -> list[Capture]:
        """Return the captures to erase, after taking along those 304s elsewhere that would be left with nothing."""
        kept = [withheld.capture(row) for row in withheld.rows(self._desk, self._entry.id, "captures")]
        for original in [each for each in kept if each.record_type == "response"]:
            others = erased.referring_to(self._connection, original.record_id)
            if others and rehoming.heir_of(others) is None:
                taken = Taken(
                    article_ids=(),
                    capture_ids=tuple(each.id for each in others),
                    miss_ids=(),
                    identities=frozenset(),
                )
                take_out(self._connection, self._desk, self._entry.id, taken)
                withholding.derive_again(self._connection, erased.pending(self._connection))
        return [withheld.capture(row) for row in withheld.rows(self._desk, self._entry.id, "captures")]

    def _refuse_shared(self) -> None:
        for other in self._others:
            if other.refers_to in self._ids:
                message = "its payload is that of another address which is withheld"
                raise BadInput(message, subject=other.url, cure="Erase that address first, or show it again")

    # What is to go

    def _scan(self, progress: Callable[[int], object]) -> _Scan:
        """Look through all files for records that belong to what is erased, wherever they lie."""
        scan = _Scan()
        for name, _ in on_disk(self._morgue.warcs):
            event: str | None = None  # of a capture that goes, its request and metadata following it
            for item in iterate_unchecked(self._morgue.warcs / name):
                if not isinstance(item, StoredRecord):
                    continue
                progress(item.member.length)
                if item.type == "warcinfo":
                    scan.warcinfo.setdefault(name, item.record_id)
                event = self._sort(scan, name, item, event)
        return scan

    def _sort(self, scan: _Scan, name: str, item: StoredRecord, event: str | None) -> str | None:
        member = item.member
        doomed = Doomed(member.offset, member.length, item.record_id)
        if item.is_http:
            place = erased.place_of(self._connection, item.record_id)
            left_over = place is not None and place != (name, member.offset)
            row = item.record_id in self._ids or (name, member.offset) in self._places
            event = item.record_id if row or left_over else None
        concurrent = {other.strip("<>") for other in member.all("WARC-Concurrent-To")}
        about = item.header("WARC-Refers-To").strip("<>")
        if event is not None and (item.record_id == event or event in concurrent):
            scan.doomed[name].append(doomed)
        elif item.type in ("conversion", "metadata") and about in self._ids:
            scan.doomed[name].append(doomed)
            if item.type == "conversion":
                scan.conversions[item.record_id] = name, doomed
        return event

    # What others share

    def _rehome(self, scan: _Scan, step: Step) -> int:
        """Write what others need of the doomed records anew, and let their rows name the new places."""
        by_original = {
            capture.record_id: others
            for capture in self._targets
            if (others := erased.referring_to(self._connection, capture.record_id))
        }
        readers = erased.readers_of(self._connection, scan.conversions)
        readers |= {id: other for id, other in self._hidden_readers(scan) if id not in readers}
        if not by_original and not readers:
            return 0
        writer = WarcWriter(self._morgue.warcs, self._info)
        placed: list[tuple[Capture, Placed]] = []
        try:
            for original, others in by_original.items():
                placed += self._move(writer, original, others, scan)
            for record_id, capture in readers.items():
                placed_last = self._move_conversion(writer, record_id, capture, scan)
            writer.sync()
            ends = [place for _, place in placed] + ([placed_last] if readers else [])
            writer.close()
        finally:
            writer.leave()
        step("rehomed")
        self._note(placed, ends)
        step("moved")
        return len(placed)

    def _hidden_readers(self, scan: _Scan) -> Iterator[tuple[str, Capture]]:
        """Yield the doomed conversions that other withheld captures need, each with such a capture."""
        by_id = {other.id: other for other in self._others}
        for entry in withheld.every(self._desk):
            for row in withheld.rows(self._desk, entry.id, "contents"):
                if row["record_id"] in scan.conversions and row["capture_id"] in by_id:
                    yield str(row["record_id"]), by_id[int(str(row["capture_id"]))]

    def _move(
        self, writer: WarcWriter, original_id: str, others: Sequence[Capture], scan: _Scan
    ) -> Iterator[tuple[Capture, Placed]]:
        heir = rehoming.heir_of(others)
        original = next(each for each in self._targets if each.record_id == original_id)
        if heir is None:
            return
        for capture in sorted(others, key=lambda each: (each != heir, each.captured_at)):
            event = list(self._event(capture))
            first = event[0]
            if capture == heir:
                with self._record(original) as kept:
                    made = rehoming.as_response(first, kept)
            else:
                made = rehoming.referring_to(first, heir)
            for record in event:
                scan.doomed[capture.filename].append(
                    Doomed(record.member.offset, record.member.length, record.record_id)
                )
            places = writer.append([made, *map(rehoming.unchanged, event[1:])], self._now)
            refers_to = None if capture == heir else heir.record_id
            moved = replace(
                capture,
                filename=places[0].filename,
                offset=places[0].offset,
                length=places[0].length,
                record_sha256=places[0].sha256,
                record_type="response" if capture == heir else "revisit",
                refers_to=refers_to,
            )
            yield moved, places[-1]
            for record in event:
                record.close()

    def _move_conversion(self, writer: WarcWriter, record_id: str, capture: Capture, scan: _Scan) -> Placed:
        name, place = scan.conversions[record_id]
        with read_record(self._morgue.warcs / name, place.offset, place.length) as record:
            (placed,) = writer.append([rehoming.conversion_of(record, capture)], self._now)
        return placed

    def _event(self, capture: Capture) -> Iterator[StoredRecord]:
        """Yield the records of a capture event."""
        events = Events(capture.filename)
        offset = capture.offset
        for item in iterate(self._morgue.warcs / capture.filename, start=offset):
            if not isinstance(item, StoredRecord):
                break
            yield read_record(self._morgue.warcs / capture.filename, item.member.offset, item.member.length)
            if isinstance(events.take(item), Indexed):
                return
        raise RecordMissing("its metadata record is not there", subject=capture.record_id, cure="`rowback verify`")

    def _record(self, capture: Capture) -> StoredRecord:
        return read_record(
            self._morgue.warcs / capture.filename, capture.offset, capture.length, sha256=capture.record_sha256
        )

    def _note(self, placed: Sequence[tuple[Capture, Placed]], ends: Sequence[Placed]) -> None:
        with transaction(self._connection):
            for capture, _ in placed:
                erased.move(self._connection, capture)
            for name in {place.filename for place in ends}:
                end = max(place.offset + place.length for place in ends if place.filename == name)
                warcs.note_indexed(self._connection, name, end)

    # The files

    def _replace(self, scan: _Scan, step: Step) -> list[str]:
        done: list[str] = []
        for name, doomed in sorted(scan.doomed.items()):
            erased.note_file(self._desk, self._entry.id, name)
            rewriting.replace(
                self._morgue.warcs / name,
                rewriting.runs(doomed),
                warcinfo_id=scan.warcinfo.get(name),
                new_id=new_record_id,
                say=self._said,
            )
            done.append(name)
            step(f"replaced {len(done)}")
        return done

    def _said(self, run: Run) -> Tombstone:
        return Tombstone(self._now, self._entry.reason, run.records)
