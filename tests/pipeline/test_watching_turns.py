"""Whose turn it is: hosts that are to be asked seldom, hosts with long backlogs, and a run that ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tadmor.pipeline import Monitor
from tadmor.pipeline.watching import Watcher, host_of
from tadmor.pipeline.watching_list import Watched
from tadmor.pipeline.watching_reading import Seen
from tadmor.sources.fetching import Fetched, FetchError
from watched import FEED, SITE, START, Site, page, runner, watch_list

MINUTE = timedelta(minutes=1)
MORE = "Traders in the old quarter closed their shops early and buses did not run in the afternoon."


@dataclass
class SlowSite(Site):
    """A site whose robots.txt asks for one request in so long, longer than the client waits; a client a run."""

    turn: timedelta = timedelta(minutes=2)
    free: datetime = START
    had: list[str] = field(default_factory=list)

    def fetch(self, url: str, **given: Any) -> Fetched:
        if self.now < self.free:
            raise FetchError("it is asked slowly", where=url, reason="busy", again=self.free)
        self.free = self.now + self.turn
        self.had.append(url)
        return super().fetch(url, **given)


@pytest.mark.parametrize(("gap", "every"), [(15, 15), (15, 1), (2, 1), (2, 15), (5, 60)])
def test_feed_and_pages_of_a_slow_host_have_their_turns(tmp_path: Path, gap: int, every: int) -> None:
    """Each run of cron has one request: neither the feed nor a backlog of pages may take them all."""
    site = SlowSite()
    urls = [site.publish(f"/{n}", page(f"{n + 2} killed in Homs", MORE)) for n in range(30)]
    run = runner(site, tmp_path / "war.db")
    listed = watch_list(Watched(FEED, every=every * MINUTE))
    for _ in range(24):
        site.free = START  # a new process knows of no turn
        run(gap * MINUTE, listed)
    asked = Counter(url == FEED for url in site.had)
    assert asked[True] + asked[False] == 24
    assert asked[True] >= min(24 * gap // (2 * every + 2 * gap), 10)
    assert asked[False] >= 10
    assert len(set(site.had) & set(urls)) == asked[False]


@pytest.mark.parametrize("status", [429, 503, None])
def test_a_host_that_asked_to_be_left_alone_is_so_in_the_next_run_too(tmp_path: Path, status: int | None) -> None:
    """All of it, and not only what was refused; and so is the host to which it redirects."""
    site = Site()
    run = runner(site, tmp_path / "war.db")
    first, other = f"{SITE}/a", "https://coast.example/b"
    site.answers[first] = FetchError("slow down", where=other, reason="busy", status=status, again=START + 60 * MINUTE)
    site.items.append(("/a", "2016-03-27"))
    run()
    site.publish("/c", page("Two killed in Homs", MORE))
    site.answers["https://hills.example/rss"] = (
        200, f"<rss><channel><item><link>{other}</link></item></channel></rss>".encode(),
    )  # fmt: skip
    site.answers[other] = (200, page("Three killed in Homs", MORE))
    site.asked.clear()
    listed = watch_list(Watched(FEED), Watched("https://hills.example/rss"))
    run(30 * MINUTE, listed)
    assert site.asked == ["https://hills.example/rss"]
    site.answers[first] = site.answers[other]
    run(31 * MINUTE, listed)
    assert {FEED, f"{SITE}/c", first, other} <= set(site.asked)


def test_no_host_waits_until_the_backlogs_of_others_are_done(tmp_path: Path) -> None:
    site = Site()
    hosts = [f"https://h{n:02}.example" for n in range(20)]
    for host in hosts:
        links = "".join(f"<item><link>{host}/{n}</link></item>" for n in range(20))
        site.answers[f"{host}/rss"] = (200, f"<rss><channel>{links}</channel></rss>".encode())
        site.answers |= {f"{host}/{n}": (200, b"<html><body>Nothing.</body></html>") for n in range(20)}
    listed = watch_list(*(Watched(f"{host}/rss") for host in hosts))
    with (
        Monitor.open(tmp_path / "war.db") as monitor,
        Watcher(monitor, listed, "test", site, clock=site.clock) as watcher,
    ):
        watcher._lanes.most = 1
        assert any(isinstance(seen, Seen) and seen.what == "resting" for seen in watcher.run(once=True))
    pages = [host_of(url) for url in site.asked if not url.endswith("/rss")]
    assert len(pages) == 400
    first, second = ([pages.index(host_of(host)), len(pages) - pages[::-1].index(host_of(host))] for host in
                     (hosts[0], hosts[-1]))  # fmt: skip
    assert second[0] < 20 * 8  # each host has eight pages asked before any has more
    assert first[1] > 20 * 8


def test_a_run_ends_although_its_feeds_are_due_again_by_then(tmp_path: Path) -> None:
    @dataclass
    class Aging(Site):
        def fetch(self, url: str, **given: Any) -> Fetched:
            self.now += timedelta(seconds=1)
            if len(self.asked) > 60:
                raise AssertionError("it does not end")
            return super().fetch(url, **given)

    site = Aging()
    maps = [f"{SITE}/map{n}" for n in range(20)]
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in maps)
    site.answers |= dict.fromkeys(maps, (200, b"<urlset></urlset>"))
    site.answers[f"{SITE}/index"] = (200, f"<sitemapindex>{rows}</sitemapindex>".encode())
    listed = watch_list(Watched(f"{SITE}/index", "sitemap", every=timedelta(seconds=1)))
    run = runner(site, tmp_path / "war.db")
    for _ in range(2):
        site.asked.clear()
        assert run(watched=listed) == []
        assert sorted(site.asked) == sorted([f"{SITE}/index", *maps])
