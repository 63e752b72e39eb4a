"""Spiders made of outlets: built in, configured, and both."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.settings import Settings

from crawler.config import Config, Surroundings, parse
from crawler.crawl.spider import NewsSpider
from crawler.errors import ConfigError, UnknownOutlet
from crawler.loader import OutletLoader, enabled, named, spider_class
from crawler.outlet import Outlet

ROOT = Path(__file__).parent.parent
BUILTIN = ("almasdar", "eir", "sputnik", "washingtonpost")


def config(text: str, tmp_path: Path) -> Config:
    around = Surroundings(environ={}, cwd=tmp_path, home=tmp_path)
    return parse(text, path=tmp_path / "rowback.toml", around=around)


def loader(*texts: str, tmp_path: Path) -> OutletLoader:
    made = OutletLoader(Settings({"SPIDER_MODULES": ["spiders"]}))
    for text in texts:
        made.add(config(text, tmp_path).outlets.values())
    return made


def test_built_in_outlets_are_known_but_none_is_enabled(tmp_path: Path) -> None:
    made = loader(tmp_path=tmp_path)
    assert set(BUILTIN) <= set(made.list())
    assert config("", tmp_path).enabled == ()
    with pytest.raises(ConfigError, match="rowback add"):
        enabled(config("", tmp_path), made.builtin)
    with pytest.raises(ConfigError, match="rowback resume"):
        enabled(config("[outlets.eir]\npaused = true", tmp_path), made.builtin)


def test_a_built_in_outlet_carries_the_name_of_its_spider(tmp_path: Path) -> None:
    made = loader(tmp_path=tmp_path)
    for name in BUILTIN:
        assert made.builtin[name].name == name
        assert made.load(name).outlet.name == name  # type: ignore[attr-defined]


def test_a_configured_outlet_is_a_spider_of_the_same_kind(tmp_path: Path) -> None:
    made = loader("[outlets.'gazette.example']\nhome = 'https://gazette.example/'", tmp_path=tmp_path)
    spider = made.load("gazette.example")
    assert issubclass(spider, NewsSpider)
    assert spider.name == "gazette.example"
    assert spider.outlet == Outlet(name="gazette.example", home="https://gazette.example/")


def test_configuring_a_built_in_outlet_changes_what_it_gives_and_keeps_the_rest(tmp_path: Path) -> None:
    text = "[outlets.eir]\ndelay = 30"
    made = loader(text, tmp_path=tmp_path)
    spider = made.load("eir")
    plain = made.builtin["eir"]
    assert spider.outlet.delay == 30  # type: ignore[attr-defined]
    assert spider.outlet.sources == plain.sources  # type: ignore[attr-defined]
    assert plain.delay == 0
    assert [outlet.name for outlet in enabled(config(text, tmp_path), made.builtin)] == ["eir"]


def test_a_name_is_looked_up_in_both_and_a_wrong_one_names_the_nearest(tmp_path: Path) -> None:
    mine = config("[outlets.gazette]\nhome = 'https://gazette.example/'\n[outlets.eir]\ndelay = 4", tmp_path)
    builtin = loader(tmp_path=tmp_path).builtin
    assert named("gazette", mine, builtin).home == "https://gazette.example/"
    assert named("eir", mine, builtin).delay == 4
    assert named("sputnik", mine, builtin).title == "Sputnik"
    with pytest.raises(UnknownOutlet, match="did you mean 'sputnik'"):
        named("sputnick", mine, builtin)


def test_a_spider_class_says_what_it_is() -> None:
    made = spider_class(Outlet(name="the-gazette.example", home="https://gazette.example/"), Spider)
    assert made.__name__ == "TheGazetteExample"
    assert made.__doc__ == "gazette.example, as configured."


def test_the_settings_name_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[outlets.gazette]\nhome = 'https://gazette.example/'")
    made = OutletLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"], "ROWBACK_CONFIG": str(path)}))
    assert "gazette" in made.list()


def test_scrapys_own_list_knows_both_kinds(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[outlets.gazette]\nhome = 'https://gazette.example/'")
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        cwd=ROOT,
        env={**os.environ, "ROWBACK_CONFIG": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.stdout.split() == sorted([*BUILTIN, "gazette"])
    assert listed.returncode == 0
