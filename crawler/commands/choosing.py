"""Which outlets a command is about: the words that people type, names or addresses, as outlets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from scrapy.settings import Settings

from archive import urls
from crawler import settings as ours
from crawler.config import Config
from crawler.discovery.unknown import unknown_outlet
from crawler.loader import OutletLoader, enabled, named
from crawler.outlet import Outlet


@dataclass(frozen=True, slots=True)
class Chosen:
    """An outlet, how it was named, and whether it stands in `rowback.toml`."""

    outlet: Outlet
    url: str | None  # None when it was named by its name
    added: bool


@cache
def builtin_outlets() -> Mapping[str, Outlet]:
    """Return the outlets of `spiders/`, by name."""
    settings = Settings()
    settings.setmodule(ours, priority="project")
    return OutletLoader(settings).builtin


def choose(words: tuple[str, ...], config: Config) -> list[Chosen]:
    """Return the outlets that the words name, each once; without words, those that were added.

    Raises `UnknownOutlet`, `BadInput`, and `ConfigError` when none was added.
    """
    builtin = builtin_outlets()
    if not words:
        return [Chosen(outlet, None, True) for outlet in enabled(config, builtin)]
    found: dict[str, Chosen] = {}
    for word in words:
        chosen = _by_address(word, config) if "://" in word else Chosen(named(word, config, builtin), None, True)
        found.setdefault(chosen.outlet.name, chosen)
    return list(found.values())


def _by_address(url: str, config: Config) -> Chosen:
    urls.parse(url)
    return by_host(url, config)


def by_host(url: str, config: Config) -> Chosen:
    """Return the outlet that owns an address: an added one, a built-in one, or one that nobody has described."""
    builtin = builtin_outlets()
    for name, definition in config.outlets.items():
        outlet = definition.outlet(builtin.get(name))
        if outlet.owns(url):
            return Chosen(outlet, url, True)
    known = next((outlet for outlet in builtin.values() if outlet.owns(url)), None)
    return Chosen(known or unknown_outlet(url), url, False)
