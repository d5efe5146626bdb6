"""The client as a guest: what sites ask of robots, turns and waits, and the table of manners."""

import gzip
import threading
from datetime import timedelta

import pytest
from loopback import CLOSED, PAGE, START, StillClock, flood, refused, reply, silence, site, visitor

from tadmor.errors import SettingError
from tadmor.sources.fetching import Client, Clock, FetchError, Manners

ROBOTS = b"""User-agent: tadmor
Disallow: /private
Crawl-delay: 7

User-agent: *
Disallow: /
"""


def test_robots_are_asked_once_and_heeded():
    still = StillClock()
    client = visitor(still, delay=2)
    with site(
        {"/robots.txt": reply(ROBOTS), "/a": reply(PAGE), "/b": reply(status="302 F", location="/private/x")}
    ) as s:
        base = f"http://h.example:{s.port}"
        assert client.fetch(f"{base}/a").content == PAGE
        assert refused(client, f"{base}/private/x").reason == "robots"
        assert refused(client, f"{base}/b").reason == "robots"
        assert s.paths == ["/robots.txt", "/a", "/b"]
        still.passed += 86_400
        client.fetch(f"{base}/a")
        assert s.paths[3:] == ["/robots.txt", "/a"]
    assert still.sleeps == [2, 7, 2]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(b"<html>", "404 Not Found"), None),
        (reply(status="401 Unauthorized"), None),
        (reply(status="403 Forbidden"), None),
        (reply(status="410 Gone"), None),
        (reply(b"<html>The home page</html>"), None),
        (reply(b"\xff\xfe\x00 no text at all \x00"), None),
        (reply(b""), None),
        (reply(gzip.compress(b"User-agent: *\nDisallow: /"), content_encoding="gzip"), "robots"),
        (reply(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n"), "robots"),
        (reply(b"User-agent: *\nAllow: /a\n" + b"#\n" * 270_000 + b"Disallow: /a\n"), None),
        (reply(status="500 Oh"), "robots"),
        (reply(status="503 Oh"), "robots"),
        (reply(status="429 Oh"), "robots"),
        (b"", "robots"),
        (silence(), "robots"),
        (flood(CLOSED, b"x" * 65536), "robots"),
        (reply(status="302 Found", location="/robots.txt"), "robots"),
        (reply(status="302 Found", location="http://10.0.0.1/"), "address"),
        (reply(status="302 Found", location="/elsewhere"), None),
    ],
)
def test_what_a_robots_file_may_be(answer, reason):
    client = visitor(stall=0.2, deadline=1, max_received=600_000)
    with site({"/robots.txt": answer, "/a": reply(PAGE)}) as served:
        url = f"http://h.example:{served.port}/a"
        if reason is None:
            assert client.fetch(url).content == PAGE
        else:
            fault = refused(client, url)
            assert (fault.reason, fault.where) == (reason, url)
            assert "/a" not in served.paths
            rules = "asks robots not to" in fault.message
            assert (fault.again is None) is (rules or reason == "address")
            assert (fault.remedy == "try again later") is (reason == "robots" and not rules)


def test_a_delay_beyond_patience_is_not_waited_for():
    client = visitor(patience=60)
    with site({"/robots.txt": reply(b"User-agent: *\nCrawl-delay: 86400"), "/a": reply(PAGE)}) as served:
        url = f"http://h.example:{served.port}/a"
        assert client.fetch(url).content == PAGE
        fault = refused(client, url)
        assert (fault.reason, fault.again) == ("busy", START + timedelta(days=1))
        assert client.fetch(url.replace("h.example", "other.example")).content == PAGE


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        ("429 Slow", {"retry_after": "120"}, 120),
        ("503 Busy", {"retry_after": "Sun, 27 Mar 2016 12:05:03 GMT"}, 300),
        ("503 Busy", {"retry_after": "Sun, 27 Mar 2016 11:00:00 GMT"}, 3),
        ("503 Busy", {"retry_after": "99999999999999999999"}, 86_400),
        ("503 Busy", {"retry_after": "soon"}, 30),
        ("429 Slow", {"retry_after": "-5"}, 30),
        ("500 Oh", {}, 30),
    ],
)
def test_a_site_that_asks_to_wait(status, headers, seconds):
    still = StillClock()
    client = visitor(still, delay=3, patience=20)
    with site({"/a": reply(b"x" * 99, status, **headers), "/b": reply(PAGE)}) as served:
        base = f"http://h.example:{served.port}"
        fault = refused(client, f"{base}/a")
        assert (fault.reason, fault.status) == ("busy", int(status[:3]))
        assert (fault.again - START).total_seconds() == pytest.approx(still.passed + seconds)
        if seconds > 20:
            assert refused(client, f"{base}/b").reason == "busy"
            still.passed += seconds - 10
        assert client.fetch(f"{base}/b").content == PAGE


def test_failures_double_the_wait_and_success_ends_it():
    still = StillClock()
    client = visitor(still, patience=0, first_backoff=10, max_backoff=50)
    with site({"/a": reply(status="500 Oh"), "/b": reply(PAGE)}) as served:
        waits = []
        for path in "aaaaba":
            try:
                client.fetch(f"http://h.example:{served.port}/{path}")
            except FetchError as fault:
                wait = (fault.again - START).total_seconds() - still.passed
                waits.append(round(wait))
                still.passed += wait
    assert waits == [10, 20, 40, 50, 10]


def test_delay_is_kept_between_threads():
    """Eight threads on one host: each request at least the delay after the one before, on a clock of their own."""
    still, lock = StillClock(), threading.Lock()
    waits = []

    def sleep(seconds):
        with lock:
            waits.append(seconds)

    clock = Clock(lambda: 0.0, sleep, still.clock.wall)
    with site({"/a": reply(PAGE)}) as served:
        client = Client(Manners(delay=1, allow=("127.0.0.0/8",)), clock=clock, resolve=lambda *_: ["127.0.0.1"])
        url = f"http://h.example:{served.port}/a"
        client.fetch(url)
        threads = [threading.Thread(target=client.fetch, args=(url,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(waits) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"contact": "a\r\nX: y"}, "contact"), ({"contact": ""}, "contact"), ({"contact": "me (you)"}, "contact"),
        ({"delay": -1}, "delay"), ({"delay": float("nan")}, "delay"), ({"deadline": 0}, "deadline"),
        ({"max_content": "big"}, "max_content"), ({"allow": ("10.0.0.1/8",)}, "allow"),
        ({"allow": "10.0.0.0/8"}, "allow"), ({"allow": ("lan",)}, "allow"), ({"proxy": "socks5://h"}, "proxy"),
    ],
)  # fmt: skip
def test_manners_that_cannot_be(given, words):
    with pytest.raises(SettingError, match=words):
        Manners(**given)
