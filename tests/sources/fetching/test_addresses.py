"""Which network addresses may be connected to."""

from ipaddress import ip_network

import pytest

from tadmor.sources.fetching import FetchError
from tadmor.sources.fetching.addresses import permitted, refusal, resolve


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("0.0.0.0", "this network"), ("0.1.2.3", "this network"),
        ("10.0.0.0", "private"), ("10.255.255.255", "private"), ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"), ("100.64.0.1", "shared by a carrier"), ("100.127.255.255", "shared by a carrier"),
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"),
        ("169.254.169.254", "link-local"), ("169.254.170.2", "link-local"),
        ("168.63.129.16", "a cloud's metadata service"), ("192.0.0.192", "reserved"),
        ("192.0.2.1", "for documentation"), ("198.51.100.1", "for documentation"), ("203.0.113.1", "for documentation"),
        ("192.88.99.1", "a relay"), ("198.18.0.1", "for benchmarks"), ("198.19.255.255", "for benchmarks"),
        ("224.0.0.1", "multicast"), ("239.255.255.255", "multicast"), ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"), ("::1", "loopback"), ("::2", "reserved"), ("::127.0.0.1", "reserved"),
        ("::ffff:127.0.0.1", "an IPv4 address written as IPv6"), ("::ffff:8.8.8.8", "an IPv4 address written as IPv6"),
        ("64:ff9b::a00:1", "a translated IPv4 address"), ("64:ff9b:1::1", "a translated IPv4 address"),
        ("100::1", "reserved"), ("2001::1", "reserved"), ("2001:db8::1", "for documentation"),
        ("2002:7f00:1::1", "a tunnelled IPv4 address"), ("3fff::1", "for documentation"), ("4000::1", "reserved"),
        ("5f00::1", "reserved"), ("fc00::1", "private"), ("fd00:ec2::254", "private"), ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"), ("febf::1", "link-local"), ("fec0::1", "private"), ("ff02::1", "multicast"),
        ("1.1.1.1", None), ("9.255.255.255", None), ("11.0.0.0", None), ("100.63.255.255", None), ("100.128.0.0", None),
        ("126.255.255.255", None), ("128.0.0.1", None), ("172.15.255.255", None), ("172.32.0.0", None),
        ("192.0.1.1", None), ("192.167.255.255", None), ("192.169.0.0", None), ("198.17.255.255", None),
        ("198.20.0.0", None), ("223.255.255.255", None), ("2001:200::1", None),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", None),
        ("2003::1", None), ("3ffe::1", None),
    ],
)  # fmt: skip
def test_what_an_address_belongs_to(address, reason):
    assert refusal(address) == reason


@pytest.mark.parametrize(
    ("address", "allow", "reason"),
    [
        ("10.1.2.3", ["10.1.0.0/16"], None), ("10.2.2.3", ["10.1.0.0/16"], "private"),
        ("::1", ["127.0.0.0/8"], "loopback"), ("::1", ["::1/128"], None),
        ("::ffff:127.0.0.1", ["127.0.0.0/8"], "an IPv4 address written as IPv6"),
        ("::ffff:127.0.0.1", ["::ffff:0:0/96"], "loopback"),
        ("::ffff:127.0.0.1", ["::ffff:0:0/96", "127.0.0.0/8"], None),
        ("64:ff9b::101:101", ["64:ff9b::/96"], None), ("64:ff9b::a00:1", ["64:ff9b::/96"], "private"),
        ("64:ff9b::a00:1", ["::/0"], "private"), ("169.254.169.254", ["10.0.0.0/8"], "link-local"),
    ],
)  # fmt: skip
def test_networks_that_are_allowed(address, allow, reason):
    assert refusal(address, [ip_network(words) for words in allow]) == reason


def test_only_permitted_addresses_are_left():
    assert permitted("h.example", ["10.0.0.1", "1.1.1.1", "::1", "2003::1"], []) == ["1.1.1.1", "2003::1"]
    with pytest.raises(FetchError, match=r"h\.example is at 10\.0\.0\.1, which is private"):
        permitted("h.example", ["10.0.0.1", "::1"], [])


def test_names_are_resolved_by_the_system():
    assert resolve("127.0.0.1", 80, 5) == ["127.0.0.1"]
    assert resolve("::1", 80, 5) == ["::1"]
    with pytest.raises(FetchError, match="there is no host"):
        resolve("a\0b", 80, 5)


def test_a_late_resolver_is_left_behind(monkeypatch):
    from threading import Event

    over = Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: [over.wait(10)][1:])
    with pytest.raises(FetchError, match="was not resolved within") as caught:
        resolve("h.example", 80, 0.05)
    over.set()
    assert caught.value.reason == "time"
