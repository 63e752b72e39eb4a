"""What a configuration means for Scrapy's settings, for `rowback crawl` and a plain `scrapy crawl` alike."""

import os
from pathlib import Path

from scrapy.settings import BaseSettings

from .rowback_toml import Config, Surroundings, agent, load, own_version

_DONE = "ROWBACK_CONFIGURED"


def surroundings() -> Surroundings:
    """Return what surrounds this process."""
    return Surroundings(environ=os.environ, cwd=Path.cwd(), home=Path.home())


def config(settings: BaseSettings) -> Config:
    """Read the configuration that Scrapy's settings name, else the one that is found. Raises `ConfigError`."""
    return load(surroundings(), config=settings.get("ROWBACK_CONFIG"))


def apply(settings: BaseSettings, own: Config | None = None) -> None:
    """Put a configuration into Scrapy's settings; without one, the one that is found, unless one was put in before."""
    if own is None:
        if settings.getbool(_DONE):
            return
        own = config(settings)
    settings.set("USER_AGENT", agent(own.operator, own_version()), priority="cmdline")
    settings.set("WIRE_ALLOW_ADDRESSES", list(own.allow_addresses), priority="cmdline")
    settings.set("ROWBACK_LOOPBACK_CONNECTIONS", own.loopback_connections, priority="cmdline")
    settings.set(_DONE, True, priority="cmdline")
