"""What a site asks of robots (RFC 9309), read by Protego and remembered by site for a day."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmor.sources.fetching.manners import PRODUCT

if TYPE_CHECKING:
    from protego import Protego

_MAX_BYTES = 512 * 1024  # RFC 9309 asks for 500 KiB at least; what follows is not read
_REMEMBERED = 2_000  # sites
_AGENT = re.compile(r"(\s*user[-\s]?agent\s*(?::|\s)\s*)(.*)", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for Tadmor. ``delay`` is the seconds it asks for between requests, or 0."""

    parser: Protego | None
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Whether this page may be fetched."""
        return self.parser is None or self.parser.can_fetch(url, PRODUCT)


NO_RULES = Rules(None)


def rules_of(content: bytes) -> Rules:
    """The rules of a robots.txt."""
    from protego import Protego

    if len(content) > _MAX_BYTES:
        content = content[:_MAX_BYTES].rpartition(b"\n")[0]  # half a line would be another rule
    parser = Protego.parse(_ours(content.decode("utf-8-sig", "replace")))
    rate = parser.request_rate(PRODUCT)
    by_rate = rate.seconds / rate.requests if rate else 0.0
    return Rules(parser, max(parser.crawl_delay(PRODUCT) or 0.0, by_rate))


def _ours(text: str) -> str:
    """The same rules with every robot but ours and "*" under one name.

    Each rule is kept once for each robot named above it: ten thousand names above ten thousand rules, in a file of
    half a megabyte, would fill the memory.
    """
    lines = []
    for line in text.splitlines():
        agent = _AGENT.match(line)
        if agent and agent[2].partition("#")[0].replace("*", "").strip().lower() not in ("", PRODUCT.lower()):
            line = f"{agent[1]}another"
        lines.append(line)
    return "\n".join(lines)


class Remembered:
    """The rules of sites, each up to its expiry, in ticks; safe between threads."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, site: str, now: float) -> Rules | None:
        """The rules of a site, or None where they are unknown or too old."""
        with self._lock:
            expires, rules = self._rules.get(site, (now, NO_RULES))
            return rules if expires > now else None

    def put(self, site: str, rules: Rules, expires: float) -> None:
        """Remember the rules of a site."""
        with self._lock:
            self._rules[site] = (expires, rules)
            self._rules.move_to_end(site)
            if len(self._rules) > _REMEMBERED:
                self._rules.popitem(last=False)
