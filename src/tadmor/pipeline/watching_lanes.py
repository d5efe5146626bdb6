"""Threads that fetch: one a host, so that a slow site holds up no other.

Each writes the page that it fetched into the archive at once: what a kill may lose is what is on the wire.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TYPE_CHECKING, Literal, Protocol

from tadmor.errors import SourceError, TadmorError

if TYPE_CHECKING:
    from tadmor.pipeline.watching_archive import Archive, Kept, Last
    from tadmor.sources.fetching import Fetched

_MOST_WAITING = 64  # outcomes that nobody took yet; only those of feeds hold content
FEED_MEDIA = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
PAGE_MEDIA = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"


class Fetching(Protocol):
    """What fetches a page, safe between threads."""

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str = "*/*"
    ) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Job:
    """An address to be asked; ``n`` is the number of a page, 0 for a feed.

    ``last`` is what is known of the bytes that it had: their SHA-256, and address and time of their first capture.
    """

    kind: Literal["source", "page"]
    url: str
    n: int
    etag: str | None
    last_modified: str | None
    last: Last = None


Outcome = tuple[Job, "Fetched | Kept | TadmorError"]


class Lanes:
    """Up to ``most`` hosts that are asked at once, each in a thread of its own."""

    def __init__(self, client: Fetching, archive: Archive, most: int = 16) -> None:
        self._client, self._archive, self.most = client, archive, most
        self._outcomes: Queue[tuple[str, Outcome | None]] = Queue(_MOST_WAITING)
        self._stopped = threading.Event()
        self.busy: set[str] = set()

    @property
    def free(self) -> int:
        """How many more hosts may be asked."""
        return self.most - len(self.busy)

    def start(self, host: str, jobs: Sequence[Job]) -> None:
        """Ask a host for these, in order."""
        self.busy.add(host)
        threading.Thread(target=self._run, args=(host, tuple(jobs)), daemon=True, name=f"fetch {host}").start()

    def _run(self, host: str, jobs: Sequence[Job]) -> None:
        for job in jobs:
            if self._stopped.is_set():
                return
            self._outcomes.put((host, (job, self._asked(job))))
        self._outcomes.put((host, None))

    def _asked(self, job: Job) -> Fetched | Kept | TadmorError:
        accept = FEED_MEDIA if job.kind == "source" else PAGE_MEDIA
        try:
            answer = self._client.fetch(job.url, etag=job.etag, last_modified=job.last_modified, accept=accept)
            return self._archive.keep(job.url, answer, job.last) if job.kind == "page" and answer.ok else answer
        except TadmorError as fault:
            return fault
        except Exception as fault:  # the thread would die without a word, and its host never be asked again
            message = f"fetching failed: {type(fault).__name__}: {fault}"
            return SourceError(message, where=job.url, remedy="this is a fault of Tadmor: report it")

    def outcomes(self, wait: float) -> Iterator[Outcome]:
        """What has come by now; waits so many seconds for the first where a host is being asked."""
        if not self.busy:
            return
        try:
            host, outcome = self._outcomes.get(timeout=wait) if wait else self._outcomes.get_nowait()
            while True:
                if outcome is None:
                    self.busy.discard(host)
                else:
                    yield outcome
                host, outcome = self._outcomes.get_nowait()
        except Empty:
            return

    def stop(self) -> None:
        """Let no thread begin another page."""
        self._stopped.set()
