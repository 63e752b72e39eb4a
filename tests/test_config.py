"""rowback.toml: where it is found, what it says, what it refuses, and how it is changed."""

from pathlib import Path

import pytest

from crawler.config import Config, Operator, Surroundings, agent, edit, find, load, need_contact, parse
from crawler.errors import ConfigError, UnknownOutlet
from crawler.outlet import Feed, NewsSitemap, Outlet


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    for folder in ("home", "work/desk"):
        (tmp_path / folder).mkdir(parents=True)
    return Surroundings(environ={}, cwd=tmp_path / "work/desk", home=tmp_path / "home")


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(text: str, around: Surroundings) -> Config:
    return parse(text, path=around.cwd / "rowback.toml", around=around)


def test_the_flag_wins_over_the_environment_over_here_over_above_over_the_user(around: Surroundings) -> None:
    users = write(around.home / ".config/rowback/rowback.toml")
    assert find(None, around) == users
    above = write(around.cwd.parent / "rowback.toml")
    assert find(None, around) == above
    here = write(around.cwd / "rowback.toml")
    assert find(None, around) == here
    named = write(around.home / "named.toml")
    environed = Surroundings(environ={"ROWBACK_CONFIG": str(named)}, cwd=around.cwd, home=around.home)
    assert find(None, environed) == named
    flagged = write(around.cwd / "flagged.toml")
    assert find("flagged.toml", environed) == flagged
    assert find("~/named.toml", environed) == named


def test_no_file_means_defaults_and_a_morgue_here(around: Surroundings) -> None:
    config = load(around)
    assert config.path is None
    assert config.morgue == around.cwd / "morgue"
    assert (config.max_pages, config.max_time_seconds, config.since_seconds) == (200, 3600, 3 * 86400)
    assert config.min_free == 1_000_000_000


@pytest.mark.parametrize("how", ["flag", "environment"])
def test_a_file_that_was_named_must_be_there(around: Surroundings, how: str) -> None:
    environed = Surroundings(environ={"ROWBACK_CONFIG": "gone.toml"}, cwd=around.cwd, home=around.home)
    with pytest.raises(ConfigError, match=str(around.cwd / "gone.toml")) as missing:
        load(around, config="gone.toml") if how == "flag" else load(environed)
    assert missing.value.code == 3


def test_the_morgue_is_relative_to_the_file_and_can_be_overridden(around: Surroundings) -> None:
    write(around.cwd.parent / "rowback.toml", 'morgue = "archive/m"')
    assert load(around).morgue == around.cwd.parent / "archive/m"
    environed = Surroundings(environ={"ROWBACK_MORGUE": "elsewhere"}, cwd=around.cwd, home=around.home)
    assert load(environed).morgue == around.cwd / "elsewhere"
    assert load(environed, morgue="/flagged").morgue == Path("/flagged")
    assert load(environed, morgue="~/m").morgue == around.home / "m"


def test_an_unnamed_morgue_lies_beside_the_file_but_never_among_the_users_settings(around: Surroundings) -> None:
    write(around.home / ".config/rowback/rowback.toml")
    assert load(around).morgue == around.cwd / "morgue"
    write(around.cwd.parent / "rowback.toml")
    assert load(around).morgue == around.cwd.parent / "morgue"


def test_a_morgue_named_in_the_users_file_is_relative_to_that_file(around: Surroundings) -> None:
    write(around.home / ".config/rowback/rowback.toml", 'morgue = "~/papers"')
    assert load(around).morgue == around.home / "papers"


def test_everything_that_can_be_said_is_read(around: Surroundings) -> None:
    config = read(
        """
        min_free = "5 GiB"
        max_pages = 50
        max_time = "90m"
        since = "7d"
        loopback_connections = 8
        allow_addresses = ["127.0.0.0/8"]
        [operator]
        name = "Desk"
        contact = "desk@example.org"
        purpose = "corrections"
        [budget]
        looks_per_day = 5000
        bytes_per_day = "auto"
        [outlets."gazette.example"]
        title = "The Gazette"
        home = "https://gazette.example/"
        sources = [{ feed = "https://gazette.example/rss" }, { news_sitemap = "https://gazette.example/news.xml" }]
        delay = 5
        drop = [".ticker"]
        bytes_per_day = "200 MB"
        [outlets.paused]
        home = "https://paused.example/"
        paused = true
        """,
        around,
    )
    assert (config.min_free, config.max_pages, config.max_time_seconds) == (5 * 1024**3, 50, 5400)
    assert (config.since_seconds, config.loopback_connections) == (7 * 86400, 8)
    assert config.operator == Operator(name="Desk", contact="desk@example.org", purpose="corrections")
    assert (config.budget.looks_per_day, config.budget.bytes_per_day) == (5000, "auto")
    assert config.enabled == ("gazette.example",)
    assert config.definition("gazette.example").outlet() == Outlet(
        name="gazette.example",
        title="The Gazette",
        home="https://gazette.example/",
        sources=(Feed("https://gazette.example/rss"), NewsSitemap("https://gazette.example/news.xml")),
        delay=5.0,
        drop=(".ticker",),
        bytes_per_day=200_000_000,
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("morge = 'x'", "did you mean 'morgue'"),
        ("[operator]\nmail = 'x'", "unknown key 'mail' below [operator]"),
        ("[operator]\ncontct = 'x'", "did you mean 'contact'"),
        ("[outlets.a]\nhome = 'https://a.example/'\ntitel = 'A'", "did you mean 'title'"),
        (
            "[outlets.a]\nhome = 'https://a.example/'\nsources = [{ fead = 'https://a.example/' }]",
            "did you mean 'feed'",
        ),
        ("[outlets.a]\nsources = ['https://a.example/']", "is no list of sources"),
        ("[outlets.a]\nsources = [{ feed = 7 }]", "7 is no address"),
        ("[outlets.'A B']\nhome = 'https://a.example/'", "cannot be an outlet's name"),
        ("outlets = 3", "outlets: must be a table"),
        ("min_free = 'much'", "not a size"),
        ("max_pages = -3", "-3 is too small"),
        ("max_pages = true", "True will not do"),
        ("loopback_connections = 0", "0 is too small"),
        ("since = 'yesterday'", "not a length of time"),
        ("allow_addresses = ['127.0.0.1/8']", "has host bits set"),
        ("allow_addresses = '127.0.0.0/8'", "allow_addresses"),
        ("[operator]\ncontact = 'call me'", "no mail address"),
        ("[operator]\ncontact = 'a@b.example\\nX-Evil: 1'", "no mail address"),
        ('[operator]\nname = "a\\nb"', "line break"),
        ("[budget]\nbytes_per_day = 'a lot'", "not a size"),
        ("morgue = [", "not TOML"),
    ],
)
def test_what_cannot_be_is_refused_naming_the_file_the_key_and_the_cure(
    around: Surroundings, text: str, named: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read(text, around)
    assert named in str(refused.value)
    assert refused.value.subject == str(around.cwd / "rowback.toml")
    assert refused.value.cure


def test_a_file_that_is_no_text_is_refused(around: Surroundings) -> None:
    (around.cwd / "rowback.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(around)


def test_an_outlet_without_a_home_is_refused_unless_it_is_built_in(around: Surroundings) -> None:
    definition = read("[outlets.gazette]\ndelay = 9", around).definition("gazette")
    with pytest.raises(ConfigError, match="home is missing"):
        definition.outlet()
    builtin = Outlet(name="gazette", home="https://gazette.example/", title="The Gazette")
    assert definition.outlet(builtin) == Outlet(
        name="gazette", home="https://gazette.example/", title="The Gazette", delay=9.0
    )


def test_an_unknown_outlet_names_the_nearest(around: Surroundings) -> None:
    config = read("[outlets.gazette]\nhome = 'https://gazette.example/'", around)
    with pytest.raises(UnknownOutlet, match="did you mean 'gazette'"):
        config.definition("gazete")


def test_outlets_see_who_asks() -> None:
    assert agent(Operator(contact="desk@example.org"), "1.2") == "rowback/1.2 (+desk@example.org)"
    assert agent(Operator(), "1.2") == "rowback/1.2"


def test_a_public_address_is_asked_only_by_someone_who_can_be_written_to(around: Surroundings) -> None:
    config = read("", around)
    with pytest.raises(ConfigError) as refused:
        need_contact(config, "https://gazette.example/")
    assert 'contact = "you@example.org"' in refused.value.cure
    assert refused.value.code == 3
    for loopback in ("http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/"):
        need_contact(config, loopback)
    need_contact(read("[operator]\ncontact = 'desk@example.org'", around), "https://gazette.example/")


MINE = """\
# my outlets
morgue = "m"   # on the big disk

[operator]
contact = "desk@example.org"

[outlets.beta]   # keep this
home = "https://beta.example/"

[outlets.alpha]
home = "https://alpha.example/" # first letter
delay = 7
"""
GAZETTE = Outlet(
    name="gazette.example",
    home="https://gazette.example/",
    title='The "Gazette"',
    sources=(Feed("https://gazette.example/rss"), NewsSitemap("https://gazette.example/news.xml")),
    article=r"/\d{4}/",
    drop=(".a", ".b"),
    delay=3.5,
    examples={"https://gazette.example/1": "words"},
)


def test_an_outlet_is_added_and_read_back_while_all_else_stays(around: Surroundings) -> None:
    written = edit.put(MINE, GAZETTE)
    assert written.startswith(MINE.rstrip("\n"))
    config = read(written, around)
    assert list(config.outlets) == ["beta", "alpha", "gazette.example"]
    assert config.definition("gazette.example").outlet() == GAZETTE
    assert "\\\\d{4}" in written or "'/\\d{4}/'" in written


def test_an_outlet_is_added_to_a_first_configuration(around: Surroundings) -> None:
    config = read(edit.put(edit.new("desk@example.org"), GAZETTE), around)
    assert config.operator.contact == "desk@example.org"
    assert config.definition("gazette.example").outlet() == GAZETTE
    assert read(edit.put("", GAZETTE), around).enabled == ("gazette.example",)


def test_adding_again_replaces(around: Surroundings) -> None:
    once = edit.put(MINE, GAZETTE)
    changed = Outlet(name=GAZETTE.name, home="https://www.gazette.example/")
    twice = edit.put(once, changed)
    assert read(twice, around).definition("gazette.example").outlet() == changed


def test_removing_leaves_comments_and_order(around: Surroundings) -> None:
    left = edit.remove(MINE, "beta")
    assert list(read(left, around).outlets) == ["alpha"]
    assert "# on the big disk" in left
    assert "# first letter" in left
    with pytest.raises(UnknownOutlet, match="did you mean 'beta'"):
        edit.remove(MINE, "betta")


def test_pausing_and_resuming_come_back_to_the_same_text(around: Surroundings) -> None:
    paused = edit.pause(MINE, "beta", paused=True)
    assert read(paused, around).enabled == ("alpha",)
    assert edit.pause(paused, "beta", paused=False) == MINE
    assert edit.pause(MINE, "beta", paused=False) == MINE
    with pytest.raises(UnknownOutlet):
        edit.pause(MINE, "gamma", paused=True)


@pytest.mark.parametrize("text", ["outlets = 3", "outlets = ["])
def test_a_broken_configuration_is_not_changed(text: str) -> None:
    with pytest.raises(ConfigError):
        edit.put(text, GAZETTE)


def test_writing_replaces_the_file_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = write(tmp_path / "rowback.toml", "old")
    path.chmod(0o600)
    edit.write(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["rowback.toml"]
    edit.write(tmp_path / "made/for/it.toml", "x")
    assert (tmp_path / "made/for/it.toml").read_text() == "x"


def test_a_file_that_cannot_be_written_is_an_error_with_a_name(tmp_path: Path) -> None:
    write(tmp_path / "file")
    with pytest.raises(ConfigError, match="cannot be written"):
        edit.write(tmp_path / "file" / "rowback.toml", "x")
