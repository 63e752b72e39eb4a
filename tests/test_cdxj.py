"""CDXJ lines: equal to cdxj-indexer's for every capture, and read back."""

import gc
import io
import json
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer
from hypothesis import given
from hypothesis import strategies as st

from archive import ids, times, urls
from archive.errors import BadInput
from archive.models import Capture, Exchange
from archive.warc import cdxj
from archive.warc.digest import payload_digest
from archive.warc.file import Placed
from archive.warc.http import frame, truncation
from archive.warc.records import Original, conversion, resource, target_uri
from archive.warc.writer import WarcWriter
from tests.exchanges import INFO, NOW, ODD_ANSWERS, event, exchange, uuid

NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


def capture(made: Exchange, place: Placed, record_id: str, original: Original | None = None) -> Capture:
    """Return the row of a capture as it is kept."""
    framed = frame(made.response)
    unchanged = original is not None and framed.status == 304
    return Capture(
        id=ids.capture_id(record_id),
        record_id=record_id,
        url=target_uri(made.url),
        urlkey=urls.urlkey(made.url),
        timestamp=times.digits14(made.started_at),
        captured_at=made.started_at,
        mime=cdxj.mime(framed),
        status=framed.status,
        digest=original.payload_digest if unchanged and original else payload_digest(made.response, framed),
        filename=place.filename,
        offset=place.offset,
        length=place.length,
        record_sha256=place.sha256,
        record_type="response" if original is None else "revisit",
        refers_to=original.record_id if original else None,
        truncated=truncation(framed, None),
    )


def crawl(warcs: Path) -> list[Capture]:
    """Keep every odd answer, and where it is whole both its revisits."""
    to = WarcWriter(warcs, INFO)
    captures: list[Capture] = []

    def keep(wire: bytes, url: str, number: int, original: Original | None = None) -> None:
        made = exchange(wire, url=url)
        place = to.append(event(made, first_id=number, original=original), NOW)[0]
        captures.append(capture(made, place, uuid(number), original))

    for number, (name, wire) in enumerate(ODD_ANSWERS.items()):
        url, first = f"https://www.Outlet.example:443/{name.replace(' ', '%20')}/?b=2&a={number}#x", 100 * number + 1
        keep(wire, url, first)
        if captures[-1].truncated is None and captures[-1].status != 304:
            original = Original(record_id=uuid(first), url=url, captured_at=NOW, payload_digest=captures[-1].digest)
            keep(wire, url, first + 10, original)
            keep(NOT_MODIFIED, url, first + 20, original)
    to.append(
        [conversion(record_id=uuid(50), date=NOW, url="https://a.example/", refers_to=uuid(1), content=b"{}")], NOW
    )
    to.append(
        [resource(record_id=uuid(51), date=NOW, uri="urn:rowback:x", content=b"{}", content_type="application/json")],
        NOW,
    )
    to.close()
    return captures


def indexed(warcs: Path) -> dict[int, str]:
    """Return cdxj-indexer's line for each place in the one file of a folder."""
    out = io.StringIO()
    (path,) = warcs.glob("*/*/*.warc.gz")
    CDXJIndexer(out, [str(path)], dir_root=str(warcs)).process_all()
    gc.collect()  # it leaves temporary files behind
    return {cdxj.read(line).offset: line for line in out.getvalue().splitlines(keepends=True)}


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_every_line_is_that_of_cdxj_indexer(tmp_path: Path) -> None:
    captures = crawl(tmp_path)
    theirs = indexed(tmp_path)
    assert len(captures) > 60
    for kept in captures:
        ours, line = cdxj.write(cdxj.line_of(kept)), theirs.pop(kept.offset)
        if b"chunked" in ODD_ANSWERS_BY_URL[kept.url] and kept.record_type == "response":
            ours, line = (cdxj.write(cdxj.read(text)._replace(digest=None)) for text in (ours, line))
        assert ours == line
    assert [cdxj.read(line).url for line in theirs.values()] == ["urn:rowback:x"]


ODD_ANSWERS_BY_URL = {
    f"https://www.Outlet.example:443/{name.replace(' ', '%20')}/?b=2&a={number}#x": wire.lower()
    for number, (name, wire) in enumerate(ODD_ANSWERS.items())
}


def test_a_package_may_give_its_files_other_names(tmp_path: Path) -> None:
    kept = crawl(tmp_path)[0]
    assert cdxj.line_of(kept, filename="a.warc.gz") == cdxj.line_of(kept)._replace(filename="a.warc.gz")


def test_a_line_says_what_it_knows_and_nothing_else(tmp_path: Path) -> None:
    lines = {cdxj.line_of(kept) for kept in crawl(tmp_path)}
    unchanged = next(line for line in lines if line.mime == cdxj.REVISIT and line.status is None)
    assert "status" not in json.loads(cdxj.write(unchanged).split(" ", 2)[2])
    untyped = next(line for line in lines if line.mime is None)
    assert "mime" not in json.loads(cdxj.write(untyped).split(" ", 2)[2])


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@given(
    st.builds(
        cdxj.Line,
        urlkey=st.from_regex(r"\A[!-~]+\Z"),
        timestamp=st.from_regex(r"\A[0-9]{14}\Z"),
        url=TEXT,
        mime=st.none() | TEXT,
        status=st.none() | st.integers(100, 999),
        digest=st.none() | TEXT,
        length=st.integers(0, 1 << 40),
        offset=st.integers(0, 1 << 40),
        filename=TEXT,
    )
)
def test_what_was_written_is_read_back(line: cdxj.Line) -> None:
    text = cdxj.write(line)
    assert text.count("\n") == 1
    assert text.isascii()
    assert cdxj.read(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "org,example)/ 20261120100001 [1]",
        "org,example)/ 2026 {}",
        "org,example)/ 20261120100001 {",
        'org,example)/ 20261120100001 {"url": "x", "length": "1", "offset": "a", "filename": "f"}',
        'org,example)/ 20261120100001 {"url": "x"}',
        'org,example)/ 20261120100001 {"url": "x", "length": null, "offset": "1", "filename": "f"}',
        "org,example)/ 20261120100001 {" + '"a":[' * 100_000 + "}",
    ],
)
def test_a_line_that_is_none_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput, match="not a CDXJ line"):
        cdxj.read(text)
