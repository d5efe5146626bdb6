"""How Tadmor behaves towards sites, and what it puts up with from them: one table, given by the caller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version
from ipaddress import IPv4Network, IPv6Network, ip_network

from tadmor.errors import SettingError

Network = IPv4Network | IPv6Network
PRODUCT = "Tadmor"


@dataclass(frozen=True, slots=True)
class Manners:
    """Delays and times in seconds, lengths in bytes. A wrong value raises SettingError when the table is made.

    ``contact`` (an address of mail or web) is told to every site. ``delay`` stands between two requests to one host,
    or the site's Crawl-delay where that is longer; ``patience`` is the longest that a fetch waits for its turn.
    ``deadline`` bounds one page with all its redirects, ``stall`` a silence. ``max_received`` bounds the bytes of one
    answer on the wire, ``max_content`` those after decompression. ``allow`` lists networks ("10.1.0.0/16") that may
    be reached although they are not public. ``proxy`` is the address of one; none is taken from the environment.

    >>> Manners(contact="monitor@example.org").user_agent.endswith(" (+monitor@example.org)")
    True
    """

    contact: str | None = None
    delay: float = 2.0
    patience: float = 60.0
    deadline: float = 60.0
    stall: float = 15.0
    max_received: int = 20_000_000
    max_content: int = 50_000_000
    max_redirects: int = 5
    first_backoff: float = 30.0
    max_backoff: float = 3600.0
    robots_expiry: float = 86_400.0
    allow: tuple[str, ...] = ()
    proxy: str | None = None

    def __post_init__(self) -> None:
        for name in ("deadline", "stall", "max_received", "max_content", "first_backoff", "max_backoff"):
            _at_least(name, getattr(self, name), above=0)
        for name in ("delay", "patience", "max_redirects", "robots_expiry"):
            _at_least(name, getattr(self, name))
        # A header ends at a line's end and a comment at its bracket: neither may come from a file of settings.
        if self.contact is not None and not re.fullmatch(r"[!-'*-~]+(?: [!-'*-~]+)*", self.contact):
            raise SettingError(
                f"contact is {self.contact!r}", remedy="give an address of mail or web in plain ASCII, without brackets"
            )
        if self.proxy is not None and not re.match(r"https?://[^/\s]+/?$", self.proxy):
            raise SettingError("proxy is no address", remedy="write it as http://proxy.example:3128")
        self.networks()

    @property
    def user_agent(self) -> str:
        """Name, version and contact, as every request carries them."""
        return f"{PRODUCT}/{version('tadmor')}" + (f" (+{self.contact})" if self.contact else "")

    def networks(self) -> tuple[Network, ...]:
        """The networks of ``allow``; SettingError for words that are none."""
        if isinstance(self.allow, str):
            raise SettingError("allow is one word", remedy=f'give a tuple, ("{self.allow}",)')
        try:
            return tuple(ip_network(words) for words in self.allow)
        except ValueError as fault:
            raise SettingError(f"allow holds no network: {fault}", remedy='write it as "10.1.0.0/16"') from None


def _at_least(name: str, value: float, above: float | None = None) -> None:
    if not isinstance(value, int | float) or not (value > above if above is not None else value >= 0):
        raise SettingError(
            f"{name} is {value!r}", remedy=f"give a number {'above 0' if above == 0 else 'of 0 or more'}"
        )
