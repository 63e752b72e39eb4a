"""An outlet's definition: what it says, and what it refuses."""

import pytest

from crawler.errors import ConfigError
from crawler.outlet import Feed, NewsSitemap, Outlet, Section, Sitemap


def outlet(**fields: object) -> Outlet:
    return Outlet(**{"name": "gazette", "home": "https://www.gazette.example/", **fields})  # type: ignore[arg-type]


def test_a_home_is_all_that_a_definition_needs() -> None:
    assert Outlet(home="https://gazette.example/").display == "gazette.example"


def test_sources_of_different_kinds_at_one_address_differ() -> None:
    url = "https://gazette.example/x"
    assert len({Feed(url), Sitemap(url), NewsSitemap(url), Section(url), Feed(url)}) == 4
    assert [kind(url).kind for kind in (Feed, Sitemap, NewsSitemap, Section)] == [
        "feed",
        "sitemap",
        "news_sitemap",
        "section",
    ]


def test_an_outlet_can_stand_in_a_set() -> None:
    assert len({outlet(examples={"https://gazette.example/a": "words"}), outlet()}) == 2


@pytest.mark.parametrize(
    ("fields", "named", "cure"),
    [
        ({"home": "gazette.example"}, "home", "https://host/path"),
        ({"home": "ftp://gazette.example/"}, "home", "https://host/path"),
        ({"home": "https://me:secret@gazette.example/"}, "user name or password", "no passwords"),
        ({"sources": (Feed("https://gazette.example/rss?api_key=123"),)}, "api_key", "no passwords"),
        ({"sources": (Feed("https://gazette.example/rss?access_token=1"),)}, "access_token", "no passwords"),
        ({"examples": {"https://gazette.example/?sessionid=4": "x"}}, "sessionid", "no passwords"),
        ({"name": "The Gazette"}, "name", "small letters"),
        ({"article": "/(\\d+"}, "article", "Mend it"),
        ({"article_id": "/\\d+"}, "article_id", "exactly one group"),
        ({"article_id": "/(\\d)(\\d)"}, "article_id", "exactly one group"),
        ({"drop": ("div[",)}, "drop", "Mend it"),
        ({"delay": -1.0}, "delay", "0 to 86400"),
        ({"delay": float("nan")}, "delay", "0 to 86400"),
        ({"max_pages": -1}, "max_pages", "0 lifts the limit"),
        ({"language": "English"}, "language", "pt-BR"),
        ({"timezone": "Paris"}, "timezone", "Europe/Paris"),
        ({"comments": "maybe"}, "comments", "drop, keep"),
        ({"assets": "all"}, "assets", "none, page"),
        ({"allow_addresses": ("127.0.0.1/8",)}, "allow_addresses", "127.0.0.0/8"),
        ({"hosts": ("https://m.gazette.example",)}, "hosts", "without www"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_with_a_cure(fields: dict[str, object], named: str, cure: str) -> None:
    with pytest.raises(ConfigError) as refused:
        outlet(**fields)
    assert named in str(refused.value)
    assert cure in str(refused.value)
    assert refused.value.subject.startswith("outlet ")


def test_a_refusal_does_not_repeat_the_secret() -> None:
    with pytest.raises(ConfigError) as refused:
        outlet(sources=(Feed("https://me:hunter2@gazette.example/rss?token=hunter3"),))
    assert "hunter" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://gazette.example/a", True),
        ("http://www.gazette.example/a", True),
        ("https://sport.gazette.example/a", True),
        ("https://old-gazette.example/a", True),
        ("https://notgazette.example/a", False),
        ("https://gazette.example.evil.example/a", False),
        ("mailto:desk@gazette.example", False),
        ("http://[broken", False),
    ],
)
def test_an_outlet_owns_its_hosts_and_what_is_below_them(url: str, owned: bool) -> None:
    assert outlet(hosts=("old-gazette.example",)).owns(url) is owned


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("http://gazette.example:8080/a", True),
        ("http://sport.gazette.example:8080/a", True),
        ("http://gazette.example/a", False),
        ("http://gazette.example:8081/a", False),
        ("https://mirror.example:9000/a", True),
        ("https://mirror.example/a", False),
        ("https://anywhere.example:1234/a", True),
    ],
)
def test_another_port_of_a_host_is_another_outlet(url: str, owned: bool) -> None:
    made = Outlet(home="http://gazette.example:8080/", hosts=("mirror.example:9000", "anywhere.example"))
    assert made.owns(url) is owned
    assert made.display == "gazette.example:8080"
    assert Outlet(home="http://gazette.example:80/").owns("https://gazette.example/a")


def test_articles_are_told_only_by_a_definition_that_says_how() -> None:
    url = "https://gazette.example/2026/11/21/flood-4711.html"
    assert outlet().is_article(url) is None
    assert outlet().id_of(url) is None
    told = outlet(article=r"/\d{4}/\d\d/\d\d/", article_id=r"-(\d+)\.html$")
    assert told.is_article(url) is True
    assert told.is_article("https://gazette.example/sport/") is False
    assert told.id_of(url) == "4711"
    assert told.id_of("https://gazette.example/sport/") is None
