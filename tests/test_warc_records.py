"""Every kind of record, byte for byte, with every digest computed anew here."""

import base64
import datetime as dt
import gzip
import hashlib
import io
import tracemalloc
import zlib

import pytest

from archive.errors import WarcError
from archive.models import Provenance
from archive.spool import Spool
from archive.warc.digest import EMPTY
from archive.warc.fields import parse_metadata, read_fields, write_fields, write_metadata
from archive.warc.http import frame
from archive.warc.record import Record
from archive.warc.records import (
    Original,
    capture_metadata,
    conversion,
    not_modified,
    note,
    records_without_answer,
    resource,
    target_uri,
    warcinfo,
)
from archive.warc.serial import write_record
from tests.exchanges import INFO, NOW, PAGE, REQUEST, event, exchange, ids, uuid

FILE = uuid(900)


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def packed(record: Record, warcinfo_id: str | None = FILE) -> bytes:
    out = io.BytesIO()
    write_record(record, warcinfo_id, out)
    return out.getvalue()


def written(record: Record, warcinfo_id: str | None = FILE) -> bytes:
    engine = zlib.decompressobj(31)
    data = engine.decompress(packed(record, warcinfo_id))
    assert engine.eof
    assert not engine.unused_data
    return data


def stored(head: str, block: bytes) -> bytes:
    """Return a record as it has to lie in the file: lines, blank line, block, two blank lines."""
    lines = "".join(line.strip() + "\r\n" for line in head.strip().splitlines())
    return f"{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


COMMON = """
    WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000900>
    WARC-Date: 2026-11-20T10:00:01.123456Z
    WARC-Target-URI: https://outlet.example/a
    WARC-IP-Address: 203.0.113.7
""".strip()


def test_warcinfo_says_who_fetched_with_what() -> None:
    block = (
        b"software: rowback/0.1.0 warcio/1.8.1\r\n"
        b"format: WARC File Format 1.1\r\n"
        b"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        b"operator: Desk <desk@example.org>\r\n"
        b"robots: obey\r\n"
        b"http-header-user-agent: rowback/0.1.0 (+desk@example.org)\r\n"
        b"isPartOf: rowback\r\n"
        b"hostname: box\r\n"
        b"ip: 192.0.2.1\r\n"
    )
    head = f"""
        WARC/1.1
        WARC-Type: warcinfo
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000900>
        WARC-Date: 2026-11-20T10:00:01.123456Z
        WARC-Filename: rowback-20261120100001-00000-box.warc.gz
        WARC-Block-Digest: {sha1(block)}
        Content-Type: application/warc-fields
    """
    record = warcinfo(INFO, record_id=FILE, date=NOW, filename="rowback-20261120100001-00000-box.warc.gz")
    assert written(record, None) == stored(head, block)


def test_a_response_is_what_came_over_the_wire() -> None:
    wire = b"HTTP/1.1 200 Gro\xc3\xb6vy\r\nX-a:  Andr\xe9\r\nx-A: 2\r\nno colon\r\nContent-Length: 5\r\n\r\nhello"
    head = f"""
        WARC/1.1
        WARC-Type: response
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
        {COMMON}
        WARC-Payload-Digest: {sha1(b"hello")}
        WARC-Block-Digest: {sha1(wire)}
        Content-Type: application/http;msgtype=response
    """
    assert written(event(exchange(wire + b"surplus"))[0]) == stored(head, wire)


def test_a_chunked_response_keeps_its_framing_and_has_no_payload_digest() -> None:
    wire = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    head = f"""
        WARC/1.1
        WARC-Type: response
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>
        {COMMON}
        WARC-Block-Digest: {sha1(wire)}
        Content-Type: application/http;msgtype=response
    """
    response, _, meta = event(exchange(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + wire))
    assert written(response) == stored(head, wire)
    assert parse_metadata(bytes(meta.block)).payload_digest == sha1(b"hello")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wire", "told", "expected"),
    [
        (PAGE[:-1], None, "disconnect"),
        (PAGE[:-1], "time", "time"),
        (b"HTTP/1.0 200 OK\r\n\r\nhel", "length", "length"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n", None, "unspecified"),
    ],
)
def test_a_cut_response_says_so(wire: bytes, told: str | None, expected: str) -> None:
    response = event(exchange(wire, truncated=told))[0]
    assert f"WARC-Truncated: {expected}\r\n".encode() in written(response)


def test_a_request_is_what_was_sent_and_belongs_to_its_response() -> None:
    head = f"""
        WARC/1.1
        WARC-Type: request
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000002>
        {COMMON}
        WARC-Concurrent-To: <urn:uuid:00000000-0000-4000-8000-000000000001>
        WARC-Block-Digest: {sha1(REQUEST)}
        Content-Type: application/http;msgtype=request
    """
    assert written(event(exchange())[1]) == stored(head, REQUEST)


WHY = Provenance(
    outlet="outlet.example",
    crawl_id=7,
    purpose="article",
    source="https://outlet.example/feed.xml",
    via="https://outlet.example/",
    hops="L",
    robots="allowed: Allow: / (line 3)",
    extra={"b": "2", "a": "ä"},
)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"


def test_metadata_holds_what_the_response_does_not_say() -> None:
    made = exchange(
        EARLY + PAGE + b"surplus",
        provenance=WHY,
        tls_version="tls/1.3",
        tls_cipher="TLS_AES_128_GCM_SHA256",
        method="GET",
    )
    block = (
        "via: https://outlet.example/\r\n"
        "hopsFromSeed: L\r\n"
        "fetchTimeMs: 250\r\n"
        "outlet: outlet.example\r\n"
        "crawl: 7\r\n"
        "purpose: article\r\n"
        "source: https://outlet.example/feed.xml\r\n"
        "robots: allowed: Allow: / (line 3)\r\n"
        "tls-version: tls/1.3\r\n"
        "tls-cipher: TLS_AES_128_GCM_SHA256\r\n"
        f"payload-digest: {sha1(b'hello')}\r\n"
        f"interim-head-base64: {base64.b64encode(EARLY).decode()}\r\n"
        "surplus-length: 7\r\n"
        "surplus-base64: c3VycGx1cw==\r\n"
        "extra-a: ä\r\n"
        "extra-b: 2\r\n"
    ).encode()
    head = f"""
        WARC/1.1
        WARC-Type: metadata
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000003>
        {COMMON}
        WARC-Concurrent-To: <urn:uuid:00000000-0000-4000-8000-000000000001>
        WARC-Block-Digest: {sha1(block)}
        Content-Type: application/warc-fields
    """
    assert written(event(made)[2]) == stored(head, block)


def test_metadata_of_a_seed_has_an_empty_hops_field() -> None:
    block = event(exchange(provenance=Provenance()))[2].block
    assert (
        block == f"hopsFromSeed:\r\nfetchTimeMs: 250\r\npurpose: other\r\npayload-digest: {sha1(b'hello')}\r\n".encode()
    )


ORIGINAL = Original(
    record_id=uuid(1),
    url="http://outlet.example/first",
    captured_at=NOW - dt.timedelta(days=1),
    payload_digest=sha1(b"hello"),
)
REVISIT = f"""
    WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000001>
    WARC-Refers-To-Target-URI: http://outlet.example/first
    WARC-Refers-To-Date: 2026-11-19T10:00:01.123456Z
    WARC-Payload-Digest: {sha1(b"hello")}
""".strip()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nX-new: \xe9\r\nContent-Length: 5\r\n\r\n", b"hello"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"),
    ],
)
def test_the_same_payload_again_is_a_revisit_with_its_head(head: bytes, body: bytes) -> None:
    expected = f"""
        WARC/1.1
        WARC-Type: revisit
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000004>
        {COMMON}
        WARC-Truncated: length
        WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest
        {REVISIT}
        WARC-Block-Digest: {sha1(head)}
        Content-Type: application/http;msgtype=response
    """
    assert written(event(exchange(head + body), first_id=4, original=ORIGINAL)[0]) == stored(expected, head)


def test_nothing_new_is_a_revisit_with_an_empty_block_and_its_head_in_the_metadata() -> None:
    wire = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    expected = f"""
        WARC/1.1
        WARC-Type: revisit
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000004>
        {COMMON}
        WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified
        {REVISIT}
        WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ
        Content-Type: application/http;msgtype=response
    """
    revisit, _, meta = event(exchange(wire), first_id=4, original=ORIGINAL)
    assert written(revisit) == stored(expected, b"")
    assert sha1(b"") == EMPTY
    assert parse_metadata(bytes(meta.block)).http_head == wire  # type: ignore[arg-type]
    assert parse_metadata(bytes(meta.block)).payload_digest == sha1(b"hello")  # type: ignore[arg-type]


def test_a_304_without_an_original_stays_a_response() -> None:
    response = event(exchange(b"HTTP/1.1 304 Not Modified\r\n\r\n"))[0]
    assert (response.type, response.header("WARC-Payload-Digest")) == ("response", EMPTY)


@pytest.mark.parametrize(
    "wire", [PAGE.replace(b"hello", b"hallo"), PAGE[:-1], b"HTTP/1.0 304 Not Mod"], ids=["other", "cut", "cut head"]
)
def test_a_revisit_of_another_payload_or_of_a_cut_one_is_refused(wire: bytes) -> None:
    with pytest.raises(WarcError):
        event(exchange(wire), original=ORIGINAL)


def test_only_a_304_is_not_modified() -> None:
    made = exchange()
    with pytest.raises(WarcError):
        not_modified(made, frame(made.response), ORIGINAL, record_id=uuid(1))


def test_a_conversion_holds_what_was_read_and_refers_to_its_response() -> None:
    block = '{"headline": "Grüße"}'.encode()
    head = f"""
        WARC/1.1
        WARC-Type: conversion
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000005>
        WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000900>
        WARC-Date: 2026-11-20T10:00:01.123456Z
        WARC-Target-URI: urn:rowback:reading:https://outlet.example/a
        WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000001>
        WARC-Payload-Digest: {sha1(block)}
        WARC-Block-Digest: {sha1(block)}
        Content-Type: application/json
    """
    record = conversion(record_id=uuid(5), date=NOW, url="https://outlet.example/a", refers_to=uuid(1), content=block)
    assert written(record) == stored(head, block)


def test_a_resource_lies_under_a_urn_of_ours() -> None:
    block = b"{}"
    head = f"""
        WARC/1.1
        WARC-Type: resource
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000006>
        WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000900>
        WARC-Date: 2026-11-20T10:00:01.123456Z
        WARC-Target-URI: urn:rowback:crawl:7
        WARC-Payload-Digest: {sha1(block)}
        WARC-Block-Digest: {sha1(block)}
        Content-Type: application/json
    """
    record = resource(
        record_id=uuid(6), date=NOW, uri="urn:rowback:crawl:7", content=block, content_type="application/json"
    )
    assert written(record) == stored(head, block)
    with pytest.raises(WarcError, match="urn:rowback:"):
        resource(record_id=uuid(6), date=NOW, uri="https://a.example/", content=b"", content_type="text/plain")


def test_a_note_refers_to_the_record_it_is_about() -> None:
    block = b"reading: urn:uuid:00000000-0000-4000-8000-000000000005\r\n"
    head = f"""
        WARC/1.1
        WARC-Type: metadata
        WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000007>
        WARC-Warcinfo-ID: <urn:uuid:00000000-0000-4000-8000-000000000900>
        WARC-Date: 2026-11-20T10:00:01.123456Z
        WARC-Target-URI: https://outlet.example/a
        WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000004>
        WARC-Block-Digest: {sha1(block)}
        Content-Type: application/warc-fields
    """
    record = note(
        [("reading", uuid(5))], record_id=uuid(7), date=NOW, url="https://outlet.example/a", refers_to=uuid(4)
    )
    assert written(record) == stored(head, block)
    assert parse_metadata(block).others == (("reading", uuid(5)),)


def test_an_answer_that_is_no_http_is_kept_in_the_metadata() -> None:
    meta, request = records_without_answer(exchange(b"SSH-2.0-OpenSSH\r\n"), ids=ids())
    said = parse_metadata(bytes(meta.block))  # type: ignore[arg-type]
    assert (said.surplus, said.surplus_length, said.payload_digest) == (b"SSH-2.0-OpenSSH\r\n", 17, None)
    assert (request.type, request.header("WARC-Concurrent-To")) == ("request", f"<{uuid(3)}>")
    assert b"WARC-Concurrent-To" not in written(meta)


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("2001:0DB8:0:0::1", b"WARC-IP-Address: 2001:db8::1\r\n"),
        ("fe80::1%eth0", b"WARC-IP-Address: fe80::1\r\n"),
        (None, None),
        ("/run/proxy.sock", None),
    ],
)
def test_the_address_is_written_as_rfc_5952_says_and_left_out_behind_a_proxy(address: str | None, line: bytes) -> None:
    data = written(event(exchange(ip_address=address))[0])
    assert line in data if line else b"WARC-IP-Address" not in data


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://a.example/?q=a%20b&c=[1]", "https://a.example/?q=a%20b&c=[1]"),
        (" https://a.example/a b<c>\r\nWARC-Type: x", "https://a.example/a%20b%3Cc%3E%0D%0AWARC-Type:%20x"),
        ("https://a.example/é", "https://a.example/%C3%A9"),
    ],
)
def test_no_url_breaks_out_of_its_line(url: str, uri: str) -> None:
    assert target_uri(url) == uri
    assert f"WARC-Target-URI: {uri}\r\n".encode() in written(event(exchange(url=url))[0])


@pytest.mark.parametrize(
    ("head", "level"),
    [
        (b"Content-Type: text/html\r\n", 6),
        (b"Content-Type: image/svg+xml\r\n", 6),
        (b"Content-Type: IMAGE/png\r\n", 0),
        (b"Content-Type: application/pdf\r\n", 0),
        (b"Content-Type: text/html\r\nContent-Encoding: br\r\n", 0),
        (b"Content-Type: text/html\r\nContent-Encoding: identity\r\n", 6),
        (b"", 6),
    ],
)
def test_what_is_packed_already_is_not_packed_again(head: bytes, level: int) -> None:
    body = b"abcdefgh" * 500
    wire = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body
    response = event(exchange(wire))[0]
    assert response.level == level
    assert (len(packed(response)) > len(body)) is (level == 0)
    assert wire in written(response)


def test_equal_records_are_equal_bytes() -> None:
    assert packed(event(exchange())[0]) == packed(event(exchange())[0])


# ---- values parsed back


def test_metadata_comes_back_as_it_was_given() -> None:
    made = exchange(
        EARLY + EARLY + b"HTTP/1.1 304 Not Modified\r\nX: \xe9\r\n\r\nsurplus\0",
        provenance=WHY,
        tls_version="tls/1.2",
        tls_cipher="C",
        method="POST",
    )
    meta = capture_metadata(made, frame(made.response), sha1(b"hello"), revisit=True)
    assert meta.provenance == WHY
    assert meta.http_head == b"HTTP/1.1 304 Not Modified\r\nX: \xe9\r\n\r\n"
    assert (meta.interim_heads, meta.surplus, meta.surplus_length) == ((EARLY, EARLY), b"surplus\0", 8)
    assert parse_metadata(write_metadata(meta)) == meta


def test_values_stay_on_their_line() -> None:
    block = write_fields([("source", "https://a.example/\r\nWARC-Type: response\u2028x\x00y"), ("via\r\n", " a ")])
    assert block == b"source: https://a.example/ WARC-Type: response x y\r\nvia: a\r\n"
    assert read_fields(block) == (("source", "https://a.example/ WARC-Type: response x y"), ("via", "a"))


def test_much_surplus_is_kept_in_part_and_counted_in_full() -> None:
    meta = parse_metadata(bytes(event(exchange(PAGE + b"s" * (3 << 20)))[2].block))  # type: ignore[arg-type]
    assert (len(meta.surplus), meta.surplus_length) == (1 << 20, 3 << 20)


@pytest.mark.parametrize(
    "block",
    [b"no colon\r\n", b"crawl: seven\r\n", b"surplus-base64: !\r\n", b"fetchTimeMs: -1\r\n", b"crawl: " + b"9" * 30],
)
def test_metadata_that_cannot_be_is_refused_by_name(block: bytes) -> None:
    with pytest.raises(WarcError):
        parse_metadata(block)


def test_metadata_of_others_is_read_as_far_as_it_goes() -> None:
    said = parse_metadata(
        b"via: https://a.example/\nhopsFromSeed: LL\npurpose: fun\ndate: now\r\n folded\r\n\xff: \xff\r\n"
    )
    assert (said.provenance.via, said.provenance.hops, said.provenance.purpose) == ("https://a.example/", "LL", "other")
    assert said.others[0] == ("date", "now folded")


def test_a_big_body_is_never_in_memory_as_a_whole() -> None:
    class Counted:
        size = 0

        def write(self, data: bytes) -> None:
            self.size += len(data)

    body, piece = 50 << 20, b"0123456789abcdef" * 4096
    spool = Spool(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % body)
    for _ in range(body // len(piece)):
        spool.append(piece)
    spool.append(b"\r\n0\r\n\r\n")
    out = Counted()
    tracemalloc.start()
    for record in event(exchange(spool)):
        write_record(record, FILE, out)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert out.size > body
    assert peak < 4 << 20


def test_gzip_reads_every_record_on_its_own() -> None:
    members = [packed(record) for record in event(exchange())]
    assert gzip.decompress(b"".join(members)) == b"".join(written(record) for record in event(exchange()))
