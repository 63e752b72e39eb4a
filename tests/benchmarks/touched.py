"""Whether `verify --deep` notices every edit of a row and every flipped bit: `python -m tests.benchmarks.touched`.

One row of rowback.db or desk.db is altered or removed through SQL, or one bit of a cell in one of their b-trees is
flipped; then the archive is looked at. Free pages and the free part of pages are no rows.
"""

import argparse
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive import ids, verify
from archive.errors import ArchiveError
from archive.models import Rejection
from archive.morgue import Morgue
from archive.store import told
from archive.store.connection import transaction
from archive.store.desk import open_desk
from archive.takedown.withholding import withhold
from tests.histories import HISTORY
from tests.keeping import at, opened

_LEAVES = {13: 8, 10: 8}  # kinds of b-tree pages with rows, and how long their heads are


def made(folder: Path) -> Morgue:
    """Make an archive with a tangled history, one of its addresses withheld and something told."""
    with opened(folder) as archive:
        for seen in HISTORY:
            (capture,) = archive.keep([seen.exchange()])
            if archive.settle(capture.id, at(60 * seen.hour)) is None:
                archive.keep_reading(capture.id, seen.reading or Rejection("not_article"), at(60 * seen.hour))
    morgue = Morgue(folder)
    withhold(morgue, HISTORY[0].exchange().url, reason="asked to", now=at(9_000))
    entry = told.Entry(
        rule="all", target="MAIL", before_record="a", after_record="b", kind="update", change_id=ids.change_id(1, 2),
        campaign_id=None, weight=0.1 + 0.2, takes_name=False, outlet="example.org", text="Ferry leaves at ten",
    )  # fmt: skip
    with open_desk(morgue) as desk, transaction(desk):
        told.note(desk, [entry], at(9_001))
    for path in (morgue.database, morgue.desk):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return morgue


def edited(path: Path, chance: random.Random) -> str:
    """Alter, remove or double one row and say which."""
    with closing(sqlite3.connect(path)) as connection, connection:
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%_fts%'"
        )
        tables = [row[0] for row in connection.execute(names)]
        table = chance.choice([name for name in tables if connection.execute(f'SELECT 1 FROM "{name}"').fetchone()])
        info = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        row = chance.choice(connection.execute(f'SELECT * FROM "{table}"').fetchall())
        where = " AND ".join(f'"{column[1]}" IS ?' for column in info)
        if chance.random() < 0.15:
            connection.execute(f'DELETE FROM "{table}" WHERE {where}', row)
            return f"{path.name}: a row of {table} removed"
        at_column = chance.randrange(len(info))
        value = other(row[at_column], chance)
        name = info[at_column][1]
        try:
            connection.execute(f'UPDATE "{table}" SET "{name}" = ? WHERE {where}', (value, *row))
        except sqlite3.IntegrityError:
            connection.execute(f'DELETE FROM "{table}" WHERE {where}', row)
        return f"{path.name}: {table}.{name}: {row[at_column]!r} to {value!r}"


def other(value: object, chance: random.Random) -> object:
    """Return another value of the same kind."""
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 1000))
    if isinstance(value, float):
        return value + chance.choice((-0.001, 0.5))
    if isinstance(value, bytes):
        return value + b"x"
    if value is None:
        return "x"
    place = chance.randrange(len(str(value)) + 1)
    return str(value)[:place] + chance.choice("abz 0é") + str(value)[place:]


def flipped(path: Path, chance: random.Random) -> str:
    """Flip one bit in a cell of a b-tree and say which."""
    data = bytearray(path.read_bytes())
    start, end = chance.choice(list(_cells(data)))
    place, bit = chance.randrange(start, end), 1 << chance.randrange(8)
    data[place] ^= bit
    path.write_bytes(data)
    return f"{path.name}: bit {bit} of byte {place}"


def _cells(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the cells with rows lie, as far as they stand on their own page."""
    size = int.from_bytes(data[16:18], "big")
    free = set(_free(data, size))
    for page in range(len(data) // size):
        start = page * size
        head = start + (100 if page == 0 else 0)
        if data[head] not in _LEAVES or page + 1 in free:
            continue
        count = int.from_bytes(data[head + 3 : head + 5], "big")
        first = head + 8
        places = [int.from_bytes(data[first + 2 * i : first + 2 * i + 2], "big") for i in range(count)]
        for place in places:
            length, used = _varint(data, start + place)
            yield start + place, min(start + place + used + min(length, size // 8), start + size)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for used in range(9):
        byte = data[place + used]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, used + 1
    return value, 9


def _free(data: bytes, size: int) -> Iterator[int]:
    """Yield the numbers of the free pages."""
    trunk = int.from_bytes(data[32:36], "big")
    while trunk:
        yield trunk
        start = (trunk - 1) * size
        count = int.from_bytes(data[start + 4 : start + 8], "big")
        yield from (int.from_bytes(data[start + 8 + 4 * i : start + 12 + 4 * i], "big") for i in range(count))
        trunk = int.from_bytes(data[start : start + 4], "big")


def noticed(morgue: Morgue) -> bool:
    """Tell whether a deep look finds something, or cannot be taken for a reason that has a name."""
    try:
        return not verify.verify(morgue, deep=True).sound
    except ArchiveError:
        return True


def unnoticed(folder: Path, count: int, *, seed: int) -> list[str]:
    """Alter one thing after the other, and return what was not noticed."""
    chance = random.Random(seed)
    morgue = made(folder / "made")
    assert not noticed(morgue), verify.verify(morgue, deep=True).findings
    kept = {path: path.read_bytes() for path in (morgue.database, morgue.desk)}
    missed: list[str] = []
    for _ in range(count):
        path = chance.choice(list(kept))
        what = chance.choice((edited, flipped))(path, chance)
        if not noticed(morgue):
            missed.append(what)
        for each, whole in kept.items():
            each.write_bytes(whole)
        for beside in morgue.folder.glob("*.db-*"):
            beside.unlink()
    return missed


def main() -> None:
    """Print what was not noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="touched-"))
    try:
        missed = unnoticed(folder, options.count, seed=options.seed)
    finally:
        shutil.rmtree(folder)
    for each in missed:
        print(each)
    print(f"{options.count - len(missed)} of {options.count} noticed")


if __name__ == "__main__":
    main()
