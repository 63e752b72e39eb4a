"""Which addresses of the network a crawl may talk to: public ones, and inner ones that the user wrote as addresses.

No name opens anything, as whoever owns it says where it leads. A page can redirect to, or a name can resolve to, an
address inside the user's own network. So the question is put to the resolved address of each connection
(`crawler.wire` does that), never to a URL alone. Pure: resolves nothing, opens nothing.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.errors import ConfigError, PrivateAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # IANA has given out no other public IPv6 space
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
NOT_PUBLIC = tuple(  # in IANA's special-purpose registries, but unknown to `ipaddress` of some Python we support
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be connected to besides public addresses."""

    networks: tuple[Network, ...] = ()
    typed: frozenset[str] = frozenset()  # hosts in URLs that the user typed; only those that spell an address count

    def check(self, host: str, address: str) -> None:
        """Return if the host may be fetched from that resolved address; raise `PrivateAddress` if not."""
        resolved = ipaddress.ip_address(address.partition("%")[0])
        meant = _embedded(resolved) or resolved
        if _plain(host) in self.typed and _spelled(host) & {resolved, meant}:
            return
        if is_public(meant) or any(one in net for net in self.networks for one in (resolved, meant)):
            return
        raise PrivateAddress(
            f"{address} is no public address",
            subject=host,
            cure=f'If you trust it, open its network in rowback.toml: allow_addresses = ["{_network_of(meant)}"]',
        )


def policy(*, addresses: Iterable[str] = (), typed: Iterable[str] = ()) -> AddressPolicy:
    """Make a policy from networks such as `127.0.0.0/8`, and the hosts of URLs that the user typed."""
    return AddressPolicy(tuple(_network(text) for text in addresses), frozenset(_plain(host) for host in typed))


def is_public(address: Address) -> bool:
    """Tell whether anyone on the internet could be meant by an address (IANA special-purpose registries)."""
    meant = _embedded(address)
    if meant is not None:
        return is_public(meant)
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    if any(address in network for network in NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def literal(host: str) -> str | None:
    """Return the address that a host name spells without any resolving, as browsers and resolvers read it.

    None when it is a name. `127.1`, `0177.0.0.1`, `0x7f.1` and `2130706433` all spell 127.0.0.1; `localhost` is one by
    definition (RFC 6761).
    """
    name = _plain(host)
    if name == "localhost" or name.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except (OSError, UnicodeEncodeError):
        return None


def _spelled(host: str) -> frozenset[Address]:
    """Return the addresses that a host spells and no resolver may add to: its own, or loopback's for `localhost`."""
    if _plain(host) == "localhost":
        return frozenset(ipaddress.ip_address(each) for each in ("127.0.0.1", "::1"))
    own = None if _plain(host).endswith(".localhost") else literal(host)
    return frozenset() if own is None else frozenset((ipaddress.ip_address(own),))


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for: mapped, NAT64 or 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise ConfigError(
            f"no network: {error}", subject=f"allow_addresses {text!r}", cure='Write it as "10.0.0.0/8" or "::1/128"'
        ) from error


def _network_of(address: Address) -> str:
    return f"{address}/{address.max_prefixlen}"
