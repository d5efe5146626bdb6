"""A site that answers from memory, and a clock that a test sets: what a watcher asks without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from tadmor.errors import TadmorError
from tadmor.pipeline import Monitor
from tadmor.pipeline.watching import Watcher
from tadmor.pipeline.watching_list import Watched, WatchList
from tadmor.pipeline.watching_reading import Seen
from tadmor.sources.fetching import Clock, Fetched, FetchError, Manners, Redirect

SITE = "https://orontes.example"
FEED = f"{SITE}/rss"
START = datetime(2016, 3, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
Answer = tuple[int, bytes] | FetchError


def page(title: str, *paragraphs: str, day: str = "2016-03-27") -> bytes:
    """A page of an invented site."""
    body = "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{escape(title)}</title>"
        f'<meta property="article:published_time" content="{day}T09:00:00Z"></head>'
        f"<body><article><h1>{escape(title)}</h1>{body}</article></body></html>"
    ).encode()


@dataclass
class Site:
    """Addresses with what they answer; it counts who asks, and lists ``items`` on its feed."""

    now: datetime = START
    answers: dict[str, Answer] = field(default_factory=dict)
    items: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def publish(self, path: str, content: bytes, day: str = "2016-03-27") -> str:
        """Put a page up and on the feed."""
        self.answers[f"{SITE}{path}"] = (200, content)
        if (path, day) not in self.items:
            self.items.insert(0, (path, day))
        return f"{SITE}{path}"

    def feed(self) -> bytes:
        """The feed, the newest first."""
        rows = "".join(
            f"<entry><id>{p}</id><link href='{SITE}{p}'/><published>{d}T09:00:00Z</published></entry>"
            for p, d in self.items
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Orontes</title>{rows}</feed>".encode()

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str = "*/*"
    ) -> Fetched:
        """As the client of a watcher is asked."""
        self.asked.append(url)
        answer = (200, self.feed()) if url == FEED and url not in self.answers else self.answers[url]
        if isinstance(answer, FetchError):
            raise answer
        status, content = answer
        headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{hash(content)}"'))
        if status == 200 and etag == headers[1][1]:
            status, content = 304, b""
        head = f"HTTP/1.1 {status} OK\r\n\r\n".encode()
        hops = (Redirect(url, 301, self.moved[url]),) if url in self.moved else ()
        etag = headers[1][1] if status == 200 else None
        return Fetched(url, url, status, headers, content, self.now, etag, None, hops, head, content)

    def sleep(self, seconds: float) -> None:
        """Pass the time."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        """The clock by which the site and its watcher go."""
        return Clock(ticks=lambda: self.now.timestamp(), sleep=self.sleep, wall=lambda: self.now)


def watch_list(*sources: Watched, retry: tuple[timedelta, ...] = (HOUR, 2 * HOUR)) -> WatchList:
    """A list of these, else of the site's feed."""
    listed = sources or (Watched(FEED, outlet="Orontes Post"),)
    return WatchList(listed, Manners(contact="test@example.org"), (6 * HOUR, 24 * HOUR), retry, repr(listed))


Run = Callable[..., list[Seen | TadmorError]]


def runner(site: Site, path: Path) -> Run:
    """Runs the watcher once, later by so long, and tells what it met with."""

    def run(later: timedelta = timedelta(), watched: WatchList | None = None) -> list[Seen | TadmorError]:
        site.now += later
        with (
            Monitor.open(path) as monitor,
            Watcher(monitor, watched or watch_list(), "test", site, clock=site.clock) as watcher,
        ):
            return [seen for seen in watcher.run(once=True) if not (isinstance(seen, Seen) and seen.what == "resting")]

    return run


def met(seen: list[Seen | TadmorError]) -> list[str]:
    """What a watch met with, in words; that pages are listed is left out."""
    whats = [one.what if isinstance(one, Seen) else "fault" for one in seen]
    return [what for what in whats if what != "listed"]
