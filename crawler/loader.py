"""Makes every outlet a spider: those of `spiders/` and those of `rowback.toml`; Scrapy's own commands know both.

A built-in outlet is known, never enabled by itself. `[outlets.NAME]` with the name of one enables it, and may change
its fields.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

from scrapy import Spider
from scrapy.settings import BaseSettings, Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object

from .config import Config, Definition, Surroundings, load, unknown_outlet
from .errors import ConfigError
from .outlet import Outlet

BASE_CLASS = "crawler.crawl.spider.NewsSpider"


class OutletLoader(SpiderLoader):
    """Scrapy's loader, with the configured outlets beside the built-in ones.

    The setting `ROWBACK_CONFIG` names the configuration file; without it, it is looked for as everywhere.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.builtin: dict[str, Outlet] = dict(_outlets(self._spiders.values()))
        for name, outlet in self.builtin.items():
            self._spiders[name].outlet = outlet  # type: ignore[attr-defined]  # with its name, which stands once in the class
        self._base = str(settings.get("OUTLET_SPIDER", BASE_CLASS))

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Make a loader that knows the outlets of the configuration too. Raises `ConfigError`."""
        loader = cls(settings)
        around = Surroundings(environ=os.environ, cwd=Path.cwd(), home=Path.home())
        loader.add(load(around, config=settings.get("ROWBACK_CONFIG")).outlets.values())
        return loader

    def add(self, definitions: Iterable[Definition]) -> None:
        """Make spiders of configured outlets; one of a built-in outlet's name takes its place."""
        for definition in definitions:
            self.add_outlet(definition.outlet(self.builtin.get(definition.name)))

    def add_outlet(self, outlet: Outlet) -> type[Spider]:
        """Make a spider of an outlet; of a built-in one's class, so that its code, if it has any, holds."""
        known = self._spiders.get(outlet.name)
        base = known if known is not None and hasattr(known, "outlet") else load_object(self._base)
        made = spider_class(outlet, base)
        self._spiders[outlet.name] = made
        return made

    def outlets(self) -> dict[str, Outlet]:
        """Return every outlet that is known, by name."""
        return dict(_outlets(self._spiders.values()))


def spider_class(outlet: Outlet, base: type[Spider]) -> type[Spider]:
    """Return a spider class for an outlet, as if it stood in `spiders/`."""
    words = "".join(part.capitalize() for part in outlet.name.replace("-", ".").replace("_", ".").split("."))
    doc = f"{outlet.display}, as configured."
    return type(words or "Outlet", (base,), {"name": outlet.name, "outlet": outlet, "__doc__": doc})


def _outlets(spiders: Iterable[type[Spider]]) -> Iterable[tuple[str, Outlet]]:
    for spider in spiders:
        outlet = getattr(spider, "outlet", None)
        if isinstance(outlet, Outlet):
            yield spider.name, outlet.named(spider.name)


def table() -> str:
    """Return the built-in outlets as a table for a README."""
    rows = ["| name | outlet | home | sources |", "|---|---|---|---|"]
    builtin = OutletLoader(Settings({"SPIDER_MODULES": ["spiders"]})).builtin
    for name, outlet in sorted(builtin.items()):
        sources = "<br>".join(f"{source.kind.replace('_', ' ')} {source.url}" for source in outlet.sources)
        rows.append(f"| `{name}` | {outlet.display} | {outlet.home} | {sources} |")
    return "\n".join(rows) + "\n"


def enabled(config: Config, builtin: Mapping[str, Outlet]) -> tuple[Outlet, ...]:
    """Return the outlets to crawl when none is named. Raises `ConfigError` when there are none."""
    found = tuple(config.definition(name).outlet(builtin.get(name)) for name in config.enabled)
    if not found:
        if config.outlets:
            cure = "Take one up again: rowback resume NAME"
            raise ConfigError("every outlet is paused", subject=str(config.path or "rowback.toml"), cure=cure)
        cure = "Add one: rowback add https://example.org/"
        raise ConfigError("no outlet was added", subject=str(config.path or "rowback.toml"), cure=cure)
    return found


def named(name: str, config: Config, builtin: Mapping[str, Outlet]) -> Outlet:
    """Return an outlet by its name, configured or built in. Raises `UnknownOutlet` naming the nearest."""
    if name in config.outlets:
        return config.definition(name).outlet(builtin.get(name))
    if name in builtin:
        return builtin[name]
    raise unknown_outlet(name, [*config.outlets, *builtin])
