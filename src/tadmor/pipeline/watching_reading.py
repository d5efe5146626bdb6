"""Pages of a watch's archive to reports in the record, and what becomes of each."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from tadmor.errors import SourceError, TadmorError
from tadmor.model import Report
from tadmor.pipeline.adding import Adder, identified
from tadmor.pipeline.reader import Reader, Reading
from tadmor.pipeline.watching_archive import Archive
from tadmor.pipeline.watching_notices import notice_of
from tadmor.pipeline.watching_state import Capture, PageRow, State
from tadmor.pipeline.watching_versions import Aftermath, Taken

if TYPE_CHECKING:
    from tadmor.pipeline.monitor import Monitor
    from tadmor.record.writer import Writer

What = Literal["listed", "new", "changed", "same", "known", "vanished", "later", "taken", "resting"]
_KEPT = 1000  # reports after which what is kept for speed is let go: a watch has no end, memory has
_PAGES_KB = 8_000  # of the record in memory: each write of a watch is small
_HEAP = ((-8, 2), (-3, 1 << 18), (-1, 1 << 20))
"""mallopt(3): two pools (M_ARENA_MAX); what is larger than 256 kB apart (M_MMAP_THRESHOLD), more than 1 MB that is free
at the top of a pool given back (M_TRIM_THRESHOLD).
"""
_NOTICE_SECONDS = 7 * 86400.0  # a notice waits so long for its story


@dataclass(frozen=True, slots=True)
class Seen:
    """What a watch met with. ``words`` say more: of "vanished" how, of "taken" by which words, of "later" why.

    "listed": so many pages are new on a feed; "new", "changed": a page was recorded, with so many claims; "same",
    "known": it says what it said, or was in the record; "later": it was not had and is asked again; "resting": until.
    """

    what: What
    url: str
    title: str | None = None
    number: int = 0
    words: str = ""


class Recorder:
    """Reads what stands in the archive and was not read yet, and records it."""

    def __init__(
        self, monitor: Monitor, state: State, archive: Archive, who: str, wall: Callable[[], datetime],
        revisit: Sequence[timedelta],
    ) -> None:  # fmt: skip
        self.monitor, self.state, self.archive, self.who = monitor, state, archive, who
        self._revisit = revisit
        self._wall = wall
        _frugal()
        self._reader = Reader(monitor.settings)
        self._aftermath = Aftermath()
        self._adder, self._written = self._new_adder(), 0
        monitor.record.keep_pages(_PAGES_KB)

    def _let_go(self) -> None:
        """Let go of what is kept for speed: the claims near new ones."""
        self._adder, self._written = self._new_adder(), 0

    def _new_adder(self) -> Adder:
        return Adder(self.monitor.record, self.who, "watch", after=self._after)

    def _after(self, writer: Writer, reading: Reading, known: date) -> None:
        self._aftermath.after(writer, reading, known)

    def read(self, captures: Sequence[Capture]) -> Iterator[Seen | TadmorError]:
        """Read pages that stand in the archive, and record them in one write."""
        coming: dict[str, str] = {}
        readings: list[tuple[Capture, Reading]] = []
        for capture in captures:
            page = self.state.page(capture.page_n)
            outcome = self._reading(capture, page, coming)
            if isinstance(outcome, Reading):
                readings.append((capture, outcome))
            else:
                yield self._settled(capture, page, outcome)
        if readings:
            yield from self._recorded(readings)

    def _reading(self, capture: Capture, page: PageRow, coming: dict[str, str]) -> Reading | Report | TadmorError:
        """The reading of a page; its bare report where the record has it already."""
        try:
            report = self._report(capture, page)
        except SourceError as fault:
            return fault
        before = self.state.reports_of(page.n)
        if before and report.id == before[0].partition("~")[0]:
            return replace(report, id=before[0])
        at = datetime.fromtimestamp(capture.fetched, UTC)
        if report.id in before:  # it says again what it said once: a version of its own
            report = replace(report, id=f"{report.id}~{at:%Y%m%d%H%M%S}")
        fresh = identified(report, self.monitor.record, coming)
        if fresh is None:
            return report
        outcome = self._reader.outcome(fresh.without_raw())
        if isinstance(outcome, TadmorError):
            return outcome
        first = min(fresh.published or at.date(), at.date())
        known = at.date() if before else first
        return replace(outcome.with_raw(report.raw), known=known, replaces=tuple(before))

    def _report(self, capture: Capture, page: PageRow) -> Report:
        """The report of an archived page, with what its feed told of it where it does not tell itself."""
        from tadmor.sources.stored import Page, report_of

        at = datetime.fromtimestamp(capture.fetched, UTC)
        file = str(self.archive.folder / capture.file)
        where = f"{file}, record at byte {capture.offset}"
        content = self.archive.content(capture.file, capture.offset)
        stored = Page(content, capture.final_url, at, capture.media, file, capture.offset, capture.length, where)
        report = report_of(stored, self.monitor.settings)
        report = replace(report, outlet=page.outlet or report.outlet, title=report.title or page.title, fetched=at)
        if report.published is None and page.published is not None:
            day = datetime.fromtimestamp(page.published, UTC).date()
            report = replace(report, published=day, published_basis="metadata")
        return report

    def _settled(self, capture: Capture, page: PageRow, outcome: Report | TadmorError) -> Seen | TadmorError:
        """Note a page that brought nothing to record."""
        if isinstance(outcome, TadmorError):
            fault = outcome if outcome.where else type(outcome)(outcome.message, where=page.url, remedy=outcome.remedy)
            with self.state.together():
                self.state.settle(capture, "failed", fault=str(fault))
            return fault
        same = page.report == outcome.id
        with self.state.together():
            self.state.settle(capture, "same" if same else "read", outcome.id)
            self.state.set_page(page.n, report=outcome.id)
            if not same and notice_of(outcome):  # recorded before a kill, maybe with its story to come
                self._remember([(outcome.id, outcome.published or self._wall().date())])
        return Seen("same" if same else "known", page.url, outcome.title or page.title)

    def _recorded(self, readings: Sequence[tuple[Capture, Reading]]) -> Iterator[Seen | TadmorError]:
        """Record readings, then note it; a kill between finds them in the record and does not double them."""
        aftermath = self._aftermath = Aftermath()
        self._written += len(readings)
        if self._written > _KEPT:
            self._let_go()
        added = self._adder.write([reading for _, reading in readings])
        with self.state.together():
            for capture, reading in readings:
                self.state.settle(capture, "read", reading.report.id)
                self.state.set_page(capture.page_n, report=reading.report.id, visits=1)
                self.state.look_by(capture.page_n, next_look(self._revisit, 1, capture.fetched))
            self._remember(aftermath.open)
        for (capture, reading), done in zip(readings, added, strict=True):
            what: What = "known" if done.known else "changed" if reading.replaces else "new"
            yield Seen(what, self.state.page(capture.page_n).url, done.title, done.claims)
        self._look_back(aftermath)
        yield from (_told(taken) for taken in aftermath.taken)

    def _remember(self, notices: Sequence[tuple[str, date]]) -> None:
        for ident, known in notices:
            self.state.add_notice(ident, known.isoformat(), self._wall().timestamp() + _NOTICE_SECONDS)

    def _look_back(self, aftermath: Aftermath) -> None:
        """Look whether the story of an earlier notice has come in by now."""
        for ident, known in self.state.notices(self._wall().timestamp()):
            if aftermath.later(self.monitor.record, self.who, ident, date.fromisoformat(known)):
                self.state.drop_notice(ident)


def _frugal() -> None:
    """Have the C library (glibc) hand memory back: by itself it keeps a pool for each thread, and what the largest
    page so far took is kept in them for good.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        for option, value in _HEAP:
            mallopt(option, value)


def next_look(gaps: Sequence[timedelta], visits: int, at: float) -> float | None:
    """When a page is looked at again that was so many times found the same, the last time then; None for never."""
    return at + gaps[visits - 1].total_seconds() if visits <= len(gaps) else None


def _told(taken: Taken) -> Seen:
    return Seen("taken", taken.url or taken.report, number=taken.claims, words=taken.words)
