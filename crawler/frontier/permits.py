"""What robots.txt says of the pages of a plan, before one of them is asked for. It fetches nothing itself."""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable

from crawler.politeness.robots import Robots, origin

Ask = Callable[
    [str], Awaitable[Robots | None]
]  # any address of an origin to its rules; None: asking for the page tells


class Permits:
    """The rules of the origins that one plan leads to, each read once."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rules: dict[str, Robots | None] = {}

    async def learn(self, addresses: Iterable[str]) -> bool:
        """Read the rules of these addresses' origins; return whether one of them was not known before."""
        unknown = {origin(url): url for url in addresses if origin(url) not in self._rules}
        for name, url in unknown.items():
            self._rules[name] = await self._ask(url)
        return bool(unknown)

    def forbids(self, url: str) -> str | None:
        """Say which rule forbids an address; None when none that is known does."""
        rules = self._rules.get(origin(url))
        decision = rules.decide(url) if rules is not None else None
        return None if decision is None or decision.allowed else decision.why

    def until(self, url: str) -> dt.datetime | None:
        """Return when the rules that speak of an address are read anew; None when they are not known."""
        rules = self._rules.get(origin(url))
        return None if rules is None else rules.until
