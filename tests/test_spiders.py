"""The built-in outlets: what their definitions take for articles."""

import pytest
from scrapy.settings import Settings

from crawler.crawl.spider import NewsSpider
from crawler.loader import OutletLoader
from crawler.outlet import Outlet
from spiders.almasdar import AlMasdarNews
from spiders.eir import ExecutiveIntelligenceReview
from spiders.sputnik import Sputnik
from spiders.washingtonpost import WashingtonPost

SPIDERS: tuple[type[NewsSpider], ...] = (AlMasdarNews, ExecutiveIntelligenceReview, Sputnik, WashingtonPost)
OUTLETS: dict[str, Outlet] = {spider.name: spider.outlet for spider in SPIDERS}


def test_an_outlets_class_is_data_and_no_code() -> None:
    for spider in SPIDERS:
        assert not [name for name, value in vars(spider).items() if callable(value)]


@pytest.mark.parametrize("name", OUTLETS)
def test_every_outlet_names_its_sources_on_hosts_of_its_own(name: str) -> None:
    outlet = OUTLETS[name]
    assert outlet.title
    assert outlet.sources
    assert all(outlet.owns(source.url) for source in outlet.sources)
    assert all(source.url.startswith("https://") for source in outlet.sources)


@pytest.mark.parametrize(
    ("name", "url", "number"),
    [
        ("eir", "https://larouchepub.com/other/2018/4524-class_series.html", None),
        ("eir", "https://larouchepub.com/other/editorials/2021/4833-an_editorial.html", None),
        ("eir", "https://larouchepub.com/eiw/public/2022/eirv49n07-20220218/4907-seminar_program.html", None),
        ("eir", "https://larouchepub.com/pr_lar/2015/151028_forum.html", None),
        ("sputnik", "https://sputniknews.com/us/201704091052443210-a-story/", "1052443210"),
        ("sputnik", "https://sputnikglobe.com/20231203/a-story-1115357021.html", "1115357021"),
        ("almasdar", "https://www.almasdarnews.com/article/a-story-from-syria/", None),
        ("washingtonpost", "https://www.washingtonpost.com/weather/2024/04/26/storms-iowa/", None),
        ("washingtonpost", "https://www.washingtonpost.com/news/wonk/wp/2017/04/08/a-story/", None),
    ],
)
def test_addresses_of_articles_are_known(name: str, url: str, number: str | None) -> None:
    assert OUTLETS[name].owns(url)
    assert OUTLETS[name].is_article(url) is True
    assert OUTLETS[name].id_of(url) == number


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("eir", "https://larouchepub.com/eiw/public/2017/eirv44n02-20170113/index.html"),
        ("eir", "https://larouchepub.com/other/2018/index.html"),
        ("eir", "https://larouchepub.com/eiw/public/2022/eirv49n07-20220218/eirv49n07-20220218_005-seminar.pdf"),
        ("sputnik", "https://sputnikglobe.com/world/"),
        ("sputnik", "https://sputnikglobe.com/20231203/"),
        ("almasdar", "https://www.almasdarnews.com/category/syria/"),
        ("washingtonpost", "https://www.washingtonpost.com/politics/"),
    ],
)
def test_other_addresses_are_not(name: str, url: str) -> None:
    assert OUTLETS[name].is_article(url) is False


def test_sputniks_number_survives_its_change_of_address() -> None:
    sputnik = OUTLETS["sputnik"]
    old = "https://sputniknews.com/world/202204281095120345-a-story/"
    new = "https://sputnikglobe.com/20220428/a-story-told-anew-1095120345.html"
    assert sputnik.id_of(old) == sputnik.id_of(new) == "1095120345"


def test_the_loader_finds_them_all() -> None:
    assert set(OUTLETS) <= set(OutletLoader(Settings({"SPIDER_MODULES": ["spiders"]})).list())


def test_articles_of_one_issue_of_eir_are_not_taken_for_one() -> None:
    assert OUTLETS["eir"].article_id is None
