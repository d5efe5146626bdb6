"""The client: a page or the reason why there is none, with the manners of a good guest."""

from __future__ import annotations

import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from tadmor.errors import SettingError
from tadmor.sources.fetching.addresses import Resolve, permitted, resolve, web_address
from tadmor.sources.fetching.answer import Answer, Fetched, FetchError, Redirect
from tadmor.sources.fetching.hosts import Clock, Hosts
from tadmor.sources.fetching.manners import Manners
from tadmor.sources.fetching.robots import NO_RULES, Remembered, Rules, rules_of
from tadmor.sources.fetching.unpack import accepted

if TYPE_CHECKING:
    import httpx2

_REDIRECTS = (301, 302, 303, 307, 308)
_TROUBLE = ("time", "network")  # faults for which a host is left alone for a while

Lines = Sequence[tuple[str, str]]


@dataclass(slots=True)
class _Visit:
    """One fetch under way: seconds of its deadline left, and the hops made."""

    left: float
    hops: list[Redirect]


class Client:
    """Fetches pages over HTTP and HTTPS: robots.txt kept, one request to a host at a time of its turn, no cookies.

    Safe between threads; a thread for each host is polite, two for one host only wait for each other. ``clock`` and
    ``resolve`` (host, port, seconds → network addresses) stand in for time and names in tests, ``tls`` for the
    system's trusted certificates.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        clock: Clock | None = None,
        resolve: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.manners = manners or Manners()
        self._clock = clock or Clock()
        self._resolve = resolve
        self._allow = self.manners.networks()
        self._hosts = Hosts(self.manners, self._clock)
        self._robots = Remembered()
        self._tls = tls or _trust()

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str = "*/*"
    ) -> Fetched:
        """The page at a web address, its redirects followed; FetchError where the site gives no answer.

        ``etag`` and ``last_modified``, as an earlier Fetched holds them, make the site answer 304 where the page is
        unchanged. An answer of 429 or 5xx is a FetchError(busy), and the host is left alone until its ``again``.
        """
        wanted = [("Accept", accept)]
        wanted += [("If-None-Match", etag)] if etag and _sendable(etag) else []
        wanted += [("If-Modified-Since", last_modified)] if last_modified and _sendable(last_modified) else []
        address = web_address(url)
        visit = _Visit(self.manners.deadline, [])
        final, answer = self._follow(address, wanted, visit, ruled=True)
        return Fetched(
            url=str(address),
            final_url=str(final),
            status=answer.status,
            headers=answer.headers,
            content=answer.content,
            fetched=self._clock.wall(),
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
            redirects=tuple(visit.hops),
            raw_http=answer.raw_http,
            raw_body=answer.raw_body,
            address=answer.address,
        )

    def _follow(self, address: httpx2.URL, wanted: Lines, visit: _Visit, *, ruled: bool) -> tuple[httpx2.URL, Answer]:
        """(last address, its answer) at the end of the redirects, each hop checked as the first was."""
        seen = {str(address)}
        while True:
            rules = self._rules(address) if ruled else NO_RULES
            if not rules.allow(str(address)):
                raise FetchError(
                    "the site's robots.txt asks robots not to read this page", where=str(address),
                    remedy="ask the site, or leave it out", reason="robots",
                )  # fmt: skip
            answer = self._ask(address, wanted, visit, max(self.manners.delay, rules.delay))
            location = answer.header("location")
            if answer.status not in _REDIRECTS or location is None:
                return address, answer
            target = _target(address, location)
            visit.hops.append(Redirect(str(address), answer.status, str(target)))
            self._check_hops(target, seen, visit)
            seen.add(str(target))
            address = target

    def _check_hops(self, target: httpx2.URL, seen: set[str], visit: _Visit) -> None:
        start = visit.hops[0].url
        if str(target) in seen:
            raise FetchError(f"its redirects go in a circle, by {target}", where=start, reason="redirect")
        if len(visit.hops) > self.manners.max_redirects:
            raise FetchError(f"more than {self.manners.max_redirects} redirects", where=start, reason="redirect")

    def _rules(self, address: httpx2.URL) -> Rules:
        """What the site of an address asks of robots; FetchError(robots) where that cannot be learnt now."""
        site = f"{address.scheme}://{address.netloc.decode('ascii')}"
        if known := self._robots.get(site, self._clock.ticks()):
            return known
        try:
            visit = _Visit(self.manners.deadline, [])
            _, answer = self._follow(web_address(f"{site}/robots.txt"), [("Accept", "text/plain")], visit, ruled=False)
            rules = rules_of(answer.content) if 200 <= answer.status < 300 else NO_RULES
        except FetchError as fault:
            raise self._unknown_rules(address, fault) from None
        self._robots.put(site, rules, self._clock.ticks() + self.manners.robots_expiry)
        return rules

    def _unknown_rules(self, address: httpx2.URL, fault: FetchError) -> FetchError:
        """A page's fault where its site's robots.txt could not be had; it always tells when to ask ``again``."""
        message, remedy, reason, again = fault.message, fault.remedy, fault.reason, fault.again
        if reason not in ("address", "busy") or fault.status:
            message = f"its robots.txt cannot be read, so the site is left alone for now: {message}"
            remedy, reason = "try again later", "robots"
            again = again or self._hosts.failed(address.raw_host.decode("ascii"))
        return FetchError(message, where=str(address), remedy=remedy, reason=reason, status=fault.status, again=again)

    def _ask(self, address: httpx2.URL, wanted: Lines, visit: _Visit, delay: float) -> Answer:
        """One request when its turn has come; FetchError, with the address, for every failure."""
        host = address.raw_host.decode("ascii")
        try:
            wait = self._hosts.turn(host, delay)
            if wait:
                self._clock.sleep(wait)
            answer = self._timed(address, wanted, visit)
        except FetchError as fault:
            again = self._hosts.failed(host) if fault.reason in _TROUBLE else fault.again
            raise FetchError(
                fault.message, where=str(address), remedy=fault.remedy, reason=fault.reason, again=again
            ) from None
        if answer.status == 429 or answer.status >= 500:
            self._raise_busy(address, host, answer)
        self._hosts.answered(host, delay)
        return answer

    def _timed(self, address: httpx2.URL, wanted: Lines, visit: _Visit) -> Answer:
        from tadmor.sources.fetching.wire import Watch, exchange

        start = time.monotonic()
        watch = Watch(self.manners, self._allow, self._resolve, start + visit.left)
        if self.manners.proxy:
            self._check_name(address, watch.left())
        lines = [("User-Agent", self.manners.user_agent), ("Accept-Encoding", accepted()), *wanted]
        try:
            return exchange(address, lines, watch, self._tls)
        finally:
            visit.left -= time.monotonic() - start

    def _check_name(self, address: httpx2.URL, timeout: float) -> None:
        """Refuse what a proxy would reach for us; a name that only the proxy can resolve is left to it."""
        host = address.raw_host.decode("ascii")
        try:
            found = self._resolve(host, address.port or 443, timeout)
        except FetchError:
            return
        permitted(host, found, self._allow)

    def _raise_busy(self, address: httpx2.URL, host: str, answer: Answer) -> None:
        again = self._hosts.failed(host, self._retry_after(answer))
        raise FetchError(
            f"the site answers {answer.status}", where=str(address), reason="busy", status=answer.status, again=again,
            remedy=f"ask again after {again:%Y-%m-%d %H:%M:%S} UTC",
        )  # fmt: skip

    def _retry_after(self, answer: Answer) -> float | None:
        """Seconds that a site asks for, given as such or as a day and time, or None."""
        words = (answer.header("retry-after") or "").strip()
        if words.isascii() and words.isdecimal():
            return float(words[:9])
        try:
            return max(0.0, (parsedate_to_datetime(words) - self._clock.wall()).total_seconds())
        except (ValueError, TypeError, OverflowError):
            return None


def _target(address: httpx2.URL, location: str) -> httpx2.URL:
    """Where a redirect leads; FetchError(redirect) where that is no web address."""
    import httpx2

    try:
        # Headers are Latin-1 by the letter, but addresses that are not ASCII come in UTF-8.
        words = location.encode("latin-1").decode("utf-8", "replace")
        return web_address(str(address.join(words)))
    except FetchError as fault:
        message = f"it redirects to {fault.where}: {fault.message}"
    except (httpx2.InvalidURL, ValueError) as fault:
        message = f"it redirects nowhere: {fault}"
    raise FetchError(message, where=str(address), remedy="tell the site", reason="redirect")


def _sendable(words: str) -> bool:
    """Whether words from an earlier answer may stand in a header."""
    return all(" " <= char <= "\xff" and char != "\x7f" for char in words)


def _trust() -> ssl.SSLContext:
    """The system's trusted certificates; SettingError where the packages for fetching are missing."""
    try:
        import httpcore2
        import httpx2  # noqa: F401
        import protego  # noqa: F401
    except ImportError as fault:
        raise SettingError(f"{fault.name} is not installed", remedy="pip install 'tadmor[feeds]'") from None
    return httpcore2.default_ssl_context()
