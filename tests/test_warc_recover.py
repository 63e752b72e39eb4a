"""Files that a crawl left behind in any state: cut back to the last whole record, and nothing else."""

import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import DiskFull, WarcError
from archive.warc.conformance import check_file
from archive.warc.file import Placed
from archive.warc.locks import lock_file
from archive.warc.reader import StoredRecord, iterate, read_record
from archive.warc.recover import Recovered, recover
from archive.warc.walk import Damage
from archive.warc.writer import WarcWriter
from tests.exchanges import INFO, NOW, PAGE, event, exchange, uuid

NAME = "2026/11/rowback-20261120100001-00000-box.warc.gz"


def written(warcs: Path, *wires: bytes) -> list[Placed]:
    """Write an event for every answer and leave the file open for the next crawl."""
    to = WarcWriter(warcs, INFO)
    placed: list[Placed] = []
    for number, wire in enumerate(wires or (PAGE, PAGE), start=1):
        placed += to.append(event(exchange(wire), first_id=10 * number), NOW)
    to.sync()
    to.leave()
    return placed


def left(warcs: Path) -> Path:
    return warcs / f"{NAME}.open"


def mended(path: Path, *, known_good: int = 0) -> Recovered:
    descriptor = os.open(path, os.O_RDWR)
    try:
        return recover(path, descriptor, known_good=known_good)
    finally:
        os.close(descriptor)


def kinds(path: Path) -> list[str]:
    return [item.type if isinstance(item, StoredRecord) else "damage" for item in iterate(path)]


@pytest.mark.parametrize("known", [False, True], ids=["whole file", "from a known offset"])
def test_a_cut_at_every_byte_of_the_last_record_goes_back_to_the_one_before(tmp_path: Path, known: bool) -> None:
    last = written(tmp_path)[-1]
    path = left(tmp_path)
    data = path.read_bytes()
    assert last.offset + last.length == len(data)
    for size in range(last.offset, len(data)):
        path.write_bytes(data[:size])
        state = mended(path, known_good=last.offset if known else 0)
        assert (state.end, state.cut, state.sound) == (last.offset, size - last.offset, True)
        assert path.read_bytes() == data[: last.offset]
        if state.tail is None:
            assert state.cut == 0
            continue
        assert state.tail.name == f"{path.name}.tail-{last.offset}"
        assert state.tail.read_bytes() == data[last.offset : size]
        state.tail.unlink()


@pytest.mark.parametrize(
    "noise",
    [bytes(4096), os.urandom(4096), b"\x1f\x8b\x08" * 1000, b"WARC/1.1\r\n\r\n"],
    ids=["zeros", "noise", "magic", "bare"],
)
@pytest.mark.parametrize("cut", [0, 17], ids=["whole", "torn"])
def test_what_a_power_cut_leaves_behind_the_end_is_cut_and_kept(tmp_path: Path, noise: bytes, cut: int) -> None:
    last = written(tmp_path)[-1]
    path = left(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut] + noise)
    state = mended(path)
    end = last.offset if cut else len(whole)
    assert (state.end, state.sound, path.read_bytes()) == (end, True, whole[:end])
    assert state.tail is not None
    assert state.tail.read_bytes() == (whole[: len(whole) - cut] + noise)[end:]


def test_a_whole_file_is_left_as_it_is(tmp_path: Path) -> None:
    written(tmp_path)
    path = left(tmp_path)
    before = path.read_bytes()
    assert mended(path) == Recovered(path=path, end=len(before))
    assert path.read_bytes() == before


def test_a_second_tail_at_the_same_place_does_not_replace_the_first(tmp_path: Path) -> None:
    written(tmp_path)
    path = left(tmp_path)
    end = path.stat().st_size
    for number in (1, 2):
        with path.open("ab") as file:
            file.write(b"torn %d" % number)
        mended(path)
    assert path.with_name(f"{path.name}.tail-{end}").read_bytes() == b"torn 1"
    assert path.with_name(f"{path.name}.tail-{end}.2").read_bytes() == b"torn 2"


def test_the_next_crawl_mends_tells_and_goes_on(tmp_path: Path) -> None:
    written(tmp_path)
    path = left(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    to = WarcWriter(tmp_path, INFO)
    found = to.open(NOW)
    assert [(state.path, state.end < len(whole), state.sound) for state in found] == [(path, True, True)]
    to.append(event(exchange(), first_id=50), NOW)
    to.sync()
    to.close()
    event_kinds = ["response", "request", "metadata"]
    assert kinds(tmp_path / NAME) == ["warcinfo", *event_kinds, *event_kinds[:2], *event_kinds]
    assert check_file(tmp_path / NAME) == []


def test_a_file_without_one_whole_record_goes_but_its_bytes_stay(tmp_path: Path) -> None:
    written(tmp_path)
    path = left(tmp_path)
    path.write_bytes(path.read_bytes()[:100])
    to = WarcWriter(tmp_path, INFO)
    (state,) = to.open(NOW)
    to.leave()
    assert (state.end, state.cut) == (0, 100)
    assert [file.name for file in path.parent.iterdir()] == [f"{path.name}.tail-0"]


def test_an_empty_file_goes_without_a_word(tmp_path: Path) -> None:
    written(tmp_path)
    left(tmp_path).write_bytes(b"")
    to = WarcWriter(tmp_path, INFO)
    assert to.open(NOW) == ()
    to.leave()
    assert list(left(tmp_path).parent.iterdir()) == []


def test_a_file_that_somebody_writes_is_never_touched(tmp_path: Path) -> None:
    written(tmp_path)
    path = left(tmp_path)
    path.write_bytes(path.read_bytes()[:-9])
    before = path.read_bytes()
    holder = os.open(path, os.O_RDWR)
    try:
        assert lock_file(holder)
        other = WarcWriter(tmp_path, INFO)
        assert other.open(NOW) == ()
        other.leave()
        assert path.read_bytes() == before
    finally:
        os.close(holder)


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path)
    foreign = left(tmp_path).with_name("heritrix-2026.warc.gz.open")
    foreign.write_bytes(b"not ours")
    to = WarcWriter(tmp_path, INFO)
    to.open(NOW)
    to.leave()
    assert foreign.read_bytes() == b"not ours"


def test_the_fast_path_does_not_read_what_is_known_to_be_good(tmp_path: Path) -> None:
    placed = written(tmp_path)
    path = left(tmp_path)
    data = bytearray(path.read_bytes())
    data[placed[0].offset + 40] ^= 255
    path.write_bytes(data + b"torn")
    assert mended(path, known_good=placed[-1].offset).damage == ()
    assert mended(path).damage != ()


def test_damage_between_whole_records_is_told_and_nothing_is_cut_there(tmp_path: Path) -> None:
    placed = written(tmp_path)
    path = left(tmp_path)
    data = bytearray(path.read_bytes())
    data[placed[0].offset + 40] ^= 255
    path.write_bytes(data)
    to = WarcWriter(tmp_path, INFO)
    (state,) = to.open(NOW)
    assert [(damage.offset, damage.length) for damage in state.damage] == [(placed[0].offset, placed[0].length)]
    assert (state.sound, state.cut) == (False, 0)
    assert (tmp_path / NAME).read_bytes() == data  # finished, and not continued
    placed_next = to.append(event(exchange()), NOW)
    assert placed_next[0].filename != NAME
    to.leave()


def test_a_damaged_warcinfo_costs_no_record_behind_it(tmp_path: Path) -> None:
    placed = written(tmp_path)
    path = left(tmp_path)
    data = bytearray(path.read_bytes())
    data[30] ^= 255
    path.write_bytes(data)
    state = mended(path)
    assert (state.end, state.damage[0].offset, state.damage[0].length) == (len(data), 0, placed[0].offset)
    to = WarcWriter(tmp_path, INFO)
    to.open(NOW)
    to.leave()
    assert (tmp_path / NAME).read_bytes() == data


def test_a_file_that_lost_what_was_acknowledged_says_so(tmp_path: Path) -> None:
    placed = written(tmp_path)
    path = left(tmp_path)
    end = path.stat().st_size
    path.write_bytes(path.read_bytes()[: placed[3].offset])
    state = mended(path, known_good=end)
    assert (state.end, state.lost, state.sound) == (placed[3].offset, end - placed[3].offset, False)


def planted(warcinfo_id: str) -> bytes:
    """Return a page that is a gzipped WARC record of its sender's making."""
    block = b"HTTP/1.1 200 OK\r\n\r\nforged"
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:11111111-1111-4111-8111-111111111111>\r\n"
        f"WARC-Warcinfo-ID: {warcinfo_id}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://victim.example/\r\nContent-Length: {len(block)}\r\n\r\n"
    ).encode()
    record = gzip.compress(head + block + b"\r\n\r\n")
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n\r\n" + record + bytes(500)


@pytest.mark.parametrize("how", ["torn", "flipped"])
def test_a_record_planted_in_a_body_is_not_believed_behind_damage(tmp_path: Path, how: str) -> None:
    placed = written(tmp_path, PAGE, planted(f"<{uuid(1)}>"), PAGE)
    path = left(tmp_path)
    data = bytearray(path.read_bytes())
    hidden = placed[3]
    assert b"\x1f\x8b\x08" in data[hidden.offset + 3 : hidden.offset + hidden.length]
    if how == "torn":
        data = data[: hidden.offset + hidden.length - 20]
    else:
        data[hidden.offset + 12] ^= 255
    path.write_bytes(data)
    urls = [item.target_uri for item in iterate(tmp_path / NAME) if isinstance(item, StoredRecord)]
    assert "https://victim.example/" not in urls
    state = mended(path)
    assert state.end == (hidden.offset if how == "torn" else len(data))


def test_every_flipped_byte_of_a_record_is_found_by_its_place(tmp_path: Path) -> None:
    place = written(tmp_path)[3]
    path = left(tmp_path)
    data = path.read_bytes()
    whole = list(_whole(path))
    for at in range(place.offset, place.offset + place.length):
        altered = bytearray(data)
        altered[at] ^= 255
        path.write_bytes(altered)
        with pytest.raises(WarcError):
            read_record(tmp_path / NAME, place.offset, place.length, sha256=place.sha256)
        believed = list(_whole(path))
        damage = [item for item in iterate(tmp_path / NAME) if isinstance(item, Damage)]
        if damage:  # else the byte says nothing: gzip's time and system
            assert [(item.offset, item.length) for item in damage] == [(place.offset, place.length)]
            assert believed == [item for item in whole if item[0] != place.offset]
        else:
            assert believed == whole


def _whole(path: Path) -> list[tuple[int, bytes]]:
    name = path.with_name(path.name.removesuffix(".open"))
    return [(item.member.offset, item.block.read()) for item in iterate(name) if isinstance(item, StoredRecord)]


def test_a_tail_that_cannot_be_kept_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    path = left(tmp_path)
    path.write_bytes(path.read_bytes() + b"torn")
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        WarcWriter(tmp_path, INFO).open(NOW)
    monkeypatch.undo()
    assert path.read_bytes() == before


CRAWL = """
import sys
from pathlib import Path
from archive.warc.writer import WarcWriter
from tests.exchanges import INFO, NOW, event, exchange
to = WarcWriter(Path(sys.argv[1]), INFO)
to.open(NOW)
body = b"HTTP/1.1 200 OK\\r\\nContent-Type: image/png\\r\\n\\r\\n" + bytes(range(256)) * 400
for number in range(int(sys.argv[2]), 100_000):
    placed = to.append(event(exchange(body), first_id=10 * number), NOW)
    to.sync()
    print(*(f"{at.filename} {at.offset} {at.length} {at.sha256}" for at in placed), sep="\\n", flush=True)
"""


@pytest.mark.parametrize("lines", [3, 10, 25, 60])
def test_a_killed_crawl_loses_nothing_that_it_acknowledged(tmp_path: Path, lines: int) -> None:
    acknowledged: list[str] = []
    for start in (1, 10_001):
        command = [sys.executable, "-c", CRAWL, str(tmp_path), str(start)]
        crawl = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
        assert crawl.stdout is not None
        acknowledged += [crawl.stdout.readline() for _ in range(lines)]
        crawl.send_signal(signal.SIGKILL)
        acknowledged += [line for line in crawl.stdout if line.endswith("\n")]
        crawl.stdout.close()
        crawl.wait()
    to = WarcWriter(tmp_path, INFO)
    to.open(NOW)
    to.close()
    for line in acknowledged:
        name, offset, length, sha256 = line.split()
        read_record(tmp_path / name, int(offset), int(length), sha256=sha256).close()
    assert check_file(tmp_path / NAME) == []
