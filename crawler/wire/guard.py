"""Asks the address policy before each connection: when a name is resolved, and again of the peer that answered.

`GuardedEndpoint` stands around the endpoint that Scrapy made; while it connects, `GuardedResolver` leaves out refused
addresses, so that not one packet goes there. Where that resolver is not installed (setting `TWISTED_DNS_RESOLVER`), the
peer's address is refused before a byte is sent. Each new connection of a name is asked again, so a name that changes
its answer gains nothing. A proxy's own address is the user's business and is not asked about.
"""

from contextvars import ContextVar
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver, IStreamClientEndpoint
from twisted.internet.protocol import Factory
from twisted.python.failure import Failure
from zope.interface import implementer

from crawler.errors import PrivateAddress

from .addresses import AddressPolicy


class Guard:
    """The policy's verdicts for one connection."""

    def __init__(self, policy: AddressPolicy, host: str) -> None:
        self._policy = policy
        self._host = host
        self._permitted = False
        self._refusal: PrivateAddress | None = None

    def check(self, address: str) -> None:
        """Return if an address may be connected to, else raise `PrivateAddress`."""
        try:
            self._policy.check(self._host, address)
        except PrivateAddress as refusal:
            self._refusal = refusal
            raise
        self._permitted = True

    def explain(self, failure: Failure) -> Failure:
        """Return why a connection failed: the refusal when nothing else could have been connected to."""
        return failure if self._permitted or self._refusal is None else Failure(self._refusal)  # type: ignore[no-untyped-call]


_connecting: ContextVar[Guard | None] = ContextVar("rowback_guard", default=None)


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """Connects as the endpoint it is given does, but only to addresses that the policy lets through."""

    def __init__(self, endpoint: Any, policy: AddressPolicy, host: str) -> None:
        self._endpoint = endpoint
        self._policy = policy
        self._host = host

    def connect(self, protocolFactory: Any) -> "Deferred[Any]":
        """Connect, or fail with `PrivateAddress`."""
        guard = Guard(self._policy, self._host)
        token = _connecting.set(guard)
        try:
            connected: Deferred[Any] = self._endpoint.connect(_PeerChecked(protocolFactory, guard))
        finally:
            _connecting.reset(token)
        return connected.addErrback(guard.explain)


class _PeerChecked(Factory):
    noisy = False

    def __init__(self, factory: Any, guard: Guard) -> None:
        self._factory = factory
        self._guard = guard

    def buildProtocol(self, addr: Any) -> Any:
        self._guard.check(addr.host)
        return self._factory.buildProtocol(addr)


@implementer(IHostnameResolver)
class GuardedResolver:
    """Scrapy's DNS resolver for a crawl: IPv4 and IPv6, nothing cached for longer than the system does, guarded."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self._resolver = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: object, reactor: Any) -> "GuardedResolver":
        """Build it as the setting `TWISTED_DNS_RESOLVER` asks."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's own resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(self, resolutionReceiver: Any, *where: Any, **how: Any) -> Any:
        """Resolve a name; while a guarded endpoint connects, pass on only what its guard lets through."""
        guard = _connecting.get()
        receiver = resolutionReceiver if guard is None else _Filter(resolutionReceiver, guard)
        return self._resolver.resolveHostName(receiver, *where, **how)


@implementer(IResolutionReceiver)
class _Filter:
    def __init__(self, receiver: Any, guard: Guard) -> None:
        self._receiver = receiver
        self._guard = guard

    def resolutionBegan(self, resolutionInProgress: Any) -> None:
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:
        try:
            self._guard.check(address.host)
        except PrivateAddress:
            return  # the guard remembers it
        self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
