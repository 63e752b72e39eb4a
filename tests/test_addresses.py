"""Private addresses are refused where a connection is made, however a page or a name leads there."""

import contextlib
import json
import socket
from typing import Any

import pytest

from crawler.errors import ConfigError, PrivateAddress
from crawler.wire.addresses import AddressPolicy, literal, policy
from tests.kit.torturing import run
from tests.torture import Answer, TortureServer
from tests.torture_cases import head, sized

PRIVATE = (
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:c0a8:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "193.99.144.80",
    "223.255.255.255",
    "2606:4700::1111",
    "2a02:2e0:3fe:1001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(PrivateAddress) as refusal:
        AddressPolicy().check("news.example", address)
    assert refusal.value.subject == "news.example"
    assert address in refusal.value.message
    assert "allow_addresses" in refusal.value.cure


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes(address: str) -> None:
    AddressPolicy().check("news.example", address)


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("10.0.0.0/8", "10.1.2.3"),
        ("10.0.0.0/8", "::ffff:10.1.2.3"),
        ("10.0.0.0/8", "64:ff9b::a01:203"),
        ("::1/128", "::1"),
        ("fd00::/8", "fd12::1"),
    ],
)
def test_a_network_that_was_opened_passes_and_no_other_does(network: str, address: str) -> None:
    opened = policy(addresses=[network])
    opened.check("news.example", address)
    with pytest.raises(PrivateAddress):
        opened.check("news.example", "192.168.0.1")


def test_the_cure_that_an_error_names_is_one() -> None:
    with pytest.raises(PrivateAddress, match=r"192\.168\.0\.1/32"):
        AddressPolicy().check("news.example", "::ffff:192.168.0.1")
    policy(addresses=["192.168.0.1/32"]).check("news.example", "::ffff:192.168.0.1")


@pytest.mark.parametrize(
    ("typed", "host", "address", "passes"),
    [
        ("[::1]", "::1", "::1", True),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.1", "::ffff:127.0.0.1", True),
        ("10.1.2.3", "10.1.2.3", "10.1.2.3", True),
        ("127.1", "127.1", "127.0.0.1", True),
        ("localhost", "localhost", "127.0.0.1", True),
        ("Localhost.", "localhost", "::1", True),
        ("localhost", "localhost", "10.0.0.1", False),
        ("localhost", "127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", "127.0.0.2", False),
        ("127.0.0.1", "localhost", "127.0.0.1", False),
        ("127.0.0.1", "2130706433", "127.0.0.1", False),
        ("127.0.0.1", "news.example", "127.0.0.1", False),
        ("intranet", "intranet", "10.0.0.1", False),
        ("intranet", "intranet", "127.0.0.1", False),
        ("paper.localhost", "paper.localhost", "127.0.0.1", False),
        ("news.example", "news.example", "169.254.169.254", False),
    ],
)
def test_an_inner_address_passes_only_where_the_user_typed_that_very_address_or_localhost(
    typed: str, host: str, address: str, passes: bool
) -> None:
    with contextlib.nullcontext() if passes else pytest.raises(PrivateAddress):
        policy(typed=[typed]).check(host, address)


@pytest.mark.parametrize("text", ["10.0.0.1/8", "ten", "10.0.0.0/33", "", "::1/200"])
def test_a_network_that_cannot_be_read_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(ConfigError) as error:
        policy(addresses=[text])
    assert repr(text) in error.value.subject


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0x7f.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0", "0.0.0.0"),  # noqa: S104
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("localhost", "127.0.0.1"),
        ("LOCALHOST.", "127.0.0.1"),
        ("a.localhost", "127.0.0.1"),
        ("news.example", None),
        ("127.0.0.1.example", None),
        ("nachricht.münchen", None),
    ],
)
def test_a_host_that_spells_an_address_is_known_without_asking_anyone(host: str, address: str | None) -> None:
    assert literal(host) == address


def has_ipv6() -> bool:
    """Tell whether this machine can listen on ::1."""
    with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Crawl from a host that is allowed (127.0.0.1) towards one that is not (127.0.0.2)."""
    page = Answer(pieces=(sized(b"<p>inside</p>", "Connection: close"),), ending="close")
    with TortureServer({"page": page}, address="127.0.0.2") as inside:
        ways = {
            "direct": f"http://127.0.0.2:{inside.port}/page",
            "short": f"http://127.2:{inside.port}/page",
            "decimal": f"http://2130706434:{inside.port}/page",
            "octal": f"http://0177.0.0.02:{inside.port}/page",
            "hexadecimal": f"http://0x7f.0.0.2:{inside.port}/page",
            "mapped": f"http://[::ffff:127.0.0.2]:{inside.port}/page",
            "ipv6": f"http://[::1]:{inside.port}/page",
            "zero": f"http://0.0.0.0:{inside.port}/page",
            "name": f"http://inside.test:{inside.port}/page",
            "secured": f"https://inside.test:{inside.port}/page",
            "redirected": "http://127.0.0.1:{port}/redirected",
        }
        move = Answer(pieces=(head(f"Location: {ways['direct']}", "Content-Length: 0", status="HTTP/1.1 302 Found"),))
        with TortureServer({"page": page, "redirected": move}) as outside:
            result = run(plan(ways, outside, inside), tmp_path_factory.mktemp("addresses"), ROWBACK_NAMES=NAMES)
    return {"ways": ways, "inside": inside, "outside": outside, "result": result}


NAMES = json.dumps(
    {
        "inside.test": ["127.0.0.2"],
        "rebound.test": ["127.0.0.1", "127.0.0.2"],
        "seed.test": ["127.0.0.2"],
    }
)


def plan(ways: dict[str, str], outside: TortureServer, inside: TortureServer) -> dict[str, Any]:
    """Plan a crawl of each way, and those where it may or must come through."""
    allowed = {"WIRE_ALLOW_ADDRESSES": ["127.0.0.1/32"]}

    def crawl(*urls: str, settings: dict[str, Any] = allowed, **meta: object) -> dict[str, Any]:
        urls = tuple(url.replace("{port}", str(outside.port)) for url in urls)
        return {"settings": settings, "groups": [[{"url": url, "meta": meta} for url in urls]]}

    rebound = f"http://rebound.test:{outside.port}/page"
    named = f"http://seed.test:{inside.port}/page"
    proxy = f"http://{outside.address}:{outside.port}"
    crawls = {way: crawl(url) for way, url in ways.items()} | {
        "rebound": crawl(rebound, rebound),
        "localhost": crawl(f"http://localhost:{outside.port}/page", settings={}),
        "seed": crawl(named, settings={"WIRE_TYPED_HOSTS": ["seed.test"]}),
        "typed": crawl(ways["direct"], settings={"WIRE_TYPED_HOSTS": ["127.0.0.2"]}),
        "open": crawl(ways["direct"], settings={"WIRE_ALLOW_ADDRESSES": ["127.0.0.2/32"]}),
        "proxied": crawl("http://2130706434/page", proxy=proxy),
        "through a proxy": crawl("http://news.test/page", settings={}, proxy=proxy),
    }
    return {"settings": {"TWISTED_DNS_RESOLVER": "tests.torture_crawl.FickleResolver"}, "crawls": crawls}


def outcomes(crawls: dict[str, Any], name: str) -> list[str]:
    """Return what the spider of a crawl got."""
    return [one["outcome"] for one in crawls["result"][name]["outcomes"]]


@pytest.mark.parametrize(
    "way",
    [
        "direct",
        "short",
        "decimal",
        "octal",
        "hexadecimal",
        "mapped",
        "zero",
        "name",
        "secured",
        "redirected",
        "proxied",
    ],
)
def test_no_way_leads_inside(crawls: dict[str, Any], way: str) -> None:
    assert outcomes(crawls, way) == ["PrivateAddress"]


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback")
def test_a_literal_ipv6_address_is_refused(crawls: dict[str, Any]) -> None:
    assert outcomes(crawls, "ipv6") == ["PrivateAddress"]


def test_a_refusal_is_not_tried_again_and_ends_no_crawl(crawls: dict[str, Any]) -> None:
    for way in crawls["ways"]:
        result = crawls["result"][way]
        assert result["reason"] == "finished"
        assert "retry/count" not in result["stats"]


def test_a_name_that_changes_its_answer_gains_nothing(crawls: dict[str, Any]) -> None:
    assert outcomes(crawls, "rebound") == ["200", "PrivateAddress"]


def test_the_redirect_itself_is_kept(crawls: dict[str, Any]) -> None:
    (kept,) = crawls["result"]["redirected"]["exchanges"]
    assert kept["response"].startswith(b"HTTP/1.1 302 ")


def test_a_name_that_the_user_typed_leads_inside_no_more_than_any_other(crawls: dict[str, Any]) -> None:
    assert outcomes(crawls, "seed") == ["PrivateAddress"]


def test_only_what_was_opened_or_typed_as_an_address_was_ever_connected_to(crawls: dict[str, Any]) -> None:
    assert outcomes(crawls, "typed") == outcomes(crawls, "open") == ["200"]
    assert crawls["inside"].connections == 2


def test_a_proxy_may_be_anywhere(crawls: dict[str, Any]) -> None:
    assert outcomes(crawls, "through a proxy") == ["200"]


def test_the_peer_is_checked_where_the_resolver_was_not_asked(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = Answer(pieces=(sized(b"inside"),))
    with TortureServer({"page": page}) as inside, TortureServer({"page": page}, mode="https") as secured:
        groups = [[{"url": server.url("page")}] for server in (inside, secured)]
        settings = {"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver"}
        result = run({"settings": settings, "crawls": {"x": {"groups": groups}}}, tmp_path_factory.mktemp("peer"))
    assert [one["outcome"] for one in result["x"]["outcomes"]] == ["PrivateAddress", "PrivateAddress"]
    assert inside.served == secured.served == []
