"""Lists of feeds: what they give, and what is told of a wrong one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tadmor.errors import SettingError
from tadmor.pipeline.watching_list import watch_list

HEAD = '[manners]\ncontact = "me@example.org"\n'
FEED = '[[feed]]\nurl = "https://a.example/rss"\n'
OPML = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="East">
<outline text="Coast Herald" type="rss" xmlUrl="https://coast.example/rss"/></outline>
<outline text="A" type="rss" xmlUrl="https://a.example/rss"/></body></opml>"""


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_list_with_all_that_it_may_hold(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML)
    found = watch_list(written(tmp_path, f"""every = "1h"\nmax_age = "30d"\nrevisit = ["2h"]\nretry = ["5m", "1d"]
{HEAD}delay = 5\nallow = ["10.1.0.0/16"]\n{FEED}outlet = "A"\nevery = "10m"
[[sitemap]]\nurl = "https://b.example/map.xml"\nmax_age = "2d"\n[[opml]]\nfile = "mine.opml"\n"""))  # fmt: skip
    assert [(s.url, s.form, s.outlet, s.every, s.max_age) for s in found.sources] == [
        ("https://a.example/rss", "feed", "A", timedelta(minutes=10), timedelta(days=30)),
        ("https://b.example/map.xml", "sitemap", None, timedelta(hours=1), timedelta(days=2)),
        ("https://coast.example/rss", "feed", "Coast Herald", timedelta(hours=1), timedelta(days=30)),
    ]
    assert (found.revisit, found.retry) == ((timedelta(hours=2),), (timedelta(minutes=5), timedelta(days=1)))
    assert (found.manners.delay, found.manners.allow) == (5, ("10.1.0.0/16",))
    assert "me@example.org" in found.manners.user_agent


def test_the_option_goes_before_the_list_and_a_feed_before_both(tmp_path: Path) -> None:
    text = f'every = "1h"\n{HEAD}{FEED}[[feed]]\nurl = "https://b.example/rss"\nevery = "2h"\n'
    assert [s.every for s in watch_list(written(tmp_path, text), "5m").sources] == [
        timedelta(minutes=5),
        timedelta(hours=2),
    ]


def test_a_change_of_the_list_shows(tmp_path: Path) -> None:
    one, again = (watch_list(written(tmp_path, HEAD + FEED)).digest for _ in range(2))
    assert one == again != watch_list(written(tmp_path, f"{HEAD}delay = 9\n{FEED}")).digest


@pytest.mark.parametrize(
    ("text", "where", "message", "remedy"),
    [
        (f"feeds = 3\n{HEAD}{FEED}", "feeds.toml", "unknown key 'feeds'", "did you mean 'feed'?"),
        (f"{HEAD}", "feeds.toml", "lists nothing to watch", "[[feed]]"),
        (f"{FEED}", "feeds.toml, manners", "no contact", "contact ="),
        (f"{HEAD}{FEED}outlt = 'A'", "feeds.toml, feed 1", "unknown key 'outlt'", "did you mean 'outlet'?"),
        (f"{HEAD}delya = 3\n{FEED}", "feeds.toml, manners", "unknown key 'delya'", "did you mean 'delay'?"),
        (f"{HEAD}delay = -1\n{FEED}", "feeds.toml, manners", "delay is -1", "number of 0 or more"),
        (f"{HEAD}allow = ['10.x']\n{FEED}", "feeds.toml, manners", "no network", "10.1.0.0/16"),
        (
            f"{HEAD}[[feed]]\nurl = 'a.example/rss'",
            "feeds.toml, feed 1",
            "no address",
            "did you mean https://a.example/rss?",
        ),
        (f"{HEAD}[[feed]]\nurl = 'ftp://a.example/rss'", "feeds.toml, feed 1", "no address", "https://…"),
        (f"{HEAD}[[feed]]\noutlet = 'A'", "feeds.toml, feed 1", "no url", "[[feed]]"),
        (f"{HEAD}{FEED}{FEED}", "feeds.toml, feed 2", "listed already, as feed 1", "leave one"),
        (f"{HEAD}{FEED}every = 'often'", "feeds.toml, feed 1, every", "no length of time", "15m"),
        (f"{HEAD}{FEED}max_age = '0d'", "feeds.toml, feed 1, max_age", "no length of time", "30d"),
        (f"revisit = '6h'\n{HEAD}{FEED}", "feeds.toml, revisit", "no list", '["6h"'),
        (f"{HEAD}[feed]\nurl = 'https://a.example/rss'", "feeds.toml", "feed is no list of tables", "[[feed]]"),
        (f"{HEAD}[[opml]]\nfile = 'no.opml'", "feeds.toml, opml 1", "no.opml cannot be read", "path"),
        (f"{HEAD}[[opml]]\nfile = 'feeds.toml'", "feeds.toml, opml 1", "feeds.toml is no OPML", "export"),
        ("[manners\n", "feeds.toml", "this is no TOML", "docs/watching.md"),
        ("SQLite format 3\0", "feeds.toml", "this is a record", "list first"),
    ],
)
def test_a_wrong_list_is_told_with_its_place(tmp_path: Path, text: str, where: str, message: str, remedy: str) -> None:
    with pytest.raises(SettingError) as fault:
        watch_list(written(tmp_path, text))
    assert str(fault.value.where).endswith(where)
    assert message in fault.value.message
    assert remedy in (fault.value.remedy or "")


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="there is no such file"):
        watch_list(tmp_path / "none.toml")
