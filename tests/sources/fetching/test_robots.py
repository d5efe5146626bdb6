"""What sites ask of robots."""

import time

import pytest

from tadmor.sources.fetching.robots import Remembered, Rules, rules_of


@pytest.mark.parametrize(
    ("text", "path", "allowed", "delay"),
    [
        ("", "/a", True, 0),
        ("User-agent: *\nDisallow: /a", "/a", False, 0),
        ("User-agent: *\nDisallow: /a", "/b", True, 0),
        ("User-agent: *\nDisallow:", "/a", True, 0),
        ("User-agent: Tadmor\nDisallow: /", "/a", False, 0),
        ("USER-AGENT: TADMOR # us\nDisallow: /", "/a", False, 0),
        ("User-agent: tadmor\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True, 0),
        ("User-agent: Otherbot\nUser-agent: tadmor\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True, 0),
        ("User-agent: Otherbot\nDisallow: /", "/a", True, 0),
        ("User-agent: tadmorous\nDisallow: /", "/a", True, 0),
        ("User-agent: *\nUser-agent: Otherbot\nDisallow: /a", "/a", False, 0),
        ("User-agent: *\nDisallow: /*.pdf$\nCrawl-delay: 2.5", "/a/b.pdf", False, 2.5),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True, 0),
        ("User-agent: *\nRequest-rate: 1/10", "/a", True, 10),
        ("User-agent: *\nCrawl-delay: 5\nRequest-rate: 30/1m", "/a", True, 5),
        ("User-agent: *\nCrawl-delay: nan", "/a", True, 0),
        ("User-agent: *\nCrawl-delay: inf", "/a", True, 0),
        ("User-agent: *\nCrawl-delay: -4", "/a", True, 0),
        ("User-agent: Otherbot\nCrawl-delay: 9", "/a", True, 0),
    ],
)
def test_rules(text, path, allowed, delay):
    rules = rules_of(text.encode())
    assert (rules.allow(f"https://h.example{path}"), rules.delay) == (allowed, delay)


def test_ten_thousand_names_above_ten_thousand_rules():
    """Each rule is not kept once for each name: that would be a hundred million."""
    names = "".join(f"User-agent: robot{n}\n" for n in range(10_000))
    rules = "".join(f"Disallow: /{n}/\n" for n in range(10_000))
    start = time.process_time()
    found = rules_of((names + rules + "User-agent: *\nDisallow: /a\n").encode())
    assert not found.allow("https://h.example/a")
    assert time.process_time() - start < 3


def test_half_a_line_at_the_limit_is_no_rule():
    text = b"User-agent: *\n" + b"#" * 524_265 + b"\nDisallow: /a/private"
    assert text[: 512 * 1024].endswith(b"\nDisallow")
    assert rules_of(text).allow("https://h.example/b")
    longer = b"User-agent: *\nDisallow: /a\n" + b"# more\n" * 100_000
    assert not rules_of(longer).allow("https://h.example/a")


def test_rules_are_remembered_up_to_their_expiry():
    known, rules = Remembered(), Rules(None, 3)
    known.put("https://h.example", rules, expires=10)
    assert known.get("https://h.example", 9.9) is rules
    assert known.get("https://h.example", 10) is None
    assert known.get("http://h.example", 0) is None
    for n in range(2_000):
        known.put(f"https://{n}.example", rules, expires=10)
    assert known.get("https://h.example", 0) is None
    assert known.get("https://1999.example", 0) is rules
