"""The watcher: feeds are asked, the pages they list archived, read, and looked at again; resumable at any point."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from tadmor.errors import RecordError, SourceError, TadmorError
from tadmor.pipeline.watching_archive import Archive, Kept
from tadmor.pipeline.watching_lanes import Fetching, Job, Lanes
from tadmor.pipeline.watching_list import Watched, WatchList
from tadmor.pipeline.watching_reading import Recorder, Seen, next_look
from tadmor.pipeline.watching_state import Listed, PageRow, SourceRow, State
from tadmor.sources.fetching.hosts import Clock
from tadmor.sources.report import SourceNote

if TYPE_CHECKING:
    from tadmor.pipeline.monitor import Monitor
    from tadmor.sources.feeds import Entry, Feed
    from tadmor.sources.fetching import Fetched

_EACH, _AT_ONCE = 8, 16  # pages asked of a host in one go; pages read in one go
_WAIT, _NAP = 0.2, 60.0  # seconds to wait for an answer where there is nothing to read; longest sleep
_MOST_CHILDREN = 500  # sitemaps of one index, the latest first
_NAMES_LEFT_OUT = f"it names more than {_MOST_CHILDREN} sitemaps: only the {_MOST_CHILDREN} latest are asked"
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|cmpid|ns_\w+)$")


class Watcher:
    """Watches a list for one record. To be closed, or used in a ``with``."""

    def __init__(
        self, monitor: Monitor, watched: WatchList, who: str, client: Fetching, *, clock: Clock | None = None
    ) -> None:
        self.monitor, self.list, self.who = monitor, watched, who
        self.folder = _made(folder_of(monitor.record.raw.path))
        self._lock = _alone(self.folder)
        self._clock = clock or Clock()
        self._sources = {source.url: source for source in watched.sources}
        self._state = State(self.folder / "state.sqlite")
        self._archive = Archive(self.folder)
        self._lanes = Lanes(client, self._archive)
        self._recorder = Recorder(monitor, self._state, self._archive, who, self._clock.wall, watched.revisit)
        self._bars = self._state.bars(self._now)
        self._done: set[str] = set()  # feeds that were asked in a run that is to end
        self._turns: dict[str, int] = {}  # when each host was last set to work, by count
        self._amiss: dict[str, set[str]] = {}

    @classmethod
    def open(cls, monitor: Monitor, watched: WatchList, who: str) -> Watcher:
        """The watcher that asks over the network. Raises SettingError where the packages for it are missing."""
        from tadmor.sources.fetching import Client  # the network's library: a quarter of a second

        return cls(monitor, watched, who, Client(watched.manners))

    def close(self) -> None:
        """Let go of everything; what is under way is taken up by the next run."""
        self._lanes.stop()
        try:
            self._archive.close()
        finally:
            self._state.close()
            self._lock.close()

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _now(self) -> float:
        return self._clock.wall().timestamp()

    def run(self, *, once: bool = False) -> Iterator[Seen | TadmorError]:
        """What is met with, as it is; for ever, or with ``once`` until nothing is due. Raises RecordError."""
        try:
            yield from self._run(once)
        except sqlite3.Error as fault:
            message = f"the memory of the watch cannot be written: {fault}"
            where, remedy = str(self._state.path), "make room, and run it again: no page is lost"
            raise RecordError(message, where=where, remedy=remedy) from fault

    def _run(self, once: bool) -> Iterator[Seen | TadmorError]:
        yield from self._mend()
        with self._state.together():
            self._state.take_list(self.list.digest, self._now)
            self._state.take_sources(self._sources)
        self._done.clear()
        while True:
            self._send(once)
            yield from self._take(0.0 if self._state.waiting(1) else _WAIT)
            if waiting := self._state.waiting(_AT_ONCE):
                yield from self._recorder.read(waiting)
            elif not self._lanes.busy and not self._jobs(once):
                yield self._resting()
                if once:
                    return
                self._sleep()

    def _mend(self) -> Iterator[SourceError]:
        """Take up what a kill left: pages that stand in the archive and nowhere else. Damage is told once."""
        for name in self._archive.names():
            for start, end in self._state.unknown(name, (self.folder / name).stat().st_size):
                for found in self._archive.mend(name, start, end):
                    if isinstance(found, Kept):
                        self._take_up(found)
                    else:
                        self._state.add_damage(name, found.offset, found.length)
                        where = f"{self.folder / name}, record at byte {found.offset}"
                        message = f"the archive is damaged: {found.length:,} bytes are no record any more"
                        yield SourceError(message, where=where, remedy="look at the disk, or take it from a copy")

    def _take_up(self, kept: Kept) -> None:
        with self._state.together():
            if self._state.page_of(kept.asked) is None:
                page = Listed(kept.asked, host_of(kept.asked))
                self._state.list_pages("", [page], kept.fetched)
            self._keep(kept)

    def _next(self) -> float | None:
        """When something is due that may be asked then; None for never."""
        due = self._state.next_pages()
        for row in self._state.sources_due(self._sources, float("inf")):
            host = host_of(row.url)
            due[host] = min(due.get(host, row.next_at), row.next_at)
        return min((max(at, self._bars.get(host, (0.0, 0.0))[1]) for host, at in due.items()), default=None)

    def _resting(self) -> Seen:
        due = self._next()
        words = datetime.fromtimestamp(due, UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if due is not None else ""
        return Seen("resting", "", words=words)

    def _sleep(self) -> None:
        """Sleep until something is due."""
        due = self._next()
        self._clock.sleep(max(0.01, min(due - self._now if due is not None else _NAP, _NAP)))

    # Asking.

    def _send(self, once: bool) -> None:
        """Set hosts to work that are free: those that were left longest, of them those that have waited longest."""
        if not self._lanes.free:
            return
        jobs = self._jobs(once)
        in_turn = sorted(jobs, key=lambda host: (self._turns.get(host, 0), self._waits_since(jobs[host][0])))
        turn = max(self._turns.values(), default=0) + 1
        for host in in_turn[: self._lanes.free]:
            self._turns[host] = turn
            self._lanes.start(host, [self._job(row) for row in jobs[host]])

    def _jobs(self, once: bool) -> dict[str, list[SourceRow | PageRow]]:
        """What may be asked now of each host that is free, what has waited longest first.

        Of a host that is to be asked seldom, a run may have no more than the first. Were that always a feed, its pages
        would never be asked; so that a backlog of pages holds up no feed, they wait since the host was asked last.
        """
        now = self._now
        shut = self._lanes.busy | {host for host, (_, until) in self._bars.items() if until > now}
        jobs: dict[str, list[SourceRow | PageRow]] = {}
        for source in self._state.sources_due(self._sources, now):
            if (host := host_of(source.url)) not in shut and not (once and source.url in self._done):
                jobs.setdefault(host, []).append(source)
        for host, pages in self._state.pages_due(now, shut, _EACH).items():
            jobs.setdefault(host, []).extend(pages)
        return {host: sorted(rows, key=self._waits_since) for host, rows in jobs.items()}

    def _waits_since(self, row: SourceRow | PageRow) -> float:
        since = self._bars.get(row.host, (0.0, 0.0))[0] if isinstance(row, PageRow) else 0.0
        return max(row.next_at or 0.0, since)

    def _job(self, row: SourceRow | PageRow) -> Job:
        if isinstance(row, SourceRow):
            self._done.add(row.url)
            return Job("source", row.url, 0, row.etag, row.last_modified)
        last = (row.sha256, self._state.same_before(row.n, row.sha256)) if row.sha256 else None
        return Job("page", row.url, row.n, row.etag, row.last_modified, last)

    def _take(self, wait: float) -> Iterator[Seen | TadmorError]:
        """Write down what has come; pages stand in the archive by now, and on the disk before that is noted."""
        come = list(self._lanes.outcomes(wait))
        if any(isinstance(answer, Kept) for _, answer in come):
            self._archive.flush()
        for job, answer in come:
            if isinstance(answer, TadmorError) and not isinstance(answer, SourceError):
                raise answer
            if isinstance(answer, Kept):
                yield from self._there(job.n, answer)
            elif job.kind == "page":
                yield from self._page(job.n, answer)
            elif row := self._state.source(job.url):  # else an index has left it out since
                yield from self._source(row, answer)

    def _source(self, row: SourceRow, answer: Fetched | SourceError) -> Iterator[Seen | TadmorError]:
        """What a feed answered: the pages it lists are taken in with its marks, or neither is."""
        url, source = row.url, self._watched(row)
        if isinstance(answer, SourceError) or not (answer.ok or answer.unchanged):
            yield self._source_failed(row, source, answer)
            return
        if answer.unchanged:
            with self._state.together():
                self._state.source_asked(url, self._now + source.every.total_seconds())
            return
        from tadmor.sources.feeds import entries

        feed = entries(answer.content, answer.final_url, answer.media, fetched=answer.fetched)
        fresh = self._list(url, source, feed, answer)
        yield from self._untold(url, (*feed.faults, *self._notes(url, feed, answer)))
        if fresh:
            yield Seen("listed", url, feed.title, fresh)

    def _notes(self, url: str, feed: Feed, answer: Fetched) -> Iterator[SourceNote]:
        """What a list should be changed for."""
        if answer.moved:
            yield SourceNote(f"it has moved for good to {answer.moved}", where=url, remedy="change the list")
        if feed.listed and url not in self._sources:
            message = "an index within an index of sitemaps: those that it names are not asked"
            yield SourceNote(message, where=url, remedy="list it by itself, as [[sitemap]]")
        elif feed.listed and len(self._children(url, feed)) > _MOST_CHILDREN:
            yield SourceNote(_NAMES_LEFT_OUT, where=url, remedy="list the others by themselves, as [[sitemap]]")

    def _children(self, url: str, feed: Feed) -> list[str]:
        """The sitemaps of those that an index names which are not too old, the latest first."""
        age = self._sources[url].max_age
        oldest = self._now - age.total_seconds() if age else None
        children = sorted(feed.listed, key=lambda child: seconds(child.updated) or 0.0, reverse=True)
        return [c.url for c in children if oldest is None or (seconds(c.updated) or self._now) >= oldest]

    def _list(self, url: str, source: Watched, feed: Feed, answer: Fetched) -> int:
        """Take in what a feed lists; how many pages are new."""
        oldest = self._now - source.max_age.total_seconds() if source.max_age else None
        young = [(e, listed(e, source.outlet)) for e in feed.entries]
        pages = [page for _, page in young if oldest is None or (page.published or self._now) >= oldest]
        pages.sort(key=lambda page: page.published or self._now)  # a correction is read after what it corrects
        every = source.every if feed.refresh is None else max(source.every, min(feed.refresh, 4 * source.every))
        broken = feed.kind is None
        with self._state.together():
            if url in self._sources and not broken:  # an index names maps, and these name pages
                children = self._children(url, feed)[:_MOST_CHILDREN]
                self._state.take_sources(children, url)
                if not feed.cut:
                    self._state.drop_sources(url, {*children, *self._sources})
            fresh = self._state.list_pages(url, pages, self._now)
            # A feed that was cut short or broken is asked for whole the next time: a 304 would hide what is missing.
            marks = (None, None) if feed.faults else (answer.etag, answer.last_modified)
            self._state.source_asked(url, self._now + every.total_seconds(), int(broken), marks)
        return fresh

    def _untold(self, url: str, faults: Sequence[SourceError]) -> Iterator[SourceError]:
        """The faults of a feed, each sort once, that it had not when it was asked before."""
        told = self._amiss.get(url, set())
        found = {fault.message: fault for fault in reversed(faults)}
        self._amiss[url] = set(found)
        yield from (fault for message, fault in reversed(found.items()) if message not in told)

    def _watched(self, row: SourceRow) -> Watched:
        """How a feed is watched: as the list says, or as the one that named it."""
        return self._sources.get(row.url) or replace(self._sources[row.parent or ""], url=row.url)

    def _source_failed(self, row: SourceRow, source: Watched, answer: Fetched | SourceError) -> TadmorError | Seen:
        url = row.url
        fault = answer if isinstance(answer, SourceError) else _refused(url, answer)
        counts = self._counts(fault)
        at = self._again(row, fault, least=source.every.total_seconds())
        if not counts:
            self._done.discard(url)
        with self._state.together():
            self._state.source_asked(url, at, row.failures + counts)
        return fault if counts else Seen("later", url, words=fault.message)

    # Pages.

    def _there(self, n: int, kept: Kept) -> Iterator[Seen]:
        """Note a page that was fetched; it waits to be read unless its bytes are those of the last time."""
        with self._state.together():
            self._keep(kept)
        if kept.again:
            page = self._state.page(n)
            yield Seen("same", page.url, page.title)

    def _page(self, n: int, answer: Fetched | SourceError) -> Iterator[Seen | TadmorError]:
        """What became of asking for a page that was not had."""
        page = self._state.page(n)
        if isinstance(answer, SourceError):
            yield self._page_failed(page, answer)
        elif answer.gone:
            yield self._missing(page, answer)
        elif answer.unchanged:
            with self._state.together():
                self._looked_at(page, self._now)
            yield Seen("same", page.url, page.title)
        else:
            yield self._page_failed(page, _refused(page.url, answer))

    def _keep(self, kept: Kept) -> None:
        """Note a page that stands in the archive."""
        page = self._state.page_of(kept.asked)
        assert page is not None
        place = kept.file, kept.offset, kept.length
        stand: Literal["same", "archived"] = "same" if kept.again else "archived"
        self._state.add_capture(page.n, kept.final_url, kept.fetched, kept.media, place, kept.sha256, stand)
        self._looked_at(page, kept.fetched)
        self._state.set_page(page.n, sha256=kept.sha256, etag=kept.etag, last_modified=kept.last_modified)

    def _looked_at(self, page: PageRow, at: float) -> None:
        """Set when a page that is there is looked at again, as if it were the same; the gaps grow while it is."""
        visits = page.visits + 1
        next_at = next_look(self.list.revisit, visits, at)
        self._state.set_page(page.n, visits=visits, next_at=next_at, failures=0, missing=0, vanished=None)

    def _missing(self, page: PageRow, answer: Fetched) -> Seen | TadmorError:
        """A page that is not there: believed at the second time, for sites stumble."""
        words = f"the site answers {answer.status}"
        gaps = self.list.retry
        if page.missing == 0 and gaps:
            next_at = self._now + gaps[len(gaps) // 2].total_seconds()
            with self._state.together():
                self._state.set_page(page.n, missing=1, next_at=next_at)
            return Seen("later", page.url, page.title, words=words)
        if page.report:
            note = {"vanished": page.url, "status": answer.status, "report": page.report}
            with self.monitor.record.write("watch", self.who, note=note):
                pass
        with self._state.together():
            self._state.set_page(page.n, missing=2, next_at=None, vanished=self._now)
        if page.report:
            return Seen("vanished", page.url, page.title, words=words)
        return SourceError(f"{words}, and did before", where=page.url, remedy="nothing can be read there")

    def _page_failed(self, page: PageRow, fault: SourceError) -> Seen | TadmorError:
        counts, gaps = self._counts(fault), self.list.retry
        lost = counts and (self._for_good(fault) or page.failures >= len(gaps))
        at = None if lost else self._again(page, fault)
        with self._state.together():
            self._state.set_page(page.n, failures=page.failures + counts, next_at=at)
        if lost:
            return fault if fault.where else SourceError(fault.message, where=page.url, remedy=fault.remedy)
        return Seen("later", page.url, page.title, words=fault.message)

    def _again(self, row: SourceRow | PageRow, fault: SourceError, least: float = 0.0) -> float:
        """When what failed is asked again; a host that asks to be left alone is, with all its pages.

        What was not even asked keeps its place among those that wait for the host.
        """
        gaps = self.list.retry
        until = getattr(fault, "again", None)
        if until is not None:
            for host in {host_of(row.url), host_of(fault.where or row.url)}:  # the one that it redirects to
                self._bars[host] = self._now, until.timestamp()
                self._state.bar(host, *self._bars[host])
        if not self._counts(fault):
            return row.next_at or 0.0 if until is not None else self._now + _NAP
        gap = gaps[min(row.failures, len(gaps) - 1)].total_seconds() if gaps else least
        return max(self._now + max(gap, least), until.timestamp() if until is not None else 0.0)

    def _counts(self, fault: SourceError) -> bool:
        """Whether a failure is the address's own: a host that is left alone for now was not even asked."""
        return not (getattr(fault, "reason", None) == "busy" and getattr(fault, "status", None) is None)

    def _for_good(self, fault: SourceError) -> bool:
        """Whether there is no use in asking again, until the list is changed: too long, or not for robots to read.

        A refused address and a circle of redirects may be a passing fault of the site or of its name server.
        """
        reason = getattr(fault, "reason", None)
        return reason == "limit" or (reason == "robots" and getattr(fault, "again", None) is None)


def folder_of(raw: Path) -> Path:
    """The folder of a watch beside the folder of raw bytes: "war.db.watch", or "tadmor-watch-NAME" for a server."""
    name = raw.name
    if name.endswith(".raw"):
        return raw.with_name(f"{name.removesuffix('.raw')}.watch")
    return raw.with_name(name.replace("tadmor-raw-", "tadmor-watch-", 1))


def _made(folder: Path) -> Path:
    """A folder, made where it was not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        taken = isinstance(fault, FileExistsError | NotADirectoryError)
        found = (
            "a file stands where the folder of the watch should be" if taken else f"cannot be made: {fault.strerror}"
        )
        raise RecordError(found, where=str(folder), remedy="move it away, or see whose folder it is") from None
    return folder


def _alone(folder: Path) -> sqlite3.Connection:
    """What keeps a second watch of the same record out; a kill lets go of it."""
    path = folder / "lock.sqlite"
    lock = None
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as fault:
        if lock:
            lock.close()
        if fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            remedy = "let it end, or end it: no page is lost"
            raise RecordError("another watch of this record is running", where=str(folder), remedy=remedy) from None
        message = f"the lock of the watch cannot be had: {fault}"
        raise RecordError(message, where=str(path), remedy="take it away, it holds nothing, or make room") from None
    return lock


def host_of(url: str) -> str:
    """The host of an address, with its port."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def bare_address(url: str) -> str:
    """An address without its fragment and without what only tells where a reader came from.

    >>> bare_address("https://example.org/a?id=7&utm_source=rss#top")
    'https://example.org/a?id=7'
    """
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in asked if not _TRACKING.match(key)]
    return parts._replace(query=urlencode(kept) if len(kept) < len(asked) else parts.query, fragment="").geturl()


def seconds(moment: date | datetime | None) -> float | None:
    """A time in seconds since 1970; a day is its beginning."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def listed(entry: Entry, outlet: str | None) -> Listed:
    """A page as the state keeps it."""
    url = bare_address(entry.url)
    return Listed(url, host_of(url), outlet, entry.title, seconds(entry.published), seconds(entry.updated))


def _refused(url: str, answer: Fetched) -> SourceError:
    return SourceError(f"the site answers {answer.status}", where=url, remedy="see the page in a browser")
