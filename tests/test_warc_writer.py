"""Files of capture events: one writer a file, all or none of an event, and which file is continued."""

import datetime as dt
import errno
import hashlib
import multiprocessing
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.errors import ArchiveError, CaptureFailed, DiskFull
from archive.spool import Spool
from archive.warc.conformance import check_file
from archive.warc.file import DurableFile, Placed, open_durable
from archive.warc.reader import StoredRecord, iterate, read_record
from archive.warc.records import WarcInfo
from archive.warc.writer import Limits, WarcWriter
from tests.exchanges import INFO, NOW, PAGE, event, exchange, id_maker, uuid

HOUR = dt.timedelta(hours=1)
NAME = "2026/11/rowback-20261120100001-00000-box.warc.gz"


@pytest.fixture
def warcs(tmp_path: Path) -> Path:
    return tmp_path / "warcs"


def writer(warcs: Path, **more: object) -> WarcWriter:
    return WarcWriter(warcs, INFO, **more)  # type: ignore[arg-type]


def add(to: WarcWriter, number: int = 1, *, now: dt.datetime = NOW, wire: bytes | Spool = PAGE) -> tuple[Placed, ...]:
    """Append one capture event with ids of its own, and make it durable."""
    placed = to.append(event(exchange(wire), first_id=number * 10), now)
    to.sync()
    return placed


def kinds(path: Path) -> list[str]:
    return [item.type if isinstance(item, StoredRecord) else "damage" for item in iterate(path)]


def files(warcs: Path) -> list[str]:
    return sorted(path.relative_to(warcs).as_posix() for path in warcs.glob("*/*/*"))


EVENT = ["response", "request", "metadata"]


def test_an_event_lies_where_it_says(warcs: Path) -> None:
    to = writer(warcs)
    placed = add(to)
    data = (warcs / f"{NAME}.open").read_bytes()
    for place, kind in zip(placed, EVENT, strict=True):
        assert place.filename == NAME
        assert place.sha256 == hashlib.sha256(data[place.offset : place.offset + place.length]).hexdigest()
        with read_record(warcs / NAME, place.offset, place.length, sha256=place.sha256) as record:
            assert record.type == kind
    assert placed[-1].offset + placed[-1].length == len(data)
    to.leave()


def test_a_file_begins_with_a_warcinfo_that_every_record_names(warcs: Path) -> None:
    to = writer(warcs, new_id=id_maker())
    add(to)
    to.close()
    records = [
        (item.type, item.header("WARC-Warcinfo-ID")) for item in iterate(warcs / NAME) if isinstance(item, StoredRecord)
    ]
    assert records == [("warcinfo", ""), *((kind, f"<{uuid(900)}>") for kind in EVENT)]
    assert check_file(warcs / NAME) == []


def test_closing_gives_the_final_name_and_leaving_does_not(warcs: Path) -> None:
    to = writer(warcs)
    add(to)
    to.leave()
    assert files(warcs) == [f"{NAME}.open"]
    to = writer(warcs)
    to.open(NOW)
    to.close()
    assert files(warcs) == [NAME]


def test_a_writer_that_wrote_nothing_makes_no_file(warcs: Path) -> None:
    to = writer(warcs)
    assert to.open(NOW) == ()
    to.sync()
    to.leave()
    to.close()
    assert files(warcs) == []


def test_coreutils_check_a_record(warcs: Path) -> None:
    to = writer(warcs)
    place = add(to)[0]
    to.close()
    line = f"tail -c +{place.offset + 1} {warcs / NAME} | head -c {place.length} | sha256sum"
    said = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == place.sha256
    subprocess.run(["gzip", "-t", warcs / NAME], check=True)


# ---- which file


def test_the_next_crawl_of_the_day_continues_the_file(warcs: Path) -> None:
    for number in range(3):
        to = writer(warcs)
        assert to.open(NOW + number * HOUR) == ()
        add(to, number + 1, now=NOW + number * HOUR)
        to.leave()
    assert files(warcs) == [f"{NAME}.open"]
    assert kinds(warcs / NAME) == ["warcinfo", *EVENT * 3]
    assert check_file(warcs / NAME) == []


@pytest.mark.parametrize(
    ("later", "info"),
    [
        (dt.timedelta(days=1), INFO),
        (14 * HOUR, INFO),  # another day
        (HOUR, WarcInfo(software="rowback/0.2.0", operator=INFO.operator, user_agent=INFO.user_agent, hostname="box")),
    ],
    ids=["a day later", "after midnight", "other software"],
)
def test_a_file_that_will_not_do_gets_its_final_name(warcs: Path, later: dt.timedelta, info: WarcInfo) -> None:
    to = writer(warcs)
    add(to)
    to.leave()
    to = WarcWriter(warcs, info)
    to.open(NOW + later)
    assert files(warcs) == [NAME]
    add(to, 2, now=NOW + later)
    to.leave()
    assert len(files(warcs)) == 2


def test_several_writers_have_a_file_each(warcs: Path) -> None:
    writers = [writer(warcs) for _ in range(3)]
    for to in writers:
        to.open(NOW)
    places = [add(to, number) for number, to in enumerate(writers)]
    assert [place[0].filename for place in places] == [NAME.replace("00000-box", f"0000{n}-box") for n in range(3)]
    for to in writers:
        to.leave()
    last = writer(warcs)
    last.open(NOW)
    assert add(last, 9)[0].filename == NAME.replace("00000-box", "00002-box")
    last.close()
    assert len(files(warcs)) == 3
    assert not any(name.endswith(".open") for name in files(warcs))


def _crawl(warcs: Path, first: int, told: "multiprocessing.queues.Queue[list[Placed]]") -> None:
    placed = []
    for number in range(first, first + 20):
        to = writer(warcs)
        to.open(NOW)
        placed += add(to, number)
        to.leave()
    told.put(placed)


def test_processes_take_files_up_and_leave_them_without_losing_a_record(warcs: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    told: multiprocessing.queues.Queue[list[Placed]] = spawn.Queue()
    crawls = [spawn.Process(target=_crawl, args=(warcs, 100 * number, told)) for number in range(1, 4)]
    for crawl in crawls:
        crawl.start()
    placed = [place for _ in crawls for place in told.get(timeout=60)]
    for crawl in crawls:
        crawl.join()
    assert len(placed) == 3 * 20 * 3
    for place in placed:
        read_record(warcs / place.filename, place.offset, place.length, sha256=place.sha256).close()
    for name in files(warcs):
        assert check_file(warcs / name.removesuffix(".open")) == []


@pytest.mark.parametrize("limits", [Limits(bytes=2000), Limits(age=2 * HOUR)], ids=["by size", "by age"])
def test_the_next_file_begins_between_events(warcs: Path, limits: Limits) -> None:
    to = writer(warcs, limits=limits)
    for number in range(6):
        now = NOW + number * HOUR
        placed = add(to, number + 1, now=now)
        assert len({place.filename for place in placed}) == 1
    to.leave()
    names = files(warcs)
    assert len(names) == 3
    assert [name.endswith(".open") for name in names] == [False, False, True]
    for name in names:
        assert kinds(warcs / name.removesuffix(".open")) == ["warcinfo", *EVENT * 2]


def test_no_file_is_closed_while_something_waits_to_be_durable(warcs: Path) -> None:
    to = writer(warcs, limits=Limits(bytes=10))
    for number in range(1, 4):
        to.append(event(exchange(), first_id=10 * number), NOW)
    assert len(files(warcs)) == 1
    to.sync()
    add(to, 4)
    assert len(files(warcs)) == 2
    to.leave()


def test_a_name_that_is_taken_is_not_taken_again(warcs: Path) -> None:
    for number in range(3):
        to = writer(warcs)
        add(to, number + 1)
        to.close()
    assert files(warcs) == [NAME.replace("00000-box", f"0000{n}-box") for n in range(3)]


def test_a_strange_host_name_makes_a_plain_file_name(warcs: Path) -> None:
    to = WarcWriter(warcs, WarcInfo(software="s", operator="o", user_agent="u", hostname="bücher/../büro"))
    assert add(to)[0].filename == NAME.replace("-box", "-b-cher-..-b-ro")
    to.close()


# ---- errors of the disk


class Faulty(DurableFile):
    """A file on a disk with room for so many bytes, that fails as disks do: after a part was written."""

    def __init__(self, descriptor: int, disk: "Disk") -> None:
        super().__init__(descriptor, "r+b")
        self._disk = disk

    def write(self, data: object, /) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        room = min(self._disk.room, len(view), 1000)
        if not room and len(view):
            raise OSError(self._disk.error, os.strerror(self._disk.error))
        written = super().write(view[:room])
        self._disk.room -= written
        return written

    def truncate(self, size: int | None = None, /) -> int:
        if self._disk.stuck:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().truncate(size)

    def sync(self) -> None:
        if self._disk.unsafe:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync()


class Disk:
    """What is wrong with a disk."""

    def __init__(self, room: int = 1 << 40, error: int = errno.ENOSPC) -> None:
        self.room, self.error, self.stuck, self.unsafe = room, error, False, False

    def open(self, descriptor: int) -> DurableFile:
        return Faulty(descriptor, self)


def big() -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("error", "named"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, CaptureFailed), (errno.EFBIG, CaptureFailed)],
)
@pytest.mark.parametrize("room", [0, 1, 500, 9_000, 10_600, 11_000])
def test_an_event_that_does_not_fit_leaves_no_trace(
    warcs: Path, error: int, named: type[ArchiveError], room: int
) -> None:
    disk = Disk(error=error)
    to = writer(warcs, open_file=disk.open)
    add(to)
    before = (warcs / f"{NAME}.open").read_bytes()
    disk.room = room
    with pytest.raises(named) as caught:
        add(to, 2, wire=big())
    assert not isinstance(caught.value, OSError)
    assert (warcs / f"{NAME}.open").read_bytes() == before
    disk.room = 1 << 40
    place = add(to, 3, wire=big())[0]
    assert place.offset == len(before)
    to.leave()
    assert kinds(warcs / NAME) == ["warcinfo", *EVENT * 2]


def test_events_before_the_one_that_does_not_fit_stay(warcs: Path) -> None:
    disk = Disk()
    to = writer(warcs, open_file=disk.open)
    to.append(event(exchange(), first_id=10), NOW)
    to.append(event(exchange(), first_id=20), NOW)
    disk.room = 100
    with pytest.raises(DiskFull):
        to.append(event(exchange(big()), first_id=30), NOW)
    to.sync()
    to.leave()
    assert kinds(warcs / NAME) == ["warcinfo", *EVENT * 2]


def test_a_new_file_that_does_not_fit_is_taken_away_again(warcs: Path) -> None:
    disk = Disk(room=100)
    to = writer(warcs, open_file=disk.open)
    with pytest.raises(DiskFull):
        add(to)
    assert files(warcs) == []
    disk.room = 1 << 40
    assert add(to)[0].filename == NAME
    to.leave()


def test_what_could_not_be_made_durable_is_gone(warcs: Path) -> None:
    disk = Disk()
    to = writer(warcs, open_file=disk.open)
    add(to)
    to.append(event(exchange(), first_id=20), NOW)
    to.append(event(exchange(), first_id=30), NOW)
    disk.unsafe = True
    with pytest.raises(CaptureFailed):
        to.sync()
    assert kinds(warcs / NAME) == ["warcinfo", *EVENT]
    disk.unsafe = False
    add(to, 4)
    to.leave()
    assert kinds(warcs / NAME) == ["warcinfo", *EVENT * 2]


def test_a_file_that_cannot_be_cut_back_is_left_to_the_next_start(warcs: Path) -> None:
    disk = Disk()
    to = writer(warcs, open_file=disk.open)
    first = add(to)
    disk.room, disk.stuck = 5_000, True
    with pytest.raises(DiskFull):
        add(to, 2, wire=big())
    with pytest.raises(CaptureFailed):
        to.sync()
    disk.room = 1 << 40
    assert add(to, 3)[0].filename != first[0].filename
    to.leave()
    to = writer(warcs)
    found = to.open(NOW)
    to.leave()
    assert [(state.end, state.cut > 0, state.sound) for state in found] == [
        (first[2].offset + first[2].length, True, True)
    ]


def test_no_event_is_acknowledged_that_lies_in_a_file_given_up(warcs: Path) -> None:
    disk = Disk()
    to = writer(warcs, open_file=disk.open)
    add(to)
    to.append(event(exchange(), first_id=20), NOW)
    disk.room, disk.stuck = 5_000, True
    with pytest.raises(DiskFull):
        to.append(event(exchange(big()), first_id=30), NOW)
    disk.room = 1 << 40
    with pytest.raises(CaptureFailed):
        to.append(event(exchange(), first_id=40), NOW)
    with pytest.raises(CaptureFailed):
        to.sync()
    assert add(to, 5)[0].filename != NAME
    to.leave()


def test_a_stop_in_the_middle_of_an_event_takes_it_back(warcs: Path) -> None:
    class Stopping(Spool):
        def pieces(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
            yield from super().pieces(start, end)
            if self.armed:
                raise KeyboardInterrupt

        armed = False

    to = writer(warcs)
    add(to)
    spool = Stopping(PAGE)
    records = event(exchange(spool), first_id=20)
    spool.armed = True
    with pytest.raises(KeyboardInterrupt):
        to.append(records, NOW)
    add(to, 3)
    to.leave()
    assert kinds(warcs / NAME) == ["warcinfo", *EVENT * 2]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "warcs").write_text("a file")
    with pytest.raises(ArchiveError, match="warcs"):
        writer(tmp_path / "warcs").open(NOW)
    with pytest.raises(ArchiveError, match="warcs"):
        add(writer(tmp_path / "warcs"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"may not mount a small file system here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(bytes(150_000))
    warcs = small_disk / "warcs"
    to = writer(warcs)
    placed: list[Placed] = []

    def fill() -> None:
        for number in range(1, 100):
            placed.extend(add(to, number, wire=big()))

    with pytest.raises(DiskFull) as caught:
        fill()
    assert caught.value.code == 7
    assert 3 <= len(placed) < 99
    filler.unlink()
    placed += add(to, 200, wire=big())
    to.close()
    for place in placed:
        read_record(warcs / place.filename, place.offset, place.length, sha256=place.sha256).close()
    assert len(kinds(warcs / NAME)) == 1 + len(placed)
    assert check_file(warcs / NAME) == []


def test_the_disk_is_asked_to_keep_what_is_acknowledged(warcs: Path) -> None:
    asked: list[str] = []

    class Told(DurableFile):
        def sync(self) -> None:
            asked.append("sync")
            super().sync()

    opened: Callable[[int], DurableFile] = lambda descriptor: Told(descriptor, "r+b")  # noqa: E731
    to = writer(warcs, open_file=opened)
    to.append(event(exchange()), NOW)
    assert asked == ["sync"]  # of the new file's warcinfo
    to.sync()
    assert asked == ["sync", "sync"]
    to.leave()
    with open_durable(os.open(warcs / f"{NAME}.open", os.O_RDWR)) as file:
        file.sync()
