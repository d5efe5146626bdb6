"""Which addresses may be reached: web addresses by their form, network addresses by what they belong to."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from tadmor.sources.fetching.answer import FetchError
from tadmor.sources.fetching.manners import Network

if TYPE_CHECKING:
    import httpx2

Resolve = Callable[[str, int, float], Sequence[str]]
_MAX_URL = 8000  # as long as servers take; a longer one is an attack or a mistake

# The special-purpose registries of IANA (RFC 6890 and after), by name. Python's own is_private and is_global differ
# between patch releases, and an address that was let through by one would be a hole.
_SPECIAL: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),  # 169.254.169.254 is the metadata service of most clouds
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "for documentation"),
    ("192.88.99.0/24", "a relay"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "for benchmarks"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("168.63.129.16/32", "a cloud's metadata service"),  # Azure's is within public space
    ("::1/128", "loopback"),
    ("::/128", "unspecified"),
    ("::ffff:0:0/96", "an IPv4 address written as IPv6"),
    ("64:ff9b::/96", "a translated IPv4 address"),
    ("64:ff9b:1::/48", "a translated IPv4 address"),
    ("2001::/23", "reserved"),  # Teredo, ORCHID, benchmarks
    ("2001:db8::/32", "for documentation"),
    ("2002::/16", "a tunnelled IPv4 address"),
    ("3fff::/20", "for documentation"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "private"),
    ("ff00::/8", "multicast"),
)
_TABLE = tuple((ip_network(words), name) for words, name in _SPECIAL)
_PUBLIC_6 = ip_network("2000::/3")
_CARRIES_4 = (ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"))


def refusal(address: str, allow: Sequence[Network] = ()) -> str | None:
    """What forbids connecting to a network address ("loopback", "private"…), or None where nothing does.

    >>> refusal("127.0.0.1"), refusal("93.184.215.14")
    ('loopback', None)
    """
    ip = ip_address(address)
    if any(_within(ip, network) for network in allow):
        # A network of translated addresses may be allowed; what they stand for must be so too.
        carries = isinstance(ip, IPv6Address) and any(_within(ip, network) for network in _CARRIES_4)
        return refusal(str(IPv4Address(int(ip) & 0xFFFFFFFF)), allow) if carries else None
    special = next((name for network, name in _TABLE if _within(ip, network)), None)
    return special or ("reserved" if ip.version == 6 and not _within(ip, _PUBLIC_6) else None)


def _within(ip: IPv4Address | IPv6Address, network: Network) -> bool:
    return ip.version == network.version and ip in network


def permitted(host: str, found: Sequence[str], allow: Sequence[Network]) -> list[str]:
    """Those of a host's addresses that may be connected to; FetchError(address) where there is none."""
    reasons = {address: refusal(address, allow) for address in found}
    if good := [address for address, reason in reasons.items() if reason is None]:
        return good
    address, reason = next(iter(reasons.items()))
    raise FetchError(
        f"{host} is at {address}, which is {reason}, and such addresses are refused", reason="address",
        remedy="if it is yours to read, allow its network",
    )  # fmt: skip


def resolve(host: str, port: int, timeout: float) -> list[str]:
    """The network addresses of a host, in the system's order; FetchError where it has none or takes too long.

    The system's resolver cannot be told a time limit, so it runs aside and is left behind when it is late.
    """
    answers: queue.SimpleQueue[list[str] | OSError | ValueError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, ValueError) as fault:
            answers.put(fault)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=timeout)
    except queue.Empty:
        raise FetchError(f"the name {host} was not resolved within {timeout:.0f} s", reason="time") from None
    if isinstance(found, Exception) or not found:
        raise FetchError(f"there is no host {host}", remedy="check the address", reason="network")
    return found


def web_address(url: str) -> httpx2.URL:
    """A web address in its normal form, without fragment and default port; FetchError(address) for any other."""
    import httpx2

    if len(url) > _MAX_URL:
        raise _no_address(f"the address has {len(url):,} characters", url)
    try:
        address = httpx2.URL(url.strip()).copy_with(fragment=None)
        host, port = address.raw_host.decode("ascii"), address.port
    except (httpx2.InvalidURL, ValueError) as fault:
        raise _no_address(f"this is no web address: {fault}", url) from None
    if address.scheme not in ("http", "https"):
        raise _no_address(
            f"only http and https are fetched, not {address.scheme or 'an address without a scheme'}", url
        )
    if address.userinfo:
        where = str(address.copy_with(username=None, password=None))
        raise FetchError(
            "the address holds a name or a password", where=where, remedy="leave them out", reason="address"
        )
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or "%" in host or not all(0 < len(label) < 64 for label in labels):
        raise _no_address("the address names no host", url)
    if port is not None and not 0 < port < 65536:
        raise _no_address(f"there is no port {port}", url)
    default = {"http": 80, "https": 443}[address.scheme]
    return address.copy_with(port=None) if port == default else address


def _no_address(message: str, url: str) -> FetchError:
    return FetchError(
        message, where=_shown(url), remedy="give an address such as https://example.org/", reason="address"
    )


def _shown(url: str) -> str:
    """An address short enough for a message, on one line, without what stands before an @."""
    shown = "".join(char if char.isprintable() else "?" for char in url[:200])
    scheme, mark, rest = shown.partition("//")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{mark}{authority.rpartition('@')[2]}{slash}{path}"
