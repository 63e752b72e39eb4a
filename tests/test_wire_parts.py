"""The recorder's small parts: what is cut, what is limited, what things are called."""

import datetime as dt

import pytest

from crawler.wire.addresses import AddressPolicy
from crawler.wire.recording import HEAD_LIMIT, Download, wire_limit, without_proxy_secret
from crawler.wire.tls import cipher_name, version_name
from tests.kit.torturing import CLOCK_START


@pytest.mark.parametrize(
    ("request_bytes", "stored"),
    [
        (b"GET / HTTP/1.1\r\nproxy-AUTHORIZATION: x\r\nA: b\r\n\r\n", b"GET / HTTP/1.1\r\nA: b\r\n\r\n"),
        (b"GET / HTTP/1.1\r\nProxy-Authorization: x\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        (
            b"POST / HTTP/1.1\r\nA: b\r\n\r\nProxy-Authorization: in the body\r\n",
            b"POST / HTTP/1.1\r\nA: b\r\n\r\nProxy-Authorization: in the body\r\n",
        ),
        (b"GET / HTTP/1.1\r\nX-Proxy-Authorization: y\r\n\r\n", b"GET / HTTP/1.1\r\nX-Proxy-Authorization: y\r\n\r\n"),
    ],
)
def test_only_the_proxys_own_header_is_cut(request_bytes: bytes, stored: bytes) -> None:
    assert without_proxy_secret(request_bytes) == stored


@pytest.mark.parametrize(("maxsize", "limit"), [(0, 0), (1000, 2000 + HEAD_LIMIT)])
def test_the_wire_has_a_limit_where_the_body_has_one(maxsize: int, limit: int) -> None:
    assert wire_limit(maxsize) == limit


def test_a_clock_that_goes_back_makes_no_exchange_end_before_it_began() -> None:
    times = iter([CLOCK_START, CLOCK_START - dt.timedelta(hours=1)])
    download = Download(
        url="u", method="GET", host="h", proxied=False, limit=0, clock=lambda: next(times), policy=AddressPolicy()
    )
    recording = download.begin("192.0.2.1")
    recording.end(download.clock(), whole=True)
    assert recording.finished_at == CLOCK_START
    recording.response.close()


@pytest.mark.parametrize(
    ("openssl", "iana"),
    [
        ("TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
        ("ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        ("ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
        ("ECDHE-RSA-AES256-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
        ("DHE-RSA-AES256-CCM8", "TLS_DHE_RSA_WITH_AES_256_CCM_8"),
        ("DHE-RSA-AES128-CCM", "TLS_DHE_RSA_WITH_AES_128_CCM"),
        ("ECDHE-ARIA256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384"),
        ("DHE-DSS-CAMELLIA128-SHA", "TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA"),
        ("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"),
        ("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"),
        ("PSK-AES128-CBC-SHA", None),
        ("something-new", None),
    ],
)
def test_cipher_suites_have_ianas_names(openssl: str, iana: str | None) -> None:
    assert cipher_name(openssl) == iana


@pytest.mark.parametrize(("openssl", "name"), [("TLSv1.3", "tls/1.3"), ("TLSv1.2", "tls/1.2"), ("TLSv1", "tls/1.0")])
def test_tls_versions_are_written_as_warc_protocols(openssl: str, name: str) -> None:
    assert version_name(openssl) == name
